"""The card form that the fake draws, in a headless Chromium, used as payment_stripe uses it."""

import json
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[3]
CHROMIUM = Path(os.environ.get("GIFT_RUN_DIR") or ROOT / ".run") / "bin" / "google-chrome"
SHOP = """<!doctype html>
<html lang="{lang}" dir="{dir}"><head><meta charset="utf-8"><title>Shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><form id="form"><div id="card"></div><button type="button" id="pay">Pay</button></form>
<p id="said" style="overflow-wrap: anywhere"></p>
<script src="{fake}/v3/"></script>
<script>
const stripe = Stripe("{key}", {{ apiVersion: "2019-05-16", locale: "{lang}" }});
const elements = stripe.elements({{ appearance: {{ theme: "stripe" }}, ...{options} }});
const element = elements.create("payment", {{ defaultValues: {{ billingDetails: {{
    name: "Emma", email: "", address: {{ line1: "Street 1", line2: "", country: "NL" }},
}} }} }});
window.told = [];
for (const name of ["ready", "change", "loaderror"]) {{
    element.on(name, (event) => window.told.push([name, event.complete]));
}}
element.mount(document.querySelector("#card"));
document.querySelector("#form").addEventListener("submit", (ev) => {{
    ev.preventDefault();
    window.told.push(["submitted"]);
}});
document.querySelector("#pay").addEventListener("click", async () => {{
    await elements.submit();
    const {{ error }} = await stripe.{confirm}({{
        elements, clientSecret: "{secret}",
        confirmParams: {{ return_url: location.origin + "/back?reference=S1" }},
    }});
    document.querySelector("#said").textContent = error.message;
}});
</script></body></html>"""
OPTIONS = {
    "mode": "payment", "amount": 2500, "currency": "eur", "captureMethod": "automatic",
    "paymentMethodTypes": ["card"],
}  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def shop(fake, browser):
    """Return a way to open the shop's page; it returns the page in the browser."""
    pages = {}

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self):
            body = pages.get(self.path, "Back in the shop.").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    page = browser.new_page(viewport={"width": 360, "height": 640})
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))

    def show(intent, options=None, lang="en", confirm="confirmPayment"):
        pages["/pay"] = SHOP.format(
            lang=lang, dir="rtl" if lang == "ar" else "ltr", fake=fake.url, confirm=confirm,
            key=fake.publishable_key, secret=intent.client_secret,
            options=json.dumps({**OPTIONS, **(options or {})}),
        )  # fmt: skip
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/pay")
        return page

    yield show
    page.close()
    server.shutdown()
    server.server_close()
    assert errors == []


@pytest.fixture
def intent(sdk):
    return sdk.payment_intents.create(
        {"amount": 2500, "currency": "eur", "capture_method": "automatic"}
    )


def _fill(page, number="4242 4242 4242 4242", expiry="12 / 40", cvc="123"):
    """Type a card as a customer does."""
    page.get_by_label("Card number").fill(number)
    page.get_by_label("Expiry").fill(expiry)
    page.get_by_label("Security code").fill(cvc)


def test_card_is_paid_and_leads_back(sdk, shop, intent):
    page = shop(intent)
    page.wait_for_function("told.length")
    _fill(page)
    told = page.evaluate("told")

    page.click("#pay")
    page.wait_for_url("**/back**")

    assert told[0][0] == "ready"
    assert told[-1] == ["change", True]
    assert page.url.rpartition("/")[2] == (
        f"back?reference=S1&payment_intent={intent.id}"
        f"&payment_intent_client_secret={intent.client_secret}&redirect_status=succeeded"
    )
    found = sdk.payment_intents.retrieve(intent.id, {"expand": ["payment_method"]})
    assert (found.status, found.payment_method.billing_details.name) == ("succeeded", "Emma")


@pytest.mark.parametrize(
    ("button", "status"), [("Complete", "succeeded"), ("Fail", "requires_payment_method")]
)
def test_proof_is_given_or_refused_on_the_bank_page(sdk, shop, intent, button, status):
    page = shop(intent)
    _fill(page, "4000 0027 6000 3184")
    page.click("#pay")
    page.wait_for_url("**/fake/3ds/**")
    assert "25.00 EUR" in page.inner_text("main")

    page.get_by_role("button", name=button).press("Enter")
    page.wait_for_url("**/back**")

    assert sdk.payment_intents.retrieve(intent.id).status == status


def test_refused_card_is_said_and_another_one_pays(sdk, shop, intent):
    page = shop(intent)
    _fill(page, "4000 0000 0000 0002")
    page.click("#pay")
    page.wait_for_function("document.querySelector('#said').textContent")
    assert page.inner_text("#said") == "Your card was declined."

    _fill(page)
    page.click("#pay")
    page.wait_for_url("**/back**")

    assert sdk.payment_intents.retrieve(intent.id).status == "succeeded"


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"number": ""}, "number", "Your card number is incomplete."),
        ({"number": "4242 4242 4242 4241"}, "number", "Your card number is invalid."),
        ({"expiry": "13/40"}, "expiry", "Your card's expiration date is incomplete."),
        ({"expiry": "12/20"}, "expiry", "Your card's expiration date is in the past."),
        ({"cvc": "12"}, "cvc", "Your card's security code is incomplete."),
    ],
)
def test_wrong_card_is_said_at_its_field(fake, shop, intent, typed, field, message):
    page = shop(intent)
    _fill(page, **typed)

    page.click("#pay")
    page.wait_for_function("document.querySelector('#said').textContent")

    assert page.inner_text("#said") == message
    assert page.inner_text(f"[data-fake-stripe-error={field}]") == message
    wrong = page.locator("[aria-invalid=true]")
    assert (wrong.count(), wrong.get_attribute("data-fake-stripe")) == (1, field)
    assert page.evaluate("document.activeElement.dataset.fakeStripe") == field
    assert fake.all("charge") == []


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"amount": 2400}, "amount"),
        ({"currency": "usd"}, "currency"),
        ({"captureMethod": "manual"}, "capture_method"),
        ({"setupFutureUsage": "off_session"}, "setup_future_usage"),
        ({"paymentMethodTypes": ["card", "ideal"]}, "payment_method_types"),
    ],
)
def test_form_that_was_told_otherwise_than_stripe_is_refused(fake, shop, intent, options, word):
    page = shop(intent, options)
    _fill(page)

    page.click("#pay")
    page.wait_for_function("document.querySelector('#said').textContent")

    assert word in page.inner_text("#said")
    assert fake.all("charge") == []


def test_card_is_kept_without_paying(fake, sdk, shop):
    customer = sdk.customers.create({"name": "Emma"})
    setup = sdk.setup_intents.create({"customer": customer.id})
    options = {"mode": "setup", "setupFutureUsage": "off_session"}
    page = shop(setup, options, confirm="confirmSetup")
    _fill(page)

    page.click("#pay")
    page.wait_for_url("**/back**setup_intent=**")

    assert len(sdk.payment_methods.list({"customer": customer.id}).data) == 1


def test_bank_redirect_needs_no_card(connect, shop):
    sdk = connect(stripe_version="2019-05-16")
    intent = sdk.payment_intents.create(
        {"amount": 2500, "currency": "eur", "payment_method_types": ["ideal"]}
    )
    page = shop(intent, {"paymentMethodTypes": ["ideal"]})
    assert page.locator("input").count() == 0

    page.click("#pay")
    page.wait_for_url("**/fake/3ds/**")
    page.get_by_role("button", name="Complete").click()
    page.wait_for_url("**/back**")

    assert sdk.payment_intents.retrieve(intent.id).status == "succeeded"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_form_is_told_apart_and_used_by_keyboard_on_a_small_screen(shop, intent, lang):
    page = shop(intent, lang=lang)

    title = "Test card form of the fake payment server, no real money"
    group = page.get_by_role("group", name=title)
    assert group.get_attribute("dir") == "ltr"
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    for name in ("number", "expiry", "cvc"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.dataset.fakeStripe") == name
        page.keyboard.press("Enter")
    assert ["submitted"] not in page.evaluate("told")
    heights = page.eval_on_selector_all("input", "all => all.map(one => one.offsetHeight)")
    assert min(heights) >= 44


def test_wallets_are_not_offered(shop, intent):
    page = shop(intent)

    assert page.evaluate("""async () => {
        const request = stripe.paymentRequest({ country: "NL", currency: "eur", total: {} });
        const button = stripe.elements().create("paymentRequestButton", {});
        request.on("paymentmethod", () => {});
        request.update({ total: {} });
        return [await request.canMakePayment(), typeof button.mount];
    }""") == [None, "function"]  # fmt: skip


def test_script_takes_no_live_key(shop, intent):
    page = shop(intent)

    assert page.evaluate(
        "() => { try { Stripe('pk_live_1') } catch (error) { return error.message } }"
    ) == "The fake payment server takes a key that starts with pk_test_."  # fmt: skip
