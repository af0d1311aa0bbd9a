# ruff: noqa: F821
"""Runs in `scripts/odoo shell` for reports.py, which sets STEP and SIZE before this text."""

import json
import resource
import sys
import tempfile
import time
from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

TABLES = (
    "res_partner", "sale_order", "sale_order_line", "gift_job", "gift_job_event", "stock_move",
    "payment_transaction",
)  # fmt: skip
DAYS, LINES_OF_ORDER, LINES_OF_CUSTOMER = 730, 2.5, 5
MADE = ["job_count:sum", "kept_rate:avg", "lead_mean:avg", "reprint_rate:avg"]
SALE, KPI = env["gift.report.sale"], env["gift.report.kpi"]
DEAR = ["gross_amount:sum", "discount_amount:sum", "net_amount:sum", "refund_amount:sum",
        "revenue:sum", "margin_amount:sum", "average_order:avg"]  # fmt: skip


def copy(table, number, base, **values):
    """Write `number` copies of a table's first row, with other values (SQL, `g` counts from 1)."""
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s", (table,)
    )
    columns = [row[0] for row in env.cr.fetchall()]
    chosen = {column: values.get(column, f't."{column}"') for column in columns}
    chosen["id"] = f"{base} + g"
    names = ", ".join(f'"{column}"' for column in columns)
    env.cr.execute(
        f"INSERT INTO {table} ({names}) SELECT {', '.join(chosen[c] for c in columns)}"
        f" FROM (SELECT * FROM {table} WHERE {values.get('where', 'TRUE')} ORDER BY id LIMIT 1) t,"
        f" generate_series(1, {number}) g"
    )
    env.cr.execute(f"SELECT setval('{table}_id_seq', {base + number + 1})")


def fill(size):
    """Write a shop of `size` order lines of two years: 2.5 an order, 5 a customer."""
    customers, orders = int(size / LINES_OF_CUSTOMER), int(size / LINES_OF_ORDER)
    base = 10_000_000
    env.cr.execute("SET session_replication_role = replica")
    copy(
        "res_partner",
        customers,
        base,
        name="'Customer ' || g",
        commercial_partner_id=f"{base} + g",
        parent_id="NULL",
        email="'c' || g || '@bench.test'",
        email_normalized="'c' || g || '@bench.test'",
        ref="NULL",
        where="id = (SELECT partner_id FROM sale_order WHERE state = 'sale' ORDER BY id LIMIT 1)",
    )
    # Few customers buy much: the square of a share between 0 and 1.
    share = "power(abs(hashint4(g * 7)) % 100000 / 100000.0, 2)"
    who = f"{base} + 1 + floor({customers} * {share})::int"
    when = (
        f"now() AT TIME ZONE 'UTC' - interval '1 minute' * (abs(hashint4(g * 3)) % ({DAYS} * 1440))"
    )
    copy(
        "sale_order",
        orders,
        base,
        name="'B' || g",
        partner_id=who,
        partner_invoice_id=who,
        partner_shipping_id=who,
        date_order=when,
        access_token="NULL",
        write_date="now() AT TIME ZONE 'UTC' - interval '1 hour'",
        where="state = 'sale'",
    )
    products = env["product.product"].search([("type", "=", "consu")], limit=40).ids
    listed = "(ARRAY[" + ",".join(map(str, products)) + "])"
    copy(
        "sale_order_line",
        size,
        base,
        order_id=f"{base} + 1 + (g / {LINES_OF_ORDER})::int % {orders}",
        product_id=f"{listed}[1 + abs(hashint4(g * 5)) % {len(products)}]",
        gift_parcel_id="NULL",
        price_unit="10 + abs(hashint4(g)) % 4000 / 100.0",
        price_subtotal="10 + abs(hashint4(g)) % 4000 / 100.0",
        product_uom_qty="1",
        purchase_price="4",
        discount="0",
        linked_line_id="NULL",
        coupon_id="NULL",
        reward_id="NULL",
        write_date="now() AT TIME ZONE 'UTC' - interval '1 hour'",
        where="gift_revision_id IS NOT NULL",
    )
    fill_workshop(size, base)
    fill_money(orders, base, when)
    env.cr.execute("SET session_replication_role = DEFAULT")
    env.cr.commit()
    env.cr._cnx.autocommit = True
    for table in TABLES:
        env.cr.execute(f"VACUUM ANALYZE {table}")
    env.cr._cnx.autocommit = False
    return {"customers": customers, "orders": orders}


def fill_workshop(size, base):
    """Write the job of each line with its two events, and what it took from the shelf."""
    hour = "now() AT TIME ZONE 'UTC' - interval '1 hour'"
    minutes = "interval '1 minute' * (abs(hashint4(g * 11)) % 8000)"
    copy(
        "gift_job",
        size,
        base,
        name="'BENCH' || g",
        sale_line_id=f"{base} + g",
        order_id=f"(SELECT order_id FROM sale_order_line WHERE id = {base} + g)",
        product_id=f"(SELECT product_id FROM sale_order_line WHERE id = {base} + g)",
        stage="'shipped'",
        original_id="NULL",
        purchase_line_id="NULL",
        write_date=hour,
        where="stage = 'shipped' AND original_id IS NULL",
    )
    placed = f"""(SELECT sale.date_order FROM sale_order_line line
                   JOIN sale_order sale ON sale.id = line.order_id WHERE line.id = {base} + g)"""
    for place, stage in enumerate(("packed", "shipped")):
        copy(
            "gift_job_event",
            size,
            base + place * size,
            job_id=f"{base} + g",
            kind="'stage'",
            to_stage=f"'{stage}'",
            scan_ref="NULL",
            date=f"{placed} + {minutes} + interval '{place} hour'",
            create_date=hour,
        )
    copy(
        "stock_move",
        size,
        base,
        sale_line_id=f"{base} + g",
        product_id=f"(SELECT product_id FROM sale_order_line WHERE id = {base} + g)",
        product_uom_qty="1",
        quantity="1",
        date=f"{placed} + {minutes}",
        write_date=hour,
        where="state = 'done' AND is_out",
    )


def fill_money(orders, base, when):
    """Write a payment for each order."""
    copy(
        "payment_transaction",
        orders,
        base,
        reference="'BENCH-' || g",
        amount="10 + abs(hashint4(g)) % 9000 / 100.0",
        last_state_change=when,
        write_date="now() AT TIME ZONE 'UTC' - interval '1 hour'",
        where="state = 'done'",
    )


def refresh(rebuild):
    """Bring each table up to date; return seconds by table."""
    states = env["gift.report.refresh"]
    states._refresh_all(rebuild=rebuild, commit=True)
    env.cr.commit()
    return {state.name: state.seconds for state in states.search([])}


def touch(number):
    """Change some orders, as a quarter of an hour does."""
    orders = env["sale.order"].search([("state", "=", "sale")], limit=number)
    orders.write({"client_order_ref": "touched"})
    env.cr.commit()


def get_queries():
    """Return `{name: (model, domain, groupby, aggregates)}`: what the dashboards ask for."""
    year = fields.Date.today() - timedelta(days=365)
    month = fields.Date.today() - timedelta(days=30)
    all_days, last = [], [("day", ">=", year)]
    return {
        "sales, all days": (SALE, all_days, [], DEAR),
        "sales by month, a year": (SALE, last, ["day:month"], DEAR),
        "sales by day, 30 days": (SALE, [("day", ">=", month)], ["day:day"], DEAR),
        "by category, a year": (SALE, last, ["categ_id"], DEAR),
        "by product, a year": (SALE, last, ["product_tmpl_id"], DEAR),
        "by country, a year": (SALE, last, ["country_id"], DEAR),
        "by occasion, a year": (SALE, last, ["occasion"], DEAR),
        "orders by month, a year": (SALE, last, ["day:month"], ["placed_order_id:count_distinct"]),
        "customers by segment": (env["gift.report.customer"], [], ["segment"],
            ["customer_count:sum", "repeat_rate:avg", "revenue:sum", "clv:sum"]),
        "cohorts by month": (env["gift.report.cohort"], [], ["cohort_month:month", "number_label"],
            ["retention:avg", "active_count:sum"]),
        "promises by month, a year": (env["gift.report.job"], [("placed_day", ">=", year)],
            ["placed_day:month"], MADE),
        "promises by product, a year": (env["gift.report.job"], [("placed_day", ">=", year)],
            ["product_tmpl_id"], MADE),
        "likeness of files, all days": (env["gift.report.job"], [], ["edge_group"],
            ["job_count:sum", "edge_shift_mm:avg"]),
        "options taken": (env["gift.report.option"], [], ["name"], ["take_rate:avg"]),
        "payments by month, a year": (env["gift.report.payment"], last, ["day:month"],
            ["captured:sum", "refunded:sum", "fee:sum", "fee_rate:avg"]),
        "stock by month, a year": (env["gift.report.stock"], [("month", ">=", year)],
            ["month:month"], ["sold_qty:sum", "turnover:avg", "out_rate:avg"]),
        "stock now by product": (env["gift.report.stock.now"], [], ["product_tmpl_id"],
            ["on_hand:sum", "days_of_supply:avg", "age_old:sum"]),
        "points by month": (env["gift.points.report"], [], ["month:month"], ["liability:sum"]),
        "gift cards by month": (env["gift.report.card"], [], ["month:month"],
            ["outstanding:sum"]),
    }  # fmt: skip


WRITTEN = {
    "sales by month, a year": """SELECT date_trunc('month', day), SUM(gross_amount),
        SUM(discount_amount), SUM(net_amount), SUM(refund_amount), SUM(revenue),
        SUM(margin_amount), SUM(net_amount) / NULLIF(COUNT(DISTINCT placed_order_id), 0)
        FROM gift_report_sale WHERE company_id = 1 AND day >= current_date - 365 GROUP BY 1""",
    "by product, a year": """SELECT product_tmpl_id, SUM(gross_amount), SUM(discount_amount),
        SUM(net_amount), SUM(refund_amount), SUM(revenue), SUM(margin_amount),
        SUM(net_amount) / NULLIF(COUNT(DISTINCT placed_order_id), 0)
        FROM gift_report_sale WHERE company_id = 1 AND day >= current_date - 365 GROUP BY 1""",
    "promises by product, a year": """SELECT product_tmpl_id, SUM(job_count),
        SUM(kept_count)::float / NULLIF(SUM(due_count), 0),
        SUM(lead_hours)::float / NULLIF(SUM(lead_count), 0),
        SUM(reprint_quantity)::float / NULLIF(SUM(shipped_quantity), 0)
        FROM gift_report_job WHERE company_id = 1 AND placed_day >= current_date - 365
        GROUP BY 1""",
    "sales, all days": """SELECT SUM(gross_amount), SUM(discount_amount), SUM(net_amount),
        SUM(refund_amount), SUM(revenue), SUM(margin_amount),
        SUM(net_amount) / NULLIF(COUNT(DISTINCT placed_order_id), 0)
        FROM gift_report_sale WHERE company_id = 1""",
}


def best_of(times, function):
    """Return the best of some runs, in seconds."""
    found = []
    for _run in range(times):
        env.invalidate_all()
        began = time.perf_counter()
        function()
        found.append(time.perf_counter() - began)
    return min(found)


def measure():
    """Return seconds of each query as a manager asks it, and of the same in hand-written SQL."""
    manager = env.ref("base.user_admin")
    found = {}
    for name, (model, domain, groupby, aggregates) in get_queries().items():
        reader = model.with_user(manager)
        query = (domain, groupby, aggregates)
        ours = best_of(3, lambda r=reader, q=query: r._read_group(*q))
        written = WRITTEN.get(name)
        by_hand = written and best_of(
            3, lambda w=written: (env.cr.execute(SQL(w)), env.cr.fetchall())
        )
        found[name] = {"ours": ours, "by_hand": by_hand}
    return found


def write_workbook():
    """Write the workbook of two years of sales, each order line in it; return what it took."""
    manager = env.ref("base.user_admin")
    choice = env["gift.report.file"].with_user(manager).new({"report": "sales"})
    today = fields.Date.today()
    request = choice._prepare_request(today - timedelta(days=DAYS), today)
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryFile() as file:
        choice._write_file(request, "xlsx", file)
        seconds, size = time.perf_counter() - began, file.tell()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"seconds": seconds, "mb": size / 2**20, "memory": (peak - before) / 1024}


def run():
    if STEP == "fill":
        return fill(SIZE)
    if STEP == "rebuild":
        return refresh(True)
    if STEP == "touch":
        touch(SIZE)
        return refresh(False)
    if STEP == "workbook":
        return write_workbook()
    return measure()


sys.stdout.write(f"BENCH {json.dumps(run())}\n")
