from . import (
    codes,
    consent,
    gift_card,
    gift_card_letter,
    occasions,
    portal,
    product_reviews,
    reviews,
    sign_up,
)
