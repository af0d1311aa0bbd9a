"""Where lines may end in scripts that write words without blanks between them."""

import re
from itertools import accumulate

# Line break class SA (UAX 14): Thai, Lao, Myanmar, Khmer, New Tai Lue, Tai Tham, Tai Viet.
_SIGNS = (
    '\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf'
)
DICTIONARY = re.compile(f'[{_SIGNS}]')


def find_word_breaks(text):
    """Return the places in ``text`` between two words that no blank separates, ascending.

    The words are those of ICU's dictionaries. Texts of other scripts have none: their rules are
    the layout engine's own.
    """
    if not DICTIONARY.search(text):
        return []
    from icu4py.breakers import LineBreaker  # ICU is loaded for the texts that need it

    places = accumulate(len(segment) for segment in LineBreaker(text, 'th'))
    return [
        place
        for place in places
        if place < len(text) and DICTIONARY.match(text[place - 1]) and DICTIONARY.match(text[place])
    ]
