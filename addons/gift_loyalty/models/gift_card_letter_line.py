from odoo import fields, models


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    gift_letter_ids = fields.One2many(
        'gift.card.letter', 'line_id', string="Letter", copy=False, groups='gift_base.group_staff'
    )

    def _gift_is_card(self):
        """Return whether the line sells gift cards that go out by mail."""
        self.ensure_one()
        return bool(self.product_id) and self.product_id._gift_is_digital()

    def _gift_needs_job(self):
        """Override: a gift card goes out by mail, nothing is made."""
        return super()._gift_needs_job() and not self._gift_is_card()

    def _gift_get_timeline(self):
        """Override to tell how far a gift card is."""
        letter_sudo = self.sudo().gift_letter_ids  # the page has checked the order
        if not letter_sudo or self.state not in ('sale', 'cancel'):
            return super()._gift_get_timeline()
        return letter_sudo._get_timeline()


class GiftCardLetter(models.Model):
    _inherit = 'gift.card.letter'

    def _get_timeline(self):
        """Return the steps of a gift card, as those of a gift (see `gift.job`). Call it in sudo."""
        self.ensure_one()
        order = self.order_id
        if self.state == 'void' or order.state == 'cancel':
            return []
        is_paid, is_sent = order._gift_are_cards_paid(), self.state == 'sent'
        name = self._get_recipient()
        sent = self.env._("Sent to %s", name) if name else self.env._("Sent to you")
        planned = self.env._("Goes to %s", name) if name else self.env._("Goes to you")
        return [
            {
                'key': 'card_paid',
                'label': self.env._("Paid") if is_paid or is_sent else self.env._("Your payment"),
                'date': order.date_order if is_paid or is_sent else False,
                'state': 'done' if is_paid or is_sent else 'current',
            },
            {
                'key': 'card_sent',
                'label': sent if is_sent else planned,
                'date': self.sent_date if is_sent else False,
                'state': 'done' if is_sent else 'current' if is_paid else 'next',
            },
        ]
