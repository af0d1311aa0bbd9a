from odoo import models
from odoo.http import request

from odoo.addons.gift_base.tools import signed_token

SESSION_KEY = 'gift_referral'


def get_line(env):
    """Return a fingerprint of the visitor's line; the address itself is not kept."""
    return signed_token(env, 'line', request.httprequest.remote_addr or '') if request else ''


def get_code():
    """Return the code by which the visitor came, '' for none."""
    return request.session.get(SESSION_KEY, '') if request else ''


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _gift_hold_stock(self):
        """Override to note who invited the customer, while the payment begins."""
        self._gift_bind_referral()
        return super()._gift_hold_stock()

    def action_confirm(self):
        """Override of `sale` to note by which invitation the first order came."""
        result = super().action_confirm()
        self.filtered(lambda order: order.state == 'sale')._gift_bind_referral()
        return result

    def _gift_bind_referral(self):
        """Join the order with the invitation of its customer. Idempotent."""
        for order in self:
            referral_sudo = self.env['gift.referral'].sudo()
            friend = order.partner_id.commercial_partner_id
            found_sudo = referral_sudo.search([('friend_id', '=', friend.id)])
            if not found_sudo and get_code():
                found_sudo = referral_sudo._bind(
                    order.partner_id, get_code(), order.company_id, get_line(self.env), order
                )
            if order.state == 'sale' and found_sudo.state == 'bound' and not found_sudo.order_id:
                found_sudo.order_id = order


class ResUsers(models.Model):
    _inherit = 'res.users'

    def _signup_create_user(self, values):
        """Override of `auth_signup` to note who invited the new customer."""
        user = super()._signup_create_user(values)
        if get_code() and user:
            self.env['gift.referral'].sudo()._bind(
                user.sudo().partner_id, get_code(), user.sudo().company_id, get_line(self.env)
            )
        return user


class GiftOrderSettlement(models.Model):
    _inherit = 'gift.order.settlement'

    def _look_at_tiers(self):
        """Extend to let invitations ripen with their first orders."""
        super()._look_at_tiers()
        self.env['gift.referral']._look_at_orders(self)
