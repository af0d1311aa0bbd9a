from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    gift_template_id = fields.Many2one(
        'gift.template', string="Personalisation", ondelete='restrict', index='btree_not_null',
        help="What customers can put on this product. Empty: it is sold as it is.",
    )
