"""The production proxy in front of the real shop: pages must work under its security policy."""

import pytest
from nginx_proxy import Proxy


@pytest.fixture(scope="module")
def proxy(shop_url):
    """The project's nginx, with TLS, in front of the running shop."""
    port = int(shop_url.rsplit(":", 1)[1])
    with Proxy(port, port) as running:
        yield running


@pytest.fixture
def secure_page(chromium, proxy):
    """A visitor who comes through the proxy; `violations` collects what its policy blocked."""
    context = chromium.new_context(base_url=proxy.url, ignore_https_errors=True)
    page = context.new_page()
    page.violations = []
    page.on("console", lambda message: note_violation(page, message))
    page.on("pageerror", lambda error: page.violations.append(str(error)))
    yield page
    context.close()


def note_violation(page, message):
    """Remember a console message that says the security policy blocked something."""
    if message.type == "error" and "Content Security Policy" in message.text:
        page.violations.append(message.text)


@pytest.mark.parametrize("path", ["/", "/shop", "/shop/cart", "/web/login", "/contactus"])
def test_the_shop_works_under_the_security_policy(secure_page, path):
    answer = secure_page.goto(path, wait_until="networkidle")

    assert answer.status == 200
    assert "strict-transport-security" in answer.headers
    assert secure_page.violations == []


def test_the_back_office_works_under_the_security_policy(secure_page):
    secure_page.goto("/web/login?redirect=/odoo")
    secure_page.fill("input[name=login]", "admin")
    secure_page.fill("input[name=password]", "admin")
    secure_page.click(".oe_login_form button[type=submit]")

    secure_page.wait_for_selector(".o_web_client .o_navbar, .o_home_menu", timeout=60_000)
    assert secure_page.url.startswith("https://")
    assert secure_page.violations == []
