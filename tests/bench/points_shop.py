"""Run in `odoo shell`: a ledger of a million rows, and carts that want the same points."""

import json
import sys
import time

STEP, SIZE, RUNS, MADE = (globals().get(name) for name in ("STEP", "SIZE", "RUNS", "MADE"))
BUYERS, MOVES, READS = 2, 10, 200
SETUP = """
INSERT INTO loyalty_card (program_id, partner_id, code, points, active, company_id)
    SELECT {program}, id, 'bench-' || id, {moves} * 10, TRUE, {company} FROM res_partner
     WHERE name LIKE 'Bench %';
INSERT INTO gift_points_wallet (card_id, company_id, pending, available, held, debt, create_date)
    SELECT id, {company}, 0, {moves} * 10, 0, 0, now() FROM loyalty_card WHERE code LIKE 'bench-%';
INSERT INTO gift_points_move (wallet_id, kind, key, points, pending_change, available_change,
                              held_change, debt_change, create_date)
    SELECT wallet.id, 'bonus', 'bench:' || n, 10, 0, 10, 0, 0, now()
      FROM gift_points_wallet wallet JOIN loyalty_card card ON card.id = wallet.card_id
      CROSS JOIN generate_series(1, {moves}) n WHERE card.code LIKE 'bench-%';
INSERT INTO gift_points_lot (wallet_id, move_id, pending, available, held, expires_on, create_date)
    SELECT wallet_id, id, 0, 10, 0, CASE WHEN key = 'bench:1' THEN current_date - 1
                                         ELSE current_date + 100 END, now()
      FROM gift_points_move WHERE key LIKE 'bench:%';
INSERT INTO gift_points_posting (move_id, lot_id, bucket, points, create_date)
    SELECT move_id, id, 'available', 10, now() FROM gift_points_lot
     WHERE move_id IN (SELECT id FROM gift_points_move WHERE key LIKE 'bench:%');
"""
ORDERS = """
INSERT INTO gift_order_settlement (order_id, company_id, amount, check_on, create_date)
    SELECT id, company_id, 0, now() + interval '1 day', now() FROM sale_order
     WHERE name LIKE 'Waiting %' ON CONFLICT DO NOTHING;
INSERT INTO gift_points_lot (wallet_id, move_id, order_id, pending, available, held, create_date)
    SELECT {wallet}, {move}, id, 5, 0, 0, now() FROM sale_order WHERE name LIKE 'Waiting %';
"""
CHECK = """
SELECT COUNT(*) FILTER (WHERE wallet.available <> lots.points) AS by_lots,
       COUNT(*) FILTER (WHERE wallet.available <> moves.points) AS by_entries,
       COUNT(*) FILTER (WHERE wallet.available <> {left}) AS other,
       COUNT(*) FILTER (WHERE card.points <> wallet.available) AS on_card
  FROM gift_points_wallet wallet JOIN loyalty_card card ON card.id = wallet.card_id
  JOIN (SELECT wallet_id, SUM(available) AS points FROM gift_points_lot GROUP BY 1) lots
    ON lots.wallet_id = wallet.id
  JOIN (SELECT wallet_id, SUM(available_change) AS points FROM gift_points_move GROUP BY 1) moves
    ON moves.wallet_id = wallet.id
 WHERE card.code LIKE 'bench-%'
"""


def find_program(env):
    program = env["loyalty.program"]._gift_find_main()
    return program or env["loyalty.program"].create(
        {
            "name": "Bench", "program_type": "loyalty", "applies_on": "both", "trigger": "auto",
            "rule_ids": [(0, 0, {"reward_point_mode": "money", "reward_point_amount": 1})],
            "reward_ids": [(0, 0, {"discount_mode": "per_order", "discount": 5,
                                   "required_points": 50})],
        }
    )  # fmt: skip


def copy_rows(env, record, count, name):
    """Write ``count`` rows like that of a record, named ``<name> <number>``, without Odoo."""
    columns = [
        f'"{field.name}"' for field in record._fields.values()
        if field.store and field.column_type and field.name not in ("id", "name", "access_token")
    ]  # fmt: skip
    table, names = record._table, ", ".join(columns)
    env.flush_all()
    env.cr.execute(
        f"INSERT INTO {table} (name, {names}) SELECT %s || n, {names}"
        f"  FROM {table}, generate_series(1, %s) n WHERE id = %s",
        (f"{name} ", count, record.id),
    )


def fill(env, size):
    """Write ``size`` entries with their lots and postings, a tenth of which ended yesterday."""
    names = {
        "wallets": size // MOVES, "moves": MOVES, "program": find_program(env).id,
        "company": env.company.id,
    }  # fmt: skip
    copy_rows(env, env.ref("base.partner_admin"), names["wallets"], "Bench")
    env.cr.execute(SETUP.format(**names))
    env.cr.commit()
    tables = ("move", "lot", "posting", "wallet")
    env.cr.execute(";".join(f"ANALYZE gift_points_{table}" for table in tables))
    env.cr.execute("ANALYZE loyalty_card; ANALYZE res_partner")
    env.cr.commit()
    return names["wallets"]


def read_balances(env):
    """Return the seconds of cold reads of what a customer's page asks for."""
    env.cr.execute(
        "SELECT partner_id FROM loyalty_card WHERE code LIKE %s ORDER BY random() LIMIT %s",
        ("bench-%", READS),
    )
    seconds = []
    for (partner_id,) in env.cr.fetchall():
        env.invalidate_all()
        started = time.perf_counter()
        wallets = env["res.partner"].browse(partner_id)._gift_get_wallets()
        for wallet in wallets:
            assert wallet.balance == MOVES * 10
        seconds.append(time.perf_counter() - started)
        assert wallets
    return sorted(seconds)


def wait(env, count):
    """Let many orders wait for their payment; return the seconds the release job needs."""
    order = env["sale.order"].search([("state", "=", "sale")], limit=1)
    move = env["gift.points.move"].search([("key", "=", "bench:2")], limit=1)
    copy_rows(env, order, count, "Waiting")
    env.cr.execute(ORDERS.format(wallet=move.wallet_id.id, move=move.id))
    env.cr.commit()
    env.cr.execute("ANALYZE sale_order; ANALYZE gift_order_settlement; ANALYZE gift_points_lot")
    env.cr.commit()
    env["gift.points.wallet"]._release_due()  # what was due before
    started = time.perf_counter()
    env["gift.points.wallet"]._release_due()
    return time.perf_counter() - started


def count_due(env):
    env.cr.execute(
        "SELECT COUNT(*) FROM gift_points_lot WHERE available > 0 AND expires_on < current_date"
    )
    return env.cr.fetchone()[0]


def expire(env):
    """Run the nightly job; return its seconds and what it left."""
    started = time.perf_counter()
    env["gift.points.wallet"]._expire_due()
    return {"seconds": time.perf_counter() - started, "left": count_due(env)}


def check(env):
    """Return how many wallets differ from their lots, entries, cards and what they must have."""
    env.cr.execute(CHECK.format(left=(MOVES - 1) * 10))
    wrong = dict(zip(("lots", "sums", "other", "cards"), env.cr.fetchone(), strict=True))
    env.cr.execute("SELECT COUNT(*), COUNT(DISTINCT key) FROM gift_points_move WHERE key LIKE %s",
                   ("expire:%",))  # fmt: skip
    entries, keys = env.cr.fetchone()
    return {**wrong, "twice": entries - keys, "entries": entries}


def prepare(env, runs):
    """Make ``runs`` customers with points for one reward, and two carts that take it."""
    website = env["website"].search([], limit=1)
    company = website.company_id
    provider = env["payment.provider"].search(
        [("code", "=", "custom"), ("company_id", "=", company.id)], limit=1
    )
    provider.state = "enabled"
    method = env["payment.method"].search([("code", "=", "wire_transfer")], limit=1)
    program = find_program(env)
    program.rule_ids.product_ids = False
    reward = program.reward_ids.filtered(
        lambda r: r.discount_mode == "per_order" and not r.gift_tier_ids
    )[:1]
    country = env.ref("base.de")
    product = env["product.product"].create(
        {"name": "Bench gift", "type": "service", "website_published": True, "list_price": 40.0}
    )
    made = []
    for run in range(runs):
        partner = env["res.partner"].create(
            {
                "name": f"Saver {run}", "email": f"saver{run}@example.com", "zip": "10119",
                "street": "Main street 1", "city": "Berlin", "country_id": country.id,
            }
        )  # fmt: skip
        card = env["loyalty.card"].create({"program_id": program.id, "partner_id": partner.id})
        card._gift_get_wallet()._add_bonus(reward.required_points + 5, f"race:{run}", "Bench")
        for _buyer in range(BUYERS):
            line = {"product_id": product.id, "product_uom_qty": 1}
            cart = env["sale.order"].create(
                {
                    "partner_id": partner.id, "website_id": website.id,
                    "order_line": [(0, 0, line)],
                }
            )  # fmt: skip
            cart._update_programs_and_rewards()
            answer = cart._apply_program_reward(reward, card)
            assert not answer, answer
            made.append(
                {
                    "run": run, "order": cart.id, "token": cart._portal_ensure_token(),
                    "amount": cart.amount_total, "provider": provider.id, "method": method.id,
                    "wallet": card._gift_get_wallet().id, "cost": reward.required_points,
                }
            )  # fmt: skip
    env.cr.commit()
    return made


def judge(env, made):
    """Let every payment that was started arrive; return what each run spent."""
    runs = {}
    for entry in made:
        order = env["sale.order"].browse(entry["order"])
        for payment in order.transaction_ids:
            payment._set_done()
            payment._check_amount_and_confirm_order()  # the journal of transfers is not looked at
        env.cr.commit()
        found = runs.setdefault(entry["run"], {"started": 0, "spent": 0, "lost": 0, "owed": 0.0})
        wallet = env["gift.points.wallet"].browse(entry["wallet"])
        wallet.invalidate_recordset()
        found["started"] += len(order.transaction_ids)
        found["spent"] += bool(order.transaction_ids) and order.state == "sale"
        found["lost"] += bool(order.transaction_ids) and order.state != "sale"
        found["owed"] = wallet.debt
        sums = wallet._get_sum()
        found["broken"] = any(sums[name] != wallet[name] for name in sums)
    return list(runs.values())


STEPS = {
    "fill": lambda: fill(env, SIZE),  # noqa: F821
    "read": lambda: read_balances(env),  # noqa: F821
    "wait": lambda: wait(env, SIZE),  # noqa: F821
    "expire": lambda: expire(env),  # noqa: F821
    "due": lambda: count_due(env),  # noqa: F821
    "check": lambda: check(env),  # noqa: F821
    "prepare": lambda: prepare(env, RUNS),  # noqa: F821
    "judge": lambda: judge(env, MADE),  # noqa: F821
}
sys.stdout.write(f"BENCH {json.dumps(STEPS[STEP]())}\n")
