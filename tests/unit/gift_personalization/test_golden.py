"""Golden files: what every script looked like when it was last looked at.

``golden/<name>.svg`` is the preview, ``golden/<name>.png`` the print at 100 dpi. After a wanted
change, write them anew with ``GOLDEN=write scripts/py -m pytest -p no:odoo
tests/unit/gift_personalization/test_golden.py``, look at every picture, and raise
``LAYOUT_VERSION`` if designs that were already approved would print differently. Those of earlier
layout versions (``layout1_…``) are what customers approved then: never write them anew.
"""

import os
from pathlib import Path

import numpy as np
import pytest
from builders import lay_out, no_images, opened, text_zone
from gift_engine.outputs.raster import render_png
from gift_engine.outputs.svg import render_svg
from gift_engine.schema import LAYOUT_VERSION

GOLDEN = Path(__file__).with_name("golden")
# Skia's antialiasing may differ by a shade between processors.
TOLERANCE = 3

MONOGRAM = {"type": "monogram", "case": "upper", "frame_um": 500, "max_size_um": 30_000}
CASES = {
    "latin": ("montserrat", "Anna Müller ffi", {}),
    "script": ("great-vibes", "Philippa & Joe", {}),
    "handwriting": ("caveat", "to the best\ngrandma", {"type": "multiline", "align": "start"}),
    "monogram": ("cinzel", "abc", {"case": "upper", "tracking_permille": 200}),
    "turned": ("pacifico", "Emma", {"rotation_mdeg": -12_000}),
    "arabic": ("amiri", "أهلًا وسهلًا", {}),
    "arabic_sans": ("cairo", "محمد 123", {}),
    "hebrew": ("heebo", "שלום (Anna) 12", {}),
    "mixed": ("montserrat", "Anna ❤\ufe0f سمر 12", {}),
    "devanagari": ("noto-sans-devanagari", "श्री क्षत्रिय नमस्ते", {}),
    "chinese": ("noto-sans-sc", "生日快乐，天天开心", {"type": "multiline"}),
    "greek_cyrillic": ("noto-sans", "Ωμέγα Привет", {}),
    "marks": ("noto-sans", "e\u0323\u0302 Ạ̈ ḡ", {}),
    "arc_up": ("montserrat", "Best Grandma", {"arc_um": 40_000, "height_um": 20_000}),
    "arc_down": ("great-vibes", "Philippa & Joe", {"arc_um": -45_000}),
    "arc_round": ("cinzel", "SINCE 2014 · ANNA", {"arc_um": 7_000, "max_size_um": 4_000}),
    "arc_arabic": ("amiri", "أهلًا وسهلًا", {"arc_um": 30_000}),
    "arc_devanagari": ("noto-sans-devanagari", "नमस्ते दुनिया", {"arc_um": -40_000}),
    "arc_mixed": ("montserrat", "Anna 🐝 سمر", {"arc_um": 35_000}),
    "outline": ("pacifico", "Emma", {"outline_um": 900, "outline_color": "#ffcc00"}),
    "outline_arc": ("amiri", "محمد", {"outline_um": 500, "arc_um": 25_000}),
    "arc_lettering": ("pacifico", "милая Anna", {"arc_um": 25_000, "height_um": 20_000}),
    "layout2_arc_down": ("great-vibes", "Philippa & Joe", {"arc_um": -45_000}),
    "layout1_outline": ("pacifico", "Emma", {"outline_um": 900, "outline_color": "#ffcc00"}),
    "layout1_outline_arc": ("amiri", "محمد", {"outline_um": 500, "arc_um": 25_000}),
    "monogram_ring": ("cinzel", "abc", {**MONOGRAM, "frame": "ellipse", "order": "surname_last"}),
    "monogram_diamond": ("great-vibes", "A S", {**MONOGRAM, "frame": "diamond"}),
    "monogram_rect": ("noto-sans", "ΑΒΓ", {**MONOGRAM, "frame": "rect", "side_permille": 500}),
    "monogram_cyrillic": ("noto-sans", "ЙЁД", {**MONOGRAM, "frame": "none"}),
    "monogram_hebrew": ("heebo", "אבג", {**MONOGRAM, "frame": "ellipse"}),
    "monogram_arabic": ("amiri", "سمر", {**MONOGRAM, "frame": "ellipse"}),
    "emoji": ("montserrat", "🐝👩‍👩‍👧‍👦👍🏽🇩🇪1\ufe0f\u20e3🌈", {}),
}


@pytest.mark.parametrize("name", CASES)
def test_it_still_looks_the_same(faces, name):
    font, text, options = CASES[name]
    zone = text_zone(faces, font=font, x_um=2_000, y_um=2_000, width_um=56_000, **options)
    version = int(name[6]) if name.startswith("layout") else LAYOUT_VERSION
    surface = {"width_um": 60_000, "height_um": 24_000, "bleed_um": 0, "layout": version}
    display = lay_out(faces, [zone], {"name": {"text": text}}, **surface)[2]
    svg = render_svg(display, no_images)
    png = render_png(display, no_images, dpi=100)
    if version == LAYOUT_VERSION and os.environ.get("GOLDEN") == "write":
        GOLDEN.joinpath(f"{name}.svg").write_text(svg + "\n")
        GOLDEN.joinpath(f"{name}.png").write_bytes(png)

    kept = np.asarray(opened(GOLDEN.joinpath(f"{name}.png").read_bytes())).astype(int)
    drawn = np.asarray(opened(png)).astype(int)

    assert svg + "\n" == GOLDEN.joinpath(f"{name}.svg").read_text()
    assert np.abs(kept[:, :, 3] - drawn[:, :, 3]).max() <= TOLERANCE
    assert np.abs(kept * kept[:, :, 3:] - drawn * drawn[:, :, 3:]).max() <= TOLERANCE * 255
