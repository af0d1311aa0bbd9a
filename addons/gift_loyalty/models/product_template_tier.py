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

    def _gift_get_early_sentence(self):
        self.ensure_one()
        return self.env._(
            "“%(gift)s” can only be bought by customers with this tier now: %(tiers)s. Please"
            " take it out of your cart.",
            gift=self.name,
            tiers=", ".join(self.sudo().gift_tier_ids.mapped('name')),
        )


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

    def _verify_updated_quantity(self, order_line, product_id, new_qty, *args, **kwargs):
        """Override of `website_sale` to leave out what is not for this customer yet."""
        template_sudo = self.env['product.product'].sudo().browse(product_id).product_tmpl_id
        today = fields.Date.context_today(self)
        limited = new_qty > 0 and template_sudo.gift_tier_ids
        if limited and not template_sudo._gift_is_open_to(self._gift_get_tier(), today):
            return 0, template_sudo._gift_get_early_sentence()
        return super()._verify_updated_quantity(order_line, product_id, new_qty, *args, **kwargs)

    def _check_cart_is_ready_to_be_paid(self):
        """Override of `website_sale` to find what is not for this customer any more.

        :raise ValidationError: with the gift and its tiers.
        """
        for line in self.sudo()._gift_get_early_lines()[:1]:
            raise ValidationError(line.product_template_id._gift_get_early_sentence())
        return super()._check_cart_is_ready_to_be_paid()
