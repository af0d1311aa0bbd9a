import re
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..reports import REPORT_NAMES, SPECS
from .gift_report_sale import CHANNELS
from .report_content import Request

FORMATS = [('xlsx', "Excel workbook"), ('pdf', "PDF")]
MIMETYPES = {
    'xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'pdf': 'application/pdf',
}


class GiftReportRequest(models.AbstractModel):
    """A report with its filters and format, as the file now and the schedule have them."""

    _name = 'gift.report.request'
    _description = 'Choice of a report'

    report = fields.Selection(REPORT_NAMES, required=True, default='sales')
    company_id = fields.Many2one(
        'res.company', required=True, default=lambda self: self.env.company
    )
    categ_id = fields.Many2one('product.category', string="Category")
    channel = fields.Selection(CHANNELS)
    file_format = fields.Selection(FORMATS, string="Format", required=True, default='xlsx')
    has_category = fields.Boolean(compute='_compute_has')
    has_channel = fields.Boolean(compute='_compute_has')
    has_period = fields.Boolean(compute='_compute_has')
    has_paper = fields.Boolean(compute='_compute_has')

    @api.depends('report')
    def _compute_has(self):
        for choice in self:
            spec = SPECS[choice.report or 'sales']
            choice.has_category = 'categ_id' in spec.filters
            choice.has_channel = 'channel' in spec.filters
            choice.has_period = spec.has_period
            choice.has_paper = spec.has_paper

    @api.onchange('report')
    def _onchange_report(self):
        if not self.has_paper:
            self.file_format = 'xlsx'

    @api.constrains('report', 'file_format')
    def _check_format(self):
        if any(choice.file_format == 'pdf' and not choice.has_paper for choice in self):
            raise ValidationError(
                self.env._("Only the monthly summary can be a PDF. Choose the Excel workbook.")
            )

    def _get_zone(self):
        return ZoneInfo(self.company_id.resource_calendar_id.tz or 'UTC')

    def _get_shop_now(self):
        """Return the moment in the shop's time zone."""
        now = fields.Datetime.now().replace(tzinfo=ZoneInfo('UTC'))
        return now.astimezone(self._get_zone())

    def _prepare_request(self, first, last, with_cost=True):
        return Request(
            self.report,
            self.company_id,
            first,
            last,
            self.categ_id if self.has_category else None,
            self.channel if self.has_channel else '',
            with_cost,
        )

    @api.model
    def _write_file(self, request, file_format, file):
        """Write a report to a binary file, with the rights and in the language of the user."""
        self.env['gift.report.builder']._check_request(request)
        writer = 'gift.report.paper' if file_format == 'pdf' else 'gift.report.workbook'
        self.env[writer]._write(request, file)

    @api.model
    def _get_file_name(self, request, file_format):
        name = self.env._(SPECS[request.report].name)
        days = dict.fromkeys((request.first.isoformat(), request.last.isoformat()))
        if not SPECS[request.report].has_period:
            days = (request.last.isoformat(),)
        return re.sub(r'[\\/:*?"<>|\s]+', '_', '_'.join((name, *days))) + f'.{file_format}'
