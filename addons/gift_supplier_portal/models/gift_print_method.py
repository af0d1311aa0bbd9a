from odoo import fields, models


class GiftPrintMethod(models.Model):
    """What our own workshop can do, and what it costs us."""

    _inherit = 'gift.print.method'

    is_in_house = fields.Boolean(
        string="Our workshop does it", default=True,
        help="Otherwise only suppliers make it. How many pieces a day: its work centre.",
    )  # fmt: skip
    own_piece_cost = fields.Float(
        string="Our cost of a piece", digits='Product Price',
        help="On top of the cost of the product, in the company's currency.",
    )  # fmt: skip
    own_setup_cost = fields.Float(
        string="Our set-up", digits='Product Price', help="Once for each design."
    )
