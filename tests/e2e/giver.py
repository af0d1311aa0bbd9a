"""What a giver does who sends gifts to several people."""

import re


def add_people(page, streets):
    """Enter a person for each address."""
    for name, (street, postcode, city) in streets.items():
        page.goto("/shop/recipients/new")
        page.locator("#gift_name").fill(name)
        page.locator("#gift_street").fill(street)
        page.locator("#gift_zip").fill(postcode)
        page.locator("#gift_city").fill(city)
        page.locator("#gift_country_id").select_option(label="Germany")
        page.get_by_role("button", name="Add this person").click()
        page.get_by_text("The person was added").wait_for()


def add_by_link(page, name, mail):
    """Add a person who tells the own address, which the giver does not see."""
    page.goto("/shop/recipients/new?by=link")
    page.locator("#gift_name").fill(name)
    page.locator("#gift_country_id").select_option(label="Germany")
    page.locator("input[name='email']").fill(mail)
    page.get_by_label("Do not show me the address").check()
    page.get_by_role("button", name="Add this person").click()
    page.get_by_text("The person was added").wait_for()


def assign_gifts(page, people):
    """Give each gift, told by the name on it, to its person."""
    for text, person in people.items():
        share = page.locator(".o_gift_share", has=page.locator(".text-break", has_text=text))
        share.locator("select").select_option(label=person)
    page.get_by_role("button", name="Save who gets what").click()
    page.get_by_text("Everyone gets what you have chosen").wait_for()


def choose_days(page, names):
    """Choose a day of its own for each parcel; return them by name."""
    chosen = {}
    for number, name in enumerate(names):
        page.goto("/shop/recipients")
        page.get_by_role("link", name=re.compile(rf"Choose a date.*{name}")).click()
        days = page.locator("#gift_wanted option:not([value=''])")
        day = days.nth(20 + 3 * number).get_attribute("value")
        page.locator("#gift_wanted").select_option(value=day)
        page.get_by_role("button", name="Save").click()
        page.wait_for_url(re.compile("/shop/recipients"))
        chosen[name] = day
    return chosen


def write_cards(customer, zone, messages):
    """Write a card for each person."""
    page = customer.page
    for name, message in messages.items():
        page.goto("/shop/recipients")
        page.get_by_role("link", name=re.compile(f"Message card.*{name}")).click()
        page.wait_for_load_state("networkidle")
        customer.write(zone, message)
        customer.put_into_cart()
        page.locator("#shop_cart, .oe_cart").first.get_by_text(message).first.wait_for()


def enter_address(page, smtp_sink):
    """Cleo follows the link of the mail and says where she lives."""
    mail = smtp_sink.wait_for("cleo@example.com", "Where should we send")
    html = smtp_sink.html(mail)
    assert "€" not in html and "keyring" not in html.lower()
    [link] = set(re.findall(r'href="([^"]*/gift/address/[^"]*)"', html))
    page.goto(link.replace("&amp;", "&"))
    assert "€" not in page.locator("#wrap").inner_text()
    page.locator("#gift_street").fill("Seestraße 1")
    page.locator("#gift_zip").fill("78462")
    page.locator("#gift_city").fill("Konstanz")
    page.locator("#wrap form button[type='submit']").click()
    page.get_by_role("status").first.wait_for()


def cancel_gift(page, name):
    """Take the gift with a name off the order on its page, and see what it means before."""
    page.get_by_role("link", name=re.compile("Cancel")).click()
    page.wait_for_load_state("networkidle")
    text = page.locator(".text-break", has_text=name)
    page.locator("li.card", has=text).get_by_role("checkbox").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_text("Your card was not charged yet").wait_for()
    page.get_by_role("button", name="Cancel now").click()
    page.locator("#gift_requests .badge", has_text="Done").wait_for()
