"""The HTTP side of the fake: reads requests, lets faults happen, writes answers."""

import json
import logging
import socket
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from . import api, control, forms, pages
from .errors import ApiError
from .faults import AFTER
from .store import random_text

_logger = logging.getLogger(__name__)
LARGEST_FORM = 1_000_000
LARGEST_UPLOAD = 16_000_000
HOSTS = ("127.0.0.1", "localhost")
SECRET_HEADERS = ("authorization", "cookie", control.HEADER.lower())
SECRET_PARAMS = ("number", "cvc", "client_secret", "key", "secret", "page", "iban")


@dataclass
class Request:
    """A call as it is kept in the log, without secrets."""

    method: str
    path: str
    params: dict
    headers: dict
    status: int = 0
    fault: str = ""
    replayed: bool = False


def without_secrets(value, name=""):
    """Return parameters without card numbers and secrets."""
    if isinstance(value, dict):
        return {key: without_secrets(item, key) for key, item in value.items()}
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    return "[hidden]" if name in SECRET_PARAMS else value


class Server(ThreadingHTTPServer):
    """A server on 127.0.0.1 that forgets its open connections when it is closed."""

    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = True

    def __init__(self, fake, port):
        self.fake = fake
        self.open = set()
        self.guard = threading.Lock()
        super().__init__(("127.0.0.1", port), Handler)

    def process_request(self, request, client_address):
        """Answer one connection in a thread of its own."""
        with self.guard:
            self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        """Close a connection that is done."""
        with self.guard:
            self.open.discard(request)
        super().shutdown_request(request)

    def close_all(self):
        """Close the server and every connection that is still open."""
        self.server_close()
        with self.guard:
            for connection in self.open:
                with_quiet_close(connection)

    def handle_error(self, request, client_address):
        """Say nothing about callers that hang up."""


def with_quiet_close(connection):
    """Close a connection whatever state it is in."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server_version = "FakeStripe"
    sys_version = ""
    timeout = 65

    def log_message(self, *_args):
        """Print nothing; the log of the fake has it."""

    def _handle(self):
        """Answer one request, whatever it holds."""
        try:
            self._answer()
        except ApiError as error:
            self.close_connection = True  # the body may not have been read
            self.send_json(error.status, {"error": error.error})
        except OSError:
            self.close_connection = True
        except Exception as error:
            self.server.fake.crashes.append(error)
            _logger.exception("The fake Stripe could not answer a request.")
            self.close_connection = True
            self.send_json(500, {"error": api.TROUBLE})

    do_GET = do_POST = do_DELETE = do_PUT = do_PATCH = _handle

    def do_OPTIONS(self):
        """Let a page of the shop call the API from the browser."""
        self.send_body(204, b"", "", {
            "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
            "Access-Control-Allow-Headers": self.headers.get(
                "Access-Control-Request-Headers", "Authorization, Content-Type"
            ).replace("\r", "").replace("\n", ""),
            "Access-Control-Max-Age": "300",
        })  # fmt: skip

    def _answer(self):
        """Answer one request."""
        host = self.headers.get("Host", "").partition(":")[0]
        if host not in HOSTS:
            raise ApiError(403, "The fake Stripe answers to 127.0.0.1 and localhost only.")
        target, _mark, query = self.path.partition("?")
        path = unquote(target)
        if path.startswith("/v1/"):
            self._call(path, query)
        elif path.startswith("/fake/3ds/"):
            pages.answer_secure(self, path, query)
        elif path.startswith("/fake/"):
            control.answer(self, path)
        else:
            pages.answer(self, path)

    def _call(self, path, query):
        """Answer a call of the API, unless a fault was ordered for it."""
        fake = self.server.fake
        params = self.read_params(query)
        entry = Request(self.command, path, without_secrets(params), {
            name: value for name, value in self.headers.items()
            if name.lower() not in SECRET_HEADERS
        })  # fmt: skip
        with fake.world.store.lock:
            fake.requests.append(entry)
            fault = fake.faults.take(self.command, path)
        entry.fault = fault.kind if fault else ""
        if fault and fault.kind not in AFTER:
            self._break(fault.kind, entry)
            return
        result = api.answer(
            fake.world, self.command, path.removeprefix("/v1/"), self.headers, params
        )
        entry.status, entry.replayed = result.status, result.replayed
        if fault and fault.kind != "timeout":
            self._break(fault.kind, entry)
            return
        if fault:
            fake.stopped.wait(fault.seconds)
        key = self.headers.get("Idempotency-Key", "")
        self.send_json(result.status, result.body, {
            **({"Idempotency-Key": key} if key.isprintable() and key.isascii() and key else {}),
            **({"Idempotent-Replayed": "true"} if result.replayed else {}),
            "Stripe-Version": fake.world.version,
        })  # fmt: skip

    def _break(self, kind, entry):
        """Answer wrongly, or not at all."""
        if kind.startswith("drop"):
            self.close_connection = True
            return
        if kind.startswith("garbage"):
            entry.status = 200
            self.send_body(200, b"<html>Bad gateway", "text/html")
            return
        entry.status = int(kind.removeprefix("http_"))
        limited = {"type": "invalid_request_error", "code": "rate_limit",
                   "message": "Too many requests hit the API too quickly."}  # fmt: skip
        self.send_json(entry.status, {"error": limited if entry.status == 429 else api.TROUBLE})

    def read_params(self, query=""):
        """Return the parameters of the query and of the body together."""
        content_type = self.headers.get("Content-Type", "")
        upload = content_type.startswith("multipart/form-data")
        body = self.read_body(LARGEST_UPLOAD if upload else LARGEST_FORM)
        params = forms.parse(query)
        if upload:
            return params | forms.parse_multipart(body, content_type)
        try:
            return params | forms.parse(body.decode())
        except UnicodeDecodeError as error:
            raise forms.unreadable() from error

    def read_body(self, limit):
        """Return the body of a request, if it is not too large."""
        length = self.headers.get("Content-Length") or "0"
        if self.headers.get("Transfer-Encoding") or not length.isdecimal():
            raise ApiError(411, "Send the length of the body in Content-Length.")
        if int(length) > limit:
            raise forms.too_large(limit)
        return self.rfile.read(int(length))

    def send_json(self, status, value, headers=None):
        """Send a JSON answer."""
        body = json.dumps(value, indent=2).encode()
        self.send_body(status, body, "application/json", headers)

    def send_body(self, status, body, content_type, headers=None):
        """Send an answer."""
        self.send_response(status)
        for name, value in {
            **({"Content-Type": content_type} if content_type else {}),
            "Content-Length": str(len(body)), "Request-Id": f"req_{random_text(14)}",
            "Cache-Control": "no-cache, no-store", "Access-Control-Allow-Origin": "*",
            "Access-Control-Expose-Headers": "Request-Id", "X-Content-Type-Options": "nosniff",
            **({"Connection": "close"} if self.close_connection else {}), **(headers or {}),
        }.items():  # fmt: skip
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
