"""Send 2,000 hostile inputs through the shop's real routes: ``make bench-hostile``.

Starts Odoo with two workers and the limits of production on a copy of the demo shop, sends
pictures, texts, JSON, drawings, fonts, lists of names, template files, odd HTTP and calls of models
that are made to break it, then fetches everything that can be fetched, opens every answer that
holds a hostile text or is a file in Chromium with traps set, and the pages that show the texts.
Prints a table, writes ``build/bench/hostile.json`` and exits with 1 when a bar is missed.

A run sends a sample, the same for the same ``--seed``; ``--everything`` sends all there is.
"""

import argparse
import json
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from fuzz import browser, routes, server  # noqa: E402
from fuzz.attack import Attack  # noqa: E402
from fuzz.client import Client  # noqa: E402
from fuzz.replay import replay  # noqa: E402
from gift_dev import databases, shop  # noqa: E402
from gift_dev.postgres import Server  # noqa: E402

SEED = 20_260_101
INPUTS = 2_000
# Memory of a worker: Odoo's own 300 MB, the faces of every script, and one large answer.
WORKER_MB = 900
# A process that opens one file: the limit of its address space.
CHILD_MB = 1_500
# A run with the sample is over by then, on two cores with nothing else running.
LONGEST_S = 600
SHOWN = 40
MB = 1024 * 1024


# === ATTACK === #


def attack(options):
    """Run it all; returns (rows, what was found afterwards)."""
    found = routes.introspect(Server(), options.database)
    with server.served(options.database, options.port) as watch:
        made = Attack(watch, options.database, found, options.seed, say)
        rows = made.run(options.kinds, everything=options.everything)
        aftermath = look_afterwards(watch, made, options)
        deaths, errors = watch.take_problems()
        aftermath["problems"] += [f"log: {text}" for text in (*deaths, *errors)]
        aftermath["workers"] = [
            {"pid": pid, **dict(zip(("start_mb", "peak_mb", "end_mb"), as_mb(sizes), strict=True))}
            for pid, sizes in sorted(watch.by_worker.items())
        ]
    return rows, aftermath


def look_afterwards(watch, made, options):
    """Fetch what is in store, open the answers and the pages; returns what was found."""
    began = time.monotonic()
    visitor = Client(watch.url, options.database, "visitor", 62_000)
    manager = Client(watch.url, options.database, "manager", 62_001)
    paths = [*made.urls, *browser.stored_files(manager)]
    fetched, problems = browser.check_files((visitor, manager), paths)
    say(f"  fetched {len(fetched)} in {time.monotonic() - began:.0f} s")
    aftermath = {"fetched": len(fetched), "replayed": 0, "pages": 0, "problems": problems}
    if options.without_browser:
        return aftermath
    for answer in fetched:
        made.runner.kept.add(answer)
    began = time.monotonic()
    aftermath["replayed"], problems = replay(watch.url, made.runner.kept.answers.values())
    aftermath["problems"] += problems
    say(f"  opened {aftermath['replayed']} answers in {time.monotonic() - began:.0f} s")
    began = time.monotonic()
    aftermath["pages"], problems = browser.look_at_pages(watch.url, options.database, made.found)
    aftermath["problems"] += problems
    say(f"  opened {aftermath['pages']} pages in {time.monotonic() - began:.0f} s")
    return aftermath


def as_mb(sizes):
    """Return bytes as whole MB."""
    return [round(size / MB) for size in sizes]


def say(text):
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


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
    for worker in aftermath.get("workers", ()):
        if worker["peak_mb"] > WORKER_MB:
            missed.append(f"worker {worker['pid']} grew to {worker['peak_mb']} MB of {WORKER_MB}")
    return [*missed, *aftermath["problems"]]


HEADS = (
    "kind",
    "sent",
    "sentence",
    "refused",
    "accepted",
    "5xx",
    "Odoo's",
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
            counts["odoo"], counts["broken"], row.deaths, f"{row.worker_mb} MB",
            f"{row.child_mb} MB", f"{row.slowest:.1f} s",
        ))  # fmt: skip
    return ["".join(f"{str(cell):>10}" for cell in line) for line in lines]


def report(rows, aftermath, seconds):
    """Print and write what was found; returns the exit code."""
    for line in table(rows):
        say(line)
    sent = sum(row.counts["sent"] for row in rows)
    for row in rows:
        say(f"slowest of {row.kind}: {row.slowest_name[:90]}")
    say(f"{sent} inputs in {seconds:.0f} s; afterwards {aftermath['fetched']} files were fetched, "
        f"{aftermath['replayed']} answers and {aftermath['pages']} pages opened")  # fmt: skip
    for worker in aftermath["workers"]:
        say(f"worker {worker['pid']}: {worker['start_mb']} MB at the start, {worker['peak_mb']} MB "
            f"at most, {worker['end_mb']} MB at the end; at most {WORKER_MB} MB")  # fmt: skip
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
        "sent": sent,
        "seconds": round(seconds),
        "rows": figures,
        "aftermath": aftermath,
        "missed": missed,
    }
    target.write_text(json.dumps(written, indent=1))
    return 1 if missed else 0


def main():
    options = parse_options()
    postgres = Server()
    postgres.start()
    if options.source:
        databases.drop(postgres, options.database)
        databases.clone(postgres, options.source, options.database)
    else:
        shop.copy_demo(postgres, options.database)
    began = time.monotonic()  # the demo shop is made once, and kept for other runs
    try:
        rows, aftermath = attack(options)
    finally:
        databases.drop(postgres, options.database)
    seconds = time.monotonic() - began
    if not (options.kinds or options.everything or options.without_browser):
        sent = sum(row.counts["sent"] for row in rows)
        if sent < INPUTS:
            aftermath["problems"].append(f"only {sent} of {INPUTS} inputs were sent")
        if seconds > LONGEST_S:
            aftermath["problems"].append(f"the run took {seconds:.0f} s of {LONGEST_S} s")
    return report(rows, aftermath, seconds)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", help="database to copy; the demo shop's when not given")
    parser.add_argument("--database", default="gift_bench_hostile", help="name of the copy")
    parser.add_argument("--port", type=int, default=8152)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--everything", action="store_true", help="send all inputs there are")
    parser.add_argument("--without-browser", action="store_true")
    parser.add_argument("kinds", nargs="*", help="only these kinds of inputs")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
