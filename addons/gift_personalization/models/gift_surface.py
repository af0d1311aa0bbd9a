from odoo import api, fields, models
from odoo.exceptions import ValidationError


class GiftSurface(models.Model):
    """One printable side of a product, measured in mm from its top left corner."""

    _name = 'gift.surface'
    _description = 'Surface'
    _order = 'template_id, sequence, id'

    template_id = fields.Many2one('gift.template', required=True, ondelete='cascade', index=True)
    name = fields.Char(required=True, translate=True, default="Front")
    key = fields.Char(required=True, default='front')
    sequence = fields.Integer(default=10)
    width_mm = fields.Float(string="Width (mm)", required=True, default=100.0)
    height_mm = fields.Float(string="Height (mm)", required=True, default=100.0)
    method_id = fields.Many2one(
        'gift.print.method', string="Print method", required=True, ondelete='restrict'
    )
    mockup_ids = fields.One2many('gift.mockup', 'surface_id', string="Mock-ups", copy=True)
    zone_ids = fields.One2many('gift.zone', 'surface_id', string="Zones", copy=True)

    _key_uniq = models.Constraint(
        'UNIQUE(template_id, key)',
        "Two surfaces of a template cannot have the same key.",
    )

    @api.constrains('width_mm', 'height_mm')
    def _check_size(self):
        for surface in self:
            if not (1 <= surface.width_mm <= 3000 and 1 <= surface.height_mm <= 3000):
                raise ValidationError(
                    self.env._(
                        "The surface “%(name)s” must measure between 1 mm and 3000 mm on each side.",
                        name=surface.name,
                    )
                )

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
        }
