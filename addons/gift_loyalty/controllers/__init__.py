from . import (
    consent,
    occasions,
    portal,
    product_reviews,
    reviews,
    sign_up,
)
