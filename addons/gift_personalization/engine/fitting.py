"""Wrapping and fitting: words to lines, and the largest size at which the lines fit.

The browser's instant guess repeats exactly this: greedy wrap on word advances measured once at
1 em, single lines by division, several lines by bisection on 10 µm steps.
"""

import unicodedata
from dataclasses import dataclass

from .characters import IDEOGRAPHIC, is_simple, script_of

STEP_UM = 10
NO_BREAK_BEFORE = set(
    "、。，．：；！？)]}）］｝」』】〉》〕…‥・ー々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ"
)
NO_BREAK_AFTER = set("([{（［｛「『【〈《〔")
# Hangul jamo are the first characters between which a line may end.
FIRST_IDEOGRAPH = "\u1100"
# Of simple text, only these end a word.
SIMPLE_BREAKS = " -"
HYPHENS = set("-\u2010\u2012\u2013\u2014")


@dataclass(frozen=True)
class Word:
    """Unbreakable stretch of a paragraph; widths in em."""

    start: int
    end: int
    width: float
    blank: float


def words_of(itemised, advances, breaks=()):
    """Return the words of a paragraph.

    :param advances: {cluster start: advance in em} of the whole paragraph
    :param breaks: cluster starts before which a line may end as well
    """
    text = itemised.text
    simple = is_simple(text)
    words, before = [], None
    start, width, blank, end = 0, 0.0, 0.0, 0
    for first, last in itemised.spans:
        may_break = before and (not simple or text[first - 1] in SIMPLE_BREAKS)
        if first in breaks or (may_break and _may_break(text, before, (first, last))):
            words.append(Word(start, end, width, blank))
            start, width, blank, end = first, 0.0, 0.0, first
        advance = advances.get(first, 0.0)
        if last - first > 1:
            advance += sum(advances.get(place, 0.0) for place in range(first + 1, last))
        if is_blank(text[first]):
            blank += advance
        else:
            width, blank, end = width + blank + advance, 0.0, last
        before = (first, last)
    if itemised.spans:
        words.append(Word(start, end, width, blank))
    return words


def is_blank(char):
    """Say whether a line may end at ``char`` and hide it."""
    return char == " " or char == "\u3000"


def _may_break(text, before, after):
    last, following = text[before[1] - 1], text[after[0]]
    if is_blank(text[before[0]]):
        return not is_blank(following)
    if is_blank(following) or following in NO_BREAK_BEFORE or last in NO_BREAK_AFTER:
        return False
    if last in HYPHENS:
        return before[0] > 0 and unicodedata.category(following)[0] == "L"
    if last < FIRST_IDEOGRAPH and following < FIRST_IDEOGRAPH:
        return False
    return script_of(text[before[0]]) in IDEOGRAPHIC or script_of(following) in IDEOGRAPHIC


def wrap(words, limit):
    """Return (lines of words, width of the widest): as wide as ``limit`` em allows.

    One word is never cut.
    """
    lines, line, width, blank, widest = [], [], 0.0, 0.0, 0.0
    for word in words:
        if line and width + blank + word.width > limit:
            lines.append(line)
            widest = width if width > widest else widest
            line, width, blank = [], 0.0, 0.0
        width += blank + word.width
        blank = word.blank
        line.append(word)
    lines.append(line)
    return lines, max(width, widest)


def largest(low_um, high_um, fits):
    """Return the largest multiple of 10 µm in [low, high] that fits, None if none does.

    Sizes of templates need not be multiples: ``high_um`` itself is tried first.
    """
    if fits(high_um):
        return high_um
    low, high = -(-low_um // STEP_UM), high_um // STEP_UM
    if low > high or not fits(low * STEP_UM):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if fits(middle * STEP_UM):
            low = middle
        else:
            high = middle
    return low * STEP_UM
