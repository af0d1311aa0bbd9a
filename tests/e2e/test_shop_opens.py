"""The ground of every journey: the shop answers at a desk and on a phone, and sends mail."""


def test_a_visitor_sees_the_shop_at_a_desk(browser_page):
    browser_page.goto("/shop")

    assert browser_page.locator(".oe_product").count() > 0
    assert browser_page.evaluate("window.innerWidth") == 1280


def test_a_visitor_sees_the_shop_on_a_phone_without_scrolling_sideways(phone_page):
    phone_page.goto("/shop")

    assert phone_page.locator(".oe_product").count() > 0
    assert phone_page.evaluate("document.documentElement.scrollWidth") <= 390


def test_no_price_of_the_design_is_shown_before_it_costs_something(phone_page):
    phone_page.goto("/shop")
    phone_page.goto(phone_page.locator("a[href*='/shop/mug-']").first.get_attribute("href"))
    phone_page.wait_for_load_state("networkidle")

    assert phone_page.locator(".o_gift_total").is_visible()
    assert phone_page.locator(".o_gift_extra_row").is_hidden()


def test_the_back_office_lets_staff_in_and_keeps_strangers_out(odoo_rpc):
    staff = odoo_rpc("staff")

    assert staff.uid
    try:
        odoo_rpc("staff", "wrong")
    except AssertionError as refusal:
        assert "Access" in str(refusal) or "denied" in str(refusal).lower()
    else:
        raise AssertionError("A wrong password was accepted.")


def test_a_mail_reaches_its_reader(odoo_rpc, smtp_sink):
    admin = odoo_rpc("admin")
    mail = admin.call(
        "mail.mail", "create",
        {"subject": "Ground", "email_to": "ground@example.com", "body_html": "<p>Hello</p>"},
    )  # fmt: skip

    admin.call("mail.mail", "send", mail if isinstance(mail, list) else [mail])

    message = smtp_sink.wait_for("ground@example.com", "Ground")
    assert "Hello" in smtp_sink.html(message)
