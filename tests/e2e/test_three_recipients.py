"""Three gifts for three people: one order, reserved on a card, one gift cancelled, two parcels
sent, the payment disputed and answered."""

import re
import time

import pytest
from journey import Customer, Workshop, wait_for
from test_card_payment import fill_card, press_pay
from test_gift_journey import ADDRESS, find_product, find_zones

CARD = "4242424242424242"
GIFTS = {"Ada Grün": "mug", "Ben Ohm": "ornament", "Cleo Blau": "keyring"}
STREETS = {
    "Ada Grün": ("Ahornallee 3", "50667", "Köln"),
    "Ben Ohm": ("Birkenweg 9", "80331", "München"),
}
MESSAGES = {
    "Ada Grün": "Alles Liebe zum Geburtstag",
    "Ben Ohm": "Für deine Reise",
    "Cleo Blau": "Bis bald am See",
}


@pytest.fixture
def other_page(chromium, shop_url):
    """A second person's browser."""
    context = chromium.new_context(base_url=shop_url, viewport={"width": 390, "height": 844})
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def design_gifts(customer, admin):
    """Put a gift with each person's first name into the cart."""
    for name, template in GIFTS.items():
        customer.open_product(find_product(admin, template)["website_url"])
        customer.write(find_zones(admin, template)["text"], name.split()[0])
        customer.put_into_cart()


def add_people(page):
    """Enter two addresses; the third is left to a link."""
    for name, (street, postcode, city) in STREETS.items():
        page.goto("/shop/recipients/new")
        page.locator("#gift_name").fill(name)
        page.locator("#gift_street").fill(street)
        page.locator("#gift_zip").fill(postcode)
        page.locator("#gift_city").fill(city)
        page.locator("#gift_country_id").select_option(label="Germany")
        page.get_by_role("button", name="Add this person").click()
        page.get_by_text("The person was added").wait_for()
    page.goto("/shop/recipients/new?by=link")
    page.locator("#gift_name").fill("Cleo Blau")
    page.locator("#gift_country_id").select_option(label="Germany")
    page.locator("input[name='email']").fill("cleo@example.com")
    page.get_by_role("button", name="Add this person").click()
    page.get_by_text("The person was added").wait_for()


def assign_gifts(page):
    """Give everyone the gift with the own name."""
    for name in GIFTS:
        text = page.locator(".text-break", has_text=name.split()[0])
        share = page.locator(".o_gift_share", has=text)
        share.locator("select").select_option(label=name)
    page.get_by_role("button", name="Save who gets what").click()
    page.get_by_text("Everyone gets what you have chosen").wait_for()


def choose_days(page):
    """Choose a day of its own for each parcel; return them by name."""
    chosen = {}
    for number, name in enumerate(GIFTS):
        page.goto("/shop/recipients")
        page.get_by_role("link", name=re.compile(rf"Choose a date.*{name}")).click()
        days = page.locator("#gift_wanted option:not([value=''])")
        day = days.nth(20 + 3 * number).get_attribute("value")
        page.locator("#gift_wanted").select_option(value=day)
        page.get_by_role("button", name="Save").click()
        page.wait_for_url(re.compile("/shop/recipients"))
        chosen[name] = day
    return chosen


def write_cards(customer, zone):
    """Write a card for each person."""
    page = customer.page
    for name, message in MESSAGES.items():
        page.goto("/shop/recipients")
        page.get_by_role("link", name=re.compile(f"Message card.*{name}")).click()
        page.wait_for_load_state("networkidle")
        customer.write(zone, message)
        customer.put_into_cart()
        page.locator("#shop_cart, .oe_cart").first.get_by_text(message).first.wait_for()


def pay(page):
    fill_card(page, CARD)
    press_pay(page)
    page.wait_for_url(re.compile("/shop/confirmation"), timeout=60_000)
    return re.search(r"S\d{5,}", page.locator("#wrap").inner_text()).group()


def read_order(rpc, name):
    fields = ["amount_total", "gift_waits_for_payment", "gift_parcel_ids"]
    [order] = rpc.search_read("sale.order", [["name", "=", name]], fields)
    return order


def read_payments(rpc, order_name, state, path="sale_order_ids"):
    domain = [[f"{path}.name", "=", order_name], ["state", "=", state]]
    return [tx["amount"] for tx in rpc.search_read("payment.transaction", domain, ["amount"])]


def enter_address(page, smtp_sink):
    """Cleo follows the link of the mail and says where she lives."""
    mail = smtp_sink.wait_for("cleo@example.com", "Where should we send")
    html = smtp_sink.html(mail)
    assert "€" not in html and "keyring" not in html.lower()
    [link] = set(re.findall(r'href="([^"]*/gift/address/[^"]*)"', html))
    page.goto(link.replace("&amp;", "&"))
    assert "€" not in page.locator("#wrap").inner_text()
    page.locator("#gift_street").fill("Seestraße 1")
    page.locator("#gift_zip").fill("78462")
    page.locator("#gift_city").fill("Konstanz")
    page.locator("#wrap form button[type='submit']").click()
    page.get_by_role("status").first.wait_for()


def cancel_gift(page, name):
    """Take a person's gift off the order on its page, and see what it means before."""
    page.get_by_role("link", name=re.compile("Cancel")).click()
    page.wait_for_load_state("networkidle")
    text = page.locator(".text-break", has_text=name.split()[0])
    page.locator("li.card", has=text).get_by_role("checkbox").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Your card was not charged yet").wait_for()
    page.get_by_role("button", name="Cancel now").click()
    page.locator("#gift_requests .badge", has_text="Done").wait_for()


def approve_gifts(customer, admin, smtp_sink, order_name):
    """Approve each proof that waits, from the order's page of gifts."""
    mail = smtp_sink.wait_for(customer.mail, "look at your gift")
    customer.open_mail(smtp_sink.html(mail), "/my/gifts/")
    page = customer.page
    page.locator("#gift_name").fill(customer.name)
    page.locator("#gift_spelling").check()
    page.get_by_role("button", name=re.compile("Yes, (print it|make all of them)")).click()
    page.wait_for_load_state("networkidle")


def make_and_send(workshop, admin, order_name):
    """Scan every job of the order from the workshop to the parcel."""

    def read_ready():
        """print files of all gifts that are still wanted"""
        jobs = admin.search_read(
            "gift.job", [["order_name", "=", order_name], ["stage", "!=", "cancelled"]],
            ["name", "stage"],
        )  # fmt: skip
        return jobs if {job["stage"] for job in jobs} == {"ready"} else None

    jobs = wait_for(read_ready, 180)
    for step in range(4):
        time.sleep(step and workshop.PAUSE_S)
        workshop.open_scan_page("gift_personalization.gift_scan_action")
        for job in jobs:
            status, text = workshop.scan(job["name"])
            # A parcel leaves as a whole: the gift's scan has sent its card too.
            assert status == "moved" or (step == 3 and "shipped already" in text), text
    return jobs


def answer_dispute(page, admin, order_name, name):
    """The manager sends what can be proved; the texts, the approval and the parcels are in it."""
    domain = [["order_id.name", "=", order_name]]

    def read_dispute():
        """the news that the payment is disputed"""
        fields = ["name", "state", "evidence_text", "evidence_date"]
        return admin.search_read("gift.dispute", domain, fields)

    [dispute] = wait_for(read_dispute)
    assert dispute["state"] == "needs_response"
    for proof in (name, "Ada", "Cleo", "SHA-256", "Köln", "Konstanz"):
        assert proof in dispute["evidence_text"]
    assert "München" not in dispute["evidence_text"]
    page.goto("/odoo/action-gift_payment.gift_dispute_action")
    page.get_by_role("cell", name=dispute["name"]).click()
    page.get_by_role("button", name="Send what we can prove").click()
    page.locator(".modal .btn-primary").click()

    def is_sent():
        """the evidence at the bank"""
        return read_dispute()[0]["evidence_date"]

    wait_for(is_sent)


def test_three_people_get_what_was_approved_and_the_bank_gets_the_proof(
    browser_page, other_page, back_office_page, odoo_rpc, smtp_sink, bank
):
    admin = odoo_rpc("admin")
    customer = Customer(browser_page, "Ida Falk", "ida.three@example.com")
    design_gifts(customer, admin)
    add_people(browser_page)
    assign_gifts(browser_page)
    days = choose_days(browser_page)
    write_cards(customer, find_zones(admin, "card")["multiline"])

    customer.check_out(ADDRESS)
    order_name = pay(browser_page)

    order = read_order(admin, order_name)
    reserved = read_payments(admin, order_name, "authorized")
    assert order["gift_waits_for_payment"] and len(order["gift_parcel_ids"]) == 3
    assert reserved == [order["amount_total"]]

    promises = admin.search_read(
        "sale.order.line",
        [["order_id.name", "=", order_name], ["gift_parcel_id", "!=", False],
         ["gift_revision_id", "!=", False]],
        ["gift_parcel_id", "gift_promise_date"],
    )  # fmt: skip
    assert {line["gift_parcel_id"][1]: line["gift_promise_date"] for line in promises} == days
    assert len(promises) == 6  # a gift and a card each

    enter_address(other_page, smtp_sink)
    confirmation = smtp_sink.wait_for(customer.mail, order_name)
    customer.open_mail(smtp_sink.html(confirmation), "/my/orders/")
    cancel_gift(browser_page, "Ben Ohm")
    approve_gifts(customer, admin, smtp_sink, order_name)

    def read_charged():
        """the charge of what is left of the order"""
        path = "source_transaction_id.sale_order_ids"
        return read_payments(admin, order_name, "done", path)

    charged, left = wait_for(read_charged), read_order(admin, order_name)
    assert left["amount_total"] < order["amount_total"]
    assert charged == [left["amount_total"]]

    workshop = Workshop(back_office_page, "manager")
    make_and_send(workshop, admin, order_name)
    pickings = admin.search_read(
        "stock.picking", [["origin", "=", order_name], ["state", "=", "done"]],
        ["gift_parcel_id", "partner_id"],
    )  # fmt: skip
    assert sorted(picking["gift_parcel_id"][1] for picking in pickings) == ["Ada Grün", "Cleo Blau"]

    [charge] = [
        charge for charge in bank.read_events("charge.captured")
        if charge["amount_captured"] == round(charged[0] * 100)
    ]  # fmt: skip
    bank.dispute(charge["id"], "product_not_received")
    answer_dispute(workshop.page, admin, order_name, customer.name)
