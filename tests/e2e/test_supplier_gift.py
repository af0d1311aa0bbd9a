"""A gift that a supplier makes and sends: from the customer's order to the customer's timeline."""

import hashlib
import io
import json
import re
import zipfile

import pytest
from conftest import SCREENSHOTS
from journey import Customer, wait_for
from playwright.sync_api import expect
from supplier import Supplier, create_buyer, create_supplier, find, read_pdf
from test_accessibility_pages import examine, read_axe
from test_gift_journey import ADDRESS, check_timeline, find_product, find_zones, read_job

TRACKING = "JD0146000123"


@pytest.fixture
def maker(odoo_rpc):
    """A supplier who makes the shirts for the time of the test; return its mail address."""
    rpc = odoo_rpc("admin")
    supplier, address = create_supplier(rpc, name="Prints")
    shirt = find_product(rpc, "tshirt")["id"]
    [before] = rpc.search_read("product.template", [["id", "=", shirt]], ["route_ids"])
    [seller] = rpc.call(
        "product.supplierinfo", "create",
        [{"partner_id": supplier, "product_tmpl_id": shirt, "price": 7.35, "sequence": 0}],
    )  # fmt: skip
    route = find(rpc, "stock_dropshipping.route_drop_shipping")
    rpc.call("product.template", "write", [shirt], {"route_ids": [[6, 0, [route]]]})
    yield address
    rpc.call("product.template", "write", [shirt], {"route_ids": [[6, 0, before["route_ids"]]]})
    rpc.call("product.supplierinfo", "unlink", [seller])


def order_shirt(page, rpc, sink, mail="runa@example.com"):
    """Order a shirt with a name and approve its proof; return `(customer, order's name)`."""
    customer = Customer(page, "Runa Berg", mail)
    customer.open_product(find_product(rpc, "tshirt")["website_url"])
    customer.write(find_zones(rpc, "tshirt")["text"], "Runa")
    customer.put_into_cart()
    customer.check_out(ADDRESS)
    order = customer.pay()
    proof = sink.wait_for(customer.mail, "look at your gift")
    customer.open_mail(sink.html(proof), "/my/gifts/proof/")
    customer.approve()
    return customer, order


def confirm_purchase(rpc, buyer, order):
    """Confirm what is bought for an order as the buyer; return its line."""

    def find_line():
        """the purchase of the gift"""
        domain = [["gift_sale_line_id.order_id.name", "=", order]]
        return rpc.search_read(
            "purchase.order.line", domain, ["order_id", "gift_revision_hash", "product_qty"]
        )

    def is_ready():
        """the files of the gift"""
        return read_job(rpc, order, ["stage"])["stage"] == "ready"

    wait_for(is_ready)
    [line] = wait_for(find_line)
    buyer.call("purchase.order", "button_confirm", [line["order_id"][0]])

    def find_artwork():
        """the released artwork of the gift"""
        domain = [["purchase_line_id", "=", line["id"]], ["state", "=", "released"]]
        return rpc.search_read("gift.supplier.package", domain, ["sha256"])

    wait_for(find_artwork)
    return line


def check_artwork(data, revision_hash):
    """The files are those of the approved design, byte for byte."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    [name] = [name for name in archive.namelist() if name.endswith("manifest.json")]
    manifest = archive.read(name).decode()
    assert json.loads(manifest) and revision_hash in manifest
    others = [other for other in archive.namelist() if other.endswith((".pdf", ".png"))]
    assert others
    for other in others:
        assert hashlib.sha256(archive.read(other)).hexdigest() in manifest, other


def test_a_gift_of_a_supplier_is_on_the_customers_timeline(
    browser_page, phone_page, odoo_rpc, smtp_sink, maker
):
    rpc = odoo_rpc("admin")
    customer, order = order_shirt(browser_page, rpc, smtp_sink)
    line = confirm_purchase(rpc, odoo_rpc(create_buyer(rpc)), order)

    supplier = Supplier(phone_page, smtp_sink, maker)
    supplier.open_order(line["order_id"][1])
    supplier.unlock()
    assert order not in phone_page.locator("#wrap").inner_text()
    phone_page.get_by_label("Accept", exact=True).check()
    supplier.press("Send the answer")

    check_artwork(supplier.download("Download the files"), line["gift_revision_hash"])
    phone_page.screenshot(path=SCREENSHOTS / "supplier-artwork.png", full_page=True)
    supplier.check_width()
    assert examine(phone_page, "artwork", read_axe()) == []
    supplier.press("The files are good")
    expect(phone_page.get_by_text("Files accepted")).to_be_visible()

    supplier.press("Announce a shipment")
    phone_page.get_by_label("Carrier").fill("DHL")
    phone_page.get_by_label("Tracking number").fill(TRACKING)
    supplier.press("Announce")
    expect(phone_page.get_by_text("it is on its way. Print the labels")).to_be_visible()
    phone_page.screenshot(path=SCREENSHOTS / "supplier-dropshipped.png", full_page=True)

    slip = read_pdf(supplier.download("Slips for the customer"))
    assert "Organic T-shirt" in slip
    assert not re.search(r"€|7[.,]35|\d[.,]\d\d\b", slip), slip
    assert "Runa Berg" in read_pdf(supplier.download("Labels"))

    mail = smtp_sink.wait_for(customer.mail, "on its way")
    assert TRACKING in smtp_sink.html(mail)
    customer.open_mail(smtp_sink.html(mail), "/my/")
    check_timeline(browser_page, None)
    expect(browser_page.get_by_text(TRACKING).first).to_be_visible()
