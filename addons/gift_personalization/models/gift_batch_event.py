from odoo import fields, models

from .gift_batch import STATES


class GiftBatchEvent(models.Model):
    """What happened to a batch: one entry, never changed."""

    _name = 'gift.batch.event'
    _inherit = ['gift.append.only.mixin']
    _description = 'Batch event'
    _order = 'date desc, id desc'

    batch_id = fields.Many2one('gift.batch', required=True, index=True, ondelete='restrict')
    kind = fields.Selection(
        [
            ('state', "State"),
            ('scan', "Scan"),
            ('job', "Jobs"),
            ('file', "Files"),
            ('problem', "Problem"),
        ],
        required=True,
    )
    from_state = fields.Selection(STATES, string="From")
    to_state = fields.Selection(STATES, string="To")
    user_id = fields.Many2one('res.users', string="By", default=lambda self: self.env.uid)
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    note = fields.Char()
    scan_ref = fields.Char(
        string="Scan", help="Made by the scan page, so that a repeated call is known."
    )
    company_id = fields.Many2one(related='batch_id.company_id', store=True)

    _scan_ref_uniq = models.UniqueIndex('(scan_ref) WHERE scan_ref IS NOT NULL')
