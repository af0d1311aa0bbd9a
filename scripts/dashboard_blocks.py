"""The words in which pages of dashboards are declared: figures, cards, charts, tables, filters."""

from dataclasses import dataclass, field

from figures import read_kpis


@dataclass(frozen=True)
class Figure:
    """What is shown: of the dictionary, or a count of records that it does not explain."""

    title: str
    unit: str
    model: str
    aggregate: str
    key: str = ""

    @property
    def in_dictionary(self):
        return bool(self.key)


@dataclass(frozen=True)
class Filter:
    """A filter of a page; ``fields``: ``{model: (field, type)}``."""

    id: str
    type: str
    label: str
    fields: dict
    more: dict = field(default_factory=dict)

    def describe(self):
        return {"id": self.id, "type": self.type, "label": self.label, **self.more}


@dataclass(frozen=True)
class Card:
    """A figure in large, against another period where ``against`` says which.

    :param before: domain of the other period; by a filter, its ``offset`` in periods
    :param rounded: large numbers in thousands or millions
    :param unless: ``((figure, domain), sentence)`` shown where that figure is 0
    """

    figure: Figure
    menu: str
    domain: tuple = ()
    note: str = ""
    against: str = ""
    before: tuple = ()
    offset: int = 0
    less_is_better: bool = False
    rounded: bool = False
    unless: tuple = ()


@dataclass(frozen=True)
class Chart:
    title: str
    kind: str
    figure: Figure
    groupby: tuple
    menu: str
    domain: tuple = ()
    order: str | None = None
    horizontal: bool = False


@dataclass(frozen=True)
class Table:
    """A pivot; sorted by its first figure unless ``by_group``. With columns it is a heat map."""

    title: str
    figures: tuple
    rows: tuple
    menu: str
    domain: tuple = ()
    columns: tuple = ()
    limit: int = 10
    by_group: bool = False


@dataclass(frozen=True)
class List:
    title: str
    model: str
    fields: tuple
    menu: str
    domain: tuple = ()
    order: tuple = ()
    limit: int = 8


@dataclass(frozen=True)
class Grid:
    title: str
    figures: tuple
    periods: tuple
    menu: str


@dataclass(frozen=True)
class Page:
    """A dashboard; ``columns`` in px, the second block of a row begins at column ``half``."""

    key: str
    rows: tuple
    filters: tuple = ()
    empty: tuple = ()
    columns: tuple = (235, 95, 95, 95, 10, 235, 95, 95, 95)
    half: int = 5


KPI = {
    kpi.key: Figure(kpi.name._source, kpi.unit, kpi.model, kpi.aggregate, kpi.key)
    for kpi in read_kpis()
}

SALE, STOCK, CUSTOMER = "gift.report.sale", "gift.report.stock", "gift.report.customer"
COHORT, SCORE, ALERT = "gift.report.cohort", "gift.supplier.score", "gift.stock.alert"
JOB, PROOF, REPRINT = "gift.job", "gift.proof", "gift.reprint"
NOW, MADE, OPTION = "gift.report.stock.now", "gift.report.job", "gift.report.option"
PAYMENT, FLOW = "gift.report.payment", "gift.report.flow"
POINTS, CARDS = "gift.points.report", "gift.report.card"
PREDICTION, PURCHASE = "gift.report.prediction", "purchase.order"

SALES_MENU = "gift_reports.gift_report_sale_menu"
STOCK_MENU = "gift_reports.gift_report_stock_menu"
CUSTOMER_MENU = "gift_reports.gift_report_customer_menu"
COHORT_MENU = "gift_reports.gift_report_cohort_menu"
PREDICTION_MENU = "gift_reports.gift_report_prediction_menu"
NOW_MENU = "gift_reports.gift_report_stock_now_menu"
MADE_MENU = "gift_reports.gift_report_job_menu"
OPTION_MENU = "gift_reports.gift_report_option_menu"
PAYMENT_MENU = "gift_reports.gift_report_payment_menu"
FLOW_MENU = "gift_reports.gift_report_flow_menu"
CARD_MENU = "gift_reports.gift_report_card_menu"
MEMBER_MENU = "gift_reports.gift_report_member_menu"
POINTS_MENU = "gift_loyalty.gift_menu_points_report"
JOB_MENU = "gift_personalization.gift_job_menu"
PROOF_MENU = "gift_personalization.gift_proof_menu"
REPRINT_MENU = "gift_personalization.gift_reprint_menu"
ALERT_MENU = "gift_supplier_portal.gift_stock_alert_menu"
SCORE_MENU = "gift_supplier_portal.gift_supplier_score_menu"
PURCHASE_MENU = "purchase.menu_purchase_form_action"

OPEN_JOBS = (["stage", "not in", ["shipped", "replaced", "cancelled"]],)
LATE_JOBS = (*OPEN_JOBS, ["date_due", "<", "today"])
OPEN_ALERTS = (["state", "=", "open"],)
LATE_PURCHASES = (
    ["state", "=", "purchase"],
    ["receipt_status", "in", ["pending", "partial"]],
    ["date_planned", "<", "today"],
)
OPEN_PROOFS = (["state", "in", ["to_check", "sent", "change_requested"]],)
GOODS = (["subject", "=", "goods"],)

JOBS = Figure("Open jobs", "count", JOB, "__count")
LATE = Figure("Late jobs", "count", JOB, "__count")
ALERTS = Figure("Stock alerts", "count", ALERT, "__count")
LATE_ORDERS = Figure("Late purchases", "count", PURCHASE, "__count")
PROOFS = Figure("Proofs", "count", PROOF, "__count")
ROUNDS = Figure("Proof rounds", "count", PROOF, "number:avg")
REPRINTS = Figure("Reprints", "count", REPRINT, "__count")
REPRINT_PIECES = Figure("Pieces made again", "pieces", REPRINT, "quantity:sum")
READY = Figure("Predictions", "count", PREDICTION, "__count")

OTIF = Figure("On time in full", "share", SCORE, "otif_rate:avg")
ON_TIME = Figure("On time", "share", SCORE, "on_time_rate:avg")
ANSWERED = Figure("Answered in time", "share", SCORE, "response_rate:avg")
FAULTY = Figure("Faulty", "share", SCORE, "defect_rate:avg")
LINES_DUE = Figure("Lines due", "count", SCORE, "due_count:sum")
LEAD = Figure("Lead time (working days)", "days", SCORE, "lead_mean:avg")
PRICE = Figure("Price variance", "share", SCORE, "price_variance:avg")


def _days(begin, end):
    return (["day", ">=", begin], ["day", "<=", end])


YESTERDAY = _days("today -1d", "today -1d")
WEEK_AGO = _days("today -8d", "today -8d")
MONTH = _days("today =1d", "today")
MONTH_BEFORE = _days("today -1m =1d", "today -1m")
YEAR_BEFORE = _days("today -1y =1d", "today -1y")
DAYS_30 = _days("today -30d", "today")


def period(fields, default=None, label="Period"):
    return Filter("period", "date", label, fields, {"defaultValue": default} if default else {})


def relation(key, label, model, fields):
    more = {
        "modelName": model,
        "includeChildren": key == "category",
        "defaultValueDisplayNames": [],
    }
    return Filter(key, "relation", label, fields, more)


def since(figure, menu, **values):
    return Card(figure, menu, against="vs. period before", offset=-1, **values)
