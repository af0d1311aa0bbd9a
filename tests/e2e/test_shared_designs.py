"""A design goes round: shown to a friend, copied, wished, and ordered after the login."""

import pytest
from journey import Customer


@pytest.fixture
def mug(odoo_rpc):
    """Return the mug's template: its id and address."""
    [template] = odoo_rpc("manager").search_read(
        "product.template", [("gift_template_id.key", "=", "mug")], ["website_url"]
    )
    return template


def test_a_friend_designs_one_like_it_wishes_it_and_orders_it_after_the_login(
    browser_page, phone_page, mug
):
    customer = Customer(browser_page, "Ida", "ida@example.com")
    customer.open_product(mug["website_url"])
    customer.write("name", "Ida")
    browser_page.locator(".o_gift_share").click()
    browser_page.wait_for_url("**/share")
    browser_page.get_by_role("button", name="Make a link").click()
    link = browser_page.locator("#gift_link").input_value()

    page = phone_page
    page.goto(link)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator(".o_gift_shared dd").first.inner_text() == "Ida"
    page.get_by_role("button", name="Design one like this").click()
    page.wait_for_url("**gift_design=*")
    friend = Customer(page, "Emma", "emma@example.com")
    page.wait_for_load_state("networkidle")
    assert page.locator("#gift_name").input_value() == "Ida"
    friend.write("name", "Emma")
    with page.expect_response(lambda answer: "/shop/wishlist/add" in answer.url):
        page.locator("[data-action='o_wishlist']:visible").first.click()

    page.goto("/shop/wishlist")
    wish = page.locator(".o_wishlist_item[data-gift-wish]")
    assert "Emma" in wish.locator(".o_gift_wish_texts").inner_text()
    assert wish.locator(".o_gift_wish_picture").count() == 1

    page.goto("/web/login")
    page.locator("input[name='login']").fill("emma@example.com")
    page.locator("input[name='password']").fill("emma")
    page.locator("form.oe_login_form button[type='submit']").click()
    page.wait_for_url("**/my**")
    page.goto("/shop/wishlist")
    page.wait_for_load_state("networkidle")
    page.locator(".o_wishlist_item[data-gift-wish] .o_wish_add").first.click()
    page.wait_for_url("**/shop/cart*")

    assert "Emma" in page.locator("#cart_products").inner_text()
