"""Text to rows of cells: CSV with any delimiter, a paste from a spreadsheet, a name a line."""

import csv
import io
import itertools
from dataclasses import dataclass

from ..errors import EngineError
from .decoding import decode, repair

MAX_BYTES = 2 * 1024 * 1024
MAX_ROWS = 1000
MAX_COLUMNS = 40
MAX_CELL_CHARS = 500
DELIMITERS = ("\t", ";", ",", "|")
PASTED_DELIMITERS = ("\t", ";", "|")  # a comma belongs to the name: “Meyer, Anna”
SAMPLE_LINES = 50
GUARDED = tuple("=+-@\t\r")


@dataclass(frozen=True)
class Limits:
    """How much of a file is read at all; more is an error of its own.

    :param int lines: rows of a sheet with the blank ones between
    :param int head: when given, so many rows are read and the rest is left alone
    """

    max_bytes: int = MAX_BYTES
    unpacked_bytes: int = 24 * 1024 * 1024
    rows: int = MAX_ROWS
    lines: int = 20_000
    head: int | None = None


NAMES = Limits()


@dataclass(frozen=True)
class Table:
    """Rows of a list, all of the same number of cells; blank rows and columns are gone.

    :param tuple rows: tuples of str
    :param tuple numbers: where each row stands in the file, 1 for the first
    :param int repaired: number of cells whose broken encoding was mended
    """

    rows: tuple
    encoding: str = ""
    delimiter: str = ""
    repaired: int = 0
    numbers: tuple = ()


def read_text(data, *, encoding=None, delimiter=None, limits=NAMES):
    """Return the :class:`Table` of the bytes of a text file.

    :raises EngineError: ``names_too_large``, ``names_encoding``, ``names_not_text``, see `tidy`
    """
    if len(data) > limits.max_bytes:
        raise EngineError("names_too_large", limit_mb=limits.max_bytes // 1024**2)
    decoded = decode(data, encoding)
    return _read(decoded.text, decoded.encoding, delimiter, DELIMITERS, limits)


def read_pasted(text, *, delimiter=None):
    """Return the :class:`Table` of pasted text, see :func:`read_text`."""
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise EngineError("names_too_large", limit_mb=MAX_BYTES // 1024**2)
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
    return _read(text, "", delimiter, PASTED_DELIMITERS, NAMES)


def _read(text, encoding, delimiter, candidates, limits):
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text, told = _told_delimiter(text)
    chosen = delimiter or told or find_delimiter(text, candidates)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=chosen or "\x1f")
    try:
        rows, numbers, repaired = tidy(lines, limits)
    except csv.Error as error:
        raise EngineError("names_not_text") from error
    return Table(rows, encoding, chosen, repaired, numbers)


def _told_delimiter(text):
    """Return the text without Excel's first line ``sep=;`` and the delimiter it names."""
    first, _end, rest = text.partition("\n")
    if first.lower().startswith("sep=") and first[4:] in DELIMITERS:
        return rest, first[4:]
    return text, None


def find_delimiter(text, candidates=DELIMITERS):
    """Return the delimiter that splits most lines alike, or '' for one column."""
    lines = [line for line in text.split("\n") if line.strip()][:SAMPLE_LINES]
    best, best_score = "", 0
    for delimiter in candidates:
        counts = [_count(line, delimiter) for line in lines]
        filled = [count for count in counts if count]
        if not filled or 2 * len(filled) < len(lines):
            continue
        usual = max(set(filled), key=lambda count: (filled.count(count), count))
        alike = filled.count(usual) * 1000 // len(lines)
        if alike + usual > best_score:
            best, best_score = delimiter, alike + usual
    return best


def _count(line, delimiter):
    return sum(part.count(delimiter) for part in line.split('"')[::2])


def tidy(lines, limits=NAMES):
    """Return ``(rows, numbers, repaired)``: cleaned rows without blank rows and last columns.

    :param lines: iterable of lists of str; read only as far as the limits allow
    :raises EngineError: ``names_too_many_rows``, ``names_too_many_columns``,
        ``names_cell_too_long``, ``names_empty``
    """
    rows, numbers, repaired = [], [], 0
    for number, line in enumerate(itertools.islice(lines, limits.head), start=1):
        cells = [clean(cell) for cell in line]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        _check(cells, number, len(rows), limits)
        mended = [repair(cell) for cell in cells]
        repaired += sum(old != new for old, new in zip(cells, mended, strict=True))
        rows.append(mended)
        numbers.append(number)
    if not rows:
        raise EngineError("names_empty")
    width = max(map(len, rows))
    filled = tuple((*row, *[""] * (width - len(row))) for row in rows)
    return filled, tuple(numbers), repaired


def _check(cells, number, count, limits):
    if count > limits.rows:  # one more for the headings
        raise EngineError("names_too_many_rows", limit=limits.rows)
    if len(cells) > MAX_COLUMNS:
        raise EngineError("names_too_many_columns", limit=MAX_COLUMNS)
    longest = max(map(len, cells))
    if longest > MAX_CELL_CHARS:
        raise EngineError("names_cell_too_long", row=number, limit=MAX_CELL_CHARS)


def clean(cell):
    """Return a cell without control characters, outer blanks and the guard of an exported file."""
    text = "".join(char for char in cell if char == "\n" or char >= " ").strip(" \u00a0\u3000\n")
    if text.startswith("'") and text[1:].startswith(GUARDED):
        return text[1:]
    return text


def write_csv(rows, *, delimiter=","):
    """Return the bytes of a CSV file that spreadsheets open with its accents.

    Cells that a spreadsheet would run as a formula get an apostrophe in front; :func:`clean`
    takes it off again.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow([f"'{cell}" if str(cell).startswith(GUARDED) else cell for cell in row])
    return buffer.getvalue().encode("utf-8-sig")
