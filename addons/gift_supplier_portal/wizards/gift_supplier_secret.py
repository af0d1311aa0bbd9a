from odoo import fields, models


class GiftSupplierSecret(models.TransientModel):
    """Shows a secret once; its field is not stored."""

    _name = 'gift.supplier.secret'
    _description = 'Secret shown once'

    secret = fields.Char(store=False, readonly=True)
