# ruff: noqa: F821
"""Runs in `scripts/odoo shell` for reports.py, which sets STEP and SIZE before this text."""

import json
import sys
import time
from datetime import timedelta

from odoo import fields
from odoo.tools import SQL

DAYS, LINES_OF_ORDER, LINES_OF_CUSTOMER = 730, 2.5, 5
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
    env.cr.execute("SET session_replication_role = DEFAULT")
    env.cr.commit()
    env.cr._cnx.autocommit = True
    for table in ("res_partner", "sale_order", "sale_order_line"):
        env.cr.execute(f"VACUUM ANALYZE {table}")
    env.cr._cnx.autocommit = False
    return {"customers": customers, "orders": orders}


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


def run():
    if STEP == "fill":
        return fill(SIZE)
    if STEP == "rebuild":
        return refresh(True)
    if STEP == "touch":
        touch(SIZE)
        return refresh(False)
    return measure()


sys.stdout.write(f"BENCH {json.dumps(run())}\n")
