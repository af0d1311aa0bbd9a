"""Reminders that Odoo and the shop send anyway begin a flow instead, where one is switched on."""

from odoo import api, models


class Website(models.Model):
    _inherit = 'website'

    @api.model
    def _send_abandoned_cart_email(self):
        """Override of `website_sale` to let a flow remind of carts, when there is one."""
        flows = self.env['gift.flow']._get_active('cart')
        if not flows:
            return super()._send_abandoned_cart_email()
        for website in self.search([('send_abandoned_cart_email', '=', True)]):
            website._gift_begin_carts(flows)
        return None

    def _gift_begin_carts(self, flows):
        self.ensure_one()
        carts = self.env['sale.order'].search(
            [
                ('is_abandoned_cart', '=', True),
                ('cart_recovery_email_sent', '=', False),
                ('website_id', '=', self.id),
                ('date_order', '>=', self.send_abandoned_cart_email_activation_time),
            ],
            order='id',
        )
        due = carts._filter_can_send_abandoned_cart_mail() if carts else carts
        carts.cart_recovery_email_sent = True
        for cart in due:
            if self.env['gift.notice']._claim(cart, 'cart-recovery'):
                flows._enter(cart.partner_id.email, f'cart:{cart.id}', cart, cart.partner_id)


class ProductProduct(models.Model):
    _inherit = 'product.product'

    def _send_availability_email(self):
        """Override of `website_sale_stock` to let a flow tell it, when there is one."""
        flows = self.env['gift.flow']._get_active('stock')
        if not flows:
            return super()._send_availability_email()
        for product in self.search([('stock_notification_partner_ids', '!=', False)]):
            if not product._is_sold_out():
                product._gift_begin_stock(flows)
        return None

    def _gift_begin_stock(self, flows):
        """Begin the flow of everybody who waits; who asks again later is told again."""
        self.ensure_one()
        for partner in self.stock_notification_partner_ids:
            count = (
                self.env['gift.flow.run']
                .sudo()
                .search_count(
                    [('event', '=like', f'stock:{self.id}:%'), ('partner_id', '=', partner.id)]
                )
            )
            flows._enter(partner.email, f'stock:{self.id}:{count}', self, partner)
        self.stock_notification_partner_ids = False
