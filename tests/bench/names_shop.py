"""Run in `odoo shell`: a list of names through the shop, measured; prints one line of JSON."""

import json
import sys
import time

ROWS = int(globals().get("ROWS", 1000))
PRODUCT = "keyring"


class Watch:
    """Time and queries since the last look."""

    def __init__(self, env):
        self.env = env
        self.look()

    def look(self):
        self.env.flush_all()
        self.env.cr.execute("SELECT 1")
        now = (time.perf_counter(), self.env.cr.sql_log_count)
        figures = [now[0] - self.last[0], now[1] - self.last[1]] if hasattr(self, "last") else None
        self.last = now
        return figures


def measure(env):
    template = env["gift.template"].search([("key", "=", PRODUCT)], limit=1)
    product = template.product_tmpl_ids[:1].product_variant_ids[:1]
    product.allow_out_of_stock_order = True
    website = env["website"].search([], limit=1)
    partner = env["res.partner"].create({"name": "Bench", "email": "bench@example.com"})
    lists = env["gift.name.list"]
    names, _key = lists._create_for(
        product, {}, assets=env["gift.asset"], website=website, partner=partner
    )
    text = "\n".join(["Name;Recipient", *(f"Zoë {n};Guest {n}" for n in range(ROWS))])
    watch, found = Watch(env), {}
    names._read_file(text.encode("cp1252"), "names.csv")
    found["upload"] = watch.look()
    longest = 0
    while names.state == "checking":
        started = time.perf_counter()
        names._work()
        longest = max(longest, time.perf_counter() - started)
    found["check"] = watch.look()
    found["longest_chunk"] = [longest, 0]
    order = env["sale.order"].create({"partner_id": partner.id, "website_id": website.id})
    names._request_order(order)
    while env["gift.name.row"].search_count(
        [("list_id", "=", names.id), ("revision_id", "=", False)]
    ):
        names._work()
    found["freeze"] = watch.look()
    names._work()
    found["cart"] = watch.look()
    assert names.state == "added" and len(order.order_line) == ROWS, (names.state, names.problem)
    env.invalidate_all()
    watch.look()
    order.action_confirm()
    found["confirm"] = watch.look()
    return found


sys.stdout.write("BENCH " + json.dumps({"rows": ROWS, "figures": measure(env)}) + "\n")  # noqa: F821
env.cr.rollback()  # noqa: F821
