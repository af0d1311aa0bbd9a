"""A text read back letter by letter, and the mark across pictures that are not approved."""

import unicodedata

import numpy as np
import pytest
from gift_engine import spelling, watermark
from hypothesis import given
from hypothesis import strategies as st


def codes(text):
    return [letter.code for letter in spelling.spell(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0O", ["zero", "capital_o"]),
        ("Il1|", ["capital_i", "small_l", "one", "bar"]),
        ("Aa7 \n", ["capital", "small", "digit", "space", "line_break"]),
        ("ıé", ["dotless_i", "accented"]),
        ("👩‍🚀❤️", ["emoji", "emoji"]),
        ("你ن", ["plain", "plain"]),
    ],
)
def test_every_letter_has_its_code(text, expected):
    assert codes(text) == expected


def test_a_decomposed_letter_is_read_like_the_composed_one():
    composed, decomposed = (
        spelling.spell(unicodedata.normalize(form, "ệ")) for form in ("NFC", "NFD")
    )

    # A dot below is not one of the accents with a name: it is read as it is, in both forms.
    assert [letter.code for letter in composed] == [letter.code for letter in decomposed]
    [letter] = spelling.spell(unicodedata.normalize("NFD", "Ő"))
    assert letter.params == {"base": "O", "accents": ("double_acute",), "case": "capital"}


def test_letters_of_another_alphabet_among_latin_ones_are_told():
    letters = spelling.spell("Аnna")  # Cyrillic А

    assert letters[0].code == "foreign"
    assert letters[0].params == {"script": "Cyrl"}
    assert letters[0].is_tricky
    assert codes("Анна") == ["capital", "small", "small", "small"]


def test_a_second_look_is_asked_for_where_it_helps():
    def tricky(text):
        return [letter.text for letter in spelling.spell(text) if letter.is_tricky]

    assert tricky("Tom") == []
    assert tricky("Tom 0") == ["o", "0"]
    assert tricky("S") == []
    assert tricky("S5") == ["S", "5"]
    assert tricky("il") == ["l"]


@given(st.text(max_size=40))
def test_nothing_is_lost(text):
    assert "".join(letter.text for letter in spelling.spell(text)) == text


@pytest.mark.parametrize("ground", [0, 128, 255])
def test_the_mark_is_seen_on_any_ground_and_leaves_the_picture_alone(ground, faces):
    chain = faces.chain("montserrat")
    picture = np.full((480, 600, 3), ground, np.uint8)
    before = picture.copy()

    marked = watermark.overprint(picture, "S00042 · 0123abcd", chain)

    assert marked.shape == picture.shape
    changed = np.abs(marked.astype(int) - ground).max(axis=2) > 12
    assert 0.01 < changed.mean() < 0.25
    quarters = (changed[:240, :300], changed[:240, 300:], changed[240:, :300], changed[240:, 300:])
    assert all(quarter.mean() > 0.005 for quarter in quarters)
    assert (picture == before).all()
    assert (watermark.overprint(picture, "S00042 · 0123abcd", chain) == marked).all()
