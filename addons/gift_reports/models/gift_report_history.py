import base64
import hashlib
import io
import json
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.errors import EngineError
from ..engine.history.reading import look, read
from .copy_rows import copy_rows
from .history_texts import get_error_text, get_reason_texts

STATES = [
    ('draft', "To check"),
    ('checked', "Checked"),
    ('waiting', "Being imported"),
    ('done', "Imported"),
    ('failed', "Not imported"),
    ('undone', "Taken back"),
]
TRANSITIONS = {
    'draft': ('checked', 'failed'),
    'checked': ('draft', 'checked', 'failed'),
    'waiting': ('checked',),
    'done': ('waiting',),
    'failed': ('draft', 'waiting', 'checked', 'failed'),
    'undone': ('done',),
}
FIELDS = [
    ('date', "Day"),
    ('customer', "Customer"),
    ('invoice', "Invoice or order"),
    ('sku', "Article number"),
    ('description', "Description"),
    ('quantity', "Quantity"),
    ('price', "Price of a piece"),
    ('total', "Price of the line"),
    ('country', "Country"),
]


class GiftReportHistory(models.Model):
    """An export of another shop's sales, from which the customers' figures begin.

    The file is read twice: a look says which column holds what, and the import, in the background,
    keeps the orders of each customer and day. Articles and prices are not taken over.
    """

    _name = 'gift.report.history'
    _inherit = ['gift.state.mixin']
    _description = 'Sales from another shop'
    _order = 'id desc'
    _state_transitions = TRANSITIONS

    name = fields.Char(string="File", required=True)
    file = fields.Binary(string="CSV or Excel file", required=True, attachment=True)
    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related='company_id.currency_id')
    state = fields.Selection(STATES, required=True, readonly=True, default='draft', copy=False)
    sha256 = fields.Char(readonly=True, copy=False)
    column_ids = fields.One2many('gift.report.history.column', 'history_id', string="Columns")
    date_order = fields.Selection(
        [('dmy', "Day, month, year"), ('mdy', "Month, day, year")],
        help="How days such as 3/4/2026 are meant; found in the file where it can be told.",
    )
    is_date_sure = fields.Boolean(readonly=True)
    decimal = fields.Selection([('.', "Point"), (',', "Comma")], string="Decimal sign")
    keep_duplicates = fields.Boolean(
        string="Equal rows are several pieces",
        help="Otherwise the same row of the same invoice counts once.",
    )
    keep_free = fields.Boolean(
        string="Orders for nothing count", help="Otherwise rows with a price of 0 are left out."
    )
    headings = fields.Char(readonly=True)
    problem = fields.Char(readonly=True)
    result = fields.Json(readonly=True, copy=False)
    summary = fields.Html(compute='_compute_summary', sanitize=False)
    order_ids = fields.One2many('gift.report.history.order', 'history_id', readonly=True)
    order_count = fields.Integer(readonly=True, copy=False)

    _file_uniq = models.UniqueIndex(
        "(company_id, sha256) WHERE state IN ('waiting', 'done')",
        "This file was imported already.",
    )

    @api.depends('result')
    @api.depends_context('lang')
    def _compute_summary(self):
        for history in self:
            rows = history.result or {}
            reasons = get_reason_texts(self.env)
            history.summary = bool(rows) and self.env['ir.qweb']._render(
                'gift_reports.history_summary',
                {
                    'rows': rows,
                    'left_out': [
                        (reasons.get(key, key), count)
                        for key, count in sorted(
                            rows.get('left_out', {}).items(), key=lambda item: -item[1]['rows']
                        )
                    ],
                    'currency': history.currency_id,
                },
            )

    def write(self, vals):
        """Override of `base`: another file or another reading has to be looked at again."""
        done = super().write(vals)
        if 'file' in vals:
            fresh = self.filtered(lambda history: history.state in ('checked', 'failed'))
            fresh.column_ids.unlink()
            fresh.filtered(lambda history: history.state == 'checked')._gift_update_state('draft')
        return done

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_running(self):
        if any(history.state == 'waiting' for history in self):
            raise UserError(self.env._("Wait until the file was imported, then take it back."))

    # === THE LOOK === #

    def action_check(self):
        """Find out which column holds what, and how days and numbers are written."""
        for history in self.filtered(lambda h: h.state in ('draft', 'checked', 'failed')):
            try:
                history._look()
            except EngineError as error:
                history.problem = get_error_text(self.env, error)
                if history.state != 'failed':
                    history._gift_update_state('failed')
        return True

    def _open_file(self):
        return io.BytesIO(base64.b64decode(self.with_context(bin_size=False).file or b''))

    def _get_told(self):
        """Return what the user has said about the file, for the engine."""
        told = {
            line.field: line._get_place(bool(self.headings))
            for line in self.column_ids
            if line.column and line.column.strip()
        }
        return {
            'columns': told or None,
            'date_order': self.date_order or None,
            'decimal': self.decimal or None,
        }

    def _look(self):
        self.ensure_one()
        opened = look(self._open_file(), date, **self._get_told())
        mapping, profile = opened.mapping, opened.profile
        headings = mapping.headings or ()
        known = {line.field: line for line in self.column_ids}
        for key, _label in FIELDS:
            place = mapping.columns.get(key)
            column = False
            if place is not None:
                column = headings[place] if place < len(headings) else str(place + 1)
            if key in known:
                known[key].column = column or known[key].column
            else:
                self.column_ids.create({'history_id': self.id, 'field': key, 'column': column})
        missing = ', '.join(
            label for key, label in self._get_labels().items() if key in mapping.missing
        )
        self.write(
            {
                'headings': ' · '.join(str(heading) for heading in headings),
                'problem': bool(missing)
                and self.env._("Say which column holds: %(columns)s", columns=missing),
                'date_order': profile.date_order if profile else self.date_order,
                'is_date_sure': bool(profile and profile.is_date_sure),
                'decimal': profile.decimal if profile else self.decimal,
            }
        )
        self._gift_update_state('failed' if missing else 'checked')

    def _get_labels(self):
        """Return the names of the columns without which nothing can be read."""
        names = dict(self.column_ids._fields['field']._description_selection(self.env))
        price = self.env._("Price of a piece or of the line")
        return {'date': names['date'], 'customer': names['customer'], 'price': price}

    # === THE IMPORT === #

    def action_import(self):
        """Import in the background; pressed twice it is imported once."""
        for history in self:
            if history.state != 'checked':
                raise UserError(self.env._("Check the file first."))
            content = history._open_file().getvalue()
            digest = hashlib.sha256(content).hexdigest()
            same = self.search(
                [
                    ('sha256', '=', digest),
                    ('company_id', '=', history.company_id.id),
                    ('state', 'in', ('waiting', 'done')),
                ]
            )
            if same:
                raise UserError(
                    self.env._(
                        "This file was imported already, as %(name)s. Take that one back first.",
                        name=same[0].name,
                    )
                )
            history.sha256 = digest
            history._gift_update_state('waiting')
        self.env.ref('gift_reports.ir_cron_history').sudo()._trigger()
        return True

    def action_take_back(self):
        """Take the imported orders out of the figures again; the file stays."""
        for history in self:
            history._gift_update_state('undone')
            history.sudo().order_ids.unlink()
            history.order_count = 0
        self.env.ref('gift_reports.ir_cron_refresh').sudo()._trigger()
        return True

    @api.model
    def _cron_import(self):
        """Import the files that wait, one after the other; a killed worker begins it again."""
        waiting = self.search([('state', '=', 'waiting')], order='id')
        self.env['ir.cron']._commit_progress(remaining=len(waiting))
        for history in waiting:
            history._import()
            self.env['ir.cron']._commit_progress(1)
        if waiting:
            self.env.ref('gift_reports.ir_cron_refresh')._trigger()

    def _import(self):
        self.ensure_one()
        try:
            found = read(
                self._open_file(),
                date,
                as_of=fields.Date.context_today(self),
                keep_duplicates=self.keep_duplicates,
                keep_free=self.keep_free,
                **self._get_told(),
            )
        except EngineError as error:
            self.problem = get_error_text(self.env, error)
            self._gift_update_state('failed')
            return
        self._keep_orders(found.orders)
        self.result = _prepare_result(found)
        self.order_count = sum(order.is_order for order in found.orders)
        self.problem = False
        self._gift_update_state('done')

    def _keep_orders(self, orders):
        partners = self._find_partners({order.customer for order in orders})
        rows = (
            (
                self.id,
                self.company_id.id,
                partners.get(order.customer),
                order.customer,
                order.day,
                order.money,
                order.is_order,
            )
            for order in orders
        )
        columns = (
            'history_id', 'company_id', 'partner_id', 'customer', 'day', 'money', 'is_order',
        )  # fmt: skip
        self.env['gift.report.history.order'].flush_model()
        copy_rows(self.env.cr, 'gift_report_history_order', columns, rows)
        self.env['gift.report.history.order'].invalidate_model()

    def _find_partners(self, names):
        """Return ``{name: partner id}`` of customers known by reference or mail address."""
        found = {}
        wanted = {str(name).strip().lower(): name for name in names if name}
        partners = self.env['res.partner'].sudo()
        for field in ('ref', 'email_normalized'):
            keys = sorted(wanted)
            for begin in range(0, len(keys), 10_000):
                part = keys[begin : begin + 10_000]
                values = [wanted[key] for key in part] if field == 'ref' else part
                for partner in partners.search_fetch(
                    [(field, 'in', values)], [field, 'commercial_partner_id'], order='id desc'
                ):
                    name = wanted.get(str(partner[field]).strip().lower())
                    if name:
                        found[name] = partner.commercial_partner_id.id
        return found


def _prepare_result(found):
    """Return what became of the rows, as JSON; the counts add up to the rows."""

    def describe(count):
        return {
            'rows': count.rows,
            'money': float(count.money),
            'examples': [str(number) for number in count.examples],
        }

    return json.loads(
        json.dumps(
            {
                'rows': found.rows,
                'kept': describe(found.kept),
                'refunds': describe(found.refunds),
                'left_out': {key: describe(count) for key, count in found.left_out.items()},
                'customers': len({order.customer for order in found.orders}),
                'skipped_sheets': list(found.skipped_sheets),
            }
        )
    )
