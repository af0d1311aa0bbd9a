"""Customers who come back: invited, with points, a review, a gift card and a question."""

import io
import re
import secrets
from datetime import date, timedelta

from journey import Customer, Workshop, draw_photo
from pypdf import PdfReader
from team import (
    create_product,
    deliver,
    let_the_window_pass,
    order_delivered,
    read_wallet,
    refund,
)
from test_gift_journey import ADDRESS, find_product
from test_mail_flows import change, find_link, run_job

CODE = re.compile(r"(?:[0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}")


def sign_in(page, login, password, where):
    """Log in and go to a page."""
    page.goto(f"/web/login?redirect={where}")
    page.fill("#login", login)
    page.fill("#password", password)
    page.click(".oe_login_form button[type=submit]")
    page.wait_for_url(f"**{where}")


def read_points(page):
    """Return what the page of points says."""
    page.goto("/my/loyalty")
    return page.locator("#wrap").inner_text()


def buy_with_points(page, product, friend):
    """Put a thing into the cart, take the reward for 100 points, and pay; return the order."""
    page.goto(product["website_url"])
    page.wait_for_load_state("networkidle")
    friend.put_into_cart()
    reward = page.locator("form[name='claim_reward']:visible", has_text=re.compile(r"\b5 €"))
    with page.expect_navigation():
        reward.first.locator("button[name='o_loyalty_claim']").click()
    friend.check_out(ADDRESS)
    return friend.pay()


def test_an_invited_friend_earns_waits_spends_and_gives_back(
    browser_page, phone_page, odoo_rpc, smtp_sink
):
    rpc, page = odoo_rpc("admin"), phone_page
    product, mail = create_product(rpc), f"friend.{secrets.token_hex(4)}@example.com"
    sign_in(browser_page, "emma@example.com", "emma", "/my/loyalty")
    button = browser_page.locator("form[action='/my/loyalty/invite'] button")
    if button.count():
        button.click()
    link = browser_page.locator("#gift_invite_url").input_value()

    page.goto(link)
    page.get_by_role("button", name="Accept and look at the gifts").click()
    page.wait_for_url("**/shop")
    page.goto("/web/signup")
    for field, value in {"login": mail, "name": "Ben Berg", "password": "a long password 12",
                         "confirm_password": "a long password 12"}.items():  # fmt: skip
        page.fill(f"input[name='{field}']", value)
    page.click(".oe_signup_form button[type=submit]")
    page.wait_for_url(re.compile("/my|/shop"))
    [referral] = rpc.search_read(
        "gift.referral", [["friend_id.email", "=", mail]], ["friend_id", "giver_id"]
    )
    ben, emma = referral["friend_id"][0], referral["giver_id"][0]

    # Earned, and waiting for the return window. Both sit on one line, so the team looks first.
    first, _move = order_delivered(rpc, ben, product, 2)
    run_job(rpc, "ir_cron_release_points")
    [seen] = rpc.search_read("gift.referral", [["id", "=", referral["id"]]], ["state", "signs"])
    assert (seen["state"], "line" in seen["signs"]) == ("review", True)
    odoo_rpc("staff").call("gift.referral", "action_approve", [referral["id"]])
    assert "On their way" in read_points(page)
    before = read_points(browser_page)
    assert "100 points" in before

    # Released for both.
    let_the_window_pass(rpc, ben, emma)
    assert re.search(r"\b130 points", read_points(page))
    assert "On their way" not in read_points(page)
    assert read_wallet(rpc, ben) == (0, 130)

    # Spent, and given back with a refund.
    friend = Customer(page, "Ben Berg", mail)
    name = buy_with_points(page, product, friend)
    [second] = rpc.search_read("sale.order", [["name", "=", name]], ["id", "amount_total"])
    assert re.search(r"\b30 points", read_points(page))
    deliver(rpc, second["id"])
    refund(rpc, second["id"])
    run_job(rpc, "ir_cron_release_points")
    assert read_wallet(rpc, ben) == (0, 130)
    page_of_points = read_points(page)
    assert re.search(r"\b130 points", page_of_points) and "On their way" not in page_of_points


def test_a_delivered_gift_is_asked_about_reviewed_and_shown(browser_page, odoo_rpc, smtp_sink):
    rpc, staff, page = odoo_rpc("admin"), odoo_rpc("staff"), browser_page
    product, mail = create_product(rpc), f"buyer.{secrets.token_hex(4)}@example.com"
    [buyer] = rpc.call("res.partner", "create", [{"name": "Mia Sommer", "email": mail}])
    purpose = rpc.call("gift.consent.purpose", "search", [["code", "=", "review"]])
    entry = {"partner_id": buyer, "purpose_id": purpose[0], "state": "given", "note": "Phone"}
    staff.call(
        "gift.consent.entry", "action_enter", staff.call("gift.consent.entry", "create", [entry])
    )
    order, _move = order_delivered(rpc, buyer, product, 1)
    change(
        "UPDATE gift_flow SET activated_on = activated_on - interval '1 year'"
        " WHERE trigger = 'review'"
    )
    change(
        "UPDATE stock_picking SET date_done = date_done - interval '9 days',"
        " gift_delivered_date = date_done - interval '8 days'"
        f" WHERE sale_id = {order:d}"
    )
    run_job(rpc, "ir_cron_flows")
    run_job(rpc, "ir_cron_flows")

    question = smtp_sink.wait_for(mail, "How did")
    page.goto(find_link(smtp_sink.html(question), "/gift/go/"))
    page.locator("label", has=page.locator("input[name=stars][value='4']")).click()
    page.fill("#gift_review_body", "The bow held all day.")
    page.set_input_files(
        "#gift_review_photos",
        {"name": "p.jpg", "mimeType": "image/jpeg", "buffer": draw_photo()},
    )
    page.check("input[name=photos_ok]")
    page.get_by_role("button", name="Send the review").click()
    page.get_by_text("Your photo follows when we have looked at it.").wait_for()
    page.goto(product["website_url"])
    page.locator("#gift_reviews").scroll_into_view_if_needed()
    page.locator("#gift_reviews").get_by_text("The bow held all day.").wait_for()
    assert page.locator("#gift_reviews .o_gift_review_photo").count() == 0

    photos = staff.call(
        "gift.review.photo", "search", [["review_id.sale_line_id.order_id", "=", order]]
    )
    staff.call("gift.review.photo", "action_show", photos)
    page.reload()
    page.locator("#gift_reviews").scroll_into_view_if_needed()
    picture = page.locator("#gift_reviews .o_gift_review_photo")
    picture.scroll_into_view_if_needed()
    page.wait_for_function(
        "document.querySelector('#gift_reviews .o_gift_review_photo').naturalWidth > 50"
    )
    assert "Bought here" in page.locator("#gift_reviews").inner_text()


def open_ticket(workshop, number):
    """Open a ticket in the queue of the back office."""
    page = workshop.page
    page.goto("/odoo/action-gift_loyalty.gift_ticket_action")
    card = page.locator(".o_kanban_record", has_text=number)
    assert card.locator("img").first.get_attribute("src")
    card.click()
    page.locator(".o_form_view").wait_for()
    return page


def test_a_question_becomes_a_ticket_and_the_ticket_a_new_gift(
    browser_page, back_office_page, odoo_rpc, smtp_sink
):
    rpc, page, subject = odoo_rpc("admin"), browser_page, f"A chip {secrets.token_hex(3)}"
    [order] = rpc.search_read(
        "sale.order",
        [["partner_id.email", "=", "emma@example.com"], ["gift_job_ids.stage", "=", "shipped"]],
        ["name", "amount_total", "gift_job_ids"],
        limit=1,
    )
    sign_in(page, "emma@example.com", "emma", "/my/tickets")
    page.goto(f"/support?order={order['name']}")
    page.fill("#support_subject", subject)
    page.fill("#support_body", "One of the two has a chip at the handle.")
    page.set_input_files(
        "#support_files", {"name": "chip.jpg", "mimeType": "image/jpeg", "buffer": draw_photo()}
    )
    page.locator(".o_gift_support button[type=submit]").click()
    page.get_by_text("Thank you, we have got your question.").wait_for()
    [ticket] = rpc.search_read(
        "gift.ticket", [["name", "=", subject]], ["number", "order_id", "channel", "access_url"]
    )
    assert (ticket["order_id"][0], ticket["channel"]) == (order["id"], "form")

    desk = open_ticket(Workshop(back_office_page, "staff"), ticket["number"])
    desk.get_by_role("button", name="I work on it").click()
    desk.get_by_role("button", name="Make it again").click()
    window = desk.locator(".modal-dialog")
    window.locator("[name=cause_id] input").click()
    desk.locator(".o-autocomplete--dropdown-item a", has_text="Damaged").first.click()
    window.locator("[name=answer] textarea").fill("We make it again.")
    window.get_by_role("button", name="Make it again").click()
    window.wait_for(state="detached")

    [request] = rpc.search_read(
        "gift.order.request", [["gift_ticket_id", "=", ticket["id"]]],
        ["state", "outcome", "new_job_id"],
    )  # fmt: skip
    assert (request["state"], request["outcome"]) == ("done", "replacement")
    [job] = rpc.search_read(
        "gift.job", [["id", "=", request["new_job_id"][0]]], ["is_replacement", "order_name"]
    )
    assert (job["is_replacement"], job["order_name"]) == (True, order["name"])
    [after] = rpc.search_read("sale.order", [["id", "=", order["id"]]], ["amount_total"])
    assert after["amount_total"] == order["amount_total"]

    odoo_rpc("staff").call(
        "gift.ticket", "message_post", [ticket["id"]],
        body="The new one leaves on Monday.", message_type="comment",
        subtype_xmlid="mail.mt_comment",
    )  # fmt: skip
    answer = smtp_sink.wait_for("emma@example.com", subject)
    assert "leaves on Monday" in smtp_sink.html(answer)
    page.goto(ticket["access_url"])
    thread = page.locator("#wrap").inner_text()
    assert "chip at the handle" in thread and "leaves on Monday" in thread
    page.fill("#ticket_body", "Wonderful, thank you!")
    page.locator("form[action$='/answer'] button[type=submit]").click()
    page.get_by_text("Thank you, we have got your message.").wait_for()


def choose_recipient(page, mail, day):
    """Say in the cart who gets the gift card, and when."""
    page.locator(".o_gift_card_whom a").click()
    for field, value in {"recipient": "Anna", "email": mail, "giver": "Emma",
                         "send_on": day.isoformat(),
                         "message": "Happy birthday, dear Anna!"}.items():  # fmt: skip
        page.locator(f"#gift_letter_{field}").fill(value)
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile("/shop/cart"))
    assert "Anna" in page.locator(".o_gift_card_whom").inner_text()


def read_code(mail):
    """Return the code that stands in the PDF of a mail."""
    [pdf] = [part for part in mail.walk() if part.get_content_type() == "application/pdf"]
    [page] = PdfReader(io.BytesIO(pdf.get_payload(decode=True))).pages
    return CODE.search(page.extract_text()).group()


def read_balance(page, code):
    """Return what the page of balances says about a code."""
    page.goto("/gift-card")
    page.locator("#gift_card_code").fill(code.lower().replace("-", " "))
    with page.expect_navigation():
        page.get_by_role("button", name="Show the balance").click()
    return page.locator("#wrap").inner_text()


def test_a_gift_card_is_designed_sent_spent_and_given_back(
    browser_page, phone_page, odoo_rpc, smtp_sink
):
    rpc = odoo_rpc("admin")
    giver, anna = (f"{name}.{secrets.token_hex(4)}@example.com" for name in ("giver", "anna"))
    emma = Customer(browser_page, "Emma Fischer", giver)
    emma.open_product(find_product(rpc, "giftcard")["website_url"])
    assert "(+" not in browser_page.locator("#product_details").inner_text()
    emma.write("title", "For Anna")
    emma.put_into_cart()
    choose_recipient(browser_page, anna, date.today() + timedelta(days=20))
    emma.check_out(ADDRESS)
    [order] = rpc.search_read("sale.order", [["name", "=", emma.pay()]], ["picking_ids"])
    assert not order["picking_ids"]

    run_job(rpc, "ir_cron_send_gift_cards")
    assert not smtp_sink.messages(anna)
    change(
        "UPDATE gift_card_letter SET send_at = now() AT TIME ZONE 'UTC' - interval '1 minute'"
        f" WHERE order_id = {order['id']:d}"
    )
    run_job(rpc, "ir_cron_send_gift_cards")
    run_job(rpc, "ir_cron_send_gift_cards")
    mail = smtp_sink.wait_for(anna, "A gift card for you")
    code, html = read_code(mail), smtp_sink.html(mail)
    assert "Happy birthday, dear Anna!" in html and code in html and "/gift/preview/" in html
    assert len(smtp_sink.messages(anna)) == 1
    assert all(code not in smtp_sink.html(other) for other in smtp_sink.messages(giver))
    assert "25.00" in read_balance(phone_page, code)

    product, page = create_product(rpc), phone_page
    buyer = Customer(page, "Anna Berg", anna)
    page.goto(product["website_url"])
    page.wait_for_load_state("networkidle")
    buyer.put_into_cart()
    field = page.locator("input[name='promo']:visible").first
    field.fill(code)
    with page.expect_navigation():
        field.press("Enter")
    buyer.check_out(ADDRESS)
    spent = buyer.pay()
    assert "cannot be used" in read_balance(page, code)

    [second] = rpc.search_read("sale.order", [["name", "=", spent]], ["id"])
    rpc.call("sale.order", "action_cancel", [second["id"]])
    assert "25.00" in read_balance(page, code)
