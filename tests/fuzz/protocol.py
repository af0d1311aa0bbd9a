"""Requests that are odd as HTTP: verbs, headers, types, lengths, and bodies that come slowly."""

import json
import socket
import time
from urllib.parse import urlsplit

from .client import Answer
from .texts import MARKUP

VERBS = ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "X", "get", "GET" * 900)
# What the server itself answers when a request speaks no HTTP it knows: no fault of the shop.
REFUSED = {501: 405, 505: 400}
TYPES = (
    "", "text/plain", "text/html", "application/xml", "application/json; charset=utf-7", "application/jsonp",
    "application/json; charset=nonsense", "multipart/form-data", "multipart/form-data; boundary=",
    "application/x-www-form-urlencoded", "application/octet-stream", "application/json\t;", "\xff/\xfe", "x" * 9_000,
)  # fmt: skip
HEADERS = (
    ("X-Huge", "x" * 60_000), ("X-Huge", "x" * 70_000), ("Cookie", "a=b; " * 9_000), ("Cookie", "session_id=../../../etc/passwd"),
    ("Cookie", "session_id=" + "a" * 84), ("Cookie", "session_id=%00"), ("Cookie", "session_id=\xff\xfe"), ("Cookie", "frontend_lang=../../x"),
    ("Cookie", "frontend_lang=xx_XX; tz=Mars/Phobos"), ("Cookie", "cids=1-2-x; tz=\0"), ("Cookie", "=;=;=" * 99),
    ("Accept-Language", "x" * 5_000), ("Accept-Language", "*;q=NaN, ..;q=-1, en;q=1e999"), ("Accept-Language", "\xff"),
    ("Accept-Encoding", "gzip;q=-1, x" * 200), ("Accept", "a/b;q=" + "9" * 900), ("Range", "bytes=0-0,-1,9-1," + "0-," * 900),
    ("Range", "bytes=99999999999999999999-"), ("Range", "lines=1-2"), ("If-Range", "\"x\""), ("If-None-Match", "\"" * 900),
    ("If-None-Match", "W/\"x\", *"), ("If-Modified-Since", "Mon, 99 Foo 99999 99:99:99"), ("If-Modified-Since", "9" * 900),
    ("Host", "evil.invalid"), ("Host", "127.0.0.1:99999999"), ("Host", "[::1"), ("Host", "a b"), ("Host", ""), ("Host", "x" * 5_000),
    ("Host", "\xff.invalid"), ("Host", "evil.invalid/../x"), ("X-Forwarded-Host", "evil.invalid"), ("X-Forwarded-For", "x" * 5_000),
    ("X-Forwarded-For", "1.2.3.4, <script>"), ("X-Forwarded-Proto", "javascript"), ("X-Forwarded-Port", "-1"), ("Referer", "javascript:1"),
    ("Referer", MARKUP[0]), ("User-Agent", MARKUP[0]), ("User-Agent", ""), ("User-Agent", "x" * 40_000), ("Origin", "null"),
    ("Authorization", "Basic \xff"), ("Authorization", "Bearer " + "x" * 9_000), ("Authorization", "Basic Og=="), ("Expect", "100-continue"),
    ("Expect", "x"), ("Upgrade", "websocket"), ("Connection", "Upgrade, HTTP2-Settings"), ("X-Openerp-Session-Id", "x"),
    ("X-Odoo-Database", "postgres"), ("X-Odoo-Database", "\0"), ("Content-Encoding", "gzip"), ("Transfer-Encoding", "gzip, chunked"),
    ("X-HTTP-Method-Override", "DELETE"), ("Max-Forwards", "-1"), ("Te", "trailers"),
)  # fmt: skip
TARGETS = (
    "/gift/../../../../etc/passwd", "//evil.invalid/gift", "/gift/%2e%2e/%2e%2e/etc/passwd", "/gift/\xff\xfe", "/gift/%", "/gift/%zz",
    "/gift/" + "a/" * 9_000, "/gift/" + "a" * 70_000, "http://evil.invalid/gift/health", "*", "gift", "", "/gift/health?" + "a=b&" * 9_000,
    "/gift/health?a" + "[a]" * 900 + "=1", "/gift/health#x", "/gift/health;jsessionid=1", "/GIFT/HEALTH", "/gift//health", "/gift/health/",
    "/gift/health%00.jpg", "/gift/health%0d%0aSet-Cookie:x=1", "/gift/health?debug=assets,tests&db=postgres", "/gift/health?lang=../x",
    "/shop?search=%00", "/shop?attribute_values=x-y,9-9&min_price=NaN&max_price=inf", "/shop/page/999999999999999999999",
    "/my/designs/page/99999999999999999999?search=%ed%a0%80", "/my/gifts?sortby=__class__&filterby=../x", "/web/image/gift.asset/1/key_hash",
    "/web/content/gift.design/1/key_hash", "/web/image/gift.asset/999999999999/master/../../x", "/shop?ppg=99999999999&order=id;drop",
    "/gift_personalization/static/../__manifest__.py", "/gift_personalization/static/%2e%2e/__manifest__.py", "/gift_store/static/..%5c..%5cx",
)  # fmt: skip
JSON_PATHS = (
    "/gift/preview",
    "/gift/design/keep",
    "/gift/names/row",
    "/gift/wish/order",
    "/gift/names/start",
)
FORM_PATHS = ("/gift/upload", "/gift/packing/photo", "/my/designs/1/rename", "/gift/names/x/upload")


def cases(found):
    """Yield (name, role, send) of every odd request."""
    for route in found["routes"]:
        path = route["url"].split("<")[0] + ("1" if "<" in route["url"] else "")
        number = len(route["url"])
        for verb in (VERBS[number % 7], VERBS[3 + number % 6]):
            yield f"verb {verb[:9]} {route['url']}", "visitor", _sender(verb, path)
    for verb in VERBS:
        yield f"verb {verb[:9]}", "visitor", _sender(verb, "/gift/health")
    for name, value in HEADERS:
        for path in ("/gift/health", "/my/designs"):
            head = f"{name}: {value}"
            yield f"header {head[:40]!r} {path}", "visitor", _sender("GET", path, [head])
    for target in TARGETS:
        yield f"target {target[:40]!r}", "visitor", _sender("GET", target)
    for path in (*JSON_PATHS, *FORM_PATHS):
        for kind in TYPES:
            body = b'{"jsonrpc":"2.0","params":{}}'
            head = [f"Content-Type: {kind}"]
            yield f"type {kind[:30]!r} {path}", "visitor", _sender("POST", path, head, body)
    yield from _lengths()
    yield from _duplicates()
    yield from _slow()


def _lengths():
    body = b'{"jsonrpc":"2.0","params":{}}'
    for path in (JSON_PATHS[0], FORM_PATHS[0]):
        for told in (
            "-1",
            "0",
            "1",
            "9" * 30,
            "x",
            "1e3",
            "+29",
            "29, 29",
            "0x1d",
            " 29 ",
            "1" * 9_000,
        ):
            head = ["Content-Type: application/json", f"Content-Length: {told}"]
            yield (
                f"length {told[:9]} {path}",
                "visitor",
                _sender("POST", path, head, body, told=True),
            )
        twice = [
            "Content-Type: application/json",
            "Content-Length: 5",
            f"Content-Length: {len(body)}",
        ]
        yield f"length twice {path}", "visitor", _sender("POST", path, twice, body, told=True)
        for chunks in (
            b"1d\r\n" + body + b"\r\n0\r\n\r\n",
            b"zz\r\nx",
            b"-1\r\n",
            b"ffffffffffffffff\r\nx",
            b"0\r\n\r\n",
            b"",
        ):
            head = ["Content-Type: application/json", "Transfer-Encoding: chunked"]
            yield f"chunks {chunks[:9]!r} {path}", "visitor", _sender("POST", path, head, chunks, told=True)  # fmt: skip
    for line in (b"GET\r\n\r\n", b"\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\1\2\0\1\0\1\xfc\3\3" * 20, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                 b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 300 + b"\r\n", b"GET / HTTP/1.1\r\n: b\r\n\r\n", b"GET / HTTP/1.1\r\n a\r\n\r\n",
                 b"\0" * 900, b"GET /gift/health HTTP/1.1\nHost: x\n\n", b"<" * 70_000):  # fmt: skip
        yield f"line {line[:20]!r}", "visitor", _raw_sender([line])


def _duplicates():
    """Parameters that stand there twice, in one place or in two."""
    twice = b'{"jsonrpc":"2.0","params":{"product_id":1,"product_id":[],"values":{},"values":7}}'
    head = ["Content-Type: application/json"]
    for path in JSON_PATHS:
        target = f"{path}?product_id=9&values=x&params=1&key[]=1&key[a]=2"
        yield f"duplicates {path}", "visitor", _sender("POST", target, head, twice)
    for path in FORM_PATHS:
        form = {"product_id": ["1", "[]"], "csrf_token": ["x"], "file": ["a", "b"]}
        target = f"{path}?product_id=1&product_id=x&csrf_token=y"
        yield f"duplicates {path}", "visitor", _former(target, form)


def _former(path, fields):
    return lambda client: client.send(
        "POST", path, data={**fields, "csrf_token": [client.token, "x"]}
    )


def _slow():
    """Bodies that come a few bytes at a time, and clients that leave."""
    body = json.dumps({"jsonrpc": "2.0", "params": {"product_id": 1, "values": {}}}).encode()
    for path in (*JSON_PATHS[:3], *FORM_PATHS[:2]):
        head = _head("POST", path, ["Content-Type: application/json"], len(body))
        pieces = [head, *(body[at : at + 9] for at in range(0, len(body), 9))]
        yield f"slowly {path}", "visitor", _raw_sender(pieces, pause_s=0.15)
        yield f"leaves in the middle {path}", "visitor", _raw_sender([head, body[:20]], leaves=True)
        large = _head("POST", path, ["Content-Type: multipart/form-data; boundary=edge"], 10**9)
        yield f"says a gigabyte {path}", "visitor", _raw_sender([large, b"--edge\r\n"], leaves=True)
    lines = [b"GET /gift/health HTTP/1.1\r\n", *[b"X-A: b\r\n"] * 12, b"Host: x\r\n\r\n"]
    yield "slow headers", "visitor", _raw_sender(lines, pause_s=0.15)


# === SOCKETS === #


def _head(verb, target, lines, length=None):
    lines = list(lines)
    if not any(line.lower().startswith("host:") for line in lines):
        lines.insert(0, "Host: 127.0.0.1")
    if length is not None:
        lines.append(f"Content-Length: {length}")
    text = f"{verb} {target} HTTP/1.1\r\n" + "".join(f"{line}\r\n" for line in lines)
    return (text + "Connection: close\r\n\r\n").encode("latin-1", "replace")


def _sender(verb, target, lines=(), body=b"", *, told=False):
    """Return ``send(client)``; ``told``: the headers say themselves how long the body is."""
    length = None if told or not body else len(body)
    return _raw_sender([_head(verb, target, lines, length), body])


def _raw_sender(pieces, *, pause_s=0, leaves=False):
    def send(client):
        parts = urlsplit(client.url)
        began = time.monotonic()
        answer = exchange((parts.hostname, parts.port), pieces, pause_s=pause_s, leaves=leaves)
        answer.seconds = time.monotonic() - began - pause_s * len(pieces)
        return answer

    return send


def exchange(address, pieces, *, pause_s=0, leaves=False, timeout_s=20):
    """Send bytes as they are; returns the `Answer`. A server that hangs up refuses, too."""
    received = b""
    with socket.create_connection(address, timeout=timeout_s) as link:
        try:
            for piece in pieces:
                link.sendall(piece)
                time.sleep(pause_s)
            if not leaves:
                link.shutdown(socket.SHUT_WR)
                while part := link.recv(65_536):
                    received += part
        except (BrokenPipeError, ConnectionResetError):
            pass  # it did not want to hear the rest
        except TimeoutError:
            return Answer(0, 0, failure=f"no answer within {timeout_s} s")
    return read_answer(received)


def read_answer(data):
    """Return the `Answer` in the bytes that came back; none at all counts as a refusal."""
    head, _end, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    status = int(words[1]) if len(words) > 1 and words[1].isdigit() else 400
    pairs = (line.partition(":") for line in lines)
    headers = {name.strip(): value.strip() for name, _colon, value in pairs}
    return Answer(REFUSED.get(status, status), 0, body, headers)
