from collections import Counter

from odoo import models

from odoo.addons.gift_personalization.models.working_days import WorkingDays

from .product_supply import Supplies


class SaleOrderLine(models.Model):
    """The promise of lines whose product is not on the shelf."""

    _inherit = 'sale.order.line'

    def _gift_prepare_blanks(self):
        """Override to count on the supplier for what is not on the shelf."""
        blanks = super()._gift_prepare_blanks()
        for order, lines in self.sudo().grouped('order_id').items():  # a date goes to the reader
            is_review = order.state == 'sale' and bool(self.env.context.get('gift_review'))
            open_lines = lines
            if is_review:
                open_lines = lines.filtered(lambda line: not line._gift_knows_blank())
            supplies = order._gift_find_supplies(open_lines.product_id)
            for line in open_lines:
                supply = supplies.get(line.product_id)
                if supply:
                    facts = line._gift_prepare_supply(supply, is_review)
                    blanks[line] = {**blanks[line], **facts}
        return blanks

    def _gift_prepare_supply(self, supply, is_review):
        """Return the facts of a line; of a confirmed order the time counts from the order on.

        So a day that passes makes nothing late by itself.
        """
        self.ensure_one()
        if not is_review:
            return self.product_id._gift_prepare_supply(supply)
        ordered = WorkingDays(self.company_id).to_date(self.order_id.date_order)
        days = max(0, self.product_id.sale_delay, supply.days)
        return {'blank_days': 0, 'blank_by': supply.get_day(ordered, days)}


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _gift_find_supplies(self, products):
        """Return the :class:`Supplies` of products of the order (sudo); its own needs are one."""
        self.ensure_one()
        company = self.company_id
        needs = Counter()
        for line in self.order_line.filtered(lambda line: line.product_id in products):
            product = line.product_id.with_company(company)
            left = line.product_uom_qty - line.qty_delivered
            needs[product] += line.product_uom_id._compute_quantity(
                max(0.0, left), product.uom_id, round=False
            )
        warehouse_id = self._get_shop_warehouse_id() if self.website_id else self.warehouse_id.id
        needs = {product: quantity for product, quantity in needs.items() if quantity}
        return Supplies(company, needs, warehouse_id, self)

    def _gift_get_supply_notes(self):
        """Return ``{line id: text}`` of what is in a cart and not on the shelf; writes nothing.

        Personalised gifts have their date instead.
        """
        self.ensure_one()
        order_sudo = self.sudo()  # the visitor's own cart; a date goes to the reader
        lines = order_sudo.order_line.filtered(lambda line: not line._gift_needs_job())
        supplies = order_sudo._gift_find_supplies(lines.product_id)
        found = {line: supplies.get(line.product_id) for line in lines}
        products = self.env['product.product']
        return {
            line.id: products._gift_build_supply_text(supply)
            for line, supply in found.items()
            if supply
        }
