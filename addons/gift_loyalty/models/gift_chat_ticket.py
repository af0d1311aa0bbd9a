import hashlib

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

QUESTIONS_PER_CALLER, QUESTIONS_PER_MAIL = 20, 10
MAX_FILES, MAX_SUBJECT = 10, 80


class GiftChat(models.Model):
    """Questions that a person answers: at once when somebody is there, otherwise by a ticket."""

    _inherit = 'gift.chat'

    ticket_ids = fields.One2many('gift.ticket', 'chat_id', readonly=True)

    # === A PERSON === #

    def _begin_person(self):
        if self._is_somebody_there():
            return 'person', ''
        return 'words', self.env._(
            "Nobody is in the chat at the moment, but we answer you by mail."
        )

    def _is_somebody_there(self):
        """Return whether the team works now and one of its operators is online."""
        team = self.env['gift.ticket']._get_default_team()
        operators = self.channel_id.livechat_channel_id.available_operator_ids - self.env.user
        return bool(operators and (not team or team._is_open()))

    def _hear_person(self, _step, _text):
        """Nobody took it after all."""
        return 'words', self.env._(
            "Nobody is in the chat at the moment, but we answer you by mail."
        )

    # === THE QUESTION === #

    def _offer_line(self):
        labels = [*self._name_lines().values(), self.env._("All of it")]
        return [{'label': label, 'value': label} for label in labels]

    def _name_lines(self):
        """Return ``{line: what it is called}``, each name once."""
        return {
            line: f'{number}. {line.name_short}'
            for number, line in enumerate(self._get_lines(), start=1)
        }

    def _hear_line(self, _step, text):
        typed = text.split('\n')[-1].strip()
        for line, name in self._name_lines().items():
            if typed in (name, name.split('.')[0]):
                self.line_id = line
                return 'words', ''
        if typed == self.env._("All of it"):
            return 'words', ''
        return 'line', self.env._("Please choose one of these.")

    def _hear_words(self, _step, text):
        self.words = text or (self._find_files() and self.env._("See the attached files."))
        if not self.words:
            return 'words', self.env._("Please write what your question is.")
        if self._get_address():
            return self._make_ticket()
        return 'address', ''

    def _hear_address(self, _step, text):
        address = email_normalize(text.split('\n')[-1].strip())
        if not address or len(address) > 254:
            return 'address', self.env._("This is not a mail address. Please type it again.")
        self.typed_email = address
        return self._make_ticket()

    def _get_address(self):
        """Return the address that is known for sure: of the account, or of the proved order."""
        own = '' if self.env.user._is_public() else self.env.user.partner_id.email_normalized
        return own or self._get_order().partner_id.email_normalized or ''

    # === THE TICKET === #

    def _make_ticket(self):
        """Make a ticket of the question, once; return the step that tells its number."""
        address = self._get_address() or self.typed_email
        try:
            self._count('support', self._get_caller(), QUESTIONS_PER_CALLER)
            self._count('support-mail', address, QUESTIONS_PER_MAIL)
        except UserError as error:
            return 'more', str(error)
        digest = hashlib.sha256(f'{self.topic}\0{self.words}'.encode()).hexdigest()
        if self.env['gift.notice']._claim(self, f'ticket-{digest}'):
            self._receive_ticket(address)
        return 'ticket', ''

    def _receive_ticket(self, address):
        company = self._get_company()
        partner = self._get_order().partner_id
        if not self.env.user._is_public():
            partner = self.env.user.partner_id
        ticket = (
            self.env['gift.ticket']
            .with_company(company)
            ._receive(
                {
                    'name': self.words.split('\n')[0][:MAX_SUBJECT],
                    'description': self.words,
                    'email': address,
                    'customer_name': partner.name or address,
                    'order_ref': self.typed_order,
                    'channel': 'chat',
                    'company_id': company.id,
                    'chat_id': self.id,
                },
                files=self._find_files(),
                order=self._get_order(),
                line=self.line_id,
                partner=partner,
            )
        )
        ticket.message_post(body=self._render_talk(), subtype_xmlid='mail.mt_note')

    def _get_company(self):
        website = self.channel_id.livechat_visitor_id.website_id
        return (website or self.env['website'].get_current_website()).company_id

    def _find_files(self):
        """Return the files that the visitor has sent since the last ticket, newest first."""
        since = max(self.ticket_ids.mapped('create_date'), default=self.create_date)
        messages = self.channel_id.message_ids.filtered(lambda m: m.create_date >= since)
        return [(file.name, file.raw or b'') for file in messages.attachment_ids[:MAX_FILES]]

    def _render_talk(self):
        """Return the conversation for the ticket, a line per message."""
        messages = self.channel_id.message_ids.filtered(lambda m: m.message_type == 'comment')
        talk = [
            (message.author_id.name or message.author_guest_id.name or '', self._read(message))
            for message in messages.sorted('id')
        ]
        return self._render('gift_loyalty.chat_talk', talk=talk)

    def _tell_ticket(self):
        """Return the number of the newest ticket, and where its answer will come."""
        return self._render('gift_loyalty.chat_ticket', ticket=self.ticket_ids.sorted('id')[-1:])

    def _hear_ticket(self, _step, _text):
        return 'more', ''
