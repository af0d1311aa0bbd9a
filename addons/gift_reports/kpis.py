"""The dictionary of figures: what each one means, and the one place from which it is read.

Dashboards, pivot tables, spreadsheets, mails and the manual show figures of this list only, under
the names given here. A figure is an aggregate of a field of a read model; the field's help, the
cover of a spreadsheet and `docs/manual/figures.md` are this text.
"""

from dataclasses import dataclass

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

UNITS = ('money', 'share', 'count', 'pieces', 'days', 'hours', 'points', 'times', 'mm')


@dataclass(frozen=True, eq=False)
class Kpi:
    """A figure.

    :param str key: ``<subject>.<field>``; stands for the figure in code.
    :param name: what it is called everywhere (translated).
    :param str unit: one of :data:`UNITS`; a share is from 0 to 1.
    :param str model: read model.
    :param str aggregate: as in ``_read_group``: ``field:aggregate``.
    :param formula: how it is computed, in words (translated).
    :param source: from which records (translated).
    :param trap: what it is not, or what is easily read into it (translated).
    :param bool for_managers: whether only managers may see it.
    """

    key: str
    name: object
    unit: str
    model: str
    aggregate: str
    formula: object
    source: object
    trap: object
    for_managers: bool = False

    @property
    def field(self):
        return self.aggregate.partition(':')[0]


_SALE = 'gift.report.sale'
_ORDERS = _lt("Lines of confirmed orders, on the shop's day of the order.")
_NOTES = _lt("Posted credit notes of confirmed orders, on the day of the credit note.")

SALES = (
    Kpi(
        'sale.orders',
        _lt("Orders"),
        'count',
        _SALE,
        'placed_order_id:count_distinct',
        _lt("Number of different confirmed orders."),
        _ORDERS,
        _lt("An order with lines in two groups counts in each, and once in their total."),
    ),
    Kpi(
        'sale.quantity',
        _lt("Pieces sold"),
        'pieces',
        _SALE,
        'quantity:sum',
        _lt("Ordered pieces, in the unit of the product."),
        _ORDERS,
        _lt("A delivery is a piece too: choose goods only. What was cancelled before it was sent"
            " was never sold."),
    ),
    Kpi(
        'sale.gross_amount',
        _lt("Gross sales"),
        'money',
        _SALE,
        'gross_amount:sum',
        _lt("Price before discounts × pieces, without taxes."),
        _ORDERS,
        _lt("Gift cards that were sold are a debt and no sales; delivery is included."),
    ),
    Kpi(
        'sale.discount_amount',
        _lt("Discounts"),
        'money',
        _SALE,
        'discount_amount:sum',
        _lt("Gross sales − net sales: discounts of lines, coupons, promotions and points."),
        _ORDERS,
        _lt("What was paid with a gift card is no discount. An amount off the whole order is"
            " shared out among its goods by their value."),
    ),
    Kpi(
        'sale.net_amount',
        _lt("Net sales"),
        'money',
        _SALE,
        'net_amount:sum',
        _lt("Gross sales − discounts, without taxes."),
        _ORDERS,
        _lt("Before refunds."),
    ),
    Kpi(
        'sale.refund_amount',
        _lt("Refunds"),
        'money',
        _SALE,
        'refund_amount:sum',
        _lt("Credited amounts without taxes, for pieces that stay in the order."),
        _NOTES,
        _lt("By day: what was paid back then. By day of the order: what of those orders was paid"
            " back, whenever; a month is complete some 30 days after its end."),
    ),
    Kpi(
        'sale.revenue',
        _lt("Revenue"),
        'money',
        _SALE,
        'revenue:sum',
        _lt("Net sales − refunds."),
        _lt("Confirmed orders and posted credit notes."),
        _lt("Not what is in the books: invoices may have another day."),
    ),
    Kpi(
        'sale.average_order',
        _lt("Average order value"),
        'money',
        _SALE,
        'average_order:avg',
        _lt("Net sales ÷ orders."),
        _ORDERS,
        _lt("After discounts, before refunds, delivery included."),
    ),
    Kpi(
        'sale.refund_rate',
        _lt("Refunds (share)"),
        'share',
        _SALE,
        'refund_rate:avg',
        _lt("Refunds ÷ net sales."),
        _lt("Confirmed orders and posted credit notes."),
        _lt("Group by the day of the order: else refunds of old orders meet new sales."),
    ),
    Kpi(
        'sale.goods_amount',
        _lt("Net sales of goods"),
        'money',
        _SALE,
        'goods_amount:sum',
        _lt("Net sales without delivery."),
        _ORDERS,
        _lt("Before refunds."),
    ),
    Kpi(
        'sale.personalised_amount',
        _lt("Net sales of personalised gifts"),
        'money',
        _SALE,
        'personalised_amount:sum',
        _lt("Net sales of lines that have a design."),
        _ORDERS,
        _lt("Before refunds."),
    ),
    Kpi(
        'sale.personalised_rate',
        _lt("Personalised (share)"),
        'share',
        _SALE,
        'personalised_rate:avg',
        _lt("Net sales of personalised gifts ÷ net sales of goods."),
        _ORDERS,
        _lt("By money, not by pieces."),
    ),
    Kpi(
        'sale.cost_amount',
        _lt("Cost"),
        'money',
        _SALE,
        'cost_amount:sum',
        _lt("Cost of a piece × pieces; of goods that were sent, what they had cost in stock."),
        _ORDERS,
        _lt("Work and machines are not in it. A refunded piece keeps its cost: a personalised"
            " gift cannot be sold again."),
        for_managers=True,
    ),
    Kpi(
        'sale.margin_amount',
        _lt("Margin"),
        'money',
        _SALE,
        'margin_amount:sum',
        _lt("Revenue − cost."),
        _lt("Confirmed orders and posted credit notes."),
        _lt("After discounts and refunds, before all costs that are not the goods'."),
        for_managers=True,
    ),
    Kpi(
        'sale.margin_rate',
        _lt("Margin (share)"),
        'share',
        _SALE,
        'margin_rate:avg',
        _lt("Margin ÷ revenue."),
        _lt("Confirmed orders and posted credit notes."),
        _lt("The share of the sums of a group, never the mean of its shares."),
        for_managers=True,
    ),
)  # fmt: skip

KPIS = {kpi.key: kpi for kpi in (*SALES,)}
