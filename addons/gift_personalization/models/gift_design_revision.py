import base64
import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.gift_base.tools import check_signed_token, signed_token

from ..engine import schema

PREVIEW_SIZE_PX = 800


class GiftDesignRevision(models.Model):
    """A frozen design, named by the SHA-256 of its content. It never changes."""

    _name = 'gift.design.revision'
    _description = 'Design revision'
    _rec_name = 'hash'
    _order = 'id desc'

    hash = fields.Char(required=True, readonly=True)
    content = fields.Text(
        required=True, readonly=True, help="Canonical JSON; its SHA-256 is the hash."
    )
    product_id = fields.Many2one(
        'product.product', required=True, readonly=True, ondelete='restrict'
    )
    template_id = fields.Many2one(
        'gift.template', required=True, readonly=True, ondelete='restrict'
    )
    asset_ids = fields.Many2many('gift.asset', string="Photos", readonly=True)
    preview = fields.Binary(attachment=True, readonly=True)

    _hash_uniq = models.Constraint('UNIQUE(hash)', "Equal designs share one revision.")

    # === CREATION AND IMMUTABILITY === #

    @api.model
    def _find_or_create(self, design, product, template, assets):
        """Return the revision (sudo) of an engine design. Safe under simultaneous callers.

        :param design: engine ``Design``.
        :param assets: photos of the workspace; those the design uses are kept.
        """
        content_hash = schema.content_hash(design)
        revisions_sudo = self.sudo()
        revision_sudo = revisions_sudo.search([('hash', '=', content_hash)])
        if revision_sudo:
            return revision_sudo
        document = design.to_dict()
        self.env.cr.execute(
            SQL(
                """
            INSERT INTO gift_design_revision (hash, content, product_id, template_id,
                                              create_uid, create_date, write_uid, write_date)
            VALUES (%s, %s, %s, %s, %s, now() AT TIME ZONE 'UTC', %s, now() AT TIME ZONE 'UTC')
            ON CONFLICT (hash) DO NOTHING
            """,
                content_hash,
                schema.canonical_json(document),
                product.id,
                template.id,
                self.env.uid,
                self.env.uid,
            )
        )
        revision_sudo = revisions_sudo.search([('hash', '=', content_hash)])
        used = {value.get('asset') for value in document['values'].values()}
        kept = assets.sudo().filtered(lambda asset: asset.sha256 in used)
        kept |= self.env['gift.clipart']._get_assets(design.cliparts())
        revision_sudo._set_assets(kept)
        return revision_sudo

    def _set_assets(self, assets):
        """Note the photos and drawings of a revision that was made just now."""
        super().write({'asset_ids': [(6, 0, assets.ids)]})

    def write(self, vals):
        """Refuse changes: a frozen design stays what it is.

        :raise UserError: for every field but the derived preview picture.
        """
        if set(vals) - {'preview'}:
            raise UserError(
                self.env._(
                    "A frozen design cannot be changed. Make a new revision instead.",
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        lines = self.env['sale.order.line'].sudo()
        if lines.search_count([('gift_revision_id', 'in', self.ids)], limit=1):
            raise UserError(self.env._("A frozen design that was ordered cannot be deleted."))

    # === READING === #

    def _get_document(self):
        """Return the content document; refuses a row whose content does not match its hash.

        :raise UserError: when the stored content was tampered with.
        """
        self.ensure_one()
        document = json.loads(self.sudo().content)
        if schema.content_hash(schema.parse_design(document)) != self.hash:
            raise UserError(
                self.env._(
                    "The content of design %(hash)s does not match its hash. It must not be"
                    " produced.",
                    hash=self.hash[:12],
                )
            )
        return document

    def _get_engine_design(self):
        self.ensure_one()
        return schema.parse_design(self._get_document())

    def _get_layout(self):
        """Return ``(engine design, layout)``."""
        design = self._get_engine_design()
        layout, _findings = self.env['gift.design']._layout(design)
        return design, layout

    def _get_values(self):
        """Return the values the customer entered, by zone key."""
        return self._get_document()['values']

    def _get_text_summary(self):
        """Return the read-back of all entries: ``[(label, text), …]`` in the order of the zones.

        Photos are told by their size in pixels.
        """
        self.ensure_one()
        document = self._get_document()
        labels = {zone.key: zone.name for zone in self.template_id._get_zones()}
        summary = []
        for surface in document['template']['surfaces']:
            for zone in surface['zones']:
                value = document['values'].get(zone['key'])
                if value and zone['editable']:
                    label = labels.get(zone['key'], zone['label'])
                    summary.append((label, self._get_value_text(value)))
        return summary

    def _get_value_text(self, value):
        if value.get('asset'):
            photo = self.env._(
                "your photo, %(width)s × %(height)s px",
                width=value['width_px'],
                height=value['height_px'],
            )
            return ', '.join([photo, *self._get_photo_look(value)])
        if value.get('clipart'):
            return self.env['gift.clipart']._get_name(value['clipart'])
        return value['text']

    def _get_photo_look(self, value):
        brightness = value.get('brightness_permille', 1000)
        if brightness != 1000:
            yield self.env._("brightness %(percent)s %%", percent=round(brightness / 10))
        contrast = value.get('contrast_permille', 1000)
        if contrast != 1000:
            yield self.env._("contrast %(percent)s %%", percent=round(contrast / 10))
        if value.get('mono'):
            yield self.env._("black and white")

    # === PRICE === #

    def _gift_get_price_extra(self):
        """Return the sum of the extra prices of the filled zones, in the product's currency."""
        self.ensure_one()
        return self.sudo().template_id._get_price_extra(self._get_values())

    # === PICTURES === #

    def _get_preview(self):
        """Return the JPEG of the design on its mock-up; rendered once, then kept."""
        self.ensure_one()
        revision_sudo = self.sudo().with_context(bin_size=False)
        if not revision_sudo.preview:
            revision_sudo.preview = base64.b64encode(self._render_preview(PREVIEW_SIZE_PX))
        return base64.b64decode(revision_sudo.preview)

    def _render_preview(self, size_px, surface_key=None):
        """Return a JPEG (bytes) of one surface on its mock-up, first surface by default.

        The first surface that carries something is shown when no key is given.
        """
        design, layout = self._get_layout()
        return self._render_design(design, layout, size_px, surface_key)

    @api.model
    def _render_design(self, design, layout, size_px, surface_key=None):
        """Return the JPEG of an engine design that need not be frozen, see `_render_preview`."""
        from ..engine import mockup  # imaging libraries are loaded on first use
        from ..engine.display import dotted

        surface = self._choose_surface(design, layout, surface_key)
        display = layout.surfaces[surface['key']]
        # Dots are those that are made: of the print master.
        copy = 'master' if dotted(display) else 'screen'
        images = self.env['gift.asset']._get_image_loader(copy)
        picture = surface['mockup']
        single = surface['method']['colors'] == 'single'
        return mockup.proof_jpeg(
            display,
            images,
            images(picture['asset']) if picture else None,
            picture['area'] if picture else None,
            blend=picture['blend'] if picture else 'normal',
            ink=(picture['ink'] or None) if picture and single else None,
            material=picture.get('material', 'plain') if picture else 'plain',
            mapping=picture.get('mapping') if picture else None,
            size_px=size_px,
        )

    @api.model
    def _choose_surface(self, design, layout, surface_key):
        surfaces = design.to_dict()['template']['surfaces']
        if surface_key:
            return next(surface for surface in surfaces if surface['key'] == surface_key)
        filled = (s for s in surfaces if layout.surfaces[s['key']].items)
        return next(filled, surfaces[0])

    def _get_preview_url(self):
        """Return the unguessable, cacheable address of the picture (relative)."""
        self.ensure_one()
        return f"/gift/preview/{self.hash}/{signed_token(self.env, 'preview', self.hash)}.jpg"

    @api.model
    def _find_by_preview_token(self, content_hash, token):
        """Return the revision (sudo) when the token is right, or an empty recordset."""
        if not check_signed_token(self.env, 'preview', content_hash, token):
            return self.sudo().browse()
        return self.sudo().search([('hash', '=', content_hash)], limit=1)

    def _get_reference(self):
        """Return what names this revision to a page that shows it already."""
        self.ensure_one()
        return f"{self.hash}/{signed_token(self.env, 'preview', self.hash)}"

    @api.model
    def _find_by_reference(self, reference):
        """Return the revision (sudo) of an untrusted reference, or an empty recordset."""
        text = reference if isinstance(reference, str) else ''
        content_hash, _slash, token = text.partition('/')
        return self._find_by_preview_token(content_hash, token)
