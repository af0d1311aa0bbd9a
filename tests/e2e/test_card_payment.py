"""A gift paid by card: declined, then with 3-D Secure, reserved, charged on approval."""

import re

from journey import Customer, wait_for
from test_gift_journey import ADDRESS, find_product, find_zones, read_job

CARD, DECLINED, SECURE = "4242424242424242", "4000000000000002", "4000002760003184"


def fill_card(page, number):
    """Choose the card and type it into the form of the fake."""
    page.wait_for_load_state("networkidle")
    page.locator("input[name='o_payment_radio'][data-provider-code='stripe']").first.check(
        force=True
    )
    page.locator("[data-fake-stripe='number']").fill(number)
    page.locator("[data-fake-stripe='expiry']").fill("12/40")
    page.locator("[data-fake-stripe='cvc']").fill("123")


def press_pay(page):
    terms = page.locator("#website_sale_tc_checkbox")
    if terms.count():
        terms.check()
    page.locator("button[name='o_payment_submit_button']:visible").first.click()


def have_it_sent_faster(page, order_url):
    """Choose a dearer delivery method on the order's page and pay the difference by card."""
    page.goto(order_url)
    page.get_by_role("link", name="Change the delivery method").click()
    page.get_by_text("more, which you pay on the next page").first.wait_for()
    way = page.locator("input[name='carrier']:enabled").first
    way.check()
    name = way.evaluate("field => field.labels[0].innerText")
    page.get_by_role("button", name="Continue to the payment").click()
    page.get_by_text("You pay now, taxes included").wait_for()
    fill_card(page, CARD)
    press_pay(page)
    done = page.locator("#gift_requests .badge", has_text="Done")
    done.wait_for(timeout=60_000)
    assert not page.locator("#gift_unpaid").count(), "it is paid"
    return name.strip()


def test_a_card_is_reserved_and_charged_when_the_customer_approves(
    browser_page, odoo_rpc, smtp_sink
):
    admin = odoo_rpc("admin")
    product, zones = find_product(admin, "mug"), find_zones(admin, "mug")
    customer = Customer(browser_page, "Ida Falk", "ida@example.com")
    customer.open_product(product["website_url"])
    customer.write(zones["text"], "Ida")
    customer.put_into_cart()
    customer.check_out(ADDRESS)

    fill_card(browser_page, DECLINED)
    press_pay(browser_page)
    browser_page.get_by_text("declined").first.wait_for()

    browser_page.reload()
    fill_card(browser_page, SECURE)
    press_pay(browser_page)
    browser_page.get_by_role("button", name=re.compile("Complete")).click(timeout=60_000)
    browser_page.wait_for_url(re.compile("/shop/confirmation"), timeout=60_000)
    order_name = re.search(r"S\d{5,}", browser_page.locator("#wrap").inner_text()).group()

    def read_payment():
        domain = [["sale_order_ids.name", "=", order_name], ["state", "in", ["authorized", "done"]]]
        fields = ["state", "amount", "gift_is_reservation"]
        [payment] = admin.search_read("payment.transaction", domain, fields)
        return payment

    payment = read_payment()
    assert (payment["state"], payment["gift_is_reservation"]) == ("authorized", True)
    [order] = admin.search_read(
        "sale.order", [["name", "=", order_name]], ["gift_waits_for_payment", "amount_total"]
    )
    assert order["gift_waits_for_payment"] and order["amount_total"] == payment["amount"]

    mail = smtp_sink.wait_for(customer.mail, "look at your gift")
    customer.open_mail(smtp_sink.html(mail), "/my/gifts/proof/")
    customer.approve()

    def is_charged():
        """the charge of an approved order"""
        return read_payment()["state"] == "done"

    wait_for(is_charged)

    def is_ready():
        """the print files of a paid job"""
        return read_job(admin, order_name, ["stage"])["stage"] == "ready"

    wait_for(is_ready)

    confirmation = smtp_sink.wait_for(customer.mail, f"{order_name}")
    customer.open_mail(smtp_sink.html(confirmation), "/my/orders/")
    way = have_it_sent_faster(browser_page, browser_page.url)

    [sent] = admin.search_read(
        "stock.picking", [["origin", "=", order_name], ["state", "!=", "cancel"]], ["carrier_id"]
    )
    assert sent["carrier_id"][1] == way
    [dearer] = admin.search_read(
        "sale.order", [["name", "=", order_name]], ["amount_total", "amount_paid"]
    )
    assert dearer["amount_total"] > order["amount_total"]
    assert dearer["amount_paid"] == dearer["amount_total"]
