from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class GiftDesign(models.Model):
    _name = 'gift.design'
    _inherit = ['gift.design', 'gift.kept.mixin']

    @api.autovacuum
    def _gc_abandoned(self):
        """Delete designs of visitors that were never put into a cart, a wish or an order.

        What a customer edited stays until the customer deletes it.
        """
        return self._delete_unused(
            Domain('partner_id', '=', False) | Domain('saved_date', '=', False)
        )


class GiftDesignRevision(models.Model):
    _name = 'gift.design.revision'
    _inherit = ['gift.design.revision', 'gift.kept.mixin']

    @api.autovacuum
    def _gc_unused(self):
        """Delete frozen designs that were taken out of the cart again."""
        return self._delete_unused(Domain('hash', 'not in', self._select_produced_hashes()))

    @api.model
    def _select_produced_hashes(self):
        return SQL(
            "(SELECT revision_hash FROM gift_job WHERE revision_hash IS NOT NULL"
            " UNION SELECT revision_hash FROM gift_print_file WHERE revision_hash IS NOT NULL)"
        )


class GiftAsset(models.Model):
    _name = 'gift.asset'
    _inherit = ['gift.asset', 'gift.kept.mixin']

    @api.autovacuum
    def _gc_unused(self):
        """Delete photos that no design holds any more, with their files."""
        return self._delete_unused(Domain('kind', '=', 'photo'))
