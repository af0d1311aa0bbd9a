"""Bytes of a list to text, whatever a spreadsheet saved them as; broken encodings are mended."""

import codecs
import unicodedata
from dataclasses import dataclass

import ftfy

from ..errors import EngineError
from .alphabets import LANGUAGES, score

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", *LANGUAGES, "cp932", "gb18030")
EAST_ASIAN = ("cp932", "gb18030")
EAST_ASIAN_PERMILLE = 950
NUL_PERMILLE = 300  # half of the bytes of Latin text in UTF-16 are zero


@dataclass(frozen=True)
class Decoded:
    """Text of a file and the encoding (Python's name) it was read with."""

    text: str
    encoding: str


def decode(data, encoding=None):
    """Return the :class:`Decoded` text of a file.

    :param encoding: one of ``ENCODINGS``, found from the bytes when not given.
    :raises EngineError: ``names_encoding`` when the bytes are no text in it
    """
    for mark, name in BOMS:
        if data.startswith(mark) and encoding in (None, name):
            return Decoded(_decode(data[len(mark) :], name), name)
    if encoding:
        return Decoded(_decode(data, encoding), encoding)
    name = _wide(data) or ("utf-8" if _is_utf8(data) else _legacy(data))
    return Decoded(_decode(data, name), name)


def _decode(data, encoding):
    if encoding not in (*ENCODINGS, "utf-32-le", "utf-32-be"):
        raise EngineError("names_encoding", encoding=encoding)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise EngineError("names_encoding", encoding=encoding) from error
    if "\0" in text:
        raise EngineError("names_not_text")
    return text


def _is_utf8(data):
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _wide(data):
    """Return the UTF-16 without a mark that the places of the zero bytes tell, or None."""
    half = len(data) // 2
    if half == 0 or len(data) % 2:
        return None
    for name, zeros in (("utf-16-le", data[1::2]), ("utf-16-be", data[::2])):
        if 1000 * zeros.count(0) > NUL_PERMILLE * half:
            return name
    return None


def _legacy(data):
    """Return the legacy encoding whose languages fit the bytes best, Western first."""
    scores = {}
    for name in (*LANGUAGES, *EAST_ASIAN):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        scores[name] = _east_asian(text, name) if name in EAST_ASIAN else score(text, name)
    if not scores:
        raise EngineError("names_encoding", encoding="utf-8")
    return max(scores, key=scores.get)


def _east_asian(text, name):
    letters = [char for char in text if ord(char) > 127]
    names = [unicodedata.name(char, "") for char in letters]
    wanted = ("CJK UNIFIED", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC", "FULLWIDTH")
    fitting = sum(entry.startswith(wanted) for entry in names)
    kana = any(entry.startswith(("HIRAGANA", "KATAKANA")) for entry in names)
    bonus = 10 if kana == (name == "cp932") else 0
    return EAST_ASIAN_PERMILLE * fitting // max(1, len(letters)) + bonus


def repair(cell):
    """Return a cell with its encoding mended: ``JosÃ©`` becomes ``José``; correct text stays."""
    if cell.isascii():
        return cell
    return unicodedata.normalize("NFC", ftfy.fix_encoding(cell))
