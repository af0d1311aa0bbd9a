"""The fake Stripe beside the demo shop: a newcomer pays with a test card, without an account."""

import os
import subprocess
import sys
from contextlib import contextmanager

from .base import ADDONS, LOGS, RUNNING, Stop

FAKE = ADDONS / "gift_payment" / "tests"
VARIABLE = "GIFT_STRIPE_FAKE_BASE"
KEYS = """
SELECT p.id, p.stripe_secret_key, p.stripe_publishable_key, p.stripe_webhook_secret,
       p.gift_stripe_events_secret
  FROM payment_provider p
 WHERE p.code = 'stripe' AND p.state = 'test' AND p.stripe_secret_key LIKE 'sk_test_fake%'
 ORDER BY p.id LIMIT 1
"""
ENDPOINTS = (("/payment/stripe/webhook", "2019-05-16"), ("/gift/stripe/events", ""))


@contextmanager
def beside(server, database, port):
    """Run the fake for a demo shop on `port`; yield (environment of Odoo, token or None).

    A shop whose provider has keys of its own is left alone: no fake runs, nothing is changed. The
    provider is offered to visitors only while the fake runs.
    """
    provider = _read_provider(server, database)
    if not provider:
        yield {}, None
        return
    process = _start(provider, port)
    try:
        base, token = _read_address(process)
        _offer(server, database, provider[0], offered=True)
        yield {VARIABLE: base}, token
    finally:
        _offer(server, database, provider[0], offered=False)
        process.terminate()
        process.wait(10)
        RUNNING.discard(process)


def _read_provider(server, database):
    """Return (id, secret key, publishable key, two signing secrets), or None."""
    query = "SELECT to_regclass('payment_provider') IS NOT NULL"
    if server.call("psql", "-d", database, "-tAc", query).stdout.strip() != "t":
        return None
    query = (
        "SELECT count(*) FROM information_schema.columns WHERE table_name = 'payment_provider'"
        " AND column_name IN ('stripe_secret_key', 'gift_stripe_events_secret')"
    )
    if server.call("psql", "-d", database, "-tAc", query).stdout.strip() != "2":
        return None
    row = server.call("psql", "-d", database, "-tAF", "|", "-c", KEYS).stdout.strip()
    return row.split("|") if row.count("|") == 4 else None


def _start(provider, port):
    _id, secret_key, publishable_key, *secrets = provider
    command = [sys.executable, "-m", "fake_stripe", "--secret-key", secret_key]
    command += ["--publishable-key", publishable_key]
    for (path, version), secret in zip(ENDPOINTS, secrets, strict=True):
        url = f"http://127.0.0.1:{port}{path}"
        command += ["--endpoint", f"{url},{version or sdk_version()},{secret}"]
    LOGS.mkdir(parents=True, exist_ok=True)
    with open(LOGS / "fake-stripe.log", "w") as log:
        process = subprocess.Popen(
            command, env={**os.environ, "PYTHONPATH": str(FAKE)}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=log, text=True, start_new_session=True,
        )  # fmt: skip
    RUNNING.add(process)
    return process


def sdk_version():
    """Return the version of Stripe's API that the installed SDK speaks."""
    from stripe._api_version import _ApiVersion

    return _ApiVersion.CURRENT


def _read_address(process):
    lines = [process.stdout.readline(), process.stdout.readline()]
    if not lines[1]:
        raise Stop(f"The fake Stripe ended while starting: see {LOGS / 'fake-stripe.log'}.")
    return lines[0].split()[-1], lines[1].split()[-1]


def _offer(server, database, provider, *, offered):
    query = f"UPDATE payment_provider SET is_published = {offered} WHERE id = {int(provider)}"
    server.call("psql", "-d", database, "-qc", query)
