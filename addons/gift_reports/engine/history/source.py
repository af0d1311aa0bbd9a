"""Rows of a CSV file or an Excel workbook, one after the other, as often as they are asked for."""

import codecs
import csv
import io
from collections import Counter

from ..errors import EngineError
from . import workbook

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_BYTES = 64 * 1024
SAMPLE_LINES = 100
FIRST_ROW = 500  # the headings count half as much as all rows
MAX_ROWS = 5_000_000
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
NUL_PERMILLE = 300  # half of the bytes of Latin text in UTF-16 are zero
LEGACY = "gift_legacy"


def _as_western(error):
    """Read bytes that are no UTF-8 as Windows-1252: one odd line does not spoil a file."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(LEGACY, _as_western)


def open_source(file):
    """Return the source of a binary file that can be read from the start again and again.

    A source has ``kind``, ``encoding``, ``delimiter``, ``skipped_sheets`` (names, known after
    reading) and ``rows()``: an iterator of lists of cells. Memory does not grow with the rows.

    :raises EngineError: ``history_empty``, ``history_not_text``, or what `workbook` raises
    """
    file.seek(0)
    start = file.read(SAMPLE_BYTES)
    if workbook.is_workbook(start):
        return workbook.Workbook(file, MAX_ROWS)
    return Csv(file, start)


class Csv:
    """A text file whose cells stand between delimiters."""

    kind = "csv"
    skipped_sheets = ()

    def __init__(self, file, start):
        if not start.strip():
            raise EngineError("history_empty")
        self.file = file
        self.encoding = find_encoding(start)
        sample = start.decode(self.encoding, "replace" if "16" in self.encoding else LEGACY)
        if "\0" in sample:
            raise EngineError("history_not_text")
        self.delimiter, self._told_lines = find_delimiter(sample)

    def rows(self):
        """Yield the lists of cells.

        :raises EngineError: ``history_broken`` (line) where a quotation mark is never closed,
            ``history_too_many_rows`` (limit)
        """
        self.file.seek(0)
        errors = "replace" if "16" in self.encoding else LEGACY
        text = io.TextIOWrapper(self.file, self.encoding, errors, newline="")
        try:
            for _line in range(self._told_lines):
                text.readline()
            yield from self._read(csv.reader(text, delimiter=self.delimiter))
        finally:
            text.detach()  # the file stays the caller's

    def _read(self, lines):
        try:
            for number, cells in enumerate(lines):
                if number >= MAX_ROWS:
                    raise EngineError("history_too_many_rows", limit=MAX_ROWS)
                yield cells
        except csv.Error as error:
            raise EngineError("history_broken", line=lines.line_num) from error


def find_encoding(start):
    """Return Python's name of the encoding that the first bytes of a file are in."""
    for mark, name in BOMS:
        if start.startswith(mark):
            return name
    half = max(1, len(start) // 2)
    for name, zeros in (("utf-16-le", start[1::2]), ("utf-16-be", start[::2])):
        if 1000 * zeros.count(0) > NUL_PERMILLE * half:
            return name
    return "utf-8"


def find_delimiter(sample):
    """Return ``(delimiter, lines to skip)``: what splits most rows alike, or what the first line
    ``sep=;`` of a spreadsheet tells."""
    first = sample.replace("\r", "\n").partition("\n")[0]
    if first.lower().startswith("sep=") and first[4:5] in DELIMITERS:
        return first[4:5], 1
    best, best_score = ",", 0
    for delimiter in DELIMITERS:
        widths = _widths(sample, delimiter)
        counts = Counter(width for width in widths if width > 1)
        if not counts:
            continue
        usual, alike = max(counts.items(), key=lambda item: (item[1], item[0]))
        score = 1000 * alike // len(widths) + min(usual, 50) + FIRST_ROW * (widths[0] > 1)
        if score > best_score:
            best, best_score = delimiter, score
    return best, 0


def _widths(sample, delimiter):
    """Return how many cells the first rows have; quoted ones may hold line ends."""
    widths = []
    try:
        for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if len(widths) > SAMPLE_LINES:
                break
            if cells:
                widths.append(len(cells))
    except csv.Error:
        return widths  # a cell that never ends: what came before it counts
    if len(sample) >= SAMPLE_BYTES // 2 and 1 < len(widths) <= SAMPLE_LINES:
        widths.pop()  # cut in the middle
    return widths
