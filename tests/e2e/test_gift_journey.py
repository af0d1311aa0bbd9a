"""One gift from the product page to the parcel, in a real browser against a real shop."""

import hashlib
import io
import json
import re
import zipfile

from journey import Customer, Workshop, draw_photo, wait_for
from pypdf import PdfReader

ADDRESS = {
    "street": "Lindenweg 7", "zip": "10115", "city": "Berlin", "phone": "+49 30 901820",
    "country": "Germany",
}  # fmt: skip


def find_product(rpc, template_key):
    """Return the demo product of a personalisation template."""
    [template] = rpc.search_read("gift.template", [["key", "=", template_key]], ["id"])
    products = rpc.search_read(
        "product.template", [["gift_template_id", "=", template["id"]]], ["website_url", "name"]
    )
    return products[0]


def find_zones(rpc, template_key):
    """Return `{type: first key}` of the editable zones of a template."""
    zones = rpc.search_read(
        "gift.zone",
        [["template_id.key", "=", template_key], ["editable", "=", True]],
        ["key", "zone_type", "required"],
        order="surface_id, sequence",
    )
    found = {}
    for zone in zones:
        found.setdefault(zone["zone_type"], zone["key"])
    return found


def read_job(rpc, order_name, fields):
    [job] = rpc.search_read("gift.job", [["order_name", "=", order_name]], fields)
    return job


def download_files(rpc, url, job):
    """Return the zip of a job's print files, downloaded as staff."""
    answer = rpc.session.get(f"{url}/gift/jobs/files.zip?ids={job['id']}", timeout=60)
    assert answer.status_code == 200, answer.text[:300]
    return zipfile.ZipFile(io.BytesIO(answer.content))


def check_files(archive, revision_hash):
    """Check that the files are those of the approved hash, byte for byte."""
    manifest = json.loads(archive.read("manifest.json"))
    text = json.dumps(manifest)
    assert revision_hash in text
    names = [name for name in archive.namelist() if name != "manifest.json"]
    assert {name.rsplit(".", 1)[1] for name in names} == {"pdf", "png"}
    for name in names:
        data = archive.read(name)
        assert hashlib.sha256(data).hexdigest() in text, name
        if name.endswith(".pdf"):
            page = PdfReader(io.BytesIO(data)).pages[0]
            assert page.trimbox.width > 0


def follow_to_the_door(customer, workshop, rpc, smtp_sink, shop_url, order_name):
    """From the paid order to the shipped parcel; the same for every product."""
    job = read_job(rpc, order_name, ["name", "stage", "revision_hash"])
    assert job["stage"] == "waiting"

    proof_mail = smtp_sink.wait_for(customer.mail, "look at your gift")
    customer.open_mail(smtp_sink.html(proof_mail), "/my/gifts/proof/")
    customer.approve()
    assert job["revision_hash"][:12] in customer.page.locator("#wrap").inner_text()

    def is_ready():
        """the print files of an approved job"""
        return read_job(rpc, order_name, ["stage"])["stage"] == "ready"

    wait_for(is_ready)
    check_files(download_files(rpc, shop_url, job), job["revision_hash"])

    workshop.open_scan_page("gift_personalization.gift_scan_action")
    assert "shipped" in workshop.scan_to_the_parcel(job["name"])
    assert read_job(rpc, order_name, ["stage"])["stage"] == "shipped"
    [picking] = rpc.search_read(
        "stock.picking", [["origin", "=", order_name]], ["state", "picking_type_code"]
    )
    assert (picking["state"], picking["picking_type_code"]) == ("done", "outgoing")

    shipped_mail = smtp_sink.wait_for(customer.mail, "on its way")
    customer.open_mail(smtp_sink.html(shipped_mail), "/my/")
    return job


def check_timeline(page, order_link):
    """The customer's timeline says that the gift is shipped."""
    if order_link:
        page.goto(order_link)
    steps = page.locator(".o_gift_timeline li")
    assert steps.count() >= 5
    shipped = page.locator(".o_gift_timeline li.o_gift_done", has_text=re.compile("shipped", re.I))
    assert shipped.count() == 1


def test_a_mug_with_a_name_and_a_photo_travels_to_the_parcel(
    browser_page, back_office_page, odoo_rpc, smtp_sink, shop_url
):
    admin = odoo_rpc("admin")
    product, zones = find_product(admin, "mug"), find_zones(admin, "mug")
    customer = Customer(browser_page, "Greta Lindqvist", "greta@example.com")

    customer.open_product(product["website_url"])
    customer.write(zones["text"], "Greta & Jürgen")
    assert customer.outlines() > 0
    customer.upload(zones["photo"], draw_photo())
    customer.put_into_cart()

    cart = browser_page.locator("#shop_cart, .oe_cart").first
    assert "Greta & Jürgen" in cart.inner_text()
    picture = browser_page.locator("img.o_gift_line_picture").first
    assert picture.evaluate("image => image.complete && image.naturalWidth > 100")

    customer.check_out(ADDRESS)
    order_name = customer.pay()
    assert "Greta & Jürgen" in browser_page.locator("#wrap").inner_text()

    mail = smtp_sink.wait_for(customer.mail, order_name)
    confirmation = smtp_sink.html(mail)
    papers = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
    assert len(papers) == 2  # the receipt, and the terms that were accepted
    assert papers[f"Order {order_name}.pdf"].startswith(b"%PDF-")
    assert all(paper.startswith(b"%PDF-") for paper in papers.values())
    assert "Greta &amp; Jürgen" in confirmation or "Greta & Jürgen" in confirmation
    assert "/gift/preview/" in confirmation

    workshop = Workshop(back_office_page, "production")
    follow_to_the_door(customer, workshop, admin, smtp_sink, shop_url, order_name)
    check_timeline(browser_page, None)


def test_a_shirt_with_an_arabic_name_travels_to_the_parcel_from_a_phone(
    phone_page, back_office_page, odoo_rpc, smtp_sink, shop_url
):
    admin = odoo_rpc("admin")
    product, zones = find_product(admin, "tshirt"), find_zones(admin, "tshirt")
    customer = Customer(phone_page, "ليلى حداد", "layla@example.com")

    customer.open_product(product["website_url"])
    customer.write(zones["text"], "ليلى")
    assert customer.outlines() > 0
    width = phone_page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    customer.put_into_cart()
    assert "ليلى" in phone_page.locator("#shop_cart, .oe_cart").first.inner_text()

    customer.check_out(ADDRESS)
    order_name = customer.pay()

    workshop = Workshop(back_office_page, "production")
    follow_to_the_door(customer, workshop, admin, smtp_sink, shop_url, order_name)
    check_timeline(phone_page, None)
    [job] = admin.search_read("gift.job", [["order_name", "=", order_name]], ["text_summary"])
    assert "ليلى" in job["text_summary"]
