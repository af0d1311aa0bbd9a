"""A list of names: uploaded with accents and an error, mended, ordered, approved at once."""

import re
import time

import pytest
from journey import Customer

ADDRESS = {
    "street": "Lindenweg 3",
    "zip": "10115",
    "city": "Berlin",
    "phone": "+49 30 901820",
    "country": "Germany",
}
ROWS = "Name;Qty;Recipient\nJosé;2;Tisch 1\nZoë;1;Tisch 2\nMaximiliane-Elisabeth;1;Tisch 2\n"
DEADLINE_S = 120


@pytest.fixture
def key_fob(odoo_rpc):
    """The address of the key fob, which may be ordered without stock."""
    manager = odoo_rpc("admin")
    [product] = manager.search_read(
        "product.template", [("gift_template_id.key", "=", "keyring")], ["website_url"]
    )
    manager.call("product.template", "write", [product["id"]], {"allow_out_of_stock_order": True})
    return product["website_url"]


def wait_until(found, what):
    """Return what ``found()`` returns as soon as it is true."""
    end = time.monotonic() + DEADLINE_S
    while time.monotonic() < end:
        if answer := found():
            return answer
        time.sleep(0.5)
    raise AssertionError(f"{what} did not happen within {DEADLINE_S} s")


def test_a_list_is_uploaded_mended_and_ordered(phone_page, odoo_rpc, key_fob):
    page = phone_page
    customer = Customer(page, "Ida Braut", "ida.braut@example.com")
    customer.open_product(key_fob)
    page.locator(".o_gift_names_start button").click()
    page.wait_for_url(re.compile("/gift/names/"))
    page.set_input_files(
        "#gift_names_file",
        files=[{"name": "gäste.csv", "mimeType": "text/csv", "buffer": ROWS.encode("cp1252")}],
    )
    page.get_by_role("button", name="Check the names").click()
    row = page.locator(".o_gift_name_row").first
    row.wait_for(timeout=DEADLINE_S * 1000)

    # The error stands first, is said in words, and is mended where it stands.
    assert "too long" in row.locator(".o_gift_name_messages").inner_text()
    assert page.locator(".o_gift_names_order").is_disabled()
    with page.expect_response(lambda answer: "/gift/names/row" in answer.url):
        row.locator("[data-zone='name']").fill("Maxi")
        row.locator("[data-field='recipient']").focus()
    page.wait_for_selector(".o_gift_names_order:not([disabled])")

    page.locator(".o_gift_names_order").click()
    page.wait_for_url(re.compile("/shop/cart"), timeout=DEADLINE_S * 1000)
    cart = page.locator("#cart_products").inner_text()
    for text in ("José", "Zoë", "Maxi", "Tisch 1", "Tisch 2"):
        assert text in cart, text
    customer.check_out(ADDRESS)
    name = customer.pay()

    staff = odoo_rpc("staff")
    jobs = wait_until(
        lambda: staff.search_read(
            "gift.job", [("order_name", "=", name)], ["text_summary", "recipient", "quantity"]
        ),
        "the production of the list",
    )
    assert sorted((job["text_summary"], job["recipient"], job["quantity"]) for job in jobs) == [
        ("Name: José", "Tisch 1", 2.0),
        ("Name: Maxi", "Tisch 2", 1.0),
        ("Name: Zoë", "Tisch 2", 1.0),
    ]
