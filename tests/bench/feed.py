"""Measure a supplier's list of 50,000 rows against its bars: ``make bench-feed``.

A workbook in which every row changes a price and a stock goes the way of a list through a copy of
the demo shop: upload, check, sending, stock, approval, prices; with the database queries per row.
Prints a table, writes ``build/bench/feed.json``, exits with 1 when a bar is missed.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPO = HERE.parents[1]
TEMPLATE, DATABASE = "gift_demo_template", "feed_bench"
# What a request does is barred in seconds of its own; the rest runs in the background.
BARS = {
    "upload": 10.0,
    "check": 60.0,
    "send and approve": 20.0,
    "take over": 120.0,
    "longest transaction": 30.0,
}
QUERIES_PER_ROW = 0.2


def measure(rows, database):
    """Return ``{step: [seconds, queries]}`` of a list in a copy of the demo shop."""
    subprocess.run([REPO / "scripts/pg", "drop", database], capture_output=True, check=False)
    subprocess.run([REPO / "scripts/pg", "clone", TEMPLATE, database], check=True)
    try:
        odoo = [REPO / "scripts/odoo", "-d", database, "--log-level=error"]
        upgrade = ["-u", "gift_supplier_portal", "--stop-after-init", "--no-http"]
        subprocess.run([*odoo, *upgrade], check=True)
        shell = [REPO / "scripts/odoo", "shell", "-d", database, "--no-http", "--log-level=error"]
        program = f"ROWS = {rows}\n{(HERE / 'feed_shop.py').read_text()}"
        answer = subprocess.run(shell, input=program, capture_output=True, text=True, check=False)
    finally:
        subprocess.run([REPO / "scripts/pg", "drop", database], check=True)
    lines = [line for line in answer.stdout.splitlines() if "BENCH {" in line]
    if not lines:
        raise SystemExit(answer.stdout[-3000:] + answer.stderr[-3000:])
    return json.loads(lines[0].partition("BENCH ")[2])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--database", default=DATABASE)
    options = parser.parse_args()
    found = measure(options.rows, options.database)
    seconds = {
        "upload": found["upload"][0],
        "check": found["check"][0],
        "send and approve": found["send"][0] + found["approve"][0],
        "take over": found["stock"][0] + found["prices"][0],
        "longest transaction": max(found["longest_check"][0], found["longest_apply"][0]),
    }
    queries = {
        "check": found["check"][1] / options.rows,
        "take over": (found["stock"][1] + found["prices"][1]) / options.rows,
    }
    missed = [label for label, bar in BARS.items() if seconds[label] > bar]
    missed += [f"{step} queries" for step, count in queries.items() if count >= QUERIES_PER_ROW]
    for label, bar in BARS.items():
        sys.stdout.write(f"{label:24} {seconds[label]:9.2f} s   at most {bar} s\n")
    for step, count in queries.items():
        sys.stdout.write(f"{step:24} {count:9.3f} queries a row, less than {QUERIES_PER_ROW}\n")
    folder = REPO / "build" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    figures = {"rows": options.rows, "seconds": seconds, "queries": queries, "shop": found}
    (folder / "feed.json").write_text(json.dumps(figures, indent=1))
    if missed:
        raise SystemExit(f"Bars missed: {', '.join(missed)}")


if __name__ == "__main__":
    main()
