"""Nesting: whatever is laid on sheets lies there once, apart, inside the margins."""

import pytest
from gift_engine.errors import EngineError
from gift_engine.nesting import Piece, Sheet, covered, nest, use_percent
from hypothesis import given, settings
from hypothesis import strategies as st

SIDES = st.integers(5_000, 120_000)
SHEETS = st.builds(
    Sheet,
    width_um=st.integers(140_000, 600_000),
    height_um=st.integers(140_000, 900_000),
    margin_um=st.integers(0, 10_000),
    gap_um=st.integers(0, 10_000),
    turn=st.booleans(),
)
SIZES = st.lists(st.tuples(SIDES, SIDES, st.integers(1, 4)), min_size=1, max_size=12)


def keep_apart(one, other, gap):
    return (
        one.x_um + one.width_um + gap <= other.x_um
        or other.x_um + other.width_um + gap <= one.x_um
        or one.y_um + one.height_um + gap <= other.y_um
        or other.y_um + other.height_um + gap <= one.y_um
    )


@settings(max_examples=60, deadline=None)
@given(sheet=SHEETS, sizes=SIZES)
def test_every_copy_lies_once_apart_and_inside_the_margins(sheet, sizes):
    pieces = [Piece(key, *size) for key, size in enumerate(sizes)]

    sheets = nest(sheet, pieces)

    laid = [place for places in sheets for place in places]
    wanted = {(piece.key, copy) for piece in pieces for copy in range(1, piece.count + 1)}
    assert len(laid) == len(wanted)
    assert {(place.key, place.copy) for place in laid} == wanted
    for places in sheets:
        for at, place in enumerate(places):
            assert all(keep_apart(place, other, sheet.gap_um) for other in places[:at])
            assert min(place.x_um, place.y_um) >= sheet.margin_um
            assert place.x_um + place.width_um <= sheet.width_um - sheet.margin_um
            assert place.y_um + place.height_um <= sheet.height_um - sheet.margin_um
            size = (pieces[place.key].width_um, pieces[place.key].height_um)
            assert (place.width_um, place.height_um) == (size[::-1] if place.turned else size)
            assert sheet.turn or not place.turned


def test_the_same_pieces_are_always_laid_the_same_way():
    pieces = [Piece("a", 90_000, 40_000, 7), Piece("b", 55_000, 70_000, 5)]
    sheet = Sheet(300_000, 400_000, 5_000, 3_000)

    assert nest(sheet, pieces) == nest(sheet, pieces)


def test_a_piece_that_fits_only_turned_is_turned_where_that_is_allowed():
    piece = Piece("long", 250_000, 50_000)

    [[place]] = nest(Sheet(100_000, 300_000, 10_000), [piece])

    assert (place.turned, place.width_um, place.height_um) == (True, 50_000, 250_000)
    with pytest.raises(EngineError) as error:
        nest(Sheet(100_000, 300_000, 10_000, turn=False), [piece])
    assert (error.value.code, error.value.params) == ("piece_too_large", {"piece": "long"})


def test_a_piece_may_fill_all_that_the_margins_leave():
    [[place]] = nest(Sheet(100_000, 80_000, 5_000, 4_000), [Piece("all", 90_000, 70_000)])

    assert (place.x_um, place.y_um) == (5_000, 5_000)


def test_a_piece_one_micrometre_too_large_is_refused():
    with pytest.raises(EngineError, match="piece_too_large"):
        nest(Sheet(100_000, 80_000, 5_000, 4_000), [Piece("all", 90_001, 70_001)])


def test_a_sheet_that_is_all_margin_is_refused():
    with pytest.raises(EngineError, match="bad_sheet"):
        nest(Sheet(100_000, 80_000, 40_000), [Piece("a", 1_000, 1_000)])


def test_equal_pieces_fill_the_sheet_as_a_grid_does():
    sheet = Sheet(320_000, 450_000, 10_000, 0)

    sheets = nest(sheet, [Piece("coaster", 100_000, 100_000, 12)])

    assert len(sheets) == 1
    assert covered(sheets[0]) == 12 * 100_000**2
    assert use_percent(sheet, sheets[0]) == 83.3


def test_mixed_pieces_use_most_of_all_but_the_last_sheet():
    sizes = [(40 + 17 * n % 150, 35 + 29 * n % 120) for n in range(60)]
    pieces = [Piece(n, w * 1_000, h * 1_000) for n, (w, h) in enumerate(sizes)]
    sheet = Sheet(600_000, 900_000)

    *full, _last = nest(sheet, pieces)

    assert all(use_percent(sheet, places) > 85 for places in full)


def test_nothing_needs_no_sheet():
    assert nest(Sheet(100_000, 100_000), []) == ()
