from odoo import api, fields, models

from .guarded import guarded
from .working_days import WorkingDays


class GiftProof(models.Model):
    """By when the customer should answer, in working days of the company."""

    _inherit = 'gift.proof'

    deadline_date = fields.Date(string="Answer by", readonly=True, index='btree_not_null')
    waiting_days = fields.Integer(
        string="Working days without an answer",
        compute='_compute_waiting_days',
        compute_sudo=True,
    )

    @api.depends('state', 'sent_date')
    def _compute_waiting_days(self):
        counters = {company: WorkingDays(company) for company in self.company_id}
        for proof in self:
            proof.waiting_days = 0
            if proof.state == 'sent' and proof.sent_date:
                days = counters[proof.company_id]
                sent = days.to_date(proof.sent_date)
                proof.waiting_days = len(days.between(sent, days.today()))

    def _get_working_days(self):
        self.ensure_one()
        return WorkingDays(self.sudo().company_id)

    def _get_deadline_date(self):
        """Return the last day for an answer to a proof that is sent today."""
        days = self._get_working_days()
        return days.add(days.today(), self.revision_id.template_id.answer_days)

    def _is_overdue(self):
        """Return whether the day for the answer has passed."""
        self.ensure_one()
        deadline = self.deadline_date
        return (
            bool(deadline) and self.state == 'sent' and self._get_working_days().today() > deadline
        )

    def _get_arrival_date(self):
        """Return the date that was promised for the order, or ``False``."""
        self.ensure_one()
        promised = self.order_id.commitment_date
        return self._get_working_days().to_date(promised) if promised else False

    # === SCHEDULED ACTION === #

    @api.model
    def _cron_deadlines(self):
        """Scheduled action: approve where silence was agreed to, then move promised dates.

        Idempotent: an approval is stored once, a working day moves a promise once.
        """
        latest = fields.Date.add(fields.Date.context_today(self), days=1)  # any time zone
        late = self.search(
            [('state', '=', 'sent'), ('deadline_date', '<', latest)], order='deadline_date, id'
        ).filtered(lambda proof: proof._is_overdue())
        agreed, orders = late.filtered('auto_opt_in'), late.order_id
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=len(agreed) + len(orders))
        for proof in agreed:
            with guarded(proof, self.env._("The agreed approval could not be stored")):
                proof._approve_by_silence()
            if not cron._commit_progress(1):
                return
        for order in orders:
            with guarded(order, self.env._("The promised date could not be moved")):
                order._gift_push_promise()
            if not cron._commit_progress(1):
                return
