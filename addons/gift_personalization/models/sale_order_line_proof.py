from odoo import api, fields, models

from .gift_proof import CLOSED_STATES


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    gift_proof_ids = fields.One2many(
        'gift.proof',
        'sale_line_id',
        string="Proofs",
        readonly=True,
        groups='gift_base.group_production,base.group_portal',
    )
    gift_proof_state = fields.Selection(
        selection=lambda self: self.env['gift.proof']._fields['state'].selection,
        string="Proof",
        compute='_compute_gift_proof_state',
        compute_sudo=True,
    )

    @api.depends('gift_proof_ids.state')
    def _compute_gift_proof_state(self):
        for line in self:
            line.gift_proof_state = line._gift_get_open_proof().state

    def _gift_get_open_proof(self):
        """Return the proof of the line that counts now, or an empty recordset."""
        return self.gift_proof_ids.filtered(lambda proof: proof.state not in CLOSED_STATES)[:1]

    def _gift_get_shown_proof(self):
        """Return the proof to link to: the one that counts now, otherwise the newest."""
        return self._gift_get_open_proof() or self.gift_proof_ids.sorted('number')[-1:]

    def _gift_get_timeline(self):
        """Return the steps of the gift as the customer sees them, see `gift.job`."""
        job_sudo = self.sudo().gift_job_id  # the page has checked the order
        return job_sudo._get_timeline() if job_sudo else []

    def _gift_set_revision(self, revision):
        """Give a confirmed line a corrected design. The price that was agreed stays.

        :param revision: gift.design.revision of the line's product.
        """
        self.ensure_one()
        self._gift_check_revision(revision)
        agreed = [self._fields[name] for name in ('price_unit', 'technical_price_unit', 'discount')]
        with self.env.protecting(agreed, self):
            self.gift_revision_id = revision
            self.flush_recordset()

    def _gift_check_revision(self, revision):
        if revision.product_id != self.product_id:
            raise ValueError(f"Revision {revision.hash} does not belong to line {self.id}")
