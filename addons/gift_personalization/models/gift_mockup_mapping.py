from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.mapping import Mapping, find_fault

# Materials on which the picture's own light falls, too, where they lie at an angle or round.
LIT_MATERIALS = ('engraved_wood', 'engraved_metal', 'fabric', 'glossy')
CORNERS = ('nw', 'ne', 'se', 'sw')  # clockwise from the top left, as in the content document
CORNER_FIELDS = tuple(f'corner_{corner}_{axis}' for corner in CORNERS for axis in ('x', 'y'))
CYLINDER_FIELDS = {
    'cylinder_angle': ('angle_mdeg', 1000),
    'cylinder_from': ('from_ppm', 1_000_000),
    'cylinder_to': ('to_ppm', 1_000_000),
    'cylinder_top': ('sag_top_ppm', 1_000_000),
    'cylinder_bottom': ('sag_bottom_ppm', 1_000_000),
}


def corner_field(label, default):
    return fields.Float(string=label, default=default, digits=(16, 6))


class GiftMockup(models.Model):
    """How the surface lies on a picture that shows it at an angle, or round."""

    _inherit = 'gift.mockup'

    mapping = fields.Selection(
        [
            ('flat', "Flat: seen from the front"),
            ('perspective', "At an angle"),
            ('cylinder', "Round: mug, bottle, candle"),
        ],
        string="Shape",
        required=True,
        default='flat',
        help="How the printable surface lies on the picture. Preview and proofs show the design"
        " that way; print files are the same either way.",
    )
    corner_nw_x = corner_field("Top left, across", 0.25)
    corner_nw_y = corner_field("Top left, down", 0.25)
    corner_ne_x = corner_field("Top right, across", 0.75)
    corner_ne_y = corner_field("Top right, down", 0.25)
    corner_se_x = corner_field("Bottom right, across", 0.75)
    corner_se_y = corner_field("Bottom right, down", 0.75)
    corner_sw_x = corner_field("Bottom left, across", 0.25)
    corner_sw_y = corner_field("Bottom left, down", 0.75)
    cylinder_angle = fields.Float(
        string="Arc", default=120, digits=(16, 3), help="Degrees of the round that are seen."
    )
    cylinder_from = fields.Float(
        string="Seen from", default=0, digits=(16, 6), help="Share of the surface's width."
    )
    cylinder_to = fields.Float(
        string="Seen to", default=1, digits=(16, 6), help="Share of the surface's width."
    )
    cylinder_top = fields.Float(
        string="Bend at the top", default=0, digits=(16, 6), help="Share of the surface's height."
    )
    cylinder_bottom = fields.Float(
        string="Bend at the bottom",
        default=0,
        digits=(16, 6),
        help="Share of the surface's height.",
    )

    @api.constrains('mapping', *CORNER_FIELDS, *CYLINDER_FIELDS)
    def _check_mapping(self):
        for mockup in self.filtered(lambda mockup: mockup.mapping != 'flat'):
            fault = find_fault(mockup._get_mapping())
            if fault:
                raise ValidationError(mockup._get_mapping_message(fault))

    def _get_mapping(self):
        """Return the engine's mapping, or None for a flat surface."""
        self.ensure_one()
        if self.mapping == 'flat':
            return None
        bent = {
            key: round(self[name] * unit) for name, (key, unit) in CYLINDER_FIELDS.items()
        } if self.mapping == 'cylinder' else {}  # fmt: skip
        corners = tuple(round(self[name] * 1_000_000) for name in CORNER_FIELDS)
        return Mapping(
            kind=self.mapping, corners_ppm=corners, lit=self.material in LIT_MATERIALS, **bent
        )

    def _get_mapping_message(self, fault):
        """Return what is wrong with a mapping, and what to do, in a sentence."""
        self.ensure_one()
        name = self.name
        messages = {
            'range': self.env._(
                "A corner of the surface on mock-up “%(name)s” is too far outside its picture."
                " Drag it back.",
                name=name,
            ),
            'small': self.env._(
                "Two corners of the surface on mock-up “%(name)s” lie on each other. Drag them"
                " apart.",
                name=name,
            ),
            'crossed': self.env._(
                "The four corners on mock-up “%(name)s” must make a shape without a dent, with"
                " each corner where its name says. Drag them into their order.",
                name=name,
            ),
            'angle': self.env._(
                "The arc of the round surface on mock-up “%(name)s” must be between 10 and 170"
                " degrees.",
                name=name,
            ),
            'seen': self.env._(
                "The part of the surface that is seen on mock-up “%(name)s” must lie between 0 and"
                " 100 %% and be at least 5 %% wide.",
                name=name,
            ),
            'sag': self.env._(
                "The edges of the round surface on mock-up “%(name)s” are bent too far. Drag their"
                " middles closer to the corners.",
                name=name,
            ),
            'tilted': self.env._(
                "The round surface on mock-up “%(name)s” is bent too far for such a slanting view."
                " Drag the middles of its edges closer to the corners.",
                name=name,
            ),
        }
        return messages[fault]

    def _get_spec(self):
        """Override of `gift_personalization` to add the mapping; a flat surface has none."""
        spec = super()._get_spec()
        mapping = self._get_mapping()
        if mapping:
            written = {**vars(mapping), 'corners_ppm': list(mapping.corners_ppm)}
            if not mapping.lit:
                del written['lit']  # designs frozen before there was light keep their hash
            spec['mapping'] = written
        return spec
