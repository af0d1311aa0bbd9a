from . import (
    codes,
    consent,
    gift_card,
    occasions,
    portal,
    product_reviews,
    reviews,
    sign_up,
)
