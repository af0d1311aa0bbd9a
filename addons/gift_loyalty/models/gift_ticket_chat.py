from odoo import fields, models


class GiftTicket(models.Model):
    _inherit = 'gift.ticket'

    chat_id = fields.Many2one(
        'gift.chat', string="Chat", readonly=True, index='btree_not_null', copy=False
    )
    chat_channel_id = fields.Many2one(related='chat_id.channel_id', string="Conversation")
