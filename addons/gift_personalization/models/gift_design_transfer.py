from odoo import api, models
from odoo.exceptions import UserError

from ..engine import transfer


class GiftDesignRevision(models.Model):
    _inherit = 'gift.design.revision'

    @api.model
    def _get_difference_sentences(self):
        """Override of `gift.design.revision` to tell what another product does to a design."""
        _ = self.env._
        return super()._get_difference_sentences() | {
            'entry_dropped': _("%(zone)s: there is no place for “%(old)s” on this product."),
            'photo_dropped': _("%(zone)s: there is no place for this photo on this product."),
            'motif_dropped': _("%(zone)s: this motif is not offered on this product."),
            'motif_changed': _("%(zone)s: it shows another motif."),
            'zone_other': _("%(zone)s: it stands in the field “%(new)s”."),
            'photo_cropped': _("%(zone)s: the photo is cut differently, please look at it."),
        }


class GiftDesign(models.Model):
    """A design on another product: what can be carried over, and what is told about it."""

    _inherit = 'gift.design'

    @api.model
    def _count_transferred(self, document, templates):
        """Return ``{gift.template: how many entries it takes}`` of those that take any.

        :param dict document: content document of a design.
        """
        sources = transfer.filled_zones(document)
        counts = {}
        for template in templates:
            taken = transfer.pair(sources, template._get_transfer_zones())
            if taken:
                counts[template] = len(taken)
        return counts

    @api.model
    def _transfer(self, document, assets, product, partner=None):
        """Return a new workspace (sudo) that carries the entries of a design on another product.

        Its ``start_notes`` say of every entry that is not there as it was what became of it.

        :param dict document: content document; the caller checked who may use it.
        :param assets: photos that may be used.
        :param product: variant the entries go to.
        :raise UserError: when that product takes none of them.
        """
        template_sudo = product.sudo().gift_template_id
        spec = template_sudo._get_live_spec(product) if template_sudo else {'surfaces': []}
        pairs = transfer.pair(transfer.filled_zones(document), transfer.zones_of(spec))
        if not pairs:
            raise UserError(self.env._("This product has no place for what is on your design."))
        values = transfer.move(
            document,
            spec,
            pairs,
            kinds=self._get_lettering_kinds(),
            options=template_sudo._get_option_texts(),
        )
        design_sudo, _key = self._create_for(product, partner)
        used = {value.get('asset') for value in values.values()}
        design_sudo.asset_ids = assets.filtered(
            lambda asset: asset.kind == 'photo' and asset.sha256 in used
        )
        design_sudo._keep_values(values)
        design_sudo.start_notes = design_sudo._get_transfer_notes(document, pairs)
        return design_sudo

    @api.model
    def _get_lettering_kinds(self):
        """Return the kind of lettering of each face by its hash."""
        fonts_sudo = self.env['gift.font'].sudo().with_context(active_test=False)
        return {font.sha256: font.category for font in fonts_sudo.search_fetch([], ['category'])}

    def _get_transfer_notes(self, document, pairs):
        """Return the sentences of what changed, was dropped, or does not fit."""
        self.ensure_one()
        design = self._parse(self._get_content())
        outcome = transfer.account(document, design.to_dict(), pairs)
        found = [difference for told in outcome.values() for difference in told]
        revisions = self.env['gift.design.revision']
        names = revisions._get_names_of_choices(found)
        labelled = self._with_zone_labels(self.template_id)
        _layout, findings = self._layout(design)
        sentences = [
            *(revisions._get_difference_sentence(difference, names) for difference in found),
            *(labelled._gift_finding_message(finding) for finding in findings),
        ]
        return list(dict.fromkeys(sentences))
