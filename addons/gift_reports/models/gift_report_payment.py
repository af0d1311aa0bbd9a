from odoo import fields, models
from odoo.tools import SQL

from .payment_facts import (
    CHANGED_DISPUTES,
    CHANGED_PAYOUTS,
    CHANGED_TRANSACTIONS,
    build_payments,
)

MANAGER = 'gift_base.group_manager'
KINDS = [
    ('payment', "Payment"),
    ('refund', "Refund"),
    ('dispute', "Dispute"),
    ('settlement', "Entry of a payout"),
    ('payout', "Payout"),
]


class GiftReportPayment(models.Model):
    """Money that was charged, paid back, disputed or paid out, in the company's currency."""

    _name = 'gift.report.payment'
    _inherit = ['gift.report.table']
    _description = 'Payment figures'
    _order = 'day desc, id desc'
    _report_ratios = {'fee_rate': "SUM(%(fee)s)::float / NULLIF(SUM(%(settled)s), 0)"}

    kind = fields.Selection(KINDS, readonly=True, required=True)
    day = fields.Date(readonly=True, required=True, help="The shop's day.")
    provider_id = fields.Many2one('payment.provider', readonly=True, ondelete='cascade')
    method_id = fields.Many2one('payment.method', string="Payment method", readonly=True)
    transaction_id = fields.Many2one(
        'payment.transaction', string="Payment", readonly=True, index=True, ondelete='cascade'
    )
    payout_id = fields.Many2one(
        'gift.payout', readonly=True, index='btree_not_null', ondelete='cascade', groups=MANAGER
    )
    dispute_id = fields.Many2one(
        'gift.dispute', readonly=True, index='btree_not_null', ondelete='cascade'
    )
    captured = fields.Monetary("Charged", readonly=True)
    captured_count = fields.Integer("Charges", readonly=True)
    refunded = fields.Monetary("Paid back", readonly=True)
    kept = fields.Monetary("Charged less paid back", readonly=True)
    reserved = fields.Monetary("Reserved, not charged yet", readonly=True)
    disputed = fields.Monetary("Disputed", readonly=True)
    dispute_count = fields.Integer("Disputes", readonly=True)
    dispute_lost = fields.Monetary("Disputes lost", readonly=True)
    settled = fields.Monetary("Charged in payouts", readonly=True, groups=MANAGER)
    fee = fields.Monetary("Fees", readonly=True, groups=MANAGER)
    fee_rate = fields.Float("Fees (share)", readonly=True, aggregator='avg', groups=MANAGER)
    paid_out = fields.Monetary("Paid out", readonly=True, groups=MANAGER)

    _day_idx = models.Index('(company_id, day)')

    def _refresh(self, since=None):
        """Override of `gift.report.table` to write the rows of what has changed."""
        if since is None:
            self._execute(SQL("DELETE FROM gift_report_payment"))
            return self._execute(build_payments(self._get_zones()))
        transactions, payouts, disputes = (
            self._find_changed(query, since)
            for query in (CHANGED_TRANSACTIONS, CHANGED_PAYOUTS, CHANGED_DISPUTES)
        )
        if not (transactions or payouts or disputes):
            return 0
        self._execute(
            SQL(
                """DELETE FROM gift_report_payment
                    WHERE (transaction_id = ANY(%s) AND kind IN ('payment', 'refund'))
                       OR payout_id = ANY(%s) OR dispute_id = ANY(%s)""",
                transactions,
                payouts,
                disputes,
            )
        )
        return self._execute(build_payments(self._get_zones(), transactions, payouts, disputes))

    def _find_changed(self, query, since):
        self.env.cr.execute(SQL(query, since=since))
        return [row[0] for row in self.env.cr.fetchall() if row[0]]
