from odoo import models

from .guarded import guarded


class AccountMove(models.Model):
    _inherit = 'account.move'

    def _invoice_paid_hook(self):
        """Override of `account` to release gifts that waited for this payment. Idempotent."""
        result = super()._invoice_paid_hook()
        for order_sudo in self.sudo().line_ids.sale_line_ids.order_id:
            with guarded(order_sudo, self.env._("The paid gifts could not be released")):
                order_sudo._gift_release_paid()
        return result
