from odoo import fields, models


class GiftSupplierDownload(models.Model):
    """A file of artwork that a contact has downloaded."""

    _name = 'gift.supplier.download'
    _inherit = ['gift.append.only.mixin']
    _description = 'Downloaded artwork'
    _order = 'id desc'

    package_id = fields.Many2one(
        'gift.supplier.package', required=True, readonly=True, ondelete='cascade', index=True
    )
    contact_id = fields.Many2one('gift.supplier.contact', readonly=True, ondelete='set null')
    contact_name = fields.Char(string="Downloaded by", readonly=True)
    name = fields.Char(string="File", required=True, readonly=True)
    sha256 = fields.Char(string="SHA-256", required=True, readonly=True)
