"""Send 2,000 hostile inputs through the shop's real routes: ``make bench-hostile``.

Starts Odoo with two workers and the limits of production on a copy of the demo shop, sends
pictures, texts, JSON, drawings, fonts and template files that are made to break it, then looks at
everything that can be fetched and opens pages that show the texts in Chromium. Prints a table,
writes ``build/bench/hostile.json`` and exits with 1 when a bar is missed.
"""

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from fuzz import browser, entries, forms, routes, server, uploads  # noqa: E402
from fuzz.client import Client  # noqa: E402
from fuzz.pictures import bases  # noqa: E402
from fuzz.runner import Runner  # noqa: E402
from fuzz.safety import drawing_problems  # noqa: E402
from gift_dev import shop  # noqa: E402
from gift_dev.base import RUN  # noqa: E402
from gift_dev.postgres import Server  # noqa: E402

SEED = 20_260_101
INPUTS = 2_000
# Memory of a worker: Odoo's own 300 MB, the faces of every script, and one large answer.
WORKER_MB = 900
# A process that opens one file: the limit of its address space.
CHILD_MB = 1_500
SHOWN = 40


class Attack:
    """The kinds of inputs, in the order in which they are sent."""

    def __init__(self, watch, database, found):
        self.watch, self.database, self.found = watch, database, found
        self.runner = Runner(watch, database)
        self.urls = []

    def run(self, kinds):
        """Send what is asked for; returns the rows of the table."""
        self.design = self._make_design()
        for kind in ("photos", "entries", "cart", "requests", "files", "texts", "methods"):
            if not kinds or kind in kinds:
                began = time.monotonic()
                row = self.runner.play(kind, getattr(self, f"_{kind}")())
                say(f"  {kind}: {row.counts['sent']} in {time.monotonic() - began:.0f} s")
        return self.runner.rows

    def _make_design(self):
        """Return key, id and photo of a visitor's own design."""
        client = self.runner.client("visitor")
        product = next(p for p in self.found["products"] if "photo" in dict(p["zones"]))
        file = {"file": ("a.jpg", bases()["photo.jpg"], "image/jpeg")}
        sent = client.form("/gift/upload", {"product_id": product["product_id"]}, file).json
        params = {"product_id": product["product_id"], "key": sent["key"], "values": {}}
        kept = client.rpc("/gift/design/keep", params).json["result"]
        return {"key": sent["key"], "id": kept["id"], "asset": sent["asset"]}

    # === KINDS === #

    def _photos(self):
        for name, send in forms.hostile_uploads(self.found["products"], SEED):
            yield name, "visitor", send, {"check": self._note_photo}

    def _note_photo(self, answer):
        content = answer.json
        if answer.status == 200 and isinstance(content, dict) and "url" in content:
            self.urls.append(content["url"])
        return []

    def _entries(self):
        for name, path, body in entries.Entries(self.found, self.design, SEED).cases():
            yield name, "visitor", poster(path, body), {"check": check_preview}

    def _cart(self):
        for name, path, body in entries.cart_calls(self.found, self.design["key"], SEED):
            yield name, "visitor", poster(path, body), {}
        for path in ("/shop/cart", "/my/designs"):
            yield path, "visitor", lambda client, path=path: client.send("GET", path), {}

    def _requests(self):
        for case in routes.hostile_requests(self.found, self.design, SEED):
            yield case.name, case.role, case.send, {}

    def _files(self):
        manager = Client(self.watch.url, self.database, "manager", 61_000)
        template = self.found["known"]["template_id"][0]
        exported = manager.send("GET", f"/gift/template/{template}/export.json").body
        made = uploads.Uploads(self.found, SEED, RUN / "fonts", exported)
        for kind, name, role, model, values in made.cases():
            send = uploads.sender(self.found, model, values)
            yield f"{kind} {name}", role, send, {"own_only": True}

    def _texts(self):
        for name, model, ids, values in uploads.text_writes(self.found, SEED):
            yield name, "manager", caller(model, "write", [ids, values]), {"own_only": True}

    def _methods(self):
        for number, call in enumerate(uploads.method_calls(self.found, SEED)):
            name, model, method, arguments = call
            role = ("staff", "production", "manager", "customer")[number % 4]
            yield name, role, caller(model, method, arguments), {"own_only": True}


def poster(path, body):
    """Return ``send(client)`` for a JSON body."""
    return lambda client: client.post_json(path, body)


def caller(model, method, arguments):
    """Return ``send(client)`` for a call of the web client."""
    return lambda client: client.call(model, method, arguments)


def check_preview(answer):
    """Return what is unsafe about the drawings in an answer of the live preview."""
    content = answer.json
    result = content.get("result") if isinstance(content, dict) else None
    surfaces = result.get("surfaces", []) if isinstance(result, dict) else []
    return [problem for surface in surfaces for problem in drawing_problems(surface["svg"])]


# === REPORT === #


def missed_bars(rows, aftermath, limits):
    """Return in words what is not as it must be."""
    missed = [f"{row.kind}: {text}" for row in rows for text in row.problems]
    missed += [f"{row.kind}: {row.deaths} workers were lost" for row in rows if row.deaths]
    for row in rows:
        if row.worker_mb > WORKER_MB:
            missed.append(f"{row.kind}: a worker grew to {row.worker_mb} MB of {WORKER_MB}")
        if row.child_mb > CHILD_MB:
            missed.append(f"{row.kind}: a process grew to {row.child_mb} MB of {CHILD_MB}")
        if row.slowest > limits["limit_time_real"]:
            missed.append(f"{row.kind}: {row.slowest_name} took {row.slowest:.0f} s")
    return [*missed, *aftermath["problems"]]


HEADS = (
    "kind",
    "sent",
    "sentence",
    "refused",
    "accepted",
    "5xx",
    "broken",
    "deaths",
    "worker",
    "child",
    "slowest",
)


def table(rows):
    """Return the table as lines."""
    lines = [HEADS]
    for row in rows:
        counts = row.counts
        plain = counts["refused"] - counts["sentence"]
        lines.append((
            row.kind, counts["sent"], counts["sentence"], plain, counts["accepted"], counts["5xx"],
            counts["broken"], row.deaths, f"{row.worker_mb} MB", f"{row.child_mb} MB",
            f"{row.slowest:.1f} s",
        ))  # fmt: skip
    return ["".join(f"{str(cell):>10}" for cell in line) for line in lines]


def say(text):
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def attack(options):
    """Run it all; returns (rows, what was found afterwards)."""
    aftermath = {"fetched": 0, "pages": 0, "problems": []}
    found = routes.introspect(Server(), options.database)
    with server.served(options.database, options.port) as watch:
        made = Attack(watch, options.database, found)
        rows = made.run(options.kinds)
        visitor = Client(watch.url, options.database, "visitor", 62_000)
        manager = Client(watch.url, options.database, "manager", 62_001)
        paths = [*made.urls, *browser.stored_files(manager)]
        aftermath["fetched"], problems = browser.check_files((visitor, manager), paths)
        aftermath["problems"] += problems
        if not options.without_browser:
            seen = browser.look_at_pages(watch.url, options.database, found)
            aftermath["pages"] = seen[0]
            aftermath["problems"] += seen[1]
        deaths, errors = watch.take_problems()
        aftermath["problems"] += [f"log: {text}" for text in (*deaths, *errors)]
    return rows, aftermath


def report(rows, aftermath, seconds):
    """Print and write what was found; returns the exit code."""
    for line in table(rows):
        say(line)
    sent = sum(row.counts["sent"] for row in rows)
    say(f"{sent} inputs in {seconds:.0f} s; {aftermath['fetched']} files fetched and "
        f"{aftermath['pages']} pages opened afterwards")  # fmt: skip
    peak = max((row.total_mb for row in rows), default=0)
    say(f"workers and their processes together: at most {peak} MB")
    missed = missed_bars(rows, aftermath, server.production_limits())
    for text in missed[:SHOWN]:
        say(f"MISSED {text}")
    if len(missed) > SHOWN:
        say(f"... and {len(missed) - SHOWN} more, in build/bench/hostile.json")
    target = ROOT / "build" / "bench" / "hostile.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    figures = [{**vars(row), "counts": dict(row.counts)} for row in rows]
    written = {
        "seed": SEED,
        "sent": sent,
        "rows": figures,
        "aftermath": aftermath,
        "missed": missed,
    }
    target.write_text(json.dumps(written, indent=1))
    return 1 if missed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", help="database to copy; the demo shop's when not given")
    parser.add_argument("--database", default="gift_bench_hostile", help="name of the copy")
    parser.add_argument("--port", type=int, default=8152)
    parser.add_argument("--without-browser", action="store_true")
    parser.add_argument("kinds", nargs="*", help="only these kinds of inputs")
    options = parser.parse_args()
    if not options.source:
        shop.build_demo(Server())
    call_pg("clone", options.source or shop.DEMO_TEMPLATE, options.database)
    began = time.monotonic()
    try:
        rows, aftermath = attack(options)
    finally:
        call_pg("drop", options.database)
    code = report(rows, aftermath, time.monotonic() - began)
    if not options.kinds and sum(row.counts["sent"] for row in rows) < INPUTS:
        say(f"MISSED fewer than {INPUTS} inputs were sent")
        return 1
    return code


def call_pg(*arguments):
    """Copy or drop a database with its files."""
    subprocess.run([str(ROOT / "scripts" / "pg"), *arguments], check=True)


if __name__ == "__main__":
    sys.exit(main())
