import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools.misc import formatLang

from ..engine import schema

HASH_DIGITS = 32


class ProductWishlist(models.Model):
    """A wish with a design: a copy of what was on the product page, kept with the wish.

    The fields are nobody's to write: whoever could name a design would see it.
    """

    _inherit = 'product.wishlist'

    gift_design_id = fields.Many2one(
        'gift.design',
        string="Design",
        ondelete='set null',
        index='btree_not_null',
        groups='base.group_system',
    )
    gift_design_hash = fields.Char(
        compute='_compute_gift_design_hash',
        store=True,
        compute_sudo=True,
        groups='base.group_system',
        help="Name of the entries; empty without a design. A product is wished once per design.",
    )
    gift_price = fields.Float(
        string="Price with the design", digits='Product Price', groups='base.group_system'
    )

    _product_unique_partner_id = models.Constraint(
        'UNIQUE(product_id, partner_id, gift_design_hash)',
        "This product is on the wishlist already.",
    )

    @api.depends('gift_design_id')
    def _compute_gift_design_hash(self):
        for wish in self:
            wish.gift_design_hash = self._gift_get_hash(wish.gift_design_id.values_json)

    @api.model
    def _gift_get_hash(self, values):
        if not values:
            return ''
        return hashlib.sha256(schema.canonical_json(values).encode()).hexdigest()[:HASH_DIGITS]

    # === ADD === #

    @api.model
    def _gift_add(self, product, values, assets, partner=None):
        """Return the visitor's wish (sudo) of a product with a design, an existing one if equal.

        :param dict values: entries that may be used, with the photos in ``assets``.
        :param partner: customer, none for a visitor, whose session holds the ids of the wishes.
        :raise UserError: when the design cannot be read.
        """
        wishes_sudo = self.sudo()  # visitors have no rights, and the fields are nobody's
        known = wishes_sudo._gift_get_own(partner).filtered(
            lambda wish: (
                wish.product_id == product and wish.gift_design_hash == self._gift_get_hash(values)
            )
        )
        if known:
            return known[:1]
        design_sudo = self.env['gift.design']._create_kept(product, values, assets, partner)
        website = self.env['website'].get_current_website()
        wish_sudo = wishes_sudo._add_to_wishlist(
            request.pricelist.id,
            website.currency_id.id,
            website.id,
            product._get_combination_info_variant()['price'],
            product.id,
            partner.id if partner else False,
        )
        wish_sudo.gift_design_id = design_sudo
        wish_sudo.gift_price = wish_sudo._gift_get_price()
        return wish_sudo

    @api.model
    def _gift_get_own(self, partner):
        """Return the wishes of a customer, or of the visitor's session."""
        if partner:
            website = self.env['website'].get_current_website()
            return self.search([('partner_id', '=', partner.id), ('website_id', '=', website.id)])
        ids = request.session.get('wishlist_ids', [])
        return self.search([('id', 'in', ids), ('partner_id', '=', False)])

    # === LOGIN === #

    @api.model
    def _check_wishlist_from_session(self):
        """Override of `website_sale_wishlist` to keep equal products with different designs."""
        ids = request.session.get('wishlist_ids', [])
        found_sudo = self.sudo().search([('id', 'in', ids), ('partner_id', '=', False)])
        designed_sudo = found_sudo.filtered('gift_design_id')
        request.session['wishlist_ids'] = [id_ for id_ in ids if id_ not in designed_sudo.ids]
        result = super()._check_wishlist_from_session()
        designed_sudo._gift_claim(self.env.user.partner_id)
        return result

    def _gift_claim(self, partner):
        """Make the designed wishes of a visitor the customer's; those known already go."""
        own = self.search([('partner_id', '=', partner.id)])
        known = {(wish.product_id, wish.gift_design_hash) for wish in own}
        twice = self.filtered(lambda wish: (wish.product_id, wish.gift_design_hash) in known)
        claimed = self - twice
        twice.unlink()
        claimed.partner_id = partner
        claimed.gift_design_id.partner_id = partner

    # === TODAY === #

    def _gift_get_price(self):
        """Return the price of a piece with the design, as the shop shows it now."""
        self.ensure_one()
        info, extra = self._gift_get_price_parts()
        return info['currency'].round(info['price'] + extra)

    def _gift_get_price_parts(self):
        product = self.product_id.product_tmpl_id
        info = product._gift_get_price_info(
            self.product_id.product_template_attribute_value_ids, self.product_id, 1.0
        )
        template_sudo = product.sudo().gift_template_id
        extra = template_sudo._get_price_extra(self.gift_design_id.values_json or {})
        return info, product._gift_convert_extra(extra, info)

    def _gift_get_notes(self):
        """Return the sentences of what became different since the design was wished."""
        self.ensure_one()
        design_sudo = self.gift_design_id
        notes = design_sudo.revision_id._get_differences() if design_sudo.revision_id else []
        info, _extra = self._gift_get_price_parts()
        currency, price = info['currency'], self._gift_get_price()
        if currency.compare_amounts(price, self.gift_price):
            notes.append(
                self.env._(
                    "The price per piece is %(new)s instead of %(old)s.",
                    new=formatLang(self.env, price, currency_obj=currency),
                    old=formatLang(self.env, self.gift_price, currency_obj=currency),
                )
            )
        return notes

    def _gift_is_as_wished(self):
        """Return whether the gift can go into the cart as it was when it was wished.

        A design that could not be made then is looked at again on the product page.
        """
        self.ensure_one()
        try:
            return bool(self.gift_design_id.revision_id) and not self._gift_get_notes()
        except UserError:
            return False

    def _gift_get_url(self):
        """Return the product page that starts with the wished design."""
        self.ensure_one()
        url = self.product_id.website_url
        return f"{url}{'&' if '?' in url else '?'}gift_wish={self.id}"


class GiftDesign(models.Model):
    _inherit = 'gift.design'

    @api.model
    def _create_kept(self, product, values, assets, partner=None):
        """Return a workspace (sudo) that another record keeps; frozen if it can be made.

        It does not stand in the customer's list.

        :raise UserError: when the values cannot be read.
        """
        design_sudo, _key = self._create_for(product, partner)
        used = {value.get('asset') for value in values.values()}
        design_sudo.asset_ids = assets.filtered(
            lambda asset: asset.kind == 'photo' and asset.sha256 in used
        )
        design_sudo._save_values(values)
        try:
            with self.env.cr.savepoint():
                design_sudo._freeze()
        except UserError:
            return design_sudo  # a required field is still empty, for example
        return design_sudo

    def _get_texts(self):
        """Return the texts on the design, in the order of the zones."""
        self.ensure_one()
        values = self.values_json or {}
        zones = self.template_id._get_zones()
        texts = ((values.get(zone.key) or {}).get('text') for zone in zones if zone.editable)
        return [' / '.join(text.split('\n')) for text in texts if text]
