from odoo import fields, models
from odoo.http import request
from odoo.tools.misc import formatLang

from ..const import PRICE_PROBE


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    gift_template_id = fields.Many2one(
        'gift.template',
        string="Personalisation",
        ondelete='restrict',
        index='btree_not_null',
        help="What customers can put on this product. Empty: it is sold as it is.",
    )

    def _gift_is_personalised(self):
        """Return whether this product can only be sold with a design."""
        self.ensure_one()
        return bool(self.sudo().gift_template_id)

    def _website_show_quick_add(self):
        """Override of `website_sale` to lead to the product page, where the design is made."""
        return not self._gift_is_personalised() and super()._website_show_quick_add()

    # === PRICE ON THE PAGE === #

    def _gift_get_price_info(self, combination=None, product=None, quantity=1.0):
        """Return Odoo's price information of a variant on the product page."""
        return self._get_combination_info(
            combination=combination, product_id=product.id if product else False, add_qty=quantity
        )

    def _gift_convert_extra(self, amount, info):
        """Return an extra price as the page shows it: converted and taxed like the product's.

        :param float amount: in the product's currency and tax convention.
        :param dict info: of :meth:`_gift_get_price_info`.
        :return: amount in ``info['currency']``, rounded.
        """
        currency = info['currency']
        converted = self.currency_id._convert(
            amount, currency, self.env.company, info['date'], round=False
        )
        return currency.round(self._gift_apply_taxes(converted, info))

    def _gift_apply_taxes(self, amount, info):
        if not info['product_taxes']:
            return amount
        # Taxes of a fixed amount per piece belong to the product, so only the difference counts.
        low, high = (
            self._apply_taxes_to_price(
                price,
                info['currency'],
                info['product_taxes'],
                info['taxes'],
                self,
                website=request.website,
            )
            for price in (PRICE_PROBE, PRICE_PROBE + amount)
        )
        return high - low

    def _gift_format_price(self, extra, info):
        """Return the texts of a design's price: ``extra`` and ``total`` per piece.

        :param float extra: in the product's currency.
        """
        currency = info['currency']
        shown = self._gift_convert_extra(extra, info)
        return {
            'has_extra': not currency.is_zero(shown),
            'extra': formatLang(self.env, shown, currency_obj=currency),
            'total': formatLang(self.env, info['price'] + shown, currency_obj=currency),
        }

    # === BUTTONS === #

    def action_gift_open_template(self):
        """Open the personalisation template of the product."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'gift.template',
            'res_id': self.gift_template_id.id,
            'views': [(False, 'form')],
        }
