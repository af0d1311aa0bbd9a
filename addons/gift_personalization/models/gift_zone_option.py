from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .gift_template import build_key


class GiftZoneOption(models.Model):
    """One of the things a customer may choose in a zone; its name is what is printed."""

    _name = 'gift.zone.option'
    _inherit = ['gift.catalogue.mixin']
    _description = 'Option of a zone'
    _order = 'zone_id, sequence, id'

    zone_id = fields.Many2one('gift.zone', required=True, ondelete='cascade', index=True)
    name = fields.Char(string="Text", required=True, translate=True)
    key = fields.Char(
        required=True,
        compute='_compute_key',
        store=True,
        readonly=False,
        precompute=True,
        help="Technical name, unique in the zone. Made from the text.",
    )
    sequence = fields.Integer(default=10)
    price_extra = fields.Float(
        string="Extra price",
        digits='Product Price',
        help="Added to the extra price of the zone when this is chosen.",
    )

    _key_uniq = models.Constraint(
        'UNIQUE(zone_id, key)', "Two options of a zone cannot have the same key."
    )

    @api.depends('name')
    def _compute_key(self):
        taken = {}
        for option in self:
            if option.key or not option.name:
                option.key = option.key
                continue
            siblings = option.zone_id.option_ids - option - option._origin
            keys = taken.setdefault(option.zone_id, set())
            keys.update(filter(None, siblings.mapped('key')))
            option.key = build_key(option.name, keys, 'option')
            keys.add(option.key)

    @api.constrains('price_extra')
    def _check_price_extra(self):
        for option in self:
            if option.price_extra < 0:
                raise ValidationError(
                    self.env._(
                        "The extra price of “%(name)s” cannot be negative.", name=option.name
                    )
                )
