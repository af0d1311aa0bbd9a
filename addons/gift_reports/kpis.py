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

_STOCK = 'gift.report.stock'
_MOVES = _lt("Done stock moves of stored products, on the shop's day; dropshipping is not in it.")
_VALUE = _lt("Odoo's valuation of stock: moves, and new prices of products.")

STOCK = (
    Kpi(
        'stock.received_qty',
        _lt("Received"),
        'pieces',
        _STOCK,
        'received_qty:sum',
        _lt("Pieces from suppliers − pieces sent back to them."),
        _MOVES,
        _lt("What was counted or found is in Lost and found."),
    ),
    Kpi(
        'stock.sold_qty',
        _lt("Sent to customers"),
        'pieces',
        _STOCK,
        'sold_qty:sum',
        _lt("Pieces that left for customers − pieces that came back."),
        _MOVES,
        _lt("On the day they left, not the day of the order; replacements are in it."),
    ),
    Kpi(
        'stock.other_qty',
        _lt("Lost and found"),
        'pieces',
        _STOCK,
        'other_qty:sum',
        _lt("Pieces found − pieces lost, scrapped or used up."),
        _MOVES,
        _lt("The first count of a new shop is found stock."),
    ),
    Kpi(
        'stock.days',
        _lt("Days on sale"),
        'days',
        _STOCK,
        'days:sum',
        _lt("Days since the product first came into stock, within the period, today included."),
        _MOVES,
        _lt("Days of several products add up."),
    ),
    Kpi(
        'stock.days_out',
        _lt("Days out of stock"),
        'days',
        _STOCK,
        'days_out:sum',
        _lt("Days that ended without a piece in stock."),
        _MOVES,
        _lt("Pieces that are kept for orders are still in stock."),
    ),
    Kpi(
        'stock.out_rate',
        _lt("Out of stock (share)"),
        'share',
        _STOCK,
        'out_rate:avg',
        _lt("Days out of stock ÷ days on sale."),
        _MOVES,
        _lt("Each product counts alike, however well it sells."),
    ),
    Kpi(
        'stock.sell_through',
        _lt("Sold of received"),
        'share',
        _STOCK,
        'sell_through:avg',
        _lt("Sent to customers ÷ received."),
        _MOVES,
        _lt("Of what was received in the same period; above 1 where older stock was sold."),
    ),
    Kpi(
        'stock.cogs',
        _lt("Cost of goods sent"),
        'money',
        _STOCK,
        'cogs:sum',
        _lt("Value of pieces that left for customers − value of those that came back."),
        _VALUE,
        _lt("By day of sending: not the cost in the sales figures, which is by day of the order."),
        for_managers=True,
    ),
    Kpi(
        'stock.margin_amount',
        _lt("Margin of goods"),
        'money',
        _STOCK,
        'margin_amount:sum',
        _lt("Margin of the sales figures, of stored goods."),
        _lt("Sales figures of the product and month."),
        _lt("Only of months since the product first came into stock."),
        for_managers=True,
    ),
    Kpi(
        'stock.mean_value',
        _lt("Mean value"),
        'money',
        _STOCK,
        'mean_value:avg',
        _lt("Sum of the value at the end of each day ÷ number of days of the months."),
        _VALUE,
        _lt("At cost. A product that is new counts with zero for the days before."),
        for_managers=True,
    ),
    Kpi(
        'stock.turnover',
        _lt("Turnover"),
        'times',
        _STOCK,
        'turnover:avg',
        _lt("Cost of goods sent ÷ mean value, for a year (365 days)."),
        _VALUE,
        _lt("Both at cost. Of a short period it is what a year like it would be."),
        for_managers=True,
    ),
    Kpi(
        'stock.days_of_stock',
        _lt("Days of stock"),
        'days',
        _STOCK,
        'days_of_stock:avg',
        _lt("Mean value ÷ cost of goods sent × days of the months (365 ÷ turnover)."),
        _VALUE,
        _lt("Not known where nothing was sent."),
        for_managers=True,
    ),
    Kpi(
        'stock.gmroi',
        _lt("Margin on stock"),
        'times',
        _STOCK,
        'gmroi:avg',
        _lt("Margin of goods ÷ mean value, for a year (GMROI)."),
        _VALUE,
        _lt("2.5 means that a coin in stock brings 2.50 of margin in a year."),
        for_managers=True,
    ),
)  # fmt: skip

_CUSTOMER = 'gift.report.customer'
_COHORT = 'gift.report.cohort'
_BUYERS = _lt(
    "Commercial partners with a confirmed order, and what was imported from another shop."
)

CUSTOMERS = (
    Kpi(
        'customer.customers',
        _lt("Customers"),
        'count',
        _CUSTOMER,
        'customer_count:sum',
        _lt("Number of customers who have ordered."),
        _BUYERS,
        _lt("A customer of two companies counts in each."),
    ),
    Kpi(
        'customer.repeat_count',
        _lt("Customers who came back"),
        'count',
        _CUSTOMER,
        'repeat_count:sum',
        _lt("Customers with two orders or more, ever."),
        _BUYERS,
        _lt("Two orders on one day are two orders."),
    ),
    Kpi(
        'customer.repeat_rate',
        _lt("Came back (share)"),
        'share',
        _CUSTOMER,
        'repeat_rate:avg',
        _lt("Customers who came back ÷ customers."),
        _BUYERS,
        _lt("Over all time: who came last week had no time to come back. See retention."),
    ),
    Kpi(
        'customer.orders',
        _lt("Orders of customers"),
        'count',
        _CUSTOMER,
        'orders:sum',
        _lt("Confirmed orders, ever."),
        _BUYERS,
        _lt("Orders that were paid back whole count here."),
    ),
    Kpi(
        'customer.revenue',
        _lt("Revenue of customers"),
        'money',
        _CUSTOMER,
        'revenue:sum',
        _lt("Revenue since the first order, refunds taken off."),
        _BUYERS,
        _lt("The sum over all customers is the revenue of all time."),
    ),
    Kpi(
        'customer.expected_orders',
        _lt("Expected orders"),
        'count',
        _CUSTOMER,
        'expected_orders:sum',
        _lt("Days with an order that BG/NBD expects within the days ahead."),
        _lt("Days and sums of the customers' orders; Fader, Hardie and Lee (2005)."),
        _lt("Only where there is enough data; else there is no figure at all."),
    ),
    Kpi(
        'customer.clv',
        _lt("Customer lifetime value"),
        'money',
        _CUSTOMER,
        'clv:sum',
        _lt("Expected orders × expected money of one (Gamma-Gamma), discounted to today."),
        _lt("Days and sums of the customers' orders; Fader and Hardie (2013)."),
        _lt("Revenue to come, not margin, and not what was spent so far."),
    ),
    Kpi(
        'cohort.size',
        _lt("Size of the cohorts"),
        'count',
        _COHORT,
        'size:sum',
        _lt("Customers whose first order was in the month of the cohort."),
        _BUYERS,
        _lt("Within one number of months since; over several, it counts a cohort more than once."),
    ),
    Kpi(
        'cohort.active_count',
        _lt("Ordered again"),
        'count',
        _COHORT,
        'active_count:sum',
        _lt("Customers of the cohort with an order in that month."),
        _BUYERS,
        _lt("In month 0 it is everybody. A month that is not over yet is marked."),
    ),
    Kpi(
        'cohort.retention',
        _lt("Retention"),
        'share',
        _COHORT,
        'retention:avg',
        _lt("Ordered again ÷ size of the cohorts."),
        _BUYERS,
        _lt("Compare cohorts at the same number of months; leave out months that are not over."),
    ),
    Kpi(
        'cohort.revenue',
        _lt("Revenue of the cohorts"),
        'money',
        _COHORT,
        'revenue:sum',
        _lt("Revenue in that month of the customers of the cohort."),
        _BUYERS,
        _lt("Refunds count in the month in which they were paid back."),
    ),
)  # fmt: skip

_SUPPLIER = 'gift.supplier.score'
_PROMISES = _lt("Lines of purchase orders, in the month of the first promise.")


def _supplier(name, unit, field, label, formula, trap, how='sum'):
    return Kpi(
        f'supplier.{name}', label, unit, _SUPPLIER, f'{field}:{how}', formula, _PROMISES, trap, True
    )


SUPPLIERS = (
    _supplier(
        'due_count', 'count', 'due_count', _lt("Lines due"),
        _lt("Lines that were promised for the month."),
        _lt("What never arrived is due all the same."),
    ),
    _supplier(
        'on_time_count', 'count', 'on_time_count', _lt("Lines on time"),
        _lt("Lines of which nothing that came in the end came after the first promise."),
        _lt("A line may be on time and still not in full."),
    ),
    _supplier(
        'on_time_rate', 'share', 'on_time_rate', _lt("On time"),
        _lt("Lines on time ÷ lines due."),
        _lt("By the first promise: a new date does not mend it."), 'avg',
    ),
    _supplier(
        'in_full_count', 'count', 'in_full_count', _lt("Lines in full"),
        _lt("Lines that have arrived with all pieces."),
        _lt("In time or not."),
    ),
    _supplier(
        'in_full_rate', 'share', 'in_full_rate', _lt("In full"),
        _lt("Lines in full ÷ lines due."),
        _lt("In time or not."), 'avg',
    ),
    _supplier(
        'otif_count', 'count', 'otif_count', _lt("Lines on time in full"),
        _lt("Lines of which everything had arrived by the first promise."),
        _lt("By the first promise: a new date does not mend it."),
    ),
    _supplier(
        'otif_rate', 'share', 'otif_rate', _lt("On time in full"),
        _lt("Lines on time in full ÷ lines due."),
        _lt("A share of lines, not of pieces or of money."), 'avg',
    ),
    _supplier(
        'received_quantity', 'pieces', 'received_quantity', _lt("Units received"),
        _lt("Pieces that have arrived of the lines due."),
        _lt("In the month of the promise, whenever they came."),
    ),
    _supplier(
        'defect_quantity', 'pieces', 'defect_quantity', _lt("Units faulty"),
        _lt("Pieces reported as faulty or missing."),
        _lt("Not those that were not the supplier's fault."),
    ),
    _supplier(
        'defect_rate', 'share', 'defect_rate', _lt("Faulty"),
        _lt("Units faulty ÷ units received."),
        _lt("Of the same lines, whenever the fault was found."), 'avg',
    ),
    _supplier(
        'lead_mean', 'days', 'lead_mean', _lt("Lead time (working days)"),
        _lt("Mean working days from our order to the receipt of the last piece."),
        _lt("Not known with fewer than 5 lines that have arrived in full."), 'avg',
    ),
    _supplier(
        'response_mean', 'hours', 'response_mean', _lt("Response (hours)"),
        _lt("Mean hours from our order to the answer to its last line."),
        _lt("Orders without an answer are not in it."), 'avg',
    ),
    _supplier(
        'price_variance', 'share', 'price_variance', _lt("Price variance"),
        _lt("Price paid ÷ price asked − 1."),
        _lt("What was billed, or agreed where no bill has come."), 'avg',
    ),
)  # fmt: skip

KPIS = {kpi.key: kpi for kpi in (*SALES, *STOCK, *CUSTOMERS, *SUPPLIERS)}
