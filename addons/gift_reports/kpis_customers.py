"""Figures of customers and cohorts."""

from odoo.tools import LazyTranslate

from .kpi import Kpi

_lt = LazyTranslate(__name__)

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
