"""What judges the answers to hostile inputs."""

import sys
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2])]

from fuzz.attack import sampled  # noqa: E402
from fuzz.client import Answer  # noqa: E402
from fuzz.protocol import read_answer  # noqa: E402
from fuzz.replay import Kept  # noqa: E402
from fuzz.server import read_problems  # noqa: E402

HTML = {"Content-Type": "text/html; charset=utf-8"}
LOG = """\
2026-01-01 10:00:00,000 1 INFO db odoo.http: fine
2026-01-01 10:00:01,000 1 ERROR db odoo.http: Exception during request handling.
Traceback (most recent call last):
ValueError: x
2026-01-01 10:00:02,000 1 ERROR db odoo.sql_db: bad query
DETAIL: of the database
2026-01-01 10:00:03,000 1 WARNING db odoo.service.server: Worker (7) CPU time limit (60) reached.
"""


def test_errors_and_lost_workers_are_read_from_a_log():
    deaths, errors = read_problems(LOG)

    assert [error.splitlines()[-1] for error in errors] == ["ValueError: x"]
    assert len(deaths) == 1
    assert "Worker (7)" in deaths[0]


def test_a_sample_takes_from_every_group_and_is_the_same_each_time():
    cases = [(f"{group} {number}",) for group in ("many", "few") for number in range(40)][:43]

    chosen = sampled(cases, 10, "seed")

    assert Counter(name.split()[0] for (name,) in chosen) == {"many": 7, "few": 3}
    assert chosen == sampled(cases, 10, "seed")
    assert sampled(cases, 99, "seed") == cases


def test_an_answer_is_read_from_bytes_and_silence_is_a_refusal():
    answer = read_answer(b"HTTP/1.1 404 NOT FOUND\r\nX-A: b\r\n\r\nbody")

    assert (answer.status, answer.headers, answer.body) == (404, {"X-A": "b"}, b"body")
    assert read_answer(b"").status == 400
    assert read_answer(b"HTTP/1.1 501 Unsupported method\r\n\r\n").status == 405
    assert read_answer(b"HTTP/1.1 500 ERROR\r\n\r\n").status == 500


def test_answers_that_hold_hostile_texts_are_kept_once():
    kept = Kept()

    kept.add(Answer(200, 0, b"<p>nothing</p>", HTML))
    kept.add(Answer(200, 0, b"<p>7 &lt;script&gt;window.giftPwned=1</p>", HTML))
    kept.add(Answer(200, 0, b"<p>8 &lt;script&gt;window.giftPwned=1</p>", HTML))
    kept.add(Answer(200, 0, b"\x89PNG", {"Content-Type": "image/png"}))

    assert len(kept.answers) == 2
