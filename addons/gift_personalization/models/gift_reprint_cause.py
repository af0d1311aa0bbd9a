from odoo import fields, models

FAULTS = [('shop', "The shop"), ('customer', "The customer"), ('supplier', "A supplier")]


class GiftReprintCause(models.Model):
    """Why gifts are made again; the shop keeps its own list."""

    _name = 'gift.reprint.cause'
    _description = 'Cause of a reprint'
    _order = 'sequence, name'

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    fault = fields.Selection(FAULTS, string="Whose fault", required=True, default='shop')
    customer_label = fields.Char(
        string="What customers choose",
        translate=True,
        help="Offered in the form of a complaint. Empty: only the shop uses this cause.",
    )
    needs_photo = fields.Boolean(
        string="Needs a photo",
        default=True,
        help="Of a complaint. A parcel that never came cannot be photographed.",
    )
    is_blank_spoiled = fields.Boolean(
        string="The blank is spoiled",
        default=True,
        help="It is scrapped from the stock when the gift has not been shipped.",
    )
