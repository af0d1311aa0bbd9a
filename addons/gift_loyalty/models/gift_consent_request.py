from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, email_normalize

from odoo.addons.gift_base.tools import check_signed_token, signed_token

from ..const import CONFIRM_HOURS, DAY_S, QUESTIONS_PER_ADDRESS
from .gift_consent import ASKED, EMAIL, GIVEN, WITHDRAWN

CONFIRM, PREFERENCES, STOP = 'consent', 'mail-preferences', 'mail-stop'
TEMPLATE = 'gift_loyalty.mail_template_confirm'


class GiftConsent(models.Model):
    """Double opt-in: an address agrees by a link that was mailed to it, and by nothing else."""

    _inherit = 'gift.consent'

    list_id = fields.Many2one(
        'mailing.list',
        string="Mailing list",
        readonly=True,
        ondelete='set null',
        help="Joined when the question is confirmed.",
    )

    # === ASKING === #

    @api.model
    def _agree(self, email, purposes, how, mailing_list=None):
        """Note that somebody agreed: at once for an address that has confirmed before.

        :return: whether a mail asks for the confirmation first.
        """
        if self._is_proven(email):
            self._note(email, purposes, GIVEN, how)
            return False
        self._request(email, purposes, how, mailing_list)
        return True

    @api.model
    def _request(self, email, purposes, how, mailing_list=None):
        """Mail the question whether an address wants mails; says nothing about the address.

        At most a few a day go to an address, whoever enters it.
        """
        address = email_normalize(email)
        if not address or not purposes:
            return
        try:
            self.env['gift.rate.limit']._gift_count(
                'consent-mail',
                signed_token(self.env, 'consent-address', address),
                limit=QUESTIONS_PER_ADDRESS,
                seconds=DAY_S,
            )
        except UserError:
            return
        first = self._note(address, purposes[0], ASKED, how)
        if mailing_list:
            self._set_list(first, mailing_list)
        self._note(address, purposes[1:], ASKED, how, asked=first)
        self._send_question(first)

    @api.model
    def _set_list(self, asked, mailing_list):
        """Keep which list was asked for; the row is new and nobody has read it."""
        asked.flush_recordset()
        self.env.cr.execute(
            SQL("UPDATE gift_consent SET list_id = %s WHERE id = %s", mailing_list.id, asked.id)
        )
        asked.invalidate_recordset()

    @api.model
    def _send_question(self, asked):
        template_sudo = self.env.ref(TEMPLATE).sudo()
        template_sudo.with_user(self.env.ref('base.user_root')).send_mail(asked.id)
        self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()

    def _get_questions(self):
        """Return all that was asked in the mail of this question (sudo)."""
        self.ensure_one()
        others = [('asked_id', '=', self.id), ('state', '=', ASKED)]
        return (self.sudo() | self.sudo().search(others)).sorted('id')

    # === CONFIRMING === #

    def _get_confirm_path(self):
        self.ensure_one()
        token = signed_token(self.env, CONFIRM, f'{self.id}:{self.email}')
        return f'/gift/confirm/{self.id}/{token}'

    @api.model
    def _find_question(self, consent_id, token):
        """Return the question (sudo) of a link, empty when it is wrong or has ended."""
        asked_sudo = self.sudo().browse(consent_id).exists()  # the token is checked below
        since = fields.Datetime.now() - timedelta(hours=CONFIRM_HOURS)
        is_open = asked_sudo.state == ASKED and asked_sudo.date >= since
        value = f'{consent_id}:{asked_sudo.email}'
        is_signed = check_signed_token(self.env, CONFIRM, value, token)
        return asked_sudo if is_open and is_signed else asked_sudo.browse()

    def _confirm(self, how):
        """Make consents of the questions of a mail; a second click changes nothing."""
        self.ensure_one()
        # Of two simultaneous clicks the second fails on this row, is run again and finds it done.
        self.env.cr.execute(
            SQL("UPDATE gift_consent SET write_date = write_date WHERE id = %s", self.id)
        )
        for asked in self._get_questions():
            if not self.sudo().search_count([('asked_id', '=', asked.id), ('state', '=', GIVEN)]):
                self._note(asked.email, asked.purpose_id, GIVEN, how, asked=asked)
        self.env['mail.blacklist'].sudo()._remove(self.email)  # the address itself asks for mails

    @api.model
    def _is_proven(self, email):
        """Return whether the owner of a mailbox has confirmed before that it is an own address."""
        return bool(
            self.sudo().search_count(
                [
                    ('email', '=', email_normalize(email)),
                    ('channel', '=', EMAIL),
                    ('state', '=', GIVEN),
                    '|',
                    ('asked_id', '!=', False),
                    ('source', '=', 'mail'),
                ],
                limit=1,
            )
        )

    # === LINKS OF MAILS === #

    @api.model
    def _get_who(self, email):
        """Return what stands for an address in links: no address is readable in them."""
        address = email_normalize(email)
        partner_sudo = self.env['res.partner'].sudo()
        domain = [('email_normalized', '=', address)]
        partner_sudo = partner_sudo.search(domain, order='id', limit=1)
        if partner_sudo:
            return f'p{partner_sudo.id}'
        row_sudo = self.sudo().search([('email', '=', address)], order='id', limit=1)
        return f'c{row_sudo.id}' if row_sudo else ''

    @api.model
    def _get_link(self, scope, email, who='', *parts):
        who = who or self._get_who(email)
        value = ':'.join((who, email_normalize(email) or '', *parts))
        path = {PREFERENCES: '/gift/preferences', STOP: '/gift/stop'}[scope]
        return '/'.join((path, who, *parts, signed_token(self.env, scope, value)))

    @api.model
    def _get_preferences_path(self, email, who=''):
        """Return the path of the page on which an address chooses its mails, without a login."""
        return self._get_link(PREFERENCES, email, who)

    @api.model
    def _get_stop_path(self, email, purpose, who=''):
        """Return the path that stops the mails of a purpose with one click (POST; RFC 8058)."""
        return self._get_link(STOP, email, who, purpose)

    @api.model
    def _open_link(self, scope, who, token, *parts):
        """Return the address a link stands for, or an empty text when it opens nothing."""
        kind, number = who[:1], who[1:]
        if kind not in 'pc' or not number.isdecimal() or len(number) > 9:
            return ''
        model = 'res.partner' if kind == 'p' else 'gift.consent'
        record_sudo = self.env[model].sudo().browse(int(number)).exists()  # signed, see below
        address = email_normalize(record_sudo.email) if record_sudo else ''
        value = ':'.join((who, address or '', *parts))
        return address if address and check_signed_token(self.env, scope, value, token) else ''

    # === WHAT FOLLOWS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override to let the contacts and mailing lists of the address follow."""
        rows = super().create(vals_list)
        # Lists and reminders are mails; a text message or a letter is another thing.
        for row in rows.filtered(lambda one: one.state != ASKED and one.channel == EMAIL):
            row._follow()
        return rows

    def _follow(self):
        self.ensure_one()
        code = self.purpose_id.code
        self.env['res.partner'].sudo().search(
            [('email_normalized', '=', self.email)]
        )._gift_on_said(code, self.state)
        if code == 'newsletter':
            self._update_lists()

    def _update_lists(self):
        """Show in Odoo's mailing lists what was said about the newsletter."""
        self.ensure_one()
        lists_sudo = self.env['mailing.list'].sudo()
        if self.state == WITHDRAWN:
            lists_sudo.search([])._update_subscription_from_email(
                self.email, opt_out=True, force_message=False
            )
            return
        found = self.asked_id.list_id or self.env.ref(
            'mass_mailing.mailing_list_data', raise_if_not_found=False
        )
        if not found:
            return
        contacts_sudo = self.env['mailing.contact'].sudo()
        if not contacts_sudo.search_count([('email_normalized', '=', self.email)], limit=1):
            contacts_sudo.create({'email': self.email, 'name': self.partner_id.name})
        found.sudo()._update_subscription_from_email(self.email, opt_out=False, force_message=False)
