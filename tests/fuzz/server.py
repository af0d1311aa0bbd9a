"""A real Odoo with worker processes, watched: its log, its workers, their memory."""

import configparser
import re
import subprocess
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from gift_dev import shop
from gift_dev.base import LOGS, REPO, RUN
from gift_dev.odoo_cli import environment, odoo_command
from gift_dev.postgres import Server

LIMITS = (
    "limit_memory_soft", "limit_memory_hard", "limit_time_cpu", "limit_time_real", "limit_request",
)  # fmt: skip
# Constraints of the database are logged as errors and answered in sentences; so is odd HTTP.
ENTRY = re.compile(r"^\S+ \S+ \d+ (?:ERROR|CRITICAL) \S+ (?!odoo\.sql_db:|werkzeug:)")
DATED = re.compile(r"\d{4}-\d\d-\d\d ")
# The proxy sends a page's socket to a port of its own; here there is none before the workers.
EXPECTED = "Couldn't bind the websocket"
# What the server says when a worker is ended before its time, or replaced.
DEATH = re.compile(
    r"time limit .*reached|memory limit .*reached|max request .*reached|timeout after|died|"
    r"killed|Worker .* unregistered|MemoryError"
)


def production_limits():
    """Return the limits of the production configuration."""
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(REPO / "config" / "odoo.prod.conf")
    return {name: parser["options"].getint(name) for name in LIMITS}


@contextmanager
def served(database, port, *, workers=2, log="bench-hostile.log"):
    """Serve a database as in production; yields a `Watch`."""
    server = Server()
    limits = [f"--{name.replace('_', '-')}={value}" for name, value in production_limits().items()]
    command = odoo_command([
        "-d", database, "--db-filter", f"^{database}$", "--http-port", port,
        "--workers", workers, "--gevent-port", port + 1, "--max-cron-threads", 0, *limits,
    ])  # fmt: skip
    # Workers start a process of their own for the bus: they need the program's path.
    at = command.index("-m")
    command[at : at + 2] = [str(RUN / "odoo-19" / "usr" / "bin" / "odoo")]
    path = LOGS / log
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w") as handle:
        process = subprocess.Popen(
            command, env=environment(server), cwd=str(RUN), stdin=subprocess.DEVNULL,
            stdout=handle, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    watch = Watch(process.pid, path, f"http://127.0.0.1:{port}")
    try:
        shop.wait_until_served(process, f"{watch.url}/shop", log)
        watch.start()
        yield watch
    finally:
        watch.stop()
        shop.stop_odoo(process)


class Watch:
    """What is seen of a running server from outside."""

    def __init__(self, pid, log, url):
        self.pid, self.log, self.url = pid, log, url
        self.peak_worker = self.peak_child = self.peak_total = 0  # bytes
        self.by_worker = {}  # process: (first, largest, last) size in bytes
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._sample_on, daemon=True)
        self._read = 0

    def start(self):
        """Begin to watch; what was logged before is left out."""
        self._read = self.log.stat().st_size
        self.sample()
        self._thread.start()

    def stop(self):
        """Stop watching."""
        self._ending.set()
        if self._thread.is_alive():
            self._thread.join()

    # === PROCESSES === #

    def workers(self):
        """Return the process ids of the server's workers."""
        return {pid for pid, _parent in _children(self.pid) if pid != self.pid}

    def take_peaks(self):
        """Return the largest worker, child and sum (bytes) since the last call."""
        peaks = self.peak_worker, self.peak_child, self.peak_total
        self.peak_worker = self.peak_child = self.peak_total = 0
        return peaks

    def _sample_on(self):
        while not self._ending.wait(0.1):
            self.sample()

    def sample(self):
        """Look at the memory of the workers and of the processes they started."""
        workers = self.workers()
        sizes = {pid: _resident(pid) for pid in workers}
        for pid, size in sizes.items():
            first, largest, _last = self.by_worker.get(pid, (size, size, size))
            self.by_worker[pid] = (first, max(largest, size), size)
        children = [_resident(pid) for worker in workers for pid in _descendants(worker)]
        self.peak_worker = max(self.peak_worker, *sizes.values(), 0)
        self.peak_child = max(self.peak_child, *children, 0)
        self.peak_total = max(self.peak_total, sum(sizes.values()) + sum(children))

    # === LOG === #

    def take_problems(self):
        """Return (deaths, errors): lines of the log since the last call that tell of harm."""
        time.sleep(0.2)
        with open(self.log, errors="replace") as handle:
            handle.seek(self._read)
            text = handle.read()
            self._read = handle.tell()
        return read_problems(text)


def read_problems(text):
    """Return (deaths, errors) of a piece of a log; an error with the lines that follow it."""
    deaths, errors, is_open = [], [], False
    for line in text.splitlines():
        if DATED.match(line):
            is_open = bool(ENTRY.match(line))
            errors += [line] if is_open else []
            deaths += [line] if DEATH.search(line) and " odoo.service.server: " in line else []
        elif is_open:
            errors[-1] = f"{errors[-1]}\n{line}"[-6_000:]
        elif line.startswith("Traceback"):
            errors.append(line)
            is_open = True
    return deaths, [text for text in errors if EXPECTED not in text]


def _stat(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it has just ended
        return None


def _children(parent):
    """Yield (child, parent); a worker's requests run in a thread, which has the children."""
    for path in Path(f"/proc/{parent}/task").glob("*/children"):
        with suppress(OSError):  # the thread has just ended
            yield from ((int(pid), parent) for pid in path.read_text().split())


def _descendants(pid):
    for child, _parent in _children(pid):
        yield child
        yield from _descendants(child)


def _resident(pid):
    """Return the resident memory of a process in bytes."""
    stat = _stat(pid)
    return int(stat[21]) * 4096 if stat else 0
