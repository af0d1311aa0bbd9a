"""A gift that was designed and left: one mail brings it back, one click stops such mails."""

import os
import re
import secrets

import requests
from gift_dev.postgres import Server
from journey import Customer
from test_gift_journey import ADDRESS, find_product, find_zones

NAME, MAIL = "Nora Sand", f"nora.{secrets.token_hex(4)}@example.com"  # nobody else's mails count


def leave(customer, rpc, text):
    """Design a mug, enter the address, and go away; return the cart."""
    product, zones = find_product(rpc, "mug"), find_zones(rpc, "mug")
    customer.open_product(product["website_url"])
    customer.write(zones["text"], text)
    customer.put_into_cart()
    customer.check_out(ADDRESS)
    [cart] = rpc.search_read(
        "sale.order",
        [["partner_id.email", "=", MAIL], ["state", "=", "draft"]],
        ["name", "order_line"],
        limit=1,
        order="id desc",
    )
    return cart


def let_hours_pass(cart_id, hours):
    """Let the cart be older than it is."""
    Server().call(
        "psql",
        "-d",
        os.environ["GIFT_E2E_DATABASE"],
        "-qc",
        f"UPDATE sale_order SET date_order = date_order - interval '{hours} hours'"
        f" WHERE id = {cart_id:d}",
    )


def remind(rpc):
    """Run the scheduled action, and send what is in the queue."""
    names = [["module", "=", "website_sale"], ["model", "=", "ir.cron"]]
    rows = rpc.search_read("ir.model.data", names, ["res_id"])
    rpc.call("ir.cron", "method_direct_trigger", [row["res_id"] for row in rows])
    rpc.call("mail.mail", "send", rpc.call("mail.mail", "search", [["state", "=", "outgoing"]]))


def turn_on(rpc):
    """Let the website follow up abandoned carts."""
    websites = rpc.call("website", "search", [])
    rpc.call("website", "write", websites, {"send_abandoned_cart_email": True})
    values = {"send_abandoned_cart_email_activation_time": "2020-01-01 00:00:00"}
    rpc.call("website", "write", websites, values)  # switching it on sets it to now


def allow_again(rpc, partner):
    """Enter that the customer wants to be reminded again."""
    [purpose] = rpc.call("gift.consent.purpose", "search", [["code", "=", "cart"]])
    values = {"partner_id": partner, "purpose_id": purpose, "state": "given", "note": "Call"}
    entry = rpc.call("gift.consent.entry", "create", values)
    rpc.call("gift.consent.entry", "action_enter", [entry])


def find_links(html, path):
    """Return the addresses of a mail that lead to a path."""
    found = re.findall(rf'(?:href|src)="([^"]*{path}[^"]*)"', html)
    return [link.replace("&amp;", "&") for link in found]


def test_a_left_gift_comes_back_on_another_device_until_one_says_stop(
    browser_page, phone_page, odoo_rpc, smtp_sink, shop_url
):
    rpc = odoo_rpc("admin")
    turn_on(rpc)
    cart = leave(Customer(browser_page, NAME, MAIL), rpc, "Nora & Ole")
    let_hours_pass(cart["id"], 12)

    remind(rpc)

    mail = smtp_sink.wait_for(MAIL)
    html = smtp_sink.html(mail)
    [picture] = find_links(html, "/gift/preview/")[:1]
    answer = requests.get(picture, timeout=30)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    phone_page.goto(find_links(html, "access_token=")[0])
    phone_page.wait_for_load_state("networkidle")
    assert "Nora & Ole" in phone_page.locator("#wrap").inner_text()
    shown = phone_page.locator("img.o_gift_line_picture").first
    assert shown.evaluate("image => image.complete && image.naturalWidth > 100")

    remind(rpc)
    assert len(smtp_sink.messages(MAIL)) == 1

    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    [stop] = re.findall(r"<(http[^>]*/gift/cart-mails/[^>]*)>", mail["List-Unsubscribe"])
    answer = requests.post(stop, data={"List-Unsubscribe": "One-Click"}, timeout=30)
    assert "No more of these mails" in answer.text
    browser_page.context.clear_cookies()
    other = leave(Customer(browser_page, NAME, MAIL), rpc, "Ole")
    assert other["id"] != cart["id"]
    let_hours_pass(other["id"], 12)
    remind(rpc)
    assert len(smtp_sink.messages(MAIL)) == 1

    stopped = rpc.call("res.partner", "search", [["email", "=", MAIL]])
    allow_again(rpc, stopped[0])
    rpc.call("sale.order", "write", [other["id"]], {"cart_recovery_email_sent": False})
    remind(rpc)
    assert len(smtp_sink.messages(MAIL)) == 2  # nothing but the stop had held it back
