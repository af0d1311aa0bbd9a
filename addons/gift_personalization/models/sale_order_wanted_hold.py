from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import ValidationError

from .sale_order_stock import DAYS, DEFAULT_DAYS, DEFAULT_MINUTES, MINUTES


class SaleOrder(models.Model):
    """The pieces of a wanted day are held from the start of a payment, as the stock is.

    Bookings of the shared days: of two carts that want the last ones, one is told (ADR 26).
    """

    _inherit = 'sale.order'

    def _gift_hold_stock(self):
        """Override to hold the pieces of work centres too.

        :raise ValidationError: when a wanted day cannot be kept any more; nothing is paid then.
        """
        super()._gift_hold_stock()
        for order in self.filtered(lambda order: order._gift_is_dated()):
            problem = order._gift_get_wanted_problem()
            if problem:
                raise ValidationError(problem)
            minutes = order._gift_get_setting(MINUTES, DEFAULT_MINUTES)
            order._gift_hold_days(fields.Datetime.now() + timedelta(minutes=minutes))

    def _gift_hold_days(self, until):
        """Book the pieces of the gifts in the cart until a moment."""
        lines = self._gift_get_lines().filtered(lambda line: line._gift_needs_job())
        lines._gift_release_bookings()
        planner, plans = self._gift_plan(lines, self._gift_get_planned_carrier())
        for line, plan in plans.items():
            if plan:
                planner.book(line, plan, until=until)

    def _gift_get_held_bookings(self):
        open_orders = self.filtered(lambda order: order.state in ('draft', 'sent'))
        return open_orders.order_line.gift_booking_ids.filtered('until')

    def _gift_keep_stock(self):
        """Override to hold longer what a payment is on its way for."""
        super()._gift_keep_stock()
        now = fields.Datetime.now()
        for order in self:
            until = now + timedelta(days=order._gift_get_setting(DAYS, DEFAULT_DAYS))
            order._gift_get_held_bookings().filtered(lambda row: row.until > now).until = until

    def _gift_release_stock(self):
        """Override to give back the pieces of payments that came to nothing."""
        super()._gift_release_stock()
        self._gift_get_held_bookings().unlink()

    def _gift_trim_holds(self):
        """Override to hold nothing for a cart that has changed."""
        super()._gift_trim_holds()
        self.sudo()._gift_get_held_bookings().unlink()
