"""Run Odoo's own tests with our addons installed: ``make upstream``.

Installs the shop's Odoo modules with Odoo's demo data, copies that database, adds our addons to the
copy and runs there the tests of every module whose behaviour we change, module by module. What
fails runs again, with our addons and without: only what fails both times with them and passes
without is ours. Prints a table, writes ``build/upstream.json`` and exits with 1 when there is such
a test that ``expected.json`` does not explain, or when an explained one passes.

What a module showed is kept in ``build/upstream/`` until our addons change, so a
run that was cut goes on where it stopped; ``--fresh`` starts over.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "scripts")]

from gift_dev import databases  # noqa: E402
from gift_dev.base import LOGS, SUFFIX, is_stamped, set_stamp  # noqa: E402
from gift_dev.odoo_cli import environment, odoo_command, run_odoo  # noqa: E402
from gift_dev.postgres import Server  # noqa: E402
from gift_dev.setup import install  # noqa: E402

# The first are those whose pages and orders we change most.
MODULES = (
    "website_sale", "sale", "portal", "website_sale_wishlist", "website_sale_comparison",
    "website_sale_loyalty", "sale_loyalty", "loyalty", "website_sale_stock", "sale_stock",
    "delivery", "stock_delivery", "payment", "payment_stripe", "payment_custom", "payment_demo",
    "account_payment", "website_payment", "purchase_stock", "stock", "mass_mailing", "product",
    "purchase", "stock_dropshipping", "sale_purchase_stock", "im_livechat", "website_livechat",
)  # fmt: skip
# What our addons bring along: without them it is installed by name.
BROUGHT = (
    "payment_stripe", "account_payment", "website_payment", "mass_mailing", "website_livechat",
)  # fmt: skip
PLAIN = f"gift_upstream_plain{SUFFIX}"
OURS = f"gift_upstream_ours{SUFFIX}"
PROGRAM = HERE / "odoo_all_tests.py"
RESULTS = ROOT / "build" / "upstream"
LINE = r"^\S+ \S+ \d+ (?:INFO|ERROR) \S+ odoo\.addons\.(?P<module>\w+)\.tests\.\S+: "
STARTED = re.compile(LINE + r"Starting (?P<test>\w+\.\w+)", re.MULTILINE)
FAILED = re.compile(LINE + r"(?:FAIL|ERROR): (?:Subtest )?(?P<test>\w+\.\w+)", re.MULTILINE)
SKIPPED = re.compile(LINE + r"skipped (?P<test>\w+\.\w+)", re.MULTILINE)
SET_UP_FAILED = re.compile(LINE + r"ERROR: setUpClass \(\S*?(?P<test>\w+)\)", re.MULTILINE)
ENDED = re.compile(r"\d+ failed, \d+ error\(s\) of \d+ tests when loading database")


class Cut(Exception):
    """Odoo ended before its tests were through."""


def read_results(text):
    """Return (tests that were run, tests that failed) of a log, as sets of ``module:Class.test``.

    Skipped tests were not run.

    A class whose set-up failed stands for its tests, as ``module:Class``.
    """
    started, failed, skipped = (
        {f"{found['module']}:{found['test']}" for found in pattern.finditer(text)}
        for pattern in (STARTED, FAILED, SKIPPED)
    )
    failed |= {f"{found['module']}:{found['test']}" for found in SET_UP_FAILED.finditer(text)}
    return started - skipped, failed


# === DATABASES === #


def build(server, plain, ours):
    """Make both databases anew: Odoo's modules with demo data, and the same with our addons."""
    for database in (plain, ours):
        databases.drop(server, database)
    databases.create(server, plain)
    modules = ",".join((*databases.BASE_MODULES, *BROUGHT))
    done = ["--stop-after-init", "--no-http"]
    what = "Installing Odoo's modules with demo data"
    log = "upstream-install.log"
    run_odoo(server, ["-d", plain, "-i", modules, "--with-demo", *done], what=what, log=log)
    databases.clone(server, plain, ours)
    addons = ",".join(databases.own_addons())
    what = "Installing the shop's addons"
    run_odoo(server, ["-d", ours, "-i", addons, *done], what=what, log=log)


def ensure_built(server, options, key):
    """Build both databases unless they are there for the same addons."""
    there = all(databases.exists(server, name) for name in (options.plain, options.ours))
    if not (there and is_stamped(options.ours, key)):
        build(server, options.plain, options.ours)
        set_stamp(options.ours, key)


def run_tests(server, database, tags, port, log):
    """Run the tests that the tags select; returns what `read_results` reads."""
    command = odoo_command([
        "-d", database, "--db-filter", f"^{database}$", "--http-port", port, "--test-enable",
        "--test-tags", ",".join(tags), "--stop-after-init",
    ])  # fmt: skip
    at = command.index("-m")
    command[at : at + 2] = [str(PROGRAM)]
    path = LOGS / log
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as handle:
        subprocess.run(
            command, env=environment(server), stdin=subprocess.DEVNULL, stdout=handle,
            stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
    text = path.read_text(errors="replace")
    if not ENDED.search(text):
        raise Cut(f"Odoo ended before its tests were through: see the end of {path}.")
    return read_results(text)


# === COMPARISON === #


def compare(server, options, module):
    """Run one module's tests; returns what they showed: see `summary`."""
    log = f"upstream-{module}.log"
    started, failed = run_tests(server, options.ours, [f"/{module}"], options.port, log)
    again, without = set(), set()
    if failed:
        again = failed & run_again(server, options.ours, failed, options.port, f"again-{log}")
    if again:
        without = again & run_again(server, options.plain, again, options.port, f"plain-{log}")
    return summary(started, failed, again, without)


def run_again(server, database, tests, port, log):
    """Return which of the tests fail (once more)."""
    tags = [f"/{test}" for test in sorted(tests)]
    return run_tests(server, database, tags, port, log)[1]


def summary(started, failed, again, without):
    """Return the tests of a module: that ran, failed, failed again, and failed without us too."""
    names = ("started", "failed", "again", "without")
    return dict(zip(names, map(sorted, (started, failed, again, without)), strict=True))


def result_of(server, options, module, key):
    """Return what a module showed, kept from an earlier run with the same addons or new."""
    path = RESULTS / f"{module}.json"
    kept = json.loads(path.read_text()) if path.exists() else {}
    if kept.get("key") == key:
        return kept
    made = {"key": key, **compare(server, options, module)}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(made, indent=1))
    return made


# === REPORT === #

HEADS = ("module", "tests", "failed", "again", "without too", "explained", "only ours")


def judge(results, expected):
    """Return (tests only we break, tests that are explained, explanations that are outdated)."""
    broken, ran = set(), set()
    for result in results.values():
        broken |= set(result["again"]) - set(result["without"])
        ran |= set(result["started"])
    outdated = {test for test in expected if test in ran and test not in broken}
    return broken - set(expected), broken & set(expected), outdated


def table(results, expected):
    """Return the table as lines."""
    lines = [HEADS]
    for module, result in results.items():
        unexplained, explained, _outdated = judge({module: result}, expected)
        counts = [len(result[name]) for name in ("started", "failed", "again", "without")]
        lines.append((module, *counts, len(explained), len(unexplained)))
    lines.append(("all", *(sum(column) for column in list(zip(*lines[1:], strict=True))[1:])))
    return [f"{name:<26}" + "".join(f"{cell:>13}" for cell in cells) for name, *cells in lines]


def say(text):
    """Print a line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def report(results, expected):
    """Print and write what was found; returns the exit code."""
    for line in table(results, expected):
        say(line)
    unexplained, explained, outdated = map(sorted, judge(results, expected))
    for test in unexplained:
        say(f"ONLY WITH OURS {test}")
    for test in explained:
        say(f"explained {test}: {expected[test]}")
    for test in outdated:
        say(f"OUTDATED expected.json explains {test}, which passes")
    untested = [module for module, result in results.items() if not result["started"]]
    for module in untested:
        say(f"NO TESTS of {module} were run")
    target = ROOT / "build" / "upstream.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    figures = {module: {name: len(tests) for name, tests in result.items() if name != "key"}
               for module, result in results.items()}  # fmt: skip
    target.write_text(json.dumps({"modules": figures, "only_ours": unexplained}, indent=1))
    return 1 if unexplained or outdated or untested else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plain", default=PLAIN, help="database without our addons")
    parser.add_argument("--ours", default=OURS, help="database with our addons")
    parser.add_argument("--fresh", action="store_true", help="forget what earlier runs showed")
    parser.add_argument("--no-tours", action="store_true", help="leave out what needs a browser")
    parser.add_argument("--port", type=int, default=8156)
    parser.add_argument("modules", nargs="*", default=MODULES, help="only these modules")
    options = parser.parse_args()
    if options.fresh:
        shutil.rmtree(RESULTS, ignore_errors=True)
    server = Server()
    install()
    server.start()
    key = databases.addons_key()
    ensure_built(server, options, key)
    if options.no_tours:
        os.environ["GIFT_UPSTREAM_NO_TOURS"] = "1"
        key += " without tours"
    results = {}
    for module in options.modules:
        results[module] = result_of(server, options, module, key)
        say(table({module: results[module]}, {})[1])
    return report(results, json.loads((HERE / "expected.json").read_text()))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Cut as cut:
        sys.exit(str(cut))
