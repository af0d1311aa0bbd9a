from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError


class SaleOrder(models.Model):
    """The customer says when it should arrive: only days that can be kept are offered.

    What names no parcel, and parcels without a date of their own, follow the order's date.
    """

    _inherit = 'sale.order'

    gift_wanted_date = fields.Date(
        string="Wanted by",
        readonly=True,
        copy=False,
        help="The day that the customer has chosen. Recipients may have a day of their own.",
    )

    # === READING === #

    def _gift_get_wanted_lines(self, parcel=None):
        """Return the goods whose day is the parcel's, or that of the order without one."""
        self.ensure_one()
        lines = self._gift_get_sendable_lines()
        if parcel:
            return lines.filtered(lambda line: line.gift_parcel_id == parcel)
        return lines.filtered(lambda line: not line.gift_parcel_id.wanted_date)

    def _gift_is_dated(self):
        """Return whether a wanted date stands in the cart or order."""
        self.ensure_one()
        return bool(self.gift_wanted_date) or any(self.sudo().gift_parcel_ids.mapped('wanted_date'))

    def _gift_has_wanted_choice(self):
        """Return whether a day can be chosen: there are gifts that are made for it."""
        self.ensure_one()
        return any(line._gift_needs_job() for line in self._gift_get_lines())

    def _gift_get_wanted_choice(self, parcel=None, carrier=None):
        """Return ``{'dates', 'chosen'}``: the days that can be kept; writes nothing. In sudo.

        :param parcel: gift.parcel whose day is chosen; without it the day of the order.
        :param carrier: delivery.carrier; without it that of the cart, or the usual one.
        """
        self.ensure_one()
        lines = self._gift_get_wanted_lines(parcel)
        usual = self._gift_get_planned_carrier()
        own = carrier or parcel.carrier_id or usual if parcel else None
        carrier = own or carrier or usual
        first, planner = self._gift_get_first_date(lines, usual if parcel else carrier, own)
        ways = own or carrier.union(*(line._gift_get_carrier(carrier) for line in lines))
        return {
            'dates': self._gift_get_dates(planner, first, ways) if first else [],
            'chosen': (parcel or self)[('wanted_date' if parcel else 'gift_wanted_date')],
            'carrier': carrier,
        }

    def _gift_get_planned_carrier(self):
        """Return the delivery method that dates count on."""
        return self.carrier_id or self.env['delivery.carrier']._gift_get_usual(self.website_id)

    def _gift_get_first_date(self, lines, carrier, only=None):
        """Return ``(day, planner)``: when the lines can all be there, or ``None`` for never.

        Pieces that other parts of the order need for their days are left to them.

        :param carrier: delivery.carrier of what has no method of its own.
        :param only: delivery.carrier that all of the lines are asked for.
        """
        others = self._gift_get_sendable_lines() - lines
        others = others.filtered(lambda line: line._gift_get_wanted_date())
        planner, _plans = self._gift_plan(others, carrier, also=lines)
        plans = self._gift_plan_lines(planner, lines, carrier, is_free=True, only=only)
        if not plans or not all(plans.values()):
            return None, planner
        return max(plan.arrival[1] for plan in plans.values()), planner

    def _gift_get_dates(self, planner, first, carriers):
        """Return the days on which all of the delivery methods bring parcels."""
        until = planner.days.today() + timedelta(days=self.env['gift.promise']._get_wanted_days())
        days = (first + timedelta(days=number) for number in range((until - first).days + 1))
        ways = list(carriers) or [carriers]  # without a method, every working day
        return [day for day in days if all(planner.ways.is_delivery(way, day) for way in ways)]

    # === CHECKS === #

    def _gift_get_wanted_problem(self):
        """Return why a wanted day cannot be kept any more, or an empty text. In sudo."""
        self.ensure_one()
        lines = self._gift_get_sendable_lines()
        dated = lines.filtered(lambda line: line._gift_get_wanted_date())
        if not dated:
            return ''
        carrier = self._gift_get_planned_carrier()
        planner, plans = self._gift_plan(dated, carrier)
        for line, plan in plans.items():
            day = line._gift_get_wanted_date()
            way = line._gift_get_carrier(carrier)
            kept = plan and plan.arrival[1] <= day and planner.ways.is_delivery(way, day)
            if not kept:
                parcel = line.gift_parcel_id.filtered('wanted_date')
                return self._gift_explain_refused(parcel, day)
        return ''

    def _gift_explain_refused(self, parcel, day):
        """Return the sentence for a day that cannot be kept, with what is possible."""
        promises = self.env['gift.promise']
        choice = self._gift_get_wanted_choice(parcel)
        later = [other for other in choice['dates'] if other >= day]
        nearest = (later or choice['dates'][-1:] or [None])[0]
        words = {'day': promises._format_day(day), 'name': parcel.name}
        if parcel:
            text = self.env._("The parcel for %(name)s cannot arrive by %(day)s.", **words)
        else:
            text = self.env._("It cannot arrive by %(day)s.", **words)
        if not nearest:
            more = self.env._("No date can be promised for it now. Please write to us.")
            return f'{text} {more}'
        nearest_day = promises._format_day(nearest)
        more = [self.env._("The nearest possible date is %(day)s.", day=nearest_day)]
        more += self._gift_explain_faster(parcel, day)
        return ' '.join([text, *more])

    def _gift_explain_faster(self, parcel, day):
        """Return ``[sentence]`` naming a delivery method that is there on the day, if any."""
        if self.state not in ('draft', 'sent'):
            return []
        for carrier in self._gift_get_other_carriers(parcel):
            if day in self._gift_get_wanted_choice(parcel, carrier)['dates']:
                return [
                    self.env._(
                        "With %(carrier)s you can have it by %(day)s.",
                        carrier=carrier.name,
                        day=self.env['gift.promise']._format_day(day),
                    )
                ]
        return []

    def _gift_get_other_carriers(self, parcel):
        """Return the delivery methods by which the parcel, or the order, could be sent as well."""
        usual = self._gift_get_planned_carrier()
        if parcel:
            return parcel._get_carriers() - (parcel.carrier_id or usual)
        return self._get_delivery_methods() - usual

    def _check_cart_is_ready_to_be_paid(self):
        """Override of `website_sale` to say which day cannot be kept, before it is paid.

        :raise ValidationError: with the nearest possible date.
        """
        problem = self.sudo()._gift_get_wanted_problem()
        if problem:
            raise ValidationError(problem)
        return super()._check_cart_is_ready_to_be_paid()

    # === CHOOSING === #

    def _gift_change_wanted_date(self, day):
        """Let the order arrive on another day (empty: as soon as possible). Call it in sudo.

        Recipients with a day of their own keep it.

        :raise UserError: why that is not possible, with the nearest date.
        """
        self.ensure_one()
        self._gift_set_wanted(self.env['gift.parcel'], day)

    def _gift_set_wanted(self, parcel, day):
        """Store the day of a parcel, or of the order, if it can be kept.

        :raise UserError: when it cannot, or the order does not allow it any more.
        """
        self._gift_lock_rows()
        self.invalidate_recordset(['gift_wanted_date', 'commitment_date', 'state'])
        lines = self._gift_get_wanted_lines(parcel)
        if self.state == 'sale':
            self._gift_check_date_open(lines, day)
        else:
            self._gift_check_open()
        if day and day not in self._gift_get_wanted_choice(parcel)['dates']:
            raise UserError(self._gift_explain_refused(parcel, day))
        if parcel:
            parcel.wanted_date = day
        else:
            self.gift_wanted_date = day
        if self.state == 'sale':
            self._gift_follow_wanted(lines)

    def _gift_check_date_open(self, lines, day):
        """Refuse another day for what has left or has none that could be kept."""
        if not day:
            raise UserError(self.env._("Please choose a date."))
        gone = lines.filtered(lambda line: line._gift_has_left())
        if gone:
            raise UserError(
                self.env._(
                    "“%s” is on its way already, so its date cannot be changed any more.",
                    gone[0].name_short,
                )
            )

    # === SHOWN === #

    def _gift_get_wanted_summary(self, visitor_zone=None):
        """Return what the cart says of the wanted days, or an empty dict. Call it in sudo.

        :return: ``{'problem', 'parts': [(recipient, day)], 'order_by', 'approve_by'}``.
        """
        self.ensure_one()
        lines = self._gift_get_sendable_lines()
        dated = lines.filtered(lambda line: line._gift_get_wanted_date())
        if not dated or self.state not in ('draft', 'sent'):
            return {}
        problem = self._gift_get_wanted_problem()
        parts = {line.gift_parcel_id.name or '': line._gift_get_wanted_date() for line in dated}
        summary = {'problem': problem, 'parts': sorted(parts.items(), key=lambda part: part[1])}
        return summary if problem else {**summary, **self._gift_get_moments(dated, visitor_zone)}

    def _gift_get_moments(self, lines, visitor_zone):
        """Return until when to order and to approve, so that the lines arrive on their days."""
        planner, plans = self._gift_plan(lines, self._gift_get_planned_carrier())
        promises = self.env['gift.promise']
        first = min(plan.order_by for plan in plans.values())
        moment = promises._get_order_moment(self.company_id, first)
        answers = [
            step.last for plan in plans.values() for step in plan.steps if step.kind == 'answer'
        ]
        return {
            'order_by': promises._format_moment(moment, planner.days.zone, visitor_zone),
            'approve_by': min(answers, default=False),
        }
