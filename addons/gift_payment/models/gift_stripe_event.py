from odoo import api, fields, models

from odoo.addons.gift_base.insert import insert_once


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
        return insert_once(
            self,
            {
                'name': event['id'],
                'provider_id': provider.id,
                'kind': event['type'],
                'object_ref': event['data']['object'].get('id'),
                'date': fields.Datetime.now(),
            },
        )
