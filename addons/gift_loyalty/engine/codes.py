"""Codes of cards: random, short enough to type, without letters that look alike.

The alphabet is Crockford's base 32: no I, L, O and U. What is read from paper may have them; they
are taken for the digits they look like. 16 characters hold 80 bits.
"""

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 16, 4
LOOK_ALIKES = str.maketrans("OIL", "011")
LONGEST = 64  # with blanks and hyphens; more is no code


def make_code(choose):
    """Return a new code in groups of four.

    :param choose: called with the alphabet, returns one character of it, at random.
    """
    return grouped("".join(choose(ALPHABET) for _position in range(LENGTH)))


def grouped(text):
    """Return a code with hyphens between its groups."""
    return "-".join(text[start : start + GROUP] for start in range(0, len(text), GROUP))


def read_code(typed):
    """Return the code that somebody has typed, in groups, or an empty text when it is none.

    Blanks, hyphens, small letters and look-alikes do not matter.
    """
    if len(typed) > LONGEST:
        return ""
    letters = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", typed).upper()))
    letters = letters.translate(LOOK_ALIKES)
    if len(letters) != LENGTH or not set(letters) <= set(ALPHABET):
        return ""
    return grouped(letters)
