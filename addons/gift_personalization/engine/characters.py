"""Characters: clusters (what a reader counts as one character), scripts and emoji."""

import re
import unicodedata
from functools import lru_cache

MAX_MARKS = 4

ZWJ, ZWNJ, KEYCAP = "\u200d", "\u200c", "\u20e3"
TEXT_STYLE, EMOJI_STYLE = "\ufe0e", "\ufe0f"
# Virama and its kin bind the next consonant of a conjunct (Indic scripts).
VIRAMAS = set("\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca")

# Emoji_Presentation=Yes below U+1F000 (emoji-data.txt); above, the blocks are emoji as a whole.
_BMP_EMOJI = re.compile(
    "[\u231a\u231b\u23e9-\u23ec\u23f0\u23f3\u25fd\u25fe\u2614\u2615\u2648-\u2653\u267f\u2693"
    "\u26a1\u26aa\u26ab\u26bd\u26be\u26c4\u26c5\u26ce\u26d4\u26ea\u26f2\u26f3\u26f5\u26fa\u26fd"
    "\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2755\u2757\u2795-\u2797\u27b0\u27bf\u2b1b"
    "\u2b1c\u2b50\u2b55]"
)
_EMOJI_RANGES = (
    (0x1F004, 0x1F004), (0x1F0CF, 0x1F0CF), (0x1F18E, 0x1F18E), (0x1F191, 0x1F19A),
    (0x1F1E6, 0x1F1FF), (0x1F201, 0x1F202), (0x1F21A, 0x1F251), (0x1F300, 0x1F64F),
    (0x1F680, 0x1F6FF), (0x1F7E0, 0x1F7F0), (0x1F90C, 0x1F9FF), (0x1FA70, 0x1FAFF),
)  # fmt: skip

BICAMERAL = {"Latn", "Grek", "Cyrl", "Armn", "Geor", "Copt", "Cher", "Dsrt", "Glag"}
JOINED = {"Arab", "Syrc", "Mong", "Nkoo", "Mand", "Adlm", "Deva", "Beng", "Guru"}
IDEOGRAPHIC = {"Hani", "Hira", "Kana", "Hang", "Bopo"}


def is_simple(text):
    """Say whether no character of ``text`` combines, joins or runs right to left."""
    return text.isascii() or max(text) < "\u0300"


def clusters(text):
    """Return the (start, end) of every cluster of ``text``.

    A simplified UAX 29: a base with its marks, an emoji sequence (modifiers, ZWJ, keycap, tags),
    a pair of regional indicators, a Hangul syllable in jamo or an Indic conjunct is never cut.
    """
    if is_simple(text):
        return [(index, index + 1) for index in range(len(text))]
    starts = [0]
    flag_open = _is_regional(text[0]) if text else False
    for index in range(1, len(text)):
        if _is_regional(text[index]) and flag_open:
            flag_open = False
            continue
        if _continues(text[index - 1], text[index]):
            continue
        starts.append(index)
        flag_open = _is_regional(text[index])
    return list(zip(starts, [*starts[1:], len(text)], strict=True)) if text else []


def _continues(before, char):
    if before == "\n" or char == "\n":
        return False
    if is_extender(char):
        return True
    if before == ZWJ:
        return is_emoji_base(char) or unicodedata.category(char) == "So"
    if before in VIRAMAS:
        return unicodedata.category(char) == "Lo"
    return 0x1160 <= ord(char) <= 0x11FF and 0x1100 <= ord(before) <= 0x11FF


def is_extender(char):
    """Say whether ``char`` modifies the character before it."""
    code = ord(char)
    if code < 0x300:
        return False
    return (
        code in (0x200C, 0x200D)
        or 0x1F3FB <= code <= 0x1F3FF
        or 0xE0020 <= code <= 0xE007F
        or unicodedata.category(char)[0] == "M"
    )


def _is_regional(char):
    return 0x1F1E6 <= ord(char) <= 0x1F1FF


def is_emoji_base(char):
    """Say whether ``char`` is shown as a picture without being asked."""
    code = ord(char)
    if code < 0x1F000:
        return bool(_BMP_EMOJI.match(char))
    return any(low <= code <= high for low, high in _EMOJI_RANGES)


def is_emoji(cluster):
    """Say whether a cluster is drawn from a colour face first."""
    if cluster.isascii() or TEXT_STYLE in cluster:
        return False
    return EMOJI_STYLE in cluster or KEYCAP in cluster or is_emoji_base(cluster[0])


def mark_count(cluster):
    """Return how many combining marks the cluster stacks on its base."""
    return sum(unicodedata.category(char) in ("Mn", "Me") for char in cluster[1:]) - sum(
        char in (TEXT_STYLE, EMOJI_STYLE, KEYCAP) for char in cluster[1:]
    )


@lru_cache(maxsize=8192)
def script_of(char):
    """Return the ISO 15924 script of ``char`` by HarfBuzz's data; '' for common and inherited."""
    import uharfbuzz as hb

    buffer = hb.Buffer()
    buffer.add_str(char)
    buffer.guess_segment_properties()
    return buffer.script or ""


@lru_cache(maxsize=8192)
def is_ignorable(char):
    """Say whether a face need not have a glyph for ``char`` (joiners, selectors, tags)."""
    code = ord(char)
    return (
        code in (0x200C, 0x200D)
        or 0xFE00 <= code <= 0xFE0F
        or 0xE0020 <= code <= 0xE007F
        or 0xE0100 <= code <= 0xE01EF
    )
