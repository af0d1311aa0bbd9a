import base64
import binascii

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError

from ..engine import clipart
from ..engine.errors import EngineError

_drawing_bytes = {}  # process-wide: bytes are named by their hash, so an entry is never stale
_drawing_book = clipart.DrawingBook(_drawing_bytes.__getitem__)


class GiftClipart(models.Model):
    """A motif that customers may put on a gift.

    Its drawing is stored by its hash. A revision keeps the drawing it was frozen with: another
    drawing for the same motif is another file, and a drawing that was used is not deleted.
    """

    _name = 'gift.clipart'
    _description = 'Motif'
    _order = 'theme_sequence, theme_id, sequence, name, id'

    name = fields.Char(required=True, translate=True)
    keywords = fields.Char(
        translate=True, help="Other words by which customers find it, separated by blanks."
    )
    theme_id = fields.Many2one(
        'gift.clipart.theme', string="Theme", required=True, index=True, ondelete='restrict'
    )
    theme_sequence = fields.Integer(
        string="Order of the theme", related='theme_id.sequence', store=True
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    colors = fields.Selection(
        [('single', "The customer's colour"), ('full', "Its own colours")],
        string="Colours",
        compute='_compute_colors',
        store=True,
    )
    asset_id = fields.Many2one(
        'gift.asset', string="Drawing", required=True, readonly=True, ondelete='restrict'
    )
    sha256 = fields.Char(related='asset_id.sha256', store=True, index=True, string="SHA-256")
    svg_file = fields.Binary(
        string="SVG file",
        store=False,
        help="Plain shapes in black, or in up to a few colours. White shapes on one colour become"
        " holes.",
    )
    set_key = fields.Char(readonly=True, copy=False, help="Name in the set that comes with it.")
    source_sha256 = fields.Char(readonly=True, copy=False)

    # === COMPUTE METHODS AND CONSTRAINTS === #

    @api.depends('asset_id')
    def _compute_colors(self):
        for motif in self:
            is_drawing = motif.asset_id.kind == 'clipart'
            motif.colors = is_drawing and motif._get_drawing().colors

    @api.constrains('asset_id')
    def _check_drawing(self):
        for motif in self:
            if motif.asset_id.sudo().kind != 'clipart':
                raise ValidationError(
                    self.env._("“%(name)s” needs a drawing: choose an SVG file.", name=motif.name)
                )

    # === WRITING === #

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._store_drawing(vals) for vals in vals_list]
        for vals in vals_list:
            if not vals.get('asset_id'):
                raise UserError(
                    self.env._(
                        "“%(name)s” needs a drawing: choose an SVG file.",
                        name=vals.get('name') or '',
                    )
                )
        motifs = super().create(vals_list)
        self.env.registry.clear_cache()  # the catalogue of the picker
        return motifs

    def write(self, vals):
        """Take another drawing; the one before stays in the archive when it was used."""
        vals = self._store_drawing(vals)
        if vals.get('asset_id'):
            for motif in self.filtered(lambda motif: motif.asset_id.id != vals['asset_id']):
                motif._keep_used_drawing()
        done = super().write(vals)
        self.env.registry.clear_cache()
        return done

    def unlink(self):
        done = super().unlink()
        self.env.registry.clear_cache()
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self.filtered(lambda motif: motif._is_used())
        if used:
            raise UserError(
                self.env._(
                    "“%(name)s” is part of a design that was frozen. Archive it instead.",
                    name=used[0].name,
                )
            )

    def _is_used(self):
        """Return whether a frozen design shows the drawing."""
        self.ensure_one()
        revisions_sudo = self.env['gift.design.revision'].sudo()
        return bool(revisions_sudo.search_count([('asset_ids', 'in', self.asset_id.ids)], limit=1))

    def _keep_used_drawing(self):
        """Keep the name of the present drawing in the archive, for the designs that show it."""
        if self._is_used():
            self.copy({'active': False})

    @api.model
    def _store_drawing(self, vals):
        """Return values with the uploaded file replaced by its drawing."""
        vals = dict(vals)
        file = vals.pop('svg_file', False)
        if not file:
            return vals
        try:
            data = base64.b64decode(file, validate=True)
        except (binascii.Error, ValueError, TypeError) as error:
            raise UserError(self.env._("The file could not be read. Choose it again.")) from error
        return {**vals, 'asset_id': self._ingest_svg(data).id}

    @api.model
    def _ingest_svg(self, data):
        """Return the asset of an uploaded SVG file, read in a process of its own.

        :raise UserError: with what is wrong and what to do.
        """
        from ..engine.clipart_isolated import read_svg_isolated  # lxml and Skia on first use

        try:
            drawing = read_svg_isolated(data)
        except EngineError as error:
            raise UserError(self._get_svg_error_message(error)) from error
        return self._store(drawing)

    @api.model
    def _store(self, drawing):
        data = drawing.to_json().encode()
        return self.env['gift.asset']._store('clipart', data, mimetype='application/json')

    # === READING === #

    @api.model
    def _get_drawing_book(self, hashes):
        """Return the engine's drawing book with those drawings ready to use."""
        missing = [sha256 for sha256 in hashes if sha256 not in _drawing_bytes]
        if missing:
            domain = [('sha256', 'in', missing), ('kind', '=', 'clipart')]
            assets_sudo = self.env['gift.asset'].sudo().search(domain)
            attachments_sudo = (
                self.env['ir.attachment']
                .sudo()
                .search(
                    [
                        ('res_model', '=', 'gift.asset'),
                        ('res_id', 'in', assets_sudo.ids),
                        ('res_field', '=', 'master'),
                    ]
                )
            )
            hashes_by_id = {asset.id: asset.sha256 for asset in assets_sudo}
            for attachment in attachments_sudo:
                _drawing_bytes[hashes_by_id[attachment.res_id]] = attachment.raw
        return _drawing_book

    def _get_drawing(self):
        """Return the engine's drawing of the motif."""
        self.ensure_one()
        sha256 = self.sudo().asset_id.sha256
        return self._get_drawing_book([sha256]).drawing(sha256)

    @api.model
    def _get_assets(self, hashes):
        """Return the assets (sudo) of those drawings, for a revision to keep."""
        assets_sudo = self.env['gift.asset'].sudo()
        if not hashes:
            return assets_sudo
        return assets_sudo.search([('sha256', 'in', list(hashes)), ('kind', '=', 'clipart')])

    @api.model
    @tools.ormcache('sha256', 'self.env.lang')
    def _get_name(self, sha256):
        """Return what the drawing is called, also when it is no longer offered; cached."""
        motifs_sudo = self.sudo().with_context(active_test=False)
        motif = motifs_sudo.search([('sha256', '=', sha256)], order='active desc, id', limit=1)
        return motif.name or self.env._("a motif")
