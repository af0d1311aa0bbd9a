from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .cancellation import Cancellation


class SaleOrder(models.Model):
    """Taking gifts off a confirmed order: what may go, what goes along, and the order after it."""

    _inherit = 'sale.order'

    # === READING === #

    def _gift_get_cancellable_lines(self):
        """Return the lines of which pieces have not left yet, as the customer chooses them."""
        self.ensure_one()
        if self.state != 'sale':
            return self.order_line.browse()
        return self.order_line.filtered(
            lambda line: (
                line._gift_is_sendable()
                and line.product_uom_id.compare(line._gift_get_open_qty(), 0) > 0
            )
        )

    def _gift_get_total_without(self, quantities):
        """Return the total of the order without these pieces (by line); writes nothing."""
        return self._gift_get_total_with(
            {
                line: {'quantity': line.product_uom_qty - quantity}
                for line, quantity in quantities.items()
            }
        )

    def _gift_get_total_with(self, changes):
        """Return the total the order would have with other quantities or prices.

        :param dict changes: ``{'quantity'}`` or ``{'price_unit'}`` by line; writes nothing.
        """
        self.ensure_one()
        taxes = self.env['account.tax']
        base_lines = [
            line._prepare_base_line_for_taxes_computation(**changes.get(line, {}))
            for line in self._get_priced_lines()
        ]
        taxes._add_tax_details_in_base_lines(base_lines, self.company_id)
        taxes._round_base_lines_tax_details(base_lines, self.company_id)
        totals = taxes._get_tax_totals_summary(
            base_lines=base_lines, currency=self.currency_id, company=self.company_id
        )
        return totals['total_amount_currency']

    def _gift_plan_cancellation(self, wanted):
        """Return the :class:`Cancellation` of the wanted pieces by line. Call it in sudo.

        :raise UserError: when nothing was chosen, or less is there than was chosen.
        """
        self.ensure_one()
        if not wanted:
            raise UserError(self.env._("Please choose what you want to cancel."))
        possible = self._gift_get_cancellable_lines()
        for line, quantity in wanted.items():
            if line not in possible:
                raise UserError(
                    self.env._(
                        "“%s” cannot be cancelled any more: it has left our house, or it was"
                        " cancelled before. Reload the page to see your order.",
                        line.name_short,
                    )
                )
            left = line._gift_get_open_qty()
            if not 0 < quantity <= left:
                raise UserError(
                    self.env._(
                        "“%(product)s”: please choose between 1 and %(count)g pieces.",
                        product=line.name_short,
                        count=left,
                    )
                )
        return Cancellation(self, wanted)

    def _gift_get_claimed_text(self, lines):
        """Return why these lines are no longer cancelled by a click, or an empty string."""
        for line in lines:
            reason = line._gift_get_claimed_text()
            if reason:
                return reason
        return ''

    # === DOING === #

    def _gift_touch(self):
        """Lock the order by writing to it: of two simultaneous changes the second runs again.

        A lock without a write would let it go on with what it read before the first.
        """
        self.ensure_one()
        self.flush_recordset()
        self.env.cr.execute(
            SQL("UPDATE sale_order SET write_date = write_date WHERE id = %s", self.id)
        )
        self.invalidate_recordset()
        self.order_line.invalidate_recordset()

    def _gift_take_off(self, plan, note):
        """Do what a :class:`Cancellation` says. The caller has locked order and jobs (sudo).

        :param str note: for the log of the jobs.
        """
        self.ensure_one()
        if plan.is_whole:
            self._action_cancel()
            return
        was_locked = self.locked
        if was_locked:
            self.locked = False
        for line, quantity in plan.quantities.items():
            line._gift_take_off(quantity, note)
        if was_locked:
            self.locked = True

    def _gift_follow_smaller_order(self):
        """Hook: the order costs less now. What waits for a payment may have got all it needs."""
        self._gift_release_paid()


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    gift_difference_of_id = fields.Many2one(
        'sale.order.line',
        string="Difference of",
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='set null',
        help="The line whose corrected design costs that much more.",
    )

    def _gift_get_open_qty(self):
        """Return how many pieces of the line have not left the house (sudo)."""
        self.ensure_one()
        if self.gift_job_ids.stage == 'shipped':
            return 0.0
        return self.product_uom_qty - self.qty_delivered

    def _gift_get_followers(self):
        """Return the lines that have no sense without this one."""
        self.ensure_one()
        parts = self.linked_line_ids.filtered('combo_item_id')
        others = self.order_id.order_line
        return parts | others.filtered(lambda line: line.gift_difference_of_id == self)

    def _gift_get_claimed_text(self):
        """Return why pieces of the line are no longer cancelled by a click (sudo)."""
        self.ensure_one()
        parts = self | self.linked_line_ids.filtered('combo_item_id')
        jobs = parts.gift_job_ids | parts.gift_reprint_job_ids
        if any(job._gift_is_claimed() for job in jobs if job.stage != 'cancelled'):
            return self.env._("We have started to make “%s”.", self.name_short)
        leaving = parts.move_ids.filtered(
            lambda move: (
                move.picked
                and move.state not in ('done', 'cancel')
                and move.location_dest_id._is_outgoing()
            )
        )
        if leaving or any(line.qty_delivered > 0 for line in parts):
            return self.env._("We are packing “%s”.", self.name_short)
        return ''

    def _gift_take_off(self, quantity, note):
        """Reduce the quantity; jobs, bookings, goods and stock follow. Call it in sudo."""
        self.ensure_one()
        left = self.product_uom_qty - quantity
        is_gone = self.product_uom_id.compare(left, 0) <= 0
        if not is_gone:
            self._gift_leave_batches(note)
        agreed = [self._fields[name] for name in ('price_unit', 'technical_price_unit', 'discount')]
        with self.env.protecting(agreed, self):  # fewer pieces would be priced anew
            self.product_uom_qty = 0.0 if is_gone else left
            self.flush_recordset()
        if is_gone:
            self.gift_proof_ids._cancel()
        elif self.gift_job_ids:
            self.gift_job_ids._log_event('problem', note)

    def _gift_leave_batches(self, note):
        """Let jobs whose quantity changes leave a batch that was not begun: its sheets count."""
        for job in self.gift_job_ids.filtered(lambda job: job.batch_id.state == 'open'):
            job.batch_id._take_out(job, note)
