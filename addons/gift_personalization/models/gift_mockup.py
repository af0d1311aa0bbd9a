import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .gift_color import HEX_COLOR


class GiftMockup(models.Model):
    """Picture of the blank product and where the surface lies on it."""

    _name = 'gift.mockup'
    _inherit = ['gift.catalogue.mixin']
    _description = 'Mock-up'
    _order = 'surface_id, sequence, id'

    surface_id = fields.Many2one('gift.surface', required=True, ondelete='cascade', index=True)
    name = fields.Char(compute='_compute_name')
    sequence = fields.Integer(default=10)
    attribute_value_ids = fields.Many2many(
        'product.attribute.value',
        string="For variants",
        help="The picture is shown for variants that have all these values. Empty: for all others.",
    )
    asset_id = fields.Many2one('gift.asset', required=True, readonly=True, ondelete='restrict')
    image = fields.Binary(
        string="Picture",
        compute='_compute_image',
        inverse='_inverse_image',
    )
    sha256 = fields.Char(related='asset_id.sha256')
    width_px = fields.Integer(related='asset_id.width_px')
    height_px = fields.Integer(related='asset_id.height_px')
    area_x = fields.Float(
        string="Left", default=0.25, digits=(16, 6), help="Share of the picture's width."
    )
    area_y = fields.Float(
        string="Top", default=0.25, digits=(16, 6), help="Share of the picture's height."
    )
    area_width = fields.Float(string="Area width", default=0.5, digits=(16, 6))
    area_height = fields.Float(string="Area height", default=0.5, digits=(16, 6))
    blend = fields.Selection(
        [
            ('normal', "Opaque ink"),
            ('multiply', "Ink on light material"),
            ('screen', "Light on dark material"),
        ],
        required=True,
        default='multiply',
    )
    material = fields.Selection(
        [
            ('plain', "Printed: as the design is"),
            ('fabric', "Printed on fabric: with its folds"),
            ('glossy', "Printed under a glaze: with its gleam"),
            ('engraved', "Engraved: below the surface"),
            ('engraved_wood', "Engraved in wood or leather: burnt, with its grain"),
            ('engraved_metal', "Engraved in metal: fine and bright at the edges"),
            ('stitched', "Embroidered: threads above the surface"),
            ('foil', "Foil: metallic sheen in the colour chosen"),
        ],
        string="Looks",
        required=True,
        default='plain',
        help="How the design looks in the material, in the preview and on proofs. Folds, grain and"
        " gleam are taken from this picture. Print files are the same either way.",
    )
    ink = fields.Char(
        help="Colour in which a one-colour method looks on this material, as #rrggbb."
    )
    background = fields.Char(
        string="Material colour",
        required=True,
        default='#ffffff',
        help="Colour of the product where the design lies, as #rrggbb. For the contrast warning.",
    )

    @api.depends('attribute_value_ids', 'surface_id')
    def _compute_name(self):
        for mockup in self:
            values = ', '.join(mockup.attribute_value_ids.mapped('name'))
            mockup.name = values or self.env._("All variants")

    @api.depends('asset_id')
    def _compute_image(self):
        for mockup in self:
            data = mockup.asset_id._get_bytes() if mockup.asset_id else b''
            mockup.image = base64.b64encode(data) if data else False

    def _inverse_image(self):
        for mockup in self:
            mockup.asset_id = self._store_image(mockup.image)

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `models` to store the picture as an asset before the record exists."""
        for vals in vals_list:
            if vals.get('image'):
                vals['asset_id'] = self._store_image(vals.pop('image')).id
        return super().create(vals_list)

    @api.model
    def _get_picture_refusal(self):
        return UserError(
            self.env._(
                "This mock-up picture cannot be used. Please choose a JPEG, PNG or WebP"
                " picture of"
                " at most 25 MB.",
            )
        )

    @api.model
    def _store_image(self, image):
        """Store a picture (base64) after it was decoded and re-encoded; return its asset.

        :raise UserError: when it is no JPEG, PNG or WebP picture.
        """
        try:
            data = base64.b64decode(image or b'')
        except (TypeError, ValueError) as error:
            raise self._get_picture_refusal() from error
        known = self.env['gift.asset']._get_by_hash(hashlib.sha256(data).hexdigest(), 'mockup')
        if known:  # of a copied or imported template: decoded once already
            return known.sudo(False)
        from ..engine import photo  # imaging libraries are loaded on first use
        from ..engine.errors import EngineError

        try:
            ingested = photo.ingest_isolated(data)
        except EngineError as error:
            raise self._get_picture_refusal() from error
        return self.env['gift.asset']._store(
            'mockup',
            ingested.master,
            mimetype=ingested.master_mimetype,
            width_px=ingested.width_px,
            height_px=ingested.height_px,
        )

    @api.constrains('area_x', 'area_y', 'area_width', 'area_height')
    def _check_area(self):
        for mockup in self:
            inside = (
                mockup.area_width > 0
                and mockup.area_height > 0
                and mockup.area_x >= 0
                and mockup.area_y >= 0
                and mockup.area_x + mockup.area_width <= 1.000001
                and mockup.area_y + mockup.area_height <= 1.000001
            )
            if not inside:
                raise ValidationError(
                    self.env._(
                        "The printable area of mock-up “%(name)s” must lie inside its picture.",
                        name=mockup.name,
                    )
                )

    @api.constrains('ink', 'background')
    def _check_colors(self):
        for mockup in self:
            for value in filter(None, (mockup.ink, mockup.background)):
                if not HEX_COLOR.fullmatch(value):
                    raise ValidationError(
                        self.env._(
                            "“%(value)s” is not a colour. Write it as #rrggbb in small letters.",
                            value=value,
                        )
                    )

    def _get_url(self):
        """Return the public, immutable address of the picture."""
        self.ensure_one()
        return f'/gift/mockup/{self.sha256}.img'

    def _get_spec(self):
        """Return the ``mockup`` part of the content document."""
        self.ensure_one()
        return {
            'asset': self.sha256,
            'width_px': self.width_px,
            'height_px': self.height_px,
            'area': {
                'x_ppm': round(self.area_x * 1_000_000),
                'y_ppm': round(self.area_y * 1_000_000),
                'width_ppm': round(self.area_width * 1_000_000),
                'height_ppm': round(self.area_height * 1_000_000),
            },
            'blend': self.blend,
            'ink': self.ink or '',
            'background': self.background,
            'material': self.material,
        }
