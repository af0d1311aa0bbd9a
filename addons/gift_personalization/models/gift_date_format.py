import re

import babel.dates

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import babel_locale_parse

ROMAN = (
    (1000, 'M'), (900, 'CM'), (500, 'D'), (400, 'CD'), (100, 'C'), (90, 'XC'), (50, 'L'),
    (40, 'XL'), (10, 'X'), (9, 'IX'), (5, 'V'), (4, 'IV'), (1, 'I'),
)  # fmt: skip
SKELETONS = {'month_year': 'yMMMM', 'day_month': 'MMMMd'}
# Numbers of a short date in full, whatever the language is used to.
FULL_DIGITS = ((r'y+', 'yyyy'), (r'(?<!M)M{1,2}(?!M)', 'MM'), (r'(?<!d)d(?!d)', 'dd'))


def roman(number):
    """Return a number above 0 in Roman numerals."""
    text = ''
    for value, letters in ROMAN:
        count, number = divmod(number, value)
        text += letters * count
    return text


class GiftDateFormat(models.Model):
    """A way to write a date on a gift, in the language of the customer or in a fixed one."""

    _name = 'gift.date.format'
    _inherit = ['gift.catalogue.mixin']
    _description = 'Date format'
    _order = 'sequence, id'

    name = fields.Char(required=True, translate=True)
    key = fields.Char(required=True, copy=False, help="Technical name, kept in designs.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [
            ('short', "Numbers, as usual in the language"),
            ('long', "Day, month in words, year"),
            ('full', "With the day of the week"),
            ('month_year', "Month in words and year"),
            ('day_month', "Day and month in words"),
            ('year', "Year"),
            ('roman', "Roman numerals"),
            ('pattern', "Own pattern"),
        ],
        required=True,
        default='long',
    )
    pattern = fields.Char(
        help="Of Unicode's date patterns: dd.MM.yyyy makes 14.02.2026, d MMM yyyy 14 Feb 2026."
    )
    lang_id = fields.Many2one(
        'res.lang', string="Always in", help="Empty: in the language of the customer."
    )
    example = fields.Char(compute='_compute_example')

    _key_uniq = models.Constraint('UNIQUE(key)', "There is already a date format with that key.")

    @api.depends('kind', 'pattern', 'lang_id')
    @api.depends_context('lang')
    def _compute_example(self):
        today = fields.Date.context_today(self)
        for date_format in self:
            try:
                date_format.example = date_format._format(today, self.env.lang)
            except (ValueError, KeyError, AttributeError):
                date_format.example = False

    @api.constrains('key')
    def _check_key(self):
        for date_format in self:
            if not re.fullmatch(r'[a-z0-9][a-z0-9_-]{0,39}', date_format.key):
                raise ValidationError(
                    self.env._(
                        "The key “%(key)s” may hold small letters, digits, - and _ only.",
                        key=date_format.key,
                    )
                )

    @api.constrains('kind', 'pattern')
    def _check_pattern(self):
        for date_format in self.filtered(lambda record: record.kind == 'pattern'):
            try:
                text = date_format._format(fields.Date.to_date('2026-02-14'), 'en_US')
            except (ValueError, KeyError, AttributeError):
                text = ''
            if not text.strip() or len(text) > 100:
                raise ValidationError(
                    self.env._(
                        "“%(pattern)s” is no pattern of a date. Write for example dd.MM.yyyy.",
                        pattern=date_format.pattern or '',
                    )
                )

    def _format(self, date, lang):
        """Return a date as it is printed.

        :param date: datetime.date
        :param str lang: code of the customer's language; a format with its own language ignores it.
        """
        self.ensure_one()
        locale = babel_locale_parse(self.sudo().lang_id.code or lang or 'en_US')
        if self.kind == 'roman':
            return ' · '.join(map(roman, (date.day, date.month, date.year)))
        if self.kind in SKELETONS:
            return babel.dates.format_skeleton(SKELETONS[self.kind], date, locale=locale)
        return babel.dates.format_date(date, self._get_pattern(locale), locale=locale)

    def _get_pattern(self, locale):
        if self.kind == 'short':
            pattern = babel.dates.get_date_format('short', locale=locale).pattern
            for numbers, digits in FULL_DIGITS:
                pattern = re.sub(numbers, digits, pattern)
            return pattern
        return {'year': 'yyyy', 'pattern': self.pattern or ''}.get(self.kind, self.kind)
