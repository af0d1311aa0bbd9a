"""Pages for the browser: the stand-in for Stripe's script, and the page of the customer's bank."""

import hmac
from html import escape
from pathlib import Path
from urllib.parse import parse_qs

from . import secure
from .errors import ApiError

SCRIPTS = [Path(__file__).with_name(name) for name in ("stand_in_form.js", "stand_in.js")]
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Test bank</title>
<style>
body {{ font: 1rem/1.5 system-ui, sans-serif; margin: 0; background: #f3f4f6; color: #111827; }}
main {{ max-width: 24rem; margin: 2rem auto; padding: 1.5rem; background: #fff;
  border-radius: .5rem; box-shadow: 0 1px 4px #0003; box-sizing: border-box; }}
h1 {{ font-size: 1.25rem; font-weight: 400; margin: 0 0 .75rem; }}
button {{ display: block; width: 100%; min-height: 2.75rem; margin-top: .75rem; font: inherit;
  border: 1px solid #1d4ed8; border-radius: .375rem; cursor: pointer; background: #fff;
  color: #1d4ed8; }}
button.main {{ background: #1d4ed8; color: #fff; }}
button:focus-visible {{ outline: 3px solid #f59e0b; outline-offset: 2px; }}
</style>
</head>
<body>
<main>
<h1>Test bank of the fake payment server</h1>
<p>Here a bank would ask you to confirm {what}. No real money is moved.</p>
<form method="post" action="{action}">
<input type="hidden" name="page" value="{page}">
<button class="main" name="outcome" value="complete">Complete</button>
<button name="outcome" value="fail">Fail</button>
</form>
</main>
</body>
</html>
"""
POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
}


def answer(handler, path):
    """Answer a request for the script; everything else is not here."""
    if path.rstrip("/") != "/v3" or handler.command != "GET":
        raise ApiError(404, "There is no such page.")
    script = b"".join(path.read_bytes() for path in SCRIPTS)
    handler.send_body(200, script, "text/javascript; charset=utf-8")


def answer_secure(handler, path, query):
    """Show the page of the bank, or go on with what the customer chose."""
    world = handler.server.fake.world
    posted = handler.command == "POST"
    text = handler.read_body(10_000).decode("utf-8", "replace") if posted else query
    values = {name: found[-1] for name, found in parse_qs(text).items()}
    with world.store.lock:
        intent = _intent(world, path.removeprefix("/fake/3ds/"), values.get("page", ""))
        if not posted:
            body = PAGE.format(
                what=escape(_what(intent)), action=escape(path, quote=True),
                page=escape(values["page"], quote=True),
            )  # fmt: skip
            handler.send_body(200, body.encode(), "text/html; charset=utf-8", POLICY)
            return
        try:
            secure.answer(world, intent, values.get("outcome") == "complete")
        except ApiError as error:
            if error.status != 402:
                raise
        target = secure.way_back(intent)
    if target:
        handler.send_body(303, b"", "", {"Location": target})
    else:
        handler.send_body(200, b"Done. Go back to the shop.", "text/plain", POLICY)


def _intent(world, key, page):
    """Return the intent that waits behind a page; nobody guesses its name."""
    kind = "setup_intent" if key.startswith("seti_") else "payment_intent"
    intent = world.store.find(kind, key)
    if not intent or not intent["_page"] or not hmac.compare_digest(
        intent["_page"].encode(), page.encode()
    ):  # fmt: skip
        raise ApiError(404, "This confirmation is over. Go back to the shop.")
    return intent


def _what(intent):
    """Return in words what the customer confirms."""
    if intent["object"] == "setup_intent":
        return "that your card may be kept"
    digits = 0 if intent["currency"] in ("jpy", "krw", "vnd", "clp") else 2
    return f"a payment of {intent['amount'] / 10**digits:.{digits}f} {intent['currency'].upper()}"
