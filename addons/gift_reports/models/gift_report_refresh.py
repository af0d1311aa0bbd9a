import logging
import time

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)


class GiftReportRefresh(models.Model):
    """How far a table of figures has come: one row each, which every refresh writes to."""

    _name = 'gift.report.refresh'
    _description = 'State of a table of figures'
    _order = 'id'

    name = fields.Char(string="Table", required=True, readonly=True)
    title = fields.Char(compute='_compute_title')
    since = fields.Datetime(
        string="Changes read until",
        readonly=True,
        help="Whatever was committed by transactions that had begun before is in the table.",
    )
    refreshed_at = fields.Datetime(readonly=True)
    row_count = fields.Integer(string="Rows written last", readonly=True)
    seconds = fields.Float(readonly=True, digits=(12, 2))

    _name_uniq = models.Constraint('UNIQUE(name)', "A table has one state.")

    @api.depends('name')
    def _compute_title(self):
        for state in self:
            known = state.name in self.env
            state.title = self.env[state.name]._description if known else state.name

    @api.model
    def _get_tables(self):
        """Return the names of the tables of figures, in the order in which they are refreshed."""
        names = [
            name
            for name, model in self.env.registry.items()
            if not model._abstract and 'gift.report.table' in model._inherit_module
        ]
        return sorted(names, key=lambda name: (self.env[name]._report_sequence, name))

    @api.model
    def _refresh_all(self, rebuild=False, commit=False):
        """Bring every table up to date.

        :param bool rebuild: build the tables anew instead.
        :param bool commit: after each table, so that the next one begins with a new snapshot.
        """
        for name in self._get_tables():
            if commit:
                self.env['ir.cron']._commit_progress()
            horizon = self._read_horizon()
            if commit:  # what was running at the horizon and is committed now must be seen
                self.env['ir.cron']._commit_progress()
            self._get_state(name)._refresh_table(horizon, rebuild)

    @api.model
    def _read_horizon(self):
        """Return the moment (UTC) at which the oldest transaction that still runs has begun.

        A record's ``write_date`` is the start of its transaction. What is committed later than
        our snapshot was running before it, so its date is not before this moment: the next
        refresh, which begins there, reads it. Read by a connection of its own, *before* our
        snapshot is taken.
        """
        with self.env.registry.cursor() as cr:
            cr.execute(
                """SELECT COALESCE(MIN(xact_start), now()) AT TIME ZONE 'UTC'
                     FROM pg_stat_activity WHERE datname = current_database()"""
            )
            return cr.fetchone()[0]

    @api.model
    def _get_state(self, name):
        state = self.search([('name', '=', name)])
        return state or self.create({'name': name})

    def _refresh_table(self, horizon, rebuild=False):
        """Refresh one table; of two callers at once the second one begins again."""
        self.ensure_one()
        began = time.monotonic()
        self.env.flush_all()
        since = None if rebuild or not self.since else self.since
        # The row both callers write to: a lock alone would let the second one read an old state.
        self.env.cr.execute(
            SQL("UPDATE gift_report_refresh SET seconds = 0 WHERE id = %s", self.id)
        )
        model = self.env[self.name].sudo()
        rows = model._refresh(since)
        model.invalidate_model()
        self.write(
            {
                'since': horizon,
                'refreshed_at': fields.Datetime.now(),
                'row_count': rows,
                'seconds': time.monotonic() - began,
            }
        )

    @api.model
    def _cron_refresh(self):
        """Bring the tables up to date (every quarter of an hour)."""
        self._refresh_all(commit=True)

    @api.model
    def _cron_rebuild(self):
        """Build the tables anew (once a week), so that no drift can stay."""
        self._refresh_all(rebuild=True, commit=True)

    def action_refresh(self):
        """Let the scheduled action run now; the figures are new a few moments later."""
        if not self.env.user.has_group('gift_base.group_manager'):
            raise AccessError(self.env._("Only managers refresh the figures."))
        self.env.ref('gift_reports.ir_cron_refresh').sudo()._trigger()
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'info',
                'message': self.env._("The figures are being refreshed. Reload in a moment."),
            },
        }
