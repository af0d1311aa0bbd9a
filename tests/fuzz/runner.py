"""Sends cases through a watched server and keeps count of what came back."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from .client import Client, is_own, judge, passed_us
from .replay import Kept

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
    own_only: bool = False  # errors inside Odoo's own code are Odoo's affair, see `judge`
    before: list = field(default_factory=list)  # 5xx of odd HTTP, which Odoo may fail to read


class Runner:
    """Plays the kinds of cases one after the other, a few requests at a time."""

    def __init__(self, watch, database, threads=3):
        self.watch, self.database, self.threads = watch, database, threads
        self.rows = []
        self.kept = Kept()  # what is opened in a browser afterwards
        self.welcome = lambda client: None  # is called with every new visitor
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
                # One after the other: Odoo makes a user's settings at the first login.
                client, used = Client(self.watch.url, self.database, role, number), 0
            if role == "visitor":
                self.welcome(client)
        known[role] = (client, used + 1)
        return client

    # === PLAYING === #

    def play(self, kind, cases):
        """Send the cases of a kind: (name, role, send, options); returns their `Row`.

        ``options``: ``own_only`` of `judge`, ``check(answer) -> problems``, and ``is_closed``: it
        must be refused.
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
        if row.before and not any(map(passed_us, errors)):
            # Odoo failed before it found a route: no addon can mend that.
            row.counts["odoo"], row.before, errors = len(row.before), [], []
        row.problems += row.before
        if row.own_only:
            errors = [text for text in errors if is_own(text)]
        row.problems += [f"log: {text}" for text in (*deaths, *errors)]

    def _send(self, row, name, role, send, options):
        try:
            answer = send(self.client(role))
            row.own_only = row.own_only or options.get("own_only", False)
            verdict = judge(answer, own_only=options.get("own_only", False))
            found = options["check"](answer) if "check" in options else []
            if options.get("is_closed") and verdict.outcome == "accepted":
                found = [*found, f"was accepted: {answer.body[:200]!r}"]
            self.kept.add(answer)
        except Exception as error:  # a fault of the tests themselves is told as well
            with self._lock:
                row.problems.append(f"{name} ({role}): the test failed: {error!r}")
            return
        with self._lock:
            is_odd = options.get("is_odd_http", False)
            self._count(row, f"{name} ({role})", answer, verdict, is_odd)
            row.problems += [f"{name} ({role}): {text}" for text in found]

    def _count(self, row, name, answer, verdict, is_odd):
        row.counts["sent"] += 1
        row.counts[verdict.outcome] += 1
        if verdict.outcome == "refused" and verdict.has_sentence:
            row.counts["sentence"] += 1
        if answer.status >= 500:
            row.counts["5xx"] += 1
        if verdict.outcome == "broken":
            told = row.before if is_odd and answer.status == 500 else row.problems
            told.append(f"{name}: {verdict.words}")
        if answer.seconds > row.slowest:
            row.slowest, row.slowest_name = answer.seconds, name
