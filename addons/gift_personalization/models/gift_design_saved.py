import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import consteq

from odoo.addons.gift_base.tools import signed_token

LABEL_CHARS = 40
KEYS_AT_ONCE = 50
PAGE_KEY = re.compile(r'd(\d{1,9})\.[0-9a-f]{32}')


class GiftDesign(models.Model):
    """Designs that visitors keep: from the first edit, later as the customer's own."""

    _inherit = 'gift.design'

    title = fields.Char(help="What the customer calls this design.")
    saved_date = fields.Datetime(
        string="Last edited",
        index=True,
        readonly=True,
        help="Empty for a workspace that was opened and never edited.",
    )

    # === KEYS === #

    def _get_page_key(self):
        """Return a key for a page that opens the design after its owner was checked.

        It is made from the database secret, so that pages that are open side by side share it and
        nothing is written; it ends with the design's own key.
        """
        self.ensure_one()
        design_sudo = self.sudo()  # the hash of the key is nobody's to read
        return f"d{self.id}.{signed_token(self.env, 'design', f'{self.id}:{design_sudo.key_hash}')}"

    @api.model
    def _find_by_key(self, key):
        """Override to accept the key of an owner's page, too."""
        match = PAGE_KEY.fullmatch(key) if isinstance(key, str) else None
        if not match:
            return super()._find_by_key(key)
        design_sudo = self.sudo().browse(int(match[1])).exists()
        if design_sudo and consteq(design_sudo._get_page_key(), key):
            return design_sudo
        return self.sudo().browse()

    # === OWNER === #

    @api.model
    def _open_or_create(self, product, key=None, partner=None):
        """Override to make the design the customer's own.

        The design of another customer is left alone: whoever knows its key gets a copy.
        """
        design_sudo = self._find_by_key(key)
        owner = design_sudo.partner_id
        if owner and partner and owner != partner:
            copy_sudo, key = self._create_for(product, partner)
            copy_sudo.asset_ids = design_sudo.asset_ids
            return copy_sudo, key
        design_sudo, key = super()._open_or_create(product, key, partner)
        if partner and not design_sudo.partner_id:
            design_sudo.partner_id = partner
        return design_sudo, key

    @api.model
    def _find_by_keys(self, keys):
        """Return the designs (sudo) that an untrusted list of keys opens, newest first."""
        texts = [key for key in (keys if isinstance(keys, list) else []) if isinstance(key, str)]
        texts = [key for key in texts[:KEYS_AT_ONCE] if 16 <= len(key) <= 64]
        page_keys = {int(match[1]): key for key in texts if (match := PAGE_KEY.fullmatch(key))}
        found_sudo = self.sudo().search(
            Domain('saved_date', '!=', False)
            & (
                Domain('key_hash', 'in', [self._hash_key(key) for key in texts])
                | Domain('id', 'in', list(page_keys))
            ),
            order='saved_date desc, id desc',
        )
        return found_sudo.filtered(
            lambda design: (
                design.id not in page_keys or consteq(design._get_page_key(), page_keys[design.id])
            )
        )

    @api.model
    def _claim(self, keys, partner):
        """Make designs that a browser knows the partner's own; the key is the proof.

        A design that has an owner is left alone, so that claiming twice changes nothing. Of two
        simultaneous claims PostgreSQL refuses the second, which is run again and finds an owner.

        :param keys: untrusted list of keys.
        :return: the designs (sudo) that were claimed.
        """
        claimed_sudo = self._find_by_keys(keys).filtered(lambda design: not design.partner_id)
        claimed_sudo.partner_id = partner
        return claimed_sudo

    # === SAVE === #

    def _keep_values(self, values):
        """Store values that a visitor entered; equal ones are not written again.

        :raise UserError: when they are malformed or refer to somebody else's photo.
        """
        self.ensure_one()
        parsed = self._parse(self._get_content(values)).to_dict()['values']
        if not self.saved_date or parsed != self.values_json:
            self.write({'values_json': parsed, 'saved_date': fields.Datetime.now()})

    # === TEXT === #

    def _get_label(self):
        """Return what the design is called: its title, its first text, or its product."""
        self.ensure_one()
        label = self.title or self._get_first_text() or self.product_id.name
        return label if len(label) <= LABEL_CHARS else f'{label[: LABEL_CHARS - 1].rstrip()}…'

    def _get_first_text(self):
        values = self.values_json or {}
        for zone in self.template_id._get_zones():
            text = (values.get(zone.key) or {}).get('text')
            if zone.editable and text:
                return ' '.join(text.split())
        return ''

    def _get_page_url(self):
        """Return the product page with this design; it opens for its owner only."""
        self.ensure_one()
        url = self.product_id.website_url
        return f"{url}{'&' if '?' in url else '?'}gift_design={self.id}"
