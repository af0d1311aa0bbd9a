from odoo import models

from .gift_job import CLOSED


class SaleOrderLine(models.Model):
    """The day on which a line should arrive."""

    _inherit = 'sale.order.line'

    def _gift_get_wanted_date(self):
        """Return the day its recipient's parcel, or else the order, should arrive, or ``False``."""
        self.ensure_one()
        parcel_sudo = self.sudo().gift_parcel_id  # sellers have no rights on parcels
        return parcel_sudo.wanted_date or self.order_id.gift_wanted_date

    def _gift_get_promised_date(self):
        """Return the promised day of the line's part where it differs from the order's.

        A date that a person has set for the order counts for everything.
        """
        self.ensure_one()
        order_sudo = self.order_id.sudo()  # follows the line, whose reader was checked
        if order_sudo.commitment_date != order_sudo.gift_planned_promise:
            return False
        parcel_sudo = self.sudo().gift_parcel_id
        if not order_sudo._gift_is_dated():
            return False
        return parcel_sudo.promise_date if parcel_sudo else order_sudo.gift_own_promise_date

    def _gift_has_left(self):
        """Return whether something of the line is on its way."""
        self.ensure_one()
        job_sudo = self.sudo().gift_job_ids
        return self.qty_delivered > 0 or job_sudo.stage in CLOSED or self._gift_has_part_left()

    def _gift_has_part_left(self):
        """Return whether a part of a kit is on its way, of which nothing counts as delivered."""
        return any(
            move.state == 'done' and move.location_dest_id._is_outgoing()
            for move in self.sudo().move_ids  # see above
            if move._gift_is_kit_part()
        )

    def _gift_reschedule(self, ways):
        """Let open deliveries of the lines leave for their promised day. Call it in sudo."""
        for line in self:
            order = line.order_id
            day = line._gift_get_promised_date() or ways.days.to_date(order.commitment_date)
            leaves = ways.get_leave_date(line._gift_get_carrier(), day)
            moves = line.move_ids.filtered(lambda move: move.state not in ('done', 'cancel'))
            moves.write({'date': ways.to_moment(leaves), 'date_deadline': ways.to_moment(day)})
