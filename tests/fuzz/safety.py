"""Nothing active may be served: headers, drawings, and pages that show hostile texts."""

import re
from urllib.parse import urlsplit

from lxml import etree
from playwright.sync_api import Error

PICTURES = ("image/jpeg", "image/png", "image/webp")
SAFE_TYPES = (
    *PICTURES, "image/svg+xml", "application/json", "font/sfnt", "font/ttf", "font/otf", "font/woff",
    "font/woff2", "application/pdf", "application/zip", "application/octet-stream", "text/plain",
)  # fmt: skip
# The shop writes its own address into mails and pictures of messages: `web.base.url`.
OWN_HOSTS = ("127.0.0.1", "localhost")
# Pages with a card form load the payment provider's script, which must not be served by the shop.
PAYMENT_SCRIPT = "https://js.stripe.com/v3/"
TURN_MS, QUIET_TURNS, MOST_TURNS = 100, 5, 80  # how a page is waited for
DRAWN = {
    "svg", "g", "path", "defs", "clipPath", "image", "rect", "mask", "linearGradient",
    "radialGradient", "stop", "filter", "feColorMatrix", "feComponentTransfer", "feFuncR",
    "feFuncG", "feFuncB",
}  # fmt: skip
# What a click on a menu does: the back office stays loaded. An answer that never comes is an error.
MOVE = """async ([action, record]) => {
    const { services } = odoo.__WOWL_DEBUG__.root.env;
    const form = record ? { viewType: "form", props: { resId: record } } : {};
    // Windows that a record's buttons open ask for that record.
    const additionalContext = { active_id: 1, active_ids: [1] };
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error("late")), 30_000));
    const options = { clearBreadcrumbs: true, additionalContext, ...form };
    const done = services.action.doAction(action, options);
    await Promise.race([done, late]);
    return services.action.currentController.action.id;
}"""
OUTSIDE = re.compile(
    r"(?i)(javascript|data|vbscript|file):|url\(\s*[^#)\s]|//|&#|expression\(|@import"
)


def served_problems(path, answer):
    """Return what is unsafe about a file that was fetched."""
    headers = {name.lower(): value for name, value in answer.headers.items()}
    kind = headers.get("content-type", "").split(";")[0].strip()
    if answer.status in (301, 302, 303, 304, 400, 401, 403, 404, 405):
        return []
    found = []
    if answer.status != 200:
        found.append(f"{path}: status {answer.status} {answer.failure}")
    policy = headers.get("content-security-policy", "")
    if kind not in SAFE_TYPES and "default-src 'none'" not in policy:
        found.append(f"{path}: served as {kind!r}")
    if headers.get("x-content-type-options") != "nosniff":
        found.append(f"{path}: without nosniff")
    if kind == "image/svg+xml":
        if "default-src 'none'" not in policy:
            found.append(f"{path}: a drawing without a policy")
        found += [f"{path}: {problem}" for problem in drawing_problems(answer.body)]
    return found


def drawing_problems(data):
    """Return what a drawing holds beyond plain shapes."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        root = etree.fromstring(data if isinstance(data, bytes) else data.encode(), parser)
    except etree.XMLSyntaxError as error:
        return [f"no XML: {error}"]
    found = []
    for element in root.iter():
        tag = element.tag if isinstance(element.tag, str) else "(no element)"
        if tag.rpartition("}")[2] not in DRAWN:
            found.append(f"holds {tag}")
        for name, value in element.attrib.items():
            plain = name.rpartition("}")[2].lower()
            is_own = plain == "href" and value.startswith(("/gift/asset/", "#"))
            if plain.startswith("on") or (not is_own and OUTSIDE.search(value)):
                found.append(f"{name}={value[:60]!r}")
    return found


class PageGuard:
    """Listens to a page of a browser: nothing may run, open or ask another host."""

    def __init__(self, page, url):
        self.page, self.problems = page, []
        self._waiting = set()  # requests without an answer yet; a socket is none
        page.on("dialog", self._on_dialog)
        page.on("request", self._on_request)
        page.on("requestfinished", self._on_answer)
        page.on("requestfailed", self._on_answer)
        page.on("popup", lambda _popup: self.problems.append("opened a window"))

    def _on_dialog(self, dialog):
        self.problems.append(f"opened a dialog: {dialog.message!r}")
        dialog.dismiss()

    def _on_request(self, request):
        self._waiting.add(request)
        parts = urlsplit(request.url)
        if request.url == PAYMENT_SCRIPT:
            return
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in OWN_HOSTS:
            self.problems.append(f"asked {request.url[:120]}")

    def _on_answer(self, request):
        self._waiting.discard(request)

    def _rest(self):
        """Wait until nothing was asked for half a second: what keeps a line open is no reason."""
        quiet = 0
        for _turn in range(MOST_TURNS):
            self.page.wait_for_timeout(TURN_MS)
            quiet = 0 if self._waiting else quiet + 1
            if quiet == QUIET_TURNS:
                return

    def _open(self, path):
        """Open a page; once more when a move that the page before had begun came between."""
        options = {"wait_until": "domcontentloaded", "timeout": 90_000}
        try:
            return self.page.goto(path, **options)
        except Error as error:
            if "ERR_ABORTED" not in str(error):
                raise
            return self.page.goto(path, **options)

    def visit(self, path):
        """Open a page; return what it did that it should not."""
        return self._look(path, lambda: self._open(path))

    def move(self, action, record=None):
        """Show a window of the back office that is open; return what it did that it should not."""

        def show():
            shown = self.page.evaluate(MOVE, [action, record])
            if shown != action:
                self.problems.append(f"showed the window {shown}")

        return self._look(f"/odoo/action-{action}/{record or ''}", show)

    def _look(self, path, show):
        self.problems = []
        self._waiting.clear()
        try:
            answer = show()
            self._rest()
            self._judge(answer)
        except Error as error:
            self.problems.append(f"did not open: {str(error)[:200]}")
        return [f"{path}: {problem}" for problem in self.problems]

    def _judge(self, answer):
        if self.page.evaluate("() => window.giftPwned"):
            self.problems.append("ran a script")
            self.page.evaluate("() => { window.giftPwned = 0; }")
        if answer and answer.status >= 500:
            self.problems.append(f"answered {answer.status}")
        for dialog in self.page.locator(".o_error_dialog").all_inner_texts():
            self.problems.append(f"failed: {dialog[:200]}")
