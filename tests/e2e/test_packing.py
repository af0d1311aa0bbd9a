"""The packing table on a phone: a piece that differs from its proof is made again."""

from pathlib import Path

import pytest

PHOTO = Path(__file__).parents[2] / "addons/gift_store/demo/photos/fox.jpg"


@pytest.fixture
def made_job(odoo_rpc):
    """Return a job that is made, in a shop that asks for a photo at packing."""
    admin = odoo_rpc("admin")
    admin.call("ir.config_parameter", "set_param", "gift_personalization.packing_photo", "always")
    domain = [("stage", "=", "made")]
    yield admin.search_read("gift.job", domain, ["name", "quantity"], limit=1)[0]
    admin.call("ir.config_parameter", "set_param", "gift_personalization.packing_photo", "never")


def test_a_piece_that_differs_at_packing_leads_to_its_reprint(phone_page, made_job, odoo_rpc):
    page = phone_page
    page.context.set_default_timeout(180_000)  # the first visit builds the assets
    page.goto("/web/login?redirect=/odoo/gift-scan")
    page.locator("input[name='login']").fill("production")
    page.locator("input[name='password']").fill("production")
    page.locator("form.oe_login_form button[type='submit']").click()
    page.get_by_label("Code on the ticket").fill(made_job["name"])
    page.get_by_role("button", name="OK").click()
    page.wait_for_selector(".o_gift_scan_message[data-status=photo]")

    page.get_by_label("Photo of the piece").set_input_files(PHOTO)
    page.get_by_role("button", name="It differs").click()
    page.get_by_label("What is different?").fill("The name is crooked")
    page.get_by_role("button", name="Make it again").click()

    window = page.get_by_role("dialog")
    assert window.locator("[name=note] textarea").input_value() == "The name is crooked"
    assert page.locator(".o_gift_scan_message[data-status=differs]").count() == 1
    window.get_by_label("Misprint").check()
    window.get_by_role("button", name="Make it again").click()
    page.wait_for_selector(".o_form_view:has-text('Again')")

    domain = [("job_id", "=", made_job["id"])]
    [entry] = odoo_rpc("production").search_read("gift.reprint", domain, ["quantity", "note"])
    assert (entry["quantity"], entry["note"]) == (1, "The name is crooked")
