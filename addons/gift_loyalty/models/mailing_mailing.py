from odoo import fields, models

NEWSLETTER = 'newsletter'


class MailingMailing(models.Model):
    """Odoo's mailings reach nobody who did not agree to their purpose."""

    _inherit = 'mailing.mailing'

    gift_purpose_id = fields.Many2one(
        'gift.consent.purpose',
        string="Sent for",
        ondelete='restrict',
        default=lambda self: self.env['gift.consent.purpose']._get_id(NEWSLETTER),
        help="It reaches only who agreed to this. The others are left out when it is sent.",
    )

    def _gift_get_purpose(self):
        """Return the purpose (sudo) the recipients must have agreed to; there is always one."""
        self.ensure_one()
        return self.sudo().gift_purpose_id or self.env['gift.consent.purpose']._get(NEWSLETTER)

    def _get_unsubscribe_oneclick_url(self, email_to, res_id):
        """Override of `mass_mailing`: a click stops the mailing's purpose, wherever it is sent."""
        path = self._gift_get_stop_path(email_to)
        return path or super()._get_unsubscribe_oneclick_url(email_to, res_id)

    def _get_unsubscribe_url(self, email_to, res_id):
        """Override of `mass_mailing`: the link opens a page; only its button changes anything."""
        path = self._gift_get_stop_path(email_to)
        return path or super()._get_unsubscribe_url(email_to, res_id)

    def _gift_get_stop_path(self, email):
        self.ensure_one()
        consents = self.env['gift.consent']
        who = consents._get_who(email)
        if not who:
            return ''
        path = consents._get_stop_path(email, self._gift_get_purpose().code, who)
        return self.get_base_url() + path
