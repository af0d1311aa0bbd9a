from odoo import fields, models


class GiftModerationEvent(models.Model):
    """What happened to a case: one entry, never changed."""

    _name = 'gift.moderation.event'
    _inherit = ['gift.append.only.mixin']
    _description = 'Moderation event'
    _order = 'id desc'

    case_id = fields.Many2one('gift.moderation.case', required=True, index=True, ondelete='cascade')
    from_state = fields.Char(string="From")
    to_state = fields.Char(string="To", required=True)
    user_id = fields.Many2one('res.users', string="By", default=lambda self: self.env.uid)
    date = fields.Datetime(required=True, default=fields.Datetime.now)
    note = fields.Char()
    company_id = fields.Many2one(related='case_id.company_id', store=True)
