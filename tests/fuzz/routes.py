"""Every route of our addons, as the running code has them, with hostile parameters."""

import json
import random
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from gift_dev.odoo_cli import environment, odoo_command

from . import texts
from .client import ROLES

INTROSPECT = Path(__file__).with_name("introspect.py")
CONVERTER = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")
IDS = (
    "0", "1", "2147483647", "2147483648", "9223372036854775808", "9" * 60, "-1", "1.5", "1e3",
    "0x1", "١", "1 OR 1=1", "%00", "",
)  # fmt: skip
STRINGS = (
    "x", "a" * 64, "0" * 64, "A" * 3_000, "..%5c..%5c..%5cetc%5cpasswd", "%00", "%ff%fe", "%0d%0aX-Evil:1",
    "%ed%a0%80", "%E2%80%AE", "'--", "%3Cscript%3Ealert(1)%3C%2Fscript%3E", "%25%73%25n", "%f0%9f%91%8d",
    "en_US.json", "..", "~", "*", "%2e%2e", "constructor",
)  # fmt: skip


def introspect(server, database):
    """Return what `introspect.py` prints about a database."""
    done = subprocess.run(
        odoo_command(["shell", "-d", database, "--no-http"]), input=INTROSPECT.read_text(),
        env=environment(server), text=True, capture_output=True, check=True,
    )  # fmt: skip
    for line in done.stdout.splitlines():
        if "FOUND {" in line:
            return json.loads(line[line.index("FOUND ") + 6 :])
    raise AssertionError(
        f"Odoo did not say what there is: {done.stdout[-800:]}{done.stderr[-2000:]}"
    )


@dataclass
class Case:
    """One hostile request of a role."""

    name: str
    role: str
    method: str
    path: str
    options: dict = field(default_factory=dict)  # of the HTTP client
    is_form: bool = False

    def send(self, client):
        """Send it; returns the `Answer`."""
        options = dict(self.options)
        if self.is_form and not isinstance(options.get("data"), bytes):
            options["data"] = {"csrf_token": client.token, **options.get("data", {})}
        return client.send(self.method, self.path, **options)


# === VALUES === #


def good_values(found, design):
    """Return real values by parameter name: those of the database, and of a visitor's design."""
    product = found["products"][0]
    known = {name: values for name, values in found["known"].items() if values}
    known.update(
        product_id=[product["product_id"]], key=[design.get("key", "")], keys=[[design.get("key", "")]],
        design_id=[design.get("id") or 1], values=[{"name": {"text": "Anna"}}], quantity=[1],
        combination=[[]], known_extra=[0], page=[1],
    )  # fmt: skip
    return known


class Maker:
    """Makes the hostile requests of one route."""

    def __init__(self, route, known, rng, per_parameter):
        self.route, self.known, self.rng, self.count = route, known, rng, per_parameter
        self.in_path = {name: kind for kind, name in CONVERTER.findall(route["url"])}
        others = [*route["params"], *route["form"]]
        self.others = [name for name in dict.fromkeys(others) if name not in self.in_path]
        self.number = rng.randrange(len(ROLES))

    def cases(self):
        """Yield the route's cases; every role takes its turn."""
        for role in ROLES:
            yield self.case("real values", role=role)
        for name in self.in_path:
            yield from self._path_cases(name)
        if self.route["type"] == "jsonrpc":
            yield from self._json_cases()
        else:
            yield from self._form_cases()
        other = "GET" if self.method() == "POST" else "PUT"
        yield self.case("another method", method=other)

    def method(self):
        """Return the HTTP method the route is called with."""
        is_post = self.route["type"] == "jsonrpc" or "GET" not in (self.route["methods"] or ["GET"])
        return "POST" if is_post else "GET"

    def good(self, name):
        """Return a real value of a parameter; some that looks right when none is known."""
        return self.rng.choice(self.known.get(name, [1 if name.endswith("_id") else "x"]))

    def path(self, **hostile):
        """Return the route's address with real values, but for the hostile ones."""

        def fill(match):
            name = match.group(2)
            return hostile.get(name) or quote(str(self.good(name)), safe="")

        return CONVERTER.sub(fill, self.route["url"])

    def case(self, name, *, role=None, method=None, path=None, **options):
        """Return a case with real parameters where none are given."""
        self.number += 1
        method = method or self.method()
        if not options:
            values = {other: self.good(other) for other in self.others}
            options = self.carry(method, values)
        is_form = method == "POST" and self.route["type"] != "jsonrpc"
        role = role or ROLES[self.number % len(ROLES)]
        title = f"{self.route['url']} {name}"
        return Case(title, role, method, path or self.path(), options, is_form)

    def carry(self, method, values):
        """Return the options of a request that carries values."""
        if self.route["type"] == "jsonrpc":
            return {"json": {"jsonrpc": "2.0", "params": values}}
        return {"params" if method == "GET" else "data": values}

    # === KINDS === #

    def _path_cases(self, name):
        values = IDS if self.in_path[name] == "int" else STRINGS
        for value in values:
            yield self.case(f"{name}={value[:40]}", path=self.path(**{name: value}))

    def _json_cases(self):
        headers = {"Content-Type": "application/json"}
        for number, body in enumerate(texts.BODIES):
            yield self.case(f"body {number}", data=body, headers=headers)
        real = {name: json.dumps(self.good(name)) for name in self.others}
        hostile = texts.json_values()
        for name in self.others:
            for value in self.rng.sample(hostile, min(self.count, len(hostile))):
                body = texts.json_object({"params": texts.json_object({**real, name: value})})
                data = body.encode("utf-8", "surrogatepass")
                yield self.case(f"{name}={value[:60]}", data=data, headers=headers)
        extra = json.dumps({"params": {"evil": 1, **dict.fromkeys(self.others)}})
        yield self.case("nulls", data=extra.encode(), headers=headers)
        yield self.case("nothing", json={})
        yield self.case("as a form", data={"params": "{}"})

    def _form_cases(self):
        method = self.method()
        hostile = texts.short_texts()
        for name in self.others:
            real = {other: self.good(other) for other in self.others}
            for value in self.rng.sample(hostile, min(self.count, len(hostile))):
                options = self.carry(method, {**real, name: value})
                yield self.case(f"{name}={value[:60]!r}", **options)
            if method == "POST":
                file = {name: ("a\0b\u202e.txt", b"x" * 99, "text/html")}
                rest = {other: value for other, value in real.items() if other != name}
                yield self.case(f"{name} is a file", data=rest, files=file)
            yield self.case(f"{name} missing", **self.carry(method, {"x": 1}))
            twice = self.carry(method, {**real, name: ["1", "<b>", "3"]})
            yield self.case(f"{name} three times", **twice)
        yield self.case("as JSON", data=b"[" * 5_000, headers={"Content-Type": "application/json"})
        if method == "POST":
            case = self.case("no token")
            case.is_form = False
            yield case


def real_links(design, url):
    """Return the values of a design's links for the parameters of an address."""
    values = {}
    for start, known in design.get("links", {}).items():
        if url.startswith(start):
            values.update(known)
    return values


def hostile_requests(found, design, seed, *, per_parameter=12):
    """Return the hostile requests to all routes, in the same order for the same seed.

    :param dict found: what `introspect` returned.
    :param dict design: ``key`` and ``id`` of a visitor's own design, and its ``links``: real values
        by the beginning of an address, for parameters that mean something else elsewhere.
    """
    known = good_values(found, design)
    made = []
    last = sorted(found["routes"], key=lambda route: "delete" in route["url"])
    for route in last:
        own = {**known, **real_links(design, route["url"])}
        maker = Maker(route, own, random.Random(f"{seed} {route['url']}"), per_parameter)
        made.extend(maker.cases())
    return made
