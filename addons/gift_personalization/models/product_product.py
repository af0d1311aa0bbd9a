from markupsafe import Markup

from odoo import models

from ..exceptions import GiftDesignRequired


class ProductProduct(models.Model):
    _inherit = 'product.product'

    # === SHOP === #

    def _website_show_quick_add(self):
        """Override of `website_sale` to lead to the product page, where the design is made."""
        return (
            not self.product_tmpl_id._gift_is_personalised() and super()._website_show_quick_add()
        )

    def _gift_refuse_without_design(self):
        """Refuse to sell the variant without a design.

        :raise GiftDesignRequired: always, with the address of the product page.
        """
        self.ensure_one()
        raise GiftDesignRequired(
            self.env._(
                "“%(product)s” is made for you alone. Please design it on its page first.",
                product=self.with_context(display_default_code=False).display_name,
            ),
            self.website_url,
        )

    # === DESIGNER OF THE PRODUCT PAGE === #

    def _gift_prepare_designer(
        self, revision, price_info, edited_line=None, partner=None, design=None
    ):
        """Return what the designer's template shows.

        :param revision: design to start with, or an empty recordset.
        :param dict price_info: of ``product.template._gift_get_price_info``.
        :param edited_line: cart line (sudo) whose design is edited.
        :param partner: owner of the workspace that a given revision is opened in.
        :param design: own workspace (sudo) that is continued when no revision is given.
        """
        self.ensure_one()
        designs = self.env['gift.design']
        key, values = '', self._gift_get_default_values()
        if revision:
            design, key = designs._create_from_revision(revision, self, partner)
        elif design:
            key = design._get_page_key()
        if design:
            values = design.values_json or {}
        preview = designs._preview(self, values, design, key)
        return {
            'key': key,
            'layout': self._gift_get_guess_layout(),
            'line_id': edited_line.id if edited_line else '',
            'surfaces': self._gift_prepare_surfaces(preview, values, key, price_info),
            'price': self.product_tmpl_id._gift_format_price(preview['price_extra'], price_info),
            'description': preview['description'],
        }

    def _gift_get_guess_layout(self):
        return self.sudo().gift_template_id._get_guess_layout(self.id)

    def _gift_get_default_values(self):
        zones = self.sudo().gift_template_id._get_zones()
        return {
            zone.key: {'text': zone.default_text}
            for zone in zones
            if zone.editable and zone._is_text() and zone.default_text
        }

    def _gift_prepare_surfaces(self, preview, values, key, price_info):
        shown = {surface['key']: surface for surface in preview['surfaces']}
        return [
            {
                'surface': surface,
                'svg': Markup(shown[surface.key]['svg']),  # drawn by our own engine
                'material': Markup(shown[surface.key]['material']),  # and so is this
                'mockup': shown[surface.key]['mockup'],
                'zones': [
                    self._gift_prepare_zone(zone, values.get(zone.key) or {}, key, price_info)
                    for zone in surface.zone_ids
                    if zone.editable
                ],
            }
            for surface in self.sudo().gift_template_id.surface_ids
        ]

    def _gift_prepare_zone(self, zone, value, key, price_info):
        product = self.product_tmpl_id
        currency = price_info['currency']
        fonts = zone._get_fonts() if zone._is_text() else zone.env['gift.font']
        colors = zone._get_colors() if zone._is_text() else zone.env['gift.color']
        return {
            'zone': zone,
            'value': value,
            'fonts': fonts,
            'font': fonts.filtered(lambda font: font.sha256 == value.get('font'))[:1] or fonts[:1],
            'colors': colors,
            'color': colors.filtered(lambda color: color.hex == value.get('color'))[:1]
            or colors[:1],
            'photo_url': f"/gift/asset/{value['asset']}/screen.jpg?key={key}"
            if value.get('asset')
            else '',
            'extra': zone.price_extra
            and currency.format(product._gift_convert_extra(zone.price_extra, price_info)),
        }
