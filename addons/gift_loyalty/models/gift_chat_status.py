from odoo import api, models


class GiftChat(models.Model):
    """Where an order is, in a few lines: by gift and by parcel, as the page of the order says it.

    No prices, no texts of gifts, no addresses; a tracking number that would tell an address that
    is not the giver's to know stays with the shop.
    """

    _inherit = 'gift.chat'

    def _get_lines(self):
        """Return the lines of the proved order that a customer asks about."""
        return self._filter_sold(self._get_order().order_line)

    @api.model
    def _filter_sold(self, lines):
        return lines.filtered(
            lambda line: (
                line.product_id
                and not line.display_type
                and not line.is_delivery
                and not line.is_reward_line
                and line.product_uom_qty > 0
            )
        )

    def _hear_status(self, _step, _text):
        return 'more', ''

    def _tell_status(self):
        """Return the state of the proved order."""
        order = self._get_order()
        if not order:
            return self._render('gift_loyalty.chat_note', note=self._say_too_late())
        values = {
            'order': order,
            'lines': [self._describe_line(line) for line in self._get_lines()],
            'shipments': order._gift_get_shipments() if order.state == 'sale' else [],
            'promise': order._gift_get_promise() if order.state == 'sale' else {},
            'page': not self.env.user._is_public() and f'/my/orders/{order.id}',
            'zone': order._gift_get_zone(),
        }
        return self._render('gift_loyalty.chat_status', **values)

    def _say_too_late(self):
        return self.env._("It has been a while: please choose your order again.")

    def _describe_line(self, line):
        return {
            'quantity': f'{line.product_uom_qty:g}',
            'name': line.name_short,
            'receiver': line._gift_get_receiver(),
            'now': line._gift_get_now(line._gift_get_timeline()) or self._describe_other(line),
        }

    def _describe_other(self, line):
        """Return how far a line is that is not made for somebody."""
        if line.state == 'cancel':
            return self.env._("Cancelled")
        if line.qty_delivered >= line.product_uom_qty:
            return self.env._("Sent")
        return self.env._("We get it ready")
