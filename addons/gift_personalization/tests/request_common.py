"""Confirmed and paid orders about which customers ask for something."""

from unittest.mock import patch

from odoo.fields import Command

from odoo.addons.payment.tests.common import PaymentCommon

from .parcel_common import ParcelCommon


class RequestCommon(ParcelCommon, PaymentCommon):
    """Gifts of 13.00 and plain cards, paid online with a provider that can refund."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.payment_method.support_refund = 'partial'

    def setUp(self):
        super().setUp()
        self.provider.support_manual_capture = 'full_only'
        self.support_refund = 'partial'
        # Background work commits after each record; a test cannot.
        self.enterContext(
            patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60)
        )

    def _pay(self, order, amount=None, state='done'):
        self.payments = getattr(self, 'payments', 0) + 1
        tx = self._create_transaction(
            'direct',
            amount=order.amount_total if amount is None else amount,
            currency_id=order.currency_id.id,
            partner_id=order.partner_id.id,
            reference=f'{order.id}-{self.payments}',
            sale_order_ids=[Command.set(order.ids)],
        )
        getattr(tx, '_set_done' if state == 'done' else '_set_authorized')()
        tx._post_process()
        return tx

    def _order_paid(self, *texts, **kwargs):
        order = self._create_gift_order(*texts, **kwargs)
        return order, self._pay(order)

    def _ask(self, order, wanted=None, *, reference=None, **kwargs):
        """Ask for a cancellation as the page does; of everything when nothing is named."""
        lines = order._gift_get_cancellable_lines()
        wanted = wanted or {line: line._gift_get_open_qty() for line in lines}
        self.asked = getattr(self, 'asked', 0) + 1
        return self.env['gift.order.request']._request_cancel(
            order,
            wanted,
            reference=reference or f'reference-{self.asked}',
            author=order.partner_id,
            **kwargs,
        )

    def _settle(self):
        """Do what the background work does, refunds answered by the provider."""
        self.provider.support_refund = self.support_refund  # not stored: told by the provider
        self.env['gift.order.request']._cron_settle()
        for refund in self.env['payment.transaction'].search(
            [('operation', '=', 'refund'), ('state', '=', 'draft')]
        ):
            refund._set_done()
            refund._post_process()

    def _get_lines(self, order):
        return order._gift_get_lines().sorted('id')

    def _get_refunded(self, order):
        return sorted(-tx.amount for tx in order._gift_get_refunds())

    def _answer(self, request, decision='accept', role='staff', **values):
        wizard = (
            self.env['gift.order.request.answer']
            .with_user(self.users[role])
            .create({'request_id': request.id, 'decision': decision, **values})
        )
        return wizard.action_apply()

    def _get_mails(self, request):
        return self.env['mail.mail'].search(
            [('model', '=', request._name), ('res_id', 'in', request.ids)], order='id'
        )
