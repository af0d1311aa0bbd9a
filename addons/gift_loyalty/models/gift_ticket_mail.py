import hashlib
import logging
import re

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext, parse_contact_from_email

_logger = logging.getLogger(__name__)

AUTOMATIC = ('auto_reply', 'bulk', 'junk', 'list')
ORDER = re.compile(r'\b[A-Z]{0,4}\d{3,10}\b')
LINK = re.compile(r'https?://|www\.|<a\s', re.I)
MANY_LINKS = 3
SHADY = ('sexual', 'drugs')
WELCOMES_PER_MAIL, WELCOME_WINDOW_S = 5, 3600
MAX_SUBJECT, MAX_BODY = 200, 10000


def is_automatic(message):
    """Return whether a mail says that a program has written it (RFC 3834), such as an absence."""
    submitted = (message.get('Auto-Submitted') or 'no').split(';')[0].strip().lower()
    return (
        submitted != 'no'
        or (message.get('Precedence') or '').strip().lower() in AUTOMATIC
        or any(message.get(name) for name in ('X-Autoreply', 'X-Autorespond', 'List-Id'))
    )


class MailThread(models.AbstractModel):
    _inherit = 'mail.thread'

    @api.model
    def _message_route_process(self, message, message_dict, routes):
        """Override of `mail` for tickets: what programs write begins none and reopens none."""
        if any(route[0] == 'gift.ticket' for route in routes or ()):
            if is_automatic(message):
                # A note, and no answer to anybody: nobody is told, nothing reopens.
                message_dict.update(is_internal=True, parent_id=False)
                _logger.info("Automatic mail %s is no ticket.", message_dict.get('message_id'))
                routes = [route for route in routes if route[0] != 'gift.ticket' or route[1]]
            elif not self.env['gift.ticket']._claim_mail(message_dict):
                return False
            routes = [self.env['gift.ticket']._follow_merge(route) for route in routes]
        return super()._message_route_process(message, message_dict, routes)


class GiftTicket(models.Model):
    """How questions come in: by mail, by the form, from a chat; and that they have come in."""

    _inherit = 'gift.ticket'

    @api.model
    def _claim_mail(self, message_dict):
        """Return whether a mail comes the first time; Odoo alone takes it twice when two jobs
        fetch it at once.
        """
        tickets_sudo = self.env['ir.model'].sudo()._get('gift.ticket')  # there is no ticket yet
        name = str(message_dict.get('message_id') or '')
        digest = hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()
        return not name or self.env['gift.notice'].sudo()._claim(tickets_sudo, f'mail-{digest}')

    @api.model
    def _follow_merge(self, route):
        """Return the route of a mail, to the ticket that took over where it was merged."""
        if route[0] != self._name or not route[1]:
            return route
        ticket_sudo = self.sudo().browse(route[1]).exists()
        return (route[0], ticket_sudo._get_current().id or route[1], *route[2:])

    def _get_current(self):
        """Return the ticket, or the one that it was merged into."""
        ticket = self
        while ticket.merged_into_id:
            ticket = ticket.merged_into_id
        return ticket

    # === MAIL === #

    @api.model
    def message_new(self, msg_dict, custom_values=None):
        """Override of `mail`: a mail becomes a ticket of who has written it."""
        sender = msg_dict.get('email_from') or ''
        text = html2plaintext(msg_dict.get('body') or '')
        values = {
            **(custom_values or {}),
            'name': (msg_dict.get('subject') or '').strip()[:MAX_SUBJECT]
            or self.env._("Without a subject"),
            'email': sender,
            'customer_name': parse_contact_from_email(sender)[0],
            'description': text[:MAX_BODY],
            'channel': 'mail',
        }
        ticket = super().message_new(msg_dict, custom_values=values)
        ticket._settle_in(f'{ticket.name}\n{text}')
        return ticket

    def message_update(self, msg_dict, update_vals=None):
        """Override of `mail`: an answer of the customer opens the ticket again."""
        result = super().message_update(msg_dict, update_vals=update_vals)
        author = self.env['res.partner'].browse(msg_dict.get('author_id') or False)
        is_staff = any(user._is_internal() for user in author.user_ids)
        if not msg_dict.get('is_internal') and not is_staff:
            self._note_customer()
        return result

    def message_post(self, *, attachments=None, **kwargs):
        """Override of `mail`: files from outside are made safe, the clock hears of answers."""
        dropped = []
        if kwargs.get('message_type') == 'email' or self.env.context.get('gift_from_outside'):
            attachments, dropped = self._keep_safe(attachments or [])
        message = super().message_post(attachments=attachments, **kwargs)
        if dropped:
            note = self.env._("These files were not kept: %s", ', '.join(dropped))
            super().message_post(body=note, subtype_xmlid='mail.mt_note')
        self._note_answer(message)
        return message

    def _note_answer(self, message):
        """Hear of an answer of the staff; a note is none, nor is what the shop writes by itself."""
        by_staff = any(user._is_internal() for user in message.author_id.user_ids)
        if not by_staff or message.subtype_id != self.env.ref('mail.mt_comment'):
            return
        self.sudo()._note_first_answer()  # the one who answers has posted already
        self.sudo().filtered(lambda ticket: ticket.stage == 'new')._set_stage('open')

    def _note_customer(self):
        """Go on with the clock: the customer has answered."""
        self.filtered(lambda ticket: ticket.stage in ('waiting', 'solved'))._set_stage('open')

    def _notify_get_reply_to(self, default=None, author_id=False):
        """Override of `mail`: answers go to the team's address."""
        teams = self.sudo().team_id
        aliases = teams._notify_get_reply_to(default=default, author_id=author_id)
        return {ticket.id: aliases.get(ticket.sudo().team_id.id) for ticket in self}

    def _notify_by_email_get_headers(self, headers=None):
        """Override of `mail`: programs should not answer what a program has written."""
        headers = super()._notify_by_email_get_headers(headers=headers)
        if self.env.context.get('gift_automatic'):
            headers['Auto-Submitted'] = 'auto-replied'
            headers['X-Auto-Response-Suppress'] = 'All'
        return headers

    # === BEGINNING === #

    @api.model
    def _receive(self, values, *, files=(), order=None, line=None, partner=None, is_safe=False):
        """Make a ticket of what a customer has written on a page or in a chat. Call it in sudo.

        :param dict values: ``name``, ``description``, ``email``, ``customer_name``, ``channel``.
        :param files: ``[(name, bytes), …]`` as they were sent, or made safe already.
        :param order: sale.order that the page has checked.
        :param partner: who is logged in.
        """
        ticket = self.create(
            {
                'order_id': order.id if order else False,
                'sale_line_id': line.id if line else False,
                'partner_id': partner.id if partner else False,
                **values,
            }
        )
        ticket._settle_in(f'{ticket.name}\n{ticket.description}')
        ticket._post_from_customer(ticket.description, files, is_safe=is_safe)
        return ticket

    def _settle_in(self, text):
        """Put spam aside, find customer and order, and tell the customer that it has come in."""
        self.ensure_one()
        self.finding = self._find_spam(text)
        if self.finding:
            self._set_stage('spam')
            return
        self._ensure_partner()
        self._find_order(text)
        self._welcome()

    @api.model
    def _find_spam(self, text):
        """Return why a text is put aside, or an empty string. Rude words alone are no reason."""
        links = len(LINK.findall(text))
        matches = self.env['gift.moderation.word']._get_matcher().find(text) if links else ()
        if any(match.reason in SHADY for match in matches):
            return self.env._("It advertises something.")
        if links >= MANY_LINKS:
            return self.env._("It has %s links.", links)
        return ''

    def _ensure_partner(self):
        """Give the ticket its customer: found by the mail address, or made."""
        self.ensure_one()
        partners_sudo = self.env['res.partner'].sudo()  # the address is all that is known
        if not self.partner_id and self.email_normalized:
            self.partner_id = partners_sudo.search(
                [
                    ('email_normalized', '=', self.email_normalized),
                    ('company_id', 'in', (False, self.company_id.id)),
                ],
                limit=1,
                order='id',
            ) or partners_sudo.create(
                {
                    'name': self.customer_name or self.email_normalized,
                    'email': self.email_normalized,
                }
            )
        if self.partner_id:
            self.message_subscribe(partner_ids=self.partner_id.ids)

    def _find_order(self, text):
        """Link the order that a text names, if it is the customer's."""
        self.ensure_one()
        named = set(ORDER.findall(text)) if not self.order_id else ()
        if not named or not self.partner_id:
            return
        order_sudo = self.env['sale.order'].sudo()  # only the customer's own is linked
        self.order_id = order_sudo.search(
            [
                ('name', 'in', list(named)),
                ('state', '=', 'sale'),
                ('partner_id', 'child_of', self.partner_id.commercial_partner_id.id),
            ],
            limit=1,
            order='id desc',
        )

    def _welcome(self):
        """Tell the customer once that the question has come in, with the link to the ticket."""
        self.ensure_one()
        if not self.partner_id.email:
            self._ensure_partner()
        if not self.partner_id.email_normalized:
            return
        try:
            self.env['gift.rate.limit']._gift_count(
                'ticket-welcome',
                self.partner_id.email_normalized,
                limit=WELCOMES_PER_MAIL,
                seconds=WELCOME_WINDOW_S,
            )
        except UserError:
            return
        self._send_automatic('received')

    def _send_automatic(self, kind):
        self._portal_ensure_token()
        self.env['gift.notice']._send_once(
            self.with_context(gift_automatic=True),
            kind,
            f'gift_loyalty.mail_template_ticket_{kind}',
        )

    def _post_from_customer(self, text, files=(), *, is_safe=False, reference=''):
        """Add what the customer has written. Call it in sudo.

        :param str reference: name of what is sent, so that a double click is one message.
        """
        self.ensure_one()
        if reference and not self.env['gift.notice']._claim(self, f'answer-{reference}'):
            return
        self.with_context(gift_from_outside=not is_safe, mail_create_nosubscribe=True).message_post(
            body=text,
            author_id=self.partner_id.id,
            email_from=self.partner_id.email_formatted or self.email,
            message_type='comment',
            subtype_xmlid='mail.mt_comment',
            attachments=list(files),
        )
        if self.stage != 'spam':
            self._note_customer()
