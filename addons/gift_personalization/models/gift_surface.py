from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .gift_template import KEY_PATTERN, build_key


class GiftSurface(models.Model):
    """One printable side of a product, measured in mm from its top left corner."""

    _name = 'gift.surface'
    _inherit = ['gift.catalogue.mixin']
    _description = 'Surface'
    _order = 'template_id, sequence, id'

    template_id = fields.Many2one('gift.template', required=True, ondelete='cascade', index=True)
    name = fields.Char(required=True, translate=True)
    key = fields.Char(
        required=True,
        compute='_compute_key',
        store=True,
        readonly=False,
        precompute=True,
        help="Technical name, unique in the template. Made from the name.",
    )
    sequence = fields.Integer(default=10)
    width_mm = fields.Float(string="Width (mm)", required=True, default=100.0)
    height_mm = fields.Float(string="Height (mm)", required=True, default=100.0)
    safe_mm = fields.Float(
        string="Safe margin (mm)",
        help="Customers are warned when a text comes closer to the edge than this. 0: not checked.",
    )
    method_id = fields.Many2one(
        'gift.print.method',
        string="Print method",
        required=True,
        ondelete='restrict',
        default=lambda self: self.env['gift.print.method'].search([], limit=1),
    )
    mockup_ids = fields.One2many('gift.mockup', 'surface_id', string="Mock-ups", copy=True)
    mockup_count = fields.Integer(compute='_compute_counts')
    zone_ids = fields.One2many('gift.zone', 'surface_id', string="Zones", copy=True)
    zone_count = fields.Integer(compute='_compute_counts')

    _key_uniq = models.Constraint(
        'UNIQUE(template_id, key)',
        "Two surfaces of a template cannot have the same key.",
    )

    @api.depends('mockup_ids', 'zone_ids')
    def _compute_counts(self):
        for surface in self:
            surface.mockup_count = len(surface.mockup_ids)
            surface.zone_count = len(surface.zone_ids)

    @api.depends('name')
    def _compute_key(self):
        taken = {}
        for surface in self:
            if surface.key or not surface.name:
                surface.key = surface.key
                continue
            keys = taken.setdefault(surface.template_id, set())
            siblings = surface.template_id.surface_ids - surface - surface._origin
            keys.update(filter(None, siblings.mapped('key')))
            surface.key = build_key(surface.name, keys, 'surface')
            keys.add(surface.key)

    @api.constrains('key')
    def _check_key(self):
        for surface in self:
            if not KEY_PATTERN.fullmatch(surface.key):
                raise ValidationError(
                    self.env._(
                        "The key “%(key)s” may hold small letters, digits, - and _ only.",
                        key=surface.key,
                    )
                )

    @api.constrains('width_mm', 'height_mm', 'safe_mm')
    def _check_size(self):
        for surface in self:
            if not (1 <= surface.width_mm <= 3000 and 1 <= surface.height_mm <= 3000):
                raise ValidationError(
                    self.env._(
                        "The surface “%(name)s” must measure between 1 mm and 3000 mm on each"
                        " side.",
                        name=surface.name,
                    )
                )
            if not 0 <= surface.safe_mm * 2 < min(surface.width_mm, surface.height_mm):
                raise ValidationError(
                    self.env._(
                        "The safe margin of “%(name)s” must leave room for the design.",
                        name=surface.name,
                    )
                )
        self.zone_ids._check_geometry()

    def action_open_editor(self):
        """Open the surface with the editor of its zones."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': f'{self.template_id.name} · {self.name}',
            'res_model': self._name,
            'res_id': self.id,
            'views': [(False, 'form')],
        }

    def _get_mockup(self, product):
        """Return the mock-up that fits the variant best.

        The mock-up whose attribute values all belong to the variant wins, the one with most values
        first; then one without attribute values; then the first.
        """
        self.ensure_one()
        ptavs = product.product_template_attribute_value_ids
        values = ptavs.product_attribute_value_id
        fitting = self.mockup_ids.filtered(lambda mockup: mockup.attribute_value_ids <= values)
        ordered = fitting.sorted(lambda mockup: -len(mockup.attribute_value_ids))
        return (ordered or self.mockup_ids)[:1]

    def _get_spec(self, product, fallbacks):
        """Return one entry of ``surfaces`` of the content document (µm)."""
        self.ensure_one()
        mockup = self._get_mockup(product)
        return {
            'key': self.key,
            'label': self.name,
            'width_um': round(self.width_mm * 1000),
            'height_um': round(self.height_mm * 1000),
            'bleed_um': round(self.method_id.bleed_mm * 1000),
            'method': self.method_id._get_spec(),
            'mockup': mockup._get_spec() if mockup else None,
            'zones': [zone._get_spec(fallbacks) for zone in self.zone_ids],
            'safe_um': round(self.safe_mm * 1000),
        }
