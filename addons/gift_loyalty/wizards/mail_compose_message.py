from odoo import models


class MailComposeMessage(models.TransientModel):
    _inherit = 'mail.compose.message'

    def _get_optout_emails(self, mail_values_dict):
        """Override of `mass_mailing` to leave out everybody who did not agree to the purpose."""
        found = list(super()._get_optout_emails(mail_values_dict))
        if not self.mass_mailing_id:
            return found
        recipients = self._get_recipients_data(mail_values_dict)
        addresses = {
            address for one in recipients.values() for address in one['mail_to_normalized']
        }
        purpose = self.mass_mailing_id._gift_get_purpose().code
        allowed = self.env['gift.consent']._get_allowed(purpose, addresses)
        return found + sorted(addresses - allowed)
