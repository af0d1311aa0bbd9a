from . import (
    gift_batch_plan,
    gift_design_change,
    gift_design_change_line,
    gift_moderation_reject,
    gift_order_request_answer,
    gift_payment_waiver,
    gift_proof_answer,
    gift_proof_artwork,
    gift_proof_pin_answer,
    gift_reprint_wizard,
    gift_template_duplicate,
    gift_template_import,
)
