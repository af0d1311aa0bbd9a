"""Reading the log of Odoo's own tests."""

import importlib.util
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "upstream" / "run.py"
LOG = """\
2026-01-01 10:00:00,000 1 INFO db odoo.addons.sale.tests.test_a: Starting TestA.test_1 ...
2026-01-01 10:00:01,000 1 ERROR db odoo.addons.sale.tests.test_a: FAIL: TestA.test_1
Traceback (most recent call last):
AssertionError: 1 != 2
2026-01-01 10:00:02,000 1 INFO db odoo.addons.stock.tests.test_b: Starting TestB.test_2 ...
2026-01-01 10:00:03,000 1 INFO db odoo.addons.stock.tests.test_b: Starting TestB.test_3 ...
2026-01-01 10:00:04,000 1 ERROR db odoo.addons.stock.tests.test_b: ERROR: TestB.test_3
2026-01-01 10:00:04,050 1 ERROR db odoo.addons.stock.tests.test_b: FAIL: Subtest TestB.test_2 (n=1)
2026-01-01 10:00:04,100 1 INFO db odoo.addons.stock.tests.test_b: Starting TestB.test_5 ...
2026-01-01 10:00:04,200 1 INFO db odoo.addons.stock.tests.test_b: skipped TestB.test_5 : no tours
2026-01-01 10:00:05,000 1 ERROR db odoo.addons.stock.tests.test_c: ERROR: setUpClass (test_c.TestC)
2026-01-01 10:00:06,000 1 ERROR db odoo.sql_db: bad query: FAIL: TestD.test_4
"""


def load():
    spec = importlib.util.spec_from_file_location("upstream_run", SOURCE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_tests_that_were_run_and_that_failed_are_read_from_a_log():
    started, failed = load().read_results(LOG)

    assert started == {"sale:TestA.test_1", "stock:TestB.test_2", "stock:TestB.test_3"}
    assert failed == {
        "sale:TestA.test_1",
        "stock:TestB.test_2",
        "stock:TestB.test_3",
        "stock:TestC",
    }


def shown(module, **tests):
    names = ("started", "failed", "again", "without")
    return {module: {name: tests.get(name, []) for name in names}}


def test_the_table_counts_what_fails_only_with_our_addons():
    run = load()
    results = {
        **shown("sale", started=["sale:A.t"], failed=["sale:A.t"], again=["sale:A.t"]),
        **shown("stock", started=["stock:B.t", "stock:B.u"], failed=["stock:B.t"],
                again=["stock:B.t"], without=["stock:B.t"]),
    }  # fmt: skip

    lines = run.table(results, {})

    assert lines[1].split() == ["sale", "1", "1", "1", "0", "0", "1"]
    assert lines[2].split() == ["stock", "2", "1", "1", "1", "0", "0"]
    assert lines[-1].split() == ["all", "3", "2", "2", "1", "0", "1"]


def test_a_test_that_is_explained_does_not_count():
    run = load()
    results = shown("sale", started=["sale:A.t"], failed=["sale:A.t"], again=["sale:A.t"])

    assert run.judge(results, {"sale:A.t": "a reason"}) == (set(), {"sale:A.t"}, set())


def test_an_explanation_of_a_test_that_passes_is_outdated():
    run = load()
    results = shown("sale", started=["sale:A.t"])

    assert run.judge(results, {"sale:A.t": "x", "stock:B.t": "x"}) == (set(), set(), {"sale:A.t"})


def test_what_a_module_showed_is_kept_until_our_addons_change(tmp_path, monkeypatch):
    run = load()
    calls = []
    monkeypatch.setattr(run, "RESULTS", tmp_path)
    monkeypatch.setattr(run, "compare", lambda *_args: calls.append(1) or {"started": ["sale:A.t"]})

    for key in ("one", "one", "two"):
        assert run.result_of(None, None, "sale", key)["started"] == ["sale:A.t"]

    assert len(calls) == 2
