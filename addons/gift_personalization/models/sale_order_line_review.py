from datetime import timedelta

from odoo import models

from .carrier_days import CarrierDays
from .gift_job import CLOSED
from .working_days import WorkingDays


class SaleOrderLine(models.Model):
    """When a gift arrives as things are now: what is late in the shop, when its blank is there."""

    _inherit = 'sale.order.line'

    def _gift_is_reviewed(self):
        """Return whether the promise of the line can still follow: it is open and not overdue.

        Overdue answers move their promise day by day, see `gift.proof`.
        """
        self.ensure_one()
        if not self._gift_needs_job() or not self.product_uom_qty or self.qty_delivered > 0:
            return False
        jobs = self.gift_job_ids | self.gift_reprint_job_ids
        is_open = not jobs or any(job.stage not in CLOSED for job in jobs)
        return is_open and not any(proof._is_overdue() for proof in self.gift_proof_ids)

    def _gift_plan_again(self):
        """Give each line of an order the day on which it arrives as things are now."""
        to_make = self.filtered(lambda line: line._gift_is_to_be_made())
        if to_make:
            to_make.order_id._gift_book(to_make)
        ways = CarrierDays(WorkingDays(self.order_id.company_id))
        for line in self - to_make:
            day = line._gift_estimate_arrival(ways)
            wanted = line._gift_get_wanted_date()
            line.gift_promise_date = max(day, wanted) if wanted else day

    # === IN THE SHOP === #

    def _gift_estimate_arrival(self, ways):
        """Return the day by which a gift arrives that is being made, or is made again."""
        self.ensure_one()
        jobs = (self.gift_job_ids | self.gift_reprint_job_ids).filtered(
            lambda job: job.stage not in CLOSED
        )
        leaves = max(job._gift_estimate_leaving(ways.days) for job in jobs)
        return ways.get_arrival(self._gift_get_carrier(), leaves)

    # === THE BLANK === #

    def _gift_get_supplied_moves(self):
        """Return the open moves that take the blanks of the line out of the stock (sudo)."""
        self.ensure_one()
        return self.sudo().move_ids.filtered(
            lambda move: (
                move.state not in ('done', 'cancel')
                and move.product_id == self.product_id
                and move.product_id.is_storable
                and move.location_id.usage == 'internal'
                and not move.move_orig_ids
            )
        )

    def _gift_get_blank_date(self):
        """Return the day on which the missing blanks are expected, or ``None``."""
        missing = self._gift_get_supplied_moves().filtered(lambda move: move.state != 'assigned')
        dates = [move.forecast_expected_date for move in missing if move.forecast_expected_date]
        return WorkingDays(self.sudo().company_id).to_date(max(dates)) if dates else None

    def _gift_waits_for_blank(self):
        self.ensure_one()
        day = self._gift_get_blank_date()
        return bool(day) and day > WorkingDays(self.sudo().company_id).today()

    def _gift_knows_blank(self):
        """Return whether it is known when the blanks are there: they are, or are expected."""
        self.ensure_one()
        moves = self._gift_get_supplied_moves()
        is_there = bool(moves) and all(move.state == 'assigned' for move in moves)
        return is_there or bool(self._gift_get_blank_date())

    def _gift_prepare_blank(self):
        """Override to count the usual time from the order on, and on what is expected really."""
        if self.state != 'sale' or not self.env.context.get('gift_review'):
            return super()._gift_prepare_blank()
        if self._gift_knows_blank():
            return {'blank_days': 0, 'blank_by': self._gift_get_blank_date()}
        usual = max(0, self.product_id.sale_delay)
        ordered = WorkingDays(self.company_id).to_date(self.order_id.date_order)
        return {'blank_days': 0, 'blank_by': ordered + timedelta(days=usual) if usual else None}


class GiftJob(models.Model):
    _inherit = 'gift.job'

    def _gift_estimate_leaving(self, days):
        """Return the first working day on which a job of this stage can leave the house."""
        self.ensure_one()
        today = days.today()
        today = today if days.is_working(today) else days.add(today, 1)
        if self.stage == 'packed':
            return today
        template = self.revision_id.template_id
        work = self.sale_line_id.product_id.gift_production_days or template.production_days
        made = max(self._gift_get_bookings().mapped('date'), default=today)
        if self.stage != 'made':
            made = max(made, today)
        return max(today, days.add(made, work))
