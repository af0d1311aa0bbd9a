import hashlib
import json
import logging
import os
from pathlib import Path

from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from .gift_asset import SHA256

_logger = logging.getLogger(__name__)

FONT_MANIFEST = Path(__file__).parent.parent / 'data' / 'fonts.json'
CATEGORIES = [
    ('serif', "Serif"),
    ('sans', "Sans serif"),
    ('script', "Script"),
    ('handwriting', "Handwriting"),
    ('monogram', "Monogram"),
    ('arabic', "Arabic"),
    ('hebrew', "Hebrew"),
    ('devanagari', "Devanagari"),
    ('thai', "Thai"),
    ('cjk', "Chinese and Japanese"),
    ('korean', "Korean"),
    ('emoji', "Emoji"),
]
_font_measures = {}  # process-wide as well: JSON of a face's measures by its hash
_font_bytes = {}  # process-wide: bytes are named by their hash, so an entry is never stale


class GiftFont(models.Model):
    """A font file with its licence. The same bytes are used by the server and the browser."""

    _name = 'gift.font'
    _inherit = ['gift.catalogue.mixin']
    _description = 'Font'
    _order = 'sequence, name, id'

    name = fields.Char(required=True)
    key = fields.Char(required=True, readonly=True, help="Name of the font in the set-up.")
    family = fields.Char(required=True)
    style = fields.Char(default='Regular')
    category = fields.Selection(CATEGORIES, required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    is_fallback = fields.Boolean(
        string="Stands in",
        help="Used for letters that the chosen font does not have, for example Arabic names.",
    )
    license_name = fields.Char(string="Licence", required=True)
    license_text = fields.Text(string="Licence text")
    asset_id = fields.Many2one(
        'gift.asset', string="File", required=True, readonly=True, ondelete='restrict'
    )
    sha256 = fields.Char(related='asset_id.sha256', store=True, string="SHA-256")

    _key_uniq = models.Constraint('UNIQUE(key)', "There is already a font with that key.")

    @api.model
    def _get_directory(self):
        """Return the folder where the set-up has put the font files."""
        configured = tools.config.get('gift_fonts_dir') or os.environ.get('GIFT_FONTS_DIR')
        return Path(configured) if configured else None

    @api.model
    def _load_fonts(self):
        """Create or update the font records from the set-up's folder; safe to run again.

        :raise UserError: when the folder, a file or its checksum is not as the manifest says.
        """
        directory = self._get_directory()
        if not directory or not directory.is_dir():
            raise UserError(
                self.env._(
                    "The fonts are not installed. Run scripts/setup, or set gift_fonts_dir in the"
                    " configuration file to the folder that holds them.",
                )
            )
        known = {font.key: font for font in self.with_context(active_test=False).search([])}
        for entry in json.loads(FONT_MANIFEST.read_text('utf-8')):
            vals = self._prepare_font_values(directory, entry)
            font = known.get(entry['key'])
            if not font:
                self.create(vals)
            elif font.sha256 != entry['sha256']:
                font.write({'asset_id': vals['asset_id']})
        _logger.info("Fonts loaded from the set-up's folder.")

    def _prepare_font_values(self, directory, entry):
        path = next(directory.glob(f"{entry['key']}.[ot]tf"), None)
        data = path.read_bytes() if path else b''
        if hashlib.sha256(data).hexdigest() != entry['sha256']:
            raise UserError(
                self.env._(
                    "The font “%(name)s” is missing or changed. Run scripts/setup again.",
                    name=entry['name'],
                )
            )
        license_path = directory / f"{entry['key']}.LICENSE.txt"
        asset = self.env['gift.asset']._store('font', data, mimetype='font/sfnt')
        return {
            'name': entry['name'],
            'key': entry['key'],
            'family': entry['family'],
            'style': entry['style'],
            'category': entry['category'],
            'sequence': entry['sequence'],
            'is_fallback': entry['fallback'],
            'license_name': entry['licence'],
            'license_text': license_path.read_text('utf-8') if license_path.exists() else False,
            'asset_id': asset.id,
        }

    @api.model
    def _get_bytes_by_hash(self, hashes):
        """Return ``{sha256: bytes}``; read once per process, then kept in memory."""
        missing = [sha256 for sha256 in hashes if sha256 not in _font_bytes]
        if missing:
            assets_sudo = (
                self.env['gift.asset']
                .sudo()
                .search(
                    [
                        ('sha256', 'in', missing),
                        ('kind', '=', 'font'),
                    ]
                )
            )
            for asset in assets_sudo:
                _font_bytes[asset.sha256] = asset._get_bytes()
        return {sha256: _font_bytes[sha256] for sha256 in hashes if sha256 in _font_bytes}

    @api.model
    def _get_font_book(self, hashes):
        """Return the engine's font book with those fonts ready to use."""
        from ..engine.text import FontBook  # HarfBuzz is loaded on first use

        global _font_book  # one per process: faces are costly and immutable
        self._get_bytes_by_hash(hashes)
        if _font_book is None:
            _font_book = FontBook(_font_bytes.__getitem__)
        return _font_book

    @api.model
    def _get_names_by_hash(self, hashes):
        """Return the names of the fonts with those hashes, in their order; archived ones too."""
        fonts_sudo = self.sudo().with_context(active_test=False)  # read by visitors for a message
        fonts_sudo = fonts_sudo.search([('sha256', 'in', hashes)])
        names = dict(zip(fonts_sudo.mapped('sha256'), fonts_sudo.mapped('name'), strict=True))
        return [names.get(sha256, '') for sha256 in hashes]

    @api.model
    def _get_measures(self, sha256):
        """Return as JSON what ``engine.fonts.Face.describe`` says of a face, and its ``size``.

        :return: empty when there is no such font.
        """
        if not SHA256.fullmatch(sha256):
            return ''
        if sha256 not in _font_measures:
            data = self._get_bytes_by_hash([sha256]).get(sha256)
            if not data:
                return ''
            face = self._get_font_book([sha256]).face(sha256)
            described = {**face.describe(), 'size': len(data)}
            _font_measures[sha256] = json.dumps(described, separators=(',', ':'))
        return _font_measures[sha256]

    @api.model
    def _get_fallback_hashes(self):
        return self.sudo().search([('is_fallback', '=', True)]).mapped('sha256')


_font_book = None
