"""Run in `odoo shell`: carts that want the same last piece, and what became of them."""

import json
import sys

STEP, RUNS, MADE = (globals().get(name) for name in ("STEP", "RUNS", "MADE"))
BUYERS, TEMPLATE = 2, "keyring"


def prepare(env, runs):
    """Make ``runs`` products with one piece each and two carts for each of them."""
    website = env["website"].search([], limit=1)
    company = website.company_id
    stock = env["stock.warehouse"].search([("company_id", "=", company.id)], limit=1).lot_stock_id
    provider = env["payment.provider"].search(
        [("code", "=", "custom"), ("company_id", "=", company.id)], limit=1
    )
    provider.state = "enabled"
    method = env["payment.method"].search([("code", "=", "wire_transfer")], limit=1)
    country = env.ref("base.de")
    template = env["gift.template"].search([("key", "=", TEMPLATE)], limit=1)
    buyers = env["res.partner"].create(
        [
            {
                "name": f"Buyer {number}", "email": f"buyer{number}@example.com",
                "street": "Main street 1", "zip": "10119", "city": "Berlin",
                "country_id": country.id,
            }
            for number in range(BUYERS)
        ]
    )  # fmt: skip
    made = []
    for run in range(runs):
        product = env["product.product"].create(
            {
                "name": f"Last piece {run}", "is_storable": True, "website_published": True,
                "allow_out_of_stock_order": False, "list_price": 10.0,
                "gift_template_id": template.id,
            }
        )  # fmt: skip
        env["stock.quant"]._update_available_quantity(product, stock, 1)
        design, _key = env["gift.design"]._create_for(product)
        revision = design._freeze({"name": {"text": f"Buyer {run}"}})
        line = {"product_id": product.id, "product_uom_qty": 1, "gift_revision_id": revision.id}
        carts = env["sale.order"].create(
            [
                {"partner_id": buyer.id, "website_id": website.id, "order_line": [(0, 0, line)]}
                for buyer in buyers
            ]
        )
        for cart in carts:
            cart._set_delivery_method(cart._get_delivery_methods()[:1])
            made.append(
                {
                    "run": run, "order": cart.id, "token": cart._portal_ensure_token(),
                    "amount": cart.amount_total, "provider": provider.id, "method": method.id,
                }
            )  # fmt: skip
    env.cr.commit()
    return made


def judge(env, made):
    """Let every payment that was started arrive; return what each run sold."""
    runs = {}
    orders = env["sale.order"].browse([entry["order"] for entry in made])
    for order in orders:
        for payment in order.transaction_ids:
            payment._set_done()
            payment._check_amount_and_confirm_order()  # the journal of transfers is not looked at
        env.cr.commit()
    for entry, order in zip(made, orders, strict=True):
        found = runs.setdefault(
            entry["run"], {"started": 0, "confirmed": 0, "reserved": 0.0, "short": 0}
        )
        found["started"] += len(order.transaction_ids)
        found["confirmed"] += order.state == "sale"
        found["reserved"] += sum(order.order_line.move_ids.mapped("quantity"))
        found["short"] += order.gift_is_short
    return list(runs.values())


answer = prepare(env, RUNS) if STEP == "prepare" else judge(env, MADE)  # noqa: F821
sys.stdout.write("BENCH " + json.dumps(answer) + "\n")
