from odoo import fields, models

from .gift_template import PROOF_POLICIES


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    gift_proof_policy = fields.Selection(
        PROOF_POLICIES,
        string="Before production",
        help="Who looks at the proof of this product. Empty: as its template says.",
    )

    def _gift_get_proof_policy(self, template):
        """Return the proof policy of the product, or else of ``template``.

        :param template: gift.template the ordered design was made with.
        """
        self.ensure_one()
        return self.sudo().gift_proof_policy or template.proof_policy
