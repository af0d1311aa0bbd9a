"""What it means to send a part of a confirmed order by another delivery method."""


class DeliveryChange:
    """The plan of another delivery method. It reads the order as it stands and writes nothing.

    :param order: sale.order in sudo.
    :param parcel: gift.parcel; empty: what goes to the order's own address.
    :param lines: the order lines of that part.
    :param carrier: the other delivery.carrier.
    :param bool can_pay: whether the customer can pay what is dearer.
    """

    def __init__(self, order, parcel, lines, carrier, *, can_pay):
        self.order = order
        self.parcel = parcel
        self.lines = lines
        self.carrier = carrier
        self.can_pay = can_pay
        self.costs = order._gift_get_costs_of(parcel)
        where = parcel._get_virtual_partner() if parcel else order.partner_shipping_id
        self.price = order._gift_rate(parcel, lines, where, carrier)

    # === DATE === #

    def keeps_day(self):
        """Return whether it can be there by the promised day."""
        order = self.order
        if not order.commitment_date:
            return True
        usual = order._gift_get_planned_carrier()
        first, _planner = order._gift_get_first_date(self.lines, usual, only=self.carrier)
        return bool(first) and first <= order._gift_get_date_of(self.parcel)

    # === MONEY === #

    @property
    def difference(self):
        """By how much the order becomes cheaper, taxes included; negative: dearer."""
        order, taxes = self.order, self._get_taxes()
        if not self.costs:
            return -taxes.compute_all(self.price, order.currency_id)['total_included']
        new = {'price_unit': self.price, 'tax_ids': taxes}
        return order.currency_id.round(
            order.amount_total - order._gift_get_total_with({self.costs[0]: new})
        )

    def _get_taxes(self):
        values = self.order._prepare_delivery_line_vals(self.carrier, self.price)
        [(_command, _zero, tax_ids)] = values['tax_ids']
        return self.order.env['account.tax'].browse(tax_ids)

    def get_price_problem(self):
        """Return why the price is for the staff to decide, or an empty string."""
        order, difference = self.order, self.difference
        if order.currency_id.is_zero(difference) and len(self.costs) <= 1:
            return ''
        if difference < 0:
            return order.env._(
                "“%(carrier)s” costs %(amount)s more.",
                carrier=self.carrier.name,
                amount=order.currency_id.format(-difference),
            )
        if not self._is_price_plain():
            return order.env._("We have to work out what “%s” costs.", self.carrier.name)
        return ''

    def _is_price_plain(self):
        """Return whether the one line of costs can simply become cheaper."""
        lowered = any(
            line._gift_lowers_delivery() and line.product_uom_qty > 0
            for line in self.order.order_line
        )
        return len(self.costs) == 1 and self.costs.tax_ids == self._get_taxes() and not lowered

    def get_to_pay(self):
        """Return what the customer pays first, taxes included; 0 where nobody has to."""
        order, dearer = self.order, -self.difference
        if order.currency_id.compare_amounts(dearer, 0) <= 0 or not self._is_price_plain():
            return 0.0
        return dearer if self.can_pay and not self._get_packed() else 0.0

    def _get_packed(self):
        return self.order._gift_get_packed_text(self.lines)

    @property
    def owed(self):
        """What goes back now: never more than what was paid above the new total."""
        return self.order._gift_get_owed(max(0.0, self.saved))

    @property
    def saved(self):
        """By how much the order becomes cheaper when it is done."""
        return 0.0 if self.get_price_problem() else self.difference

    # === WHO DECIDES === #

    def get_problem(self):
        """Return why staff decide, or an empty string."""
        return self._get_packed() or ('' if self.get_to_pay() else self.get_price_problem())

    def get_shown(self):
        """Return what a page shows of it, as one text, to be compared with what is now."""
        way = 'ask' if self.get_problem() else 'pay' if self.get_to_pay() else 'do'
        return f'{way} {self.difference:.4f}'
