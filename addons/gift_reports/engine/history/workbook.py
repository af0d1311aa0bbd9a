"""Rows of an Excel workbook, read as a stream and only as far as the limits allow."""

import re
import zipfile
import zlib

import openpyxl

from ..errors import EngineError

MAX_UNPACKED_BYTES = 1024**3  # a million rows of eight columns take 400 MB
MAX_TEXTS_BYTES = 128 * 1024**2  # the shared texts are held in memory
MAX_MEMBERS = 1000
MAX_RATIO = 200  # an export is packed 5 to 20 times
SMALL_BYTES = 1024**2
MAX_SHEETS = 50
MAX_COLUMNS = 101
PROLOG_BYTES = 64 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
)
# What may stand before the first element: blanks, instructions and comments, each taken whole.
PROLOG = re.compile(
    rb"(?>\s+|<\?(?>.*?\?>)|<!--(?>.*?-->))*+<[A-Za-z_]",
    re.DOTALL,
)
BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def is_workbook(start):
    """Return whether the first bytes are those of some office file, readable or not."""
    return start.startswith((b"PK\x03\x04", b"PK\x05\x06", OLE))


class Workbook:
    """Visible sheets of a workbook whose first rows are alike; formulas as their last values."""

    kind = "xlsx"
    encoding = delimiter = ""

    def __init__(self, file, max_rows):
        """Check the archive before anything is unpacked.

        :raises EngineError: ``history_encrypted``, ``history_old_workbook``, ``history_bomb``,
            ``history_not_workbook``
        """
        self.file = file
        self.max_rows = max_rows
        self.skipped_sheets = ()
        _check_container(file)

    def rows(self):
        """Yield the lists of cells: texts, numbers and dates.

        Further sheets are read when their first row is that of the first filled sheet, which is
        then left out; the others are named in ``skipped_sheets``.
        """
        self.file.seek(0)
        try:
            book = openpyxl.load_workbook(self.file, read_only=True, data_only=True)
        except Exception as error:  # broken files raise whatever their first broken part makes
            raise EngineError("history_not_workbook") from error
        try:
            yield from self._read(book)
        except (EngineError, GeneratorExit):
            raise
        except Exception as error:
            raise EngineError("history_not_workbook") from error
        finally:
            book.close()

    def _read(self, book):
        first, count, skipped = None, 0, []
        for sheet in book.worksheets[:MAX_SHEETS]:
            if sheet.sheet_state != "visible":
                skipped.append(sheet.title)
                continue
            for place, cells in enumerate(_lines(sheet)):
                if place == 0 and first is not None:
                    if cells == first:
                        continue
                    skipped.append(sheet.title)
                    break
                first = first if first is not None else cells
                count += 1
                if count > self.max_rows:
                    raise EngineError("history_too_many_rows", limit=self.max_rows)
                yield cells
        self.skipped_sheets = (*skipped, *(sheet.title for sheet in book.worksheets[MAX_SHEETS:]))


def _lines(sheet):
    sheet.reset_dimensions()  # what the file says about its size need not be true
    is_filled = False
    for cells in sheet.iter_rows(max_col=MAX_COLUMNS):
        values = [None if cell.data_type == "e" else cell.value for cell in cells]
        while values and values[-1] is None:
            values.pop()
        is_filled = is_filled or bool(values)
        if is_filled:  # blank rows above the first filled one are no rows
            yield values


def _check_container(file):
    file.seek(0)
    start = file.read(8)
    if start == OLE:
        file.seek(0)
        is_encrypted = ENCRYPTED in file.read(SMALL_BYTES)
        raise EngineError("history_encrypted" if is_encrypted else "history_old_workbook")
    try:
        with zipfile.ZipFile(file) as archive:
            _check_members(archive)
    except BROKEN_ARCHIVE as error:
        raise EngineError("history_not_workbook") from error


def _check_members(archive):
    members = archive.infolist()
    # Python reads no member beyond the size that its header tells.
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    texts = sum(m.file_size for m in members if m.filename.lower().endswith("sharedstrings.xml"))
    too_dense = unpacked > SMALL_BYTES and unpacked > MAX_RATIO * max(1, packed)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES or too_dense:
        raise EngineError("history_bomb")
    if texts > MAX_TEXTS_BYTES:
        raise EngineError("history_bomb")
    if any(member.flag_bits & 1 for member in members):
        raise EngineError("history_encrypted")
    for member in members:
        if member.filename.lower().endswith((".xml", ".rels")) and member.file_size:
            _check_prolog(archive, member)


def _check_prolog(archive, member):
    """Refuse declarations of entities: they stand before the first element or nowhere."""
    with archive.open(member) as part:
        start = part.read(PROLOG_BYTES)
    for mark in BYTE_ORDER_MARKS:
        start = start.removeprefix(mark)
    if not PROLOG.match(start.replace(b"\0", b"")):
        raise EngineError("history_not_workbook")
