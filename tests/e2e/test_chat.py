"""The chat: who asks where an order is shows by a code that it is his, and is told."""

import re

from playwright.sync_api import expect
from test_mail_flows import run_job

EMMA = "emma@example.com"


def say(chat, text):
    """Write a message as soon as the bot listens."""
    field = chat.locator(".o-mail-Composer-input:not([readonly])").first
    field.fill(text)
    field.press("Enter")
    expect(chat.locator(".o-mail-Message", has_text=text).last).to_be_visible()


def hear(chat, text):
    """Wait for a message of the bot."""
    expect(chat.locator(".o-mail-Message", has_text=text).last).to_be_visible()


def test_a_visitor_asks_where_the_order_is(phone_page, odoo_rpc, smtp_sink):
    rpc, page = odoo_rpc("admin"), phone_page
    jobs = [["order_id.partner_id.email", "=", EMMA], ["stage", "=", "shipped"]]
    [job] = rpc.search_read("gift.job", jobs, ["order_id"], limit=1)
    number = job["order_id"][1]

    page.goto("/shop")
    page.wait_for_load_state("networkidle")
    page.locator(".o_gift_chat").click()
    chat = page.locator(".o-mail-ChatWindow")
    expect(chat).to_be_visible(timeout=60_000)
    hear(chat, "How can I help you?")
    chat.get_by_role("button", name="Where is my order?").click()
    hear(chat, "number of your order")
    say(chat, number)
    hear(chat, "Which mail address")
    say(chat, EMMA)
    hear(chat, "a code of six digits")
    run_job(rpc, "ir_cron_chat_codes")
    mail = smtp_sink.wait_for(EMMA, "code")
    [code] = re.findall(r"\b\d{6}\b", re.sub(r"<[^>]+>|#\w{6}", " ", smtp_sink.html(mail)))
    wrong = "000000" if code != "000000" else "111111"
    say(chat, wrong)
    hear(chat, "not the code")
    say(chat, code)
    hear(chat, "on its way")
