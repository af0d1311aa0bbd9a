from odoo import api, models
from odoo.tools.misc import format_date

from .product_supply import COMES, UNKNOWN, Supplies


class ProductProduct(models.Model):
    """The promise of what is sold without being on the shelf: by the supplier, not by the shelf."""

    _inherit = 'product.product'

    def _gift_prepare_blank(self, quantity, company):
        """Override to count on the supplier for what is not on the shelf."""
        facts = super()._gift_prepare_blank(quantity, company)
        product_sudo = self.sudo().with_company(company)  # visitors learn a date only
        website = self.env['website'].get_current_website()
        supply = Supplies(
            company.sudo(), {product_sudo: quantity}, website.sudo().warehouse_id.id
        ).get(product_sudo)
        return {**facts, **(product_sudo._gift_prepare_supply(supply) if supply else {})}

    def _gift_prepare_supply(self, supply):
        """Return the facts of a plan for a product that comes from a :class:`Supply`."""
        self.ensure_one()
        return {
            'blank_days': max(0, self.sale_delay, supply.days),
            'blank_by': supply.by,
            'note': self._gift_build_supply_text(supply),
        }

    @api.model
    def _gift_build_supply_text(self, supply):
        """Return what a visitor reads about a product that is not on the shelf."""
        if supply.kind == UNKNOWN:
            return self.env._(
                "Not in stock, and our supplier has none at the moment. The date allows the full"
                " time for getting it."
            )
        if supply.kind == COMES or supply.by:
            return self.env._(
                "Not in stock at the moment. We expect it on %(day)s.",
                day=format_date(self.env, supply.by),
            )
        return self.env._("Not in stock: we get it from our supplier for your order.")


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    def _get_additionnal_combination_info(self, product_or_template, quantity, uom, date, website):
        """Override of `website_sale` to say where a product comes from that is not on the shelf."""
        info = super()._get_additionnal_combination_info(
            product_or_template, quantity, uom, date, website
        )
        if (
            not self.env.context.get('website_sale_stock_get_quantity')
            or not product_or_template.is_product_variant
            or not info.get('allow_out_of_stock_order')
            or info.get('free_qty', 0) > 0
        ):
            return info
        facts = product_or_template._gift_prepare_blank(1.0, website.company_id)
        note = facts.get('note', '')
        return {**info, 'gift_supply_text': note}
