import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError

HEX_COLOR = re.compile(r'#[0-9a-f]{6}')


class GiftColor(models.Model):
    """A colour that a print method can make."""

    _name = 'gift.color'
    _inherit = ['gift.catalogue.mixin']
    _description = 'Print colour'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    hex = fields.Char(string="Colour", required=True, default='#000000')
    thread = fields.Char(
        help="Embroidery: maker, number and name of the thread, as work sheets tell it."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    @api.constrains('hex')
    def _check_hex(self):
        for color in self:
            if not HEX_COLOR.fullmatch(color.hex):
                raise ValidationError(
                    self.env._(
                        "“%(value)s” is not a colour. Write it as #rrggbb in small letters,"
                        " for example"
                        " #1b1b1b.",
                        value=color.hex,
                    )
                )
