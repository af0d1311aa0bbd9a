from odoo import fields, models
from odoo.tools import SQL


class GiftReportTable(models.AbstractModel):
    """Figures in a table of their own, which a scheduled action keeps equal to the records.

    Reading a million order lines anew for each dashboard would be slow, and a materialised view
    can only be made anew as a whole. So a table knows how to write the part that changed since a
    moment (:meth:`_refresh`), and must come to the same rows as when it is built from nothing.
    Rows are written in SQL only: nobody has the right to write one.
    """

    _name = 'gift.report.table'
    _inherit = ['gift.report.explained']
    _description = 'Table of figures'
    _log_access = False
    _rec_name = 'id'
    # The order in which tables are refreshed: those that others are computed from come first.
    _report_sequence = 10

    company_id = fields.Many2one('res.company', readonly=True, required=True, index=True)
    currency_id = fields.Many2one('res.currency', readonly=True, required=True)

    def _refresh(self, since=None):
        """Hook: write the rows of what has changed since a moment, or all of them.

        :param datetime since: UTC; ``None`` builds the table anew.
        :return: how many rows were written.
        """
        raise NotImplementedError

    def _refresh_parts(self, since, changed, column, build, now=None):
        """Write the rows of the records that have changed, or all of them.

        :param SQL changed: query of the ids that have changed since.
        :param str column: of this table, which holds them.
        :param build: function of ``(zones, ids or None, now)`` that returns the statement.
        :return: how many rows were written.
        """
        now, table = now or fields.Datetime.now(), SQL.identifier(self._table)
        if since is None:
            self._execute(SQL("DELETE FROM %s", table))
            return self._execute(build(self._get_zones(), None, now))
        self.env.cr.execute(changed)
        ids = [row[0] for row in self.env.cr.fetchall() if row[0]]
        rows = 0
        for begin in range(0, len(ids), 10_000):
            part = ids[begin : begin + 10_000]
            self._execute(
                SQL("DELETE FROM %s WHERE %s = ANY(%s)", table, SQL.identifier(column), part)
            )
            rows += self._execute(build(self._get_zones(), part, now))
        return rows

    def _execute(self, query):
        """Run a statement that writes rows; return how many."""
        self.env.cr.execute(query)
        return self.env.cr.rowcount

    def _get_zones(self):
        """Return SQL of a table of ``(company_id, currency_id, digits, zone)``: the shop's day.

        A company's day is that of its working hours, as everywhere in the shop.
        """
        return SQL(
            """SELECT company.id AS company_id, company.currency_id,
                      money.decimal_places AS digits, COALESCE(calendar.tz, 'UTC') AS zone
                 FROM res_company company
                 JOIN res_currency money ON money.id = company.currency_id
                 LEFT JOIN resource_calendar calendar
                           ON calendar.id = company.resource_calendar_id"""
        )
