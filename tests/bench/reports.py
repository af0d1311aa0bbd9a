"""Measure the reports in copies of the demo shop: ``make bench-reports``.

Shops of 10,000, 100,000 and 1,000,000 order lines, each with its job, its stock move and the
order's payment: how long the tables of figures take to be built and to follow 100 changed orders,
each query of the dashboards, and a workbook of every line. Bars: a query takes 1 s at most, a build
5 minutes, a query not more than 1.3 times the same in hand-written SQL, ten times the lines not
more than 15 times the time, the workbook 150 MB of memory. Prints a table, writes
``build/bench/reports.json``, exits with 1 when a bar is missed. Needs the demo shop's database
(``make run`` or ``make test``).
"""

import argparse
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
REPO = HERE.parents[1]
sys.path[:0] = [str(REPO / "tests"), str(REPO / "scripts"), str(HERE)]

from gift_dev import databases, shop  # noqa: E402
from gift_dev.postgres import Server  # noqa: E402
from last_unit import run_in_shell  # noqa: E402

DATABASE, PROGRAM = "reports_bench", "reports_shop.py"
QUERY_S, BUILD_S, BY_HAND, GROWTH, BOOK_MB = 1.0, 300.0, 1.3, 15.0, 150.0


def measure(server, size):
    """Return what a shop of `size` lines takes."""
    shop.copy_demo(server, DATABASE)
    try:

        def step(name, number=0):
            return run_in_shell(DATABASE, PROGRAM, STEP=name, SIZE=number)

        return {
            "size": size, **step("fill", size), "build": step("rebuild"),
            "follow": step("touch", 100), "queries": step("measure"),
            "workbook": step("workbook"),
        }  # fmt: skip
    finally:
        databases.drop(server, DATABASE)


def judge(runs):
    """Return rows of ``(what, value, bar or None, unit)``."""
    rows = []
    for run in runs:
        size = f"{run['size']:,} lines"
        build, follow = sum(run["build"].values()), sum(run["follow"].values())
        rows.append((f"{size}: tables built", build, BUILD_S, "s"))
        for name, seconds in sorted(run["build"].items()):
            rows.append((f"{size}:   {name}", seconds, None, "s"))
        rows.append((f"{size}: 100 changed orders followed", follow, None, "s"))
        book = run["workbook"]
        rows.append((f"{size}: workbook of every line", book["seconds"], None, "s"))
        rows.append((f"{size}: workbook of every line, memory", book["memory"], BOOK_MB, "MB"))
        for name, found in run["queries"].items():
            rows.append((f"{size}: {name}", found["ours"], QUERY_S, "s"))
            if found["by_hand"] and run is runs[-1]:
                ratio = found["ours"] / found["by_hand"]
                rows.append((f"{size}: {name}, times hand-written SQL", ratio, BY_HAND, "x"))
    for small, large in zip(runs, runs[1:], strict=False):
        factor = large["size"] / small["size"]
        growth = sum(large["build"].values()) / max(0.5, sum(small["build"].values()))
        name = f"tables built, {large['size']:,} against {small['size']:,} lines"
        rows.append((name, growth, GROWTH * factor / 10, "x"))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000")
    options = parser.parse_args()
    server = Server()
    runs = [measure(server, int(size)) for size in options.sizes.split(",")]
    rows = judge(runs)
    missed = False
    for name, value, bar, unit in rows:
        is_missed = bar is not None and value > bar
        missed |= is_missed
        wanted = "" if bar is None else f"<= {bar:g}"
        mark = "MISSED" if is_missed else ""
        sys.stdout.write(f"{name:<72} {value:9.3f} {unit:<3} {wanted:<8} {mark}\n")
    target = REPO / "build" / "bench" / "reports.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({"rows": rows, "runs": runs}, indent=1))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
