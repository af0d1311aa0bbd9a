import base64
import hashlib
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

LINKS_PER_DESIGN = 20
PICTURE_SIZE_PX = 1000


class GiftDesignShare(models.Model):
    """A link that shows a design to others as it was when it was shared.

    The link holds a secret of its own, of which only the hash is stored: it can be taken back
    without touching the design, and it opens nothing but this picture.
    """

    _name = 'gift.design.share'
    _description = 'Shared design'
    _order = 'id desc'

    design_id = fields.Many2one(
        'gift.design', required=True, readonly=True, ondelete='cascade', index=True
    )
    revision_id = fields.Many2one(
        'gift.design.revision', required=True, readonly=True, ondelete='restrict', index=True
    )
    token_hash = fields.Char(required=True, readonly=True, groups='base.group_system')
    date_end = fields.Date(
        string="Works until", readonly=True, help="Empty: until it is taken back."
    )
    photos_shared = fields.Boolean(
        string="Photos may be used", readonly=True, help="Copies of the design get its photos."
    )

    _token_hash_uniq = models.Constraint('UNIQUE(token_hash)', "A link opens one design.")

    # === LINKS === #

    @api.model
    def _hash_token(self, token):
        return hashlib.sha256(token.encode()).hexdigest()

    @api.model
    def _create_for(self, design, *, days=None, photos=False):
        """Freeze a design and make a link to what it looks like now.

        :param design: workspace (sudo) whose owner was checked.
        :param days: how long the link works; ``None`` until it is taken back.
        :param bool photos: whether copies of the design get its photos.
        :return: ``(share, token)`` in sudo; the token cannot be had again.
        :raise UserError: when the design cannot be made as it is, or has too many links.
        """
        if self.sudo().search_count([('design_id', '=', design.id)]) >= LINKS_PER_DESIGN:
            raise UserError(
                self.env._(
                    "This design has %(count)s links already. Please take one back first.",
                    count=LINKS_PER_DESIGN,
                )
            )
        token = secrets.token_urlsafe(24)
        share_sudo = self.sudo().create(
            {
                'design_id': design.id,
                'revision_id': design._freeze().id,
                'token_hash': self._hash_token(token),
                'date_end': days and fields.Date.today() + timedelta(days=days),
                'photos_shared': bool(photos),
            }
        )
        return share_sudo, token

    @api.model
    def _get_valid_domain(self):
        return Domain('date_end', '=', False) | Domain('date_end', '>=', fields.Date.today())

    @api.model
    def _find_by_token(self, token):
        """Return the link (sudo) of a token that works, or an empty recordset."""
        shares_sudo = self.sudo()
        if not isinstance(token, str) or len(token) != 32:
            return shares_sudo.browse()
        wanted = Domain('token_hash', '=', self._hash_token(token))
        return shares_sudo.search(wanted & self._get_valid_domain(), limit=1)

    @api.autovacuum
    def _gc_expired(self):
        """Delete links that do not work any more; their designs may then go, too."""
        self.sudo().search(~self._get_valid_domain()).unlink()

    # === PAGE === #

    def _is_outdated(self):
        """Return whether the design was changed after it was shared."""
        self.ensure_one()
        return (self.design_id.values_json or {}) != self.revision_id._get_values()

    def _get_surfaces(self):
        """Return ``[{'key', 'label'}, …]`` of the sides that carry something, at least one."""
        self.ensure_one()
        document = self.revision_id._get_document()
        labels = {side.key: side.name for side in self.revision_id.template_id.surface_ids}
        sides = document['template']['surfaces']
        filled = [
            side for side in sides if any(z['key'] in document['values'] for z in side['zones'])
        ]
        return [
            {'key': side['key'], 'label': labels.get(side['key'], side['label'])}
            for side in filled or sides[:1]
        ]

    def _get_texts(self):
        """Return what is on the gift: ``[(label, text), …]``, without the photos."""
        self.ensure_one()
        values = self.revision_id._get_values()
        labels = {zone.key: zone.name for zone in self.revision_id.template_id._get_zones()}
        return [
            (labels.get(key, key), value['text'])
            for key, value in values.items()
            if value.get('text')
        ]

    def _get_picture(self, surface_key):
        """Return the JPEG of one side, drawn once for a link; empty for a side it does not show."""
        self.ensure_one()
        if surface_key not in {side['key'] for side in self._get_surfaces()}:
            return b''
        attachments_sudo = self.env['ir.attachment'].sudo()  # the caller has the link
        name = f'{surface_key}.jpg'
        owner = {'res_model': self._name, 'res_id': self.id, 'name': name}
        known = attachments_sudo.search([(key, '=', value) for key, value in owner.items()])
        if not known:
            data = self.revision_id._render_preview(PICTURE_SIZE_PX, surface_key)
            known = attachments_sudo.create({**owner, 'datas': base64.b64encode(data)})
        return known[0].raw

    # === COPY === #

    def _get_copied_values(self):
        """Return the values that others may use, and whether photos are left out."""
        self.ensure_one()
        values = self.revision_id._get_values()
        kept = {
            key: value
            for key, value in values.items()
            if self.photos_shared or not value.get('asset')
        }
        return kept, len(kept) < len(values)

    def _copy_for(self, partner=None):
        """Return a new workspace (sudo) for somebody else that starts with what is shared.

        :raise UserError: when the product can no longer be personalised.
        """
        self.ensure_one()
        values, is_less = self._get_copied_values()
        copy_sudo, _key = self.env['gift.design']._create_for(self.revision_id.product_id, partner)
        if self.photos_shared:
            used = {value.get('asset') for value in values.values()}
            copy_sudo.asset_ids = self.revision_id.asset_ids.filtered(
                lambda asset: asset.kind == 'photo' and asset.sha256 in used
            )
        copy_sudo._save_values(values)
        if is_less:
            copy_sudo.start_notes = [
                self.env._("The photo is not part of the copy. Please choose a photo of your own.")
            ]
        return copy_sudo
