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
            lambda move: (
                move.sale_line_id.gift_revision_id and move.location_dest_id._is_outgoing()
            ),
        )

    def _gift_check_jobs(self):
        """Refuse goods whose job is not packed or whose files and proof are of another design.

        :raise UserError: with the job and the reason.
        """
        leaving = self._gift_get_leaving().filtered(
            lambda move: move.state not in ('done', 'cancel') and move.quantity > 0,
        )
        leaving.sale_line_id.gift_job_ids._gift_lock()
        for line in leaving.sale_line_id:
            job = line.gift_job_ids
            problem = job._get_shipping_problem() if job else self.env._("it has no production job")
            if problem:
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
            job, line = move.sale_line_id.gift_job_ids, move.sale_line_id
            note = self.env._(
                "%(delivered)g of %(ordered)g delivered with %(picking)s.",
                delivered=line.qty_delivered,
                ordered=line.product_uom_qty,
                picking=move.picking_id.name or move.reference,
            )
            if line._gift_get_missing_qty():
                job._log_event('delivery', note)
            else:
                job._update_stage(('packed',), 'shipped', note, kind='delivery')
