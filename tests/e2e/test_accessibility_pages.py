"""Each page a customer meets passes axe and fits a narrow phone, from the left and the right."""

from urllib.parse import urlsplit

import pytest
from gift_dev.linting import JS, install_js_tools
from supplier import Supplier

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPEN = ("/", "/how-it-works", "/help", "/delivery", "/contactus", "/terms-of-sale", "/privacy",
        "/imprint", "/gift/withdraw", "/my/designs", "/gift-card", "/support",
        "/supplier/link")  # fmt: skip
OWN = ("/my/gifts", "/my/gifts/proof/{proof}", "/my/orders/{order}/cancel",
       "/my/orders/{order}/address", "/my/orders/{order}/date", "/my/loyalty", "/my/occasions",
       "/my/preferences", "/my/reviews", "/my/tickets")  # fmt: skip
SUPPLIERS = ("", "/order/{order}/ship", "/order/{order}/invoice", "/defect/{defect}", "/invoices",
             "/invoice/{invoice}", "/feed", "/feed/{feed}", "/score", "/contacts")  # fmt: skip
DIRECTIONS = {"": "ltr", "/ar": "rtl", "/de": "ltr"}


@pytest.fixture(scope="session")
def axe():
    """The script of axe-core."""
    return read_axe()


def read_axe():
    install_js_tools()
    return (JS / "node_modules" / "axe-core" / "axe.min.js").read_text()


@pytest.fixture(scope="session")
def emmas(odoo_rpc):
    """An order of Emma's whose proof waits for her, and that proof."""
    staff = odoo_rpc("staff")
    mine = [
        ("state", "=", "sent"),
        ("sale_line_id.order_id.partner_id.email", "=", "emma@example.com"),
    ]
    [proof] = staff.search_read("gift.proof", mine, ["sale_line_id"], limit=1)
    [line] = staff.search_read(
        "sale.order.line", [("id", "=", proof["sale_line_id"][0])], ["order_id"]
    )
    return {"proof": proof["id"], "order": line["order_id"][0]}


def log_in(page):
    page.goto("/web/login")
    page.locator("#login").fill("emma@example.com")
    page.locator("#password").fill("emma")
    page.locator(".oe_login_form button[type=submit]").click()
    page.wait_for_url("**/my**")


def look_at(page, path, axe):
    """Return what is wrong with the page at `path`."""
    page.goto(path)
    return examine(page, path, axe)


def examine(page, path, axe):
    """Return what is wrong with an open page: complaints of axe, and what is too wide."""
    page.evaluate(axe)
    found = page.evaluate(
        "tags => axe.run({include: [['#wrap']]}, {runOnly: tags})", RULES
    )  # fmt: skip
    assert found["passes"], "axe checked nothing"
    wrong = [
        f"{path} {violation['id']}: {node['html'][:150]}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
    wide = page.evaluate(
        """() => {
            const root = document.documentElement;
            const inner = document.querySelector("#wrapwrap").scrollWidth;
            return Math.max(root.scrollWidth, inner) - root.clientWidth;
        }"""
    )
    if wide > 1:
        wrong.append(f"{path}: {wide} px too wide")
    return wrong


@pytest.mark.parametrize("language", DIRECTIONS)
def test_pages_for_everybody(language, phone_page, axe):
    phone_page.set_viewport_size({"width": 360, "height": 780})

    wrong = [one for path in OPEN for one in look_at(phone_page, language + path, axe)]

    assert wrong == []
    assert phone_page.evaluate("getComputedStyle(document.body).direction") == DIRECTIONS[language]


@pytest.mark.parametrize("language", DIRECTIONS)
def test_pages_of_a_customers_orders(language, phone_page, axe, emmas):
    log_in(phone_page)
    phone_page.set_viewport_size({"width": 360, "height": 780})

    wrong = [
        one for path in OWN for one in look_at(phone_page, language + path.format(**emmas), axe)
    ]

    assert wrong == []
    assert phone_page.evaluate("getComputedStyle(document.body).direction") == DIRECTIONS[language]


@pytest.fixture(scope="session")
def petras(odoo_rpc):
    """What Petra of a supplier has to do with, by kind: `{kind: id}`."""
    rpc = odoo_rpc("admin")
    kinds = {
        "order": ("purchase.order", ("gift_answer_state", "=", "open")),
        "defect": ("gift.supplier.defect", ("state", "=", "reported")),
        "invoice": ("gift.supplier.invoice", ("state", "=", "differs")),
        "feed": ("gift.supplier.feed", ("state", "=", "waiting")),
    }
    return {
        kind: rpc.search_read(model, [state, OF_PETRA[model]], ["id"], order="id", limit=1)[0]["id"]
        for kind, (model, state) in kinds.items()
    }


OF_PETRA = {
    model: (f"{field}.name", "=", "Keramik Nord GmbH")
    for model, field in (
        ("purchase.order", "partner_id"), ("gift.supplier.defect", "supplier_id"),
        ("gift.supplier.invoice", "supplier_id"), ("gift.supplier.feed", "supplier_id"),
    )
}  # fmt: skip


@pytest.mark.parametrize("language", ["", "/ar"])
def test_pages_of_a_supplier(language, phone_page, axe, smtp_sink, petras):
    supplier = Supplier(phone_page, smtp_sink, "petra@keramik-nord.example")
    supplier.ask_link()
    start = urlsplit(phone_page.url).path
    phone_page.goto(f"{start}/unlock?back=contacts")
    supplier.unlock()
    phone_page.set_viewport_size({"width": 360, "height": 780})

    order = f"{language}{start}/order/{petras['order']}"
    phone_page.goto(order)
    choices = phone_page.locator("[value=change]").all()
    assert choices, "the order is not to be answered"
    for choice in choices:
        choice.check()
    phone_page.locator("details summary").first.click()
    wrong = examine(phone_page, order, axe)
    for path in SUPPLIERS:
        wrong += look_at(phone_page, language + start + path.format(**petras), axe)

    assert wrong == []
    assert phone_page.evaluate("getComputedStyle(document.body).direction") == DIRECTIONS[language]


def test_left_is_left_on_a_photo_of_a_page_read_from_the_right(phone_page):
    phone_page.goto("/ar/shop")
    phone_page.goto(phone_page.locator("a[href*='/shop/mug-']").first.get_attribute("href"))
    phone_page.wait_for_load_state("networkidle")

    order = phone_page.evaluate(
        """() => {
            const group = document.querySelector(".o_gift_move");
            group.closest("[hidden]")?.removeAttribute("hidden");
            return [...group.children].map((button) => [
                parseInt(button.dataset.x), button.getBoundingClientRect().left,
                getComputedStyle(button.firstElementChild).transform,
            ]);
        }"""
    )

    assert [x for x, _left, _turned in order] == [-20, 0, 0, 20]
    assert [left for _x, left, _turned in order] == sorted(left for _x, left, _turned in order)
    assert {turned for _x, _left, turned in order} == {"none"}
