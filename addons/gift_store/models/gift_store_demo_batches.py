from odoo import api, models
from odoo.fields import Domain


class GiftStoreDemo(models.AbstractModel):
    """A batch of the demo shop, with its gang sheets."""

    _inherit = 'gift.store.demo'

    @api.model
    def _load_batches(self):
        """Put the ready mugs into a batch and lay its sheets, as the production team does."""
        if self._get('batch_mugs'):
            return
        domain = self.env['gift.job']._get_batchable_domain() & Domain(
            'product_id.product_tmpl_id', '=', self._get('product_mug').id
        )
        jobs = self.env['gift.job'].search(domain)
        if not jobs:
            return
        same = jobs.filtered(lambda job: job.batch_key == jobs[0].batch_key)
        worker = self._get('user_production')
        action = same.with_user(worker).action_create_batch()
        batch = self.env['gift.batch'].browse(action['res_id'])
        batch._write_sheets()
        self._mark('batch_mugs', batch)
