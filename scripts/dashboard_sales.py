"""Pages about sales: the owner's morning, sales, margin."""

from dashboard_blocks import (
    ALERT,
    ALERT_MENU,
    ALERTS,
    DAYS_30,
    GOODS,
    JOB,
    JOB_MENU,
    JOBS,
    KPI,
    LATE,
    LATE_JOBS,
    LATE_ORDERS,
    LATE_PURCHASES,
    MADE_MENU,
    MONTH,
    MONTH_BEFORE,
    NOW,
    NOW_MENU,
    OPEN_ALERTS,
    OPEN_JOBS,
    OPEN_PROOFS,
    PROOF_MENU,
    PROOFS,
    PURCHASE,
    PURCHASE_MENU,
    SALE,
    SALES_MENU,
    STOCK,
    STOCK_MENU,
    WEEK_AGO,
    YEAR_BEFORE,
    YESTERDAY,
    Card,
    Chart,
    Filter,
    Grid,
    List,
    Page,
    Table,
    period,
    relation,
    since,
)

SALES_FIGURES = (
    KPI["sale.revenue"],
    KPI["sale.orders"],
    KPI["sale.average_order"],
    KPI["sale.refund_amount"],
)


def _due(begin, end):
    return (["promised_day", ">=", begin], ["promised_day", "<", end])


MORNING = Page(
    "morning",
    (
        "Yesterday",
        tuple(
            Card(
                figure,
                SALES_MENU,
                domain=YESTERDAY,
                before=WEEK_AGO,
                note="yesterday",
                against="vs. week before",
                less_is_better=figure.key == "sale.refund_amount",
            )
            for figure in SALES_FIGURES
        ),
        "This month until today",
        tuple(
            Card(
                figure,
                SALES_MENU,
                domain=MONTH,
                before=MONTH_BEFORE,
                note="this month",
                against="vs. month before",
                less_is_better=figure.key == "sale.refund_amount",
            )
            for figure in SALES_FIGURES
        ),
        "What waits",
        (
            Card(
                KPI["job.kept_rate"],
                MADE_MENU,
                domain=_due("today -30d", "today"),
                before=_due("today -60d", "today -30d"),
                note="30 days",
                against="vs. 30 days before",
            ),
            Card(JOBS, JOB_MENU, domain=OPEN_JOBS),
            Card(LATE, JOB_MENU, domain=LATE_JOBS),
            Card(PROOFS, PROOF_MENU, domain=OPEN_PROOFS, note="open"),
            Card(ALERTS, ALERT_MENU, domain=OPEN_ALERTS),
            Card(LATE_ORDERS, PURCHASE_MENU, domain=LATE_PURCHASES),
        ),
        (
            Chart(
                "Revenue by day, 30 days",
                "bar",
                KPI["sale.revenue"],
                ("day:day",),
                SALES_MENU,
                domain=DAYS_30,
            ),
            Chart(
                "What sells, 30 days",
                "bar",
                KPI["sale.revenue"],
                ("product_tmpl_id",),
                SALES_MENU,
                domain=(*DAYS_30, *GOODS),
                order="DESC",
            ),
        ),
        (
            Grid(
                "Month by month",
                (
                    *SALES_FIGURES,
                    KPI["sale.discount_amount"],
                    KPI["sale.margin_amount"],
                    KPI["sale.margin_rate"],
                ),
                (
                    ("This month", MONTH),
                    ("Month before", MONTH_BEFORE),
                    ("Year before", YEAR_BEFORE),
                ),
                SALES_MENU,
            ),
            Table(
                "Best sellers, 30 days",
                (KPI["sale.revenue"], KPI["sale.quantity"], KPI["sale.orders"]),
                ("product_tmpl_id",),
                SALES_MENU,
                domain=(*DAYS_30, *GOODS),
                limit=8,
            ),
        ),
        (
            List(
                "Late jobs",
                JOB,
                ("customer_name", "name", "date_due", "stage"),
                JOB_MENU,
                domain=LATE_JOBS,
                order=(("date_due", True),),
                limit=5,
            ),
            List(
                "Stock alerts",
                ALERT,
                ("product_id", "level", "free_quantity", "on_order"),
                ALERT_MENU,
                domain=OPEN_ALERTS,
                limit=5,
            ),
        ),
        (
            List(
                "Late purchases",
                PURCHASE,
                ("partner_id", "name", "date_planned", "receipt_status"),
                PURCHASE_MENU,
                domain=LATE_PURCHASES,
                order=(("date_planned", True),),
                limit=5,
            ),
        ),
    ),
    empty=(
        KPI["sale.orders"],
        "Nothing has been sold yet: figures appear a quarter of an hour after the first order.",
    ),
)


def _sales_filters():
    return (
        period({SALE: ("day", "date")}, "last_90_days"),
        relation("category", "Category", "product.category", {SALE: ("categ_id", "many2one")}),
        relation("product", "Product", "product.template", {SALE: ("product_tmpl_id", "many2one")}),
        Filter(
            "channel",
            "selection",
            "Channel",
            {SALE: ("channel", "selection")},
            {"resModel": SALE, "selectionField": "channel"},
        ),
        relation(
            "country", "Recipient's country", "res.country", {SALE: ("country_id", "many2one")}
        ),
    )


SALES = Page(
    "sales",
    (
        (
            since(KPI["sale.revenue"], SALES_MENU),
            since(KPI["sale.orders"], SALES_MENU),
            since(KPI["sale.average_order"], SALES_MENU),
            since(KPI["sale.personalised_rate"], SALES_MENU),
        ),
        (
            since(KPI["sale.gross_amount"], SALES_MENU),
            since(KPI["sale.discount_amount"], SALES_MENU, less_is_better=True),
            since(KPI["sale.refund_amount"], SALES_MENU, less_is_better=True),
            since(KPI["sale.quantity"], SALES_MENU, domain=GOODS),
        ),
        (
            Chart(
                "Revenue by week",
                "line",
                KPI["sale.revenue"],
                ("day:week",),
                SALES_MENU,
            ),
        ),
        (
            Chart(
                "Revenue by country",
                "pie",
                KPI["sale.revenue"],
                ("country_id",),
                SALES_MENU,
            ),
            Chart(
                "Revenue by product",
                "bar",
                KPI["sale.revenue"],
                ("product_tmpl_id",),
                SALES_MENU,
                domain=GOODS,
                order="DESC",
            ),
        ),
        (
            Table(
                "By product",
                (KPI["sale.revenue"], KPI["sale.quantity"], KPI["sale.orders"]),
                ("product_tmpl_id",),
                SALES_MENU,
                domain=GOODS,
            ),
            Table(
                "By country",
                (KPI["sale.revenue"], KPI["sale.orders"], KPI["sale.average_order"]),
                ("country_id",),
                SALES_MENU,
            ),
        ),
        (
            Table(
                "By occasion",
                (KPI["sale.revenue"], KPI["sale.orders"], KPI["sale.quantity"]),
                ("occasion",),
                SALES_MENU,
                domain=(*GOODS, ["occasion", "!=", False]),
                limit=8,
            ),
            Table(
                "By promotion",
                (KPI["sale.discount_amount"], KPI["sale.revenue"], KPI["sale.orders"]),
                ("program_id",),
                SALES_MENU,
                domain=(["program_id", "!=", False],),
                limit=8,
            ),
        ),
    ),
    filters=_sales_filters(),
    empty=MORNING.empty,
)

MARGIN = Page(
    "margin",
    (
        (
            since(KPI["sale.margin_amount"], SALES_MENU),
            since(KPI["sale.margin_rate"], SALES_MENU),
            since(KPI["sale.cost_amount"], SALES_MENU, less_is_better=True),
            since(KPI["sale.discount_amount"], SALES_MENU, less_is_better=True),
        ),
        (
            Card(KPI["now.value"], NOW_MENU, rounded=True),
            Card(KPI["stock.mean_value"], STOCK_MENU, rounded=True),
            Card(KPI["stock.turnover"], STOCK_MENU),
            Card(KPI["stock.days_of_stock"], STOCK_MENU),
            Card(KPI["stock.gmroi"], STOCK_MENU),
        ),
        (
            Chart(
                "Margin by month",
                "bar",
                KPI["sale.margin_amount"],
                ("day:month",),
                SALES_MENU,
            ),
            Chart(
                "Margin by product",
                "bar",
                KPI["sale.margin_amount"],
                ("product_tmpl_id",),
                SALES_MENU,
                domain=GOODS,
                order="DESC",
            ),
        ),
        (
            Table(
                "Margin by product",
                (KPI["sale.margin_amount"], KPI["sale.margin_rate"], KPI["sale.revenue"]),
                ("product_tmpl_id",),
                SALES_MENU,
                domain=GOODS,
            ),
            Table(
                "Stock by product",
                (KPI["stock.mean_value"], KPI["stock.turnover"], KPI["stock.gmroi"]),
                ("product_tmpl_id",),
                STOCK_MENU,
            ),
        ),
    ),
    filters=(
        period({SALE: ("day", "date"), STOCK: ("month", "date")}, "year_to_date"),
        relation(
            "category",
            "Category",
            "product.category",
            {
                SALE: ("categ_id", "many2one"),
                STOCK: ("categ_id", "many2one"),
                NOW: ("categ_id", "many2one"),
            },
        ),
        relation(
            "product",
            "Product",
            "product.template",
            {
                SALE: ("product_tmpl_id", "many2one"),
                STOCK: ("product_tmpl_id", "many2one"),
                NOW: ("product_tmpl_id", "many2one"),
            },
        ),
    ),
    empty=MORNING.empty,
)
