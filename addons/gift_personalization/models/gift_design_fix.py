from dataclasses import replace

from odoo import api, models

MAX_FIXES = 6
MAX_FONTS_NAMED = 3
LOOKS = ('brighten', 'darken', 'contrast')


class GiftDesign(models.Model):
    """What removes a finding in one tap, and what a finding says about fonts."""

    _inherit = 'gift.design'

    @api.model
    def _prepare_findings(self, design, findings):
        """Return the findings of an engine design for the product page, with their fixes.

        :param design: engine ``Design`` in which they were made.
        :return: what ``_prepare_finding`` returns, and ``fix`` where there is one: ``label`` and
            ``values``, the keys of the zones' values that change.
        """
        from ..engine import remedies  # HarfBuzz is loaded on first use

        book = self.env['gift.font']._get_font_book(self._get_font_hashes(design))
        drawings = self.env['gift.clipart']._get_drawing_book(design.cliparts())
        tones = self._get_tone_book()
        prepared = []
        for index, finding in enumerate(findings):
            remedy = index < MAX_FIXES and remedies.find_remedy(
                design, finding, book, tones, drawings
            )
            if finding.code == 'overflow':
                fits = remedies.fitting_length(design, finding.zone, book)
                finding = replace(finding, params={**finding.params, 'fits': fits})
            vals = self._prepare_finding(finding)
            if remedy:
                vals['fix'] = self._prepare_fix(remedy)
            prepared.append(vals)
        return prepared

    @api.model
    def _prepare_fix(self, remedy):
        # Where lines may end is found anew for the text that the page sends.
        change = {key: value for key, value in remedy.change.items() if key != 'breaks'}
        return {'label': self._build_fix_label(remedy), 'values': {remedy.zone: change}}

    @api.model
    def _build_fix_label(self, remedy):
        if remedy.kind == 'font':
            names = self.env['gift.font']._get_names_by_hash([remedy.change['font']])
            return self.env._("Use %(name)s", name=names[0])
        if remedy.kind == 'color':
            return self.env._("Use %(name)s", name=self._get_color_name(remedy.change['color']))
        if remedy.kind == 'zoom':
            return self.env._("Zoom out")
        if remedy.kind in LOOKS:
            return self._build_look_label(remedy)
        if remedy.kind == 'lines':
            return self.env._("Put it on other lines")
        if remedy.kind == 'shorten':
            return self.env._("Shorten to “%(text)s”", text=' '.join(remedy.chars.split()))
        return self.env._("Remove %(characters)s", characters=remedy.chars)

    @api.model
    def _build_look_label(self, remedy):
        brightness, contrast = (
            remedy.change.get(key, 1000) // 10
            for key in ('brightness_permille', 'contrast_permille')
        )
        if remedy.kind == 'brighten':
            return self.env._("Brighten to %(percent)s %%", percent=brightness)
        if remedy.kind == 'darken':
            return self.env._("Darken to %(percent)s %%", percent=brightness)
        return self.env._("Raise the contrast to %(percent)s %%", percent=contrast)

    @api.model
    def _get_color_name(self, hex_color):
        colors_sudo = self.env['gift.color'].sudo()  # names of catalogue colours are no secret
        return colors_sudo.search([('hex', '=', hex_color)], limit=1).name or hex_color

    @api.model
    def _get_finding_sentences(self):
        """Override to add what is measured on outlines, photos and fonts."""
        _ = self.env._
        return super()._get_finding_sentences() | {
            'photo_blurred': _(
                "%(zone)s: this photo looks blurred or enlarged, it has the detail of %(dpi)s dpi"
                " at this size. Please choose a sharper photo or zoom out."
            ),
            'photo_blurred_whole': _(
                "%(zone)s: this photo looks blurred or enlarged, it has the detail of %(dpi)s dpi"
                " at this size. Please choose a sharper photo."
            ),
            'font_fallback': _(
                "%(zone)s: the chosen lettering does not have “%(chars)s”. It is written in"
                " %(font)s."
            ),
            'stroke_too_thin': _(
                "%(zone)s: the thinnest line of these letters would be %(measured_mm)s mm, at least"
                " %(limit_mm)s mm can be made. Please choose a bolder lettering or a shorter text."
            ),
            'gap_too_small': _(
                "%(zone)s: the letters would close up, their narrowest gap is %(measured_mm)s mm"
                " and %(limit_mm)s mm are needed. Please choose another lettering or a shorter"
                " text."
            ),
            'stroke_too_thin_motif': _(
                "%(zone)s: the thinnest line of this motif would be %(measured_mm)s mm, at least"
                " %(limit_mm)s mm can be made. Please choose another motif."
            ),
            'gap_too_small_motif': _(
                "%(zone)s: this motif would close up, its narrowest gap is %(measured_mm)s mm and"
                " %(limit_mm)s mm are needed. Please choose another motif."
            ),
            'stroke_too_thin_outline': _(
                "%(zone)s: the outline of the letters is %(measured_mm)s mm wide, at least"
                " %(limit_mm)s mm can be made. Please leave this text out or ask us."
            ),
            'outside_safe_area': _(
                "%(zone)s: the text comes closer to the edge than %(limit_mm)s mm and may be cut."
                " Please shorten it."
            ),
        }

    @api.model
    def _gift_finding_message(self, finding):
        """Override to name fonts that have a missing character, how much fits, what is too fine."""
        if finding.params.get('part'):
            finding = replace(finding, code=f"{finding.code}_{finding.params['part']}")
        zone = self._get_zone_label(finding)
        if finding.code == 'missing_glyph' and finding.params.get('fonts'):
            hashes = finding.params['fonts'][:MAX_FONTS_NAMED]
            return self.env._(
                "%(zone)s: the chosen lettering does not have the character %(characters)s. These"
                " have it: %(fonts)s.",
                zone=zone,
                characters=finding.params['chars'],
                fonts=', '.join(self.env['gift.font']._get_names_by_hash(hashes)),
            )
        if finding.code == 'overflow' and finding.params.get('fits'):
            return self.env._(
                "%(zone)s: the text does not fit at its smallest size. Please shorten it to about"
                " %(count)s characters.",
                zone=zone,
                count=finding.params['fits'],
            )
        return super()._gift_finding_message(finding)
