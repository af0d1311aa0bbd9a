"""Figures of what is there now."""

from odoo.tools import LazyTranslate

from .kpi import Kpi

_lt = LazyTranslate(__name__)

_NOW = 'gift.report.stock.now'
_QUANTS = _lt("Odoo's stock of stored products.")
_FIFO = _lt("Receipts of stored products, the newest first, up to what is in stock.")
_FIFO_TRAP = _lt(
    "The oldest pieces are taken to leave first. What comes back is as old as its return."
    " The four ages add up to the pieces in stock, unless there are fewer than none."
)

STOCK_NOW = (
    Kpi(
        'now.on_hand',
        _lt("In stock now"),
        'pieces',
        _NOW,
        'on_hand:sum',
        _lt("Pieces in the shop's own places."),
        _QUANTS,
        _lt("What belongs to others and lies here is left out. Below zero means that"
            " something was sent before it was received."),
    ),
    Kpi(
        'now.kept',
        _lt("Kept for orders"),
        'pieces',
        _NOW,
        'kept:sum',
        _lt("Pieces reserved for deliveries + pieces held for orders without a delivery yet."),
        _lt("Deliveries, and what is held for orders."),
        _lt("A payment that is under way holds its pieces as well."),
    ),
    Kpi(
        'now.free',
        _lt("Free"),
        'pieces',
        _NOW,
        'free:sum',
        _lt("In stock now − kept for orders."),
        _lt("Deliveries, and what is held for orders."),
        _lt("Below zero where more was sold than is there."),
    ),
    Kpi(
        'now.value',
        _lt("Value now"),
        'money',
        _NOW,
        'value:sum',
        _lt("Value at the end of the current month so far."),
        _lt("Odoo's valuation of stock."),
        _lt("At cost, not at the price of sale."),
        for_managers=True,
    ),
    Kpi(
        'now.age_30',
        _lt("Here for 30 days or less"),
        'pieces',
        _NOW,
        'age_30:sum',
        _lt("Pieces received 0 to 30 days ago."),
        _FIFO,
        _FIFO_TRAP,
    ),
    Kpi(
        'now.age_90',
        _lt("Here for 31 to 90 days"),
        'pieces',
        _NOW,
        'age_90:sum',
        _lt("Pieces received 31 to 90 days ago."),
        _FIFO,
        _FIFO_TRAP,
    ),
    Kpi(
        'now.age_180',
        _lt("Here for 91 to 180 days"),
        'pieces',
        _NOW,
        'age_180:sum',
        _lt("Pieces received 91 to 180 days ago."),
        _FIFO,
        _FIFO_TRAP,
    ),
    Kpi(
        'now.age_old',
        _lt("Here for more than 180 days"),
        'pieces',
        _NOW,
        'age_old:sum',
        _lt("Pieces received more than 180 days ago."),
        _FIFO,
        _FIFO_TRAP,
    ),
    Kpi(
        'now.used_90',
        _lt("Sent in 90 days"),
        'pieces',
        _NOW,
        'used_90:sum',
        _lt("Pieces sent to customers in the past 90 days − pieces that came back."),
        _lt("Done stock moves."),
        _lt("Today is the last of the 90 days. Replacements are in it."),
    ),
    Kpi(
        'now.days_of_supply',
        _lt("Days of supply"),
        'days',
        _NOW,
        'days_of_supply:avg',
        _lt("In stock now ÷ mean use of a day in the past 90 days."),
        _lt("Done stock moves."),
        _lt("A product that came later is divided by the days since its first receipt. Not"
            " known where nothing was sent. What is kept for orders is in it."),
    ),
    Kpi(
        'now.revenue_year',
        _lt("Revenue of 12 months"),
        'money',
        _NOW,
        'revenue_year:sum',
        _lt("Revenue of the goods on the past 365 days."),
        _lt("Sales figures."),
        _lt("Stored products only."),
    ),
    Kpi(
        'now.supplier_qty',
        _lt("At suppliers"),
        'pieces',
        _NOW,
        'supplier_qty:sum',
        _lt("Pieces that suppliers say to have now."),
        _lt("Stock that suppliers have told."),
        _lt("What was told too long ago, or comes later, does not count. Each company sees"
            " all of it."),
    ),
)  # fmt: skip
