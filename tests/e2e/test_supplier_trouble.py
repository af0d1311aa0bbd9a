"""What goes wrong with suppliers: one declines, pieces are faulty, a row of a list is wrong."""

import base64
import csv
import io
import re
import secrets
from datetime import date, timedelta

import pytest
from conftest import SCREENSHOTS
from journey import Workshop, draw_photo, wait_for
from playwright.sync_api import expect
from supplier import Supplier, create, create_buyer, create_supplier
from test_gift_journey import read_job
from test_supplier_gift import confirm_purchase, order_shirt

PIECES, PRICE, DEARER = 10, 4.0, 4.6
SOON = date.today() + timedelta(days=9)


def take(page, name):
    """Keep a picture of a page on the way."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"supplier-{name}.png", full_page=True)


# === WHO MAKES IT === #


def create_printer(rpc, name, cost):
    """Return `(id of what it can make, mail address)` of a supplier who prints shirts any day."""
    supplier, address = create_supplier(rpc, name=name)
    [method] = rpc.search_read("gift.print.method", [["code", "=", "dtg"]], ["id"])
    machine = create(
        rpc, "gift.supplier.capability", name="Shirts", partner_id=supplier,
        method_ids=[[6, 0, [method["id"]]]], to_shop=False, to_customer=True, piece_cost=cost,
        lead_days=0, transit_days=1, saturday=True, sunday=True,
    )  # fmt: skip
    return machine, address


@pytest.fixture
def printers(odoo_rpc):
    """Two suppliers, the first of them cheaper, for the time in which gifts are routed."""
    rpc = odoo_rpc("admin")
    key = "gift_supplier_portal.routing"
    rpc.call("ir.config_parameter", "set_param", key, "1")
    found = [create_printer(rpc, name, cost) for name, cost in (("Inks", 0.1), ("Threads", 0.3))]
    yield found
    rpc.call("ir.config_parameter", "set_param", key, "")
    machines = [machine for machine, _address in found]
    rpc.call("gift.supplier.capability", "write", machines, {"active": False})


def read_maker(rpc, order):
    """Return who makes the gift of an order now."""
    domain = [["order_name", "=", order], ["state", "!=", "ended"]]
    [share] = rpc.search_read("gift.line.share", domain, ["maker_name"])
    return share["maker_name"]


def test_a_gift_that_suppliers_cannot_make_finds_another_maker(
    browser_page, phone_page, back_office_page, odoo_rpc, smtp_sink, printers
):
    rpc = odoo_rpc("admin")
    [_cheap, address], [other, _address] = printers
    customer, order = order_shirt(browser_page, rpc, smtp_sink, "rosa@example.com")
    login = create_buyer(rpc)
    line = confirm_purchase(rpc, odoo_rpc(login), order)
    assert read_maker(rpc, order).startswith("Inks")
    customer.open_mail(smtp_sink.html(smtp_sink.wait_for(customer.mail, order)), "/my/orders/")
    promise = browser_page.locator("#gift_promise strong").inner_text()

    supplier = Supplier(phone_page, smtp_sink, address)
    supplier.open_order(line["order_id"][1])
    supplier.unlock()
    phone_page.get_by_label("Decline", exact=True).check()
    phone_page.get_by_label("Reason", exact=True).fill("The press is broken")
    supplier.press("Send the answer")
    expect(phone_page.get_by_text("we have got your answer")).to_be_visible()

    desk = Workshop(back_office_page, login).page
    desk.goto("/odoo/supplier-proposals")
    row = desk.locator("tr.o_data_row", has_text=line["order_id"][1])
    expect(row).to_contain_text("The press is broken")
    row.locator("button[name=action_accept]").click()
    expect(row).to_have_count(0)
    phone_page.reload()
    expect(phone_page.get_by_text("Withdrawn: do not produce")).to_be_visible()

    desk.goto("/odoo/who-makes-it")
    row = desk.locator("tr.o_data_row", has_text=order)
    expect(row).to_contain_text("The supplier declined")
    take(desk, "who-makes-it")
    row.locator("button[name=action_reroute]").click()
    window = desk.locator(".modal")
    choice = window.locator("tr.o_data_row", has_text="Threads")
    expect(choice).to_contain_text("the promise is kept")
    expect(window.locator("tr.o_data_row", has_text="Our workshop")).to_have_count(1)
    take(desk, "reroute")
    choice.locator("button[name=action_choose]").click()
    expect(row).to_have_count(0)
    assert read_maker(rpc, order).startswith("Threads")

    rpc.call("gift.supplier.capability", "write", [other], {"down_from": str(date.today())})
    desk.reload()
    expect(row).to_contain_text("The supplier is down")
    row.locator("button[name=action_move_to_best]").click()
    expect(row).to_have_count(0)
    assert read_maker(rpc, order) == "Our workshop"
    assert read_job(rpc, order, ["stage"])["stage"] == "ready"
    browser_page.reload()
    assert browser_page.locator("#gift_promise strong").inner_text() == promise


# === FAULTY PIECES === #


def create_goods(rpc, supplier):
    """Return `(id, number)` of a product that is bought from a supplier."""
    code = f"JAR-{secrets.token_hex(3)}"
    product = create(
        rpc, "product.product", name="Glass jar", default_code=code, type="consu",
        is_storable=True, supplier_taxes_id=[[5, 0, 0]],
        seller_ids=[[0, 0, {"partner_id": supplier, "price": PRICE, "product_code": code}]],
    )  # fmt: skip
    return product, code


def receive_goods(rpc, supplier):
    """Return `(name of an order, id of its receipt)`; all of it has arrived."""
    product, _code = create_goods(rpc, supplier)
    order = create(
        rpc, "purchase.order", partner_id=supplier,
        order_line=[[0, 0, {"product_id": product, "product_qty": PIECES}]],
    )  # fmt: skip
    rpc.call("purchase.order", "button_confirm", [order])
    [row] = rpc.search_read("purchase.order", [["id", "=", order]], ["name", "picking_ids"])
    rpc.call("stock.picking", "button_validate", row["picking_ids"])
    return row["name"], row["picking_ids"][0]


def report_by_hand(desk, receipt):
    """Report two pieces of a receipt, with a photo."""
    desk.goto(f"/odoo/receipts/{receipt}")
    desk.locator("button[name=action_gift_report_defect]").click()
    window = desk.locator(".modal")
    expect(window.locator("[name=move_id] input")).to_have_value(
        re.compile(r"JAR-\w+\] Glass jar$")
    )
    window.locator("[name=quantity] input").fill("2")
    window.locator("[name=cause] select, [name=cause] input").first.click()
    choose(window.locator("[name=cause]"), desk, "Print or engraving bad")
    window.locator("[name=note] input").fill("Blurred at the rim")
    window.locator("[name=photo_1] input[type=file]").set_input_files(
        {"name": "rim.jpg", "mimeType": "image/jpeg", "buffer": draw_photo()}
    )
    expect(window.locator("[name=photo_1] img[src*='data:'], [name=photo_1] img[src*='blob:']")
           ).to_be_visible()  # fmt: skip
    take(desk, "defect-report")
    window.locator("button[name=action_report]").click()
    desk.locator(".o_form_view .o_field_widget[name=photo_ids] img").first.wait_for()
    return desk.locator(".o_form_view h1 [name=name]").inner_text()


def choose(field, desk, text):
    """Choose an entry of a selection field."""
    if field.locator("select").count():
        field.locator("select").select_option(label=text)
    else:
        desk.locator(".o_select_menu_item", has_text=text).click()


def report_by_rpc(rpc, receipt):
    """Report three pieces that came broken; return the name of the defect."""
    values = {"quantity": 3, "cause": "transit", "photo_1": base64.b64encode(draw_photo()).decode()}
    [picking] = rpc.search_read("stock.picking", [["id", "=", receipt]], ["move_ids"])
    context = {"default_picking_id": receipt}
    values["move_id"] = picking["move_ids"][0]
    window = rpc.call("gift.supplier.defect.report", "create", [values], context=context)
    found = rpc.call("gift.supplier.defect.report", "action_report", window)
    [defect] = rpc.search_read("gift.supplier.defect", [["id", "=", found["res_id"]]], ["name"])
    return defect["name"]


def decide(desk, name):
    """Decide about a defect as the supplier has answered."""
    desk.goto("/odoo/supplier-defects")
    desk.locator("tr.o_data_row", has_text=name).locator("td[name=name]").click()
    desk.locator("button[name=action_decide]:visible").first.click()
    desk.locator(".modal button[name=action_decide]").click()
    expect(desk.locator(".modal")).to_have_count(0)
    expect(desk.locator(".o_arrow_button_current")).to_have_text("Decided")


def test_faulty_pieces_are_replaced_or_paid_back(phone_page, back_office_page, odoo_rpc, smtp_sink):
    rpc = odoo_rpc("admin")
    login = create_buyer(rpc)
    supplier_id, address = create_supplier(rpc, name="Glass")
    order, receipt = receive_goods(rpc, supplier_id)
    desk = Workshop(back_office_page, login).page
    blurred = report_by_hand(desk, receipt)
    broken = report_by_rpc(odoo_rpc(login), receipt)

    supplier = Supplier(phone_page, smtp_sink, address)
    supplier.open_order(f"{blurred}: something is wrong")
    expect(phone_page.get_by_text("Blurred at the rim")).to_be_visible()
    photo = phone_page.get_by_alt_text("Photo 1 of the defect")
    wait_for(lambda: photo.evaluate("image => image.complete && image.naturalWidth > 100"))
    supplier.press("Confirm that it is you")
    supplier.unlock()
    phone_page.get_by_label("We deliver it once more").check()
    phone_page.get_by_label("To arrive by").fill(str(SOON))
    supplier.check_width()
    supplier.press("Send the answer")
    expect(phone_page.get_by_text("We mail you when we have decided")).to_be_visible()
    take(phone_page, "defect-answered")

    supplier.open_order(f"{broken}: something is wrong")
    if phone_page.get_by_role("link", name="Confirm that it is you").count():
        supplier.press("Confirm that it is you")
        supplier.unlock()
    phone_page.get_by_label("We pay it back").check()
    supplier.press("Send the answer")
    expect(phone_page.get_by_text("You pay it back")).to_be_visible()

    decide(desk, blurred)
    take(desk, "defect-decided")
    decide(desk, broken)

    lines = rpc.search_read(
        "purchase.order.line", [["order_id.name", "=", order]],
        ["product_qty", "price_unit", "gift_promised_date"], order="id",
    )  # fmt: skip
    assert [(line["product_qty"], line["price_unit"]) for line in lines] == [
        (PIECES, PRICE),
        (2, 0),
    ]
    assert lines[1]["gift_promised_date"] == str(SOON)
    domain = [["name", "in", [blurred, broken]]]
    defects = rpc.search_read(
        "gift.supplier.defect", domain, ["decision", "refund_id", "credit_amount"], order="id"
    )
    assert [one["decision"] for one in defects] == ["replacement", "credit"]
    assert defects[1]["credit_amount"] == 3 * PRICE
    [note] = rpc.search_read(
        "account.move", [["id", "=", defects[1]["refund_id"][0]]],
        ["move_type", "state", "amount_untaxed"],
    )  # fmt: skip
    assert (note["move_type"], note["state"], note["amount_untaxed"]) == ("in_refund", "draft", 12)

    assert "once more" in smtp_sink.html(smtp_sink.wait_for(address, f"{blurred}: our decision"))
    phone_page.reload()
    expect(phone_page.get_by_text("Please send a credit note")).to_be_visible()


# === PRICE LIST === #


def build_list(template):
    """Return the downloaded list with a dearer price and a row that is wrong."""
    rows = list(csv.reader(io.StringIO(template.decode("utf-8-sig"))))
    price = rows[0].index("Price")
    rows[1][price] = str(DEARER)
    rows.append([*rows[1]])
    rows[2][0] = rows[2][1] = "NOT-OURS"
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def test_a_price_list_with_a_wrong_row_becomes_prices_once_the_buyer_agrees(
    phone_page, back_office_page, odoo_rpc, smtp_sink
):
    rpc = odoo_rpc("admin")
    login = create_buyer(rpc)
    supplier_id, address = create_supplier(rpc, name="Glass", may_feed=True)
    product, code = create_goods(rpc, supplier_id)

    supplier = Supplier(phone_page, smtp_sink, address)
    supplier.ask_link()
    supplier.press("Prices and stock")
    supplier.press("confirm that it is you")
    supplier.unlock()
    with phone_page.expect_download() as download:
        phone_page.get_by_role("link", name="CSV").click()
    data = build_list(download.value.path().read_bytes())
    name = f"prices-{code}.csv"
    phone_page.get_by_label("Your list").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": data}
    )
    supplier.press("Upload and check")
    expect(phone_page.get_by_role("link", name="Changed prices (1)")).to_be_visible()
    expect(phone_page.locator("tbody tr", has_text=code)).to_contain_text("+15.0")
    supplier.check_width()
    take(phone_page, "price-list")
    phone_page.get_by_role("link", name="Errors 1").click()
    expect(phone_page.locator("tbody tr")).to_contain_text("NOT-OURS")
    supplier.press("Send this list")
    expect(phone_page.get_by_text("With our buyer")).to_be_visible()
    assert read_price(rpc, supplier_id, product) == PRICE

    desk = Workshop(back_office_page, login).page
    desk.goto("/odoo/supplier-price-lists")
    desk.locator("tr.o_data_row", has_text=name).locator("td[name=name]").click()
    desk.locator("button[name=action_approve]").click()
    desk.locator(".modal .btn-primary").click()
    expect(desk.locator(".o_arrow_button_current")).to_have_text("Being taken over")

    def is_applied():
        """the accepted prices"""
        return (
            rpc.search_read("gift.supplier.feed", [["name", "=", name]], ["state"])[0]["state"]
            == "applied"
        )

    wait_for(is_applied)
    assert read_price(rpc, supplier_id, product) == DEARER
    smtp_sink.wait_for(address, f"Our decision about your price list {name}")
    phone_page.reload()
    expect(phone_page.get_by_text("This list was taken over")).to_be_visible()


def read_price(rpc, supplier, product):
    """Return for how much a piece is bought from a supplier today."""
    order = create(
        rpc, "purchase.order", partner_id=supplier,
        order_line=[[0, 0, {"product_id": product, "product_qty": 1}]],
    )  # fmt: skip
    [line] = rpc.search_read("purchase.order.line", [["order_id", "=", order]], ["price_unit"])
    return line["price_unit"]
