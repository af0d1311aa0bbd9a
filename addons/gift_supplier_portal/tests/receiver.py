"""A supplier's machine in a thread: a real HTTP server that keeps what it was told."""

import hashlib
import hmac
import http.server
import threading


class Receiver(http.server.ThreadingHTTPServer):
    """Answers with ``status``; ``statuses`` are answers before that, one for each call."""

    daemon_threads = True

    def __init__(self):
        super().__init__(('127.0.0.1', 0), _Handler)
        self.calls, self.status, self.statuses, self.location = [], 200, [], None
        self.hold = threading.Event()  # an answer waits while it is cleared
        self.hold.set()
        self.url = f'http://127.0.0.1:{self.server_port}/hook?a=1'
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def stop(self):
        self.hold.set()
        self.shutdown()
        self.server_close()


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        self.server.calls.append((self.path, dict(self.headers), body))
        self.server.hold.wait(30)
        status = self.server.statuses.pop(0) if self.server.statuses else self.server.status
        self.send_response(status)
        if self.server.location:
            self.send_header('Location', self.server.location)
        self.send_header('Content-Length', '0')
        self.end_headers()

    def log_message(self, *args):
        """Write nothing."""


def is_signed(header, body, secret, *, now, window=300):
    """Return whether a message is genuine and new, as the manual tells suppliers to check it."""
    parts = [part.split('=', 1) for part in header.split(',')]
    moment = next(value for name, value in parts if name == 't')
    wanted = hmac.new(secret.encode(), moment.encode() + b'.' + body, hashlib.sha256).hexdigest()
    is_known = any(
        name == 'v1' and hmac.compare_digest(value, wanted) for name, value in parts
    )  # fmt: skip
    return is_known and abs(now - int(moment)) <= window
