"""Finding the patterns of the lists in a text.

The patterns stand in tries, one pair per script: those that begin at the start of a word and those
that may begin anywhere. From every possible start the trie is walked along the folded text. On the
way a character may stand for several letters, a letter may be repeated, and separators may stand
between letters. Every walk is bounded by the length of the pattern, so the cost grows linearly with
the text, whatever it holds.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from . import folding, patterns
from .folding import MAX_RUN
from .numbers import find_numbers

WILD = '*#?%'
MAX_WILD = 2
MAX_GAP = 2
MAX_OTHER = 4  # characters of one word that stand for letters
NOT_FIRST = '!+(|'  # stand for letters, but not at the start of a word
SHORT = 4  # letters; in shorter words two equal letters are not one
MAX_TEXT = 2000  # characters; four times what one zone can hold
MIN_SPACED = 4  # letters of a word that is found with blanks between its letters
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Match:
    """A pattern found in a text, from ``start`` to ``end`` (characters of the source)."""

    entry: patterns.Entry
    start: int
    end: int
    severity: str

    @property
    def reason(self):
        """Reason code of the entry."""
        return self.entry.reason


class _Node:
    __slots__ = ('children', 'ends', 'letter')

    def __init__(self, letter=''):
        self.letter = letter
        self.children = {}
        self.ends = []  # (entry, letters, free end)


class _State(NamedTuple):
    """A walk: where it stands, and what it went through.

    ``joined`` and ``spaced``: letters stood side by side, or with blanks between them;
    ``doubled``: one letter of the pattern stood twice; ``wild``: wildcards; ``literal`` and
    ``other``: letters that were written as such, or as something that stands for them;
    ``stays``: repetitions of the last letter.
    """

    node: _Node
    at: int
    joined: bool = False
    spaced: bool = False
    doubled: bool = False
    wild: int = 0
    literal: int = 0
    other: int = 0
    stays: int = 0


class Matcher:
    """The lists, ready to be searched for. Build it once and keep it.

    :param entries: `Entry` of the lists; malformed patterns are left out.
    :param names: words and phrases in which nothing is found, for example surnames.
    :param texts: whole texts that are allowed as they are.
    """

    def __init__(self, entries, names=(), texts=()):
        self._tries = {}
        self._names = set()
        self._phrases = []
        self._texts = {normalised(text) for text in texts}
        for entry in entries:
            self._add(entry)
        for name in names:
            self._allow(name)

    def _add(self, entry):
        try:
            pattern = patterns.parse(entry.pattern)
        except ValueError:
            return
        roots = self._tries.setdefault(pattern.script, (_Node(), _Node()))
        for letters in {pattern.letters, pattern.letters.replace(' ', '')}:
            node = roots[pattern.free_start]
            for letter in letters:
                node = node.children.setdefault(letter, _Node(letter))
            node.ends.append((entry, len(letters.replace(' ', '')), pattern.free_end))

    def _allow(self, name):
        words = WORD.findall(folding.plain(name))
        if len(words) == 1:
            self._names.add(words[0])
        elif words:
            self._phrases.append(re.compile(r'\b' + r'\W+'.join(map(re.escape, words)) + r'\b'))

    # === SEARCH === #

    def find(self, text):
        """Return the matches in ``text`` that no allowed name covers, in order of their place.

        A text that no zone can hold is not searched: somebody has to look at it.
        """
        if not text or normalised(text) in self._texts:
            return ()
        if len(text) > MAX_TEXT:
            return (Match(patterns.Entry('', '', 'review', 'other'), 0, len(text), 'review'),)
        found = {}
        for script in folding.scripts_in(text):
            for match in self._find_in_script(text, script):
                key = (match.entry, match.start)
                known = found.get(key)
                if not known or match.severity == 'block':
                    found[key] = match
        matches = [*found.values(), *self._find_numbers(text)]
        if matches:
            allowed = self._get_allowed_spans(text)
            matches = [match for match in matches if not _is_covered(match, allowed)]
        return tuple(sorted(matches, key=lambda match: (match.start, match.end)))

    def _find_numbers(self, text):
        for start, end in find_numbers(text):
            entry = patterns.Entry('', '', 'review', 'personal_data')
            yield Match(entry, start, end, 'review')

    def _find_in_script(self, text, script):
        roots = self._tries.get(script)
        if not roots:
            return
        folded = folding.fold(text, script)
        walk = _Walk(folded, folding.LEET if script == 'latin' else folding.LEET_CYRILLIC)
        before = ''
        for start, char in enumerate(folded.chars):
            inside, before = before.isalpha(), char
            if char in NOT_FIRST:
                continue
            for root in roots[inside:]:
                if char in root.children or char in walk.leet:
                    for entry, end, spaced in walk.run(root, start):
                        yield self._make_match(text, script, walk, entry, start, end, spaced)

    def _make_match(self, text, script, walk, entry, start, end, spaced):
        first, last = walk.folded.sources[start], walk.folded.sources[end - 1] + 1
        severity = entry.severity
        if spaced and walk.is_within_spaced(start, end):
            severity = 'review'
        if script == 'latin' and not _has_latin(text[first:last]):
            severity = 'review'  # may be a word of another script that looks like it
        return Match(entry, first, last, severity)

    def _get_allowed_spans(self, text):
        spans = [
            match.span()
            for match in WORD.finditer(text)
            if folding.plain(match.group()) in self._names
        ]
        lowered = text.lower()
        if len(lowered) == len(text):
            for phrase in self._phrases:
                spans.extend(match.span() for match in phrase.finditer(lowered))
        return spans


class _Walk:
    """Walks through a trie along one folded text."""

    def __init__(self, folded, leet):
        self.folded = folded
        self._chars = folded.chars
        self.leet = leet

    def run(self, root, start):
        """Yield (entry, end, spaced) of the patterns that begin at ``start``."""
        char = self._chars[start]
        todo = [
            _State(root.children[option], start + 1, literal=option == char, other=option != char)
            for option in self._options(char)
            if option in root.children and self._may_go_on(root.children[option], start + 1)
        ]
        seen = set()
        while todo:
            state = todo.pop()
            if state in seen:
                continue
            seen.add(state)
            yield from self._get_ends(state)
            todo.extend(self._get_next(state))

    def _may_go_on(self, node, at):
        """Return whether the letter at ``at`` can follow; settles most of the walks at once."""
        char = self._chars[at] if at < len(self._chars) else ''
        return not char.isalpha() or char in node.children or char == node.letter

    def _options(self, char):
        return char + self.leet.get(char, '')

    # === ENDS === #

    def _get_ends(self, state):
        for entry, letters, free_end in state.node.ends:
            if not free_end and self._is_letter(state.at):
                continue
            if self._is_accepted(state, letters):
                yield entry, state.at, state.spaced

    def _is_letter(self, at):
        return at < len(self._chars) and self._chars[at].isalpha()

    def _is_accepted(self, state, letters):
        if letters <= SHORT and state.doubled:
            return False
        if state.spaced and (letters < MIN_SPACED or self._is_letter(state.at)):
            return False
        if state.wild and (letters < SHORT or state.wild * 2 > letters):
            return False
        return state.literal >= min(letters, 2 if letters <= 5 else 3)

    def is_within_spaced(self, start, end):
        """Return whether single letters with blanks go on before or after a spaced match."""
        chars = self._chars
        before = re.search(r'(?:^|[^\w])\w[^\w]+$', chars[max(0, start - 6) : start])
        after = re.match(r'[^\w]+\w(?:[^\w]|$)', chars[end : end + 6])
        return bool(before or after)

    # === STEPS === #

    def _get_next(self, state):
        at, chars = state.at, self._chars
        if at >= len(chars):
            return
        char = chars[at]
        if state.node.letter == ' ' and not char.isalnum() and state.stays < MAX_GAP:
            yield state._replace(at=at + 1, stays=state.stays + 1)
        if ' ' in state.node.children and not char.isalnum():
            yield state._replace(node=state.node.children[' '], at=at + 1, stays=0)
        yield from self._get_letters(state, char)
        yield from self._get_after_gap(state)

    def _get_letters(self, state, char):
        """Go on with the next character, which stands beside the last one."""
        after_blank = state.node.letter == ' '
        if state.spaced and not after_blank:
            return
        joined = state.joined or not after_blank
        yield from self._get_children(state, state.at, char, joined, state.spaced)
        if state.node.letter in self._options(char) and state.stays < MAX_RUN - 1:
            doubled = state.doubled or self.folded.runs[state.at] == 2
            yield state._replace(at=state.at + 1, doubled=doubled, stays=state.stays + 1)

    def _get_children(self, state, at, char, joined, spaced):
        for option in self._options(char):
            child = state.node.children.get(option)
            is_literal = option == char
            if child and option != ' ' and (is_literal or state.other < MAX_OTHER):
                yield state._replace(
                    node=child,
                    at=at + 1,
                    joined=joined,
                    spaced=spaced,
                    literal=state.literal + is_literal,
                    other=state.other + (not is_literal),
                    stays=0,
                )
        if char in WILD and state.wild < MAX_WILD and joined and not spaced:
            for option, child in state.node.children.items():
                if option.isalpha():
                    yield state._replace(
                        node=child, at=at + 1, joined=True, wild=state.wild + 1, stays=0
                    )

    def _get_after_gap(self, state):
        """Go on with a letter behind up to two separators."""
        at, chars = state.at, self._chars
        end = at
        while end < len(chars) and end - at <= MAX_GAP and not chars[end].isalnum():
            end += 1
        if not 0 < end - at <= MAX_GAP or end >= len(chars) or state.node.letter == ' ':
            return
        blank = ' ' in chars[at:end]
        if blank and state.joined:
            return
        spaced = state.spaced or blank
        yield from self._get_children(state, end, chars[end], state.joined, spaced)


def _has_latin(text):
    return any(char.isascii() and char.isalnum() for char in folding.plain(text))


def _is_covered(match, spans):
    return any(start <= match.start and match.end <= end for start, end in spans)


def normalised(text):
    """Return the form in which whole texts are compared: lower case, single blanks."""
    return ' '.join(text.casefold().split())
