import base64

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.gift_personalization.engine.errors import EngineError

from ..const import FEED_BYTES
from ..engine.feed_rows import FIELDS, SPELLINGS, read_rows

MIB = 1024**2
FEED_MAX_ROWS = 50_000
SAMPLE_ROWS = 4


def get_limits(head=None):
    """Return how much of a price list is read; an unpacked workbook has its own limit."""
    from odoo.addons.gift_personalization.engine.names.table import Limits

    return Limits(
        max_bytes=FEED_BYTES,
        unpacked_bytes=96 * MIB,
        rows=FEED_MAX_ROWS,
        lines=FEED_MAX_ROWS + 10_000,
        head=head,
    )


class GiftSupplierFeed(models.Model):
    """From a file to rows: format, columns, and what cannot be read."""

    _inherit = 'gift.supplier.feed'

    # === FILE === #

    @api.model
    def _read_table(self, data, head=None):
        """Return the table of a file.

        :raise UserError: with what is wrong with it.
        """
        from odoo.addons.gift_personalization.engine.names import table, workbook

        limits = get_limits(head)
        try:
            if workbook.is_workbook(data):
                return workbook.read_workbook(data, limits)
            return table.read_text(data, limits=limits)
        except EngineError as error:
            raise UserError(self._get_file_sentence(error)) from error

    @api.model
    def _prepare_file(self, supplier, data):
        """Return what is kept of an uploaded file: itself, its first rows, what columns mean.

        :raise UserError: when it cannot be read.
        """
        from odoo.addons.gift_personalization.engine.names import columns

        if not data:
            raise UserError(self.env._("Choose a file first, please."))
        table = self._read_table(data, head=SAMPLE_ROWS)
        known = self._get_spellings()
        remembered = self.env['gift.supplier.feed.profile']._get_meanings(supplier)
        headings = table.rows[0]
        has_headings = columns.is_heading(headings, known)
        has_headings |= any(columns.fold(heading) in remembered for heading in headings)
        return {
            'file': base64.b64encode(data),
            'sample': [list(row) for row in table.rows],
            'encoding': table.encoding or False,
            'has_headings': has_headings,
            'columns': self._guess_columns(headings, known, remembered) if has_headings else {},
        }

    @api.model
    def _guess_columns(self, headings, known, remembered):
        """Return ``{number of a column: meaning}``: as remembered, else by the headings."""
        from odoo.addons.gift_personalization.engine.names import columns

        kept, left = {}, {}
        for number, heading in enumerate(headings):
            meaning = remembered.get(columns.fold(heading))
            if meaning in SPELLINGS and meaning not in kept.values():
                kept[number] = meaning
            elif meaning != '':
                left[number] = heading
        free = {name: known[name] for name in FIELDS if name not in kept.values()}
        found = columns.match([left.get(number, '') for number in range(len(headings))], free)
        return {str(number): meaning for number, meaning in sorted({**found, **kept}.items())}

    def _get_headings_by_meaning(self, columns):
        from odoo.addons.gift_personalization.engine.names.columns import fold

        headings = self.sample[0]
        return {
            fold(heading): columns.get(str(number), '')
            for number, heading in enumerate(headings)
            if fold(heading)
        }

    # === MEANINGS === #

    @api.model
    def _get_meaning_labels(self):
        """Return ``{meaning: label}`` in the order of the template."""
        _ = self.env._
        return {
            'code': _("Your item number"),
            'reference': _("Our reference"),
            'name': _("Name"),
            'price': _("Price"),
            'currency': _("Currency"),
            'min_quantity': _("Minimum quantity"),
            'delay': _("Lead time (days)"),
            'stock': _("Stock"),
            'available_from': _("Available from"),
            'date_start': _("Valid from"),
        }

    @api.model
    def _get_spellings(self):
        labels = self._get_meaning_labels()
        return {name: (labels[name], *SPELLINGS[name]) for name in FIELDS}

    def _get_column_choices(self):
        """Return per column its heading, samples and meaning, for the page."""
        self.ensure_one()
        rows = self.sample or []
        body = rows[1:] if self.has_headings else rows
        return [
            {
                'number': number,
                'heading': rows[0][number] if self.has_headings else '',
                'samples': [row[number] for row in body if number < len(row) and row[number]],
                'meaning': (self.columns or {}).get(str(number), ''),
            }
            for number in range(len(rows[0]) if rows else 0)
        ]

    # === ROWS === #

    def _read_rows(self):
        """Return the rows of the whole file, as the engine reads them.

        :raise UserError: when the file cannot be read.
        """
        from odoo.addons.gift_personalization.engine.names.workbook import is_workbook

        self.ensure_one()
        data = base64.b64decode(self.with_context(bin_size=False).file)
        table = self._read_table(data)
        start = 1 if self.has_headings else 0
        places = {meaning: int(number) for number, meaning in self.columns.items()}
        rows = read_rows(
            table.rows[start:], table.numbers[start:], places, is_workbook=is_workbook(data)
        )
        found = list(rows)
        if not found:
            raise UserError(self.env._("There are no rows below the headings of this file."))
        if len(found) > FEED_MAX_ROWS:
            raise UserError(
                self._get_file_sentence(EngineError('names_too_many_rows', limit=FEED_MAX_ROWS))
            )
        return found

    # === SENTENCES === #

    @api.model
    def _get_file_sentence(self, error):
        """Return what is wrong with a file and what to do, for an engine error."""
        _ = self.env._
        own = {
            'names_empty': _("This file has no rows. Please check it."),
            'names_too_large': _(
                "This file is larger than %(limit_mb)s MB. Please save the list alone, without"
                " pictures and other sheets."
            ),
            'names_too_many_rows': _(
                "A list can have up to %(limit)s rows. Please split it into several files."
            ),
            'names_not_text': _(
                "This is no price list. Please upload a CSV file or an Excel workbook (.xlsx)."
            ),
            'names_bomb': _(
                "This workbook unpacks to far more than a price list. Please copy the list alone"
                " into a new workbook."
            ),
            'names_not_workbook': _(
                "This workbook is damaged or of another kind. Please save it as .xlsx or as CSV."
            ),
        }
        sentence = own.get(error.code) or self.env['gift.name.list']._get_file_sentences().get(
            error.code, ''
        )
        return sentence % error.params
