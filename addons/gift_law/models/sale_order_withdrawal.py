from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from odoo.addons.gift_personalization.models.working_days import WorkingDays

from .gift_law_text import RIGHT
from .gift_withdrawal import get_link

LONGER = relativedelta(months=12)  # Directive 2011/83/EU, article 10


class SaleOrder(models.Model):
    """Until when an order can be withdrawn from, and what of it."""

    _inherit = 'sale.order'

    gift_withdrawal_ids = fields.One2many(
        'gift.withdrawal', 'order_id', readonly=True, copy=False, groups='gift_base.group_staff'
    )

    def _gift_get_withdrawal_url(self):
        """Return the path of the order's own page, for its page and mails."""
        self.ensure_one()
        return get_link(self)

    def _gift_get_customer_mails(self):
        """Return the normalised addresses by which the customer is known."""
        partners = self.partner_id | self.partner_invoice_id | self.partner_id.commercial_partner_id
        return {email_normalize(mail) for mail in partners.mapped('email') if mail} - {False}

    # === PERIOD === #

    def _gift_get_withdrawal_end(self):
        """Return when the period ends (UTC), or ``False`` while something was not delivered.

        It counts from the arrival of the last parcel: its departure and the longest way. When a
        line was ordered without its notice, it lasts twelve months longer.
        """
        self.ensure_one()
        goods = self.order_line.filtered(
            lambda line: line._gift_get_withdrawal() == RIGHT and line.product_uom_qty > 0
        )
        arrivals = [self._gift_get_arrival(picking) for picking in self._gift_get_last_parcels()]
        if not goods or not arrivals or any(line._gift_is_waiting_for_stock() for line in goods):
            return False
        end = max(arrivals) + timedelta(days=self.env['gift.law.text']._get_days())
        end = fields.Datetime.to_datetime(end) + timedelta(days=1, hours=12)  # any time zone
        return end if all(line.gift_wording_id for line in goods) else end + LONGER

    def _gift_get_last_parcels(self):
        return self.picking_ids.filtered(
            lambda picking: picking.state == 'done' and picking.picking_type_code == 'outgoing'
        )

    def _gift_get_arrival(self, picking):
        carrier = picking.carrier_id or self.carrier_id
        days = WorkingDays(self.company_id)
        return days.add(picking.date_done.date(), carrier.gift_transit_max or 0)

    # === GOODS === #

    def _gift_get_withdrawable(self):
        """Return ``{line: pieces}`` that can still be withdrawn from; empty after the period."""
        self.ensure_one()
        end = self._gift_get_withdrawal_end()
        if self.state != 'sale' or (end and end < fields.Datetime.now()):
            return {}
        found = {line: line._gift_get_unwithdrawn() for line in self.order_line}
        return {line: quantity for line, quantity in found.items() if quantity > 0}

    def _gift_check_withdrawal(self, quantities):
        """Return ``{line: pieces}`` of a statement, under the order's lock.

        :raise UserError: when a piece cannot be withdrawn from (any more).
        """
        self._gift_touch()
        left = self._gift_get_withdrawable()
        wanted = {line: quantity for line, quantity in quantities.items() if quantity > 0}
        if any(quantity > left.get(line, 0) for line, quantity in wanted.items()):
            raise UserError(
                self.env._("Some of it was withdrawn from already. Please reload the page.")
            )
        return wanted


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    gift_withdrawal_line_ids = fields.One2many(
        'gift.withdrawal.line', 'sale_line_id', readonly=True, copy=False,
        groups='gift_base.group_staff',
    )  # fmt: skip

    def _gift_get_unwithdrawn(self):
        """Return how many pieces can be withdrawn from and were not yet."""
        self.ensure_one()
        if self._gift_get_withdrawal() != RIGHT:
            return 0
        return max(0, self.product_uom_qty - self._gift_get_withdrawn_qty())

    def _gift_get_withdrawn_qty(self):
        """Return how many pieces were withdrawn from, whether they have been paid back or not."""
        self.ensure_one()
        lines_sudo = self.sudo().gift_withdrawal_line_ids  # customers see their own orders
        done = lines_sudo.filtered(lambda line: line.withdrawal_id.state != 'refused')
        return sum(done.mapped('quantity'))

    def _gift_get_open_qty(self):
        """Override: what was withdrawn from is paid back by that, and not cancelled as well."""
        left = self.product_uom_qty - self._gift_get_withdrawn_qty()
        return max(0.0, min(super()._gift_get_open_qty(), left))
