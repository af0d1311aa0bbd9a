from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.charset import listed
from ..engine.errors import EngineError

MAX_RADIUS_MM = 5000
MAX_OUTLINE_MM = 5
TRACKING = (-200, 2000)
ONE_LINE = ('text', 'date', 'number', 'choice')


class GiftZone(models.Model):
    """What a text may look like beyond its font: on an arc, outlined, of listed characters."""

    _inherit = 'gift.zone'

    arc = fields.Selection(
        [('none', "Straight"), ('up', "Arch"), ('down', "Valley")],
        string="Line",
        required=True,
        default='none',
        help="On an arch or in a valley the text follows a circle and is centred.",
    )
    arc_radius_mm = fields.Float(string="Radius (mm)", default=60.0)
    outline_mm = fields.Float(
        string="Outline (mm)",
        help="Width of a line around the letters. Methods of one colour cannot make it.",
    )
    outline_color_id = fields.Many2one('gift.color', string="Outline colour")
    allowed_chars = fields.Char(
        string="These characters",
        help="Characters and ranges, for example A-ZÄÖÜ 0-9&. A hyphen at the end stands for"
        " itself.",
    )

    @api.constrains('arc', 'arc_radius_mm', 'outline_mm', 'tracking', 'zone_type')
    def _check_text_shape(self):
        for zone in self.filtered(lambda zone: zone._is_text()):
            if zone.arc != 'none' and not 1 <= zone.arc_radius_mm <= MAX_RADIUS_MM:
                raise ValidationError(
                    self.env._(
                        "The radius of “%(name)s” must lie between 1 mm and %(most)s mm.",
                        name=zone.name,
                        most=MAX_RADIUS_MM,
                    )
                )
            if not 0 <= zone.outline_mm <= MAX_OUTLINE_MM:
                raise ValidationError(
                    self.env._(
                        "The outline of “%(name)s” can be 0 to %(most)s mm wide.",
                        name=zone.name,
                        most=MAX_OUTLINE_MM,
                    )
                )
            if not TRACKING[0] <= zone.tracking <= TRACKING[1]:
                raise ValidationError(
                    self.env._(
                        "The letter spacing of “%(name)s” must lie between %(low)s and %(high)s ‰.",
                        name=zone.name,
                        low=TRACKING[0],
                        high=TRACKING[1],
                    )
                )

    @api.constrains('charset', 'allowed_chars')
    def _check_allowed_chars(self):
        for zone in self.filtered(lambda zone: zone.charset == 'custom'):
            if not zone.allowed_chars:
                raise ValidationError(
                    self.env._("List the characters that “%(name)s” allows.", name=zone.name)
                )
            try:
                listed(zone.allowed_chars)
            except EngineError as error:
                raise ValidationError(
                    self.env._(
                        "“%(range)s” in the characters of “%(name)s” runs backwards. Write the"
                        " earlier character first.",
                        range=error.params['range'],
                        name=zone.name,
                    )
                ) from error

    def _get_text_spec(self, fallbacks):
        """Override of `gift.zone` to add the shape and the characters of the text."""
        radius = round(self.arc_radius_mm * 1000)
        sign = {'none': 0, 'up': 1, 'down': -1}[self.arc] if self.zone_type in ONE_LINE else 0
        return super()._get_text_spec(fallbacks) | {
            'arc_um': sign * radius,
            'outline_um': round(self.outline_mm * 1000),
            'outline_color': self.outline_color_id.hex or '#ffffff',
            'allowed': self.allowed_chars if self.charset == 'custom' else '',
        }
