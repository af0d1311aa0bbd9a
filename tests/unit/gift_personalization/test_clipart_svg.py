"""SVG files from outside: what the reader takes, and that nothing active ever gets through."""

import json

import pytest
from gift_engine.clipart import drawing_svg
from gift_engine.clipart_isolated import read_svg_isolated
from gift_engine.clipart_svg import MAX_BYTES, MAX_DEPTH, MAX_NODES, read_svg
from gift_engine.errors import EngineError
from hypothesis import given
from hypothesis import strategies as st

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SQUARE = '<rect width="10" height="10"/>'


def wrap(body, attributes=""):
    return f"<svg {NS} {attributes}>{body}</svg>".encode()


REFUSED = {
    "script": (wrap(SQUARE + "<script>alert(1)</script>"), "svg_element"),
    "script_in_group": (wrap(f"<g>{SQUARE}<script href='//a/b.js'/></g>"), "svg_element"),
    "style_sheet": (wrap("<style>@import url(//a/b.css);</style>" + SQUARE), "svg_element"),
    "foreign_object": (wrap("<foreignObject><b>x</b></foreignObject>"), "svg_element"),
    "image": (wrap('<image href="http://a/b.png"/>'), "svg_element"),
    "use": (wrap('<use xlink:href="#a"/>'), "svg_element"),
    "use_bomb": (
        wrap('<defs><g id="a"><use href="#a"/></g></defs><use href="#a"/>'), "svg_element"
    ),
    "link": (wrap(f'<a href="javascript:alert(1)">{SQUARE}</a>'), "svg_element"),
    "animation": (wrap('<animate attributeName="x" onbegin="alert(1)"/>'), "svg_element"),
    "text": (wrap("<text>Anna</text>"), "svg_element"),
    "loose_text": (wrap("Anna" + SQUARE), "svg_element"),
    "gradient": (wrap("<linearGradient/>"), "svg_element"),
    "filter": (wrap("<filter/>" + SQUARE), "svg_element"),
    "inner_svg": (wrap(f"<svg>{SQUARE}</svg>"), "svg_element"),
    "handler": (wrap('<rect width="1" height="1" onload="alert(1)"/>'), "svg_attribute"),
    "handler_on_root": (wrap(SQUARE, 'onload="alert(1)"'), "svg_attribute"),
    "reference": (wrap('<rect width="1" height="1" xlink:href="http://a"/>'), "svg_attribute"),
    "base": (wrap(f'<g xml:base="http://a/">{SQUARE}</g>'), "svg_attribute"),
    "filter_attribute": (wrap('<rect width="1" height="1" filter="url(#a)"/>'), "svg_attribute"),
    "clip": (wrap('<rect width="1" height="1" clip-path="url(http://a)"/>'), "svg_attribute"),
    "style_url": (wrap('<rect width="1" height="1" style="fill:url(//a#b)"/>'), "svg_value"),
    "style_import": (wrap('<rect style="background:url(//a)"/>'), "svg_attribute"),
    "transparent": (wrap('<rect width="1" height="1" opacity=".5"/>'), "svg_value"),
    "dashes": (wrap('<path d="M0 0H9" stroke="#000" stroke-dasharray="2 1"/>'), "svg_value"),
    "paint": (wrap('<rect width="1" height="1" fill="url(#a)"/>'), "svg_value"),
    "percent": (wrap('<rect width="50%" height="1"/>'), "svg_value"),
    "doctype": (b"<!DOCTYPE svg>" + wrap(SQUARE), "svg_doctype"),
    "xxe": (
        b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + wrap("<title>&x;</title>"),
        "svg_doctype",
    ),
    "remote_dtd": (b'<!DOCTYPE svg SYSTEM "http://a/b.dtd">' + wrap(SQUARE), "svg_doctype"),
    "laughs": (
        b'<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><svg>&b;</svg>', "svg_doctype"
    ),
    "small_doctype": (b"<!doctype svg>" + wrap(SQUARE), "svg_doctype"),
    "utf16": (wrap(SQUARE).decode().encode("utf-16"), "svg_broken"),
    "utf7": (b'<?xml version="1.0" encoding="utf-7"?>+ADw-svg/+AD4-', "svg_broken"),
    "html": (b"<html><body>x</body></html>", "svg_broken"),
    "half": (wrap(SQUARE)[:-9], "svg_broken"),
    "nothing": (b"", "svg_broken"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "svg_broken"),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(20), "svg_broken"),
    "other_root": (b'<g xmlns="http://www.w3.org/2000/svg"/>', "svg_broken"),
    "huge_file": (wrap(" " * MAX_BYTES), "svg_size"),
    "deep": (wrap("<g>" * (MAX_DEPTH + 1) + SQUARE + "</g>" * (MAX_DEPTH + 1)), "svg_complex"),
    "very_deep": (wrap("<g>" * 5000 + "</g>" * 5000), "svg_broken"),
    "many": (wrap(SQUARE * (MAX_NODES + 1)), "svg_complex"),
    "long_path": (wrap(f'<path d="M0 0{"h1v1" * 2000}z"/>'), "svg_complex"),
    "huge_number": (wrap('<rect width="1e99" height="10"/>'), "svg_number"),
    "huge_in_path": (wrap('<path d="M0 0L1e9 5L3 3z"/>'), "svg_number"),
    "huge_transform": (wrap(f'<g transform="{"scale(1e5)" * 9}">{SQUARE}</g>'), "svg_number"),
    "zero_transform": (wrap(f'<g transform="scale(0)">{SQUARE}</g>'), "svg_empty"),
    "nan": (wrap('<rect width="nan" height="10"/>'), "svg_value"),
    "infinity": (wrap('<path d="M0 0Linf 3z"/>'), "svg_path"),
    "relative_run_away": (wrap('<path d="M0 0' + "l9e5 9e5" * 50 + 'l0 9z"/>'), "svg_number"),
    "letters_in_path": (wrap('<path d="M0 0X5 5z"/>'), "svg_path"),
    "half_a_path": (wrap('<path d="M0 0L5"/>'), "svg_path"),
    "no_start": (wrap('<path d="L5 5"/>'), "svg_path"),
    "bad_transform": (wrap(f'<g transform="spin(3)">{SQUARE}</g>'), "svg_transform"),
    "script_transform": (wrap(f'<g transform="javascript:x">{SQUARE}</g>'), "svg_transform"),
    "bad_view_box": (wrap(SQUARE, 'viewBox="0 0 0 5"'), "svg_value"),
    "empty": (wrap(""), "svg_empty"),
    "only_white": (wrap('<rect width="9" height="9" fill="white"/>'), "svg_empty"),
    "all_cut": (wrap(SQUARE + '<rect width="20" height="20" fill="#fff"/>'), "svg_empty"),
    "no_area": (wrap('<path d="M0 0L5 5"/>'), "svg_empty"),
    "outside": (wrap(SQUARE, 'viewBox="50 50 9 9"'), "svg_empty"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_plain_drawing_is_refused(name):
    data, code = REFUSED[name]
    with pytest.raises(EngineError) as caught:
        read_svg(data)
    assert caught.value.code == code


TAKEN = {
    "style": wrap('<rect width="9" height="9" style="fill:#123456;stroke:none;font-size:3px"/>'),
    "editor": wrap(
        "<title>x</title><metadata><a onclick='b'/></metadata><defs/>"
        f'<g inkscape:label="a" id="b" class="c">{SQUARE}</g>',
        'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" width="9mm" height="9mm" '
        'viewBox="0 0 10 10" version="1.1"',
    ),
    "comment": wrap(f"<!-- <script>alert(1)</script> -->{SQUARE}"),
    "instruction": b'<?xml-stylesheet href="//a/b.css"?>' + wrap(SQUARE),
    "no_namespace": f"<svg>{SQUARE}</svg>".encode(),
    "hidden": wrap(SQUARE + '<g display="none"><rect width="900" height="9" fill="red"/></g>'),
    "bom": b"\xef\xbb\xbf" + wrap(SQUARE),
    "polygon": wrap('<polygon points="0,0 10,0 10,10 0,10"/>'),
    "arcs": wrap('<path d="M0 5a5 5 0 1110 0A5 5 0 010 5z"/>'),
    "curves": wrap('<path d="M0 0Q5-5 10 0T10 10C8 12 6 12 5 10S2 8 0 10z"/>'),
    "turned": wrap(f'<g transform="rotate(90 5 5) translate(1,2)scale(2)">{SQUARE}</g>'),
    "foreign_namespace": wrap(f'<x:script xmlns:x="http://x">alert(1)</x:script>{SQUARE}'),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_drawing_programs_add_is_left_out(name):
    drawing = read_svg(TAKEN[name])
    shown = drawing_svg(drawing)
    assert drawing.colors == "single"
    assert not any(word in shown for word in ("script", "href", "on", "style", "url", "&"))


def test_even_odd_is_kept_as_a_hole():
    data = "M0 0H100V100H0zM25 25H75V75H25z"
    ring = read_svg(wrap(f'<path fill-rule="evenodd" d="{data}"/>'))
    full = read_svg(wrap(f'<path d="{data}"/>'))
    assert ring.parts[0][1].count("M") == 2
    assert full.parts[0][1].count("M") == 1


def test_two_colours_stay_in_their_order():
    drawing = read_svg(wrap(SQUARE + '<circle cx="5" cy="5" r="3" fill="rgb(200, 0, 0)"/>'))
    assert drawing.colors == "full"
    assert [fill for fill, _data in drawing.parts] == ["#000000", "#c80000"]


def test_every_way_to_write_a_square_is_the_same_drawing():
    ways = (
        SQUARE,
        '<path d="m0 0h10v10h-10z"/>',
        '<path d="M0,0L10,0 10,10L0 10"/>',
        f'<g transform="scale(3)translate(4)">{SQUARE}</g>',
        '<path d="M0 5H10" stroke="navy" stroke-width="10"/>',
        '<polyline points="0 0 10 0 10 10 0 10" fill="#00f"/>',
    )
    assert len({read_svg(wrap(way)).sha256 for way in ways}) == 1


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data):
    for candidate in (data, wrap("").replace(b"></", b">" + data + b"</")):
        try:
            read_svg(candidate)
        except EngineError as error:
            assert error.code.startswith("svg_")


@given(st.text("MLHVCSQTAZmlhvcsqtaz0123456789.,- e", max_size=200))
def test_no_path_data_breaks_the_reader(data):
    try:
        drawing = read_svg(wrap(f'<path d="{data}" stroke="#000"/>'))
    except EngineError as error:
        assert error.code.startswith("svg_")
    else:
        assert json.loads(drawing.to_json())["parts"]


# === ISOLATED === #


def test_a_process_of_its_own_gives_the_same_drawing():
    data = wrap(SQUARE)
    assert read_svg_isolated(data) == read_svg(data)


@pytest.mark.parametrize("name", ["script", "xxe", "huge_file", "huge_number"])
def test_a_process_of_its_own_refuses_the_same(name):
    data, code = REFUSED[name]
    with pytest.raises(EngineError) as caught:
        read_svg_isolated(data)
    assert caught.value.code == code


def test_a_drawing_that_takes_too_long_is_refused():
    points = " ".join(f"L{(index * 7919) % 997} {(index * 104729) % 991}" for index in range(2900))
    with pytest.raises(EngineError, match="svg_complex"):
        read_svg_isolated(wrap(f'<path d="M0 0{points}"/>'), timeout_s=2)
