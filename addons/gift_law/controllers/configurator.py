from odoo.http import request

from odoo.addons.website_sale.controllers.product_configurator import (
    WebsiteSaleProductConfiguratorController,
)


class GiftLawConfigurator(WebsiteSaleProductConfiguratorController):
    def _get_strikethrough_price(
        self, product_or_template, currency, date, price, pricelist_rule_id=None
    ):
        """Override of `website_sale`: a reduction starts from the lowest price of 30 days."""
        struck = super()._get_strikethrough_price(
            product_or_template, currency, date, price, pricelist_rule_id
        )
        lowest = struck and product_or_template._gift_get_lowest_prices(request.website)
        if not lowest:
            return struck
        struck = min(struck, lowest[product_or_template.id])
        return struck if currency.compare_amounts(struck, price) == 1 else None
