import re
from unittest.mock import patch

from markupsafe import Markup

from odoo.tools import html2plaintext

from .ticket_common import TicketCommon


class ChatCommon(TicketCommon):
    """Visitors who talk to the shop's bot, step by step as the page does it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chats = cls.env['gift.chat']
        cls.script = cls.env.ref('gift_loyalty.chatbot_script_shop')
        cls.livechat = cls.env.ref('gift_loyalty.livechat_channel_shop')
        cls.operator = cls.users['staff']
        cls.livechat.user_ids = cls.operator
        cls.order = cls._create_gift_order("Anna")

    def setUp(self):
        super().setUp()
        self.env['gift.rate.limit'].search([]).unlink()
        self.channel = self._open_chat()

    # === THE VISITOR === #

    def _open_chat(self, role='visitor'):
        """Open the chat as a visitor, or as somebody who is logged in."""
        guest = self.env['mail.guest'].create({'name': "Visitor"})
        user = self.users[role]
        context = {'guest': guest} if role == 'visitor' else {}
        livechat = self.livechat.with_user(user).with_context(**context).sudo()
        values = livechat._get_livechat_discuss_channel_vals(
            chatbot_script=self.script,
            operator_partner=self.script.operator_partner_id,
            operator_model='chatbot.script',
        )
        channel = self.env['discuss.channel'].with_user(user).with_context(**context)
        channel = channel.sudo().create(values)
        self.script._post_welcome_steps(channel)
        return channel.sudo(False)

    def _say(self, text='', topic=''):
        """Say something, or click an answer of the menu; return what the bot says to it."""
        channel = self.channel
        answer = channel.sudo().chatbot_current_step_id.answer_ids
        answer = answer.filtered(lambda a: a.gift_topic == topic) if topic else answer.browse()
        channel.sudo().with_context(selected_answer_id=answer.id).message_post(
            body=Markup(text or answer.name or ''),  # as the page sends it
            message_type='comment',
            subtype_xmlid='mail.mt_comment',
        )
        return self._trigger()

    def _trigger(self):
        """Ask for the next step, until one waits for the visitor; return what the bot says."""
        said = []
        while True:
            step = self.channel.sudo().chatbot_current_step_id
            step = step._process_answer(self.channel, '')
            if not step:
                return said
            self.channel.sudo().chatbot_current_step_id = step
            message = step._process_step(self.channel)
            said.append(html2plaintext(message.body or ''))
            if step.step_type != 'text' or step._is_last_step(self.channel):
                return '\n'.join(said)

    def _get_step(self):
        return self.channel.sudo().chatbot_current_step_id.gift_step

    def _get_chat(self):
        return self.chats.search([('channel_id', '=', self.channel.id)])

    def _get_choices(self):
        said = self.channel.sudo().chatbot_message_ids.filtered('gift_choices')
        return [choice['value'] for choice in said.sorted('id')[-1:].gift_choices or []]

    def _ask_for_order(self, number=None, address='emma.f@example.com', topic='status'):
        self._say(topic=topic)
        self._say(number or self.order.name)
        return self._say(address)

    def _send_codes(self):
        """Do what the job does; return the codes that were mailed, with their address."""
        before = self.env['mail.mail'].search([])
        self.chats._cron_send_codes()
        mails = self.env['mail.mail'].search([]) - before
        return [
            (re.search(r'>(\d{6})<', mail.body_html)[1], mail.recipient_ids.mapped('email'))
            for mail in mails
        ]

    def _prove(self, **kwargs):
        """Ask and type the right code; return what the bot says then."""
        self._ask_for_order(**kwargs)
        return self._say(self._send_codes()[0][0])

    def _be_there(self, is_open=True):
        """Let an operator be online."""
        channel_class = self.registry['im_livechat.channel']

        def compute(channels):
            for channel in channels:
                channel.available_operator_ids = channel.user_ids

        self.enterContext(patch.object(channel_class, '_compute_available_operator_ids', compute))
        self.enterContext(
            patch.object(self.registry['gift.ticket.team'], '_is_open', lambda team: is_open)
        )
