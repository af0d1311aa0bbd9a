import json
from datetime import UTC

from odoo import api, fields, models

from .carrier_days import CarrierDays
from .gift_job import CLOSED, ON_THE_FLOOR
from .guarded import guarded
from .working_days import WorkingDays


class SaleOrderLine(models.Model):
    """When one gift is made and arrives."""

    _inherit = 'sale.order.line'

    gift_promise_date = fields.Date(
        string="Arrives by",
        readonly=True,
        copy=False,
        help="By the plan of its production; the promise to the customer is that of the order.",
    )
    gift_booking_ids = fields.One2many(
        'gift.capacity.booking',
        'sale_line_id',
        string="Booked pieces",
        readonly=True,
        groups='gift_base.group_production',
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `sale` to plan gifts that join a confirmed order."""
        lines = super().create(vals_list)
        lines._gift_replan('quantity')
        return lines

    def write(self, vals):
        """Override of `sale` to book the pieces of a changed quantity."""
        result = super().write(vals)
        if 'product_uom_qty' in vals:
            self._gift_replan('quantity')
        return result

    def _gift_replan(self, reason):
        """Book gifts of confirmed orders anew. Never raises: the order must not fail by it."""
        lines_sudo = self.sudo().filtered(
            lambda line: line.state == 'sale' and line.gift_revision_id
        )
        for order_sudo, lines in lines_sudo.grouped('order_id').items():
            with guarded(order_sudo, self.env._("The promised date could not be planned")):
                lines.filtered(lambda line: not line.product_uom_qty)._gift_release_bookings()
                order_sudo._gift_replan(reason, lines)

    def _gift_get_used_methods(self):
        """Return ``{line: print methods (sudo)}`` of the surfaces that carry something."""
        codes = {line: line._gift_get_used_codes() for line in self}
        methods_sudo = self.env['gift.print.method'].sudo().with_context(active_test=False)
        known = methods_sudo.search([('code', 'in', list(set().union(*codes.values())))])
        return {
            line: known.filtered(lambda m, used=used: m.code in used)
            for line, used in codes.items()
        }

    def _gift_get_used_codes(self):
        self.ensure_one()
        if not self.gift_revision_id:
            return set()
        document = json.loads(self.gift_revision_id.sudo().content)  # visitors learn a date only
        return {
            surface['method']['key']
            for surface in document['template']['surfaces']
            if any(zone['key'] in document['values'] for zone in surface['zones'])
        }

    def _gift_prepare_facts(self):
        """Return what the plan needs to know of the line: pieces, leads and what it waits for."""
        self.ensure_one()
        template_sudo = self.gift_revision_id.sudo().template_id
        waits = self._gift_prepare_waits(template_sudo) if template_sudo else {}
        quantity = self.product_uom_id._compute_quantity(
            self.product_uom_qty, self.product_id.uom_id, round=False
        )
        return {
            **self.product_id._gift_prepare_facts(template_sudo, quantity),
            **waits,
        }

    def _gift_prepare_blanks(self):
        """Return ``{line: facts}`` of when the products are there; all lines are asked together."""
        return {line: line._gift_prepare_blank() for line in self}

    def _gift_prepare_blank(self):
        """Hook: return what is known of when the product itself is there, beyond its usual time."""
        self.ensure_one()
        return {}

    def _gift_prepare_waits(self, template):
        """Return what is waited for now: nothing more once the design was approved."""
        proof_sudo = self.sudo()._gift_get_open_proof()
        if proof_sudo.state == 'approved' and proof_sudo._is_current():
            return {}
        policy = self.product_template_id._gift_get_proof_policy(template)
        waits = self.env['gift.promise']._prepare_waits(template, policy)
        if proof_sudo.state == 'sent' and proof_sudo.deadline_date:
            return {**waits, 'check_days': 0, 'answer_by': proof_sudo.deadline_date}
        return waits

    def _gift_is_to_be_made(self):
        """Return whether pieces of the line still have to pass their work centre."""
        self.ensure_one()
        job_sudo = self.sudo().gift_job_ids  # follows the order, whose reader was checked
        return self._gift_needs_job() and (
            not job_sudo or job_sudo.stage not in (*ON_THE_FLOOR, *CLOSED)
        )

    def _gift_release_bookings(self):
        """Give back what is booked for pieces of the lines that were not made."""
        self.sudo().gift_booking_ids.filtered(
            lambda booking: not booking.is_made and not booking.job_id
        ).unlink()

    def _prepare_procurement_values(self):
        """Override of `sale_stock` to plan the delivery so that it arrives when it was promised."""
        values = super()._prepare_procurement_values()
        order = self.order_id
        if order.gift_planned_promise and order.commitment_date:
            ways = CarrierDays(WorkingDays(order.company_id.sudo()))
            local = order.commitment_date.replace(tzinfo=UTC).astimezone(ways.days.zone)
            day = self._gift_get_promised_date() or local.date()
            leave = ways.get_leave_date(self._gift_get_carrier(), day)
            leaves = ways.to_moment(leave, local.time())
            values['date_planned'] += leaves - order.commitment_date
        return values
