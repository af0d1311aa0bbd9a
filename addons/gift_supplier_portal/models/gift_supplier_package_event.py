from odoo import api, models


class GiftSupplierPackage(models.Model):
    """What suppliers' machines are told of artwork."""

    _inherit = 'gift.supplier.package'

    @api.model_create_multi
    def create(self, vals_list):
        """Override to tell the supplier's machine."""
        packages = super().create(vals_list)
        self.env['gift.supplier.event']._note('artwork.released', packages)
        return packages

    def _withdraw(self, reason):
        """Override to tell the supplier's machine."""
        valid = self.filtered(lambda package: package.state != 'withdrawn')
        result = super()._withdraw(reason)
        self.env['gift.supplier.event']._note('artwork.withdrawn', valid)
        return result

    def _gift_choose_event(self, kinds):
        self.ensure_one()
        if self.state == 'withdrawn':
            return 'artwork.withdrawn' if 'artwork.withdrawn' in kinds else None
        return 'artwork.released' if 'artwork.released' in kinds else None

    def _gift_prepare_event(self):
        """Return the artwork for a supplier's machine: names and hashes of its files."""
        self.ensure_one()
        return {'order': {'id': self.order_id.id, 'name': self.order_id.name},
                'artwork': self._gift_prepare_artwork()}  # fmt: skip

    def _gift_prepare_artwork(self):
        return {
            'id': self.id,
            'line': self.purchase_line_id.id,
            'version': self.number,
            'state': self.state,
            'design': self.revision_hash,
            'sha256': self.sha256,
            'reason': self.reason or None,
            'files': [
                {'name': name, 'size': size, 'sha256': sha256}
                for name, size, sha256 in self._get_files()
            ],
        }
