"""Pages about what sales hang on: stock, suppliers, customers, production."""

from dashboard_blocks import (
    ALERT,
    ALERT_MENU,
    ALERTS,
    ANSWERED,
    COHORT,
    COHORT_MENU,
    CUSTOMER,
    CUSTOMER_MENU,
    FAULTY,
    JOB,
    JOB_MENU,
    JOBS,
    KPI,
    LATE,
    LATE_JOBS,
    LATE_ORDERS,
    LATE_PURCHASES,
    LEAD,
    LINES_DUE,
    NOW,
    NOW_MENU,
    ON_TIME,
    OPEN_ALERTS,
    OPEN_JOBS,
    OPEN_PROOFS,
    OTIF,
    PREDICTION_MENU,
    PRICE,
    PROOF,
    PROOFS,
    PURCHASE,
    PURCHASE_MENU,
    READY,
    REPRINT,
    REPRINT_MENU,
    REPRINT_PIECES,
    REPRINTS,
    SCORE,
    SCORE_MENU,
    STOCK,
    STOCK_MENU,
    Card,
    Chart,
    Filter,
    List,
    Page,
    Table,
    period,
    relation,
    since,
)

STOCK_PAGE = Page(
    "stock",
    (
        (
            Card(ALERTS, ALERT_MENU, domain=OPEN_ALERTS),
            Card(KPI["stock.out_rate"], STOCK_MENU, less_is_better=True),
            Card(KPI["stock.days_out"], STOCK_MENU, less_is_better=True),
            Card(KPI["stock.sell_through"], STOCK_MENU),
        ),
        (
            Card(KPI["now.on_hand"], NOW_MENU),
            Card(KPI["now.free"], NOW_MENU),
            Card(KPI["now.days_of_supply"], NOW_MENU),
            Card(KPI["now.age_old"], NOW_MENU, less_is_better=True),
        ),
        (
            Chart(
                "Sent to customers by month",
                "bar",
                KPI["stock.sold_qty"],
                ("month:month",),
                STOCK_MENU,
            ),
            Chart(
                "Days out of stock by product",
                "bar",
                KPI["stock.days_out"],
                ("product_tmpl_id",),
                STOCK_MENU,
                domain=(["days_out", ">", 0],),
                order="DESC",
            ),
        ),
        (
            Chart(
                "Revenue of 12 months by ABC class",
                "bar",
                KPI["now.revenue_year"],
                ("abc_class",),
                NOW_MENU,
            ),
            Chart(
                "In stock now by ABC class",
                "bar",
                KPI["now.on_hand"],
                ("abc_class",),
                NOW_MENU,
            ),
        ),
        (
            Table(
                "How long it will last",
                (KPI["now.used_90"], KPI["now.free"], KPI["now.days_of_supply"]),
                ("product_tmpl_id",),
                NOW_MENU,
            ),
            Table(
                "What stays",
                (KPI["now.age_old"], KPI["now.age_180"], KPI["now.age_90"]),
                ("product_tmpl_id",),
                NOW_MENU,
            ),
        ),
        (
            Table(
                "What moves",
                (KPI["stock.sold_qty"], KPI["stock.received_qty"], KPI["stock.sell_through"]),
                ("product_tmpl_id",),
                STOCK_MENU,
            ),
            List(
                "Stock alerts",
                ALERT,
                ("product_id", "level", "free_quantity", "on_order"),
                ALERT_MENU,
                domain=OPEN_ALERTS,
                limit=10,
            ),
        ),
    ),
    filters=(
        period({STOCK: ("month", "date")}, "year_to_date"),
        relation(
            "category",
            "Category",
            "product.category",
            {STOCK: ("categ_id", "many2one"), NOW: ("categ_id", "many2one")},
        ),
        relation(
            "product",
            "Product",
            "product.template",
            {STOCK: ("product_tmpl_id", "many2one"), NOW: ("product_tmpl_id", "many2one")},
        ),
    ),
    empty=(
        KPI["stock.days"],
        "Nothing has been in stock yet: figures appear after the first receipt of a product.",
    ),
)

SUPPLIERS = Page(
    "suppliers",
    (
        (
            since(OTIF, SCORE_MENU),
            since(ANSWERED, SCORE_MENU),
            since(FAULTY, SCORE_MENU, less_is_better=True),
            since(PRICE, SCORE_MENU, less_is_better=True),
            Card(LATE_ORDERS, PURCHASE_MENU, domain=LATE_PURCHASES),
        ),
        (
            Chart("On time in full by month", "line", OTIF, ("month:month",), SCORE_MENU),
            Chart("Lines due by supplier", "bar", LINES_DUE, ("supplier_id",), SCORE_MENU,
                  order="DESC"),
        ),
        (
            Table("Delivery", (LINES_DUE, OTIF, ON_TIME), ("supplier_id",), SCORE_MENU),
            Table("Answers and quality", (ANSWERED, LEAD, FAULTY), ("supplier_id",), SCORE_MENU),
        ),
        (
            List(
                "Late purchases",
                PURCHASE,
                ("partner_id", "name", "date_planned", "receipt_status"),
                PURCHASE_MENU,
                domain=LATE_PURCHASES,
                order=(("date_planned", True),),
            ),
        ),
    ),
    filters=(
        period({SCORE: ("month", "date")}, "year_to_date"),
        relation("supplier", "Supplier", "res.partner",
                  {SCORE: ("supplier_id", "many2one"), PURCHASE: ("partner_id", "many2one")}),
    ),
    empty=(
        LINES_DUE,
        "No delivery was due yet: scores appear after the first promised day of a purchase.",
    ),
)  # fmt: skip

CUSTOMERS = Page(
    "customers",
    (
        (
            Card(KPI["customer.customers"], CUSTOMER_MENU),
            Card(KPI["customer.repeat_rate"], CUSTOMER_MENU),
            Card(KPI["customer.revenue"], CUSTOMER_MENU, rounded=True),
            Card(
                KPI["customer.clv"],
                PREDICTION_MENU,
                rounded=True,
                unless=((READY, (["state", "=", "ready"],)), "Not enough data"),
            ),
            Card(
                KPI["customer.expected_orders"],
                PREDICTION_MENU,
                unless=((READY, (["state", "=", "ready"],)), "Not enough data"),
            ),
        ),
        (
            Chart(
                "Customers by segment",
                "bar",
                KPI["customer.customers"],
                ("segment",),
                CUSTOMER_MENU,
                order="DESC",
            ),
            Chart(
                "Revenue by segment",
                "pie",
                KPI["customer.revenue"],
                ("segment",),
                CUSTOMER_MENU,
            ),
        ),
        (
            Chart(
                "Retention by months since the first order",
                "line",
                KPI["cohort.retention"],
                ("number",),
                COHORT_MENU,
                domain=(["number", ">", 0], ["number", "<=", 12], ["is_complete", "=", True]),
            ),
            Chart(
                "New customers by month",
                "bar",
                KPI["customer.customers"],
                ("first_day:month",),
                CUSTOMER_MENU,
            ),
        ),
        (
            Table(
                "Segments",
                (
                    KPI["customer.customers"],
                    KPI["customer.orders"],
                    KPI["customer.revenue"],
                    KPI["customer.repeat_rate"],
                    KPI["customer.clv"],
                ),
                ("segment",),
                CUSTOMER_MENU,
                limit=9,
            ),
        ),
        (
            Table(
                "What they like: favourite category",
                (
                    KPI["customer.customers"],
                    KPI["customer.repeat_rate"],
                    KPI["customer.revenue"],
                ),
                ("favourite_categ_id",),
                CUSTOMER_MENU,
                domain=(["favourite_categ_id", "!=", False],),
                limit=8,
            ),
            Table(
                "What they give for: favourite occasion",
                (
                    KPI["customer.customers"],
                    KPI["customer.repeat_rate"],
                    KPI["customer.revenue"],
                ),
                ("favourite_occasion",),
                CUSTOMER_MENU,
                domain=(["favourite_occasion", "!=", False],),
                limit=8,
            ),
        ),
        (
            Table(
                "Who came back: share of the customers of a month, 1 to 12 months later",
                (KPI["cohort.retention"],),
                ("cohort_month:month",),
                COHORT_MENU,
                columns=("number",),
                domain=(["number", ">", 0], ["number", "<=", 12], ["is_complete", "=", True]),
                limit=24,
            ),
        ),
    ),
    filters=(
        period(
            {CUSTOMER: ("first_day", "date"), COHORT: ("cohort_month", "date")}, label="First order"
        ),
        Filter(
            "segment",
            "selection",
            "Segment",
            {CUSTOMER: ("segment", "selection")},
            {"resModel": CUSTOMER, "selectionField": "segment"},
        ),
    ),
    empty=(
        KPI["customer.customers"],
        "Nobody has ordered yet. Customers of a former shop can be imported (Reports).",
    ),
    columns=(126,) + 12 * (77,),
    half=6,
)

PRODUCTION = Page(
    "production",
    (
        (
            Card(JOBS, JOB_MENU, domain=OPEN_JOBS),
            Card(LATE, JOB_MENU, domain=LATE_JOBS),
            Card(PROOFS, JOB_MENU, domain=OPEN_PROOFS, note="open"),
            Card(REPRINTS, REPRINT_MENU),
            Card(REPRINT_PIECES, REPRINT_MENU),
        ),
        (
            Chart("Open jobs by stage", "bar", JOBS, ("stage",), JOB_MENU, domain=OPEN_JOBS),
            Chart("Open jobs by due day", "bar", JOBS, ("date_due:day",), JOB_MENU,
                  domain=OPEN_JOBS),
        ),
        (
            Chart("Reprints by cause", "bar", REPRINTS, ("cause_id",), REPRINT_MENU, order="DESC"),
            Chart("Proofs by round", "bar", PROOFS, ("number",), JOB_MENU),
        ),
        (
            List(
                "Late jobs",
                JOB,
                ("customer_name", "name", "date_due", "stage"),
                JOB_MENU,
                domain=LATE_JOBS,
                order=(("date_due", True),),
                limit=10,
            ),
            Table(
                "Reprints by product",
                (REPRINTS, REPRINT_PIECES),
                ("product_id",),
                REPRINT_MENU,
            ),
        ),
    ),
    filters=(
        period({REPRINT: ("date", "datetime"), PROOF: ("create_date", "datetime")},
                "last_90_days"),
        relation("product", "Product", "product.product",
                  {JOB: ("product_id", "many2one"), REPRINT: ("product_id", "many2one")}),
    ),
    empty=(JOBS, "No gift waits to be made."),
)  # fmt: skip
