import uuid

from odoo import api, fields, models

from .gift_reprint_cause import FAULTS


class GiftReprint(models.Model):
    """A gift that went wrong and is made again: one entry for each time, never changed."""

    _name = 'gift.reprint'
    _inherit = ['gift.append.only.mixin']
    _description = 'Reprint'
    _order = 'id desc'
    _rec_name = 'new_job_id'

    job_id = fields.Many2one(
        'gift.job', string="Went wrong", required=True, index=True, ondelete='restrict'
    )
    new_job_id = fields.Many2one(
        'gift.job', string="Made again as", required=True, index=True, ondelete='restrict'
    )
    company_id = fields.Many2one(related='job_id.company_id', store=True)
    product_id = fields.Many2one(related='job_id.product_id', store=True)
    method_id = fields.Many2one('gift.print.method', string="Print method", ondelete='restrict')
    cause_id = fields.Many2one('gift.reprint.cause', required=True, ondelete='restrict')
    fault = fields.Selection(FAULTS, string="Whose fault", required=True)
    quantity = fields.Float(digits='Product Unit', required=True)
    was_shipped = fields.Boolean(string="Had been shipped")
    note = fields.Text()
    photo = fields.Image(max_width=1920, max_height=1920)
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    user_id = fields.Many2one('res.users', string="By", default=lambda self: self.env.uid)
    reference = fields.Char(
        required=True,
        default=lambda self: str(uuid.uuid4()),
        help="Made by the window in which it was asked for, so that a repeated click is known.",
    )

    _reference_uniq = models.Constraint(
        'UNIQUE(reference)', "This reprint was started already. Reload the page to see it."
    )

    @api.model
    def _find_by_reference(self, reference):
        return self.sudo().search([('reference', '=', reference)])
