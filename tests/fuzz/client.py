"""Visitors and users of the shop over HTTP, and what an answer means."""

import json
import re
import time
from dataclasses import dataclass, field

import requests
from requests.adapters import HTTPAdapter

LOGINS = {
    "customer": ("emma@example.com", "emma"),
    "staff": ("staff", "staff"),
    "production": ("production", "production"),
    "manager": ("manager", "manager"),
    "admin": ("admin", "admin"),
}
ROLES = ("visitor", "customer", "staff", "production", "manager")
TIMEOUT_S = 150  # above the limit of a worker
# Errors by which the shop and Odoo refuse a request on purpose.
REFUSALS = (
    "odoo.exceptions.", "odoo.http.SessionExpiredException", "werkzeug.exceptions.",
    "odoo.addons.gift_personalization.exceptions.",
)  # fmt: skip
TOKEN = re.compile(r'csrf_token: "([^"]+)"')
SENTENCE = re.compile(r"\w.{9,}[.!?]\W*$", re.DOTALL)
SHOP_FRAME = re.compile(r'File "[^"]*(/odoo/|/addons/gift_)')
OWN_FRAME = re.compile(r'File "[^"]*/addons/gift_')


@dataclass
class Answer:
    """What came back, as far as it matters."""

    status: int
    seconds: float
    body: bytes = b""
    headers: dict = field(default_factory=dict)
    failure: str = ""  # why there was none
    path: str = ""

    @property
    def json(self):
        """The answer as JSON, or ``None``."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


class Client:
    """One browser's session, from an address of its own on this machine."""

    def __init__(self, url, database, role="visitor", number=0):
        self.url, self.database, self.role = url, database, role
        self.session = requests.Session()
        address = f"127.{10 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}"
        self.session.mount("http://", _From(address))
        self.token = ""
        if role in LOGINS:
            login, password = LOGINS[role]
            self._log_in(login, password)
        self.token = self._find_token()

    def _log_in(self, login, password):
        params = {"db": self.database, "login": login, "password": password}
        answer = self.rpc("/web/session/authenticate", params).json
        if not answer or "error" in answer:
            raise AssertionError(f"{login} cannot log in: {answer}")

    def _find_token(self):
        page = self.send("GET", "/my/designs").body.decode(errors="replace")
        found = TOKEN.search(page)
        return found.group(1) if found else ""

    def send(self, method, path, **options):
        """Send a request as it is; never raises."""
        began = time.monotonic()
        try:
            answer = self.session.request(
                method, self.url + path, timeout=TIMEOUT_S, allow_redirects=False, **options
            )
        except (requests.RequestException, UnicodeError, ValueError) as error:
            failure = f"{type(error).__name__}: {error}"
            return Answer(0, time.monotonic() - began, failure=failure, path=path)
        seconds = time.monotonic() - began
        headers = dict(answer.headers)
        return Answer(answer.status_code, seconds, answer.content, headers, path=path)

    def post_json(self, path, text):
        """Send the source text of a JSON body, or bytes that are none."""
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        return self.send("POST", path, data=data, headers={"Content-Type": "application/json"})

    def rpc(self, path, params):
        """Call a JSON-RPC route."""
        return self.post_json(path, json.dumps({"jsonrpc": "2.0", "params": params}))

    def call(self, model, method, args, kwargs=None):
        """Call a method of a model as the web client does."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs or {}}
        return self.rpc(f"/web/dataset/call_kw/{model}/{method}", params)

    def form(self, path, fields, files=None):
        """Send a form with the session's token."""
        return self.send("POST", path, data={"csrf_token": self.token, **fields}, files=files)


class _From(HTTPAdapter):
    """Connects from one address, so that limits per visitor do not hide what lies behind them."""

    def __init__(self, address):
        self._address = address
        super().__init__()

    def init_poolmanager(self, *args, **options):
        super().init_poolmanager(*args, source_address=(self._address, 0), **options)


# === VERDICT === #


@dataclass
class Verdict:
    """accepted, refused or broken; with the words of a refusal or the reason of a break."""

    outcome: str
    words: str = ""

    @property
    def has_sentence(self):
        """Whether a refusal says in a sentence what is wrong."""
        return bool(SENTENCE.search(self.words.strip()))


def judge(answer, *, own_only=False):
    """Return the `Verdict` on an answer.

    :param own_only: an unexpected error inside Odoo's own code is Odoo's affair: the call went to
        a method of the web client with arguments that no method takes.
    """
    if answer.failure:
        return Verdict("broken", answer.failure)
    if answer.status >= 500:
        return Verdict("broken", f"{answer.status}")
    content = answer.json if b"error" in answer.body[:20_000] else None
    error = content.get("error") if isinstance(content, dict) else None
    if isinstance(error, dict):
        return _judge_error(error, own_only)
    result = content.get("result") if isinstance(content, dict) else None
    refusal = error or (result.get("error") if isinstance(result, dict) else None)
    if isinstance(refusal, str):
        return Verdict("refused", refusal)
    return Verdict("refused" if answer.status >= 400 else "accepted")


def _judge_error(error, own_only):
    data = error.get("data") or {}
    name, debug = str(data.get("name", "")), str(data.get("debug", ""))
    words = str(data.get("message", error.get("message", "")))
    if name.startswith(REFUSALS):
        return Verdict("refused", words)
    if own_only and (not is_own(debug) or "Expected singleton" in words):
        return Verdict("refused", words)
    return Verdict("broken", f"{name}: {words[:300]}\n{debug[-1500:]}")


def passed_us(debug):
    """Return whether a traceback leads through our addons at all: `ir.http` is in every route."""
    return bool(OWN_FRAME.search(debug))


def is_own(debug):
    """Return whether the last frame of a traceback that is no library's is one of our addons."""
    frames = [line for line in debug.splitlines() if SHOP_FRAME.search(line)]
    return bool(frames) and bool(OWN_FRAME.search(frames[-1]))
