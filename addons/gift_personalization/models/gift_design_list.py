import base64
import hashlib
import json
import unicodedata

from odoo import api, fields, models

from ..engine import schema
from .gift_design_revision import PREVIEW_SIZE_PX

TITLE_CHARS = 60
VERSION_DIGITS = 16


class GiftDesign(models.Model):
    """What the list of saved designs shows of a design and does with it."""

    _inherit = 'gift.design'

    picture = fields.Binary(attachment=True, readonly=True)
    picture_hash = fields.Char(readonly=True, help="Content the picture was drawn from.")

    # === CHANGES === #

    def _rename(self, title):
        """Give the design a title; an empty one brings back its first text."""
        self.ensure_one()
        self.title = self._clean_title(title)

    @api.model
    def _clean_title(self, title):
        text = unicodedata.normalize('NFC', title if isinstance(title, str) else '')
        printable = ''.join(char if char.isprintable() else ' ' for char in text)
        return ' '.join(printable.split())[:TITLE_CHARS]

    def _duplicate(self):
        """Return a second workspace (sudo) of the same owner with the same entries and photos.

        :raise UserError: when the product can no longer be personalised.
        """
        self.ensure_one()
        copy_sudo, _key = self._create_for(self.product_id, self.partner_id)
        copy_sudo.write(
            {
                'values_json': self.values_json,
                'asset_ids': [(6, 0, self.asset_ids.ids)],
                'title': self._clean_title(self.env._("%(name)s (copy)", name=self._get_label())),
                'saved_date': fields.Datetime.now(),
            }
        )
        return copy_sudo

    def _take_place_of(self, replaced):
        """Stand in the list for the design of a cart line that was edited.

        A design that went on to become something else keeps its place.
        """
        self.ensure_one()
        same_owner = replaced.partner_id == self.partner_id
        if not replaced or replaced == self or not same_owner:
            return
        self.title = self.title or replaced.title
        if replaced.revision_id and replaced.values_json == replaced.revision_id._get_values():
            replaced.saved_date = False

    # === STATE === #

    def _is_offered(self):
        """Return whether the product can still be designed and bought."""
        self.ensure_one()
        product = self.product_id
        return bool(
            product.active
            and product.sale_ok
            and product.is_published
            and product.product_tmpl_id.gift_template_id
        )

    # === PICTURE === #

    def _get_picture_version(self):
        """Return what changes with the picture, for an address that may be cached."""
        self.ensure_one()
        state = [
            self.values_json,
            self.product_id.id,
            str(self.product_id.product_tmpl_id.gift_template_id.write_date),
        ]
        text = json.dumps(state, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:VERSION_DIGITS]

    def _get_picture_url(self):
        """Return the address of the picture for the owner's pages (relative)."""
        self.ensure_one()
        return f'/my/designs/{self.id}/{self._get_picture_version()}.jpg'

    def _get_picture(self):
        """Return the JPEG of the workspace on its mock-up; drawn once for a content, then kept.

        :raise UserError: when the design cannot be drawn any more.
        """
        self.ensure_one()
        design = self._parse(self._get_content())
        content_hash = schema.content_hash(design)
        if self.picture_hash != content_hash:
            layout, _findings = self._layout(design)
            revisions = self.env['gift.design.revision']
            picture = revisions._render_design(design, layout, PREVIEW_SIZE_PX)
            self.write({'picture': base64.b64encode(picture), 'picture_hash': content_hash})
        return base64.b64decode(self.with_context(bin_size=False).picture)
