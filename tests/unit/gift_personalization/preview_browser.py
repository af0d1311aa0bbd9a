"""The browser's guess beside the engine: the designer's own modules in a headless Chromium."""

import io
import os
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from gift_engine.cleaning import clean_text
from gift_engine.text import TextStyle, set_text
from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[3]
RUN = Path(os.environ.get("GIFT_RUN_DIR") or ROOT / ".run")
SOURCES = ROOT / "addons" / "gift_personalization" / "static" / "src"
FALLBACKS = ("cairo", "heebo", "noto-sans", "noto-sans-devanagari", "noto-sans-sc")
PAGE_PX = 800
HARNESS = """
import { drawBlock } from "/preview/draw";
import { FaceBook } from "/preview/faces";
import { Meter } from "/preview/meter";
import { FaceWanted, NotGuessable } from "/preview/paragraph";
import { setText } from "/preview/set_text";

const book = new FaceBook();
const meter = new Meter();
window.guess = async (text, chain, zone) => {
    for (;;) {
        try {
            const { size, lines, arc } = setText(text, chain, zone, { book, meter });
            return {
                size, arc,
                lines: lines.map(({ line, x, y }) => ({
                    text: line.paragraph.text.slice(line.start, line.end), x, y,
                })),
            };
        } catch (error) {
            if (error instanceof NotGuessable) {
                return null;
            }
            if (!(error instanceof FaceWanted)) {
                throw error;
            }
            await (error.face ? book.load(error.face) : book.describe(error.sha));
        }
    }
};
window.guessAll = async (cases) => {
    const answers = [];
    for (const [text, chain, zone] of cases) {
        answers.push(await window.guess(text, chain, zone));
    }
    return answers;
};
window.drawGuess = async (text, chain, zone) => {
    await window.guess(text, chain, zone);
    return drawBlock(setText(text, chain, zone, { book, meter }), zone, "#000000");
};
window.ready = true;
"""


@contextmanager
def guess_page(faces):
    """Yield a page whose ``guessAll`` sets texts as the product page does."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(RUN / "bin" / "google-chrome"))
        page = browser.new_page()
        page.route("http://guess.test/**", lambda route: serve(route, faces))
        page.goto("http://guess.test/")
        page.wait_for_function("window.ready")
        yield page
        browser.close()


def serve(route, faces):
    """Answer with a module of the designer, a face or what the server says about it."""
    path = route.request.url.removeprefix("http://guess.test")
    if path.startswith("/gift/font/"):
        sha = path.split("/")[3]
        if path.endswith("/measures.json"):
            face = faces.book.face(sha)
            route.fulfill(json=face.describe() | {"size": len(faces.data[face.sha])})
        else:
            route.fulfill(body=faces.data[sha])
    elif path == "/":
        html = '<!doctype html><body><script type="module" src="/harness"></script></body>'
        route.fulfill(body=html, content_type="text/html")
    elif path == "/harness":
        route.fulfill(body=HARNESS, content_type="text/javascript")
    else:
        source = SOURCES / f"{path.lstrip('/').removesuffix('.js')}.js"
        route.fulfill(body=source.read_text(), content_type="text/javascript")


def chain_of(faces, font):
    """Return the hashes of a face and of those that stand in for it."""
    return list(dict.fromkeys(faces.sha(name) for name in (font, *FALLBACKS)))


def engine_lines(faces, text, chain, zone):
    """Return what the engine makes of a case: the size, and per line its text and place."""
    several = zone["type"] == "multiline"
    style = TextStyle(
        wrap=several, shrink=zone["fit"] == "shrink", upper=zone["case"] == "upper",
        max_lines=zone["max_lines"],
        **{key: zone[key] for key in (
            "width_um", "height_um", "max_size_um", "min_size_um", "align", "valign",
            "line_height_permille", "tracking_permille",
        )},
    )  # fmt: skip
    cleaned = clean_text(text, multiline=several)
    block = set_text(cleaned, [faces.book.face(sha) for sha in chain], style)
    starts = [line_start(line) for line, _x, _y in block.lines]
    places = [(x, y) for _line, x, y in block.lines]
    return block.size_um, starts, places


def line_start(line):
    """Return the first character of a line, counted inside its paragraph."""
    return min((cluster for _x, run in line.runs for cluster in run.advances), default=0)


def guess_starts(text, zone, guessed):
    """Return the first character of each guessed line, counted inside its paragraph."""
    cleaned = clean_text(text, multiline=zone["type"] == "multiline")
    if zone["case"] == "upper":
        cleaned = cleaned.upper()
    starts, rest = [], iter(guessed["lines"])
    for paragraph in cleaned.split("\n"):
        at = 0
        while True:
            line = next(rest)["text"]
            found = paragraph.index(line, at)
            starts.append(found)
            at = found + len(line)
            if not paragraph[at:].strip(" \u3000"):
                break
    return starts


def ink_of(page, svg):
    """Return how dark each pixel of a drawing is, 800 pixels wide."""
    height = PAGE_PX // 2
    page.set_viewport_size({"width": PAGE_PX, "height": height})
    style = f"width:{PAGE_PX}px;height:{height}px;position:fixed;inset:0"
    page.evaluate("html => { document.body.innerHTML = html }", f'<div style="{style}">{svg}</div>')
    picture = Image.open(io.BytesIO(page.screenshot())).convert("L")
    return 255.0 - np.asarray(picture, dtype=float)


def edges(ink):
    """Return the first and last inked row and column."""
    rows, columns = np.nonzero(ink > 96)
    return rows.min(), rows.max(), columns.min(), columns.max()
