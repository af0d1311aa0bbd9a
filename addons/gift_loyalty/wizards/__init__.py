from . import base_partner_merge, gift_tier_override, loyalty_card_update_balance
