from odoo import fields, models


class GiftReportHistoryOrder(models.Model):
    """An order, or a return, of another shop: a customer, a day and an amount."""

    _name = 'gift.report.history.order'
    _description = 'Order from another shop'
    _order = 'day desc, id desc'
    _log_access = False
    _rec_name = 'customer'

    history_id = fields.Many2one(
        'gift.report.history', required=True, readonly=True, index=True, ondelete='cascade'
    )
    company_id = fields.Many2one('res.company', required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    partner_id = fields.Many2one(
        'res.partner', string="Known as", readonly=True, index=True, ondelete='set null'
    )
    customer = fields.Char(string="Customer there", readonly=True, required=True)
    day = fields.Date(readonly=True, required=True)
    money = fields.Monetary("Amount", readonly=True)
    is_order = fields.Boolean(readonly=True)
