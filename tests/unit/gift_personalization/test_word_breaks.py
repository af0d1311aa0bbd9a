"""Words that no blank separates: lines end where the design says, and nowhere else."""

import pytest
from builders import document, text_zone
from gift_engine import schema
from gift_engine.errors import EngineError
from gift_engine.layout import layout_design

THAI = "สวัสดีครับคุณแม่ที่รัก"
BREAKS = [6, 10, 13, 16]  # สวัสดี|ครับ|คุณ|แม่|ที่รัก
FACES = ("sarabun",)


def parse(faces, text=THAI, breaks=None, **zone):
    value = {"text": text} if breaks is None else {"text": text, "breaks": breaks}
    options = {"type": "multiline", "fit": "fixed", "max_size_um": 8_000, "width_um": 30_000}
    zones = [text_zone(faces, fallbacks=FACES, **{**options, **zone})]
    return schema.parse_design(document(zones, {"name": value}))


def lines(faces, design):
    """Return the texts of the lines, cut where the layout cut them."""
    block = layout_design(design, faces.book).texts["name"]
    text = design.values["name"].text
    cuts = sorted(
        min(glyph[3] for _at, run in line.runs for glyph in run.glyphs)
        for line, _x, _y in block.lines
    )
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True)]


def test_lines_end_between_the_words_that_are_named(faces):
    found = lines(faces, parse(faces, breaks=BREAKS))

    assert len(found) > 1
    words = {THAI[start:end] for start, end in zip([0, *BREAKS], [*BREAKS, None], strict=True)}
    assert "".join(found) == THAI
    for line in found:
        assert any(line.startswith(word) for word in words)
        assert any(line.endswith(word) for word in words)


def test_a_design_without_places_keeps_its_layout_and_its_hash(faces):
    old = parse(faces)

    assert lines(faces, old) == [THAI]
    assert "breaks" not in old.to_dict()["values"]["name"]
    assert schema.content_hash(old) == schema.content_hash(parse(faces, breaks=[]))
    assert schema.content_hash(old) != schema.content_hash(parse(faces, breaks=BREAKS))


def test_places_are_kept_in_order_and_inside_of_the_text(faces):
    design = parse(faces, breaks=[13, 6, 6, 0, -4, 999])

    assert design.values["name"].breaks == (6, 13)
    assert schema.parse_design(design.to_dict()) == design


def test_one_line_has_no_places(faces):
    assert parse(faces, breaks=BREAKS, type="text").values["name"].breaks == ()


def test_a_place_inside_of_a_cluster_is_no_place(faces):
    assert lines(faces, parse(faces, breaks=[5])) == [THAI]  # before a vowel sign


def test_places_count_across_paragraphs_and_capitals(faces):
    text = "straße\n" + THAI
    moved = [place + 7 for place in BREAKS]
    design = parse(faces, text, moved, case="upper", fonts=[faces.sha("noto-sans")])

    block = layout_design(design, faces.book).texts["name"]

    assert len(block.lines) > 2


@pytest.mark.parametrize("wrong", ["6", [6.0], [True], {"a": 1}, ["6"], None, [[6]]])
def test_other_things_than_places_are_refused(faces, wrong):
    content = document(
        [text_zone(faces, type="multiline")], {"name": {"text": THAI, "breaks": wrong}}
    )

    with pytest.raises(EngineError):
        schema.parse_design(content)
