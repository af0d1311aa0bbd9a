from odoo import models

from .guarded import guarded


class PaymentTransaction(models.Model):
    _inherit = 'payment.transaction'

    def _post_process(self):
        """Override of `payment` to release gifts that waited for this payment. Idempotent."""
        result = super()._post_process()
        for order_sudo in self.sudo().sale_order_ids:
            with guarded(order_sudo, self.env._("The paid gifts could not be released")):
                order_sudo._gift_release_paid()
        return result
