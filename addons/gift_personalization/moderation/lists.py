"""The lists that come with the shop.

Their patterns are encoded, so that nobody who browses the files reads them by accident.
`scripts/moderation_lists.py` shows and adds entries.
"""

import base64
from functools import lru_cache
from pathlib import Path

from .patterns import Entry

FOLDER = Path(__file__).parent / 'lists'


def encode(text):
    """Return how a pattern stands in a list."""
    return base64.b64encode(text.encode()).decode()


def decode(code):
    """Return the pattern of a line of a list."""
    return base64.b64decode(code).decode()


def languages():
    """Return the codes of the languages with a list; ``any`` holds for all."""
    return tuple(sorted(path.stem for path in FOLDER.glob('*.txt') if path.stem != 'names'))


@lru_cache(maxsize=1)
def load_entries():
    """Return all shipped entries."""
    return tuple(entry for language in languages() for entry in _load(language))


def _load(language):
    for line in _lines(language):
        severity, reason, code = line.split()
        yield Entry(decode(code), '' if language == 'any' else language, severity, reason)


def load_names():
    """Return the shipped names and places in which nothing is found."""
    return tuple(map(decode, _lines('names')))


def _lines(name):
    lines = (FOLDER / f'{name}.txt').read_text(encoding='utf-8').splitlines()
    return [line for line in lines if line and not line.startswith('#')]
