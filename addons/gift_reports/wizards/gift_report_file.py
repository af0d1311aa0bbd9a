from odoo import api, fields, models
from odoo.exceptions import UserError

from ..periods import find_period

PERIODS = [
    ('yesterday', "Yesterday"),
    ('last_week', "Last week"),
    ('last_month', "Last month"),
    ('last_quarter', "Last quarter"),
    ('last_year', "Last year"),
    ('own', "Own dates"),
]


class GiftReportFile(models.TransientModel):
    """Asks for a report, and hands it out as a file."""

    _name = 'gift.report.file'
    _inherit = ['gift.report.request']
    _description = 'Report as a file'

    period = fields.Selection(PERIODS, required=True, default='last_month')
    first_day = fields.Date(
        string="From", compute='_compute_days', store=True, readonly=False, precompute=True
    )
    last_day = fields.Date(
        string="To", compute='_compute_days', store=True, readonly=False, precompute=True
    )

    def _compute_display_name(self):
        for wizard in self:
            wizard.display_name = self.env._("Report as a file")

    @api.depends('period', 'company_id')
    def _compute_days(self):
        for wizard in self:
            if wizard.period and wizard.period != 'own':
                today = wizard._get_shop_now().date()
                wizard.first_day, wizard.last_day = find_period(wizard.period, today)
            else:
                wizard.first_day, wizard.last_day = wizard.first_day, wizard.last_day

    def _get_request(self):
        """Return the request; a preset is that of today, whenever the form was opened."""
        self.ensure_one()
        today = self._get_shop_now().date()
        if not self.has_period:
            return self._prepare_request(today, today)
        if self.period != 'own':
            return self._prepare_request(*find_period(self.period, today))
        if not self.first_day or not self.last_day:
            raise UserError(self.env._("Choose the first and the last day of the report."))
        return self._prepare_request(self.first_day, self.last_day)

    def action_download(self):
        """Let the browser fetch the file."""
        self.ensure_one()
        self.env['gift.report.builder']._check_request(self._get_request())
        return {
            'type': 'ir.actions.client',
            'tag': 'gift_report_download',
            'params': {'wizard_id': self.id},
        }
