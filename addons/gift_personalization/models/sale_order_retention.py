from datetime import timedelta

from odoo import api, fields, models

from .guarded import guarded

DAYS = 'gift_base.cart_retention_days'
DEFAULT_DAYS, LEAST_DAYS = 60, 14
BATCH = 200
PAYING = ('pending', 'authorized', 'done')


class SaleOrder(models.Model):
    """Carts that nobody comes back to go, and with them what only they kept.

    Designs and photos that nothing refers to any more are deleted by their own retention period.
    """

    _inherit = 'sale.order'

    @api.model
    def _gift_get_cart_days(self):
        days = self.env['ir.config_parameter'].sudo().get_param(DAYS, DEFAULT_DAYS)
        return max(LEAST_DAYS, int(days or 0))

    @api.model
    def _gift_get_old_carts_domain(self):
        """Return the domain of carts that were left alone and that nobody is paying."""
        before = fields.Datetime.now() - timedelta(days=self._gift_get_cart_days())
        return [
            ('website_id', '!=', False),
            ('state', '=', 'draft'),
            ('write_date', '<', before),
            ('date_order', '<', before),
            ('order_line', 'not any', [('write_date', '>=', before)]),
            ('transaction_ids', 'not any', [('state', 'in', PAYING)]),
        ]

    @api.model
    def _gift_cron_clear_carts(self):
        """Delete old carts, one after the other; one that cannot go is told to the staff."""
        carts = self.search(self._gift_get_old_carts_domain(), order='id', limit=BATCH + 1)
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=len(carts))
        for cart in carts[:BATCH]:
            with guarded(cart, self.env._("An old cart could not be deleted")):
                cart.unlink()
            if not cron._commit_progress(1):
                break
