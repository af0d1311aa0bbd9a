from odoo import api, fields, models


class SaleOrderLine(models.Model):
    """A reduction in the cart starts from the lowest price of 30 days, as on the product's page."""

    _inherit = 'sale.order.line'

    gift_lowest_price = fields.Float(
        string="Lowest price of 30 days",
        compute='_compute_gift_lowest_price',
        compute_sudo=True,
        help="Of one unit with its design, before the reduction, as the cart shows prices.",
    )

    @api.depends('discount', 'price_unit', 'product_id', 'product_uom_id', 'tax_ids')
    def _compute_gift_lowest_price(self):
        self.gift_lowest_price = 0.0
        reduced = self.filtered(
            lambda line: line.discount and line.order_id.website_id and line._is_sellable()
        )
        for order, lines in reduced.grouped('order_id').items():
            website = order.website_id.with_company(order.company_id)
            found = self.env['gift.price']._get_lowest(
                website, order.pricelist_id, order.currency_id, lines.product_id
            )
            for line in lines:
                if line.product_id.id in found:
                    line.gift_lowest_price = line._gift_show_lowest(found[line.product_id.id])

    def _gift_show_lowest(self, price):
        """Return a recorded price with options and design, in the line's unit, as it is shown."""
        product = self.product_id.with_context(**self._get_product_price_context())
        price += product._gift_get_unrecorded_extra(self.order_id.pricelist_id, self.currency_id)
        price = self.product_id.uom_id._compute_price(price, self.product_uom_id)
        price = product._get_tax_included_unit_price_from_price(
            price + self._gift_get_price_extra(),
            product.taxes_id._filter_taxes_by_company(self.company_id),
            product_taxes_after_fp=self.tax_ids,
        )
        shows_taxes = self.order_id.website_id.show_line_subtotals_tax_selection == 'tax_included'
        totals = self.tax_ids.compute_all(
            price, self.currency_id, 1, self.product_id, self.order_partner_id
        )
        return totals['total_included' if shows_taxes else 'total_excluded']

    def _gift_get_struck_price(self):
        """Return the struck price of a unit: never more than the lowest of 30 days."""
        self.ensure_one()
        shown = self._get_displayed_unit_price()
        return min(shown, self.gift_lowest_price or shown)

    def _should_show_strikethrough_price(self):
        """Override of `website_sale`: without a lower price there is no reduction to show."""
        if not super()._should_show_strikethrough_price() or not self.gift_lowest_price:
            return super()._should_show_strikethrough_price()
        paid = self._get_displayed_unit_price() * (1 - self.discount / 100)
        return self.currency_id.compare_amounts(self._gift_get_struck_price(), paid) == 1
