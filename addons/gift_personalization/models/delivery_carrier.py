from odoo import api, fields, models
from odoo.exceptions import ValidationError


class DeliveryCarrier(models.Model):
    _inherit = 'delivery.carrier'

    gift_transit_min = fields.Integer(
        string="Shortest way (working days)",
        default=1,
        help="Working days from the handing over until the parcel arrives.",
    )
    gift_transit_max = fields.Integer(
        string="Longest way (working days)",
        default=3,
        help="Promised dates count on the longest way.",
    )

    @api.constrains('gift_transit_min', 'gift_transit_max')
    def _check_gift_transit(self):
        if any(not 0 <= c.gift_transit_min <= c.gift_transit_max <= 90 for c in self):
            raise ValidationError(
                self.env._(
                    "The way of a parcel takes between 0 and 90 working days, and the shortest way"
                    " is not longer than the longest one."
                )
            )

    def _gift_get_transit_days(self):
        """Return ``(shortest, longest)`` in working days; none without a delivery method."""
        carrier_sudo = self.sudo()  # visitors read two figures of a published method
        return carrier_sudo.gift_transit_min, carrier_sudo.gift_transit_max

    @api.model
    def _gift_get_usual(self, website):
        """Return the delivery method (sudo) that a shop's visitor sees first."""
        domain = [
            ('is_published', '=', True),
            ('website_id', 'in', (False, website.id)),
            ('company_id', 'in', (False, website.company_id.id)),
        ]
        return self.sudo().search(domain, limit=1)  # published for everyone
