"""Pages that look back: how well gifts were made, payments, loyalty and mails."""

from dashboard_blocks import (
    CARD_MENU,
    CARDS,
    FLOW,
    FLOW_MENU,
    KPI,
    MADE,
    MADE_MENU,
    MEMBER_MENU,
    OPTION,
    OPTION_MENU,
    PAYMENT,
    PAYMENT_MENU,
    POINTS,
    POINTS_MENU,
    Card,
    Chart,
    Page,
    Table,
    period,
    relation,
    since,
)

QUALITY = Page(
    "quality",
    (
        (
            since(KPI["job.kept_rate"], MADE_MENU),
            since(KPI["job.reprint_rate"], MADE_MENU, less_is_better=True),
            since(KPI["job.lead_mean"], MADE_MENU, less_is_better=True),
        ),
        (
            since(KPI["job.jobs"], MADE_MENU),
            since(KPI["job.rounds_mean"], MADE_MENU, less_is_better=True),
            since(KPI["job.approval_mean"], MADE_MENU, less_is_better=True),
        ),
        (
            Chart(
                "Promise kept by month of the order",
                "line",
                KPI["job.kept_rate"],
                ("placed_day:month",),
                MADE_MENU,
                domain=(["due_count", ">", 0],),
            ),
            Chart(
                "Pieces made again by cause",
                "bar",
                KPI["job.reprint_quantity"],
                ("cause_id",),
                MADE_MENU,
                domain=(["kind", "=", "again"],),
                order="DESC",
            ),
        ),
        (
            Chart(
                "Edge shift between file and approved picture",
                "bar",
                KPI["job.jobs"],
                ("edge_group",),
                MADE_MENU,
                domain=(["edge_group", "!=", False],),
            ),
            Chart(
                "Colour difference between file and approved picture",
                "bar",
                KPI["job.jobs"],
                ("delta_e_group",),
                MADE_MENU,
                domain=(["delta_e_group", "!=", False],),
            ),
        ),
        (
            Table(
                "By product",
                (KPI["job.jobs"], KPI["job.kept_rate"], KPI["job.reprint_rate"]),
                ("product_tmpl_id",),
                MADE_MENU,
            ),
            Table(
                "By print method",
                (KPI["job.jobs"], KPI["job.lead_mean"], KPI["job.reprint_rate"]),
                ("method_id",),
                MADE_MENU,
            ),
        ),
        (
            Table(
                "Fields customers fill in",
                (
                    KPI["option.used_count"],
                    KPI["option.offered_count"],
                    KPI["option.take_rate"],
                ),
                ("name",),
                OPTION_MENU,
                domain=(["kind", "=", "zone"],),
            ),
            Table(
                "Fonts customers choose",
                (
                    KPI["option.used_count"],
                    KPI["option.offered_count"],
                    KPI["option.take_rate"],
                ),
                ("name",),
                OPTION_MENU,
                domain=(["kind", "=", "font"],),
            ),
        ),
    ),
    filters=(
        period({MADE: ("placed_day", "date"), OPTION: ("month", "date")}, "year_to_date"),
        relation("category", "Category", "product.category", {MADE: ("categ_id", "many2one")}),
        relation(
            "product",
            "Product",
            "product.template",
            {MADE: ("product_tmpl_id", "many2one"), OPTION: ("product_tmpl_id", "many2one")},
        ),
    ),
    empty=(
        KPI["job.jobs"],
        "No personalised gift has been ordered yet: figures appear after the first one.",
    ),
)

PAYMENTS = Page(
    "payments",
    (
        (
            since(KPI["payment.captured"], PAYMENT_MENU),
            since(KPI["payment.refunded"], PAYMENT_MENU, less_is_better=True),
            since(KPI["payment.kept"], PAYMENT_MENU),
            Card(KPI["payment.reserved"], PAYMENT_MENU),
        ),
        (
            since(KPI["payment.fee"], PAYMENT_MENU, less_is_better=True),
            since(KPI["payment.fee_rate"], PAYMENT_MENU, less_is_better=True),
            since(KPI["payment.paid_out"], PAYMENT_MENU),
            since(KPI["payment.dispute_count"], PAYMENT_MENU, less_is_better=True),
        ),
        (
            Chart(
                "Charged by month",
                "bar",
                KPI["payment.captured"],
                ("day:month",),
                PAYMENT_MENU,
                domain=(["kind", "=", "payment"],),
            ),
            Chart(
                "Charged by payment method",
                "pie",
                KPI["payment.captured"],
                ("method_id",),
                PAYMENT_MENU,
                domain=(["kind", "=", "payment"],),
            ),
        ),
        (
            Table(
                "By payment method",
                (KPI["payment.captured"], KPI["payment.captured_count"], KPI["payment.refunded"]),
                ("method_id",),
                PAYMENT_MENU,
                domain=(["kind", "in", ["payment", "refund"]],),
            ),
            Table(
                "Payouts by month",
                (KPI["payment.settled"], KPI["payment.fee"], KPI["payment.paid_out"]),
                ("day:month",),
                PAYMENT_MENU,
                domain=(["kind", "in", ["settlement", "payout"]],),
                by_group=True,
            ),
        ),
    ),
    filters=(
        period({PAYMENT: ("day", "date")}, "year_to_date"),
        relation(
            "provider", "Provider", "payment.provider", {PAYMENT: ("provider_id", "many2one")}
        ),
        relation(
            "method", "Payment method", "payment.method", {PAYMENT: ("method_id", "many2one")}
        ),
    ),
    empty=(
        KPI["payment.captured_count"],
        "Nothing has been charged yet: figures appear after the first payment.",
    ),
)

LOYALTY = Page(
    "loyalty",
    (
        (
            Card(KPI["points.outstanding"], POINTS_MENU),
            Card(KPI["points.liability"], POINTS_MENU),
            Card(KPI["card.outstanding"], CARD_MENU),
            Card(KPI["member.members"], MEMBER_MENU),
        ),
        (
            Card(KPI["points.issued"], POINTS_MENU),
            Card(KPI["points.spent"], POINTS_MENU),
            Card(KPI["points.expired"], POINTS_MENU),
            Card(KPI["card.sold"], CARD_MENU),
            Card(KPI["card.spent"], CARD_MENU),
        ),
        (
            Chart(
                "Liability for points by month",
                "bar",
                KPI["points.liability"],
                ("month:month",),
                POINTS_MENU,
            ),
            Chart("Members by tier", "bar", KPI["member.members"], ("tier_id",), MEMBER_MENU),
        ),
        (
            Chart(
                "Gift cards outstanding by month",
                "bar",
                KPI["card.outstanding"],
                ("month:month",),
                CARD_MENU,
            ),
            Chart(
                "Order value by people with mails and held out",
                "bar",
                KPI["flow.revenue"],
                ("people_group",),
                FLOW_MENU,
            ),
        ),
        (
            Table(
                "Mails of flows",
                (KPI["flow.sent"], KPI["flow.open_rate"], KPI["flow.click_rate"]),
                ("flow_id",),
                FLOW_MENU,
            ),
            Table(
                "What the mails bring",
                (KPI["flow.people"], KPI["flow.mailed_rate"], KPI["flow.held_rate"]),
                ("flow_id",),
                FLOW_MENU,
            ),
        ),
        (
            Table(
                "Revenue of flows",
                (KPI["flow.mailed_revenue"], KPI["flow.held_revenue"], KPI["flow.added_revenue"]),
                ("flow_id",),
                FLOW_MENU,
            ),
            Table(
                "How sure the uplift is",
                (KPI["flow.mailed_people"], KPI["flow.uplift"], KPI["flow.uplift_error"]),
                ("flow_id",),
                FLOW_MENU,
            ),
        ),
    ),
    filters=(
        period(
            {POINTS: ("month", "date"), CARDS: ("month", "date"), FLOW: ("day", "date")},
            "year_to_date",
        ),
        relation("flow", "Flow", "gift.flow", {FLOW: ("flow_id", "many2one")}),
    ),
)
