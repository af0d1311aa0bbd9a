"""Answers of the shop opened once more in Chromium, as they came, with traps set."""

import re
import threading
from contextlib import suppress
from hashlib import sha256

from gift_dev.base import RUN
from playwright.sync_api import Error, sync_playwright

from .client import Answer
from .safety import PageGuard

# Whatever a hostile text would do, and what it would ask.
MARK = re.compile(
    rb"giftPwned|evil\.invalid|alert\(|onerror|onload|javascript:|<svg|%PDF", re.IGNORECASE
)
CHANGING = re.compile(rb"csrf_token: \"[^\"]*\"|csrf_token\" value=\"[^\"]*\"|[0-9a-f]{16,}|\d+")
LEFT_OUT = ("content-length", "content-encoding", "transfer-encoding", "connection", "set-cookie")
LARGEST = 4_000_000
# Answers that must spring the trap: a trap that catches nothing proves nothing.
CONTROLS = {
    "ran a script": b"<script>window.giftPwned=1</script>",
    "opened a dialog": b"<img src=x onerror=alert(1)>",
    "asked http://evil.invalid": b"<img src=http://evil.invalid/a.png>",
}


def kind_of(answer):
    """Return the media type of an answer."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return headers.get("content-type", "").split(";")[0].strip().lower()


class Kept:
    """Answers that hold a hostile text, or that are files; each different one once."""

    def __init__(self):
        self.answers, self._lock = {}, threading.Lock()

    def add(self, answer):
        """Keep an answer when it is worth being opened."""
        kind, body = kind_of(answer), answer.body
        is_text = kind in ("text/html", "application/json")
        if not body or len(body) > LARGEST or (is_text and not MARK.search(body)):
            return
        same = sha256(kind.encode() + CHANGING.sub(b"", body)).digest()
        with self._lock:
            self.answers.setdefault(same, answer)


def replay(url, answers):
    """Open answers in Chromium; returns (how many, what they did).

    Nothing else of the shop is loaded: what an answer needs besides itself does not exist.
    """
    answers = list(answers)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(RUN / "bin" / "google-chrome"))
        theatre = _Theatre(browser.new_context(base_url=url, service_workers="block"), url)
        problems = theatre.check_trap()
        for answer in answers:
            problems += theatre.play(answer)
        browser.close()
    return len(answers), problems


class _Theatre:
    """A page that gets our answers instead of the shop's."""

    def __init__(self, context, url):
        self.context, self.url, self.number = context, url, 0
        self.answer = None
        context.route("**/*", self._fulfil)
        self._open()

    def _open(self):
        self.page = self.context.new_page()
        self.guard = PageGuard(self.page, self.url)

    def _fulfil(self, route):
        if not route.request.url.endswith(f"/replayed/{self.number}"):
            route.abort()
            return
        headers = {
            name: value.encode("ascii", "replace").decode()
            for name, value in self.answer.headers.items()
            if name.lower() not in LEFT_OUT
        }
        status = self.answer.status if 200 <= self.answer.status < 600 else 200
        if status in (204, 304) or 300 <= status < 400:
            status = 200
        route.fulfill(status=status, headers=headers, body=self.answer.body)

    def play(self, answer):
        """Open one answer; return what it did."""
        self.answer, self.number = answer, self.number + 1
        self.guard.problems = []
        try:
            self.page.goto(f"{self.url}/replayed/{self.number}", wait_until="load", timeout=8_000)
        except Error as error:
            self._judge_error(str(error))
        ran = False
        with suppress(Error):
            ran = self.page.evaluate("() => Boolean(window.giftPwned || window.__pwned)")
        found = [*self.guard.problems, *(["ran a script"] if ran else [])]
        return [f"{answer.path} as {kind_of(answer)!r}: {problem}" for problem in found]

    def _judge_error(self, error):
        if "Download is starting" in error or "ERR_ABORTED" in error:
            return  # kept as a file, not opened
        if "Page crashed" in error or "Target" in error:
            self.guard.problems.append(f"broke the page: {error[:100]}")
        self.page.close()
        self._open()

    def check_trap(self):
        """Return what the trap does not catch of what it must."""
        missed = []
        for expected, body in CONTROLS.items():
            answer = Answer(200, 0, body, {"Content-Type": "text/html"}, path="(control)")
            if not any(expected in found for found in self.play(answer)):
                missed.append(f"the trap did not see a page that {expected}")
        return missed


__all__ = ["Kept", "replay"]
