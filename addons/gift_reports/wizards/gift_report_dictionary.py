from odoo import fields, models


class GiftReportDictionary(models.TransientModel):
    """The page of the back office on which the figures are explained."""

    _name = 'gift.report.dictionary'
    _description = 'Dictionary of figures'

    content = fields.Html(compute='_compute_content', sanitize=False)

    def _compute_display_name(self):
        for page in self:
            page.display_name = self.env._("What the figures mean")

    def _compute_content(self):
        dictionary = self.env['gift.report.kpi']
        shown = {
            self.env[model]._description: dictionary._get_kpis(model).values()
            for model in dictionary._get_models()
        }
        for page in self:
            page.content = self.env['ir.qweb']._render(
                'gift_reports.dictionary', {'subjects': shown, 'translate': self.env._}
            )
