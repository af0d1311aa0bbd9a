"""The proxy's configuration, on the real nginx in front of a small server that plays Odoo."""

import http.server
import json
import threading
import time
from urllib.parse import urlsplit

import pytest
import requests
from nginx_proxy import Proxy

pytestmark = pytest.mark.filterwarnings("ignore::urllib3.exceptions.InsecureRequestWarning")
MEGABYTE = 1024 * 1024
PUBLIC = "public, max-age=31536000, immutable"


class FakeOdoo(http.server.BaseHTTPRequestHandler):
    """Answer every request with what was received."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        seen = {"path": self.path, "size": len(body), "headers": dict(self.headers)}
        self.server.requests.append(seen)
        if self.headers.get("Upgrade"):
            self.send_response(101)
            self.send_header("Upgrade", "websocket")
            self.send_header("Connection", "Upgrade")
            self.end_headers()
            return
        content = json.dumps({**seen, "padding": "x" * 2000}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if urlsplit(self.path).path.startswith(("/web/assets", "/web/static", "/gift/mockup")):
            self.send_header("Cache-Control", PUBLIC)
            self.send_header("Set-Cookie", "session_id=secret")
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = answer

    def log_message(self, *_arguments):
        """Stay silent."""


def serve():
    """Start a fake Odoo; return it."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), FakeOdoo)
    server.requests = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture(scope="module")
def upstreams():
    """A fake Odoo for pages and one for websockets."""
    servers = serve(), serve()
    yield servers
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def proxy(upstreams):
    """A fresh nginx, so that one test's rate does not limit the next."""
    for server in upstreams:
        server.requests.clear()
    with Proxy(*(server.server_port for server in upstreams)) as running:
        yield running


def get(proxy, path, **options):
    return requests.get(proxy.url + path, verify=False, timeout=10, **options)


def post(proxy, path, size, **options):
    return requests.post(proxy.url + path, data=b"x" * size, verify=False, timeout=30, **options)


def test_nginx_accepts_the_configuration(proxy):
    code, output = proxy.check()

    assert code == 0, output
    assert "test is successful" in output
    # nginx 1.25 renamed how HTTP/2 is switched on; only the old way works on Debian 12 as well.
    warnings = [line for line in output.splitlines() if "[warn]" in line]
    assert [
        line for line in warnings if '"listen ... http2" directive is deprecated' not in line
    ] == []


def test_plain_http_is_sent_to_https(proxy):
    answer = requests.get(
        f"http://localhost:{proxy.http_port}/shop?a=1", allow_redirects=False, timeout=10
    )

    assert answer.status_code == 308
    assert answer.headers["Location"] == "https://localhost/shop?a=1"


@pytest.mark.parametrize("path", ["/shop", "/web/assets/1/x.js", "/gift/upload", "/web/database/x"])
def test_every_answer_carries_the_security_headers(proxy, path):
    headers = get(proxy, path).headers

    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert "frame-ancestors 'self'" in policy
    assert "nginx/" not in headers["Server"]


def read_policy(proxy, path="/shop/payment"):
    """Return the sources of the Content-Security-Policy by directive."""
    policy = get(proxy, path).headers["Content-Security-Policy"]
    parts = (part.split() for part in policy.split(";") if part.strip())
    return {directive: sources for directive, *sources in parts}


def test_scripts_come_from_the_shop_and_from_stripe_alone(proxy):
    policy = read_policy(proxy)

    stripe = ["https://js.stripe.com", "https://*.js.stripe.com"]
    own = ["'self'", "'unsafe-inline'", "'unsafe-eval'", "blob:"]
    assert policy["script-src"] == [*own, *stripe]
    assert policy["frame-src"] == ["'self'", *stripe, "https://hooks.stripe.com"]
    assert policy["connect-src"] == ["'self'", "wss://localhost", "https://api.stripe.com"]
    assert policy["form-action"] == policy["base-uri"] == ["'self'"]


def test_stripes_frame_may_open_the_wallet(proxy):
    allowed = get(proxy, "/shop/payment").headers["Permissions-Policy"]

    assert 'payment=(self "https://js.stripe.com")' in allowed


def test_only_the_upload_takes_a_large_body_from_a_visitor(proxy, upstreams):
    assert post(proxy, "/gift/upload", 25 * MEGABYTE).json()["size"] == 25 * MEGABYTE
    upstreams[0].requests.clear()

    assert post(proxy, "/gift/upload", 31 * MEGABYTE).status_code == 413
    assert post(proxy, "/shop/cart/add", 3 * MEGABYTE).status_code == 413
    assert post(proxy, "/gift/preview", MEGABYTE).status_code == 413
    assert post(proxy, "/gift/design/save", MEGABYTE).status_code == 413
    assert upstreams[0].requests == []


def test_staff_may_save_a_large_picture_in_the_back_office(proxy):
    answer = post(proxy, "/web/dataset/call_kw/product.template/write", 10 * MEGABYTE)

    assert answer.json()["size"] == 10 * MEGABYTE


def test_the_visitors_address_cannot_be_forged(proxy):
    answer = get(proxy, "/shop", headers={"X-Forwarded-For": "6.6.6.6", "X-Real-IP": "6.6.6.6"})

    headers = answer.json()["headers"]
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert headers["X-Real-IP"] == "127.0.0.1"
    assert headers["X-Forwarded-Proto"] == "https"
    assert headers["X-Forwarded-Host"] == "localhost"


def test_answers_are_compressed(proxy):
    answer = get(proxy, "/shop", headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.json()["path"] == "/shop"


def test_assets_are_kept_for_long_and_served_from_the_copy(proxy, upstreams):
    first = get(proxy, "/web/assets/1/web.assets_frontend.min.css")
    second = get(proxy, "/web/assets/1/web.assets_frontend.min.css")

    assert first.headers["Cache-Control"] == second.headers["Cache-Control"] == PUBLIC
    assert (first.headers["X-Cache"], second.headers["X-Cache"]) == ("MISS", "HIT")
    assert len(upstreams[0].requests) == 1
    assert "Set-Cookie" not in first.headers


def test_pages_are_never_kept(proxy, upstreams):
    get(proxy, "/shop")
    get(proxy, "/shop")

    assert len(upstreams[0].requests) == 2


def test_the_websocket_goes_to_its_own_port(proxy, upstreams):
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade"}
    answer = get(proxy, "/websocket?version=1", headers=upgrade, stream=True)

    assert answer.status_code == 101
    assert [seen["path"] for seen in upstreams[1].requests] == ["/websocket?version=1"]
    assert upstreams[1].requests[0]["headers"]["Upgrade"] == "websocket"
    assert upstreams[0].requests == []


def test_the_database_manager_is_not_on_the_internet(proxy, upstreams):
    assert get(proxy, "/web/database/manager").status_code == 404
    assert post(proxy, "/web/database/create", 10).status_code == 404
    assert upstreams[0].requests == []


def codes_until_refused(proxy, path, most=200):
    """Send requests as fast as one visitor can, until one is refused; return the answers' codes."""
    codes = []
    with requests.Session() as visitor:
        while len(codes) < most and 429 not in codes:
            answer = visitor.post(proxy.url + path, data=b"x", verify=False, timeout=10)
            codes.append(answer.status_code)
    return codes


@pytest.mark.parametrize(
    ("path", "burst"), [("/gift/preview", 30), ("/gift/upload", 10), ("/web/login", 10)]
)
def test_requests_that_cost_are_limited_per_visitor(proxy, path, burst):
    codes = codes_until_refused(proxy, path)

    assert codes[-1] == 429
    assert codes[:-1] == [200] * (len(codes) - 1)
    assert len(codes) > burst


def test_the_log_holds_no_keys(proxy):
    get(proxy, "/my/gifts/proof/1?access_token=SECRET")

    log = ""
    deadline = time.monotonic() + 5
    while "/my/gifts" not in log and time.monotonic() < deadline:
        log = (proxy.folder / "access.log").read_text()
    assert "/my/gifts/proof/1" in log
    assert "SECRET" not in log
