"""Versions of a proof side by side, behind a slider and blinking, in a headless Chromium."""

import io

import numpy as np
import pytest
import sass
from PIL import Image
from playwright.sync_api import expect, sync_playwright
from preview_browser import RUN, SOURCES

STYLE = sass.compile(string=(SOURCES / "scss" / "gift_proof.scss").read_text("utf-8"))
SCRIPT = (SOURCES / "proof" / "compare.js").read_text("utf-8")
RED, BLUE = (200, 30, 30), (30, 30, 200)
PICTURE = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='200' height='200'>"
PAGE = """<!doctype html><style>*{{box-sizing:border-box}}body{{margin:0}}figure{{margin:0}}
img{{display:block;width:200px;height:200px}}figcaption{{height:20px}}{style}</style>
<section class="o_gift_compare">
  <div class="o_gift_compare_tools" hidden>
    <button type="button" data-mode="side" aria-pressed="true">Side by side</button>
    <button type="button" data-mode="slider" aria-pressed="false">Slider</button>
    <button type="button" data-mode="blink" aria-pressed="false">Blink</button>
    <div class="o_gift_slider" hidden><input id="gift_slider" type="range" min="0" max="100" value="50"/></div>
    <div class="o_gift_blink" hidden>
      <button type="button" data-blink="swap">Show the other version</button>
      <button type="button" data-blink="pause" aria-pressed="false">Pause</button>
      <span role="status"><span data-shown="now">Version 2</span>
        <span data-shown="before" hidden>Version 1</span></span>
    </div>
  </div>
  <div class="o_gift_pair">
    <figure class="o_gift_version o_gift_before"><img alt="Version 1" src="{before}"/><figcaption>1</figcaption></figure>
    <figure class="o_gift_version o_gift_now"><img alt="Version 2" src="{now}"/><figcaption>2</figcaption></figure>
  </div>
</section><script>{script}</script>"""  # noqa: E501


def plain(color):
    return f"{PICTURE}<rect width='200' height='200' fill='rgb{color}'/></svg>"


@pytest.fixture(scope="module")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(RUN / "bin" / "google-chrome"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture(params=["no-preference", "reduce"])
def page(chromium, request):
    """A proof page whose clock stands still; visitors with and without a wish for rest."""
    page = chromium.new_page(reduced_motion=request.param)
    page.is_calm = request.param == "reduce"
    page.clock.install()
    page.set_content(PAGE.format(style=STYLE, script=SCRIPT, before=plain(RED), now=plain(BLUE)))
    yield page
    page.close()


def shown(page):
    """Return the colours of the pair's picture at 10, 40, 60 and 90 % of its width."""
    box = page.locator(".o_gift_now img").bounding_box()
    data = page.screenshot(clip={**box, "height": 100})
    row = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))[50]
    return [tuple(int(c) for c in row[int(len(row) * share)]) for share in (0.1, 0.4, 0.6, 0.9)]


def test_versions_stand_beside_each_other_first(page):
    before, now = (
        page.locator(f".o_gift_{which} img").bounding_box() for which in ("before", "now")
    )

    assert before["x"] + before["width"] <= now["x"]
    expect(page.locator(".o_gift_compare_tools")).to_be_visible()
    expect(page.locator("#gift_slider")).to_be_hidden()


def test_the_slider_shows_the_earlier_version_on_its_left(page):
    page.get_by_role("button", name="Slider").click()
    found = {}
    for share in (0, 50, 100):
        page.locator("#gift_slider").fill(str(share))
        found[share] = shown(page)

    assert found == {
        0: [BLUE] * 4,
        50: [RED, RED, BLUE, BLUE],
        100: [RED] * 4,
    }
    expect(page.get_by_role("button", name="Slider")).to_have_attribute("aria-pressed", "true")


def test_blinking_shows_one_version_after_the_other_unless_rest_is_wanted(page):
    page.get_by_role("button", name="Blink").click()
    seen = []
    for _time in range(3):
        seen.append((shown(page)[0], page.get_by_role("status").inner_text().strip()))
        page.clock.run_for(900)

    two, one = (BLUE, "Version 2"), (RED, "Version 1")
    assert seen == ([two, two, two] if page.is_calm else [two, one, two])


def test_a_tap_stops_the_blinking_and_shows_the_other_version(page):
    page.get_by_role("button", name="Blink").click()

    page.get_by_role("button", name="Show the other version").click()
    page.clock.run_for(5_000)

    assert shown(page) == [RED] * 4
    expect(page.locator("[data-blink=pause]")).to_have_attribute("aria-pressed", "true")
    assert page.locator("[data-blink=pause]").is_visible() is not page.is_calm


def test_side_by_side_comes_back_as_it_was(page):
    page.get_by_role("button", name="Blink").click()
    page.clock.run_for(900)

    page.get_by_role("button", name="Side by side").click()
    page.clock.run_for(2_000)

    assert page.locator(".o_gift_compare").evaluate("el => el.className") == "o_gift_compare"
    expect(page.locator(".o_gift_before img")).to_be_visible()
    expect(page.locator(".o_gift_now img")).to_be_visible()
