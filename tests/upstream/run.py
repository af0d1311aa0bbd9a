"""Run Odoo's own tests with our addons installed: ``make upstream``.

Installs the shop's Odoo modules with Odoo's demo data, copies that database, adds our addons to the
copy and runs there the tests of every module whose behaviour we change. What fails runs again, with
our addons and without: only what fails both times with them and passes without is ours. Prints a
table, writes ``build/upstream.json`` and exits with 1 when there is such a test, or none was run.
"""

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts")]

from gift_dev import databases  # noqa: E402
from gift_dev.base import LOGS, SUFFIX  # noqa: E402
from gift_dev.odoo_cli import environment, odoo_command, run_odoo  # noqa: E402
from gift_dev.postgres import Server  # noqa: E402
from gift_dev.setup import install  # noqa: E402

MODULES = (
    "website_sale", "website_sale_stock", "website_sale_wishlist", "website_sale_comparison",
    "website_sale_loyalty", "sale", "sale_loyalty", "sale_stock", "stock", "purchase_stock",
    "loyalty", "portal",
)  # fmt: skip
PLAIN = f"gift_upstream_plain{SUFFIX}"
OURS = f"gift_upstream_ours{SUFFIX}"
LINE = r"^\S+ \S+ \d+ (?:INFO|ERROR) \S+ odoo\.addons\.(?P<module>\w+)\.tests\.\S+: "
STARTED = re.compile(LINE + r"Starting (?P<test>\w+\.\w+)", re.MULTILINE)
FAILED = re.compile(LINE + r"(?:FAIL|ERROR): (?P<test>\w+\.\w+)", re.MULTILINE)
SET_UP_FAILED = re.compile(LINE + r"ERROR: setUpClass \(\S*?(?P<test>\w+)\)", re.MULTILINE)


def read_results(text):
    """Return (tests that were run, tests that failed) of a log, as sets of ``module:Class.test``.

    A class whose set-up failed stands for its tests, as ``module:Class``.
    """
    started, failed = (
        {f"{found['module']}:{found['test']}" for found in pattern.finditer(text)}
        for pattern in (STARTED, FAILED)
    )
    failed |= {f"{found['module']}:{found['test']}" for found in SET_UP_FAILED.finditer(text)}
    return started, failed


# === DATABASES === #


def build(server, plain, ours):
    """Make both databases anew: Odoo's modules with demo data, and the same with our addons."""
    for database in (plain, ours):
        databases.drop(server, database)
    databases.create(server, plain)
    modules = ",".join(databases.BASE_MODULES)
    done = ["--stop-after-init", "--no-http"]
    what = "Installing Odoo's modules with demo data"
    log = "upstream-install.log"
    run_odoo(server, ["-d", plain, "-i", modules, "--with-demo", *done], what=what, log=log)
    databases.clone(server, plain, ours)
    addons = ",".join(databases.own_addons())
    what = "Installing the shop's addons"
    run_odoo(server, ["-d", ours, "-i", addons, *done], what=what, log=log)


def run_tests(server, database, tags, port, log):
    """Run the tests that the tags select; returns what `read_results` reads."""
    command = odoo_command([
        "-d", database, "--db-filter", f"^{database}$", "--http-port", port, "--test-enable",
        "--test-tags", ",".join(tags), "--stop-after-init",
    ])  # fmt: skip
    path = LOGS / log
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as handle:
        subprocess.run(
            command, env=environment(server), stdin=subprocess.DEVNULL, stdout=handle,
            stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
    return read_results(path.read_text(errors="replace"))


# === COMPARISON === #


def compare(server, options):
    """Return (run, failed in the first run, failed again with ours, failed without ours)."""
    tags = [f"post_install/{module}" for module in options.modules]
    started, failed = run_tests(server, options.ours, tags, options.port, "upstream-ours.log")
    if not failed:
        return started, failed, set(), set()
    again = [f"/{test}" for test in sorted(failed)]
    _run, still = run_tests(server, options.ours, again, options.port, "upstream-again.log")
    still &= failed
    if not still:
        return started, failed, still, set()
    tags = [f"/{test}" for test in sorted(still)]
    _run, plain = run_tests(server, options.plain, tags, options.port, "upstream-plain.log")
    return started, failed, still, plain


def table(started, failed, still, plain):
    """Return the table as lines."""
    counts = [Counter(test.split(":")[0] for test in tests) for tests in (
        started, failed, still, still & plain, still - plain,
    )]  # fmt: skip
    heads = ("module", "tests", "failed", "again", "without too", "only ours")
    rows = [(module, *(count[module] for count in counts)) for module in sorted(counts[0])]
    rows.append(("all", *(sum(count.values()) for count in counts)))
    return [
        f"{name:<26}" + "".join(f"{cell:>13}" for cell in cells) for name, *cells in (heads, *rows)
    ]


def say(text):
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plain", default=PLAIN, help="database without our addons")
    parser.add_argument("--ours", default=OURS, help="database with our addons")
    parser.add_argument("--keep", action="store_true", help="use both databases as they are")
    parser.add_argument("--port", type=int, default=8156)
    parser.add_argument("modules", nargs="*", default=MODULES, help="only these modules")
    options = parser.parse_args()
    server = Server()
    if not options.keep:
        install()
        server.start()
        build(server, options.plain, options.ours)
    started, failed, still, plain = compare(server, options)
    for line in table(started, failed, still, plain):
        say(line)
    only_ours = sorted(still - plain)
    for test in only_ours:
        say(f"ONLY WITH OURS {test}")
    for test in sorted(failed - still):
        say(f"passed the second time {test}")
    target = ROOT / "build" / "upstream.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    results = {"tests": len(started), "failed": sorted(failed), "without": sorted(plain)}
    target.write_text(json.dumps({**results, "only_ours": only_ours}, indent=1))
    return 1 if only_ours or not started else 0


if __name__ == "__main__":
    sys.exit(main())
