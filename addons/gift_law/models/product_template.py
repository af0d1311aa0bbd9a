from odoo import fields, models

RULES = [
    ('design', "By its design"),
    ('exempt', "Never: always made to order"),
    ('right', "Always"),
]


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    gift_withdrawal = fields.Selection(
        RULES,
        string="Can be withdrawn from",
        required=True,
        default='design',
        help="By its design: not when the customer entered a text, a date, a number or a photo of"
        " their own. A choice among colours, letterings or motifs of the shop is no personalisation"
        " in the sense of the law.",
    )
