from odoo import api, fields, models

from .working_days import WorkingDays


class SaleOrder(models.Model):
    """The promised date moves, for everyone to see, while the customer's answer is missing."""

    _inherit = 'sale.order'

    gift_promise_change_ids = fields.One2many(
        'gift.promise.change',
        'order_id',
        string="Moved promises",
        readonly=True,
        groups='gift_base.group_production',
    )
    gift_waiting_days = fields.Integer(
        string="Working days without an answer",
        compute='_compute_gift_waiting_days',
        compute_sudo=True,
    )

    @api.depends('gift_proof_ids.waiting_days')
    def _compute_gift_waiting_days(self):
        for order in self:
            order.gift_waiting_days = max(order.gift_proof_ids.mapped('waiting_days'), default=0)

    def _gift_push_promise(self):
        """Move the promised date by a working day for each one that passed without an answer.

        Each day counts once per order, however many proofs wait and however often this runs.
        """
        self.ensure_one()
        self._gift_lock_rows()
        self.invalidate_recordset(['commitment_date'])
        late = self.gift_proof_ids.filtered(lambda proof: proof._is_overdue())
        dated = late.filtered(lambda proof: proof.sale_line_id._gift_get_wanted_date())
        self._gift_replan('answer', dated.sale_line_id)  # moves when the day cannot be kept
        late -= dated
        if not late or not self.commitment_date or self.state != 'sale':
            return
        oldest = min(late, key=lambda proof: (proof.deadline_date, proof.id))
        days = WorkingDays(self.company_id)
        before = self.commitment_date
        for day in days.between(oldest.deadline_date, days.today()):
            self._gift_push_promise_for(oldest, day, days)
        self.invalidate_recordset(['gift_promise_change_ids'])  # written beside the ORM
        if self.commitment_date != before:
            self._gift_post_note(
                self.env._(
                    "The promised date moved from %(old)s to %(new)s: the answer to the proof of"
                    " %(product)s was due on %(due)s.",
                    old=days.to_date(before),
                    new=days.to_date(self.commitment_date),
                    product=oldest.product_id.display_name,
                    due=oldest.deadline_date,
                ),
                self.company_id.partner_id,
            )
        self._gift_replan('answer', late.sale_line_id)

    def _gift_push_promise_for(self, proof, day, days):
        old = self.commitment_date
        new = days.move(old, 1)
        if self.env['gift.promise.change']._claim(self, proof, day, old, new):
            planned = {'gift_planned_promise': new} if old == self.gift_planned_promise else {}
            self.with_context(gift_planned=True).write({'commitment_date': new, **planned})

    def _gift_get_promise_note(self):
        """Return ``{'old', 'new', 'days'}`` of the moves by late answers, or an empty dict."""
        self.ensure_one()
        moves_sudo = self.sudo().gift_promise_change_ids.filtered('late_date').sorted('late_date')
        if not moves_sudo:
            return {}
        days = WorkingDays(self.sudo().company_id)
        return {
            'old': days.to_date(moves_sudo[0].old_date),
            'new': days.to_date(self.commitment_date or moves_sudo[-1].new_date),
            'days': len(moves_sudo),
        }

    def _message_post_after_hook(self, message, msg_values):
        """Override of `mail` to wait for the customer after a message of his."""
        proofs_sudo = self.sudo().gift_proof_ids
        self.env['gift.proof']._gift_stop_silence_after(message, proofs_sudo)
        return super()._message_post_after_hook(message, msg_values)
