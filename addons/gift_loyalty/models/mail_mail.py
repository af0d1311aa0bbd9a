from odoo import fields, models
from odoo.tools import email_normalize

from odoo.addons.gift_base.tools import one_click_headers


class MailMail(models.Model):
    """A mail for a purpose that needs a consent: it can be stopped, and is asked for at the end."""

    _inherit = 'mail.mail'

    gift_purpose_id = fields.Many2one(
        'gift.consent.purpose',
        string="Purpose",
        index='btree_not_null',
        ondelete='restrict',
        help="Goes only to who agrees to it at the moment it leaves.",
    )

    def _gift_get_purpose(self):
        """Return the purpose (sudo) for which the mail needs a consent, empty for none."""
        self.ensure_one()
        mail_sudo = self.sudo()
        if mail_sudo.mailing_id and not mail_sudo.gift_purpose_id:
            return mail_sudo.mailing_id._gift_get_purpose()
        return mail_sudo.gift_purpose_id

    def _gift_get_addresses(self):
        self.ensure_one()
        found = [*self.recipient_ids.mapped('email'), *(self.email_to or '').split(',')]
        return {address for address in map(email_normalize, filter(None, found)) if address}

    def _send(self, *args, **kwargs):
        """Override of `mail`: who withdrew while the mail waited in the queue does not get it."""
        stopped = self.filtered(lambda mail: mail._gift_is_stopped())
        if stopped:
            stopped.write({'state': 'cancel', 'failure_type': 'mail_optout'})
            stopped.mailing_trace_ids.set_canceled()
        return super(MailMail, self - stopped)._send(*args, **kwargs)

    def _gift_is_stopped(self):
        self.ensure_one()
        purpose = self._gift_get_purpose()
        if not purpose or self.state != 'outgoing' or self.env.context.get('mailing_test_mail'):
            return False
        addresses = self._gift_get_addresses()
        return addresses != self.env['gift.consent']._get_allowed(purpose.code, addresses)

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        """Override of `mail` to let mail programs stop such mails with one click (RFC 8058)."""
        mails = super()._prepare_outgoing_list(
            mail_server=mail_server, doc_to_followers=doc_to_followers
        )
        purpose = self._gift_get_purpose()
        if purpose:
            consents = self.env['gift.consent']
            for values in filter(lambda one: one['email_to'], mails):
                path = consents._get_stop_path(values['email_to'][0], purpose.code)
                values['headers'].update(one_click_headers(self.get_base_url() + path))
        return mails
