"""Sends cases through a watched server and keeps count of what came back."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from .client import Client, judge

CASES_PER_VISITOR = 40  # then another address: limits per visitor must not hide what lies behind
MB = 1024 * 1024


@dataclass
class Row:
    """One line of the table."""

    kind: str
    counts: Counter = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_name: str = ""
    worker_mb: int = 0
    child_mb: int = 0
    total_mb: int = 0
    deaths: int = 0
    problems: list = field(default_factory=list)


class Runner:
    """Plays the kinds of cases one after the other, a few requests at a time."""

    def __init__(self, watch, database, threads=3):
        self.watch, self.database, self.threads = watch, database, threads
        self.rows = []
        self._clients = threading.local()
        self._lock = threading.Lock()
        self._visitors = 0

    # === CLIENTS === #

    def client(self, role):
        """Return this thread's session of a role; visitors change now and then."""
        known = self._clients.__dict__.setdefault("by_role", {})
        client, used = known.get(role, (None, 0))
        if client is None or (role == "visitor" and used >= CASES_PER_VISITOR):
            with self._lock:
                self._visitors += 1
                number = self._visitors
            client, used = Client(self.watch.url, self.database, role, number), 0
        known[role] = (client, used + 1)
        return client

    # === PLAYING === #

    def play(self, kind, cases):
        """Send the cases of a kind: (name, role, send, options); returns their `Row`.

        ``options``: ``own_only`` of `judge`, and ``check(answer) -> problems``.
        """
        row = Row(kind)
        before = self.watch.workers()
        self.watch.take_peaks()
        # Threads of one kind share their clients; those of the next kind start with new ones.
        with ThreadPoolExecutor(self.threads) as pool:
            for _done in pool.map(lambda case: self._send(row, *case), cases):
                pass
        self.watch.sample()
        self._close(row, before)
        self.rows.append(row)
        return row

    def _close(self, row, before):
        peaks = self.watch.take_peaks()
        row.worker_mb, row.child_mb, row.total_mb = (round(peak / MB) for peak in peaks)
        deaths, errors = self.watch.take_problems()
        row.deaths = max(len(deaths), len(before - self.watch.workers()))
        row.problems += [f"log: {text}" for text in (*deaths, *errors)]

    def _send(self, row, name, role, send, options):
        try:
            answer = send(self.client(role))
            verdict = judge(answer, own_only=options.get("own_only", False))
            found = options["check"](answer) if "check" in options else []
        except Exception as error:  # a fault of the tests themselves is told as well
            with self._lock:
                row.problems.append(f"{name} ({role}): the test failed: {error!r}")
            return
        with self._lock:
            self._count(row, f"{name} ({role})", answer, verdict)
            row.problems += [f"{name} ({role}): {text}" for text in found]

    def _count(self, row, name, answer, verdict):
        row.counts["sent"] += 1
        row.counts[verdict.outcome] += 1
        if verdict.outcome == "refused" and verdict.has_sentence:
            row.counts["sentence"] += 1
        if answer.status >= 500:
            row.counts["5xx"] += 1
        if verdict.outcome == "broken":
            row.problems.append(f"{name}: {verdict.words}")
        if answer.seconds > row.slowest:
            row.slowest, row.slowest_name = answer.seconds, name
