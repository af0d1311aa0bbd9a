from odoo import models
from odoo.exceptions import UserError


class StockMove(models.Model):
    _inherit = 'stock.move'

    def _action_done(self, cancel_backorder=False):
        """Override of `stock` to let personalised goods leave only when they may."""
        self.filtered('picked')._gift_check_jobs()
        done = super()._action_done(cancel_backorder=cancel_backorder)
        done._gift_note_delivery()
        return done

    def _gift_get_leaving(self):
        """Return the moves (sudo) that bring personalised goods to a customer."""
        # Stock users have no rights on order lines and jobs.
        return self.sudo().filtered(
            lambda move: move._gift_get_line() and move.location_dest_id._is_outgoing(),
        )

    def _gift_get_line(self):
        """Return the personalised order line of a move; of a replacement, that of its job."""
        line = self.gift_job_id.sale_line_id or self.sale_line_id
        return line if line.gift_revision_id else line.browse()

    def _gift_get_leaving_jobs(self):
        """Return the jobs whose pieces leave with the move: one, and its reprints in the house."""
        return self.gift_job_id or self._gift_get_line().gift_job_ids._gift_get_own_jobs()

    def _gift_check_jobs(self):
        """Refuse goods whose job is not packed or whose files and proof are of another design.

        :raise UserError: with the job and the reason.
        """
        leaving = self._gift_get_leaving().filtered(
            lambda move: move.state not in ('done', 'cancel') and move.quantity > 0,
        )
        for move in leaving:
            jobs = move._gift_get_leaving_jobs()
            jobs._gift_lock()
            if not jobs:
                move._gift_refuse(jobs, self.env._("it has no production job"))
            for job in jobs:
                problem = job._get_shipping_problem()
                if problem:
                    move._gift_refuse(job, problem)

    def _gift_refuse(self, job, problem):
        line = self._gift_get_line()
        raise UserError(
            self.env._(
                "%(job)s (%(product)s) cannot be shipped: %(problem)s.",
                job=job.name or line.order_id.name,
                product=line.product_id.display_name,
                problem=problem,
            )
        )

    def _gift_note_delivery(self):
        """Tell the jobs what has left: they are shipped with their whole quantity."""
        for move in self._gift_get_leaving().filtered(lambda move: move.state == 'done'):
            jobs = move._gift_get_leaving_jobs()
            delivered, ordered = move._gift_get_progress()
            note = move._gift_get_delivery_note(delivered, ordered)
            if move._gift_get_line().product_uom_id.compare(delivered, ordered) < 0:
                for job in jobs:
                    job._log_event('delivery', note)
            else:
                jobs._update_stage(('packed',), 'shipped', note, kind='delivery')

    def _gift_get_delivery_note(self, delivered, ordered):
        picking = self.picking_id.name or self.reference
        if self._gift_is_kit_part() and delivered < ordered:
            return self.env._(
                "Of the kit, %(quantity)g × %(part)s left with %(picking)s.",
                quantity=self.quantity,
                part=self.product_id.display_name,
                picking=picking,
            )
        return self.env._(
            "%(delivered)g of %(ordered)g delivered with %(picking)s.",
            delivered=delivered,
            ordered=ordered,
            picking=picking,
        )

    def _gift_is_kit_part(self):
        """Return whether it moves a part of what was ordered: Odoo counts the line's kit whole."""
        return bool(self.sale_line_id) and self.product_id != self.sale_line_id.product_id

    def _gift_get_progress(self):
        """Return ``(delivered, ordered)`` of the line or the replacement, in the line's unit."""
        line, job = self._gift_get_line(), self.gift_job_id
        if not job:
            return line.qty_delivered, line.product_uom_qty
        done = job.replacement_move_ids.filtered(
            lambda move: move.state == 'done' and move.location_dest_id._is_outgoing()
        )
        units = (
            move.product_uom._compute_quantity(move.quantity, line.product_uom_id) for move in done
        )
        return sum(units), job.quantity
