from odoo import fields, models


class GiftOrderRequest(models.Model):
    """The money of a withdrawal goes back the same way as that of a cancellation."""

    _inherit = 'gift.order.request'

    kind = fields.Selection(
        selection_add=[('withdrawal', "Withdrawal")], ondelete={'withdrawal': 'cascade'}
    )
