from . import (
    codes,
    consent,
    flows,
    gift_card,
    gift_card_letter,
    occasions,
    portal,
    product_reviews,
    referral,
    reviews,
    sign_up,
)
