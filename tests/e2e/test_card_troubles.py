"""A gift paid by card while Stripe fails, repeats itself and is imitated; then refunded."""

import re

from conftest import SCREENSHOTS
from journey import Customer, Workshop, wait_for
from playwright.sync_api import expect
from test_card_payment import fill_card, press_pay
from test_gift_journey import ADDRESS, find_product, find_zones

CARD = "4242424242424242"


def reach_payment(page, rpc, name, mail):
    """Put a candle, which needs no approval, into the cart and go to the payment."""
    product, zones = find_product(rpc, "candle"), find_zones(rpc, "candle")
    customer = Customer(page, name, mail)
    customer.open_product(product["website_url"])
    customer.write(zones["text"], name.split()[0])
    customer.put_into_cart()
    customer.check_out(ADDRESS)
    return customer


def read_order_name(page):
    page.wait_for_url(re.compile("/shop/confirmation"), timeout=90_000)
    return re.search(r"S\d{5,}", page.locator("#wrap").inner_text()).group()


def read_payments(rpc, order_name):
    """Return the payments of an order that are paid."""
    domain = [["sale_order_ids.name", "=", order_name], ["state", "in", ["authorized", "done"]]]
    fields = ["state", "amount", "provider_reference", "payment_id"]
    return rpc.search_read("payment.transaction", domain, fields)


def read_charges(bank, payment):
    """Return what Stripe has charged for a payment."""
    charges = bank.read_events("charge.succeeded")
    return [one for one in charges if one["payment_intent"] == payment["provider_reference"]]


def see_trouble(page):
    """Close the dialog about a failed payment; return its sentence."""
    dialog = page.locator(".modal:visible").first
    dialog.wait_for(timeout=60_000)
    sentence = dialog.locator(".modal-body").inner_text()
    dialog.locator(".modal-footer button").first.click()
    return sentence


def test_stripe_fails_four_ways_and_the_customer_pays_once(browser_page, odoo_rpc, bank):
    admin = odoo_rpc("admin")
    page = browser_page
    reach_payment(page, admin, "Mia Brandt", "mia@example.com")

    for kind in ("http_500", "drop_after", "garbage", "timeout"):
        bank.fail("POST", "payment_intents", kind)
        fill_card(page, CARD)
        press_pay(page)
        sentence = see_trouble(page)
        assert re.match("(The payment provider|Could not establish)", sentence), (kind, sentence)
        page.reload()

    fill_card(page, CARD)
    press_pay(page)
    order_name = read_order_name(page)

    [payment] = read_payments(admin, order_name)
    assert payment["state"] == "done"
    assert len(read_charges(bank, payment)) == 1


def test_repeated_late_forged_and_mixed_up_messages_change_nothing(browser_page, odoo_rpc, bank):
    admin = odoo_rpc("admin")
    reach_payment(browser_page, admin, "Noah Winter", "noah@example.com")
    fill_card(browser_page, CARD)
    press_pay(browser_page)
    order_name = read_order_name(browser_page)
    before = read_payments(admin, order_name)
    base = browser_page.url.split("/shop")[0].replace("localhost", "127.0.0.1")
    kinds = ["payment_intent.created", "payment_intent.succeeded", "charge.succeeded"]

    for path in ("/payment/stripe/webhook", "/gift/stripe/events"):
        again = bank.deliver("payment_intent.succeeded", f"{base}{path}", times=3)
        forged = bank.deliver("payment_intent.succeeded", f"{base}{path}", forged=True)
        late = bank.deliver("payment_intent.succeeded", f"{base}{path}", late_s=3600)
        mixed = bank.deliver(kinds, f"{base}{path}", order="reversed")
        assert set(again) | set(mixed) <= {200}, path
        assert all(400 <= status < 500 for status in forged + late), path

    assert read_payments(admin, order_name) == before
    browser_page.reload()
    assert order_name in browser_page.locator("#wrap").inner_text()


def pay_back(desk, rpc, order_name, amount):
    """Pay a part of an order back, as the order desk does it with its role alone."""
    [order] = rpc.search_read("sale.order", [["name", "=", order_name]], ["id"])
    desk.goto(f"/odoo/action-sale.action_orders/{order['id']}")
    desk.get_by_role("button", name="Pay back").first.click()
    dialog = desk.locator(".modal:visible")
    dialog.locator("[name='line_id'] input").click()
    desk.locator(".o-autocomplete--dropdown-item a").first.click()
    expect(dialog.locator("[name='line_id'] input")).not_to_have_value("")
    field = dialog.locator("[name='amount'] input")
    field.fill(amount)
    field.press("Tab")
    reason = dialog.locator("[name='reason'] textarea")
    reason.fill("The ribbon was missing, sorry.")
    reason.press("Tab")  # the form has asked what it wants to know before the button is pressed
    desk.screenshot(path=SCREENSHOTS / "refund_dialog.png")
    dialog.get_by_role("button", name="Pay back").click()
    dialog.wait_for(state="hidden")


def test_staff_refund_a_part_and_the_payout_explains_it_to_the_cent(
    browser_page, back_office_page, odoo_rpc, bank, smtp_sink
):
    admin = odoo_rpc("admin")
    customer = reach_payment(browser_page, admin, "Lea Sommer", "lea@example.com")
    fill_card(browser_page, CARD)
    press_pay(browser_page)
    order_name = read_order_name(browser_page)
    [payment] = wait_for(lambda: [p for p in read_payments(admin, order_name) if p["payment_id"]])

    desk = Workshop(back_office_page, "staff").page
    pay_back(desk, admin, order_name, "5.00")

    def is_refunded():
        """the refund"""
        domain = [["source_transaction_id", "=", payment["id"]], ["operation", "=", "refund"]]
        return admin.search_read(
            "payment.transaction", domain + [["state", "=", "done"]], ["amount"]
        )

    [refund] = wait_for(is_refunded)
    assert refund["amount"] == -5.0
    mail = smtp_sink.wait_for(customer.mail, "We have refunded")
    html = smtp_sink.html(mail)
    assert "5.00" in html
    customer.open_mail(html, "/my/orders/")
    browser_page.get_by_text(order_name).first.wait_for()

    payout = bank.pay_out()
    desk.goto("/web/session/logout")  # transfers to the bank are not for the order desk
    desk = Workshop(back_office_page, "manager").page

    def is_explained():
        """the payout"""
        fields = ["difference", "amount", "gross", "fee"]
        found = admin.search_read("gift.payout", [["name", "=", payout["id"]]], fields)
        return found and found[0]["gross"] and found[0]

    found = wait_for(is_explained)
    assert found["difference"] == 0.0
    assert round(found["gross"] - found["fee"], 2) == found["amount"] == payout["amount"] / 100
    for width, height in ((1280, 900), (390, 844)):
        desk.set_viewport_size({"width": width, "height": height})
        desk.goto(f"/odoo/action-gift_payment.gift_payout_action/{found['id']}")
        desk.get_by_text(payout["id"]).first.wait_for()
        desk.wait_for_timeout(1500)
        desk.screenshot(path=SCREENSHOTS / f"payout_{width}.png")
        assert "0.00" in desk.locator("[name='difference']").last.inner_text()
