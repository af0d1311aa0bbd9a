from odoo.addons.website_sale.controllers.main import WebsiteSale


class GiftStockWebsiteSale(WebsiteSale):
    def _get_shop_payment_errors(self, order):
        """Override of `website_sale` to tell before the payment what others hold."""
        return super()._get_shop_payment_errors(order) + order._gift_get_stock_errors()
