from odoo import api, models, tools


class LoyaltyProgram(models.Model):
    """Gift cards count for no programme but their own."""

    _inherit = 'loyalty.program'

    def _get_valid_products(self, products):
        """Override of `loyalty`: money for money earns nothing."""
        found = super()._get_valid_products(products)
        cards = products._gift_filter_cards()
        if not cards:
            return found
        return {
            rule: counted if rule.program_type in ('gift_card', 'ewallet') else counted - cards
            for rule, counted in found.items()
        }


class LoyaltyRule(models.Model):
    _inherit = 'loyalty.rule'

    @api.model
    @tools.ormcache()
    def _gift_get_card_ids(self):
        """Return the ids of the products that are sold as gift cards."""
        rules_sudo = self.sudo()  # visitors may not read programmes
        found = rules_sudo.search([('program_id.program_type', '=', 'gift_card')])
        return frozenset(found.product_ids.ids)

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `loyalty` to forget which products are gift cards and which rules count."""
        rules = super().create(vals_list)
        self.env.registry.clear_cache()
        return rules

    def write(self, vals):
        """Override of `loyalty` to forget which products are gift cards and which rules count."""
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        """Override of `loyalty` to forget which products are gift cards and which rules count."""
        result = super().unlink()
        self.env.registry.clear_cache()
        return result


class ProductProduct(models.Model):
    _inherit = 'product.product'

    def _gift_filter_cards(self):
        """Return those of the products that are sold as gift cards."""
        known = self.env['loyalty.rule']._gift_get_card_ids() if self else ()
        return self.filtered(lambda product: product.id in known)

    def _gift_is_digital(self):
        """Return whether it is a gift card that goes out by mail."""
        return self.type == 'service' and bool(self._gift_filter_cards())


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    def _gift_get_proof_policy(self, template):
        """Override: the buyer of a gift card sees it before the order, there is no proof."""
        if self.product_variant_ids._gift_filter_cards():
            return 'none'
        return super()._gift_get_proof_policy(template)


class ProductTemplateAttributeValue(models.Model):
    _inherit = 'product.template.attribute.value'

    def _get_extra_price(self, combination_info):
        """Override of `website_sale`: the amount of a gift card says itself what it costs."""
        is_amount = any(map(str.isdigit, self.name))
        if is_amount and self.product_tmpl_id.product_variant_ids._gift_filter_cards():
            return 0.0
        return super()._get_extra_price(combination_info)
