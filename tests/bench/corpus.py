"""Designs to compare previews with print files: scripts × print methods × text and photo."""

import os
from dataclasses import dataclass, field
from pathlib import Path

from builders import FALLBACKS, Faces, document, photo_value, photo_zone, text_zone
from engraved import LASER, METAL, WOOD, mockup
from gift_engine.layout import layout_design
from gift_engine.photo import ingest
from gift_engine.preflight import check
from gift_engine.schema import parse_design

ROOT = Path(__file__).resolve().parents[2]
RUN = Path(os.environ.get("GIFT_RUN_DIR") or ROOT / ".run")
PHOTOS = ROOT / "addons" / "gift_store" / "demo" / "photos"
# 2400 × 1200 pixels at 300 dpi, 800 × 400 on a page: whole numbers, so that nothing is rounded.
SURFACE = {"width_um": 203_200, "height_um": 101_600, "bleed_um": 2_032}
WIDE = {"x_um": 10_000, "y_um": 20_000, "width_um": 183_200, "height_um": 60_000}
BESIDE_PHOTO = {"x_um": 100_000, "y_um": 20_000, "width_um": 95_000, "height_um": 60_000}
SIZES = {"max_size_um": 40_000, "min_size_um": 4_000}
CHAIN = (*FALLBACKS, "sarabun", "gowun-dodum")
EMOJI = "emoji"

TEXTS = {
    "latin": ("montserrat", "Anna & Joe 2026"),
    "accents": ("lato", "Zoë Müller-Łuć"),
    "script": ("great-vibes", "Philippa & Joe"),
    "hand": ("caveat", "für immer Dein"),
    "serif": ("playfair-display", "Office fiancé"),
    "greek": ("noto-sans", "Καλή χρονιά"),
    "cyrillic": ("noto-sans", "С любовью, Аня"),
    "arabic": ("amiri", "أهلا وسهلا"),
    "hebrew": ("heebo", "מזל טוב 12"),
    "mixed": ("heebo", "Anna שלום 2026"),
    "devanagari": ("noto-sans-devanagari", "नमस्ते दादी"),
    "thai": ("sarabun", "สุขสันต์วันเกิด"),
    "chinese": ("noto-sans-sc", "生日快乐"),
    "korean": ("gowun-dodum", "생일 축하해"),
    "marks": ("noto-sans", "Ẽ̩ṽa Nguyễn"),
    EMOJI: ("montserrat", "Hi 🐝🥨❤\ufe0f"),
    "lines": ("montserrat", "Für die beste Oma der Welt, von uns allen"),
    "missing": ("montserrat", "Anna ꙮ"),
    "arc": ("montserrat", "Best Grandma"),
    "arc, lettering": ("pacifico", "Alles Liebe"),
    "arc, hanging": ("great-vibes", "Philippa & Joe"),
    "arc, joined": ("amiri", "أهلا وسهلا"),
}
ARCS = {
    "arc": 120_000, "arc, lettering": 120_000, "arc, hanging": -150_000, "arc, joined": 120_000,
}  # fmt: skip
METHODS = {
    "sublimation": {"mirror": True, "outputs": ({"kind": "pdf"}, {"kind": "png"})},
    "uv": {"outputs": ({"kind": "pdf", "has_white": True, "choke_um": 100},)},
    "dtg": {"outputs": ({"kind": "png"}, {"kind": "underbase", "choke_um": 300})},
    "laser": {
        "single": True,
        "outputs": ({"kind": "svg", "line_style": "engrave"}, {"kind": "dxf"}),
    },
    "engraved": {
        "single": True,
        "outputs": (
            {"kind": "svg", "line_style": "engrave"},
            {"kind": "engraving"},
            {"kind": "dxf"},
            {"kind": "pdf"},
        ),
    },
}
WITH_PHOTO = ("sublimation", "engraved")
# Photos as dots: dark ink on wood and light ink on dark metal, by turns.
ENGRAVED, MATERIALS = "engraved", (WOOD, METAL)
OPTIONS = {"has_white": False, "has_varnish": False, "cut": "", "cut_offset_um": 0, "choke_um": 0,
           "line_style": "cut", "by_color": False}  # fmt: skip


@dataclass
class Entry:
    """One design as it is ordered; ``images`` holds master and screen copy by hash."""

    name: str
    text_key: str
    method: str
    display: object
    findings: tuple
    text: str
    chain: tuple
    text_box: tuple
    images: dict = field(default_factory=dict)

    @property
    def mirror(self):
        return METHODS[self.method].get("mirror", False)

    @property
    def outputs(self):
        return [{**OPTIONS, **output} for output in METHODS[self.method]["outputs"]]

    def load(self, kind):
        """Return the loader of ``master`` or ``working`` bytes."""
        return lambda sha: self.images[kind]


def corpus(only=""):
    """Yield every :class:`Entry` whose name has ``only``; one colour refuses emoji."""
    faces = Faces(RUN / "fonts")
    photos = [ingest(path.read_bytes()) for path in sorted(PHOTOS.glob("*.jpg"))]
    for method in METHODS:
        for number, key in enumerate(TEXTS):
            if key == EMOJI and METHODS[method].get("single"):
                continue
            pictures = [] if method == ENGRAVED else [None]
            pictures += [photos[number % len(photos)]] if method in WITH_PHOTO else []
            for photo in pictures:
                if only in _name(key, method, photo):
                    yield _entry(faces, method, key, photo, MATERIALS[number % 2])


def _name(key, method, photo):
    return f"{key}{' + photo' if photo else ''}, {method}"


def _entry(faces, method, key, photo, material):
    font, text = TEXTS[key]
    place = BESIDE_PHOTO if photo else WIDE
    kind = "multiline" if key == "lines" else "text"
    options = {**SIZES, **place, "arc_um": ARCS.get(key, 0)}
    zones = [text_zone(faces, font=font, fallbacks=CHAIN, type=kind, **options)]
    values = {"name": {"text": text, "color": "#aa0000"}}
    if photo:
        zones.insert(0, photo_zone(shape="rounded", radius_um=8_000, x_um=8_000, y_um=10_000,
                                   width_um=84_000, height_um=80_000))  # fmt: skip
        values["photo"] = photo_value(photo.width_px, photo.height_px, zoom_permille=1_100)
    made = {"method": LASER, "mockup": mockup(*material)} if method == ENGRAVED else {}
    design = parse_design(document(zones, values, **SURFACE, **made))
    layout = layout_design(design, faces.book)
    return Entry(
        name=_name(key, method, photo),
        text_key=key,
        method=method,
        display=layout.surfaces["wrap"],
        findings=(*layout.findings, *check(design, layout)),
        text=text,
        chain=tuple(faces.data[faces.sha(name)] for name in (font, *CHAIN)),
        text_box=tuple(place[key] for key in ("x_um", "y_um", "width_um", "height_um")),
        images={"master": photo.master, "working": photo.working} if photo else {},
    )
