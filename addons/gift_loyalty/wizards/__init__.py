from . import base_partner_merge, loyalty_card_update_balance
