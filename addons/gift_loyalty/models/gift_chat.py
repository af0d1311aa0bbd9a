from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL, html2plaintext

from odoo.addons.gift_base.insert import insert_once

TOPICS = [
    ('status', "Where is my order?"),
    ('trouble', "Something is wrong with my order"),
    ('product', "A question about a product"),
    ('person', "Talk to a person"),
    ('bye', "Nothing more"),
]
ASKING = ('question_selection', 'free_input_single', 'free_input_multi')
MAX_TEXT = 5000


class GiftChat(models.Model):
    """What the shop's bot knows of a conversation: its topic, and whose order has been proved.

    A record of its own, because visitors can read the conversation itself. It is written by the
    bot only, under the lock of its row, so that two simultaneous answers are heard one by one.
    """

    _name = 'gift.chat'
    _description = 'Chat with the bot'
    _rec_name = 'channel_id'
    _order = 'id desc'

    channel_id = fields.Many2one(
        'discuss.channel', string="Chat", required=True, readonly=True, ondelete='cascade'
    )
    topic = fields.Selection(TOPICS, readonly=True)
    lang = fields.Char(readonly=True)
    heard_id = fields.Integer(
        string="Last message answered", readonly=True, help="An answer is heard once."
    )
    words = fields.Text(readonly=True)

    _channel_unique = models.UniqueIndex('(channel_id)')

    # === OPENING === #

    @api.model
    def _open(self, channel):
        """Return the record (sudo) of a conversation, locked until the end of the transaction."""
        chats_sudo = self.sudo()  # visitors have no rights on it; the channel is their own
        insert_once(chats_sudo, {'channel_id': channel.id, 'heard_id': 0})
        self.env.cr.execute(
            SQL("SELECT id FROM gift_chat WHERE channel_id = %s FOR NO KEY UPDATE", channel.id)
        )
        chat = chats_sudo.browse(self.env.cr.fetchone()[0])
        chat.invalidate_recordset()
        return chat

    # === HEARING === #

    @api.model
    def _answer(self, channel, step):
        """Take what the visitor has said since the last answer; return the step that follows.

        :param channel: discuss.channel of the visitor.
        :param step: chatbot.script.step (sudo) that has asked.
        """
        chat = self._open(channel)
        messages = chat._find_unheard(step)
        if step.step_type in ASKING and not messages:
            return step.with_context(gift_again=True)  # a second click
        if messages:
            chat.heard_id = max(messages.ids)
        chat.lang = self.env.lang
        key, note = getattr(chat, f'_hear_{step.gift_step}')(step, chat._read(messages))
        script = step.chatbot_script_id
        return script._gift_find_step(key).with_context(gift_note=note, gift_again=False)

    def _find_unheard(self, step):
        """Return the visitor's messages that have not been answered, oldest first."""
        bot = step.chatbot_script_id.operator_partner_id
        return self.env['mail.message'].search(
            [
                ('model', '=', 'discuss.channel'),
                ('res_id', '=', self.channel_id.id),
                ('id', '>', self.heard_id),
                ('author_id', '!=', bot.id),
                ('message_type', '=', 'comment'),
            ],
            order='id',
        )

    @api.model
    def _read(self, messages):
        """Return the text of messages, without marks and not longer than a page."""
        texts = [
            html2plaintext(message.body or '', include_references=False) for message in messages
        ]
        return '\n'.join(texts).replace('\0', '').strip()[:MAX_TEXT]

    def _hear_menu(self, step, text):
        """Begin what was chosen; ask again when nothing was."""
        answer = self._find_choice(step, text)
        if not answer.gift_topic:
            return step.gift_step, self.env._("Please choose one of these.")
        return self._begin(answer.gift_topic)

    def _hear_more(self, step, text):
        """As the menu at the beginning."""
        return self._hear_menu(step, text)

    def _find_choice(self, step, text):
        """Return the answer that was clicked since the question stands there, or typed."""
        bot = step.chatbot_script_id.operator_partner_id
        said = self.channel_id.chatbot_message_ids.filtered(lambda m: m.script_step_id == step)
        asked = said.filtered(lambda m: m.mail_message_id.author_id == bot).mail_message_id
        clicked = said.filtered(
            lambda m: m.user_script_answer_id and m.mail_message_id.id >= max(asked.ids, default=0)
        )
        chosen = clicked.sorted('id')[-1:].user_script_answer_id
        wanted = text.casefold()
        return chosen or step.answer_ids.filtered(lambda a: a.name.casefold() == wanted)[:1]

    def _begin(self, topic):
        self.topic = topic
        if topic == 'bye':
            return 'bye', ''
        if topic in ('status', 'trouble'):
            return self._begin_order()
        return self._begin_person()

    def _hear_bye(self, _step, _text):
        return '', ''

    # === SAYING === #

    @api.model
    def _say(self, channel, step):
        """Post what a step says; return its message."""
        chat = self._open(channel)
        if self.env.context.get('gift_again'):
            return chat._find_last_said(step)
        tell = getattr(chat, f'_tell_{step.gift_step}', None)
        note = self.env.context.get('gift_note')
        body = self._render('gift_loyalty.chat_note', note=note) if note else Markup()
        body += tell() if tell else step.message or ''
        message = channel._chatbot_post_message(step.chatbot_script_id, body)
        choices = getattr(chat, f'_offer_{step.gift_step}', None)
        if choices:
            chat._note_choices(message, choices())
        return message

    def _render(self, template, **values):
        return self.env['ir.qweb']._render(template, values)

    def _find_last_said(self, step):
        bot = step.chatbot_script_id.operator_partner_id
        said = self.channel_id.chatbot_message_ids.filtered(
            lambda m: m.script_step_id == step and m.mail_message_id.author_id == bot
        )
        return said.mail_message_id.sorted('id')[-1:]

    def _note_choices(self, message, choices):
        said_sudo = self.env['chatbot.message'].sudo()  # the bot's own message
        said_sudo.search([('mail_message_id', '=', message.id)]).gift_choices = choices
