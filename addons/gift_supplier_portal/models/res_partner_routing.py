from odoo import fields, models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    gift_capability_ids = fields.One2many(
        'gift.supplier.capability', 'partner_id', string="What it can make",
        groups='purchase.group_purchase_user',
    )  # fmt: skip
