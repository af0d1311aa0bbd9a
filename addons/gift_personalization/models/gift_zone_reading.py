import re
import unicodedata
from datetime import date
from decimal import Decimal

import babel.numbers

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import babel_locale_parse

from .gift_zone import ENTRY_TYPES
from .gift_zone_entry import MAX_DECIMALS, MAX_DIGITS

BLANKS = " \u00a0\u202f'’"
MAX_RAW = 60
NUMBER = re.compile(r'-?(\d+\.?\d*|\.\d+)', re.ASCII)
SAMPLE_DAY = date(2026, 12, 24)


class GiftZone(models.Model):
    """Reading what a customer entered in a date, number or choice, and writing what is printed."""

    _inherit = 'gift.zone'

    def _complete_entry(self, value):
        """Return a value with the text that is printed, made from the entry; writes nothing.

        The browser's text is the raw entry: an ISO date, a number as typed or an option's key.

        :param dict value: untrusted; ``date``, ``number`` and ``choice`` win over ``text``.
        """
        self.ensure_one()
        if self.zone_type not in ENTRY_TYPES or not isinstance(value, dict):
            return value
        raw = self._get_raw_entry(value)
        if not isinstance(raw, str) or not raw.strip():
            return value
        kept = {name: value[name] for name in ('font', 'color') if name in value}
        lang = self._get_entry_lang(value)
        made = getattr(self, f'_complete_{self.zone_type}')(raw.strip()[:MAX_RAW], value, lang)
        return {**kept, 'lang': lang, **made}

    def _get_raw_entry(self, value):
        """Return what the field of the product page holds for a value."""
        name = self.zone_type
        return (value.get(name) if name in ENTRY_TYPES else '') or value.get('text') or ''

    def _get_entry_lang(self, value):
        """Return the language of an entry: the one it was made in, or the visitor's."""
        lang = value.get('lang')
        installed = dict(self.env['res.lang'].get_installed())
        if isinstance(lang, str) and lang in installed:
            return lang
        return self.env.lang or 'en_US'

    @api.constrains('default_text', 'zone_type', 'option_ids', 'number_decimals')
    def _check_default_entry(self):
        for zone in self.filtered(lambda zone: zone.zone_type in ENTRY_TYPES):
            value = zone._complete_entry({'text': zone.default_text or ''})
            if zone.default_text and not value.get(zone.zone_type):
                raise ValidationError(
                    self.env._(
                        "“%(text)s” is no entry that “%(name)s” can start with. Write a date like"
                        " 2026-12-24, a number, or the text of one of the options.",
                        text=zone.default_text,
                        name=zone.name,
                    )
                )

    # === DATE === #

    def _complete_date(self, raw, value, lang):
        formats = self._get_date_formats()
        chosen = formats.filtered(lambda record: record.key == value.get('format')) or formats
        try:
            day = fields.Date.to_date(raw)
        except ValueError:
            day = None
        if not day or not chosen:
            return {'text': raw}
        return {
            'text': chosen[0]._format(day, lang),
            'date': day.isoformat(),
            'format': chosen[0].key,
        }

    def _get_format_examples(self, value):
        """Return ``{'key', 'text'}`` per format of a date zone: the day of ``value``, or today."""
        value = value if isinstance(value, dict) else {}
        lang = self._get_entry_lang(value)
        formats = self._get_date_formats()
        day = self._complete_entry({**value, 'format': ''}).get('date')
        day = fields.Date.to_date(day) or fields.Date.context_today(self)
        return [{'key': record.key, 'text': record._format(day, lang)} for record in formats]

    # === NUMBER === #

    def _complete_number(self, raw, value, lang):
        number = self._read_number(raw, babel_locale_parse(lang))
        if number is None:
            return {'text': raw}
        return {'text': self._format_number(number, lang), 'number': f'{number:f}'}

    def _read_number(self, raw, locale):
        """Return the Decimal a customer typed, in the digits of any script; None for none.

        The last of both marks, or a mark that stands once, separates decimals; a thousands
        separator of the language in its right place does not.
        """
        digits = ''.join(
            str(unicodedata.decimal(char, char)) for char in raw if char not in BLANKS
        ).replace('\u2212', '-')
        digits = digits.replace('\u066b', '.').replace('\u066c', ',')
        group = babel.numbers.get_group_symbol(locale)
        marks = [char for char in digits if char in '.,']
        if len(set(marks)) == 2:
            digits = digits.replace(',' if marks[-1] == '.' else '.', '')
        elif len(marks) > 1 or (marks and self._is_grouped(digits, marks[0], group)):
            digits = digits.replace(marks[0], '')
        digits = digits.replace(',', '.')
        if not NUMBER.fullmatch(digits) or len(digits) > MAX_DIGITS + MAX_DECIMALS:
            return None
        number = Decimal(digits)
        exact = number.quantize(Decimal(1).scaleb(-self.number_decimals))
        return exact + 0 if exact == number and abs(number) < 10**MAX_DIGITS else None

    @api.model
    def _get_group_mark(self, lang):
        """Return what separates thousands in a language."""
        return babel.numbers.get_group_symbol(babel_locale_parse(lang))

    def _is_grouped(self, digits, mark, group):
        after = digits.split(mark)[1]
        return mark == group and len(after) == 3 and self.number_decimals < 3

    def _format_number(self, number, lang):
        locale = babel_locale_parse(lang)
        pattern = locale.decimal_formats[None].pattern.split(';')[0].split('.')[0]
        if not self.number_grouping:
            pattern = '0' * max(1, self.number_digits)
        decimals = '.' + '0' * self.number_decimals if self.number_decimals else ''
        return babel.numbers.format_decimal(number, pattern + decimals, locale=locale)

    # === CHOICE === #

    def _complete_choice(self, raw, value, lang):
        chosen = self.option_ids.filtered(lambda option: option.key == raw)
        chosen = chosen or self._find_option(raw)
        if not chosen:
            return {'text': raw}
        return {'text': chosen.with_context(lang=lang).name, 'choice': chosen.key}

    # === SAMPLE === #

    def _get_entry_sample(self):
        """Return what the zone editor shows in a zone whose text is not typed; '' in others."""
        self.ensure_one()
        lang = self.env.lang or 'en_US'
        if self.zone_type == 'monogram':
            return self.default_text or "ABC"
        if self.zone_type == 'date':
            return self._get_date_formats()[:1]._format(SAMPLE_DAY, lang)
        if self.zone_type == 'number':
            return self._format_number(Decimal(str(self.number_max)), lang)
        if self.zone_type == 'choice':
            names = self.option_ids.mapped('name') or [self.env._("Your choice")]
            return max(names, key=len)
        return ''
