"""Measure the live preview in Chromium against its bars: ``make bench-preview``.

Starts Odoo with two workers on a copy of the demo shop, upgraded to the addons of this checkout,
types into a mug (round, glossy, three zones) and into every other gift of the shop that has texts,
and prints a table beside what a field on an empty page takes in the same browser; writes
``build/bench/preview.json`` and exits with 1 when a bar is missed. Times are wall time, so other
work on the machine counts: run it when the machine is quiet.
"""

import argparse
import gzip
import json
import statistics
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve()
ROOT = HERE.parents[2]
sys.path[:0] = [str(ROOT / "scripts")]
sys.path[:0] = [str(ROOT / "tests" / "unit"), str(ROOT / "tests" / "unit" / "gift_personalization")]

import conftest as unit_conftest  # noqa: E402,F401  (loads the engine as gift_engine)
from builders import Faces  # noqa: E402
from gift_dev import shop  # noqa: E402
from gift_dev.base import RUN  # noqa: E402
from gift_dev.odoo_cli import environment, odoo_command  # noqa: E402
from gift_dev.postgres import Server  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from preview_browser import chain_of, engine_lines, guess_page, guess_starts  # noqa: E402
from preview_texts import FAMILIES, random_cases  # noqa: E402

SOURCES = ROOT / "addons" / "gift_personalization" / "static" / "src"
MUG = "mug"
# What is typed into letter by letter.
FIELDS = ".o_gift_zone input.o_gift_input[type=text]:visible, .o_gift_zone textarea:visible"
FIRST_LOAD = ("js/*.js", "interactions/*.js", "scss/gift_designer.scss", "scss/gift_preview.scss")
WORDS = "Anna Müller & Łukasz Žofie love from all of us "
KEYS = 120
HAND_MS = 250  # the way of a quick hand from the mouse to the keys
REST_MS = 600  # until the page, scrolled to a field, is at rest and somebody has aimed at it
BARS = ((1, 16), (4, 50))  # how many times slower the processor is; ms
TEXTS = 400

# Notes when a key is pressed, when the next frame has been painted, and when the server's
# drawing stands in the page.
PROBE = """
window.probe = { paints: [], truths: [], key: 0 };
const afterPaint = (done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
});
document.addEventListener("input", (ev) => {
    const began = ev.timeStamp;
    window.probe.key = began;
    afterPaint(() => window.probe.paints.push(performance.now() - began));
}, { capture: true });
for (const svg of document.querySelectorAll(".o_gift_svg")) {
    new MutationObserver((changes) => {
        const truth = changes.some(({ target }) => target === svg);
        if (truth && window.probe.key) {
            const began = window.probe.key;
            window.probe.key = 0;
            afterPaint(() => window.probe.truths.push(performance.now() - began));
        }
    }).observe(svg, { childList: true });
}
"""


def percentile(values, share):
    """Return a percentile of the measured values."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


@contextmanager
def served(database, port):
    """Serve a database with two worker processes, as in production."""
    server = Server()
    url = f"http://localhost:{port}"
    command = odoo_command([
        "-d", database, "--db-filter", f"^{database}$", "--http-port", port, "--workers", 2,
        "--gevent-port", port + 1, "--max-cron-threads", 0,
    ])  # fmt: skip
    # Workers start a process of their own for the bus: they need the program's path.
    at = command.index("-m")
    command[at : at + 2] = [str(RUN / "odoo-19" / "usr" / "bin" / "odoo")]
    log = RUN / "logs" / "bench-preview.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "w") as handle:
        process = subprocess.Popen(
            command, env=environment(server), cwd=str(RUN), stdin=subprocess.DEVNULL,
            stdout=handle, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    try:
        shop.wait_until_served(process, f"{url}/shop", log.name)
        yield url
    finally:
        shop.stop_odoo(process)


def find_gifts(chromium, url):
    """Return the addresses of the gifts that texts are typed into, by their names."""
    page = chromium.new_page()
    page.goto(f"{url}/shop?ppg=100")
    links = page.locator(".oe_product .o_wsale_products_item_title a, .oe_product h2 a")
    found = {}
    for link in links.all():
        found[link.inner_text().strip()] = link.get_attribute("href").split("?")[0]
    gifts = {}
    for name, path in found.items():
        page.goto(f"{url}{path}")
        if page.locator(".o_gift_product").count() and page.locator(FIELDS).count():
            gifts[name] = path
    page.close()
    return gifts


def open_product(page, url, word):
    """Open a product by its address, or by a word of it."""
    if word.startswith("/"):
        page.goto(f"{url}{word}")
    else:
        page.goto(f"{url}/shop?search={word.replace('-', '+')}")
        page.locator(f".oe_product a[href*='{word}']").first.click()
    page.wait_for_selector(".o_gift_product")
    page.wait_for_load_state("networkidle")


def open_design(context, url, word):
    """Open a product with all its text zones filled and the guess ready."""
    page = context.new_page()
    open_product(page, url, word)
    fields = page.locator(FIELDS)
    for index in range(fields.count()):
        field = fields.nth(index)
        field.click()
        page.wait_for_timeout(1_500)
        field.press_sequentially("An", delay=60)
        page.wait_for_timeout(700)
    page.evaluate(PROBE)
    return page, fields


def type_keys(page, fields, count, delay):
    """Type into the fields in turn, as a person does: choose a field, mark its text, type over it.

    Every key counts, the first one too, which shows another side and replaces a whole text.
    """
    typed = 0
    while typed < count:
        field = fields.nth(typed // 20 % fields.count())
        # A person scrolls before they can aim. Odoo's header follows a scroll frame by frame.
        field.scroll_into_view_if_needed()
        page.wait_for_timeout(REST_MS)
        field.click()
        page.wait_for_timeout(HAND_MS)
        page.keyboard.press("Control+a")
        page.wait_for_timeout(delay)
        for letter in WORDS[:20]:
            # By the keyboard alone: a locator would focus the field again and ask for a frame of
            # its own just before the key, which then waits for the next one.
            page.keyboard.type(letter)
            page.wait_for_timeout(delay)
            typed += 1


def measure_typing(chromium, url, word, slow_down, truth_keys):
    """Return the times from key to paint, and from the last key to the server's drawing (ms)."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    page, fields = open_design(context, url, word)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slow_down})
    page.evaluate("window.probe.paints = []; window.probe.truths = []")
    type_keys(page, fields, KEYS, 60)
    paints = page.evaluate("window.probe.paints")
    page.evaluate("window.probe.truths = []")
    type_keys(page, fields, truth_keys, 500)
    truths = page.evaluate("window.probe.truths")
    context.close()
    return paints, truths


def measure_plain(chromium, slow_down):
    """Return the times from key to paint of a field on an empty page: what the machine gives."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    page = context.new_page()
    page.set_content('<input style="font: 16px sans-serif">')
    page.evaluate(PROBE)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slow_down})
    type_keys(page, page.locator("input"), KEYS, 60)
    paints = page.evaluate("window.probe.paints")
    context.close()
    return paints


def first_load_bytes(url):
    """Return the compressed size of what the designer adds to the product page."""
    sizes = {}
    for pattern in FIRST_LOAD:
        for path in SOURCES.glob(pattern):
            sizes[path.name] = path.read_bytes()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(RUN / "bin" / "google-chrome"))
        page = browser.new_page()
        open_product(page, url, MUG)
        for part in (".o_gift_designer", ".o_gift_preview"):
            sizes[part] = page.locator(part).evaluate("el => el.outerHTML").encode()
        urls = page.evaluate("performance.getEntriesByType('resource').map((e) => e.name)")
        browser.close()
    later = ("/gift/font/", "gift_personalization.assets_")
    early = [name for name in urls if any(part in name for part in later)]
    return len(gzip.compress(b"".join(sizes.values()))), early


def count_breaks():
    """Return per script how many of 400 random texts break elsewhere than on the server."""
    faces = Faces(RUN / "fonts")
    found = {}
    with guess_page(faces) as page:
        for family in FAMILIES:
            cases = [
                (text, chain_of(faces, font), zone)
                for text, font, zone in random_cases(family, TEXTS)
            ]
            guesses = page.evaluate("cases => guessAll(cases)", cases)
            different = 0
            for (text, chain, zone), guess in zip(cases, guesses, strict=True):
                if guess:
                    _size, starts, _places = engine_lines(faces, text, chain, zone)
                    different += guess_starts(text, zone, guess) != starts
            found[family] = {"different": different, "left": guesses.count(None)}
    return found


def collect(url):
    """Return the rows of the table: (name, measured, bar, unit)."""
    rows, figures = [], {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(RUN / "bin" / "google-chrome"))
        for slow_down, bar in BARS:
            plain = measure_plain(chromium, slow_down)
            figures[f"plain_{slow_down}x"] = plain
            name = f"key to paint, p95, CPU 1/{slow_down}, a field on an empty page"
            rows.append((name, percentile(plain, 0.95), None, "ms"))
            paints, truths = measure_typing(chromium, url, MUG, slow_down, 60)
            figures[f"paint_{slow_down}x"] = paints
            figures[f"truth_{slow_down}x"] = truths
            name = f"key to paint, p95, CPU 1/{slow_down}"
            rows.append((name, percentile(paints, 0.95), bar, "ms"))
            rows.append((f"{name.replace('p95', 'median')}", statistics.median(paints), None, "ms"))
            limit = 250 if slow_down == 1 else None
            name = f"last key to the server's picture, p95, CPU 1/{slow_down}"
            rows.append((name, percentile(truths, 0.95), limit, "ms"))
        for gift, path in find_gifts(chromium, url).items():
            if MUG in path:
                continue
            for slow_down, bar in BARS:
                paints, _truths = measure_typing(chromium, url, path, slow_down, 0)
                figures[f"paint_{slow_down}x {gift}"] = paints
                name = f"key to paint, p95, CPU 1/{slow_down}, {gift}"
                rows.append((name, percentile(paints, 0.95), bar, "ms"))
        chromium.close()
    size, early = first_load_bytes(url)
    rows.append(("designer on the page before first use", size / 1024, 40, "KB gz"))
    rows.append(("fonts and guess fetched before first use", len(early), 0, "files"))
    breaks = count_breaks()
    for family, counts in breaks.items():
        name = f"other line breaks of {TEXTS} texts, {family} ({counts['left']} left to the server)"
        rows.append((name, counts["different"], 0, ""))
    return rows, figures


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", default="gift_demo_template", help="database to copy")
    parser.add_argument("--database", default="gift_bench_preview", help="name of the copy")
    parser.add_argument("--keep", action="store_true", help="serve --database as it is")
    parser.add_argument("--port", type=int, default=8148)
    options = parser.parse_args()
    if not options.keep:
        # A run that was cut short may have left its copy.
        pg = [str(ROOT / "scripts" / "pg"), "drop", options.database]
        subprocess.run(pg, capture_output=True, check=False)
        call_pg("clone", options.source, options.database)
        upgrade(options.database)
    with served(options.database, options.port) as url:
        rows, figures = collect(url)
    if not options.keep:
        call_pg("drop", options.database)
    missed = [name for name, value, bar, _unit in rows if bar is not None and value > bar]
    for name, value, bar, unit in rows:
        wanted = "" if bar is None else f"<= {bar}"
        mark = "MISSED" if name in missed else ""
        sys.stdout.write(f"{name:<72} {value:9.1f} {unit:<6} {wanted:<8} {mark}\n")
    target = ROOT / "build" / "bench" / "preview.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    table = [dict(zip(("name", "value", "bar", "unit"), row, strict=True)) for row in rows]
    target.write_text(json.dumps({"rows": table, "figures": figures}, indent=1))
    return 1 if missed else 0


def upgrade(database):
    """Bring a copy, which may be older, to the addons of this checkout."""
    command = [str(ROOT / "scripts" / "odoo"), "-d", database, "-u", "gift_base"]
    command += ["--stop-after-init", "--no-http", "--log-level=error"]
    subprocess.run(command, check=True)


def call_pg(*arguments):
    """Copy or drop a database with its files."""
    subprocess.run([str(ROOT / "scripts" / "pg"), *arguments], check=True)


if __name__ == "__main__":
    sys.exit(main())
