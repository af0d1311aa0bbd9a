from odoo import fields, models


class GiftJobEvent(models.Model):
    """What happened to a job: one entry, never changed."""

    _name = 'gift.job.event'
    _inherit = ['gift.append.only.mixin']
    _description = 'Production event'
    _order = 'date desc, id desc'

    job_id = fields.Many2one('gift.job', required=True, index=True, ondelete='restrict')
    kind = fields.Selection(
        [
            ('stage', "Stage"),
            ('scan', "Scan"),
            ('proof', "Proof"),
            ('file', "Print file"),
            ('ticket', "Ticket"),
            ('delivery', "Delivery"),
            ('problem', "Problem"),
        ],
        required=True,
    )
    from_stage = fields.Selection(selection='_get_stages', string="From")
    to_stage = fields.Selection(selection='_get_stages', string="To")
    user_id = fields.Many2one('res.users', string="By", default=lambda self: self.env.uid)
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    note = fields.Char()
    hash = fields.Char(help="Hash of the revision that the event is about.")
    scan_ref = fields.Char(
        string="Scan", help="Made by the scan page, so that a repeated call is known."
    )
    company_id = fields.Many2one(related='job_id.company_id', store=True)

    _scan_ref_uniq = models.UniqueIndex('(scan_ref) WHERE scan_ref IS NOT NULL')

    def _get_stages(self):
        return self.env['gift.job']._fields['stage'].selection
