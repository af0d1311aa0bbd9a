from . import (
    base_partner_merge,
    gift_consent_entry,
    gift_flow_preview,
    gift_review_answer,
    gift_ticket_merge,
    gift_ticket_settle,
    gift_tier_override,
    loyalty_card_update_balance,
    mail_compose_message,
    sms_composer,
)
