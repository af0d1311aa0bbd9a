"""What points are worth in the books: a promise that was sold along with the goods (IFRS 15).

The price of a sale is divided between the goods and the points by their stand-alone prices; points
count with the part that is expected to be spent.
"""


def deferred(price, points, point_value, redemption):
    """Return what of ``price`` belongs to the points.

    :param float point_value: what one point is worth when it is spent.
    :param float redemption: expected part that is spent, 0 to 1.
    """
    promised = points * point_value * redemption
    return price * promised / (price + promised) if price + promised > 0 else 0.0


def deferred_per_point(points_per_price, point_value, redemption):
    """Return what one point carries where so many points are given for one unit of money."""
    promised = point_value * redemption
    return promised / (1 + points_per_price * promised)
