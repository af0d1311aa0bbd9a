"""Journeys: a real Odoo on a copy of the demo shop, a real Chromium, a real mail sink."""

import email
import email.policy
import os
import socket
import threading
import time
from pathlib import Path

import pytest
import requests
from aiosmtpd.controller import Controller
from gift_dev import fake_stripe, shop
from gift_dev.base import LOGS, RUN
from gift_dev.postgres import Server
from playwright.sync_api import sync_playwright

SCREENSHOTS = RUN / "screenshots" / "e2e"
LOG = os.environ.get("GIFT_E2E_LOG", "e2e-odoo.log")
PATIENCE_MS = 90_000  # for one step; on a busy machine a page may take half a minute


def free_port():
    """Return a TCP port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


# === MAIL === #


class MailSink:
    """An SMTP server that keeps what it gets."""

    def __init__(self):
        self._messages = []
        self._lock = threading.Lock()

    async def handle_DATA(self, _server, _session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        with self._lock:
            self._messages.append((list(envelope.rcpt_tos), message))
        return "250 OK"

    def messages(self, recipient=None):
        """Return the mails so far, those to `recipient` only when given."""
        with self._lock:
            return [m for to, m in self._messages if recipient is None or recipient in to]

    def wait_for(self, recipient, subject="", seconds=60):
        """Wait for a mail to `recipient` whose subject contains `subject`; return it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in self.messages(recipient):
                if subject.lower() in (message["Subject"] or "").lower():
                    return message
            time.sleep(0.2)
        seen = [m["Subject"] for m in self.messages(recipient)]
        raise AssertionError(f"No mail about {subject!r} to {recipient}; it got {seen}.")

    @staticmethod
    def html(message):
        """Return the HTML body of a mail."""
        return message.get_body(("html", "plain")).get_content()


@pytest.fixture(scope="session")
def smtp_sink():
    """The mail server that Odoo sends to."""
    sink = MailSink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    sink.port = controller.port
    yield sink
    controller.stop()


# === ODOO === #


@pytest.fixture(scope="session")
def running_shop(smtp_sink):
    """A running shop on its own copy of the demo database, as (its address, the card's bank)."""
    database = os.environ["GIFT_E2E_DATABASE"]
    server = Server()
    server.call("psql", "-d", database, "-qc", "UPDATE ir_mail_server SET active = false")
    port = free_port()
    url = f"http://localhost:{port}"
    server.call("psql", "-d", database, "-qc", SET_BASE_URL.format(url=url))
    mail = ["--smtp", "127.0.0.1", "--smtp-port", str(smtp_sink.port)]
    mail += ["--email-from", "shop@example.com"]
    with fake_stripe.beside(server, database, port) as (env, token):
        process = shop.start_odoo(server, database, port, *mail, log=LOG, env=env)
        try:
            shop.wait_until_served(process, f"{url}/shop", LOG)
            yield url, Bank(env.get(fake_stripe.VARIABLE), token)
        finally:
            shop.stop_odoo(process)


@pytest.fixture(scope="session")
def shop_url(running_shop):
    """The address of the running shop."""
    return running_shop[0]


@pytest.fixture(scope="session")
def bank(running_shop):
    """What happens to payments outside the shop."""
    return running_shop[1]


class Bank:
    """The control routes of the fake Stripe beside the shop."""

    def __init__(self, base, token):
        self.base = base
        self.headers = {"X-Fake-Control": token or ""}

    def read_events(self, kind):
        """Return what the events of a kind are about, the oldest first."""
        answer = requests.get(f"{self.base}/fake/events", headers=self.headers, timeout=30).json()
        return [e["data"]["object"] for e in answer["data"] if e["type"] == kind]

    def dispute(self, charge_id, reason):
        """Let the cardholder's bank take a payment back."""
        self._order("disputes", charge_id=charge_id, reason=reason)

    def fail(self, method, path, kind, times=1, seconds=30):
        """Order a fault of Stripe for its next calls."""
        self._order(
            "faults", method=method, path_pattern=path, kind=kind, times=times, seconds=seconds
        )

    def deliver(self, event, endpoint, **how):
        """Send events once more: `times`, `forged`, `late_s`, `order`; return the statuses."""
        return self._order("deliver", event=event, endpoint=endpoint, **how)["statuses"]

    def pay_out(self):
        """Send the balance to the shop's bank account; return the payout."""
        return self._order("payouts")

    def _order(self, path, **values):
        answer = requests.post(
            f"{self.base}/fake/{path}", json=values, headers=self.headers, timeout=60
        )
        assert answer.ok, answer.text
        return answer.json()


SET_BASE_URL = """
INSERT INTO ir_config_parameter (key, value) VALUES
    ('web.base.url', '{url}'), ('web.base.url.freeze', 'True'),
    ('mail.default.from', 'shop@example.com'), ('gift_personalization.step_mail_minutes', '0')
ON CONFLICT (key) DO UPDATE SET value = excluded.value
"""


class OdooRpc:
    """A user of the back office, over Odoo's JSON-RPC."""

    def __init__(self, url, login, password):
        self.url = url
        self.session = requests.Session()
        database = os.environ["GIFT_E2E_DATABASE"]
        user = self._post("/web/session/authenticate", db=database, login=login, password=password)
        self.uid = user["uid"]

    def _post(self, path, **params):
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        answer = self.session.post(f"{self.url}{path}", json=body, timeout=120).json()
        if "error" in answer:
            raise AssertionError(answer["error"]["data"]["message"])
        return answer.get("result")

    def call(self, model, method, *args, **kwargs):
        """Call a public method; record methods take the ids first."""
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model, method=method, args=list(args), kwargs=kwargs,
        )  # fmt: skip

    def search_read(self, model, domain, fields, **kwargs):
        """Read the records a domain selects."""
        return self.call(model, "search_read", domain, fields, **kwargs)


@pytest.fixture(scope="session")
def odoo_rpc(shop_url):
    """Log a user in: `odoo_rpc('staff')` (the demo passwords equal the logins)."""

    def log_in(login, password=None):
        return OdooRpc(shop_url, login, password or login)

    return log_in


# === BROWSER === #


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(RUN / "bin" / "google-chrome"))
        yield browser
        browser.close()


def open_page(request, chromium, shop_url, **options):
    """Yield a page of a fresh visitor; uncaught script errors and 5xx answers fail the test."""
    context = chromium.new_context(base_url=shop_url, locale="en-US", **options)
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(f"script error: {error}"))
    page.on("response", lambda answer: note_answer(page, answer))
    yield page
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{Path(request.node.name).name}.png", full_page=True)
    context.close()
    assert not page.problems, page.problems


def note_answer(page, answer):
    """Remember an answer that means the server failed."""
    if answer.status >= 500:
        page.problems.append(f"{answer.status} for {answer.url}")


@pytest.fixture
def browser_page(request, chromium, shop_url):
    """A visitor at a desk."""
    size = {"width": 1280, "height": 900}
    yield from open_page(request, chromium, shop_url, viewport=size)


@pytest.fixture
def phone_page(request, chromium, shop_url):
    """A visitor with a phone."""
    options = {"is_mobile": True, "has_touch": True, "device_scale_factor": 2}
    size = {"width": 390, "height": 844}
    yield from open_page(request, chromium, shop_url, viewport=size, **options)


@pytest.fixture
def back_office_page(chromium, shop_url):
    """Another person at a desk, such as one of the team."""
    context = chromium.new_context(base_url=shop_url, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def server_log():
    """The path of the running shop's log."""
    return LOGS / LOG
