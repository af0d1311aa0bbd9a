"""Sending events: signed, to loopback addresses only, again when they are not accepted."""

import hashlib
import hmac
import http.client
import json
import threading
import time
from urllib.parse import urlsplit

from . import endpoints

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def body_of(payload):
    """Return the bytes of an event as Stripe writes them."""
    return json.dumps(payload, indent=2).encode()


def sign(body, secrets, at=None):
    """Return the signature header of a body; several secrets give several signatures."""
    at = int(time.time()) if at is None else int(at)
    secrets = [secrets] if isinstance(secrets, str) else list(secrets)
    signed = f"{at}.".encode() + body
    parts = [hmac.new(key.encode(), signed, hashlib.sha256).hexdigest() for key in secrets]
    return {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": ",".join([f"t={at}", *(f"v1={part}" for part in parts)]),
    }


def post(url, body, headers, timeout=30):
    """Post a body to a loopback address; return the HTTP status, 0 if nobody answered."""
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in LOOPBACK:
        raise ValueError(f"The fake Stripe sends events to this machine only, not to {url}.")
    target = parts.path + (f"?{parts.query}" if parts.query else "") or "/"
    connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=timeout)
    try:
        connection.request("POST", target, body, {"User-Agent": "Stripe/1.0", **headers})
        return connection.getresponse().status
    except (TimeoutError, OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


class Deliverer:
    """A thread that sends new events to the registered endpoints, and again after a while."""

    def __init__(self, world, delay, attempts, backoff):
        self.world = world
        self.delay, self.attempts, self.backoff = delay, attempts, backoff
        self.waiting = []  # (due, attempt, event, endpoint)
        self.changed = threading.Condition()
        self.stopped = False
        self.thread = threading.Thread(target=self._run, name="fake-stripe-events", daemon=True)
        self.thread.start()

    def add(self, event):
        """Send an event to every endpoint that wants it, soon."""
        for endpoint in endpoints.wanting(self.world, event):
            self._wait(self.delay, 1, event, endpoint)

    def _wait(self, seconds, attempt, event, endpoint):
        """Send an event after some seconds."""
        with self.changed:
            self.waiting.append((time.monotonic() + seconds, attempt, event, endpoint))
            self.changed.notify()

    def stop(self):
        """Send nothing any more."""
        with self.changed:
            self.stopped = True
            self.changed.notify()
        self.thread.join(timeout=5)

    def _run(self):
        """Send what is due until stopped."""
        while not self.stopped:
            task = self._next()
            if task:
                self._send(*task[1:])

    def _next(self):
        """Return the next task that is due; wait a moment if none is."""
        with self.changed:
            self.waiting.sort(key=lambda task: task[0])
            if self.waiting and self.waiting[0][0] <= time.monotonic():
                return self.waiting.pop(0)
            left = self.waiting[0][0] - time.monotonic() if self.waiting else 60
            self.changed.wait(max(left, 0))
            return None

    def _send(self, attempt, event, endpoint):
        """Send an event once; try again later if it was not accepted."""
        try:
            status = self.world.deliver_to(event, endpoint)
        except ValueError:  # not on this machine
            return
        if not 200 <= status < 300 and attempt < self.attempts:
            self._wait(self.backoff * 2 ** (attempt - 1), attempt + 1, event, endpoint)
