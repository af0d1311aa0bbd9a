"""Let two buyers start to pay for the same last piece at once: ``make bench-last-unit``.

200 times, through the payment route of an Odoo with worker processes. Whoever gets through pays.
Each piece must be sold exactly once, and the other buyer must be told before paying. Prints a
table, writes ``build/bench/last_unit.json``, exits with 1 when a bar is missed. Needs the demo
shop's database (``make run`` or ``make test`` makes it).
"""

import argparse
import json
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

HERE = Path(__file__).resolve().parent
REPO = HERE.parents[1]
sys.path[:0] = [str(REPO / "tests"), str(REPO / "scripts")]

from fuzz.server import served  # noqa: E402
from gift_dev import databases, shop  # noqa: E402
from gift_dev.postgres import Server  # noqa: E402

DATABASE, PORT = "last_unit_bench", 8078
BUYERS = 2
REFUSALS = ("Somebody else is paying", "sold out")


def run_in_shell(database, program="last_unit_shop.py", **names):
    """Run the program of the shop with these names set; return what it found."""
    head = "\n".join(f"{name} = {value!r}" for name, value in names.items())
    program = f"{head}\n{(HERE / program).read_text()}"
    shell = [REPO / "scripts/odoo", "shell", "-d", database, "--no-http", "--log-level=error"]
    answer = subprocess.run(shell, input=program, capture_output=True, text=True, check=False)
    lines = [line for line in answer.stdout.splitlines() if "BENCH " in line]
    if not lines:
        raise SystemExit(answer.stdout + answer.stderr)
    return json.loads(lines[0].partition("BENCH ")[2])


def start_payment(url, entry, barrier):
    """Start one payment when the other buyer does; return ``(seconds, problem or None)``."""
    values = {
        "access_token": entry["token"], "provider_id": entry["provider"],
        "payment_method_id": entry["method"], "token_id": None, "amount": entry["amount"],
        "flow": "redirect", "tokenization_requested": False,
        "landing_route": "/shop/payment/validate",
    }  # fmt: skip
    barrier.wait(60)
    started = time.perf_counter()
    answer = requests.post(
        f"{url}/shop/payment/transaction/{entry['order']}",
        json={"jsonrpc": "2.0", "method": "call", "params": values},
        timeout=120,
    )
    seconds = time.perf_counter() - started
    answer.raise_for_status()
    error = answer.json().get("error")
    return seconds, error and str(error["data"]["message"])


def race(url, made):
    """Let the buyers of each run start at once; return ``[(seconds, problem), …]`` of all."""
    found = []
    with ThreadPoolExecutor(BUYERS) as pool:
        for first in range(0, len(made), BUYERS):
            barrier = threading.Barrier(BUYERS)
            entries = made[first : first + BUYERS]
            jobs = [pool.submit(start_payment, url, entry, barrier) for entry in entries]
            found += [job.result() for job in jobs]
    return found


def measure(options):
    """Return the figures of all runs."""
    made = run_in_shell(options.database, STEP="prepare", RUNS=options.runs)
    with served(options.database, options.port, log="bench-last-unit.log") as watch:
        answers = race(watch.url, made)
        deaths, errors = watch.take_problems()
    runs = run_in_shell(options.database, STEP="judge", MADE=made)
    problems = [problem for _seconds, problem in answers if problem]
    seconds = sorted(seconds for seconds, _problem in answers)
    return {
        "runs": options.runs,
        "oversold": sum(run["confirmed"] > 1 or run["reserved"] > 1 for run in runs),
        "unsold": sum(run["confirmed"] < 1 for run in runs),
        "paid for nothing": sum(run["short"] for run in runs),
        "both started to pay": sum(run["started"] > 1 for run in runs),
        "told before paying": sum(any(r in text for r in REFUSALS) for text in problems),
        "other answers": [t for t in problems if not any(r in t for r in REFUSALS)][:5],
        "server": (deaths + errors)[:5],
        "median_s": seconds[len(seconds) // 2],
        "p95_s": seconds[int(len(seconds) * 0.95)],
    }


def report(figures):
    """Print and store the figures; return 1 when a bar is missed."""
    bars = dict.fromkeys(("oversold", "unsold", "paid for nothing", "both started to pay"), 0)
    bars["told before paying"] = figures["runs"]
    missed = [name for name, bar in bars.items() if figures[name] != bar]
    missed += [name for name in ("other answers", "server") if figures[name]]
    for name, bar in bars.items():
        sys.stdout.write(f"{name:24} {figures[name]:6} of {figures['runs']}, bar {bar}\n")
    sys.stdout.write(f"{'start of a payment':24} {figures['median_s']:6.3f} s median, ")
    sys.stdout.write(f"{figures['p95_s']:.3f} s at 95 %\n")
    folder = REPO / "build" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "last_unit.json").write_text(json.dumps(figures, indent=1))
    if missed:
        details = "\n".join(map(str, figures["other answers"] + figures["server"]))
        sys.stdout.write(f"Bars missed: {', '.join(missed)}\n{details}\n")
    return 1 if missed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--database", default=DATABASE, help="made, and dropped at the end")
    parser.add_argument("--source", help="database to copy instead of the demo shop's")
    options = parser.parse_args()
    postgres = Server()
    postgres.start()
    databases.drop(postgres, options.database)
    if options.source:
        databases.clone(postgres, options.source, options.database)
    else:
        shop.copy_demo(postgres, options.database)
    try:
        figures = measure(options)
    finally:
        databases.drop(postgres, options.database)
    return report(figures)


if __name__ == "__main__":
    sys.exit(main())
