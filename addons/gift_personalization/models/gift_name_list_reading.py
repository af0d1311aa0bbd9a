from odoo import models
from odoo.exceptions import UserError

from ..engine.errors import EngineError
from .gift_name_row import MAX_QUANTITY, MAX_RECIPIENT

TEXT_TYPES = ('text', 'multiline', 'monogram', 'date', 'number', 'choice')
SAMPLE_CELLS = 3
SAMPLE_DAY = '2026-12-24'


class GiftNameList(models.Model):
    """From a file or a paste to rows: reading, columns, variants."""

    _inherit = 'gift.name.list'

    # === TARGETS === #

    def _get_text_zones(self):
        """Return the zones that a column can fill."""
        return self.template_id._get_zones().filtered(
            lambda zone: zone.editable and zone.zone_type in TEXT_TYPES
        )

    def _get_attribute_lines(self):
        """Return the attributes of the product by whose values variants differ."""
        lines = self.product_id.product_tmpl_id.attribute_line_ids
        return lines.filtered(
            lambda line: (
                line.attribute_id.create_variant != 'no_variant' and len(line.value_ids) > 1
            )
        )

    def _get_targets(self):
        """Return ``{target: (label, names it goes by)}`` in the order in which they are offered."""
        _ = self.env._
        zones = self._get_text_zones()
        targets = {f'zone:{zone.key}': (zone.name, (zone.name, zone.key)) for zone in zones}
        if len(zones) == 1:
            label, names = targets[f'zone:{zones.key}']
            targets[f'zone:{zones.key}'] = (label, (*names, _("Name"), "Name", _("Text"), "Text"))
        for line in self._get_attribute_lines():
            name = line.attribute_id.name
            targets[f'attribute:{line.id}'] = (name, (name,))
        quantity, recipient = _("Quantity"), _("Recipient")
        targets['quantity'] = (quantity, (quantity, "Quantity", "Qty", _("Number of pieces")))
        targets['recipient'] = (
            recipient,
            (recipient, "Recipient", "Guest", _("Guest"), _("For whom")),
        )
        return targets

    def _get_column_choices(self):
        """Return per column its heading, samples and target, for the page."""
        start = 1 if self.has_headings else 0
        table = self.table or []
        return [
            {
                'number': number,
                'heading': table[0][number] if self.has_headings else "",
                'samples': [row[number] for row in table[start : start + SAMPLE_CELLS]],
                'target': (self.columns or {}).get(str(number), ''),
            }
            for number in range(len(table[0]) if table else 0)
        ]

    # === READING === #

    def _read_file(self, data, file_name='', encoding=None):
        """Take the rows of an uploaded file; the rows of an earlier one go.

        :param bytes data: untrusted.
        :raise UserError: with what is wrong with the file.
        """
        from ..engine.names import table, workbook  # openpyxl is loaded on first use

        if workbook.is_workbook(data):
            self._take(lambda: workbook.read_workbook(data), file_name)
        else:
            self._take(lambda: table.read_text(data, encoding=encoding or None), file_name)

    def _read_pasted(self, text):
        """Take pasted rows, see :meth:`_read_file`."""
        from ..engine.names import table

        self._take(lambda: table.read_pasted(text), '')

    def _take(self, read, file_name):
        from ..engine.names import columns

        self._check_editable()
        try:
            found = read()
            names = {target: known for target, (_label, known) in self._get_targets().items()}
            has_headings = columns.is_heading(found.rows[0], names)
            if len(found.rows) - has_headings < 1:
                raise EngineError('names_empty')
            if len(found.rows) - has_headings > self._get_row_limit():
                raise EngineError('names_too_many_rows', limit=self._get_row_limit())
        except EngineError as error:
            raise UserError(self._get_error_sentence(error)) from error
        if has_headings:
            matched = columns.match(found.rows[0], names)
        else:
            texts = [target for target in names if target.startswith('zone:')]
            matched = columns.guess(len(found.rows[0]), texts)
        self.write(
            {
                'source_name': self.env['gift.design']._clean_title(file_name),
                'table': [list(row) for row in found.rows],
                'encoding': found.encoding,
                'repaired': found.repaired,
                'has_headings': has_headings,
            }
        )
        self._set_columns({str(column): target for column, target in matched.items()})

    def _get_row_limit(self):
        from ..engine.names.table import MAX_ROWS

        return MAX_ROWS

    # === ROWS === #

    def _set_columns(self, columns, has_headings=None):
        """Say which column fills what, make the rows anew and start checking them.

        :param dict columns: untrusted: target by number of the column.
        :raise UserError: when no column fills a text.
        """
        self._check_editable()
        targets, width = self._get_targets(), len((self.table or [[]])[0])
        kept = {
            column: target
            for column, target in columns.items()
            if target in targets and column.isdecimal() and int(column) < width
        }
        if len(set(kept.values())) < len(kept):
            raise UserError(
                self.env._("Two columns fill the same field. Please choose one of them.")
            )
        if not any(target.startswith('zone:') for target in kept.values()):
            kept = self._guess_text_column(kept, width, targets)
        vals = {'columns': kept, 'problem': False}
        if has_headings is not None:
            vals['has_headings'] = has_headings and len(self.table) > 1
        self.write(vals)
        self.row_ids.unlink()
        self.env['gift.name.row'].create(self._prepare_rows())
        if self.state != 'checking':
            self._gift_update_state('checking')
        self._start_work()

    def _guess_text_column(self, kept, width, targets):
        free = next((str(column) for column in range(width) if str(column) not in kept), None)
        text = next((target for target in targets if target.startswith('zone:')), None)
        if free is None or text is None:
            raise UserError(
                self.env._("Please choose the column that holds the text of the gifts.")
            )
        return {**kept, free: text}

    def _prepare_rows(self):
        variants = self._get_variants_by_values()
        start = 1 if self.has_headings else 0
        return [
            self._prepare_row(number, cells, variants)
            for number, cells in enumerate(self.table[start:], start=1)
        ]

    def _prepare_row(self, number, cells, variants):
        filled = {target: cells[int(column)] for column, target in self.columns.items()}
        texts = {
            target.removeprefix('zone:'): text
            for target, text in filled.items()
            if target.startswith('zone:')
        }
        quantity, quantity_issue = self._read_quantity(filled.get('quantity', ''))
        product_id, variant_issue = self._read_variant(filled, variants)
        return {
            'list_id': self.id,
            'number': number,
            'texts': texts,
            'quantity': quantity,
            'product_id': product_id,
            'recipient': ' '.join(filled.get('recipient', '').split())[:MAX_RECIPIENT],
            'issues': quantity_issue | variant_issue,
        }

    def _read_quantity(self, text):
        """Return ``(quantity, issue)``; an empty cell is one piece."""
        digits = text.strip().removesuffix('.0').removesuffix(',0') or '1'
        if digits.isdecimal() and len(digits) < 10 and 1 <= int(digits) <= MAX_QUANTITY:
            return int(digits), {}
        return 1, {'quantity': text}

    def _get_variants_by_values(self):
        """Return ``{frozenset of attribute value ids: variant id}`` of the product."""
        variants = self.product_id.product_tmpl_id.product_variant_ids
        return {
            frozenset(variant.product_template_attribute_value_ids.ids): variant.id
            for variant in variants
        }

    def _read_variant(self, filled, variants):
        """Return ``(variant id, issue)`` for the attribute columns of a row."""
        from ..engine.names.columns import fold

        values = self.product_id.product_template_attribute_value_ids
        for line in self._get_attribute_lines():
            text = filled.get(f'attribute:{line.id}', '')
            if not text:
                continue
            chosen = line.product_template_value_ids.filtered(
                lambda value: value.ptav_active and fold(value.name) == fold(text)  # noqa: B023
            )[:1]
            if not chosen:
                return self.product_id.id, {'variant': text}
            values = values.filtered(lambda value: value.attribute_line_id != line) | chosen  # noqa: B023
        found = variants.get(frozenset(values.ids))
        if not found:
            return self.product_id.id, {'variant': ', '.join(values.mapped('name'))}
        return found, {}

    # === FILES === #

    def _build_example_csv(self):
        """Return a CSV file with the headings of this product and a row to overwrite."""
        targets = self._get_targets()
        samples = {'quantity': '1', 'recipient': self.env._("Anna Berg")}
        for line in self._get_attribute_lines():
            samples[f'attribute:{line.id}'] = line.value_ids[:1].name
        for zone in self._get_text_zones():
            samples[f'zone:{zone.key}'] = self._get_zone_sample(zone)
        labels = [label for label, _names in targets.values()]
        return self._build_csv([labels, [samples[target] for target in targets]])

    def _get_zone_sample(self, zone):
        if zone.zone_type == 'date':
            return SAMPLE_DAY
        return zone._get_entry_sample() or zone.default_text or self.env._("Anna")

    def _build_csv(self, rows):
        from ..engine.names.table import write_csv

        lang = self.env['res.lang']._get_data(code=self.env.lang or 'en_US')
        return write_csv(rows, delimiter=';' if lang.decimal_point == ',' else ',')

    def _build_problem_csv(self):
        """Return the rows that have an error or a twin as a CSV file, with what is wrong."""
        zones = self._get_text_zones().filtered(
            lambda zone: f'zone:{zone.key}' in (self.columns or {}).values()
        )
        _ = self.env._
        header = [_("Row"), *zones.mapped('name'), _("Quantity"), _("Variant")]
        rows = self.row_ids.filtered(lambda row: row.is_error or row.is_duplicate)
        return self._build_csv(
            [
                [*header, _("Recipient"), _("What is wrong")],
                *(
                    [
                        row.number,
                        *((row.texts or {}).get(zone.key, '') for zone in zones),
                        (row.issues or {}).get('quantity', row.quantity),
                        (row.issues or {}).get('variant') or row._get_variant_name(),
                        row.recipient or '',
                        ' '.join(entry['message'] for entry in row._get_messages()),
                    ]
                    for row in rows
                ),
            ]
        )
