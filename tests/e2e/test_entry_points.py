"""Every way into the cart: with its design, or to the page where it is designed."""

import pytest
from journey import Customer


@pytest.fixture
def mug(odoo_rpc):
    """The mug: id of its template, and its address."""
    [template] = odoo_rpc("manager").search_read(
        "product.template", [("gift_template_id.key", "=", "mug")], ["website_url"]
    )
    return template


def log_in(page, login):
    page.goto("/web/login")
    page.locator("input[name='login']").fill(login)
    page.locator("input[name='password']").fill(login.split("@")[0])
    page.locator("form.oe_login_form button[type='submit']").click()
    page.wait_for_url("**/my**")


def cart_lines(page):
    page.goto("/shop/cart")
    return page.locator("#cart_products .o_cart_product").count()


def test_the_tile_of_the_shop_leads_to_the_product_page(browser_page, mug):
    browser_page.goto("/shop")
    browser_page.locator(f".gs_personalise[href^='{mug['website_url']}']").first.dispatch_event(
        "click"
    )
    browser_page.wait_for_url(f"**{mug['website_url']}*")

    assert browser_page.locator("#gift_name").count() == 1


def test_quick_reorder_leads_to_the_product_page(browser_page):
    page = browser_page
    log_in(page, "emma@example.com")
    page.goto("/shop/cart")
    page.get_by_text("Quick reorder").first.click()
    page.get_by_text("Design again").first.click()
    page.wait_for_url("**gift_again=*")

    assert page.locator(".o_gift_input").first.input_value()
    assert cart_lines(page) == 0


def test_buy_now_takes_the_design_along(browser_page, odoo_rpc, mug):
    admin = odoo_rpc("admin")
    views = admin.call(
        "ir.ui.view", "search",
        [("key", "=", "website_sale.product_buy_now"), ("active", "in", [True, False])],
    )  # fmt: skip
    admin.call("ir.ui.view", "write", views, {"active": True})
    try:
        customer = Customer(browser_page, "Ida", "ida@example.com")
        customer.open_product(mug["website_url"])
        browser_page.locator(".o_we_buy_now").click()
        browser_page.locator(".o_gift_summary:visible").wait_for()  # the name is missing
        assert mug["website_url"] in browser_page.url

        customer.write("name", "Ida")
        browser_page.locator(".o_we_buy_now").click()
        browser_page.wait_for_url("**/shop/cart*")

        assert "Ida" in browser_page.locator("#cart_products").inner_text()
    finally:
        admin.call("ir.ui.view", "write", views, {"active": False})


def test_the_dialog_of_optional_products_keeps_the_design_and_offers_no_gift(
    browser_page, odoo_rpc, mug
):
    admin = odoo_rpc("admin")
    [pendant] = admin.search_read(
        "product.template", [("gift_template_id.key", "=", "pendant")], []
    )
    card = admin.call(
        "product.template", "create",
        {"name": "Greeting card", "list_price": 3, "is_published": True, "sale_ok": True},
    )  # fmt: skip
    offered = [pendant["id"], card]
    admin.call(
        "product.template", "write", [mug["id"]], {"optional_product_ids": [(6, 0, offered)]}
    )
    try:
        page = browser_page
        customer = Customer(page, "Ida", "ida@example.com")
        customer.open_product(mug["website_url"])
        customer.write("name", "Ida")
        page.locator("#add_to_cart").click()
        dialog = page.locator(".o_dialog .modal-content")
        dialog.get_by_text("Greeting card").wait_for()
        assert "Initial pendant" not in dialog.inner_text()

        dialog.locator("tr", has_text="Greeting card").locator("button").first.click()
        go_on = dialog.locator("[name='website_sale_product_configurator_continue_button']")
        with page.expect_response(lambda answer: "/shop/cart/add" in answer.url):
            go_on.click()
        page.goto("/shop/cart")

        lines = page.locator("#cart_products").inner_text()
        assert "Ida" in lines
        assert "Greeting card" in lines
    finally:
        admin.call("product.template", "write", [mug["id"]], {"optional_product_ids": [(5,)]})
