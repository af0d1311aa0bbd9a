"""The records that prices of the shop are made of: a change is written down by `gift.price`."""

from datetime import timedelta

from odoo import api, fields, models

from .gift_price_record import AT_ONCE

PRODUCT_FIELDS = {
    'active', 'categ_id', 'company_id', 'compare_list_price', 'is_published', 'list_price',
    'sale_ok', 'uom_id', 'website_id',
}  # fmt: skip
PRICELIST_FIELDS = {'active', 'code', 'company_id', 'currency_id', 'selectable', 'website_id'}


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    @api.model_create_multi
    def create(self, vals_list):
        """Override to write down the first price."""
        templates = super().create(vals_list)
        self.env['gift.price']._note(templates)
        return templates

    def write(self, vals):
        """Override to write down a new price."""
        result = super().write(vals)
        if not PRODUCT_FIELDS.isdisjoint(vals):
            self.env['gift.price']._note(self)
        return result


class ProductProduct(models.Model):
    _inherit = 'product.product'

    @api.model_create_multi
    def create(self, vals_list):
        """Override to write down the first price."""
        variants = super().create(vals_list)
        self.env['gift.price']._note(variants.product_tmpl_id)
        return variants

    def write(self, vals):
        """Override to write down that a variant is sold no longer, or again."""
        result = super().write(vals)
        if 'active' in vals:
            self.env['gift.price']._note(self.product_tmpl_id)
        return result


class ProductTemplateAttributeValue(models.Model):
    _inherit = 'product.template.attribute.value'

    def write(self, vals):
        """Override to write down the prices of variants whose extra price changes."""
        result = super().write(vals)
        if 'price_extra' in vals:
            self.env['gift.price']._note(self.product_tmpl_id)
        return result


class ProductPricelist(models.Model):
    _inherit = 'product.pricelist'

    def write(self, vals):
        """Override to write down the prices of a list that is offered now, or changes currency."""
        result = super().write(vals)
        if not PRICELIST_FIELDS.isdisjoint(vals):
            self.env['gift.price']._request()
        return result


class ProductPricelistItem(models.Model):
    _inherit = 'product.pricelist.item'

    @api.model_create_multi
    def create(self, vals_list):
        """Override to write down the prices that a rule makes."""
        items = super().create(vals_list)
        items._gift_note_prices()
        return items

    def write(self, vals):
        """Override to write down the prices of what the rule was and is about."""
        before = self._gift_get_priced_templates()
        result = super().write(vals)
        self.env['gift.price']._note(before)
        self._gift_note_prices()
        return result

    def unlink(self):
        """Override to write down the prices without the rule."""
        before = self._gift_get_priced_templates()
        result = super().unlink()
        self.env['gift.price']._note(before)
        return result

    def _gift_note_prices(self):
        prices = self.env['gift.price']
        prices._note(self._gift_get_priced_templates())
        now = fields.Datetime.now()
        moments = [date for date in self.mapped('date_start') if date and date > now]
        ends = [date + timedelta(seconds=1) for date in self.mapped('date_end') if date]
        prices._request([*moments, *(end for end in ends if end > now)])

    def _gift_get_priced_templates(self):
        """Return the products the rules are about; of too many to do at once, enough to tell."""
        own = self.product_tmpl_id | self.product_id.product_tmpl_id
        if all(item.product_tmpl_id or item.product_id for item in self):
            return own
        templates_sudo = self.env['product.template'].sudo()  # also what the user does not see
        return own | templates_sudo.search([('is_published', '=', True)], limit=AT_ONCE + 1)


class ResCurrencyRate(models.Model):
    _inherit = 'res.currency.rate'

    @api.model_create_multi
    def create(self, vals_list):
        """Override to write down prices that are converted."""
        rates = super().create(vals_list)
        self.env['gift.price']._request()
        return rates

    def write(self, vals):
        """Override to write down prices that are converted."""
        result = super().write(vals)
        self.env['gift.price']._request()
        return result
