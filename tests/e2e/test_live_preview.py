"""The live preview on a slow line, without one, and looked at closely."""

import re

import pytest
from playwright.sync_api import expect

MUG = "/shop?search=ceramic+mug"
PREVIEW = "**/gift/preview"
DRAWN = ".o_gift_stage:not([hidden]) .o_gift_svg g[data-zone]"


def open_mug(page):
    """Open the demo mug, ready to be typed on; return its first field."""
    page.goto(MUG)
    page.locator(".oe_product a[href*='mug']").first.click()
    page.wait_for_selector(".o_gift_product")
    page.wait_for_load_state("networkidle")
    field = page.locator(".o_gift_input:visible").first
    with page.expect_response(re.compile("/gift/font/[0-9a-f]{64}$")):
        field.click()
    return field


def test_a_key_is_drawn_before_the_server_answers(browser_page):
    page = browser_page
    field = open_mug(page)
    waiting = []
    page.route(PREVIEW, lambda route: waiting.append(route))

    field.press_sequentially("Anna")

    expect(page.locator(f"{DRAWN} text")).to_have_text("Anna")
    expect(page.locator(".o_gift_busy_text")).to_be_visible()
    page.unroute(PREVIEW)
    for route in waiting:
        route.continue_()
    expect(page.locator(f"{DRAWN} path")).not_to_have_count(0)
    expect(page.locator(f"{DRAWN} text")).to_have_count(0)
    expect(page.locator(".o_gift_description")).to_contain_text("Anna")


@pytest.mark.parametrize("fixture", ["browser_page", "phone_page"])
def test_without_a_connection_the_picture_and_the_entry_stay(request, fixture):
    page = request.getfixturevalue(fixture)
    field = open_mug(page)
    field.press_sequentially("Anna")
    expect(page.locator(f"{DRAWN} path")).not_to_have_count(0)

    page.route(PREVIEW, lambda route: route.abort("internetdisconnected"))
    field.press_sequentially(" B")

    expect(page.locator(".o_gift_lost_text")).to_contain_text("what you typed is kept")
    expect(field).to_have_value("Anna B")
    expect(page.locator(DRAWN)).not_to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    page.locator("#add_to_cart:visible, #add_to_cart").first.click()
    expect(page.locator(".o_gift_summary")).to_contain_text("nothing was added to the cart")

    page.unroute(PREVIEW)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".o_gift_lost_text")).to_have_text("")
    expect(page.locator(".o_gift_description")).to_contain_text("Anna B")


def test_the_picture_is_looked_at_closer_by_keyboard(phone_page):
    page = phone_page
    open_mug(page).press_sequentially("Anna")
    expect(page.locator(f"{DRAWN} path")).not_to_have_count(0)

    page.locator(".o_gift_zoom_toggle").focus()
    page.keyboard.press("Enter")

    stage = page.locator(".o_gift_stage:not([hidden])")
    expect(stage).to_be_focused()
    before = stage.evaluate("el => el.scrollLeft")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "was => document.querySelector('.o_gift_stage:not([hidden])').scrollLeft > was", arg=before
    )
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.keyboard.press("Escape")
    expect(page.locator(".o_gift_zoom_toggle")).to_be_focused()
    assert stage.evaluate("el => el.scrollWidth <= el.clientWidth + 1")
