from odoo import models


class GiftProof(models.Model):
    """The proof says which letters stand in another font than the chosen one."""

    _inherit = 'gift.proof'

    def _get_entries(self):
        """Override to add the fonts that stand in to how an entry is made."""
        entries = super()._get_entries()
        stand_ins = self.revision_id._get_stand_ins()
        for entry in entries:
            for name, pieces in stand_ins.get(entry['key'], ()):
                stand_in = self.env._("“%(text)s” in %(font)s", text=' '.join(pieces), font=name)
                entry['details'] = ' · '.join(filter(None, (entry['details'], stand_in)))
        return entries


class GiftDesignRevision(models.Model):
    """What a frozen design says about its fonts."""

    _inherit = 'gift.design.revision'

    def _get_stand_ins(self):
        """Return ``{zone key: [(font name, pieces of text), …]}`` of what the chosen fonts lack."""
        from ..engine import layout  # HarfBuzz is loaded on first use

        design = self._get_engine_design()
        fonts = self.env['gift.font']
        book = fonts._get_font_book(self.env['gift.design']._get_font_hashes(design))
        found = layout.find_substitutions(design, book)
        hashes = list({sha256 for pieces in found.values() for sha256 in pieces})
        names = dict(zip(hashes, fonts._get_names_by_hash(hashes), strict=True)) if hashes else {}
        return {
            key: [(names[sha256], texts) for sha256, texts in pieces.items()]
            for key, pieces in found.items()
        }
