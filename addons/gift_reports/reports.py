"""The reports that can be had as files: which figures of the dictionary, grouped by what.

Workbooks, papers and mails are made from these descriptions alone, so a figure is the same in each.
"""

from dataclasses import dataclass

from odoo.tools import LazyTranslate

from .kpis import KPIS

_lt = LazyTranslate(__name__)

SALE, STOCK, SUPPLIER = 'gift.report.sale', 'gift.report.stock', 'gift.supplier.score'
CUSTOMER, COHORT = 'gift.report.customer', 'gift.report.cohort'
NOW, MADE, OPTION = 'gift.report.stock.now', 'gift.report.job', 'gift.report.option'
PAYMENT, FLOW = 'gift.report.payment', 'gift.report.flow'
POINTS, CARD, MEMBER = 'gift.points.report', 'gift.report.card', 'gift.report.member'
PERIOD_FIELDS = {
    SALE: 'day', STOCK: 'month', SUPPLIER: 'month', MADE: 'placed_day', OPTION: 'month',
    PAYMENT: 'day', FLOW: 'day', POINTS: 'month', CARD: 'month',
}  # fmt: skip
WITH_CATEGORY = (SALE, STOCK, NOW, MADE)
# A line uses several of them, so a sum over options would count it more than once.
OVERLAPPING = ('option.used_count', 'option.offered_count')
# An order stands whole in one group of these, so that orders of groups may be added.
WHOLE_ORDERS = ('day', 'channel')
# Shares whose two sums are figures themselves: a total is worked out from them.
RATIOS = {
    'sale.average_order': ('sale.net_amount', 'sale.orders'),
    'sale.refund_rate': ('sale.refund_amount', 'sale.net_amount'),
    'sale.personalised_rate': ('sale.personalised_amount', 'sale.goods_amount'),
    'sale.margin_rate': ('sale.margin_amount', 'sale.revenue'),
    'stock.out_rate': ('stock.days_out', 'stock.days'),
    'stock.sell_through': ('stock.sold_qty', 'stock.received_qty'),
    'customer.repeat_rate': ('customer.repeat_count', 'customer.customers'),
    'cohort.retention': ('cohort.active_count', 'cohort.size'),
    'supplier.otif_rate': ('supplier.otif_count', 'supplier.due_count'),
    'supplier.on_time_rate': ('supplier.on_time_count', 'supplier.due_count'),
    'supplier.in_full_rate': ('supplier.in_full_count', 'supplier.due_count'),
    'job.kept_rate': ('job.kept_count', 'job.due_count'),
    'job.reprint_rate': ('job.reprint_quantity', 'job.shipped_quantity'),
    'payment.fee_rate': ('payment.fee', 'payment.settled'),
    'flow.open_rate': ('flow.opened', 'flow.sent'),
    'flow.click_rate': ('flow.clicked', 'flow.sent'),
    'supplier.defect_rate': ('supplier.defect_quantity', 'supplier.received_quantity'),
}


def _keys(model):
    return tuple(key for key, kpi in KPIS.items() if kpi.model == model)


@dataclass(frozen=True)
class Section:
    """A table of a report.

    :param str key: stands for it in code
    :param name: of its sheet (translated)
    :param str groupby: as in ``_read_group``; '' for the figures of the whole period, beside those
        of the period before and of the year before
    :param tuple kpis: keys of the dictionary, all of one read model
    :param str chart: kind of its chart, '' for none; draws ``drawn``, the first figure by default
    :param tuple domain: further condition
    """

    key: str
    name: object
    groupby: str
    kpis: tuple
    chart: str = ''
    drawn: str = ''
    domain: tuple = ()

    @property
    def model(self):
        return KPIS[self.kpis[0]].model

    @property
    def dimension(self):
        return self.groupby.partition(':')[0]

    @property
    def has_whole_orders(self):
        return self.dimension in WHOLE_ORDERS


@dataclass(frozen=True)
class Spec:
    """A report.

    :param tuple filters: of ``categ_id`` and ``channel``, besides company and period
    :param bool has_lines: whether the order lines follow as a table of their own
    :param bool has_period: whether it is about a period; else about today
    :param bool has_paper: whether it can be a PDF as well
    """

    key: str
    name: object
    sections: tuple
    filters: tuple = ()
    has_lines: bool = False
    has_period: bool = True
    has_paper: bool = False

    @property
    def is_for_managers(self):
        """Return whether only managers see something of it."""
        keys = (key for section in self.sections for key in section.kpis)
        return all(KPIS[key].for_managers for key in keys)


_WHOLE = _lt("Summary")
_GROUP = ('sale.revenue', 'sale.orders', 'sale.quantity', 'sale.gross_amount',
          'sale.discount_amount', 'sale.net_amount', 'sale.average_order', 'sale.refund_amount',
          'sale.refund_rate', 'sale.goods_amount', 'sale.personalised_amount',
          'sale.personalised_rate', 'sale.cost_amount', 'sale.margin_amount',
          'sale.margin_rate')  # fmt: skip
_HEAD = ('sale.revenue', 'sale.orders', 'sale.average_order', 'sale.net_amount',
         'sale.discount_amount', 'sale.refund_amount', 'sale.margin_amount',
         'sale.margin_rate')  # fmt: skip
_TOP = ('sale.revenue', 'sale.quantity', 'sale.refund_amount', 'sale.margin_amount')
_SEGMENT = ('customer.customers', 'customer.revenue', 'customer.orders')
_OUT = ('stock.days_out', 'stock.days', 'stock.out_rate', 'stock.sold_qty')
_SCORE = ('supplier.due_count', 'supplier.otif_count', 'supplier.otif_rate',
          'supplier.received_quantity', 'supplier.defect_quantity',
          'supplier.defect_rate')  # fmt: skip

REPORTS = (
    Spec(
        'sales',
        _lt("Sales"),
        (
            Section('whole', _WHOLE, '', _GROUP),
            Section('time', _lt("By day"), 'day:day', _GROUP, 'column'),
            Section('month', _lt("By month"), 'day:month', _GROUP, 'column'),
            Section('product', _lt("By product"), 'product_tmpl_id', _GROUP),
            Section('category', _lt("By category"), 'categ_id', _GROUP, 'bar'),
            Section('channel', _lt("By channel"), 'channel', _GROUP),
            Section('occasion', _lt("By occasion"), 'occasion', _GROUP, 'bar'),
            Section('country', _lt("By recipient's country"), 'country_id', _GROUP),
            Section('program', _lt("By promotion"), 'program_id', _GROUP),
        ),
        filters=('categ_id', 'channel'),
        has_lines=True,
    ),
    Spec(
        'stock',
        _lt("Stock"),
        (
            Section('whole', _WHOLE, '', _keys(STOCK)),
            Section('month', _lt("By month"), 'month:month', _keys(STOCK), 'column',
                    'stock.sold_qty'),
            Section('product', _lt("By product"), 'product_id', _keys(STOCK)),
            Section('category', _lt("By category"), 'categ_id', _keys(STOCK), 'bar',
                    'stock.sold_qty'),
            Section('now', _lt("Stock now"), 'product_id', _keys(NOW)),
            Section('class', _lt("By ABC class"), 'abc_class', _keys(NOW), 'bar',
                    'now.revenue_year'),
        ),
        filters=('categ_id',),
    ),
    Spec(
        'suppliers',
        _lt("Suppliers"),
        (
            Section('whole', _WHOLE, '', _keys(SUPPLIER)),
            Section('supplier', _lt("By supplier"), 'supplier_id', _keys(SUPPLIER), 'bar',
                    'supplier.otif_rate'),
            Section('month', _lt("By month"), 'month:month', _keys(SUPPLIER), 'line',
                    'supplier.otif_rate'),
        ),
    ),
    Spec(
        'customers',
        _lt("Customers"),
        (
            Section('whole', _WHOLE, '', _keys(CUSTOMER)),
            Section('segment', _lt("By segment"), 'segment', _keys(CUSTOMER), 'bar'),
            Section('favourite', _lt("By favourite category"), 'favourite_categ_id',
                    _keys(CUSTOMER)),
            Section('first', _lt("By month of the first order"), 'cohort_month:month',
                    _keys(CUSTOMER), 'column'),
            Section('retention', _lt("By months since the first order"), 'number_label',
                    _keys(COHORT), 'line', 'cohort.retention'),
        ),
        has_period=False,
    ),
    Spec(
        'production',
        _lt("Production"),
        (
            Section('whole', _WHOLE, '', _keys(MADE)),
            Section('month', _lt("By month of the order"), 'placed_day:month', _keys(MADE), 'line',
                    'job.kept_rate'),
            Section('product', _lt("By product"), 'product_tmpl_id', _keys(MADE)),
            Section('method', _lt("By print method"), 'method_id', _keys(MADE)),
            Section('maker', _lt("By maker"), 'maker', _keys(MADE)),
            Section('cause', _lt("Reprints by cause"), 'cause_id', ('job.reprint_quantity',),
                    'bar', domain=(('kind', '=', 'again'),)),
            Section('field', _lt("Fields customers fill in"), 'name', _keys(OPTION),
                    domain=(('kind', '=', 'zone'),)),
            Section('font', _lt("Fonts customers choose"), 'name', _keys(OPTION),
                    domain=(('kind', '=', 'font'),)),
        ),
        filters=('categ_id',),
    ),
    Spec(
        'payments',
        _lt("Payments"),
        (
            Section('whole', _WHOLE, '', _keys(PAYMENT)),
            Section('time', _lt("By day"), 'day:day', _keys(PAYMENT), 'column'),
            Section('month', _lt("By month"), 'day:month', _keys(PAYMENT), 'column'),
            Section('method', _lt("By payment method"), 'method_id', _keys(PAYMENT)),
        ),
    ),
    Spec(
        'loyalty',
        _lt("Loyalty and mails"),
        (
            Section('points', _lt("Points"), 'month:month', _keys(POINTS), 'column',
                    'points.liability'),
            Section('cards', _lt("Gift cards"), 'month:month', _keys(CARD), 'column',
                    'card.outstanding'),
            Section('tier', _lt("Members by tier"), 'tier_id', _keys(MEMBER), 'bar'),
            Section('flows', _lt("Flows"), 'flow_id', _keys(FLOW)),
        ),
    ),
    Spec(
        'summary',
        _lt("Monthly summary"),
        (
            Section('whole', _WHOLE, '', _HEAD),
            Section('time', _lt("By day"), 'day:day', _HEAD, 'column'),
            Section('month', _lt("By month"), 'day:month', _HEAD, 'column'),
            Section('product', _lt("Top products"), 'product_tmpl_id', _TOP,
                    domain=(('subject', '=', 'goods'),)),
            Section('segment', _lt("Customers by segment"), 'segment', _SEGMENT, 'bar'),
            Section('out', _lt("Out of stock"), 'product_id', _OUT,
                    domain=(('days_out', '>', 0),)),
            Section('supplier', _lt("Suppliers"), 'supplier_id', _SCORE),
        ),
        filters=('categ_id', 'channel'),
        has_paper=True,
    ),
)  # fmt: skip

SPECS = {spec.key: spec for spec in REPORTS}
REPORT_NAMES = [(spec.key, spec.name._source) for spec in REPORTS]
