from odoo import fields, models

from .gift_consent import EMAIL, WITHDRAWN


class ResPartner(models.Model):
    _inherit = 'res.partner'

    gift_consent_ids = fields.One2many(
        'gift.consent', 'partner_id', string="Consents", groups='gift_base.group_staff'
    )

    def _gift_allows(self, purpose, channel=EMAIL):
        """Return whether the customer may be written to for a purpose. Ask when it is sent.

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
        """Take a consent back; a repetition changes nothing.

        :param dict how: see :meth:`GiftConsent._note`.
        """
        purpose_sudo = self.env['gift.consent.purpose']._get(purpose)
        for partner in self:
            self.env['gift.consent']._note(partner.email, purpose_sudo, WITHDRAWN, how)
