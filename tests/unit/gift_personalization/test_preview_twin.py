"""The browser's instant guess and the engine agree: the same lines, sizes and places."""

import numpy as np
import pytest
from builders import Faces, document, text_zone
from gift_engine.layout import layout_design
from gift_engine.outputs.svg import render_svg
from gift_engine.schema import parse_design
from preview_browser import (
    RUN,
    chain_of,
    edges,
    engine_lines,
    guess_page,
    guess_starts,
    ink_of,
)
from preview_texts import FAMILIES, random_cases

COUNT = 400
STEP_UM = 10
# Chromium knows only the boxes of the control points; in these faces outlines stay inside them.
WIDE_BOXES = {"amiri", "caveat", "noto-sans-sc", "pinyon-script"}
WIDE_SHARE = 0.015


@pytest.fixture(scope="module")
def faces():
    return Faces(RUN / "fonts")


@pytest.fixture(scope="module")
def page(faces):
    with guess_page(faces) as page:
        yield page


@pytest.mark.parametrize("family", FAMILIES)
def test_guess_and_engine_break_and_size_400_random_texts_alike(page, faces, family):
    cases = [
        (text, chain_of(faces, font), zone) for text, font, zone in random_cases(family, COUNT)
    ]

    guesses = page.evaluate("cases => guessAll(cases)", cases)

    guessed = [(case, guess) for case, guess in zip(cases, guesses, strict=True) if guess]
    # Spaced letters of mixed scripts or contextual faces are left to the server.
    assert len(guessed) >= len([case for case in cases if not case[2]["tracking_permille"]])
    for (text, chain, zone), guess in guessed:
        size, starts, _places = engine_lines(faces, text, chain, zone)
        assert guess_starts(text, zone, guess) == starts, (text, zone)
        wide = {faces.sha(name) for name in WIDE_BOXES}
        allowed = STEP_UM if not wide.intersection(used(faces, text, chain)) else size * WIDE_SHARE
        assert abs(guess["size"] - size) <= max(allowed, STEP_UM), (text, zone, guess["size"], size)


def used(faces, text, chain):
    """Return the faces of the chain that a text may be drawn with."""
    first = faces.book.face(chain[0])
    if all(ord(char) in first.codepoints for char in text if not char.isspace()):
        return chain[:1]
    return chain


@pytest.mark.parametrize(
    ("font", "text"),
    [
        ("great-vibes", "Anna Müller"),
        ("montserrat", "Київ: жёлтая ёлка"),
        ("cairo", "محمد وفاطمة"),
        ("montserrat", "عائلة سعيد 2024"),
        ("heebo", "משפחת כהן"),
        ("montserrat", "אהבה לנצח 2024"),
        ("lato", "生日快乐"),
        ("noto-sans", "नमस्ते परिवार"),
    ],
)
def test_the_guess_stands_where_the_servers_picture_stands(page, faces, font, text):
    fallbacks = ("cairo", "heebo", "noto-sans", "noto-sans-devanagari", "noto-sans-sc")
    zone = text_zone(faces, font=font, fallbacks=fallbacks, rotation_mdeg=-5_000)
    design = parse_design(document([zone], {"name": {"text": text}}))
    spec = design.to_dict()["template"]["surfaces"][0]["zones"][0]
    truth = render_svg(layout_design(design, faces.book).surfaces["wrap"], str, ink="#000000")

    drawing = page.evaluate("args => drawGuess(...args)", [text, chain_of(faces, font), spec])

    box = truth[: truth.index(">") + 1]
    seen, wanted = (ink_of(page, svg) for svg in (f"{box}{drawing}</svg>", truth))
    assert np.abs(np.array(edges(seen)) - edges(wanted)).max() <= 1
    assert np.abs(seen - wanted).mean() / 255 < 0.1 * (wanted > 0).mean()
