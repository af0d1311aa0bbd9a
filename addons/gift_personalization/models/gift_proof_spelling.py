from odoo import models

from ..engine import spelling


class GiftProof(models.Model):
    """The texts of a proof, taken apart letter by letter."""

    _inherit = 'gift.proof'

    def _has_texts(self):
        """Return whether the customer has a spelling to check, also one in a picture of ours."""
        self.ensure_one()
        if self.revision_id._has_artwork():
            return True
        return any(not entry['is_photo'] for entry in self._get_entries())

    def _get_spelling(self, text):
        """Return the letters of a text with their names, as a person would read them out.

        :return: ``[{'text', 'name', 'is_tricky'}, …]`` in writing order.
        """
        return [
            {
                'text': letter.text,
                'name': self._build_letter_name(letter),
                'is_tricky': letter.is_tricky,
            }
            for letter in spelling.spell(text)
        ]

    def _build_letter_name(self, letter):
        if letter.code == 'accented':
            return self._build_accented_name(letter.params)
        if letter.code == 'foreign':
            return self._get_foreign_name(letter.params['script'], letter.text)
        return self._get_letter_names().get(letter.code) or self._name_case(
            letter.code, letter.text
        )

    def _build_accented_name(self, params):
        names = self._get_accent_names()
        return self.env._(
            "%(letter)s with %(accents)s",
            letter=self._name_case(params['case'], params['base']),
            accents=', '.join(names[accent] for accent in params['accents']),
        )

    def _name_case(self, case, text):
        if case == 'capital':
            return self.env._("capital %s", text)
        if case == 'small':
            return self.env._("small %s", text)
        if case == 'digit':
            return self.env._("digit %s", text)
        return text

    def _get_foreign_name(self, script, text):
        if script == 'Cyrl':
            return self.env._("Cyrillic letter %s", text)
        return self.env._("Greek letter %s", text)

    def _get_letter_names(self):
        _ = self.env._
        return {
            'zero': _("digit zero"),
            'capital_o': _("capital letter O"),
            'small_o': _("small letter o"),
            'one': _("digit one"),
            'small_l': _("small letter L"),
            'capital_i': _("capital letter i"),
            'bar': _("vertical bar"),
            'five': _("digit five"),
            'capital_s': _("capital letter S"),
            'two': _("digit two"),
            'capital_z': _("capital letter Z"),
            'eight': _("digit eight"),
            'capital_b': _("capital letter B"),
            'dotless_i': _("small i without a dot"),
            'hyphen': _("hyphen"),
            'en_dash': _("dash"),
            'em_dash': _("long dash"),
            'straight_apostrophe': _("straight apostrophe"),
            'curved_apostrophe': _("curved apostrophe"),
            'grave_accent': _("grave accent on its own"),
            'acute_accent': _("acute accent on its own"),
            'space': _("space"),
            'line_break': _("new line"),
            'emoji': _("emoji"),
        }

    def _get_accent_names(self):
        _ = self.env._
        return {
            'grave': _("grave accent"),
            'acute': _("acute accent"),
            'circumflex': _("circumflex"),
            'tilde': _("tilde"),
            'macron': _("line above"),
            'breve': _("breve"),
            'dot': _("dot above"),
            'two_dots': _("two dots"),
            'ring': _("ring above"),
            'double_acute': _("two acute accents"),
            'caron': _("caron"),
            'comma_below': _("comma below"),
            'cedilla': _("cedilla"),
            'hook_below': _("hook below"),
        }
