import secrets
from collections import Counter

import pytest
from codes import ALPHABET, LENGTH, LONGEST, make_code, read_code
from hypothesis import given
from hypothesis import strategies as st

CODES = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)


def test_a_code_has_80_random_bits():
    asked = []

    make_code(lambda alphabet: asked.append(alphabet) or alphabet[0])

    assert len(asked) * (len(set(ALPHABET)).bit_length() - 1) == 80


def test_codes_use_the_whole_alphabet_and_do_not_repeat():
    codes = [make_code(secrets.choice) for _number in range(500)]

    assert len(set(codes)) == 500
    assert set(Counter("".join(codes))) == {*ALPHABET, "-"}


@given(CODES)
def test_a_code_is_read_however_it_is_typed(letters):
    given_letters = iter(letters)
    code = make_code(lambda _alphabet: next(given_letters))

    for typed in (
        code,
        letters,
        code.lower(),
        f"  {code.replace('-', ' ')} ",
        code.replace("-", "–"),
    ):
        assert read_code(typed) == code


@given(CODES)
def test_letters_that_look_alike_are_taken_for_digits(letters):
    typed = letters.replace("0", "o").replace("1", "l")

    assert read_code(typed) == read_code(letters) == read_code(letters.replace("1", "I"))


@given(st.text(max_size=LONGEST * 2))
def test_whatever_is_typed_is_a_code_or_nothing(typed):
    read = read_code(typed)

    assert read == "" or (len(read) == 19 and set(read) <= {*ALPHABET, "-"})


@pytest.mark.parametrize(
    "typed", ["", "WINTER10", "044x-1234-4abc", "A" * 15, "A" * 17, "U" * 16, "A" * 500]
)
def test_what_is_no_code_of_ours_is_none(typed):
    assert read_code(typed) == ""
