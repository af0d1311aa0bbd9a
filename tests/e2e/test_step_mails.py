"""Mails of the steps that a customer has chosen, through a real mail server."""

import re

import requests
from playwright.sync_api import expect

NEXT = {
    "ready": "action_start",
    "in_production": "action_made",
    "made": "action_packed",
    "packed": "action_ship",
}


def find_job(rpc, stages, other_than=()):
    """Return a job of the demo shop that stands in the first of these stages there is one in."""
    fields = ["order_id", "name", "stage", "revision_hash"]
    for stage in stages:
        domain = [
            ["stage", "=", stage],
            ["approved_hash", "!=", False],
            ["reprint_of_id", "=", False],  # what is made again sends no second mail
            ["order_id", "not in", list(other_than)],
        ]
        found = rpc.search_read("gift.job", domain, fields, limit=1, order="id desc")
        if found:
            return found[0]
    raise AssertionError(f"the demo shop has no approved job in {stages}")


def advance(rpc, production, job, stage):
    """Let the workshop bring a job to a stage."""
    while (now := rpc.call("gift.job", "read", [job["id"]], ["stage"])[0]["stage"]) != stage:
        production.call("gift.job", NEXT[now], [job["id"]])


def read_address(rpc, order_id):
    """Return the mail address of the order's customer."""
    [order] = rpc.call("sale.order", "read", [order_id], ["partner_id"])
    [partner] = rpc.call("res.partner", "read", [order["partner_id"][0]], ["email"])
    return partner["email"]


def open_choice(page, rpc, order_id):
    """Follow the link of the order's page to the choice of mails."""
    rpc.call("sale.order", "action_preview_sale_order", [order_id])
    [order] = rpc.call("sale.order", "read", [order_id], ["access_url", "access_token"])
    page.goto(f"{order['access_url']}?access_token={order['access_token']}")
    page.locator("a[href*='/gift/mails/']").click()


def choose(page, *steps):
    """Tick exactly these steps and keep the choice."""
    for box in page.locator("fieldset input[type=checkbox]").all():
        box.set_checked(box.get_attribute("name") in steps)
    page.get_by_role("button", name="Keep this choice").click()
    expect(page.get_by_role("status")).to_contain_text("Your choice is kept")


def test_chosen_steps_arrive_and_one_click_stops_them(browser_page, odoo_rpc, smtp_sink, shop_url):
    admin, production = odoo_rpc("admin"), odoo_rpc("production")
    job = find_job(admin, ["in_production", "made", "ready"])
    order_id = job["order_id"][0]
    address = read_address(admin, order_id)
    open_choice(browser_page, admin, order_id)
    choose(browser_page, "packed", "shipped")

    advance(admin, production, job, "packed")

    mail = smtp_sink.wait_for(address, "Your gift is packed")
    assert job["order_id"][1] in mail["Subject"]
    check_links(browser_page, smtp_sink.html(mail), job, shop_url)
    stop = check_headers(mail, shop_url)

    answer = requests.post(stop, data={"List-Unsubscribe": "One-Click"}, timeout=30)

    assert answer.status_code == 200, answer.text[:300]
    advance(admin, production, job, "shipped")
    check_silence(admin, production, smtp_sink, address, job)


def check_headers(mail, shop_url):
    """The mail program may offer to stop the mails; return the address it would call."""
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    [stop] = re.findall(r"<(http[^>]*/gift/mails/[^>]*)>", mail["List-Unsubscribe"])
    assert stop.startswith(shop_url)
    return stop


def check_links(page, html, job, shop_url):
    """The picture is that of the approved design, and the button opens the order."""
    [picture] = re.findall(rf'src="([^"]*/gift/preview/{job["revision_hash"]}/[^"]*)"', html)
    answer = requests.get(picture.replace("&amp;", "&"), timeout=30)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    [order] = re.findall(r'href="([^"]*/my/orders/[^"]*)"', html)
    page.goto(order.replace("&amp;", "&"))
    expect(page.locator(".o_gift_now").first).to_be_visible()
    [choice] = re.findall(rf'href="({shop_url}/gift/mails/[^"]*)"', html)
    page.goto(choice)
    assert page.locator("#gift_mail_packed").is_checked()
    assert not page.locator("#gift_mail_delivered").is_checked()


def check_silence(admin, production, smtp_sink, address, job):
    """Nothing more arrives about the gift, while mails of another order still do."""
    other = find_job(admin, ["packed", "made", "in_production", "ready"], job["order_id"][:1])
    advance(admin, production, other, "shipped")
    smtp_sink.wait_for(read_address(admin, other["order_id"][0]), "on its way")
    order = job["order_id"][1]
    told = [m["Subject"] for m in smtp_sink.messages(address) if order in (m["Subject"] or "")]
    assert [s for s in told if "on its way" in s] == []
    assert len([s for s in told if "packed" in s]) == 1
