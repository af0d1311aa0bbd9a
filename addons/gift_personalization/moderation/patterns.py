"""What the lists hold: a pattern with its language, severity and reason."""

from dataclasses import dataclass

from .folding import plain, script_of

SEVERITIES = ('block', 'review')
REASONS = (
    'insult',
    'hate',
    'sexual',
    'violence',
    'drugs',
    'trademark',
    'personal_data',
    'other',
)
MAX_PATTERN = 60
MIN_LETTERS = 2


@dataclass(frozen=True)
class Entry:
    """One entry of a list.

    ``pattern`` is a word or a phrase; ``*`` at its start or end stands for any letters there.
    """

    pattern: str
    language: str = ''
    severity: str = 'block'
    reason: str = 'insult'


@dataclass(frozen=True)
class Pattern:
    """A pattern taken apart: its folded letters, and on which sides the word may go on."""

    letters: str
    free_start: bool
    free_end: bool
    script: str


def parse(pattern):
    """Return the parts of a pattern.

    :raise ValueError: when it is empty, too short, too long or has a ``*`` within.
    """
    text = ' '.join(pattern.split())
    free_start, free_end = text.startswith('*'), text.endswith('*')
    inner = text.strip('*').strip()
    letters = ' '.join(
        ''.join(char for char in plain(word) if char.isalnum()) for word in inner.split()
    ).strip()
    if '*' in inner or len(pattern) > MAX_PATTERN:
        raise ValueError(pattern)
    needed = MIN_LETTERS + free_start + free_end
    if len(letters.replace(' ', '')) < needed:
        raise ValueError(pattern)
    return Pattern(letters, free_start, free_end, script_of(letters))
