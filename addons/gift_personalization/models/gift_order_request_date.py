from odoo import api, fields, models
from odoo.exceptions import UserError


class GiftOrderRequest(models.Model):
    """Having it on another day: at once until production has begun, afterwards staff decide.

    Only days that the planner can keep are taken, also when staff say yes.
    """

    _inherit = 'gift.order.request'

    wanted_date = fields.Date(string="New date", readonly=True)
    previous_date = fields.Date(string="Date before", readonly=True)

    def _get_summary(self):
        """Override to say whose parcel it is, and from which day to which."""
        if self.kind != 'date':
            return super()._get_summary()
        promises = self.env['gift.promise']
        words = {
            'name': self.parcel_id.name or self.env._("Your order"),
            'old': self.previous_date and promises._format_day(self.previous_date),
            'new': promises._format_day(self.wanted_date),
        }
        if not self.previous_date:
            return self.env._("%(name)s: %(new)s", **words)
        return self.env._("%(name)s: %(new)s instead of %(old)s", **words)

    # === ASKING === #

    @api.model
    def _request_date(self, order, parcel, day, **how):
        """Let a part of an order arrive on another day: see :meth:`_request_part`.

        :param date day: one that the planner offers.
        """

        def plan():
            problem = order._gift_check_new_date(parcel, day)
            before = order._gift_get_date_of(parcel)
            return {'wanted_date': day, 'previous_date': before}, problem

        return self._request_part('date', order, parcel, plan, **how)

    def _check_acceptable(self, values):
        """Override to promise no day that cannot be kept any more."""
        super()._check_acceptable(values)
        if self.kind == 'date':
            self.order_id._gift_check_new_date(self.parcel_id, self.wanted_date)

    def _do_date(self):
        """Book, promise and deliver for the new day."""
        part = self.parcel_id or self.order_id
        part._gift_change_wanted_date(self.wanted_date)


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    # === READING === #

    def _gift_get_request_ways(self):
        """Override to choose another day for what has not left."""
        ways = super()._gift_get_request_ways()
        if self._gift_get_datable_parts():
            label = self.env._("Change the date")
            ways.append(self._gift_prepare_way('date', label, 'fa-calendar'))
        return ways

    def _gift_get_datable_parts(self):
        """Return ``[(parcel or empty parcel, lines), …]`` of which nothing has left (sudo).

        The empty parcel stands for all that has no day of its own.
        """
        self.ensure_one()
        if self.state != 'sale' or not self.commitment_date or not self._gift_has_wanted_choice():
            return []
        own = (self.env['gift.parcel'], self._gift_get_wanted_lines())
        others = [part for part in self._gift_get_parts() if part[0]]
        if len(others) == 1 and own[1] == others[0][1]:
            others = []  # all of it goes to one recipient without a day of its own
        return [
            (parcel, lines)
            for parcel, lines in [own, *others]
            if lines and not any(line._gift_has_left() for line in lines)
        ]

    def _gift_get_date_of(self, parcel):
        """Return the day by which a part was promised to arrive (sudo)."""
        self.ensure_one()
        lines = self._gift_get_wanted_lines(parcel)
        days = [line._gift_get_promised_date() for line in lines]
        return max(filter(None, days), default=None) or self._gift_get_promise()['date']

    def _gift_check_new_date(self, parcel, day):
        """Return why the customer cannot choose the day himself, or an empty string. In sudo.

        :raise UserError: where even the staff could not do it, with the nearest date.
        """
        parts = dict(self._gift_get_datable_parts())
        if parcel not in parts:
            raise UserError(self.env._("This has left our house, so its date stays as it is."))
        choice = self._gift_get_wanted_choice(parcel)
        if not day or day not in choice['dates']:
            raise UserError(
                self._gift_explain_refused(parcel, day)
                if day
                else self.env._("Please choose a date.")
            )
        if day == choice['chosen'] == self._gift_get_date_of(parcel):
            raise UserError(self.env._("It arrives by that day already."))
        return self._gift_get_date_problem(parts[parcel])

    def _gift_get_date_problem(self, lines):
        """Return why staff decide about another day of these lines, or an empty string (sudo)."""
        self.ensure_one()
        if self.commitment_date != self.gift_planned_promise:
            return self.env._("We have set the date of your order by hand.")
        return self._gift_get_claimed_text(lines)
