from odoo import fields, models

from .carrier_days import CarrierDays
from .guarded import guarded, notify_staff
from .working_days import WorkingDays


class SaleOrder(models.Model):
    """What is promised for each part of an order, and what becomes of it."""

    _inherit = 'sale.order'

    gift_own_promise_date = fields.Date(
        string="Promised for the own address", readonly=True, copy=False
    )

    def _gift_get_wanted_parts(self, lines):
        """Return ``[(parcel or empty parcel, lines), …]``."""
        return list(lines.grouped('gift_parcel_id').items())

    def _gift_promise_for(self, lines):
        """Override to promise the wanted days; what cannot be kept any more is told."""
        wanted = {line: line._gift_get_wanted_date() for line in lines}
        super()._gift_promise_for(lines)
        self._gift_store_promises(lines)
        late = lines.filtered(
            lambda line: wanted[line] and (line.gift_promise_date or wanted[line]) > wanted[line]
        )
        if late:
            self._gift_tell_missed(late)

    def _gift_store_promises(self, lines):
        """Keep the promised day of each part; the first one never changes."""
        for parcel, part in self._gift_get_wanted_parts(lines):
            day = self._gift_get_told_date(part)
            if not day:
                continue
            if parcel:
                first = parcel.first_promise_date or part[0]._gift_get_wanted_date() or day
                parcel.write({'promise_date': day, 'first_promise_date': first})
            else:
                self.gift_own_promise_date = day
        for parcel in self.gift_parcel_ids.filtered(lambda parcel: not parcel.promise_date):
            day = parcel.wanted_date or self.gift_wanted_date  # nothing in it has to be made
            parcel.write({'promise_date': day, 'first_promise_date': day})

    def _gift_get_told_date(self, part):
        days = [line.gift_promise_date for line in part if line.gift_promise_date]
        return max(days, default=False)

    def _gift_tell_missed(self, late):
        """Tell the customer and the staff that a paid day cannot be kept: never silently."""
        wanted = min(line._gift_get_wanted_date() for line in late)
        planned = max(line.gift_promise_date for line in late)
        days = self.env['gift.promise']
        note = self.env._(
            "The customer wanted %(wanted)s. The payment came when the workshop was booked"
            " meanwhile; it arrives on %(planned)s. Write to the customer, or make room.",
            wanted=days._format_day(wanted),
            planned=days._format_day(planned),
        )
        notify_staff(self, self.env._("A wanted date cannot be kept"), note)
        ways = CarrierDays(WorkingDays(self.company_id))
        told = ways.to_moment(max(line._gift_get_wanted_date() for line in late))
        self.gift_first_promise = told
        moved = ways.to_moment(planned)
        self.env['gift.promise.change']._note_change(self, 'payment', told, moved)
        with guarded(self, self.env._("A mail to the customer could not be sent")):
            self.env['gift.notice']._send_once(
                self, 'wanted-missed', 'gift_personalization.mail_template_wanted_missed'
            )

    def _gift_get_promised_parts(self):
        """Return ``[(recipient, day), …]`` where parts of the order have days of their own."""
        self.ensure_one()
        if not self._gift_is_dated() or not self.gift_is_divided:
            return []
        parts = [
            (line.gift_parcel_id.name or self.env._("Your own address"), day)
            for line in self._gift_get_sendable_lines()
            if (day := line._gift_get_promised_date())
        ]
        return list(dict.fromkeys(parts))

    def _gift_get_receipt_facts(self):
        """Override to say on the receipt when it arrives."""
        promise = self._gift_get_promise()
        if not promise:
            return super()._gift_get_receipt_facts()
        day = self.env['gift.promise']._format_day(promise['date'])
        return [*super()._gift_get_receipt_facts(), (self.env._("Arrives by"), day)]

    # === PLANNED AGAIN === #

    def _gift_replan(self, reason, lines=None, note=''):
        """Override to move the promised days of parts that arrive later."""
        before = {line: line.gift_promise_date for line in self.order_line}
        super()._gift_replan(reason, lines, note)
        if self.state == 'sale':
            later = self.order_line.filtered(
                lambda line: (
                    line.gift_promise_date
                    and line.gift_promise_date > (before.get(line) or line.gift_promise_date)
                )
            )
            self._gift_move_parts(later, reason)
            self._gift_tell_lost(later)

    def _gift_move_parts(self, lines, reason):
        """Let the promised days of parts follow a later plan; earlier ones change nothing."""
        ways = CarrierDays(WorkingDays(self.company_id))
        for parcel, part in self._gift_get_wanted_parts(lines):
            day = self._gift_get_told_date(part)
            if parcel and parcel.promise_date and parcel.promise_date < day:
                old, new = ways.to_moment(parcel.promise_date), ways.to_moment(day)
                if new < self.commitment_date:  # else the order's own entry tells it
                    changes = self.env['gift.promise.change']
                    changes._note_change(self, reason, old, new, parcel=parcel)
                parcel.promise_date = day
            elif not parcel and self.gift_own_promise_date and self.gift_own_promise_date < day:
                self.gift_own_promise_date = day

    # === CHANGED BY THE CUSTOMER === #

    def _gift_follow_wanted(self, lines):
        """Book and promise the new day of lines of a confirmed order, and keep why it moved."""
        open_lines = lines.filtered(lambda line: line._gift_is_to_be_made())
        if open_lines:
            self._gift_book(open_lines)
        day = lines[:1]._gift_get_wanted_date()
        (lines - open_lines).filtered('gift_promise_date').gift_promise_date = day
        for parcel, _part in self._gift_get_wanted_parts(lines):
            if parcel:
                parcel.promise_date = day
            else:
                self.gift_own_promise_date = day
        ways = CarrierDays(WorkingDays(self.company_id))
        self._gift_move_to_wanted(ways)
        lines._gift_reschedule(ways)

    def _gift_move_to_wanted(self, ways):
        """Promise for the order the latest day of its parts, earlier or later than before."""
        days = [*self.gift_parcel_ids.mapped('promise_date'), self.gift_own_promise_date]
        if not any(days):
            return
        old, new = self.commitment_date, ways.to_moment(max(filter(None, days)))
        if old and old != new:
            self.env['gift.promise.change']._note_change(self, 'wanted', old, new)
        self.with_context(gift_planned=True).write(
            {
                'commitment_date': new,
                'gift_planned_promise': new,
                'gift_first_promise': self.gift_first_promise or new,
            }
        )
