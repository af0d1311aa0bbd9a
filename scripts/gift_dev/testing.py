"""`make test`: lint, unit, addon, browser and configuration tests with one summary."""

import shutil
import subprocess
import threading
import time
import xml.etree.ElementTree as ET

from . import databases, linting, shop
from .base import LOGS, REPO, RUN, RUNNING, SUFFIX, say
from .logcheck import complaints
from .odoo_cli import environment, pytest_command
from .python_env import PYTHON
from .setup import Task, set_up, wait_for

STAGES = ("lint", "unit", "config", "addons", "e2e")
REPORTS = RUN / "reports"
SHARDS = 2


class Results:
    """What the stages found, from several threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.tests = []  # (seconds, name, outcome)
        self.problems = []  # (stage, text)

    def problem(self, stage, text):
        with self.lock:
            self.problems.append((stage, text))

    def read_report(self, stage, report):
        """Take the tests from a JUnit file; a run without tests is a problem."""
        if not report.exists():
            self.problem(stage, "pytest wrote no report")
            return
        cases = list(ET.parse(report).getroot().iter("testcase"))
        if not cases:
            self.problem(stage, "no test was run")
        with self.lock:
            for case in cases:
                kinds = {child.tag for child in case}
                failed = kinds & {"failure", "error"}
                outcome = "failed" if failed else "skipped" if "skipped" in kinds else "passed"
                name = f"{case.get('classname')}::{case.get('name')}"
                self.tests.append((float(case.get("time") or 0), f"{stage} {name}", outcome))

    def count(self, outcome):
        return sum(1 for test in self.tests if test[2] == outcome)


def run_tests(stages):
    """Run the given stages (all when none is given); return the exit code."""
    unknown = set(stages) - set(STAGES)
    if unknown:
        say(f"There is no stage {', '.join(sorted(unknown))}: choose from {', '.join(STAGES)}.")
        return 2
    stages = stages or STAGES
    started = time.monotonic()
    server = set_up(for_tests=True)
    results = Results()
    try:
        _run_stages(server, stages, results)
    finally:
        server.stop_if_started()
    return _summary(results, time.monotonic() - started)


def _run_stages(server, stages, results):
    """Static stages run beside databases and addon tests; journeys have the machine alone."""
    shutil.rmtree(REPORTS, ignore_errors=True)
    REPORTS.mkdir(parents=True)
    env = {**environment(server), "PYTHONPATH": str(REPO / "scripts")}
    quick = [stage for stage in ("lint", "unit", "config") if stage in stages]
    tasks = (
        [Task("lint, unit and configuration tests", _quick, quick, env, results)] if quick else []
    )
    if {"addons", "e2e"} & set(stages):
        built = Task("databases for the tests", _databases, server, stages, results)
        wait_for([built], beside=tasks)
    if "addons" in stages:
        tasks += _addon_shards(server, results)
    wait_for(tasks)
    if "e2e" in stages:
        wait_for(_journey_shards(server, results))


def _quick(stages, env, results):
    if "lint" in stages:
        for name, output in linting.lint(env):
            results.problem("lint", f"{name}\n{output}")
    for stage in ("unit", "config"):
        if stage in stages and (REPO / "tests" / stage).exists():
            _pytest(stage, [REPO / "tests" / stage], env, results)


def _pytest(stage, arguments, env, results, command=None):
    """Run pytest with a JUnit report; its output is shown only when something is wrong."""
    report = REPORTS / f"{stage}.xml"
    # Without its plugin, Odoo is not even imported.
    command = command or [PYTHON, "-m", "pytest", "-p", "no:odoo"]
    options = ["-q", f"--junitxml={report}", "-o", f"cache_dir={RUN / 'pytest_cache' / stage}"]
    options += ["-o", "junit_duration_report=total", "--rootdir", REPO, "-c", REPO / "pytest.ini"]
    log = LOGS / f"test-{stage}.log"
    with open(log, "w") as handle:
        process = subprocess.Popen(
            list(map(str, [*command, *options, *arguments])), env=env, cwd=REPO,
            stdin=subprocess.DEVNULL, stdout=handle, stderr=subprocess.STDOUT,
        )  # fmt: skip
        RUNNING.add(process)
        code = process.wait()
        RUNNING.discard(process)
    results.read_report(stage.split("-")[0], report)
    if code:
        results.problem(stage, log.read_text(errors="replace").strip())


# === DATABASES === #


def _databases(server, stages, results):
    databases.build_addons(server)
    _check_log("install", LOGS / "addons-install.log", results)
    if "e2e" in stages:
        shop.build_demo(server)
        _check_log("demo", LOGS / "shop-demo.log", results)


def _check_log(stage, path, results):
    found = complaints(path)
    if found:
        results.problem(stage, f"warnings in {path}:\n" + "\n".join(found))


# === ADDON TESTS === #


def _addon_shards(server, results):
    """Split the addons' test files over clones of the template; return the running tasks."""
    files = sorted((REPO / "addons").glob("*/tests/test_*.py"))
    return [
        Task(f"addon tests {n + 1} of {SHARDS}", _addon_tests, server, n + 1, part, results)
        for n, part in enumerate(_balance(files))
        if part
    ]


def _balance(files):
    """Split files so that both halves take about as long as they did the last time."""
    known = _known_durations()
    weights = {file: known.get(file.stem, 5 + file.stat().st_size / 2000) for file in files}
    parts = [[] for _shard in range(SHARDS)]
    totals = [0] * SHARDS
    for file in sorted(files, key=lambda f: (-weights[f], f)):
        lightest = totals.index(min(totals))
        parts[lightest].append(file)
        totals[lightest] += weights[file]
    return parts


DURATIONS = RUN / "cache" / "durations.txt"


def _known_durations():
    if not DURATIONS.exists():
        return {}
    rows = (line.split() for line in DURATIONS.read_text().splitlines())
    return {name: float(seconds) for name, seconds in rows}


def _remember_durations(results):
    totals = _known_durations()
    fresh = {}
    for seconds, name, _outcome in results.tests:
        if name.startswith(("addons ", "e2e ")):
            parts = name.split("::")[0].split(".")
            stem = next((part for part in parts if part.startswith("test_")), None)
            if stem:
                fresh[stem] = fresh.get(stem, 0) + seconds
    totals.update(fresh)
    DURATIONS.parent.mkdir(parents=True, exist_ok=True)
    DURATIONS.write_text("".join(f"{n} {s:.2f}\n" for n, s in sorted(totals.items())))


def _addon_tests(server, number, files, results):
    stage = f"addons-{number}"
    database = f"gift_test_{number}{SUFFIX}"
    databases.drop(server, database)
    databases.clone(server, databases.ADDONS_TEMPLATE, database)
    command, env = pytest_command(server, database, [])
    log = LOGS / f"test-{stage}.warnings.log"
    log.unlink(missing_ok=True)
    env["GIFT_WARNINGS_LOG"] = str(log)
    _pytest(stage, files, env, results, command)
    _check_log(stage, log, results)
    databases.drop(server, database)


# === JOURNEYS === #


def _journey_shards(server, results):
    """Split the journeys over copies of the demo shop; return the running tasks."""
    files = sorted((REPO / "tests" / "e2e").glob("test_*.py"))
    if not files:
        results.problem("e2e", "there is no journey to test")
    return [
        Task(f"journeys {n + 1} of {SHARDS}", _journeys, server, n + 1, sorted(part), results)
        for n, part in enumerate(_balance(files))
        if part
    ]


def _journeys(server, number, files, results):
    stage = f"e2e-{number}"
    database = f"gift_e2e_{number}{SUFFIX}"
    log = f"{stage}-odoo.log"
    databases.drop(server, database)
    databases.clone(server, shop.DEMO_TEMPLATE, database)
    env = {
        **environment(server),
        "GIFT_E2E_DATABASE": database,
        "GIFT_E2E_LOG": log,
        "PYTHONPATH": str(REPO / "scripts"),
    }
    _pytest(stage, files, env, results)
    _check_log(stage, LOGS / log, results)
    databases.drop(server, database)


# === SUMMARY === #


def _summary(results, seconds):
    _remember_durations(results)
    for stage, text in results.problems:
        say(f"\n--- {stage}\n{text}")
    skipped = [test for test in results.tests if test[2] == "skipped"]
    if skipped:
        say("\n--- skipped tests, each of which counts as a failure")
        for _seconds, name, _outcome in skipped:
            say(name)
    say("\nSlowest tests:")
    for duration, name, _outcome in sorted(results.tests, reverse=True)[:15]:
        say(f"{duration:7.1f} s  {name}")
    tested = {
        name.split(" ")[0] for _seconds, name, outcome in results.tests if outcome == "failed"
    }
    others = {stage.split("-")[0] for stage, _text in results.problems} - tested
    failed = results.count("failed") + len(skipped) + len(others)
    say(f"\nTook {seconds:.0f} s; logs are in {LOGS}.")
    say(f"{results.count('passed')} passed, {failed} failed")
    return 1 if failed else 0
