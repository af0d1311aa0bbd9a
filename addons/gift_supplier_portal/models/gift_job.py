from odoo import models


class GiftJob(models.Model):
    """A job whose gift a supplier makes: its purchase lines follow the design."""

    _inherit = 'gift.job'

    def _gift_get_purchase_lines(self):
        """Return the purchase lines (sudo) by which the job's gift is made elsewhere."""
        lines_sudo = self.env['purchase.order.line'].sudo()  # production buys nothing
        return lines_sudo.search(
            [
                ('gift_sale_line_id', 'in', self.sale_line_id.ids),
                ('gift_revision_hash', '!=', False),
                ('state', '!=', 'cancel'),
            ]
        )

    def _finish_print_files(self):
        """Override to release the artwork to the supplier once it is written."""
        result = super()._finish_print_files()
        if self.files_hash == self.revision_hash:
            lines_sudo = self._gift_get_purchase_lines()
            lines_sudo._gift_follow_design()
            lines_sudo._gift_release_artwork()
        return result

    def _gift_on_proof_reopened(self, proof):
        """Override: artwork of a design that is being changed is taken back at once."""
        result = super()._gift_on_proof_reopened(proof)
        packages_sudo = self._gift_get_purchase_lines().gift_package_ids
        packages_sudo._withdraw(self.env._("The customer's design is being changed."))
        return result


class PurchaseOrderLine(models.Model):
    _inherit = 'purchase.order.line'

    def _gift_follow_design(self):
        """Take the customer's approved design over, in place of an older one."""
        for line in self:
            revision = line.gift_sale_line_id.gift_revision_id
            approved = line.gift_sale_line_id.gift_job_ids.approved_hash
            if line.gift_revision_hash != revision.hash and approved == revision.hash:
                note = self.env._("A newer design takes its place.")
                line.gift_package_ids._withdraw(note)
                line.write({'gift_revision_id': revision.id, 'gift_revision_hash': revision.hash})
