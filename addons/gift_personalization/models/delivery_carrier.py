from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .gift_work_center import WEEKDAYS as CENTER_WEEKDAYS

WEEKDAYS = tuple(f'gift_on_{day}' for day in CENTER_WEEKDAYS)


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

    gift_on_monday = fields.Boolean(string="Monday", default=True)
    gift_on_tuesday = fields.Boolean(string="Tuesday", default=True)
    gift_on_wednesday = fields.Boolean(string="Wednesday", default=True)
    gift_on_thursday = fields.Boolean(string="Thursday", default=True)
    gift_on_friday = fields.Boolean(string="Friday", default=True)
    gift_on_saturday = fields.Boolean(string="Saturday")
    gift_on_sunday = fields.Boolean(string="Sunday")

    @api.constrains(*WEEKDAYS)
    def _check_gift_weekdays(self):
        if any(not any(carrier[day] for day in WEEKDAYS) for carrier in self):
            raise ValidationError(
                self.env._("Choose at least one weekday on which parcels are delivered.")
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

    def _gift_get_weekdays(self):
        """Return the weekdays of deliveries, Monday is 0; Monday to Friday without a method."""
        carrier_sudo = self.sudo()  # visitors read the days of a published method
        if not carrier_sudo:
            return frozenset(range(5))
        return frozenset(number for number, day in enumerate(WEEKDAYS) if carrier_sudo[day])

    @api.model
    def _gift_get_usual(self, website):
        """Return the delivery method (sudo) that a shop's visitor sees first."""
        domain = [
            ('is_published', '=', True),
            ('website_id', 'in', (False, website.id)),
            ('company_id', 'in', (False, website.company_id.id)),
        ]
        return self.sudo().search(domain, limit=1)  # published for everyone
