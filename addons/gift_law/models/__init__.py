from . import (
    gift_law_text,
    gift_law_wording,
    payment_transaction,
    product_template,
    res_config_settings,
    sale_order_line_notice,
    sale_order_terms,
    website,
)
