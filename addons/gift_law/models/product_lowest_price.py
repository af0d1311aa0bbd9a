from odoo import models
from odoo.http import request

EXTRAS = ('no_variant_attributes_price_extra', 'current_attributes_price_extra')


class ProductMixin(models.AbstractModel):
    """What stands beside a reduction: the same for templates and variants."""

    _name = 'gift.lowest.price.mixin'
    _description = 'Lowest price beside a reduction'

    def _gift_is_shown_reduced(self, website, currency, price, rule_id, at):
        """Return whether the shop shows a higher price struck through. As `website_sale` does."""
        self.ensure_one()
        rule = self.env['product.pricelist.item'].browse(rule_id)
        if rule._show_discount_on_shop():
            before = rule._compute_price_before_discount(
                product=self, quantity=1.0, date=at, uom=self.uom_id, currency=currency
            )
            if currency.compare_amounts(before, price) == 1:
                return True
        compared = self._gift_get_compared_price(currency, at)
        if not compared:
            return False
        taxes = self.sudo().taxes_id._filter_taxes_by_company(self.env.company)
        shown = self.env['product.template']._apply_taxes_to_price(
            price, currency, taxes, taxes, self, website=website
        )
        return currency.compare_amounts(compared, shown) == 1

    def _gift_get_compared_price(self, currency, at):
        feature = 'website_sale.group_product_price_comparison'
        if not self.compare_list_price or not self.env['res.groups']._is_feature_enabled(feature):
            return 0.0
        return self.currency_id._convert(
            self.compare_list_price, currency, self.env.company, at, round=False
        )

    def _gift_get_lowest_prices(self, website):
        """Return the lowest prices as the visitor sees prices: with or without taxes.

        :return: by id; products that were not sold before the reduction are left out.
        :rtype: dict
        """
        pricelist = request.pricelist
        currency = website.currency_id
        lowest = self.env['gift.price']._get_lowest(website, pricelist, currency, self)
        return {
            record.id: record._gift_show_price(lowest[record.id], pricelist, website)
            for record in self
            if record.id in lowest
        }

    def _gift_show_price(self, price, pricelist, website):
        self.ensure_one()
        currency = website.currency_id
        product_taxes = self.sudo().taxes_id._filter_taxes_by_company(self.env.company)
        price += self._gift_get_unrecorded_extra(pricelist, currency)
        if not product_taxes:
            return price
        return self.env['product.template']._apply_taxes_to_price(
            price,
            currency,
            product_taxes,
            request.fiscal_position.map_tax(product_taxes),
            self,
            website=website,
        )

    def _gift_get_unrecorded_extra(self, pricelist, currency):
        """Return what options cost that are part of no variant: they have no price of their own."""
        self.ensure_one()
        context = self.env.context
        if not any(context.get(name) for name in EXTRAS):
            return 0.0
        plain = self.with_context({key: context[key] for key in context if key not in EXTRAS})
        prices = [
            pricelist._get_product_price(product, 1.0, currency=currency)
            for product in (self, plain)
        ]
        return prices[0] - prices[1]


class ProductProduct(models.Model):
    _name = 'product.product'
    _inherit = ['product.product', 'gift.lowest.price.mixin']


class ProductTemplate(models.Model):
    _name = 'product.template'
    _inherit = ['product.template', 'gift.lowest.price.mixin']

    def _gift_is_offered(self, website):
        """Return whether customers of a website can buy the product."""
        self.ensure_one()
        return bool(
            self.active
            and self.sale_ok
            and self.is_published
            and self.website_id in (website, website.browse())
            and self.company_id in (website.company_id, website.company_id.browse())
        )

    # === LISTS === #

    def _get_sales_prices(self, website):
        """Override of `website_sale`: a reduction starts from the lowest price of 30 days."""
        prices = super()._get_sales_prices(website)
        reduced = self.filtered(
            lambda template: (
                prices[template.id].get('base_price', 0.0) > prices[template.id]['price_reduce']
            )
        )
        lowest = reduced._gift_get_lowest_prices(website) if reduced else {}
        for res_id, price in lowest.items():
            self._gift_correct_list_price(prices[res_id], price, website.currency_id)
        return prices

    def _gift_correct_list_price(self, shown, lowest, currency):
        struck = min(shown['base_price'], lowest)
        if currency.compare_amounts(struck, shown['price_reduce']) == 1:
            shown.update(base_price=struck, gift_lowest_price=lowest)
        else:
            del shown['base_price']

    # === ONE PRODUCT === #

    def _get_additionnal_combination_info(self, product_or_template, quantity, uom, date, website):
        """Override of `website_sale`: a reduction starts from the lowest price of 30 days."""
        info = super()._get_additionnal_combination_info(
            product_or_template, quantity, uom, date, website
        )
        is_compared = info.get('compare_list_price', 0.0) > info['price']
        if info['has_discounted_price'] or is_compared:
            found = product_or_template._gift_get_lowest_prices(website)
            if found:
                self._gift_correct_info(info, found[product_or_template.id])
        return info

    def _gift_correct_info(self, info, lowest):
        currency = info['currency']
        struck = 'list_price' if info['has_discounted_price'] else 'compare_list_price'
        before = min(info[struck], lowest)
        if currency.compare_amounts(before, info['price']) == 1:
            info[struck] = before
            info['gift_lowest_price'] = lowest
            info['gift_lowest_text'] = self._gift_get_lowest_text(lowest, currency)
            return
        info.update(has_discounted_price=False, list_price=info['price'])
        info.pop('compare_list_price', None)

    def _gift_get_lowest_text(self, lowest, currency):
        return self.env._("Lowest price of the last 30 days: %s", currency.format(lowest))


class Website(models.Model):
    _inherit = 'website'

    def _gift_get_recorded_pricelists(self):
        """Return the price lists whose prices are written down: an empty one stands for none."""
        self.ensure_one()
        none = self.env['product.pricelist']
        if not self.env['res.groups']._is_feature_enabled('product.group_product_pricelist'):
            return [none]
        return [none, *self.sudo().pricelist_ids]
