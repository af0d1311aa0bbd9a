"""Lists of names: which column fills what, and the order of the review."""

from types import SimpleNamespace

from gift_engine.names import columns, review

TARGETS = {
    "zone:name": ("Name", "name", "First name"),
    "zone:line2": ("Second line", "line2"),
    "attribute:3": ("Size",),
    "quantity": ("Quantity", "Qty", "Anzahl"),
    "recipient": ("Recipient", "For"),
}


def test_headings_find_their_targets_whatever_their_case_accents_and_marks():
    headings = ("QTY.", "first-name", "Número", "size", "second line")

    assert columns.match(headings, TARGETS) == {
        0: "quantity",
        1: "zone:name",
        3: "attribute:3",
        4: "zone:line2",
    }


def test_a_target_is_given_once_and_an_equal_heading_comes_first():
    assert columns.match(("Name of guest", "Name"), TARGETS) == {1: "zone:name"}


def test_a_longer_heading_that_holds_the_name_is_taken():
    assert columns.match(("Clothing size", "Recipient (guest)"), TARGETS) == {
        0: "attribute:3",
        1: "recipient",
    }


def test_a_first_row_of_names_is_no_heading():
    assert columns.is_heading(("Name", "Whatever"), TARGETS)
    assert not columns.is_heading(("Anna", "Paul"), TARGETS)
    assert columns.guess(3, ["zone:name", "zone:line2"]) == {0: "zone:name", 1: "zone:line2"}


def test_duplicates_ignore_case_and_blanks_but_no_accents():
    anna = review.likeness({"name": "Anna  Berg"}, 1, "")

    assert anna == review.likeness({"name": " anna berg", "line2": ""}, 1, "")
    assert anna != review.likeness({"name": "Ánna Berg"}, 1, "")
    assert anna != review.likeness({"name": "Anna Berg"}, 2, "")
    assert anna != review.likeness({"name": "Anna Berg"}, 1, "Paul")


def _zone(key="name"):
    return SimpleNamespace(key=key, max_size_um=10_000, min_size_um=2_000, width_um=50_000)


def _block(size_um, width_um=40_000, overflow=False):
    return SimpleNamespace(size_um=size_um, box=(0, 0, width_um, 9_000), overflow=overflow)


def _tightness(**blocks):
    zones = [(None, _zone(key)) for key in blocks]
    return review.tightness(
        SimpleNamespace(zones=lambda: zones), SimpleNamespace(texts=dict(blocks))
    )


def test_the_tightest_text_of_a_row_counts():
    assert _tightness(name=_block(6_000)) == 500
    assert _tightness(name=_block(6_000), other=_block(4_000)) == 250
    assert _tightness(name=_block(2_000, overflow=True)) == 0
    assert _tightness(name=_block(10_000)) == 1200
    assert _tightness(name=_block(10_000, 5_000)) == 1900
    assert _tightness() == review.ROOMY
