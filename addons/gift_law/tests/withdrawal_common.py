from odoo.fields import Command

from odoo.addons.gift_personalization.tests.request_common import RequestCommon

from .common import LawCommon


class WithdrawalCommon(LawCommon, RequestCommon):
    """Paid orders with a gift (13.00) and two plain pieces (20.00 each)."""

    def _receive(self, order, quantities=None, key=None, **values):
        """State a withdrawal as the order's own page does."""
        self.stated = getattr(self, 'stated', 0) + 1
        return (
            self.env['gift.withdrawal']
            .with_context(gift_from_link=True)
            ._receive(
                key or f'{self.stated:032x}',
                self._prepare_statement(order, **values),
                order=order,
                quantities=order._gift_get_withdrawable() if quantities is None else quantities,
            )
        )

    def _receive_open(self, order, **values):
        """State a withdrawal as the page without a link does."""
        self.stated = getattr(self, 'stated', 0) + 1
        return self.env['gift.withdrawal']._receive(
            f'{self.stated:032x}', self._prepare_statement(order, **values)
        )

    def _prepare_statement(self, order, **values):
        return {
            'customer_name': "Emma Fischer",
            'email': 'emma.f@example.com',
            'order_ref': order.name,
            'goods': '',
            'company_id': order.company_id.id,
            'website_id': self.website.id,
            **values,
        }

    def _create_paid_order(self, delivery=0.0, **values):
        order = self._create_mixed_order(confirm=False, **values)
        if delivery:
            order._create_delivery_line(self.carrier, delivery)
        order.action_confirm()
        self._pay(order)
        return order

    def _get_receipts(self, withdrawal):
        return self.env['mail.mail'].search(
            [('model', '=', 'gift.withdrawal'), ('res_id', '=', withdrawal.id)], order='id'
        )

    def _answer_withdrawal(self, withdrawal, decision, role='staff', **values):
        wizard = (
            self.env['gift.withdrawal.answer']
            .with_user(self.users[role])
            .create({'withdrawal_id': withdrawal.id, 'decision': decision, **values})
        )
        return wizard.action_apply()

    def _settle_refunds(self):
        self._settle()
        return self.env['payment.transaction'].search([('operation', '=', 'refund')])

    def _add_discount(self, order, amount):
        product = self._create_product(name="Voucher", type='service', list_price=-amount)
        order.order_line = [
            Command.create({'product_id': product.id, 'price_unit': -amount, 'tax_ids': False})
        ]
