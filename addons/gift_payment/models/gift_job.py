from odoo import models


class GiftJob(models.Model):
    _inherit = 'gift.job'

    def _gift_on_proof_approved(self, proof):
        """Override to charge the card soon after the last gift of an order was approved."""
        result = super()._gift_on_proof_approved(proof)
        self.sudo().order_id._gift_ask_for_capture()  # the proof has checked who approves
        return result
