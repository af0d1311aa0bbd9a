"""The pages of the shop are usable with a screen reader and without a mouse.

axe-core checks names, roles, contrast and order; it looks at what this project draws, not at the
parts of Odoo around it.
"""

import re

import pytest
from gift_dev.linting import JS, install_js_tools

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
MUG = "a[href*='/shop/mug-']"


@pytest.fixture(scope="session")
def axe():
    """The script of axe-core."""
    install_js_tools()
    return (JS / "node_modules" / "axe-core" / "axe.min.js").read_text()


def complaints(page, axe, scope):
    """Return what axe finds wrong inside `scope`, one line a place."""
    assert page.locator(scope).count(), f"nothing to check: {scope}"
    page.evaluate(axe)
    found = page.evaluate(
        "([scope, tags]) => axe.run({include: [[scope]]}, {runOnly: tags})", [scope, RULES]
    )
    assert found["passes"], "axe checked nothing"
    return [
        f"{violation['id']}: {node['html'][:150]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def open_mug(page):
    page.goto("/shop")
    page.goto(page.locator(MUG).first.get_attribute("href"))
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("path", ["/", "/how-it-works", "/help", "/delivery"])
def test_pages_of_the_shop(path, phone_page, axe):
    phone_page.goto(path)

    assert complaints(phone_page, axe, "#wrap") == []


def test_the_designer_before_and_after_a_mistake(phone_page, axe):
    open_mug(phone_page)

    assert complaints(phone_page, axe, ".o_gift_designer") == []
    phone_page.locator("#add_to_cart").click()  # the name is missing
    phone_page.locator(".o_gift_summary:visible").wait_for()
    phone_page.locator("summary").first.click()

    assert complaints(phone_page, axe, ".o_gift_designer") == []
    assert complaints(phone_page, axe, ".o_gift_stage") == []
    name = phone_page.locator("#gift_name")
    assert name.get_attribute("aria-invalid") == "true"
    described = name.get_attribute("aria-describedby").split()
    texts = [phone_page.locator(f"#{one}").inner_text() for one in described]
    assert any("Name" in text for text in texts), texts


def test_a_proof_can_be_read_and_answered(browser_page, odoo_rpc, axe):
    staff = odoo_rpc("staff")
    [proof] = staff.search_read("gift.proof", [("state", "=", "sent")], ["sale_line_id"], limit=1)
    [line] = staff.search_read(
        "sale.order.line", [("id", "=", proof["sale_line_id"][0])], ["order_id"]
    )
    [order] = staff.search_read(
        "sale.order", [("id", "=", line["order_id"][0])], ["access_url", "access_token"]
    )
    browser_page.goto(f"/my/gifts/proof/{proof['id']}?access_token={order['access_token']}")

    assert browser_page.locator("h1").count() == 1
    assert complaints(browser_page, axe, "#wrap") == []


def press_until(page, key, selector, most=80):
    """Press a key until the element with the focus matches."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{key} never reached {selector}")


def test_a_gift_is_designed_and_bought_by_keyboard(browser_page):
    page = browser_page
    open_mug(page)
    press_until(page, "Tab", "#gift_name")
    page.keyboard.type("Anna")
    press_until(page, "Tab", ".o_gift_fonts summary")
    page.keyboard.press("Enter")
    press_until(page, "Tab", "input[name='gift_name_font']")
    before = page.locator(".o_gift_font_name").first.inner_text()
    page.keyboard.press("ArrowDown")
    press_until(page, "Tab", "#add_to_cart")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    shadow = page.evaluate("getComputedStyle(document.activeElement).boxShadow")
    assert outline != "none" or shadow != "none", "nobody sees where the focus is"
    chosen = page.locator(".o_gift_font_name").first.inner_text()
    with page.expect_response(lambda answer: "/shop/cart/add" in answer.url):
        page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    page.goto("/shop/cart")

    assert chosen != before
    assert re.search(r"Name:\s*Anna", page.locator("#cart_products").inner_text())
