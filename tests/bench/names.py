"""Measure a list of 1,000 names against its bars: ``make bench-names``.

Reading CSV and Excel in the engine, then the way of a list through a copy of the demo shop: upload,
check, freezing, cart and confirmation, with the database queries per row. Prints a table, writes
``build/bench/names.json``, exits with 1 when a bar is missed. Needs the demo shop's database
(``make run`` or ``make test`` makes it).
"""

import io
import json
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPO = HERE.parents[1]
sys.path.insert(0, str(HERE))

import engine  # noqa: E402,F401  loads the engine as gift_engine
import openpyxl  # noqa: E402
from gift_engine.names.table import read_text  # noqa: E402
from gift_engine.names.workbook import read_workbook  # noqa: E402

ROWS = 1000
TEMPLATE, DATABASE = "gift_demo_template", "names_bench"
# What a request does is barred in seconds, what the scheduled action does in seconds a row.
BARS = {
    "read CSV": 1.0,
    "read Excel": 2.0,
    "upload": 5.0,
    "check, a row": 0.06,
    "freeze, a row": 0.06,
    "into the cart, a row": 0.06,
    "confirm, a row": 0.03,
}
QUERY_BARS = {"check": 2, "freeze": 2, "cart": 4, "confirm": 3}


def measure_reading():
    """Return the seconds that reading a list of 1,000 rows takes."""
    rows = [("Name", "Qty", "Recipient"), *((f"Zoë {n}", n % 9 + 1, "Ça") for n in range(ROWS))]
    data = "\n".join(";".join(map(str, row)) for row in rows).encode("cp1252")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    found = {}
    for label, read in (
        ("read CSV", lambda: read_text(data)),
        ("read Excel", lambda: read_workbook(buffer.getvalue())),
    ):
        started = time.perf_counter()
        assert len(read().rows) == ROWS + 1
        found[label] = time.perf_counter() - started
    return found


def measure_shop():
    """Return ``{step: [seconds, queries]}`` of a list in a copy of the demo shop."""
    subprocess.run([REPO / "scripts/pg", "drop", DATABASE], capture_output=True, check=False)
    subprocess.run([REPO / "scripts/pg", "clone", TEMPLATE, DATABASE], check=True)
    try:
        upgrade = ["-u", "gift_personalization", "--stop-after-init", "--no-http"]
        odoo = [REPO / "scripts/odoo", "-d", DATABASE, "--log-level=error"]
        subprocess.run([*odoo, *upgrade], check=True)
        shell = [REPO / "scripts/odoo", "shell", "-d", DATABASE, "--no-http", "--log-level=error"]
        program = f"ROWS = {ROWS}\n{(HERE / 'names_shop.py').read_text()}"
        answer = subprocess.run(shell, input=program, capture_output=True, text=True, check=True)
    finally:
        subprocess.run([REPO / "scripts/pg", "drop", DATABASE], check=True)
    lines = [line for line in answer.stdout.splitlines() if "BENCH {" in line]
    if not lines:
        raise SystemExit(answer.stdout + answer.stderr)
    return json.loads(lines[0].partition("BENCH ")[2])["figures"]


def main():
    seconds, shop = measure_reading(), measure_shop()
    seconds["upload"] = shop["upload"][0]
    for label, step in (
        ("check, a row", "check"),
        ("freeze, a row", "freeze"),
        ("into the cart, a row", "cart"),
        ("confirm, a row", "confirm"),
    ):
        seconds[label] = shop[step][0] / ROWS
    queries = {step: shop[step][1] / ROWS for step in QUERY_BARS}
    missed = [label for label, bar in BARS.items() if seconds[label] > bar]
    missed += [f"{step} queries" for step, bar in QUERY_BARS.items() if queries[step] > bar]
    for label, bar in BARS.items():
        sys.stdout.write(f"{label:24} {seconds[label]:9.4f} s   at most {bar} s\n")
    for step, bar in QUERY_BARS.items():
        sys.stdout.write(f"{step:24} {queries[step]:9.2f} queries a row, at most {bar}\n")
    sys.stdout.write(f"longest chunk            {shop['longest_chunk'][0]:9.4f} s\n")
    folder = REPO / "build" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    figures = {"rows": ROWS, "seconds": seconds, "queries": queries, "shop": shop}
    (folder / "names.json").write_text(json.dumps(figures, indent=1))
    if missed:
        raise SystemExit(f"Bars missed: {', '.join(missed)}")


if __name__ == "__main__":
    main()
