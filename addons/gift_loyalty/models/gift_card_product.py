from odoo import models


class LoyaltyProgram(models.Model):
    _inherit = 'loyalty.program'

    def _get_valid_products(self, products):
        """Override of `loyalty`: gift cards count for no programme but their own."""
        found = super()._get_valid_products(products)
        cards = products._gift_filter_cards() if products else products
        if not cards:
            return found
        return {
            rule: counted if rule.program_type in ('gift_card', 'ewallet') else counted - cards
            for rule, counted in found.items()
        }


class ProductProduct(models.Model):
    _inherit = 'product.product'

    def _gift_filter_cards(self):
        """Return those of the products that are sold as gift cards."""
        rules_sudo = self.env['loyalty.rule'].sudo()  # visitors may not read programmes
        found = rules_sudo.search(
            [('program_id.program_type', '=', 'gift_card'), ('product_ids', 'in', self.ids)]
        )
        return self & self.browse(found.product_ids.ids)
