from odoo import fields, models


class GiftPrintMethod(models.Model):
    _inherit = 'gift.print.method'

    has_packing_photo = fields.Boolean(
        string="Photo at packing", help="Read where the settings ask for photos by print method."
    )
