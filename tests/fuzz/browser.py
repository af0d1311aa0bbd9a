"""What the shop has in store after the attack, looked at as files and in a real browser."""

import json
from itertools import chain

from gift_dev.base import RUN
from playwright.sync_api import sync_playwright

from .client import LOGINS, Client
from .safety import PageGuard, served_problems
from .texts import MARKUP, json_object


def stored_files(manager):
    """Return the addresses of everything that can be fetched: own routes and Odoo's."""
    assets = manager.call("gift.asset", "search_read", [[], ["sha256", "kind"]]).json["result"]
    own = {
        "mockup": "/gift/mockup/{}.img",
        "font": "/gift/font/{}",
        "clipart": "/gift/clipart/{}.svg",
    }
    found = [own[asset["kind"]].format(asset["sha256"]) for asset in assets if asset["kind"] in own]
    for asset in assets[-60:]:
        for name in ("master", "screen"):
            found.append(f"/web/content/gift.asset/{asset['id']}/{name}")
            found.append(f"/web/image/gift.asset/{asset['id']}/{name}")
            found.append(f"/web/content/gift.asset/{asset['id']}/{name}?mimetype=text/html")
    mockups = manager.call("gift.mockup", "search", [[]]).json["result"]
    found += [f"/web/image/gift.mockup/{mockup}/image" for mockup in mockups[-20:]]
    return found


def check_files(clients, paths):
    """Return (the answers, what is unsafe about them) of what can be fetched."""
    answers, problems = [], []
    for path in dict.fromkeys(paths):
        for client in clients:
            answer = client.send("GET", path)
            answers.append(answer)
            problems += served_problems(f"{path} ({client.role})", answer)
    return answers, problems


# === PAGES === #


def keep_hostile_designs(client, found):
    """Keep designs full of markup and put them into the cart.

    :return: (the pages that show them, what went wrong)
    """
    keys, problems = [], []
    for number, product in enumerate(found["products"]):
        text = MARKUP[number % len(MARKUP)]
        entry = json_object({"text": json.dumps(text[:40])})
        values = json.loads(
            json_object(dict.fromkeys((key for key, _kind in product["zones"]), entry))
        )
        params = {"product_id": product["product_id"], "values": values}
        answer = client.rpc("/gift/design/keep", params)
        kept = (answer.json or {}).get("result")
        if kept is None:
            problems.append(f"{product['url']}: a design is not kept: {answer.body[:300]!r}")
        elif "key" in kept:
            keys.append(kept["key"])
            client.rpc("/shop/cart/add", {
                "product_template_id": product["template_id"],
                "product_id": product["product_id"], "quantity": 1, "gift_design_key": kept["key"],
            })  # fmt: skip
    opened = client.rpc("/gift/design/find", {"keys": keys}).json["result"]
    for number, design in enumerate(opened):
        title = {"title": MARKUP[number % len(MARKUP)]}
        client.form(f"/my/designs/{design['id']}/rename", title)
    return ["/my/designs", "/shop/cart", *(design["url"] for design in opened)], problems


def customer_pages(found):
    """Return pages of the customer whose proof got hostile comments and names."""
    known = found["known"]
    proof, order, line = known["proof_id"][0], known["order_id"][0], known["line_id"][0]
    return [
        "/my/gifts",
        f"/my/gifts/proof/{proof}",
        f"/my/orders/{order}",
        f"/my/gifts/again/{line}",
    ]


def office_windows(found):
    """Yield (action, record or None) of the back office's lists and forms of our records."""
    for action, _model, record in found["pages"]:
        yield action, None
        if record:
            yield action, record


def look_at_pages(url, database, found):
    """Open pages that show hostile texts in Chromium; returns (how many, what they did)."""
    visitor = Client(url, database, "visitor", 60_000)
    paths, problems = keep_hostile_designs(visitor, found)
    customer = Client(url, database, "customer", 60_001)
    manager = Client(url, database, "manager", 60_002)
    opened = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(RUN / "bin" / "google-chrome"))
        for client, visit in (
            (visitor, lambda guard: look_at_shop(guard, paths, found)),
            (customer, lambda guard: look_at_all(guard.visit, customer_pages(found))),
            (manager, lambda guard: look_at_office(guard, found)),
        ):
            guard = guarded_page(browser, client)
            count, seen = visit(guard)
            opened += count
            problems += seen
            guard.page.context.close()
        browser.close()
    return opened, problems


def guarded_page(browser, client):
    """Return the `PageGuard` of a page that has the session of a client."""
    context = browser.new_context(base_url=client.url, locale="en-US")
    session = client.session.cookies.get("session_id")
    context.add_cookies([{"name": "session_id", "value": session, "url": client.url}])
    return PageGuard(context.new_page(), client.url)


def look_at_all(look, pages):
    """Look at pages one after the other; returns (how many, what they did)."""
    problems = [look(page) for page in pages]
    return len(problems), list(chain.from_iterable(problems))


def look_at_shop(guard, paths, found):
    """Open a visitor's pages and type markup into a design."""
    count, problems = look_at_all(guard.visit, paths)
    return count, problems + type_into(guard, found["products"][0]["url"])


def look_at_office(guard, found):
    """Open the back office once, then every window in it, as its menus do."""
    begun = guard.visit("/odoo")
    count, problems = look_at_all(lambda window: guard.move(*window), office_windows(found))
    return count, begun + problems


def type_into(guard, path):
    """Type markup into a design, as a visitor does; returns what happened."""
    problems = guard.visit(path)
    fields = guard.page.locator(".o_gift_zone .o_gift_input:visible")
    for number in range(min(fields.count(), 2)):
        for text in MARKUP[:4]:
            fields.nth(number).fill(text)
            guard.page.wait_for_timeout(700)
    if guard.page.evaluate("() => window.giftPwned"):
        problems.append(f"{path}: ran what was typed")
    return problems + [f"{path}: {problem}" for problem in guard.problems]


__all__ = ["LOGINS", "check_files", "look_at_pages", "stored_files"]
