from odoo import api, models


class GiftChat(models.Model):
    """What an operator who takes over reads beside the chat: customer, order and tickets."""

    _inherit = 'gift.chat'

    @api.model
    def _brief(self, channel):
        """Write the note of a conversation for the staff; visitors cannot read it."""
        chat = self._open(channel)
        note = chat._render('gift_loyalty.chat_brief', **chat._prepare_brief())
        chat.channel_id.livechat_note = note

    def _prepare_brief(self):
        order = self._get_order()
        user = self.env.user
        return {
            'topic': dict(self._fields['topic']._description_selection(self.env)).get(self.topic),
            'customer': '' if user._is_public() else user.partner_id.display_name,
            'order': order,
            'url': order and f'{order.get_base_url()}/odoo/sales/{order.id}',
            'lines': [self._describe_line(line) for line in self._get_lines()],
            'asked': self.line_id.name_short or '',
            'tickets': self.ticket_ids.mapped('number'),
        }
