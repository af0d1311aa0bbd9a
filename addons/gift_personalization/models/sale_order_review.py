from odoo import fields, models

from .carrier_days import CarrierDays
from .guarded import guarded, notify_staff
from .working_days import WorkingDays

LATER = ('closed', 'stock', 'carrier', 'late', 'capacity')
LOST = 'gift_personalization.mail_template_wanted_lost'


class SaleOrder(models.Model):
    """Promises follow the world: holidays, receipts, delivery methods, what is late in the shop."""

    _inherit = 'sale.order'

    gift_reviewed_date = fields.Datetime(readonly=True, copy=False)

    # === REVIEW === #

    def _gift_review(self, kinds):
        """Plan again what has not left; move and tell the promise where it arrives on another day.

        Idempotent; of two simultaneous callers the second one runs again and finds nothing to do.

        :param set kinds: of `gift.promise.review`, what has changed.
        """
        self.ensure_one()
        self._gift_touch()
        if self.state != 'sale' or not self.commitment_date:
            return
        lines = self._gift_get_lines().filtered(lambda line: line._gift_is_reviewed())
        if lines:
            before = {line: line.gift_promise_date for line in lines}
            lines.with_context(gift_review=True)._gift_plan_again()
            self._gift_follow_review(lines, before, kinds)
        self.gift_reviewed_date = fields.Datetime.now()

    def _gift_follow_review(self, lines, before, kinds):
        days = [line.gift_promise_date for line in self._gift_get_lines() if line in lines]
        if not all(days):
            self._gift_tell_no_room()
            return
        late = lines.filtered(lambda line: line.gift_promise_date > (before[line] or max(days)))
        arrival = CarrierDays(WorkingDays(self.company_id)).to_moment(max(days))
        reason = self._gift_get_review_reason(late or lines, kinds)
        if arrival > self.commitment_date:
            self.with_context(gift_review=True)._gift_move_promise(arrival, reason)
        else:
            self._gift_restore_promise(arrival)
        self._gift_move_parts(late, reason)
        self._gift_restore_parts(lines - late)
        self._gift_tell_lost(late)

    def _gift_tell_no_room(self):
        notify_staff(
            self,
            self.env._("No date can be planned"),
            self.env._(
                "As things are, the workshop or the product leaves no day on which the gifts of"
                " this order can be made. Make room, or write to the customer."
            ),
        )

    def _gift_get_review_reason(self, lines, kinds):
        """Return the reason for the customer, the nearest to the gift first."""
        self.ensure_one()
        proofs = lines.gift_proof_ids.filtered(lambda proof: proof._is_overdue())
        if proofs:
            return 'answer'
        if lines.gift_reprint_job_ids.filtered(lambda job: job._gift_is_open()):
            return 'reprint'
        if any(line._gift_waits_for_blank() for line in lines):
            return 'stock'
        if self.gift_waits_for_payment:
            return 'payment'
        return next((kind for kind in ('closed', 'carrier') if kind in kinds), 'late')

    # === EARLIER AGAIN === #

    def _gift_get_earliest_promise(self):
        """Return the promise before the world moved it, as far as nothing else did since."""
        self.ensure_one()
        found = self.commitment_date
        for change in self.gift_promise_change_ids.filtered(lambda c: not c.parcel_id):
            if change.reason not in (*LATER, 'earlier'):
                break
            found = min(found, change.old_date)
        return found

    def _gift_restore_promise(self, arrival):
        """Promise an earlier day again, never earlier than before the world moved it."""
        old = self.commitment_date
        new = max(arrival, self._gift_get_earliest_promise())
        if new >= old or old != self.gift_planned_promise:
            return
        self.env['gift.promise.change']._note_change(self, 'earlier', old, new)
        self.with_context(gift_planned=True).write(
            {'commitment_date': new, 'gift_planned_promise': new}
        )
        self._gift_tell_earlier(new)

    def _gift_tell_earlier(self, new):
        """Tell who was told of the later day; a mail that has not left is taken back."""
        rows = self.gift_step_mail_ids.filtered(lambda row: row.step == 'later')
        waiting = rows.filtered(lambda row: not row.sent_date)
        waiting.sent_date = fields.Datetime.now()
        if rows - waiting:
            job = rows[:1].job_id
            key = f'{new.date()}-{len(self.gift_promise_change_ids)}'
            self.env['gift.step.mail']._queue(job, 'later', key)

    def _gift_restore_parts(self, lines):
        """Let the days of parts follow a promise that is earlier again."""
        own = self.gift_own_promise_date
        for parcel, part in self._gift_get_wanted_parts(lines):
            day = self._gift_get_told_date(part)
            if parcel and day and parcel.promise_date and day < parcel.promise_date:
                parcel.promise_date = max(day, parcel.first_promise_date or day)
            elif not parcel and day and own and day < own:
                to_date = WorkingDays(self.company_id).to_date
                self.gift_own_promise_date = min(own, max(day, to_date(self.commitment_date)))

    # === WANTED DAYS THAT ARE LOST === #

    def _gift_tell_lost(self, lines):
        """Tell customer and staff of wanted days that cannot be kept any more, each day once."""
        lost = lines.filtered(
            lambda line: (
                line._gift_get_wanted_date()
                and line.gift_promise_date > line._gift_get_wanted_date()
            )
        )
        if not lost:
            return
        days = self.env['gift.promise']
        day = max(lost.mapped('gift_promise_date'))
        words = {
            'wanted': days._format_day(min(line._gift_get_wanted_date() for line in lost)),
            'planned': days._format_day(day),
        }
        note = self.env._(
            "The customer wanted %(wanted)s. As things are, it arrives on %(planned)s. Write to"
            " the customer, or make room.",
            **words,
        )
        notify_staff(self, self.env._("A wanted date cannot be kept"), note)
        with guarded(self, self.env._("A mail to the customer could not be sent")):
            if self.env['gift.notice']._send_once(self, f'wanted-lost-{day}', LOST):
                rows = self.gift_step_mail_ids.filtered(lambda row: row.step == 'later')
                rows.filtered(lambda row: not row.sent_date).sent_date = fields.Datetime.now()

    def _gift_get_lost_parts(self):
        """Return ``[(recipient or '', wanted day, day it arrives), …]`` of lost days."""
        self.ensure_one()
        parts = {}
        for line in self._gift_get_lines():
            wanted, day = line._gift_get_wanted_date(), line.gift_promise_date
            if wanted and day and day > wanted:
                name = line.gift_parcel_id.name or ''
                latest = parts[name][2] if name in parts else day
                parts[name] = (name, wanted, max(day, latest))
        return list(parts.values())

    def _gift_get_why_later(self):
        """Return the sentence of the newest move, for the mail."""
        self.ensure_one()
        change = self.gift_promise_change_ids.sorted('id')[-1:]
        return change._get_sentence() if change else ''
