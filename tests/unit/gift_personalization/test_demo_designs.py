"""The demo shop's own designs pass the guard, in the first font and in those of its samples."""

import json
from pathlib import Path

import pytest
from builders import document
from gift_engine import preflight
from gift_engine.layout import layout_design
from gift_engine.schema import parse_design
from lxml import etree

ADDONS = Path(__file__).resolve().parents[3] / "addons"
DEMO = ADDONS / "gift_store" / "demo"
FONTS = json.loads((DEMO / "shop.json").read_text("utf-8"))["fonts"]
METHOD_LIMITS = ("min_letter", "min_stroke", "min_gap")
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
                if zone.get("zone_type", "text") in ("text", "multiline"):
                    for font, text in texts(product, zone):
                        yield pytest.param(
                            zone, surface, font, text, id=f"{path.stem}-{zone['key']}-{font}"
                        )


def texts(product, zone):
    first = FONTS[zone["fonts"]][0]
    samples = [
        sample[zone["key"]] for sample in product.get("samples", ()) if zone["key"] in sample
    ]
    found = {(sample.get("font") or first, sample["text"]) for sample in samples}
    if zone.get("placeholder"):
        found.add((first, zone["placeholder"]))
    return sorted(found)


def content(faces, zone, surface, font, text):
    x, y, width, height = (round(value * 1000) for value in zone["box_mm"])
    multiline = zone.get("zone_type") == "multiline"
    spec = {
        "key": "text",
        "type": zone.get("zone_type", "text"),
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
        "max_lines": zone.get("max_lines", 4) if multiline else 1,
        "line_height_permille": round(zone.get("line_height", 1.2) * 1000),
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


def test_every_method_has_its_limits():
    assert all(method["min_stroke_um"] and method["min_gap_um"] for method in limits().values())
