import pytz

from odoo import fields, models
from odoo.http import request

from .working_days import WorkingDays

STAFF_TEMPLATE = 'gift_personalization.staff_progress'


class SaleOrder(models.Model):
    """How far an order is, by gift and by parcel: one reader for customer, guest and staff."""

    _inherit = 'sale.order'

    gift_progress_html = fields.Html(
        string="Timeline",
        compute='_compute_gift_progress_html',
        compute_sudo=True,
        sanitize=False,
        groups='gift_base.group_production',
    )

    def _compute_gift_progress_html(self):
        for order in self:
            lines = order._gift_get_lines()
            order.gift_progress_html = lines and order._gift_render_progress(lines)

    def _gift_render_progress(self, lines):
        """Return the timeline of the lines for the back office."""
        values = {'order': self, 'lines': lines, 'shipments': self._gift_get_shipments(lines)}
        return self.env['ir.qweb']._render(STAFF_TEMPLATE, values)

    def _gift_get_shipments(self, only=None):
        """Return ``[{'parcel', 'lines', 'deliveries'}, …]``; what goes to the own address first.

        Deliveries are those of `stock.picking` that have left. The caller has checked the order.

        :param only: lines whose parcels are wanted; all of the order when not given.
        """
        self.ensure_one()
        sent = self.sudo().picking_ids._gift_get_sent().grouped('gift_parcel_id')
        empty = self.env['stock.picking']
        return [
            {
                'parcel': parcel,
                'lines': lines,
                'deliveries': [picking._gift_get_tracking() for picking in sent.get(parcel, empty)],
            }
            for parcel, lines in self._gift_get_parts()
            if only is None or lines & only
        ]

    def _gift_has_shipments(self):
        """Return whether the page of the order has something to tell about parcels."""
        self.ensure_one()
        return self.gift_is_divided or bool(self.sudo().picking_ids._gift_get_sent())

    def _gift_get_zone(self):
        """Return the name of the time zone of who reads: the user's, the browser's, the shop's."""
        cookie = request.cookies.get('tz') if request else None
        if self.env.context.get('tz'):
            return self.env.context['tz']
        return cookie if cookie in pytz.all_timezones_set else WorkingDays(self.company_id).zone.key

    # === A LATER DATE === #

    def _gift_move_promise(self, arrival, reason, note='', *, even_by_hand=False):
        """Override to tell the customer; reprints and missing answers have mails of their own."""
        moved = super()._gift_move_promise(arrival, reason, note, even_by_hand=even_by_hand)
        job_sudo = self.sudo().gift_job_ids.filtered(lambda job: job.stage != 'cancelled')[:1]
        told = reason in ('reprint', 'answer', 'design', 'quantity')
        if moved and job_sudo and (not told or self.env.context.get('gift_review')):
            self.env['gift.step.mail'].sudo()._queue(job_sudo, 'later', str(arrival.date()))
        return moved


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def _gift_get_now(self, steps):
        """Return how far the gift is, in a few words, for page, list and screen reader.

        :param list steps: those of :meth:`_gift_get_timeline`.
        """
        current = next((step for step in steps if step['state'] == 'current'), None)
        if not steps:
            return self.env._("Cancelled") if self.state == 'cancel' else ''
        if not current:
            return steps[-1]['label']
        if current['key'] == 'approved':
            return self.env._("Waiting for your approval")
        done = [step for step in steps if step['state'] == 'done']
        return done[-1]['label'] if done else current['label']

    def _gift_get_edit_limit(self):
        """Return until when the customer may correct the design, as a sentence, or ''."""
        self.ensure_one()
        if not self._gift_can_be_corrected():
            return ''
        if self._gift_get_correction_setting('edit_until', 'production') == 'approval':
            return self.env._("Possible until you approve the proof.")
        booked = self.sudo().gift_booking_ids.mapped('date')  # the page has checked the order
        if not booked:
            return self.env._("Possible until we start to make it.")
        day = self.env['gift.promise']._format_day(min(booked))
        return self.env._("Possible until we start to make it; planned for %s.", day)


class GiftJob(models.Model):
    _inherit = 'gift.job'

    progress_html = fields.Html(
        string="Timeline", compute='_compute_progress_html', compute_sudo=True, sanitize=False
    )

    is_delivered = fields.Boolean(compute='_compute_is_delivered', compute_sudo=True)

    def _compute_is_delivered(self):
        for job in self:
            job.is_delivered = bool(job._get_delivered_date()) or not job._get_parcels()

    def _compute_progress_html(self):
        for job in self:
            job.progress_html = job.order_id._gift_render_progress(job.sale_line_id)

    def action_delivered(self):
        """Button: the parcels of the gift have arrived."""
        self._check_operator()
        self.sudo()._get_parcels()._gift_set_delivered('staff')  # checked above
        return True
