"""Orders of customers, and refunds taken off the orders they belong to."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Order:
    """An order, or a movement of money that belongs to one.

    :param customer: anything hashable that names the customer
    :param day: day of the order in the shop's time zone
    :param money: in one currency, all rows of one number type; refunds are negative
    :param bool is_order: False for a refund or a credit: it moves money, but nobody came back
    """

    customer: object
    day: object
    money: object
    is_order: bool = True


def net(orders):
    """Return ``(orders, rest)``: orders after refunds, by customer and day, and what of the refunds
    met no order.

    A refund is taken off the customer's latest order until its day, then off the one before, and
    so on. An order that was paid back whole is none any more. A refund does not say which order
    it belongs to in a retailer's export; most follow the latest.

    :param orders: iterable of :class:`Order` in any order
    """
    by_customer = {}
    for order in orders:
        by_customer.setdefault(order.customer, []).append(order)
    kept, rest = [], 0
    for rows in by_customer.values():
        found, unmet = _net_one(sorted(rows, key=lambda row: (row.day.toordinal(), -row.is_order)))
        kept.extend(found)
        rest = rest + unmet
    return kept, rest


def _net_one(rows):
    standing, unmet = [], 0
    for row in rows:
        if row.is_order:
            standing.append(row)
        else:
            unmet = unmet + _take_off(standing, row.money)
    return standing, unmet


def _take_off(standing, money):
    """Take a refund (below 0) off the latest orders; return what is left of it.

    A correction upwards meets no order.
    """
    for place in range(len(standing) - 1, -1, -1):
        order = standing[place]
        if money >= 0:
            break
        if order.money <= 0:
            continue
        taken = min(order.money, -money)
        money = money + taken
        if taken == order.money:
            del standing[place]
        else:
            standing[place] = replace(order, money=order.money - taken)
    return money
