from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductTemplate(models.Model):
    """Who may make a product."""

    _inherit = 'product.template'

    gift_made_by = fields.Selection(
        [('best', "Who is best"), ('own', "Only our workshop"), ('supplier', "Only one supplier")],
        string="Made by", required=True, default='best',
        help="With automatic routing: who keeps the promised date at the lowest cost.",
    )  # fmt: skip
    gift_made_by_id = fields.Many2one('res.partner', string="This supplier")

    @api.constrains('gift_made_by', 'gift_made_by_id')
    def _check_made_by(self):
        for product in self:
            if product.gift_made_by == 'supplier' and not product.gift_made_by_id:
                raise ValidationError(
                    self.env._("Choose the supplier who makes %s.", product.display_name)
                )
