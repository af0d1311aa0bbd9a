"""What the designer rehearses before the first key, in a headless Chromium."""

import pytest
from builders import Faces
from preview_browser import RUN, guess_page

REHEARSE = """async ({ zones, breakAt }) => {
    const { Rehearsal } = await import("/preview/rehearsal");
    const played = [];
    const rehearsal = new Rehearsal((zone, value) => {
        if (played.length === breakAt) {
            throw new Error("a face is wanted");
        }
        played.push([zone, value.text, value.font]);
        return { size: 1, lines: [] };
    });
    const spec = { key: "name", x_um: 0, y_um: 0, width_um: 9, height_um: 9, font: "first" };
    for (const [zone, font] of zones) {
        rehearsal.begin(zone, spec, { font, text: "Ada" });
    }
    let rest;
    do {
        rest = played.length;
        await new Promise((done) => setTimeout(done, 500));
    } while (rest !== played.length);
    return { played, shown: document.querySelectorAll("g").length };
}"""


@pytest.fixture(scope="module")
def page():
    with guess_page(Faces(RUN / "fonts")) as opened:
        yield opened


def test_a_zone_is_rehearsed_once_with_growing_texts_and_nothing_is_shown(page):
    answer = page.evaluate(REHEARSE, {"zones": [["name", "a"], ["name", "a"]], "breakAt": -1})

    texts = [text for _zone, text, _font in answer["played"]]
    assert len(texts) > 60
    assert [len(text) for text in texts] == list(range(1, len(texts) + 1))
    assert answer["shown"] == 0


def test_another_font_of_a_zone_is_rehearsed_too(page):
    answer = page.evaluate(REHEARSE, {"zones": [["name", "a"], ["name", "b"]], "breakAt": -1})

    fonts = [font for _zone, _text, font in answer["played"]]
    assert fonts.count("a") > 60
    assert fonts.count("b") == fonts.count("a")


def test_a_text_that_the_browser_cannot_set_ends_the_rehearsal(page):
    answer = page.evaluate(REHEARSE, {"zones": [["name", "a"]], "breakAt": 5})

    assert len(answer["played"]) == 5
