"""From too little stock to the scorecard: a buyer at a desk, a supplier with a phone."""

import io
import re
import secrets
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from conftest import SCREENSHOTS
from journey import Workshop
from playwright.sync_api import expect
from supplier import Supplier, create, create_buyer, create_supplier, read_pdf
from test_mail_flows import change

PIECES, PRICE = 20, 4.0
SOON = date.today() + timedelta(days=14)
LATER = date.today() + timedelta(days=28)


@pytest.fixture(scope="module")
def story(odoo_rpc):
    """What is known before the first page opens, and what the tests hand on to each other."""
    rpc = odoo_rpc("admin")
    supplier, address = create_supplier(rpc)
    key = secrets.token_hex(3)
    product = create(
        rpc, "product.product", name=f"Plain cup {key}", default_code=f"CUP-{key}", type="consu",
        is_storable=True, purchase_method="receive", supplier_taxes_id=[[5, 0, 0]],
        seller_ids=[[0, 0, {"partner_id": supplier, "price": PRICE, "min_qty": PIECES}]],
    )  # fmt: skip
    [row] = rpc.search_read("product.product", [["id", "=", product]], ["product_tmpl_id"])
    create(
        rpc, "gift.stock.rule", scope="product", product_tmpl_id=row["product_tmpl_id"][0],
        kind="threshold", quantity=5,
    )  # fmt: skip
    return SimpleNamespace(
        rpc=rpc, address=address, supplier=supplier, product=product, goods=f"CUP-{key}",
        buyer=create_buyer(rpc),
    )  # fmt: skip


@pytest.fixture
def desk(back_office_page, story):
    """The buyer's page."""
    return Workshop(back_office_page, story.buyer).page


def take(page, name):
    """Keep a picture of a page on the way."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"supplier-{name}.png", full_page=True)


def read_order(story, *fields):
    [order] = story.rpc.search_read("purchase.order", [["name", "=", story.order]], fields)
    return order


def test_too_little_stock_becomes_an_order_that_the_supplier_answers(
    desk, phone_page, smtp_sink, story
):
    desk.goto("/odoo/action-gift_supplier_portal.gift_stock_alert_action")
    desk.get_by_role("button", name="Check now").click()
    row = desk.locator("tr.o_data_row", has_text=story.goods)
    row.wait_for()
    take(desk, "alerts")
    row.locator("button[name=action_purchase]").click()
    desk.locator(".o_form_view button[name=button_confirm]:visible").first.click()
    desk.locator(".o_form_view .o_arrow_button_current", has_text="Purchase Order").wait_for()
    story.order = desk.locator(".o_form_view h1 [name=name]").inner_text()
    take(desk, "order")

    supplier = Supplier(phone_page, smtp_sink, story.address)
    supplier.open_order(story.order)
    supplier.unlock()
    phone_page.get_by_label("Change or deliver in parts").check()
    phone_page.get_by_text("Deliver on more than one day").click()
    for number, day in enumerate((SOON, LATER)):
        phone_page.locator(f"[name^=quantity_][name$=_{number}]").fill(str(PIECES // 2))
        phone_page.locator(f"[name^=date_][name$=_{number}]").fill(str(day))
    phone_page.get_by_label("Reason").fill("The kiln is full")
    supplier.check_width()
    take(phone_page, "answer")
    supplier.press("Send the answer")
    expect(phone_page.get_by_text("we have got your answer")).to_be_visible()
    take(phone_page, "answered")

    desk.goto("/odoo/supplier-proposals")
    row = desk.locator("tr.o_data_row", has_text=story.order)
    expect(row).to_contain_text("The kiln is full")
    take(desk, "proposals")
    row.locator("button[name=action_accept]").click()
    expect(row).to_have_count(0)

    decision = smtp_sink.wait_for(story.address, f"Our decision about {story.order}")
    assert "accept" in smtp_sink.html(decision).lower()
    lines = story.rpc.search_read(
        "purchase.order.line", [["order_id.name", "=", story.order]],
        ["product_qty", "gift_promised_date", "gift_requested_date"],
    )  # fmt: skip
    assert [line["product_qty"] for line in lines] == [PIECES]
    assert lines[0]["gift_promised_date"] == str(LATER)
    assert read_order(story, "gift_answer_state")["gift_answer_state"] == "done"


def test_what_was_announced_arrives_by_scanning_its_labels(desk, phone_page, smtp_sink, story):
    supplier = Supplier(phone_page, smtp_sink, story.address)
    supplier.open_order(story.order)
    supplier.press("Announce a shipment")
    supplier.press("Confirm that it is you")
    supplier.unlock()
    phone_page.get_by_label("How many parcels or pallets?").fill("2")
    supplier.press("Show the fields")
    phone_page.get_by_label("Carrier").fill("DHL")
    for number in range(2):
        phone_page.locator(f"[name=tracking_{number}]").fill(f"JD00{number}")
        phone_page.locator(f"[name^=count_{number}_]").fill(str(PIECES // 2))
    supplier.check_width()
    take(phone_page, "ship")
    supplier.press("Announce")
    expect(phone_page.get_by_text("it is on its way. Print the labels")).to_be_visible()
    take(phone_page, "shipped")
    codes = re.findall(r"SN\d+-\d\d", read_pdf(supplier.download("Labels")))
    packing = read_pdf(supplier.download("Packing list"))
    assert len(codes) == 2
    assert codes[0].rpartition("-")[0] in packing and story.goods in packing

    desk.goto("/odoo/action-gift_supplier_portal.gift_supplier_receipt_action")
    for code in codes:
        desk.locator("[name=code] input").fill(code)
        desk.locator("button[name=action_receive]").click()
        expect(desk.get_by_text(f"{code} has arrived")).to_be_visible()
    take(desk, "received")

    [line] = story.rpc.search_read(
        "purchase.order.line", [["order_id.name", "=", story.order]], ["qty_received"]
    )
    assert line["qty_received"] == PIECES
    phone_page.reload()
    expect(phone_page.get_by_text("Arrived", exact=True)).to_be_visible()


def test_the_invoice_matches_and_the_scorecard_counts_the_kept_promise(
    desk, phone_page, smtp_sink, story
):
    supplier = Supplier(phone_page, smtp_sink, story.address)
    supplier.open_order(story.order)
    expect(phone_page.get_by_text("to print labels and packing list")).to_be_visible()
    supplier.press("Invoices")
    supplier.press("Send an invoice")
    supplier.press("Confirm that it is you")
    supplier.unlock()
    take(phone_page, "upload")
    file = {"name": "invoice.pdf", "mimeType": "application/pdf", "buffer": build_pdf(story.order)}
    phone_page.get_by_label("Your invoice or credit note").set_input_files(file)
    supplier.press("Go on")
    phone_page.get_by_label("Number of your invoice").fill("R-2041")
    phone_page.get_by_label("Date of the invoice").fill(str(date.today()))
    phone_page.locator("[name=tax]").fill("0")
    phone_page.locator("[name=total]").fill(str(PIECES * PRICE))
    supplier.check_width()
    take(phone_page, "invoice")
    supplier.press("Send")
    expect(phone_page.get_by_text("Matched").first).to_be_visible()
    take(phone_page, "matched")

    [invoice] = story.rpc.search_read(
        "gift.supplier.invoice", [["order_id.name", "=", story.order]], ["status", "bill_id"]
    )
    [bill] = story.rpc.search_read(
        "account.move", [["id", "=", invoice["bill_id"][0]]], ["state", "amount_total", "ref"]
    )
    assert invoice["status"] == "matched"
    assert (bill["state"], bill["amount_total"], bill["ref"]) == ("draft", PIECES * PRICE, "R-2041")
    action = "gift_supplier_portal.gift_supplier_invoice_action"
    desk.goto(f"/odoo/action-{action}/{invoice['id']}")
    expect(desk.locator(".o_form_view").get_by_text("R-2041").first).to_be_visible()
    take(desk, "invoices")

    # The promised day passes; the parcels have arrived before it.
    order = read_order(story, "id")["id"]
    change(
        "UPDATE stock_move SET date = now() - interval '3 days' WHERE purchase_line_id IN"
        f" (SELECT id FROM purchase_order_line WHERE order_id = {order});"
        "UPDATE purchase_order_line SET gift_promised_date = current_date - 1,"
        f" gift_requested_date = current_date - 1 WHERE order_id = {order}"
    )
    supplier.ask_link()
    supplier.press("Scorecard")
    expect(phone_page.get_by_text("1 of 1").first).to_be_visible()
    supplier.check_width()
    take(phone_page, "scorecard")


def build_pdf(text):
    """Return a PDF with one line of text, as an accounting program prints it."""
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(72, 720, f"Invoice for {text}")
    canvas.save()
    return buffer.getvalue()
