from odoo import fields, models


class GiftPayoutLine(models.Model):
    """One entry of Stripe's balance in a payout: a payment, a refund, a fee, a dispute."""

    _name = 'gift.payout.line'
    _description = 'Entry of a payout'
    _order = 'id'

    payout_id = fields.Many2one('gift.payout', required=True, readonly=True, ondelete='cascade')
    name = fields.Char(string="Entry", required=True, readonly=True)
    kind = fields.Char(readonly=True)
    source_ref = fields.Char(string="About", readonly=True)
    transaction_id = fields.Many2one(
        'payment.transaction', string="Payment", readonly=True, index='btree_not_null'
    )
    currency_id = fields.Many2one(related='payout_id.currency_id')
    amount = fields.Monetary(readonly=True)
    fee = fields.Monetary(readonly=True)

    _once = models.UniqueIndex('(payout_id, name)')
