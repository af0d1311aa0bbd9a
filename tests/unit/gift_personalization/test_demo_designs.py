"""The demo shop's own designs pass the guard, in the first font and in those of its samples."""

import json
from pathlib import Path

import pytest
from builders import document
from gift_engine import preflight
from gift_engine.layout import layout_design
from gift_engine.model import TEXT_TYPES
from gift_engine.schema import parse_design
from lxml import etree

ADDONS = Path(__file__).resolve().parents[3] / "addons"
DEMO = ADDONS / "gift_store" / "demo"
FONTS = json.loads((DEMO / "shop.json").read_text("utf-8"))["fonts"]
METHOD_LIMITS = ("min_letter", "min_stroke", "min_gap")
ARCS = {"none": 0, "up": 1, "down": -1}
LONGEST_DATES = {
    "long": "27 September 2026", "full": "Wednesday, 23 September 2026", "short": "27/09/2026",
    "month-year": "September 2026", "year": "2026", "dots": "27.09.2026",
    "roman": "XXVIII · VIII · MMXXVIII",
}  # fmt: skip
METHODS = ADDONS / "gift_personalization" / "data" / "gift_print_method_data.xml"


def limits():
    """Return {method: {limit: µm}} of the shop's print methods."""
    found = {}
    for record in etree.parse(METHODS).iterfind(".//record[@model='gift.print.method']"):
        values = {field.get("name"): field.text for field in record.iterfind("field")}
        found[values["code"]] = {
            f"{name}_um": round(float(values.get(f"{name}_mm") or 0) * 1000)
            for name in METHOD_LIMITS
        }
    return found


def designs():
    """Yield (name, zone, surface, font, text) of every text a visitor meets in the shop."""
    for path in sorted((DEMO / "products").glob("*.json")):
        product = json.loads(path.read_text("utf-8"))
        for surface in product["surfaces"]:
            for zone in surface["zones"]:
                if zone.get("zone_type", "text") not in ("photo", "clipart"):
                    for font, text in texts(product, zone):
                        yield pytest.param(
                            zone, surface, font, text, id=f"{path.stem}-{zone['key']}-{font}"
                        )


def texts(product, zone):
    first = FONTS[zone["fonts"]][0]
    samples = [
        sample[zone["key"]] for sample in product.get("samples", ()) if zone["key"] in sample
    ]
    found = {
        (sample.get("font") or first, sample["text"]) for sample in samples if sample.get("text")
    }
    found |= {(first, text) for text in entries(zone)}
    return sorted(found)


def entries(zone):
    """Return the longest texts that the shop itself writes into a zone, and its placeholder."""
    if zone.get("zone_type") == "date":
        return [LONGEST_DATES[key] for key in zone["formats"]]
    if zone.get("zone_type") == "number":
        return [str(zone["number_min"]), str(zone["number_max"])]
    return zone.get("options") or [zone.get("placeholder")] * bool(zone.get("placeholder"))


def content(faces, zone, surface, font, text):
    x, y, width, height = (round(value * 1000) for value in zone["box_mm"])
    kind = zone.get("zone_type", "text")
    spec = {
        "key": "text",
        "type": kind if kind in ("multiline", "monogram") else "text",
        "label": zone["name"],
        "x_um": x,
        "y_um": y,
        "width_um": width,
        "height_um": height,
        "fonts": [faces.sha(font)],
        "max_size_um": round(zone.get("max_size_mm", 14) * 1000),
        "min_size_um": round(zone.get("min_size_mm", 3) * 1000),
        "tracking_permille": zone.get("tracking", 0),
        "case": zone.get("text_case", "none"),
        "max_lines": zone.get("max_lines", 4) if kind == "multiline" else 1,
        "line_height_permille": round(zone.get("line_height", 1.2) * 1000),
        "arc_um": ARCS[zone.get("arc", "none")] * round(zone.get("arc_radius_mm", 0) * 1000),
        "outline_um": round(zone.get("outline_mm", 0) * 1000),
    }
    if kind == "monogram":
        spec |= {
            "order": zone.get("monogram_order", "typed"),
            "side_permille": zone.get("monogram_side", 65) * 10,
            "frame": zone.get("frame", "none"),
            "frame_um": round(zone.get("frame_mm", 0) * 1000),
        }
    method = {**document([])["template"]["surfaces"][0]["method"], **limits()[surface["method"]]}
    size = {f"{side}_um": round(mm * 1000) for side, mm in
            zip(("width", "height"), surface["size_mm"], strict=True)}  # fmt: skip
    return document([spec], {"text": {"text": text}}, method=method, **size)


@pytest.mark.parametrize(("zone", "surface", "font", "text"), list(designs()))
def test_a_design_of_the_shop_passes_the_guard(faces, zone, surface, font, text):
    design = parse_design(content(faces, zone, surface, font, text))
    layout = layout_design(design, faces.book)

    assert (*layout.findings, *preflight.check(design, layout)) == ()


def test_the_shop_has_every_kind_of_zone_and_what_zones_can_do():
    zones = [
        zone
        for path in (DEMO / "products").glob("*.json")
        for surface in json.loads(path.read_text("utf-8"))["surfaces"]
        for zone in surface["zones"]
    ]

    kinds = {zone.get("zone_type", "text") for zone in zones}
    assert kinds == {*TEXT_TYPES, "photo", "clipart"}
    for key in ("arc", "outline_mm", "visible_zone", "frame", "monogram_order"):
        assert any(key in zone for zone in zones), key


def test_every_method_has_its_limits():
    assert all(method["min_stroke_um"] and method["min_gap_um"] for method in limits().values())
