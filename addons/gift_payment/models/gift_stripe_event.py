from odoo import api, fields, models
from odoo.tools import SQL


class GiftStripeEvent(models.Model):
    """A message of Stripe that was dealt with. Stripe sends some twice; each counts once.

    The row is written in the transaction that deals with the message: when that fails, neither
    exists, and Stripe sends the message again.
    """

    _name = 'gift.stripe.event'
    _inherit = ['gift.append.only.mixin']
    _description = 'Message of Stripe'
    _order = 'id desc'

    name = fields.Char(string="Event", required=True, readonly=True)
    provider_id = fields.Many2one(
        'payment.provider', required=True, readonly=True, ondelete='cascade'
    )
    kind = fields.Char(required=True, readonly=True)
    object_ref = fields.Char(string="About", readonly=True)
    date = fields.Datetime(string="Dealt with on", required=True, readonly=True)

    _once = models.UniqueIndex('(provider_id, name)')

    @api.model
    def _claim(self, provider, event):
        """Note an event (dict of Stripe) as dealt with; return whether it was still to be done.

        Of two simultaneous callers one gets ``True``: the second insert waits for the first.
        """
        self.env.cr.execute(
            SQL(
                """
            INSERT INTO gift_stripe_event (name, provider_id, kind, object_ref, date,
                                           create_uid, create_date, write_uid, write_date)
            VALUES (%s, %s, %s, %s, now() AT TIME ZONE 'UTC',
                    %s, now() AT TIME ZONE 'UTC', %s, now() AT TIME ZONE 'UTC')
            ON CONFLICT (provider_id, name) DO NOTHING RETURNING id
            """,
                event['id'],
                provider.id,
                event['type'],
                event['data']['object'].get('id'),
                self.env.uid,
                self.env.uid,
            )
        )
        return self.env.cr.fetchone() is not None
