"""Text hygiene."""

import unicodedata

import pytest
from gift_engine.cleaning import clean_text
from hypothesis import given
from hypothesis import strategies as st

CASES = {
    "composed": ("e\u0301", "é"),
    "outer blanks": ("  Anna \n", "Anna"),
    "windows line end": ("a\r\nb", "a b"),
    "old mac line end": ("a\rb", "a b"),
    "line separator": ("a\u2028b", "a b"),
    "tab": ("a\tb", "a b"),
    "right-to-left override": ("abc\u202edef", "abcdef"),
    "isolates": ("\u2066abc\u2069", "abc"),
    "direction marks": ("a\u200eb\u200fc\u061cd", "abcd"),
    "zero byte": ("a\0b", "ab"),
    "byte order mark": ("\ufeffabc", "abc"),
    "soft hyphen": ("a\u00adb", "ab"),
    "zero width space": ("a\u200bb", "ab"),
    "noncharacter": ("a\ufffeb\U0001ffffc", "abc"),
    "lone surrogate": ("a\ud83db", "ab"),
    "object replacement": ("a\ufffcb", "ab"),
    "narrow blank": ("12\u202f€", "12\u00a0€"),
    "em space": ("a\u2003b", "a b"),
    "zero width joiner is kept": ("👩\u200d👧", "👩\u200d👧"),
    "zero width non-joiner is kept": ("می\u200cخواهم", "می\u200cخواهم"),
    "emoji style is kept": ("❤\ufe0f", "❤\ufe0f"),
    "flag tags are kept": ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
    "stray tags": ("a\U000e0067b", "ab"),
    "non-breaking blank is kept": ("a\u00a0b", "a\u00a0b"),
}


@pytest.mark.parametrize(("raw", "clean"), CASES.values(), ids=CASES)
def test_single_lines(raw, clean):
    assert clean_text(raw, multiline=False) == clean


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("a\r\nb\rc\u2029d", "a\nb\nc\nd"),
        ("a  \n  b  ", "a\n  b"),
        ("\n\na\n\nb\n\n", "a\n\nb"),
        ("   \n  ", ""),
    ],
)
def test_several_lines(raw, clean):
    assert clean_text(raw, multiline=True) == clean


@given(st.text(), st.booleans())
def test_cleaning_twice_changes_nothing(raw, multiline):
    once = clean_text(raw, multiline=multiline)

    assert clean_text(once, multiline=multiline) == once


@given(st.text(st.characters(), max_size=60))
def test_clean_text_is_composed_and_holds_no_controls(raw):
    clean = clean_text(raw, multiline=False)

    assert unicodedata.is_normalized("NFC", clean)
    assert not {unicodedata.category(char) for char in clean} & {"Cc", "Cs"}
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(clean)
