from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

RETURN_DAYS = 14
GRACE = relativedelta(days=30)


class LoyaltyProgram(models.Model):
    """How points of a loyalty programme become usable, and how long they are good."""

    _name = 'loyalty.program'
    _inherit = ['loyalty.program', 'gift.tier.offer.mixin']

    gift_follows_tiers = fields.Boolean(
        string="Tiers multiply points",
        default=True,
        help="A customer gets as many times the points as the tier says.",
    )
    gift_release = fields.Selection(
        [
            ('confirm', "At once, when the order is confirmed"),
            ('return', "When it is paid, delivered and cannot be returned any more"),
        ],
        string="Points can be spent",
        default='confirm',
        required=True,
    )
    gift_return_days = fields.Integer(
        string="Days after delivery",
        default=RETURN_DAYS,
        help="Your return window. Points are pending until it has ended.",
    )
    gift_expiry_months = fields.Integer(
        string="Good for (months)", help="From the day they can be spent. 0: without an end."
    )

    _gift_days_not_below_zero = models.Constraint(
        'CHECK(gift_return_days >= 0 AND gift_expiry_months >= 0)',
        "Enter 0 or more days and months.",
    )

    def _gift_has_ledger(self):
        """Return whether points of this programme stand in the ledger."""
        return self._gift_is_of_points() or self._gift_is_of_gift_cards()

    def _gift_is_of_points(self):
        """Return whether its cards are accounts of a customer's points."""
        return self.program_type == 'loyalty' and self.is_nominative

    def _gift_is_of_gift_cards(self):
        """Return whether its cards are money that somebody has paid for."""
        return self.program_type == 'gift_card'

    def _gift_get_today(self):
        return fields.Date.context_today(self)

    def _gift_get_expiry(self):
        """Return the last day of points that become usable today, False for no end."""
        months = self.gift_expiry_months
        return months and self._gift_get_today() + relativedelta(months=months)

    def _gift_get_grace_day(self):
        return self._gift_get_today() + GRACE

    @api.model
    def create_from_template(self, template_id):
        """Override of `loyalty`: programmes made from the shop's templates wait for the return."""
        action = super().create_from_template(template_id)
        if action:
            program = self.browse(action['res_id'])
            program.filtered(lambda made: made._gift_is_of_points()).gift_release = 'return'
        return action
