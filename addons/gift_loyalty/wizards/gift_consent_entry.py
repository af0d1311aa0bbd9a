from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize

from ..models.gift_consent import CHANNELS, EMAIL, GIVEN, WITHDRAWN


class GiftConsentEntry(models.TransientModel):
    """What a customer said by phone or letter, entered by the staff."""

    _name = 'gift.consent.entry'
    _description = 'Enter a consent'

    partner_id = fields.Many2one(
        'res.partner',
        string="Customer",
        required=True,
        default=lambda self: self.env.context.get('active_id'),
    )
    purpose_id = fields.Many2one('gift.consent.purpose', required=True)
    channel = fields.Selection(CHANNELS, required=True, default=EMAIL)
    state = fields.Selection(
        [(WITHDRAWN, "Wants no more of them"), (GIVEN, "Agreed")],
        string="What was said",
        required=True,
        default=WITHDRAWN,
    )
    note = fields.Char(string="How do we know?", required=True)

    def action_enter(self):
        """Keep it with the name of who entered it."""
        self.ensure_one()
        self.partner_id.check_access('read')
        if not email_normalize(self.partner_id.email):
            raise UserError(
                self.env._(
                    "%(name)s has no mail address. Enter one first: consents belong to addresses.",
                    name=self.partner_id.display_name,
                )
            )
        how = {'source': 'staff', 'note': self.note, 'user_id': self.env.uid}
        self.env['gift.consent']._note(
            self.partner_id.email, self.purpose_id, self.state, how, channel=self.channel
        )
        return {'type': 'ir.actions.client', 'tag': 'soft_reload'}
