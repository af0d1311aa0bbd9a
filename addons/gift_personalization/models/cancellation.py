"""What falls away when gifts are taken off an order, and what the shop owes then."""

from odoo.tools import float_round


class Cancellation:
    """The plan of a cancellation. It reads the order as it stands and writes nothing.

    What goes along with the chosen pieces: parts of a combo, the price difference of a corrected
    design, wraps and cards of a parcel that has no gift left, the costs of a delivery that is not
    made, and the share of a discount on the whole order.

    :param order: sale.order in sudo.
    :param dict wanted: pieces by line, from :meth:`sale.order.line._gift_get_open_qty`.
    """

    def __init__(self, order, wanted):
        self.order = order
        self.wanted = wanted
        self.quantities = dict(wanted)
        self._follow_lines()
        self._follow_parcels()
        self.is_whole = not self._get_left_goods(order.order_line)
        if self.is_whole:
            self.quantities = {line: line.product_uom_qty for line in self._get_priced()}
        else:
            self._follow_discounts()

    # === WHAT FALLS AWAY === #

    def _get_priced(self):
        return self.order.order_line.filtered(
            lambda line: not line.display_type and line.product_uom_qty > 0
        )

    def _get_left(self, line):
        return line.product_uom_qty - self.quantities.get(line, 0.0)

    def _get_left_goods(self, lines):
        """Return the lines that still bring something: not what only comes along with a gift."""
        return lines.filtered(
            lambda line: (
                line._gift_is_sendable()
                and not line.product_template_id.gift_extra
                and line.product_uom_id.compare(self._get_left(line), 0) > 0
            )
        )

    def _follow_lines(self):
        for line, quantity in self.wanted.items():
            for other in line._gift_get_followers():
                self.quantities[other] = min(quantity, other.product_uom_qty)

    def _follow_parcels(self):
        if not self.order.gift_is_divided:
            return
        for parcel, lines in self.order._gift_get_parts():
            if not self._get_left_goods(lines):
                costs = self._get_priced().filtered(
                    lambda line, parcel=parcel: line.is_delivery and line.gift_parcel_id == parcel
                )
                self.quantities.update({line: line.product_uom_qty for line in lines | costs})

    def _follow_discounts(self):
        """Take the share of what is cancelled off discounts that were given on the order.

        Free delivery is a discount on the delivery costs, every other one is on the goods.
        """
        for line in self._get_priced().filtered(lambda line: line.price_total < 0):
            share = line.product_uom_qty * self._get_gone_share(self._get_lowered(line))
            rounding = line.product_uom_id.rounding or 0.01
            rounded = float_round(share, precision_rounding=min(rounding, 0.01))
            if line not in self.quantities and rounded > 0:
                self.quantities[line] = min(rounded, line.product_uom_qty)

    def _get_lowered(self, discount):
        """Return the lines that a discount was given on; of free delivery those of its price."""
        is_delivery = discount._gift_lowers_delivery()
        charged = self._get_priced().filtered(
            lambda line: line.price_total > 0 and line.is_delivery == is_delivery
        )
        equal = charged.filtered(
            lambda line: (line.tax_ids, line.price_unit) == (discount.tax_ids, -discount.price_unit)
        )
        return equal if is_delivery and equal else charged

    def _get_gone_share(self, charged):
        """Return which share of the price of the lines falls away."""
        total = sum(charged.mapped('price_total'))
        gone = sum(
            line.price_total * self.quantities.get(line, 0.0) / line.product_uom_qty
            for line in charged
        )
        return gone / total if total else 0.0

    def get_along(self):
        """Return the lines that fall away without having been chosen, in the order's sequence."""
        return self.order.order_line.filtered(
            lambda line: line in self.quantities and line not in self.wanted
        )

    # === MONEY === #

    @property
    def difference(self):
        """By how much the order becomes cheaper, taxes and discounts included."""
        rest = 0.0 if self.is_whole else self.order._gift_get_total_without(self.quantities)
        return self.order.currency_id.round(self.order.amount_total - rest)

    @property
    def owed(self):
        """What the shop pays back now: never more than what was paid above the new total."""
        return self.order._gift_get_owed(self.difference)
