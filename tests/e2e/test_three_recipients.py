"""Four gifts for three people: one order, reserved on a card, one gift rejected, the rest charged
and sent in three parcels with numbers of their own, the payment disputed and answered."""

import re
import time

import pytest
from conftest import PATIENCE_MS
from giver import (
    add_by_link,
    add_people,
    assign_gifts,
    cancel_gift,
    choose_days,
    enter_address,
    write_cards,
)
from journey import Customer, Workshop, wait_for
from test_card_payment import fill_card, press_pay
from test_gift_journey import ADDRESS, find_product, find_zones

CARD = "4242424242424242"
GIFTS = {"Ada Grün": "mug", "Ben Ohm": "ornament", "Cleo Blau": "keyring"}
REJECTED = ("Otto", "ornament")  # Ben's second gift, which is not made in the end
HIDDEN = "Cleo Blau"  # the giver does not see where she lives
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
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def design_gifts(customer, admin):
    """Put a gift with each person's first name into the cart, and one more."""
    for name, template in [*GIFTS.items(), REJECTED]:
        customer.open_product(find_product(admin, template)["website_url"])
        customer.write(find_zones(admin, template)["text"], name.split()[0])
        customer.put_into_cart()


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


def approve_gifts(customer, admin, smtp_sink, order_name):
    """Approve each proof that waits, from the order's page of gifts."""
    mail = smtp_sink.wait_for(customer.mail, "look at your gift")
    customer.open_mail(smtp_sink.html(mail), "/my/gifts/")
    page = customer.page
    page.locator("#gift_name").fill(customer.name)
    page.locator("#gift_spelling").check()
    page.get_by_role("button", name=re.compile("Yes, (print it|make all of them)")).click()
    page.wait_for_load_state("networkidle")


def number_parcels(admin, order_name):
    """The carrier's numbers of the parcels that wait; return them by recipient."""
    carriers = admin.call("delivery.carrier", "search", [])
    link = "https://parcels.example.com/<shipmenttrackingnumber>"
    admin.call("delivery.carrier", "write", carriers, {"tracking_url": link})
    domain = [["origin", "=", order_name], ["state", "not in", ["done", "cancel"]]]
    numbers = {}
    for picking in admin.search_read("stock.picking", domain, ["gift_parcel_id"]):
        name = picking["gift_parcel_id"][1]
        numbers[name] = f"NO-{name.split()[0].upper()}-{picking['id']}"
        values = {"carrier_tracking_ref": numbers[name]}
        admin.call("stock.picking", "write", [picking["id"]], values)
    return numbers


def make_and_send(workshop, admin, order_name):
    """Scan every job of the order from the workshop to the parcel; return the parcels' numbers."""

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
        numbers = number_parcels(admin, order_name) if step == 3 else {}
        workshop.open_scan_page("gift_personalization.gift_scan_action")
        for job in jobs:
            status, text = workshop.scan(job["name"])
            # A parcel leaves as a whole: the gift's scan has sent its card too.
            assert status == "moved" or (step == 3 and "shipped already" in text), text
    return numbers


def check_numbers(customer, smtp_sink, order_url, numbers):
    """The page of the order and the mails link the numbers whose addresses the giver knows."""
    hidden, shown = numbers[HIDDEN], {n: no for n, no in numbers.items() if n != HIDDEN}
    links = {name: f"https://parcels.example.com/{number}" for name, number in shown.items()}

    def read_mails():
        """mails that every parcel is on its way"""
        mails = smtp_sink.messages(customer.mail)
        sent = [mail for mail in mails if re.search("on (its|their) way", mail["Subject"])]
        text = "".join(map(smtp_sink.html, sent))
        return sent if all(name in text for name in [*links.values(), HIDDEN]) else None

    for mail in wait_for(read_mails, 120):
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert hidden not in smtp_sink.html(mail)
    page = customer.page
    page.goto(order_url)
    for name, number in shown.items():
        link = page.locator(f"#gift_progress a[href='{links[name]}']")
        assert link.first.inner_text() == number, name
    page.get_by_text("The tracking number is not shown").first.wait_for()
    assert hidden not in page.content()


def answer_dispute(page, admin, bank, order_name, name, numbers):
    """The manager sends what can be proved; the bank gets texts, approvals, parcels and papers."""
    domain = [["order_id.name", "=", order_name]]

    def read_dispute():
        """the news that the payment is disputed"""
        fields = ["name", "state", "evidence_text", "evidence_date"]
        return admin.search_read("gift.dispute", domain, fields)

    [dispute] = wait_for(read_dispute)
    assert dispute["state"] == "needs_response"
    for proof in (name, "Ada", "Ben", "Cleo", "SHA-256", "Köln", "München", "Konstanz"):
        assert proof in dispute["evidence_text"]
    assert REJECTED[0] not in dispute["evidence_text"]
    page.goto("/odoo/action-gift_payment.gift_dispute_action")
    page.get_by_role("cell", name=dispute["name"]).click()
    page.get_by_role("button", name="Send what we can prove").click()
    page.locator(".modal .btn-primary").click()

    def is_sent():
        """the evidence at the bank"""
        return read_dispute()[0]["evidence_date"]

    wait_for(is_sent)
    [sent] = [d for d in bank.read_events("charge.dispute.updated") if d["id"] == dispute["name"]]
    assert sent["status"] == "under_review"
    assert sent["evidence"]["uncategorized_text"] == dispute["evidence_text"]
    assert set(sent["evidence"]["shipping_tracking_number"].split(", ")) == set(numbers.values())
    assert sent["evidence"]["uncategorized_file"] and sent["evidence"]["receipt"]


def test_three_people_get_what_was_approved_and_the_bank_gets_the_proof(
    browser_page, other_page, back_office_page, odoo_rpc, smtp_sink, bank
):
    admin = odoo_rpc("admin")
    customer = Customer(browser_page, "Ida Falk", "ida.three@example.com")
    design_gifts(customer, admin)
    add_people(browser_page, STREETS)
    add_by_link(browser_page, HIDDEN, "cleo@example.com")
    assign_gifts(
        browser_page, {**{name.split()[0]: name for name in GIFTS}, REJECTED[0]: "Ben Ohm"}
    )
    days = choose_days(browser_page, GIFTS)
    write_cards(customer, find_zones(admin, "card")["multiline"], MESSAGES)

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
        ["gift_parcel_id", "gift_promise_date", "name"],
    )  # fmt: skip
    assert {line["gift_parcel_id"][1]: line["gift_promise_date"] for line in promises} == days
    assert len(promises) == 7  # a gift and a card each, and one gift more
    names = {(line["gift_parcel_id"][1], line["name"]) for line in promises}
    for who, text in MESSAGES.items():
        assert [name for name, words in names if text in words] == [who]

    enter_address(other_page, smtp_sink)
    confirmation = smtp_sink.wait_for(customer.mail, order_name)
    customer.open_mail(smtp_sink.html(confirmation), "/my/orders/")
    order_url = browser_page.url
    cancel_gift(browser_page, REJECTED[0])
    approve_gifts(customer, admin, smtp_sink, order_name)

    def read_charged():
        """the charge of what is left of the order"""
        path = "source_transaction_id.sale_order_ids"
        return read_payments(admin, order_name, "done", path)

    charged, left = wait_for(read_charged), read_order(admin, order_name)
    assert left["amount_total"] < order["amount_total"]
    assert charged == [left["amount_total"]]

    workshop = Workshop(back_office_page, "manager")
    numbers = make_and_send(workshop, admin, order_name)
    pickings = admin.search_read(
        "stock.picking", [["origin", "=", order_name], ["state", "=", "done"]],
        ["gift_parcel_id", "partner_id"],
    )  # fmt: skip
    assert sorted(picking["gift_parcel_id"][1] for picking in pickings) == sorted(GIFTS)
    assert sorted(numbers) == sorted(GIFTS)
    check_numbers(customer, smtp_sink, order_url, numbers)

    [charge] = [
        charge for charge in bank.read_events("charge.captured")
        if charge["amount_captured"] == round(charged[0] * 100)
    ]  # fmt: skip
    bank.dispute(charge["id"], "product_not_received")
    answer_dispute(workshop.page, admin, bank, order_name, customer.name, numbers)
