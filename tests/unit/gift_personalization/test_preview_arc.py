"""The browser's guess of texts on an arc agrees with the engine: sizes, places, letters."""

import random
from dataclasses import asdict

import numpy as np
import pytest
from builders import Faces, document, text_zone
from gift_engine.arc import set_on_arc
from gift_engine.cleaning import clean_text
from gift_engine.layout import layout_design, text_style
from gift_engine.outputs.svg import render_svg
from gift_engine.schema import parse_design
from preview_browser import FALLBACKS, RUN, chain_of, edges, guess_page, ink_of
from preview_texts import FONTS, WORDS

COUNT = 200
STEP_UM = 10
# Boxes of control points (see test_preview_twin), and ligatures, which turn as one letter.
SIZE_SHARE = 0.015
FAMILIES = ("latin", "cyrillic", "greek", "hebrew", "cjk")


@pytest.fixture(scope="module")
def faces():
    return Faces(RUN / "fonts")


@pytest.fixture(scope="module")
def page(faces):
    with guess_page(faces) as page:
        yield page


def arc_zone(faces, font, **options):
    zone = text_zone(faces, font=font, fallbacks=FALLBACKS, **options)
    return parse_design(document([zone])).template.surfaces[0].zones[0]


def random_cases(faces, family):
    """Yield (text, face, zone) of random lines on random circles."""
    rng = random.Random(f"arc {family}")
    words = WORDS[family].split()
    for _index in range(COUNT):
        text = " ".join(rng.choice(words) for _word in range(rng.choice((1, 1, 2, 3, 4))))
        options = {
            "arc_um": rng.choice((-1, 1)) * rng.randrange(8_000, 90_000),
            "width_um": rng.randrange(30_000, 90_000),
            "height_um": rng.randrange(10_000, 45_000),
            "max_size_um": rng.randrange(4_000, 14_000),
            "valign": rng.choice(("top", "middle", "bottom")),
            "case": "upper" if rng.random() < 0.2 else "none",
            "tracking_permille": rng.choice((0, 0, 0, 40)),
        }
        font = rng.choice(FONTS[family])
        yield text, font, arc_zone(faces, font, **options)


@pytest.mark.parametrize("family", FAMILIES)
def test_guess_and_engine_size_and_place_random_arcs_alike(page, faces, family):
    cases = list(random_cases(faces, family))
    asked = [(text, chain_of(faces, font), asdict(zone)) for text, font, zone in cases]

    guesses = page.evaluate("cases => guessAll(cases)", asked)

    pairs = [pair for pair in zip(cases, guesses, strict=True) if pair[1]]
    assert len(pairs) >= COUNT * (0.6 if family == "hebrew" else 0.75)
    for (text, font, zone), guess in pairs:
        chain = [faces.book.face(sha) for sha in chain_of(faces, font)]
        block = set_on_arc(clean_text(text, multiline=False), chain, text_style(zone), zone.arc_um)
        allowed = max(STEP_UM, block.size_um * SIZE_SHARE)
        told = (text, font, zone.arc_um, guess["size"], block.size_um)
        assert abs(guess["size"] - block.size_um) <= allowed, told
        off = np.subtract((guess["arc"]["x"], guess["arc"]["y"]), block.apex)
        assert np.abs(off).max() <= 2 * allowed, told


@pytest.mark.parametrize(
    ("font", "text", "options"),
    [
        ("montserrat", "Best Grandma", {"arc_um": 40_000}),
        ("eb-garamond", "AVATAR office", {"arc_um": -30_000}),
        ("caveat", "hello better all", {"arc_um": 30_000}),
        ("lato", "SINCE 2014", {"arc_um": 22_000, "tracking_permille": 60}),
        ("montserrat", "Київ", {"arc_um": 15_000, "rotation_mdeg": -8_000}),
        ("heebo", "משפחת כהן", {"arc_um": 40_000}),
        ("heebo", "משפחת", {"arc_um": -25_000}),
        ("lato", "生日快乐", {"arc_um": 30_000}),
        ("cinzel", "ROUND AND ROUND AND ON", {"arc_um": 11_000, "max_size_um": 4_000}),
    ],
)
def test_the_guess_lies_on_the_arc_of_the_servers_picture(page, faces, font, text, options):
    seen, wanted = pictures(page, faces, font, text, options)

    assert np.abs(np.array(edges(seen)) - edges(wanted)).max() <= 2
    assert np.abs(seen - wanted).mean() / 255 < 0.12 * (wanted > 0).mean()


@pytest.mark.parametrize(("font", "text"), [("great-vibes", "Anna Müller"), ("pacifico", "милая")])
def test_letters_that_touch_stand_where_the_server_bends_them(page, faces, font, text):
    seen, wanted = pictures(page, faces, font, text, {"arc_um": 60_000})

    assert np.abs(np.array(edges(seen)) - edges(wanted)).max() <= 4
    assert np.abs(seen - wanted).mean() / 255 < 0.5 * (wanted > 0).mean()  # hairlines


def pictures(page, faces, font, text, options):
    """Return the ink of the guess and of the server's picture."""
    zone = text_zone(faces, font=font, fallbacks=FALLBACKS, height_um=30_000, **options)
    design = parse_design(document([zone], {"name": {"text": text}}))
    spec = asdict(design.template.surfaces[0].zones[0])
    truth = render_svg(layout_design(design, faces.book).surfaces["wrap"], str, ink="#000000")

    drawing = page.evaluate("args => drawGuess(...args)", [text, chain_of(faces, font), spec])

    box = truth[: truth.index(">") + 1]
    return [ink_of(page, svg) for svg in (f"{box}{drawing}</svg>", truth)]


@pytest.mark.parametrize(
    ("font", "text", "options"),
    [
        ("amiri", "محمد", {}),
        ("noto-sans-devanagari", "नमस्ते", {}),
        ("heebo", "משפחת Cohen", {}),
        ("heebo", "משפחת 2024", {}),
        ("montserrat", "Anna 🐝", {}),
        ("montserrat", "Anna", {"tracking_permille": 900, "arc_um": 8_000}),
    ],
)
def test_what_svg_cannot_turn_as_the_engine_does_is_left_to_the_server(
    page, faces, font, text, options
):
    zone = arc_zone(faces, font, **{"arc_um": 30_000, **options})

    guess = page.evaluate("args => guess(...args)", [text, chain_of(faces, font), asdict(zone)])

    assert guess is None
