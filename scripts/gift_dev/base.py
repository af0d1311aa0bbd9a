"""Where things are, how progress is said, and how a step ends with one clear sentence."""

import contextlib
import errno
import fcntl
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
RUN = Path(os.environ.get("GIFT_RUN_DIR") or REPO / ".run").resolve()
ADDONS = REPO / "addons"
LOGS = RUN / "logs"
# Several checkouts may share one run folder; each has databases of its own then.
SUFFIX = "" if RUN == REPO / ".run" else "_" + hashlib.sha256(str(REPO).encode()).hexdigest()[:6]
# `make clean` removes a folder only when this file says that the set-up made it.
MARKER = RUN / ".gift-run-folder"

NEEDED_BYTES = 5 * 10**9


class Stop(Exception):
    """End the command with one sentence that says what is wrong and what to do."""


def say(text):
    """Print one line of progress."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def digest(*parts):
    """Hash strings and the contents of files and folders, in the order given."""
    total = hashlib.sha256()
    for part in parts:
        if isinstance(part, Path):
            files = [part] if part.is_file() else sorted(f for f in part.rglob("*") if f.is_file())
            for file in files:
                if "__pycache__" not in file.parts:
                    total.update(str(file.relative_to(part.parent)).encode())
                    total.update(file.read_bytes())
        else:
            total.update(str(part).encode() + b"\0")
    return total.hexdigest()


def is_stamped(name, key):
    """Tell whether step `name` was already done for this `key`."""
    stamp = RUN / "stamps" / name
    return stamp.exists() and stamp.read_text() == key


def set_stamp(name, key):
    """Remember that step `name` was done for this `key`."""
    stamp = RUN / "stamps" / name
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(key)


@contextlib.contextmanager
def locked(name):
    """Hold an exclusive lock, so that two commands never build the same thing at once."""
    RUN.mkdir(parents=True, exist_ok=True)
    with open(RUN / f"{name}.lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def check_disk():
    """Stop when the run folder's disk cannot hold what the set-up fetches."""
    try:
        RUN.mkdir(parents=True, exist_ok=True)
        MARKER.touch()
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise Stop(f"The run folder {RUN} cannot be written: {error.strerror}.") from error
    free = shutil.disk_usage(RUN).free
    needed = int(os.environ.get("GIFT_NEEDED_BYTES") or NEEDED_BYTES)
    if free < needed:
        raise Stop(
            f"The disk of {RUN} has {free / 1e9:.1f} GB left, but the set-up needs "
            f"{needed / 1e9:.1f} GB: free some space, or set GIFT_RUN_DIR to a folder elsewhere."
        )


# Programs that run right now; an interrupted command ends them.
RUNNING = set()
ENDING = threading.Event()

NETWORK_SIGNS = (
    "could not resolve", "temporary failure", "failed to fetch", "could not connect",
    "connection timed out", "network is unreachable", "newconnectionerror", "enotfound",
    "eai_again", "etimedout", "econnrefused", "econnreset", "no debian mirror offers",
    "name or service not known", "connection refused", "connectionerror", "read timed out",
    "unable to connect", "no matching distribution", "network request",
)  # fmt: skip
ERROR_LINE = re.compile(r"^E: |(^|\W)(\w*Error|\w*Exception|error|failed)(:|\W)")
DISK_SIGNS = ("no space left", "enospc", "disk quota")


def run(command, *, what, log, env=None, cwd=None, fetches=False):
    """Run a command with its output in a log file; explain a failure in one sentence.

    :param what: what the command does, as the start of the sentence, e.g. "Fetching Odoo".
    :param fetches: the command needs the network.
    """
    if ENDING.is_set():
        raise Stop(f"{what} was not begun.")
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / log
    if fetches:  # what an interrupted download leaves behind goes with the run folder
        (RUN / "tmp").mkdir(parents=True, exist_ok=True)
        env = {**(env or os.environ), "TMPDIR": str(RUN / "tmp")}
    with open(path, "a") as handle:
        handle.write("$ " + " ".join(map(str, command)) + "\n")
        handle.flush()
        start = path.stat().st_size
        try:
            process = subprocess.Popen(
                list(map(str, command)),
                stdout=handle, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                env=env, cwd=cwd,
            )  # fmt: skip
        except (FileNotFoundError, PermissionError) as error:  # or its folder is closed to us
            raise Stop(f"{what} failed: the program {command[0]} is missing.") from error
        RUNNING.add(process)
        code = process.wait()
        RUNNING.discard(process)
    if code:
        raise Stop(explain(what, path, start, fetches))


def explain(what, path, start, fetches):
    """Turn the output of a failed command into one sentence."""
    with open(path, errors="replace") as handle:
        handle.seek(start)
        text = handle.read()
    low = text.lower()
    if any(sign in low for sign in DISK_SIGNS):
        return f"{what} failed because the disk is full: free some space and try again."
    if fetches and any(sign in low for sign in NETWORK_SIGNS):
        return (
            f"{what} failed because the package mirror cannot be reached: check the network "
            f"connection and try again (what is already there is kept; details in {path})."
        )
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if ERROR_LINE.search(line)]
    last = (telling or lines or ["no output"])[-1]
    return f"{what} failed: {last} (details in {path})."


def end_running():
    """Ask every program that is still running to end, and wait for it."""
    ENDING.set()
    for process in list(RUNNING):
        process.terminate()
    for process in list(RUNNING):
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _interrupt(_signal, _frame):
    raise KeyboardInterrupt


def main(entry):
    """Run a command's entry point; a Stop or a full disk becomes one line and exit code 1."""
    # Also when started in the background, where a shell lets Ctrl-C be ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    code = 1
    try:
        code = entry(sys.argv[1:]) or 0
    except Stop as reason:
        print(f"\nStopped: {reason}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped by you.", file=sys.stderr)
        code = 130
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        print("\nStopped: the disk is full: free some space and try again.", file=sys.stderr)
    finally:
        end_running()
    sys.stdout.flush()
    sys.exit(code)
