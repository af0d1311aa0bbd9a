"""Take the manuals' screenshots from a running demo shop.

usage: scripts/py scripts/screenshots.py [--url http://localhost:8069] [--only NAME …]

Each shot is a function that leads a page to what is shown; its name is the file's name in
docs/manual/images. Nothing is saved in the shop.
"""

import argparse
import os
import sys
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import sync_playwright

IMAGES = Path(__file__).parent.parent / "docs" / "manual" / "images"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
SHOTS = {}


def shot(login=None, size=DESK):
    """Register a function as a shot, taken as that user (login and password are equal)."""

    def register(function):
        name = function.__name__.replace("_", "-")
        SHOTS[name] = (function, login, size)
        return function

    return register


# === MANAGER === #

TEMPLATES = "/odoo/action-gift_personalization.gift_template_action"
FONTS = "/odoo/action-gift_personalization.gift_font_action"
PRODUCTS = "/odoo/action-gift_personalization.product_template_action"


def open_template(page, name="Mug"):
    """Open the first template whose name holds ``name``."""
    page.goto(page.shop + TEMPLATES)
    page.locator(f".o_data_row .o_data_cell[name=name]:has-text('{name}')").first.click()
    page.locator(".o_field_widget[name=surface_ids] .o_data_row").first.wait_for()


def open_editor(page, name="Mug"):
    """Open the editor of a template's first surface and wait for its samples."""
    open_template(page, name)
    page.locator("button[name=action_open_editor]").first.click()
    page.locator(".o_gift_samples svg path").first.wait_for(state="attached")
    page.locator(".o_gift_zone_editor").scroll_into_view_if_needed()
    page.wait_for_timeout(800)


def select_zone(page):
    """Select the first zone of the surface."""
    page.locator(".o_gift_zone").first.focus()
    page.locator("[name=gift_zone_x]").wait_for()


@shot("manager")
def manager_template(page):
    open_template(page)


@shot("manager")
def manager_area(page):
    open_editor(page)
    page.click("[name=gift_mode_area]")
    page.wait_for_timeout(600)
    return page.locator(".o_gift_zone_editor")


@shot("manager")
def manager_zones(page):
    open_editor(page)
    select_zone(page)
    return page.locator(".o_gift_zone_editor")


@shot("manager")
def manager_zone_form(page):
    open_editor(page)
    select_zone(page)
    page.click("[name=gift_zone_open]")
    page.locator(".modal .o_form_view").wait_for()
    page.wait_for_timeout(400)
    return page.locator(".modal-content")


@shot("manager", PHONE)
def manager_zones_phone(page):
    open_editor(page)
    select_zone(page)
    page.locator(".o_gift_stage_scroll").scroll_into_view_if_needed()


@shot("manager")
def manager_product(page):
    page.goto(page.shop + PRODUCTS)
    page.locator(".o_kanban_record:not(.o_kanban_ghost)").first.click()
    page.locator(".nav-link[name=gift_personalisation]").click()
    page.wait_for_timeout(400)


@shot("manager")
def manager_fonts(page):
    page.goto(page.shop + FONTS)
    page.locator(".o_gift_font_sample").nth(10).wait_for()
    page.wait_for_timeout(800)


# === TAKING THEM === #


def log_in(page, login):
    """Log in by the form; demo users have their login as password."""
    page.goto(f"{page.shop}/web/login")
    page.fill("#login", login)
    page.fill("#password", login)
    page.click(".oe_login_form button[type=submit]")
    page.wait_for_url("**/odoo**")


@contextmanager
def open_page(browser, url, login, size):
    """Yield a fresh page in the language of the manuals, logged in where needed."""
    context = browser.new_context(viewport=size, locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    page.shop = url
    try:
        if login:
            log_in(page, login)
        yield page
    finally:
        context.close()


def take(browser, url, name):
    """Take one shot; return whether it worked."""
    function, login, size = SHOTS[name]
    with open_page(browser, url, login, size) as page:
        try:
            target = function(page) or page
            page.wait_for_timeout(300)
            target.screenshot(path=IMAGES / f"{name}.png")
        except PlaywrightTimeout as error:
            print(f"{name}: not taken, {str(error).splitlines()[0]}", file=sys.stderr)
            return False
    print(f"{name}.png")
    return True


def main():
    """Take all shots, or those named by ``--only``."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--url", default="http://localhost:8069")
    parser.add_argument("--only", nargs="+", choices=sorted(SHOTS), default=list(SHOTS))
    arguments = parser.parse_args()
    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        chromium = os.environ.get("ODOO_CHROME") or "google-chrome"
        browser = playwright.chromium.launch(
            executable_path=_which(chromium), args=["--no-sandbox"], timeout=60_000
        )
        taken = [take(browser, arguments.url.rstrip("/"), name) for name in arguments.only]
        browser.close()
    return 0 if all(taken) else 1


def _which(program):
    paths = [Path(folder) / program for folder in os.environ["PATH"].split(os.pathsep)]
    return next((str(path) for path in paths if path.exists()), program)


if __name__ == "__main__":
    sys.exit(main())
