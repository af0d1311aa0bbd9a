"""Mails that were agreed to arrive, one click ends them; an occasion leads back to the gift."""

import os
import re
import secrets
import time

import requests
from gift_dev.postgres import Server


def change(statement):
    """Change something in the database: time passes in no other way."""
    Server().call("psql", "-d", os.environ["GIFT_E2E_DATABASE"], "-qc", statement)


def run_job(rpc, name):
    """Run one of our scheduled actions; the queue of mails follows by itself."""
    names = [["module", "=", "gift_loyalty"], ["name", "=", name]]
    [row] = rpc.search_read("ir.model.data", names, ["res_id"])
    rpc.call("ir.cron", "method_direct_trigger", [row["res_id"]])


def wait_for_mails(sink, address, count, word=""):
    """Return the mails to an address whose subject has a word, as soon as there are so many."""
    until = time.monotonic() + 90
    while time.monotonic() < until:
        found = [one for one in sink.messages(address) if word in one["Subject"]]
        if len(found) >= count:
            return found
        time.sleep(0.2)
    raise AssertionError(f"{address} got no {count} mails with “{word}” in the subject")


def find_link(html, path):
    """Return the first address of a mail that leads to a path."""
    found = re.search(rf'(?:href|src)="([^"]*{path}[^"]*)"', html)
    return found[1].replace("&amp;", "&")


def subscribe(page, sink, address):
    """Ask for the newsletter and confirm it by the mail."""
    page.goto("/gift/newsletter")
    page.fill("#gift_email", address)
    page.click("main button[type=submit]")
    page.wait_for_selector("text=look into your mailbox", timeout=90_000)
    mail = sink.wait_for(address)
    page.goto(find_link(sink.html(mail), "/gift/confirm/"))
    page.click("main button[type=submit]")
    page.wait_for_selector("text=this is confirmed", timeout=90_000)


def test_a_welcome_of_two_mails_ends_with_one_click(browser_page, odoo_rpc, smtp_sink):
    rpc, key = odoo_rpc("admin"), secrets.token_hex(4)
    reader, leaver = f"reader.{key}@example.com", f"leaver.{key}@example.com"
    for address in (reader, leaver):
        subscribe(browser_page, smtp_sink, address)

    run_job(rpc, "ir_cron_flows")
    run_job(rpc, "ir_cron_flows")

    assert len(wait_for_mails(smtp_sink, reader, 2)) == 2
    _question, welcome = wait_for_mails(smtp_sink, leaver, 2)
    assert welcome["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    [stop] = re.findall(r"<(http[^>]*/gift/stop/[^>]*)>", welcome["List-Unsubscribe"])
    assert requests.get(stop, timeout=30).status_code == 200  # a scanner looks
    answer = requests.post(stop, data={"List-Unsubscribe": "One-Click"}, timeout=30)
    assert "No more of these mails" in answer.text

    change(
        "UPDATE gift_flow_run SET due_on = due_on - interval '73 hours'"
        f" WHERE email LIKE '%.{key}@example.com'"
    )
    run_job(rpc, "ir_cron_flows")
    run_job(rpc, "ir_cron_flows")

    last = wait_for_mails(smtp_sink, reader, 3)[-1]
    assert [len(smtp_sink.messages(one)) for one in (reader, leaver)] == [3, 2]
    browser_page.goto(find_link(smtp_sink.html(last), "/gift/go/"))
    assert browser_page.url.rstrip("/").endswith("/shop")


def test_an_occasion_brings_last_years_gift_back_into_the_cart(browser_page, odoo_rpc, smtp_sink):
    rpc, page, address = odoo_rpc("admin"), browser_page, "emma@example.com"
    whom = f"Grandma {secrets.token_hex(3)}"
    [line] = rpc.search_read(
        "sale.order.line",
        [
            ["gift_revision_id", "!=", False],
            ["state", "=", "sale"],
            ["order_partner_id.email", "=", address],
            ["product_id.website_published", "=", True],
        ],
        ["product_id"],
        limit=1,
    )
    page.goto(f"/web/login?redirect=/my/occasions?line={line['id']}")
    page.fill("#login", address)
    page.fill("#password", "emma")
    page.click(".oe_login_form button[type=submit]")
    page.fill("#occasion_name", whom)
    page.check("#occasion_reminding")
    page.click("#form button[type=submit]")
    page.wait_for_selector("text=please press its button")
    asked = smtp_sink.wait_for(address, "confirm")
    page.goto(find_link(smtp_sink.html(asked), "/gift/confirm/"))
    page.click("main button[type=submit]")

    run_job(rpc, "ir_cron_occasions")
    assert not [one for one in smtp_sink.messages(address) if whom in one["Subject"]]
    change(f"UPDATE gift_occasion SET remind_on = current_date WHERE name = '{whom}'")
    run_job(rpc, "ir_cron_occasions")
    run_job(rpc, "ir_cron_occasions")

    [mail] = wait_for_mails(smtp_sink, address, 1, whom)
    html = smtp_sink.html(mail)
    picture = requests.get(find_link(html, "/gift/preview/"), timeout=30)
    assert (picture.status_code, picture.headers["Content-Type"]) == (200, "image/jpeg")
    page.goto(find_link(html, "/my/gifts/again/"))
    page.click("main form[action$='/order'] button")
    page.wait_for_url("**/shop/cart**")
    assert page.locator("img.o_gift_line_picture").count() >= 1
