"""Run in `odoo shell`: a supplier's list of many rows, measured; prints one line of JSON."""

import io
import json
import sys
import time

import xlsxwriter

ROWS = int(globals().get("ROWS", 50_000))


class Watch:
    """Time and queries since the last look."""

    def __init__(self, env):
        self.env = env
        self.look()

    def look(self):
        self.env.flush_all()
        now = (time.perf_counter(), self.env.cr.sql_log_count)
        figures = [now[0] - self.last[0], now[1] - self.last[1]] if hasattr(self, "last") else None
        self.last = now
        return figures


def multiply(env, table, record, **values):
    """Copy a row of a table once for each row of the list, with some columns by its number n."""
    env.flush_all()
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND column_name <> 'id' AND is_generated = 'NEVER'",
        [table],
    )
    names = [name for (name,) in env.cr.fetchall()]
    shown = ", ".join(f'"{name}"' for name in names)
    copied = ", ".join(values.get(name, f'record."{name}"') for name in names)
    env.cr.execute(  # names of the catalogue and constants of this file
        f'INSERT INTO "{table}" ({shown}) SELECT {copied} FROM "{table}" AS record,'
        " generate_series(1, %s) AS n WHERE record.id = %s RETURNING id",
        [ROWS, record.id],
    )
    return [row_id for (row_id,) in env.cr.fetchall()]


def prepare(env):
    """Make a supplier of many products; return its contact."""
    supplier = env["res.partner"].create({"name": "Bench Ltd", "is_company": True})
    person = env["res.partner"].create(
        {"name": "Bea", "email": "bea@example.com", "parent_id": supplier.id}
    )
    contact = env["gift.supplier.contact"].create({"partner_id": person.id, "may_feed": True})
    product = env["product.product"].create({"name": "Goods", "default_code": "B"})
    price = env["product.supplierinfo"].create(
        {
            "partner_id": supplier.id,
            "product_tmpl_id": product.product_tmpl_id.id,
            "product_id": product.id,
            "price": 4.0,
            "delay": 5,
        }
    )
    templates = multiply(env, "product_template", product.product_tmpl_id)
    first = templates[0] - 1
    products = multiply(
        env, "product_product", product, product_tmpl_id=f"{first} + n", default_code="'B-' || n"
    )
    multiply(
        env, "product_supplierinfo", price, product_tmpl_id=f"{first} + n",
        product_id=f"{products[0] - 1} + n", product_code="'S-' || n",
    )  # fmt: skip
    env.invalidate_all()
    return contact


def build_list(rows):
    """Return a workbook in which every row changes price and stock; each hundredth is wrong."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        headings = ("Item number", "Name", "Price", "Currency", "Lead time", "Stock", "Valid from")
        sheet.write_row(0, 0, headings)
        for number in range(1, rows + 1):
            code = f"S-{number}" if number % 100 else f"X-{number}"
            day = f"{number % 28 + 1}.{number % 12 + 1}.2020"
            sheet.write_row(number, 0, (code, f"Täschchen {number}", 4.5, "", 5, number % 50, day))
    return buffer.getvalue()


def work(feed):
    """Do what the scheduled action does; return the longest transaction in seconds."""
    cache, longest = {}, 0
    while feed.state in ("checking", "applying"):
        started = time.perf_counter()
        feed._work_safely(cache)
        feed.env.cr.commit()
        longest = max(longest, time.perf_counter() - started)
    return longest


def measure(env):
    contact = prepare(env)
    data = build_list(ROWS)
    env.cr.commit()
    feeds, watch, found = env["gift.supplier.feed"], Watch(env), {}
    feeds._build_template(contact.supplier_id, env.company, "xlsx")
    found["template"] = watch.look()
    feed = feeds._receive(contact, data, "list.xlsx")
    env.cr.commit()
    found["upload"] = watch.look()
    found["longest_check"] = [work(feed), 0]
    found["check"] = watch.look()
    wrong = ROWS // 100
    assert (feed.state, feed.changed_count) == ("checked", ROWS - wrong), feed.read()
    feed._send()
    env.cr.commit()
    found["send"] = watch.look()
    longest = work(feed)
    found["stock"] = watch.look()
    assert feed.state == "waiting" and feed.waiting_count == ROWS - wrong, feed.state
    feed.action_approve()
    env.cr.commit()
    found["approve"] = watch.look()
    found["longest_apply"] = [max(longest, work(feed)), 0]
    found["prices"] = watch.look()
    assert feed.state == "applied", feed.state
    made = env["product.supplierinfo"].search_count([("gift_feed_line_id.feed_id", "=", feed.id)])
    told = env["gift.supplier.stock"].search_count([("partner_id", "=", contact.supplier_id.id)])
    ended = env["product.supplierinfo"].search_count(
        [("partner_id", "=", contact.supplier_id.id), ("date_end", "!=", False)]
    )
    assert made == told == ended == ROWS - wrong, (made, told, ended)
    return {**found, "bytes": len(data)}


sys.stdout.write("BENCH " + json.dumps(measure(env)) + "\n")  # noqa: F821
