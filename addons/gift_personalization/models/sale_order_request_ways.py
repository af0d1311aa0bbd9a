from odoo import models


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _gift_get_request_ways(self):
        """Return the buttons of the order page: ``[{'url', 'label', 'icon'}, …]``.

        Hook: each kind of request adds its own.
        """
        self.ensure_one()
        if not self._gift_get_cancellable_lines():
            return []
        label = self.env._("Cancel gifts")
        return [self._gift_prepare_way('cancel', label, 'fa-times')]

    def _gift_prepare_way(self, page, label, icon):
        url = self.get_portal_url(suffix=f'/{page}')
        return {'url': url, 'label': label, 'icon': icon}
