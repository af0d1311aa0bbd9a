from odoo import fields, models
from odoo.exceptions import ValidationError
from odoo.http import request


class ProductTemplate(models.Model):
    """Gifts that members of some tiers can buy before everybody else."""

    _name = 'product.template'
    _inherit = ['product.template', 'gift.tier.offer.mixin']

    def _gift_is_open_to_visitor(self):
        """Return whether whoever looks at the shop now may buy it."""
        self.ensure_one()
        if not self.sudo().gift_tier_ids:
            return True
        user = self.env.user
        if user.has_group('base.group_system'):
            return True
        tier = self.env['gift.tier']
        if not user._is_public():
            company = request.website.company_id if request else self.env.company
            tier = user.partner_id._gift_get_tier(company)
        return self._gift_is_open_to(tier, fields.Date.context_today(self))

    def _can_be_added_to_cart(self):
        """Override of `website_sale` to wait for the day of those who are in no such tier."""
        return super()._can_be_added_to_cart() and self._gift_is_open_to_visitor()


class ProductProduct(models.Model):
    _inherit = 'product.product'

    def _is_add_to_cart_allowed(self):
        """Override of `website_sale` to wait for the day of those who are in no such tier."""
        return super()._is_add_to_cart_allowed() and self.product_tmpl_id._gift_is_open_to_visitor()


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _gift_get_early_lines(self):
        """Return the lines that the customer's tier cannot buy yet."""
        today = fields.Date.context_today(self)
        limited = self.order_line.filtered(lambda line: line.product_template_id.gift_tier_ids)
        tier = self._gift_get_tier() if limited else None
        return limited.filtered(
            lambda line: not line.product_template_id._gift_is_open_to(tier, today)
        )

    def _check_cart_is_ready_to_be_paid(self):
        """Override of `website_sale` to find what is not for this customer yet.

        :raise ValidationError: with the gift and its day.
        """
        for line in self.sudo()._gift_get_early_lines()[:1]:
            template = line.product_template_id
            raise ValidationError(
                self.env._(
                    "“%(gift)s” can only be bought by these customers now: %(tiers)s. Please take"
                    " it out of your cart.",
                    gift=template.name,
                    tiers=", ".join(template.gift_tier_ids.mapped('name')),
                )
            )
        return super()._check_cart_is_ready_to_be_paid()
