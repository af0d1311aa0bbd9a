import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .gift_template import KEY_PATTERN, build_key

TEXT_TYPES = ('text', 'multiline', 'monogram', 'date', 'number', 'choice')
ENTRY_TYPES = ('date', 'number', 'choice')  # the shop writes their text
SINGLE_INK = '#000000'
MAX_CHARS = 500
MAX_LINES = 20
TOLERANCE_MM = 0.001


class GiftZone(models.Model):
    """A rectangle on a surface that holds one text, photo or motif."""

    _name = 'gift.zone'
    _inherit = ['gift.catalogue.mixin']
    _description = 'Zone'
    _order = 'surface_id, sequence, id'

    surface_id = fields.Many2one('gift.surface', required=True, ondelete='cascade', index=True)
    template_id = fields.Many2one(related='surface_id.template_id', store=True, index=True)
    name = fields.Char(string="Label", required=True, translate=True)
    key = fields.Char(
        required=True,
        compute='_compute_key',
        store=True,
        readonly=False,
        precompute=True,
        help="Technical name, unique in the template. Made from the label.",
    )
    sequence = fields.Integer(default=10)
    zone_type = fields.Selection(
        [
            ('text', "Text, one line"),
            ('multiline', "Text, several lines"),
            ('monogram', "Monogram"),
            ('date', "Date"),
            ('number', "Number"),
            ('choice', "Choice"),
            ('photo', "Photo"),
        ],
        required=True,
        default='text',
    )
    help_text = fields.Char(string="Hint", translate=True)
    placeholder = fields.Char(translate=True)
    required = fields.Boolean(default=False)
    editable = fields.Boolean(default=True, help="Off: the default text is printed on every piece.")
    price_extra = fields.Float(
        string="Extra price",
        digits='Product Price',
        help="Added to the product's price when the customer fills this zone.",
    )

    # === GEOMETRY (mm from the top left corner of the surface) === #
    x_mm = fields.Float(string="Left (mm)", default=10.0)
    y_mm = fields.Float(string="Top (mm)", default=10.0)
    width_mm = fields.Float(string="Width (mm)", required=True, default=60.0)
    height_mm = fields.Float(string="Height (mm)", required=True, default=20.0)
    rotation = fields.Float(string="Rotation (°)", default=0.0, help="Clockwise, about the centre.")

    # === TEXT === #
    font_ids = fields.Many2many('gift.font', string="Fonts", help="Empty: all fonts of the shop.")
    default_font_id = fields.Many2one('gift.font', string="First font")
    color_ids = fields.Many2many(
        'gift.color', string="Colours", help="Empty: all colours of the print method."
    )
    default_color_id = fields.Many2one('gift.color', string="First colour")
    align = fields.Selection(
        [('start', "Start"), ('center', "Centre"), ('end', "End")],
        required=True,
        default='center',
    )
    valign = fields.Selection(
        [('top', "Top"), ('middle', "Middle"), ('bottom', "Bottom")],
        required=True,
        default='middle',
    )
    fit = fields.Selection(
        [('shrink', "Shrink to fit"), ('fixed', "Fixed size")],
        required=True,
        default='shrink',
    )
    max_size_mm = fields.Float(string="Font size (mm)", required=True, default=14.0)
    min_size_mm = fields.Float(string="Smallest font size (mm)", required=True, default=3.0)
    line_height = fields.Float(required=True, default=1.2)
    tracking = fields.Integer(string="Letter spacing (‰)", default=0)
    text_case = fields.Selection(
        [('none', "As typed"), ('upper', "Capitals")],
        required=True,
        default='none',
    )
    max_chars = fields.Integer(
        string="Most characters",
        required=True,
        default=40,
        help="0: as many as fit at the smallest font size.",
    )
    max_lines = fields.Integer(string="Most lines", required=True, default=1)
    charset = fields.Selection(
        [
            ('any', "Any"),
            ('letters', "Letters and blanks"),
            ('digits', "Digits"),
            ('custom', "A list of characters"),
        ],
        required=True,
        default='any',
    )
    default_text = fields.Char(translate=True)
    allow_fallback = fields.Boolean(
        string="Other fonts may stand in",
        default=True,
        help="Letters that the chosen font does not have, for example of an Arabic name, are taken"
        " from a font that stands in, and the customer is told. Off: such letters are refused.",
    )

    # === PHOTO === #
    shape = fields.Selection(
        [('rect', "Rectangle"), ('rounded', "Rounded rectangle"), ('ellipse', "Ellipse")],
        required=True,
        default='rect',
    )
    radius_mm = fields.Float(string="Corner radius (mm)", default=3.0)
    photo_fit = fields.Selection(
        [('cover', "Fill the zone"), ('contain', "Show the whole photo")],
        required=True,
        default='cover',
    )

    # === COMPUTE METHODS === #

    @api.depends('name')
    def _compute_key(self):
        taken = {}
        for zone in self:
            if zone.key or not zone.name:
                zone.key = zone.key
                continue
            siblings = zone.surface_id.zone_ids | zone.surface_id.template_id.surface_ids.zone_ids
            keys = taken.setdefault(zone.surface_id, set())
            keys.update(filter(None, (siblings - zone - zone._origin).mapped('key')))
            zone.key = build_key(zone.name, keys, 'zone')
            keys.add(zone.key)

    # === CONSTRAINTS === #

    @api.constrains('key', 'template_id')
    def _check_key(self):
        for zone in self:
            if not KEY_PATTERN.fullmatch(zone.key):
                raise ValidationError(
                    self.env._(
                        "The key “%(key)s” may hold small letters, digits, - and _ only.",
                        key=zone.key,
                    )
                )
        self.template_id._check_zone_keys()

    @api.constrains('x_mm', 'y_mm', 'width_mm', 'height_mm', 'rotation', 'surface_id')
    def _check_geometry(self):
        for zone in self:
            surface = zone.surface_id
            if zone.width_mm < 1 or zone.height_mm < 1:
                raise ValidationError(
                    self.env._(
                        "The zone “%(name)s” must measure at least 1 mm on each side.",
                        name=zone.name,
                    )
                )
            if not zone._is_inside(surface):
                raise ValidationError(
                    self.env._(
                        "The zone “%(name)s” reaches over the edge of the surface “%(surface)s”"
                        " (%(width)s × %(height)s mm). Move it or make it smaller.",
                        name=zone.name,
                        surface=surface.name,
                        width=surface.width_mm,
                        height=surface.height_mm,
                    )
                )

    def _is_inside(self, surface):
        """Return whether the zone, turned about its centre, lies on the surface."""
        self.ensure_one()
        angle = math.radians(self.rotation)
        cos, sin = abs(math.cos(angle)), abs(math.sin(angle))
        half_width = (self.width_mm * cos + self.height_mm * sin) / 2
        half_height = (self.width_mm * sin + self.height_mm * cos) / 2
        center_x = self.x_mm + self.width_mm / 2
        center_y = self.y_mm + self.height_mm / 2
        return (
            center_x - half_width >= -TOLERANCE_MM
            and center_y - half_height >= -TOLERANCE_MM
            and center_x + half_width <= surface.width_mm + TOLERANCE_MM
            and center_y + half_height <= surface.height_mm + TOLERANCE_MM
        )

    @api.constrains(
        'max_size_mm', 'min_size_mm', 'max_chars', 'max_lines', 'line_height', 'price_extra'
    )
    def _check_limits(self):
        for zone in self:
            if not 0.3 <= zone.min_size_mm <= zone.max_size_mm:
                raise ValidationError(
                    self.env._(
                        "The smallest font size of “%(name)s” must lie between 0.3 mm and its"
                        " font size.",
                        name=zone.name,
                    )
                )
            if not (0 <= zone.max_chars <= MAX_CHARS and 1 <= zone.max_lines <= MAX_LINES):
                raise ValidationError(
                    self.env._(
                        "“%(name)s” can hold up to %(chars)s characters (0: as many as fit) on"
                        " 1 to %(lines)s lines.",
                        name=zone.name,
                        chars=MAX_CHARS,
                        lines=MAX_LINES,
                    )
                )
            if not 0.5 <= zone.line_height <= 3 or zone.price_extra < 0:
                raise ValidationError(
                    self.env._(
                        "The line height of “%(name)s” must lie between 0.5 and 3, and its extra"
                        " price cannot be negative.",
                        name=zone.name,
                    )
                )

    # === BUSINESS METHODS === #

    def _is_text(self):
        self.ensure_one()
        return self.zone_type in TEXT_TYPES

    def _get_fonts(self):
        """Return the fonts the customer may choose, the first one being the default."""
        self.ensure_one()
        fonts = self.font_ids or self.env['gift.font'].search([('category', '!=', 'emoji')])
        return (self.default_font_id & fonts) | fonts

    def _get_colors(self):
        """Return the colours the customer may choose; empty for one-colour methods."""
        self.ensure_one()
        method = self.surface_id.method_id
        if method.colors == 'single':
            return self.env['gift.color']
        colors = self.color_ids or method.color_ids
        return (self.default_color_id & colors) | colors

    def _get_spec(self, fallbacks):
        """Return one entry of ``zones`` of the content document (µm, millidegrees, permille)."""
        self.ensure_one()
        spec = {
            'key': self.key,
            'type': self.zone_type,
            'label': self.name,
            'x_um': round(self.x_mm * 1000),
            'y_um': round(self.y_mm * 1000),
            'width_um': round(self.width_mm * 1000),
            'height_um': round(self.height_mm * 1000),
            'rotation_mdeg': round(self.rotation * 1000),
            'required': self.required,
            'editable': self.editable,
        }
        return spec | (
            self._get_text_spec(fallbacks) if self._is_text() else self._get_photo_spec()
        )

    def _get_text_spec(self, fallbacks):
        return {
            'fonts': self._get_fonts().mapped('sha256'),
            'fallbacks': fallbacks,
            'colors': self._get_colors().mapped('hex') or [SINGLE_INK],
            'align': self.align,
            'valign': self.valign,
            'fit': self.fit,
            'max_size_um': round(self.max_size_mm * 1000),
            'min_size_um': round(self.min_size_mm * 1000),
            'line_height_permille': round(self.line_height * 1000),
            'tracking_permille': self.tracking,
            'case': self.text_case,
            'max_chars': self.max_chars,
            'max_lines': self.max_lines if self.zone_type == 'multiline' else 1,
            'charset': self.charset,
            'default': self.default_text or '',
            'allow_fallback': self.allow_fallback,
        }

    def _get_photo_spec(self):
        return {
            'shape': self.shape,
            'radius_um': round(self.radius_mm * 1000),
            'photo_fit': self.photo_fit,
        }
