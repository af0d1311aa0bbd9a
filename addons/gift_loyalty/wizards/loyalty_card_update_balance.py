from odoo import models
from odoo.exceptions import AccessError, ValidationError

MAY_CORRECT = ('gift_base.group_manager', 'sales_team.group_sale_manager')


class LoyaltyCardUpdateBalance(models.TransientModel):
    """Points are corrected with a reason, in the ledger."""

    _inherit = 'loyalty.card.update.balance'

    def action_update_card_point(self):
        """Override of `loyalty` to post the correction; a manager or the sales manager does it.

        :raise AccessError: for everybody else.
        :raise ValidationError: below 0, or nothing changes.
        """
        self.ensure_one()
        wallet_sudo = self.card_id._gift_get_wallet()
        if not wallet_sudo:
            return super().action_update_card_point()
        if not self.env.su and not any(map(self.env.user.has_group, MAY_CORRECT)):
            raise AccessError(
                self.env._("Points are corrected by managers. Ask one of them, and say why.")
            )
        wallet_sudo._claim()
        difference = round(self.new_balance - wallet_sudo.balance, 2)
        if self.new_balance < 0 or not difference:
            raise ValidationError(
                self.env._("Enter a balance of 0 or more that is not the one the card has now.")
            )
        wallet_sudo._adjust(difference, self.description)
        self.env['loyalty.history'].sudo().create(  # Odoo's own list of the card shows it, too
            {
                'card_id': self.card_id.id,
                'description': self.description,
                'issued': max(0.0, difference),
                'used': max(0.0, -difference),
            }
        )
        return None
