from odoo import fields, models


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    gift_design_id = fields.Many2one('gift.design', string="Design workspace", copy=False, ondelete='set null')
    gift_revision_id = fields.Many2one(
        'gift.design.revision', string="Design", copy=True, readonly=True,
        ondelete='restrict', index='btree_not_null',
    )
