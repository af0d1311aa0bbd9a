import base64
import hashlib
import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..engine.errors import EngineError

SHA256 = re.compile(r'[0-9a-f]{64}')


class GiftAsset(models.Model):
    """Bytes named by their SHA-256: photos, mock-up pictures and font files.

    A revision refers to assets by hash, so an asset never changes and stays as long as a design or
    a catalogue record uses it.
    """

    _name = 'gift.asset'
    _description = 'Content-addressed file'
    _rec_name = 'sha256'

    sha256 = fields.Char(string="SHA-256", required=True, readonly=True)
    kind = fields.Selection(
        [('photo', "Photo"), ('mockup', "Mock-up"), ('font', "Font"), ('clipart', "Motif")],
        required=True,
        readonly=True,
        index=True,
    )
    mimetype = fields.Char(required=True, readonly=True)
    width_px = fields.Integer(string="Width (px)", readonly=True)
    height_px = fields.Integer(string="Height (px)", readonly=True)
    detail_permille = fields.Integer(
        string="Detail (‰)",
        readonly=True,
        default=1000,
        help="Share of the resolution that carries detail: less than 1000 for blurred or enlarged"
        " photos. Measured at upload.",
    )
    file_size = fields.Integer(string="Size (bytes)", readonly=True)
    master = fields.Binary(
        string="Master",
        attachment=True,
        readonly=True,
        groups='gift_base.group_production',
        help="Full resolution, used for print files.",
    )
    screen = fields.Binary(
        string="Screen copy",
        attachment=True,
        readonly=True,
        groups='gift_base.group_production',
        help="At most 1600 px, used on screens and proofs.",
    )

    _sha256_uniq = models.Constraint('UNIQUE(sha256)', "A file is stored once.")

    @api.model
    def _store(self, kind, master, *, mimetype, screen=None, width_px=0, height_px=0, **values):
        """Return the asset of these bytes; create it when it is new. Safe under simultaneous
        callers.

        :param bytes master: the bytes that name the asset.
        :param bytes screen: smaller copy for screens (photos only).
        :param values: other fields of a new asset.
        :return: the asset, in sudo.
        """
        sha256 = hashlib.sha256(master).hexdigest()
        assets_sudo = self.sudo().with_context(image_no_postprocess=True)
        asset_sudo = assets_sudo.search([('sha256', '=', sha256)])
        if asset_sudo:
            return asset_sudo
        # Two visitors may upload the same photo at once: the second insert waits for the first and
        # is then run again by Odoo, which finds the row.
        self.env.cr.execute(
            SQL(
                """
            INSERT INTO gift_asset (sha256, kind, mimetype, width_px, height_px, file_size,
                                    create_uid, create_date, write_uid, write_date)
            VALUES (%s, %s, %s, %s, %s, %s, %s, now() AT TIME ZONE 'UTC', %s, now() AT TIME ZONE
            'UTC')
            ON CONFLICT (sha256) DO NOTHING RETURNING id
            """,
                sha256,
                kind,
                mimetype,
                width_px,
                height_px,
                len(master),
                self.env.uid,
                self.env.uid,
            )
        )
        asset_sudo = assets_sudo.search([('sha256', '=', sha256)])
        asset_sudo.write(
            {
                'master': base64.b64encode(master),
                'screen': base64.b64encode(screen) if screen else False,
                **values,
            }
        )
        return asset_sudo

    @api.model
    def _ingest_photo(self, data):
        """Return the asset of an uploaded photo, decoded and re-encoded in a process of its own.

        :param bytes data: the file as it was sent.
        :raise UserError: with what is wrong and what to do.
        """
        from ..engine import photo  # imaging libraries are loaded on first use

        try:
            ingested = photo.ingest_isolated(data)
        except EngineError as error:
            raise UserError(self._get_photo_error_message(error)) from error
        return self._store(
            'photo',
            ingested.master,
            mimetype=ingested.master_mimetype,
            screen=ingested.working,
            width_px=ingested.width_px,
            height_px=ingested.height_px,
            detail_permille=ingested.detail_permille,
        )

    @api.model
    def _get_photo_error_message(self, error):
        _ = self.env._
        sentences = {
            'heic': _(
                "This is an HEIC photo, which we cannot print from. On an iPhone, open Settings,"
                " Camera, Formats and choose “Most Compatible”, or send the photo to yourself by"
                " mail: that makes a JPEG, which you can upload here."
            ),
            'too_large_bytes': _(
                "This photo is larger than 25 MB. Please choose a smaller one or save it as JPEG."
            ),
            'too_many_pixels': _(
                "This photo has more than 50 megapixels. Please save it in a smaller size."
            ),
            'too_small': _(
                "This photo is too small to print, each side needs at least 200 pixels. Please"
                " choose the original photo instead of a preview of it."
            ),
            'broken': _(
                "This photo is damaged or was not sent completely. Please choose it again."
            ),
            'timeout': _(
                "This photo takes too long to open. Please save it as JPEG and try again."
            ),
        }
        fallback = _("This is not a photo we can print. Please choose a JPEG, PNG or WebP file.")
        return sentences.get(error.code, fallback)

    def _get_bytes(self, field_name='master'):
        """Return the bytes of ``master`` or ``screen`` (falls back to the master)."""
        self.ensure_one()
        # The caller has checked the owner of the design. Forms are read with bin_size, which would
        # give the size in place of the bytes.
        asset_sudo = self.sudo().with_context(bin_size=False)
        attachments_sudo = asset_sudo.env['ir.attachment'].search(
            [
                ('res_model', '=', self._name),
                ('res_id', '=', self.id),
                ('res_field', 'in', [field_name, 'master']),
            ]
        )
        by_field = {attachment.res_field: attachment for attachment in attachments_sudo}
        attachment = by_field.get(field_name) or by_field.get('master')
        return attachment.raw if attachment else base64.b64decode(asset_sudo.master or b'')

    @api.model
    def _get_by_hash(self, sha256, kind=None):
        """Return the asset (sudo) of that hash, or an empty recordset."""
        if not SHA256.fullmatch(sha256):
            return self.sudo().browse()
        domain = [('sha256', '=', sha256)]
        if kind:
            domain.append(('kind', '=', kind))
        return self.sudo().search(domain, limit=1)

    @api.model
    def _get_image_loader(self, field_name='screen'):
        """Return ``load(sha256) -> bytes`` for the engine's outputs."""

        def load(sha256):
            asset = self._get_by_hash(sha256)
            return asset._get_bytes(field_name) if asset else b''

        return load
