from odoo import api, fields, models
from odoo.exceptions import ValidationError


class GiftWorkCenterClosure(models.Model):
    """Days on which a work centre makes fewer pieces than usual, or none."""

    _name = 'gift.work.center.closure'
    _inherit = ['gift.promise.source']
    _description = 'Closed or reduced days of a work centre'
    _order = 'date_from desc, id desc'

    work_center_id = fields.Many2one(
        'gift.work.center', required=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one(related='work_center_id.company_id', store=True)
    date_from = fields.Date(string="From", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="Until", required=True, default=fields.Date.context_today)
    pieces = fields.Integer(string="Pieces a day", help="0: closed.")
    reason = fields.Char()

    @api.constrains('date_from', 'date_to', 'pieces')
    def _check_days(self):
        for closure in self:
            if closure.date_to < closure.date_from or closure.pieces < 0:
                raise ValidationError(
                    self.env._(
                        "The last day cannot be before the first one, and the pieces not negative."
                    )
                )
