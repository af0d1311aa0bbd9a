import hashlib
import json

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from ..engine import difference, schema
from .gift_design_revision import PREVIEW_SIZE_PX


class GiftDesignRevision(models.Model):
    """A frozen design and what today's template makes of it."""

    _inherit = 'gift.design.revision'

    def _get_today(self):
        """Return the engine design that the same values give today; freezes nothing.

        :raise UserError: when the product can no longer be personalised.
        """
        self.ensure_one()
        designs = self.env['gift.design']
        revision_sudo = self.sudo()
        if not revision_sudo.product_id.product_tmpl_id.gift_template_id:
            raise UserError(self.env._("This product can no longer be personalised."))
        content = designs._build_content(
            revision_sudo.product_id, self._get_values(), revision_sudo.asset_ids
        )
        return designs._parse(content)

    def _get_differences(self, today=None):
        """Return the sentences that say what is different today; empty when nothing is.

        :param today: engine design of :meth:`_get_today`.
        """
        today = today or self._get_today()
        if schema.content_hash(today) == self.hash:
            return []
        shas = self.env['gift.design']._get_font_hashes
        book = self.env['gift.font']._get_font_book(shas(self._get_engine_design()) | shas(today))
        found = difference.compare(self._get_document(), today.to_dict(), book)
        names = self._get_names_of_choices(found)
        sentences = (self._get_difference_sentence(entry, names) for entry in found)
        return list(dict.fromkeys(sentences))

    @api.model
    def _get_names_of_choices(self, differences):
        """Return the names of the fonts (by hash) and colours (by hex) that are compared."""
        codes = {value for entry in differences for value in entry.params.values()}
        fonts_sudo = self.env['gift.font'].sudo().with_context(active_test=False)
        colors_sudo = self.env['gift.color'].sudo()
        return {
            **{color.hex: color.name for color in colors_sudo.search([('hex', 'in', list(codes))])},
            **{
                font.sha256: font.name
                for font in fonts_sudo.search([('sha256', 'in', list(codes))])
            },
        }

    @api.model
    def _get_difference_sentences(self):
        _ = self.env._
        return {
            'zone_gone': _("%(zone)s: this field is gone, “%(old)s” would not be printed."),
            'photo_gone': _("%(zone)s: this field is gone, your photo would not be printed."),
            'text_changed': _("%(zone)s: it reads “%(new)s” instead of “%(old)s”."),
            'font_changed': _("%(zone)s: the lettering is %(new)s instead of %(old)s."),
            'color_changed': _("%(zone)s: the colour is %(new)s instead of %(old)s."),
            'zone_moved': _("%(zone)s: it has another place or size."),
            'outline_redrawn': _(
                "%(zone)s: the outline of the letters is filled better now; compare the pictures."
            ),
            'joins_redrawn': _(
                "%(zone)s: the letters follow the arc without breaks now; compare the pictures."
            ),
            'side_gone': _("%(zone)s: this side is no longer printed."),
            'side_changed': _("%(zone)s: this side is made in another size or way."),
            'mockup_changed': _("%(zone)s: the product looks different on its picture."),
            'details_changed': _("Details of the lettering have changed; compare the pictures."),
        }

    @api.model
    def _get_difference_sentence(self, entry, names):
        choices = {'old': "", 'new': "", **entry.params}
        if entry.code in ('font_changed', 'color_changed'):
            choices = {side: names.get(code, code[:7]) for side, code in choices.items()}
        sentence = self._get_difference_sentences()[entry.code]
        return sentence % {'zone': entry.zone, **choices}


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def _gift_prepare_again(self):
        """Return the comparison of the line with what ordering it again would give.

        :return: ``differences`` and ``findings`` (sentences), ``price`` (then, now, is_same),
            ``is_same`` (nothing to tell), ``is_possible`` and ``digest`` of what is told.
        """
        self.ensure_one()
        line_sudo = self.sudo()  # the caller checked whose line it is
        revision_sudo = line_sudo.gift_revision_id
        today = revision_sudo._get_today()
        designs = self.env['gift.design']._with_zone_labels(
            line_sudo.product_template_id.gift_template_id
        )
        _layout, findings = designs._layout(today)
        told = {
            'differences': revision_sudo._get_differences(today),
            'findings': [designs._gift_finding_message(finding) for finding in findings],
            'price': self._gift_compare_price(today),
        }
        is_possible = all(finding.severity != 'error' for finding in findings)
        digest = hashlib.sha256(json.dumps([told, schema.content_hash(today)]).encode())
        return {
            **told,
            'is_possible': is_possible,
            'is_same': is_possible and not told['differences'] and told['price']['is_same'],
            'digest': digest.hexdigest(),
        }

    def _gift_compare_price(self, today):
        """Return the price per piece then and now, each as the shop shows prices to visitors."""
        product = self.product_id
        template = product.product_tmpl_id
        values = self.product_no_variant_attribute_value_ids
        info = template._gift_get_price_info(
            product.product_template_attribute_value_ids | values, product, self.product_uom_qty
        )
        extra = template.sudo().gift_template_id._get_price_extra(today.values)
        now = info['currency'].round(info['price'] + template._gift_convert_extra(extra, info))
        is_net = self.order_id.website_id.show_line_subtotals_tax_selection == 'tax_excluded'
        then = self.price_reduce_taxexcl if is_net else self.price_reduce_taxinc
        same_currency = info['currency'] == self.currency_id
        return {
            'then': formatLang(self.env, then, currency_obj=self.currency_id),
            'now': formatLang(self.env, now, currency_obj=info['currency']),
            'is_same': same_currency and not self.currency_id.compare_amounts(then, now),
        }

    def _gift_render_today(self):
        """Return the JPEG of the line's values on today's template and mock-up."""
        revision_sudo = self.sudo().gift_revision_id
        today = revision_sudo._get_today()
        layout, _findings = self.env['gift.design']._layout(today)
        return revision_sudo._render_design(today, layout, PREVIEW_SIZE_PX)
