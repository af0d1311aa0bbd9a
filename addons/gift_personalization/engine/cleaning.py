"""Text hygiene: what a customer typed, without what nobody can see.

Kept on purpose: ZWJ and ZWNJ (Persian, Indic, emoji families), variation selectors, tag
characters inside an emoji flag and the visible Arabic number signs.
"""

import unicodedata

NEWLINES = {0x0B: "\n", 0x0C: "\n", 0x0D: "\n", 0x85: "\n", 0x2028: "\n", 0x2029: "\n"}
KEPT_FORMAT = {0x200C, 0x200D, *range(0x0600, 0x0606), 0x06DD, 0x070F, 0x08E2}
EXOTIC_BLANKS = {0x1680, *range(0x2000, 0x200B), 0x205F}
BLACK_FLAG = 0x1F3F4
TAGS = range(0xE0020, 0xE0080)


def clean_text(text, *, multiline):
    """Return ``text`` normalised for hashing and drawing.

    NFC; line ends become ``\\n`` (a blank when not ``multiline``); control characters, bidi
    controls, BOM and other invisible format characters are dropped; outer blanks and blanks at
    line ends are trimmed. Idempotent.
    """
    text = unicodedata.normalize("NFC", _without_invisible(text.replace("\r\n", "\n")))
    if not multiline:
        text = text.replace("\n", " ")
    return "\n".join(line.rstrip() for line in text.strip().split("\n"))


def upper_case(text):
    """Return ``text`` in capitals, composed."""
    return unicodedata.normalize("NFC", text.upper())


def _without_invisible(text):
    kept = []
    in_flag = False
    for char in text:
        code = ord(char)
        char = NEWLINES.get(code, char)
        in_flag = code == BLACK_FLAG or (in_flag and code in TAGS)
        if code == 0x09 or code in EXOTIC_BLANKS:
            kept.append(" ")
        elif code == 0x202F:
            kept.append("\u00a0")
        elif char == "\n" or (in_flag and code in TAGS) or not _is_invisible(char, code):
            kept.append(char)
    return "".join(kept)


def _is_invisible(char, code):
    if code in KEPT_FORMAT:
        return False
    if unicodedata.category(char) in ("Cc", "Cf", "Cs"):
        return True
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or 0xFFF9 <= code <= 0xFFFC
