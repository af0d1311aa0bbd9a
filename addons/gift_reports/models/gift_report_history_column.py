from odoo import fields, models

from .gift_report_history import FIELDS


class GiftReportHistoryColumn(models.Model):
    """Which column of an export holds what; guessed, and told where the guess is wrong."""

    _name = 'gift.report.history.column'
    _description = 'Column of an export'
    _order = 'id'

    history_id = fields.Many2one(
        'gift.report.history', required=True, ondelete='cascade', index=True
    )
    field = fields.Selection(FIELDS, string="What", required=True, readonly=True)
    column = fields.Char(string="Heading in the file", help="Or the number of the column.")

    _field_uniq = models.Constraint('UNIQUE(history_id, field)', "Each is in one column.")

    def _get_place(self, has_headings):
        """Return the heading, or in a file without headings the place from 0."""
        self.ensure_one()
        column = self.column.strip()
        return int(column) - 1 if column.isdigit() and not has_headings else column
