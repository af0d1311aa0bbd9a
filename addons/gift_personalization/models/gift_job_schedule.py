from odoo import api, models

from .carrier_days import CarrierDays
from .working_days import WorkingDays


class GiftJob(models.Model):
    """A job and the pieces that are booked for it."""

    _inherit = 'gift.job'

    @api.depends(
        'order_id.carrier_id',
        'order_id.gift_planned_promise',
        'order_id.gift_own_promise_date',
        'sale_line_id.gift_parcel_id.promise_date',
        'sale_line_id.gift_parcel_id.carrier_id',
    )
    def _compute_date_due(self):
        """Override to count back from the promised arrival: the parcel has to leave before."""
        super()._compute_date_due()
        every = {company: CarrierDays(WorkingDays(company.sudo())) for company in self.company_id}
        for job in self.filtered('order_id.commitment_date'):
            ways, order = every[job.company_id], job.order_id
            day = job.sale_line_id._gift_get_promised_date()
            day = day or ways.days.to_date(order.commitment_date)
            job.date_due = ways.get_leave_date(job.sale_line_id._gift_get_carrier(), day)

    def _gift_get_bookings(self):
        """Return the booked pieces (sudo) of exactly this job."""
        self.ensure_one()
        own = self if self.original_id else self.browse()
        return self.sudo().sale_line_id.gift_booking_ids.filtered(lambda row: row.job_id == own)

    def _update_stage(self, allowed, target, *args, **kwargs):
        """Override to let the booked pieces follow: made ones count on the day they were made."""
        changed = super()._update_stage(allowed, target, *args, **kwargs)
        for job in changed:
            if target in ('made', 'replaced'):
                job._gift_note_made()
            elif target in ('ready', 'cancelled'):
                job._gift_reopen_bookings(target)
        return changed

    def _gift_note_made(self):
        bookings_sudo = self._gift_get_bookings()
        today = WorkingDays(self.sudo().company_id).today()
        bookings_sudo.write({'is_made': True, 'date': today})

    def _gift_reopen_bookings(self, target):
        bookings_sudo = self._gift_get_bookings()
        if target == 'cancelled':
            bookings_sudo.filtered(lambda row: not row.is_made).unlink()
        else:
            bookings_sudo.filtered('is_made').write({'is_made': False})

    def _gift_on_proof_approved(self, proof):
        """Override to book the pieces on the first free days, now that they can be made."""
        already = self.sudo().approved_hash == proof.sudo().revision_id.hash
        result = super()._gift_on_proof_approved(proof)
        if not already:
            self.sudo().sale_line_id._gift_replan('answer')  # the proof has checked who approves
        return result

    def _gift_on_proof_reopened(self, proof):
        """Override to book the pieces after the answer to the new version."""
        result = super()._gift_on_proof_reopened(proof)
        self.sudo().sale_line_id._gift_replan('design')  # the proof has checked who reopens
        return result
