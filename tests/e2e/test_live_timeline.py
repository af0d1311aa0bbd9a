"""The open page of an order goes on by itself while the workshop works."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def guest_page(chromium, shop_url):
    """A visitor who has nothing but the link of the order."""
    context = chromium.new_context(base_url=shop_url, locale="en-US")
    yield context.new_page()
    context.close()


def find_ready_job(rpc):
    """Return a job of the demo shop that can be made, of a customer who can log in."""
    domain = [["stage", "=", "ready"], ["approved_hash", "!=", False]]
    [job] = rpc.search_read("gift.job", domain, ["order_id", "name"], limit=1, order="id")
    return job


def open_order(page, rpc, order_id):
    """Open the guest link of an order; what is told while it connects, the bus tells again."""
    rpc.call("sale.order", "action_preview_sale_order", [order_id])
    [order] = rpc.call("sale.order", "read", [order_id], ["access_url", "access_token"])
    page.goto(f"{order['access_url']}?access_token={order['access_token']}")
    page.locator("p[role=status]").wait_for(state="attached")


def test_the_open_page_of_guest_and_customer_follows_the_workshop(
    browser_page, guest_page, odoo_rpc
):
    rpc, production = odoo_rpc("admin"), odoo_rpc("production")
    job = find_ready_job(rpc)
    for page in (browser_page, guest_page):
        open_order(page, rpc, job["order_id"][0])

    production.call("gift.job", "action_start", [job["id"]])

    for page in (browser_page, guest_page):
        now = page.locator(".o_gift_now", has_text=re.compile("^In production$"))
        expect(now.first).to_be_visible(timeout=20_000)
        expect(page.locator("p[role=status]")).to_contain_text("In production")

    production.call("gift.job", "action_made", [job["id"]])
    production.call("gift.job", "action_packed", [job["id"]])

    for page in (browser_page, guest_page):
        now = page.locator(".o_gift_now", has_text=re.compile("^Packed$"))
        expect(now.first).to_be_visible(timeout=20_000)


def test_what_somebody_is_typing_stays_while_the_page_goes_on(browser_page, odoo_rpc):
    rpc, production = odoo_rpc("admin"), odoo_rpc("production")
    job = find_ready_job(rpc)
    page = browser_page
    open_order(page, rpc, job["order_id"][0])
    page.evaluate(
        "document.querySelector('#gift_progress .card-body')"
        ".insertAdjacentHTML('beforeend', '<textarea id=mine aria-label=Mine></textarea>')"
    )
    page.locator("#mine").fill("half a sentence")

    production.call("gift.job", "action_start", [job["id"]])

    now = page.locator(".o_gift_now", has_text=re.compile("^In production$"))
    expect(now.first).to_be_visible(timeout=20_000)
    assert page.locator("#mine").input_value() == "half a sentence"
