"""Folding: many ways to write a letter become one.

A folded text is a row of characters that are compared with the patterns, each with the place it
comes from. Folding goes character by character and drops combining marks, so its cost grows with
the length of the text and not with the number of marks on one letter.
"""

import unicodedata
from dataclasses import dataclass

from .confusables import LATIN

MAX_RUN = 3  # of the same character; longer runs mean the same
CACHE_SIZE = 20_000

# Letters that Unicode does not take apart, and digraphs of one letter.
PLAIN = str.maketrans(
    {
        'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'ł': 'l', 'đ': 'd', 'ð': 'd', 'ħ': 'h',
        'ŧ': 't', 'þ': 'th', 'ı': 'i', 'ŋ': 'n', 'ə': 'e', 'ё': 'е', 'ґ': 'г', 'ѓ': 'г', 'ќ': 'к',
        'ى': 'ي', 'ی': 'ي', 'ک': 'ك', 'ة': 'ه', 'ە': 'ه', 'ـ': '', 'ٱ': 'ا',
    }
)  # fmt: skip
# What a character may stand for besides itself. `|` is what look-alikes of I, l and 1 become.
LEET = {
    '0': 'o', '1': 'il', '3': 'e', '4': 'a', '5': 's', '6': 'bg', '7': 't', '8': 'b', '9': 'g',
    '@': 'a', '$': 's', '!': 'i', '|': 'il', '€': 'e', '£': 'l', '+': 't', '(': 'c', '¡': 'i',
    '¢': 'c', '¥': 'y', '§': 's',
}  # fmt: skip
LEET_CYRILLIC = {'0': 'о', '3': 'з', '4': 'ч', '6': 'б', '@': 'а', '$': 'с'}
# Latin letters that stand in for Cyrillic ones.
CYRILLIC = str.maketrans('abcehkmoptuxyru', 'авсенкмортихуги')


@dataclass(frozen=True)
class Folded:
    """Folded characters, the place in the source of each, and the length of its run."""

    chars: str
    sources: tuple[int, ...]
    runs: tuple[int, ...]


class _Table(dict):
    """Folded form of a character, computed once; forgets everything when it gets large."""

    def __init__(self, fold):
        super().__init__()
        self._fold = fold

    def __missing__(self, char):
        if len(self) > CACHE_SIZE:
            self.clear()
        value = self[char] = self._fold(char)
        return value


def _plain(char):
    """Return a character in lower case without marks; invisible characters are empty."""
    if unicodedata.category(char) in {'Cf', 'Mn', 'Me', 'Cc'} and not char.isspace():
        return ''
    parts = unicodedata.normalize('NFKD', char).casefold()
    parts = ''.join(part for part in parts if not unicodedata.combining(part))
    return unicodedata.normalize('NFKC', parts).casefold().translate(PLAIN)


def _latin(char):
    known = LATIN.get(char)
    return known or ''.join(LATIN.get(part, part) for part in _plain(char))


def _cyrillic(char):
    return _plain(char).translate(CYRILLIC)


_PLAIN, _LATIN, _CYRILLIC = _Table(_plain), _Table(_latin), _Table(_cyrillic)
_TABLES = {'latin': _LATIN, 'cyrillic': _CYRILLIC, 'other': _PLAIN}


def plain(text):
    """Return ``text`` in lower case without marks, its letters not exchanged for look-alikes."""
    return ''.join(map(_PLAIN.__getitem__, text))


def script_of(text):
    """Return ``latin``, ``cyrillic`` or ``other``: the script of the first letter of a pattern."""
    for char in text:
        if char.isascii() and char.isalnum():
            return 'latin'
        if 'Ѐ' <= char <= 'ӿ':
            return 'cyrillic'
        if char.isalpha():
            return 'other'
    return 'latin'


def scripts_in(text):
    """Return the scripts whose patterns may be found in ``text``."""
    if text.isascii():
        return ('latin',)
    found = {'latin'}
    for char in set(text):
        if 'Ѐ' <= char <= 'ӿ':
            found.add('cyrillic')
        elif char > 'ӿ' and char.isalpha():
            found.add('other')
    return tuple(sorted(found))


def fold(text, script):
    """Return ``text`` as it is compared with the patterns of ``script``."""
    table = _TABLES[script]
    chars, sources, runs = [], [], []
    run, last = 0, ''
    for index, source in enumerate(text):
        for char in table[source]:
            shown = ' ' if char.isspace() else char
            run = run + 1 if shown == last else 1
            last = shown
            if run <= MAX_RUN:
                chars.append(shown)
                sources.append(index)
                runs.append(run)
    return Folded(''.join(chars), tuple(sources), _run_lengths(runs))


def _run_lengths(runs):
    """Turn positions within runs (1, 2, 1 …) into the length of the run at each place."""
    lengths = list(runs)
    for index in range(len(lengths) - 2, -1, -1):
        if runs[index + 1] > runs[index]:
            lengths[index] = lengths[index + 1]
    return tuple(lengths)
