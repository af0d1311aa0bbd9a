from odoo import models
from odoo.http import request


class Website(models.Model):
    _inherit = 'website'

    def _get_product_available_qty(self, product, **kwargs):
        """Override of `website_sale_stock` to leave out what others hold."""
        free = super()._get_product_available_qty(product, **kwargs)
        if not product._gift_is_counted():
            return free
        cart = getattr(request, 'cart', None) if request else None
        return free - product._gift_get_held(self.company_id, self.warehouse_id.id, cart)
