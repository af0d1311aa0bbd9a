from odoo import fields, models

from .gift_consent import EMAIL, WITHDRAWN


class ResPartner(models.Model):
    _inherit = 'res.partner'

    gift_consent_ids = fields.One2many(
        'gift.consent', 'partner_id', string="Consents", groups='gift_base.group_staff'
    )

    def _gift_allows(self, purpose, channel=EMAIL):
        """Override of `gift_personalization`: ask the consents. Call it when a mail is sent.

        Mails about the customer's own orders need no consent and do not ask.

        :param str purpose: *newsletter*, *recommendation*, *occasion*, *review*, *points*, *cart*.
        """
        self.ensure_one()
        return bool(self._gift_filter_allowing(purpose, channel))

    def _gift_filter_allowing(self, purpose, channel=EMAIL):
        """Return those customers that may be written to for a purpose, in a few queries."""
        allowed = self.env['gift.consent']._get_allowed(
            purpose, set(self.mapped('email_normalized')), channel
        )
        return self.filtered(lambda partner: partner.email_normalized in allowed)

    def _gift_stop(self, purpose, how):
        """Override of `gift_personalization` to take a consent back; repeated, it does nothing.

        :param dict how: see :meth:`GiftConsent._note`.
        """
        purpose_sudo = self.env['gift.consent.purpose']._get(purpose)
        for partner in self:
            self.env['gift.consent']._note(partner.email, purpose_sudo, WITHDRAWN, how)

    def _gift_send_mail(self, template, record, purpose):
        """Queue a mail that needs a consent: asked now and as it leaves, stopped by one click.

        :param template: mail.template of the record's model.
        :return: the mail.mail (sudo), empty when the customer does not want it.
        """
        self.ensure_one()
        mails_sudo = self.env['mail.mail'].sudo()
        if not self._gift_allows(purpose):
            return mails_sudo
        purpose_sudo = self.env['gift.consent.purpose']._get(purpose)
        mail = template.sudo().send_mail(
            record.id, email_values={'gift_purpose_id': purpose_sudo.id}
        )
        self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()
        return mails_sudo.browse(mail)

    def _gift_get_stop_path(self, purpose):
        """Return the path that stops mails of a purpose, for the foot of a mail."""
        self.ensure_one()
        return self.env['gift.consent']._get_stop_path(self.email, purpose, f'p{self.id}')

    def _gift_get_preferences_path(self):
        """Return the path of the page on which the customer chooses mails, without a login."""
        self.ensure_one()
        return self.env['gift.consent']._get_preferences_path(self.email, f'p{self.id}')
