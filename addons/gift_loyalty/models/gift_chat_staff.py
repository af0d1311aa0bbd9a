import re

from markupsafe import Markup

from odoo import api, models


class GiftChat(models.Model):
    """What an operator who takes over reads beside the chat: customer, order, gifts and tickets."""

    _inherit = 'gift.chat'

    @api.model
    def _brief(self, channel):
        """Write the note of a conversation for the staff; visitors cannot read it."""
        chat = self._open(channel)
        note = chat._render('gift_loyalty.chat_brief', **chat._prepare_brief())
        # Odoo shows it as lines of text, with the indentation of the template.
        chat.channel_id.livechat_note = Markup(re.sub(r'\s*\n\s*', '', str(note)))

    def _prepare_brief(self):
        user = self.env.user
        return {
            'topic': dict(self._fields['topic']._description_selection(self.env)).get(self.topic),
            'customer': '' if user._is_public() else user.partner_id.display_name,
            'order': self._get_order(),
            'lines': [self._describe_line(line) for line in self._get_lines()],
            'asked': self.line_id.name_short or '',
            'tickets': self.ticket_ids.mapped('number'),
        }

    @api.model
    def get_brief(self, channel_id):
        """Return what stands beside a conversation, for the staff who read it; else nothing.

        :return: ``{order: {id, name}, gifts: [{name, quantity, now, picture, is_asked}],
            tickets: [{id, name}]}``.
        """
        if not isinstance(channel_id, int) or not self.has_access('read'):
            return {}
        channel = self.env['discuss.channel'].search([('id', '=', channel_id)])
        chat_sudo = self.search([('channel_id', '=', channel.id)]).sudo()  # staff, see above
        order_sudo = chat_sudo.order_id
        return {
            'order': order_sudo.id and {'id': order_sudo.id, 'name': order_sudo.name},
            'gifts': [
                chat_sudo._show_line(line) for line in self._filter_sold(order_sudo.order_line)
            ],
            'tickets': [
                {'id': ticket.id, 'name': ticket.display_name} for ticket in chat_sudo.ticket_ids
            ],
        }

    def _show_line(self, line):
        is_gift = bool(line.gift_revision_id)
        return {
            **self._describe_line(line),
            'id': line.id,
            'picture': line._gift_get_preview_url() if is_gift else '',
            'is_asked': line == self.line_id,
        }
