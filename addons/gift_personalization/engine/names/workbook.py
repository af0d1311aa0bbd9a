"""Rows of the first filled sheet of an Excel workbook, read only as far as the limits allow."""

import io
import zipfile
import zlib

import openpyxl

from ..errors import EngineError
from .table import MAX_COLUMNS, NAMES, Table, tidy

MAX_MEMBERS = 300
MAX_RATIO = 200  # a sheet of names is packed 5 to 20 times
MAX_SHEETS = 20
SCANNED_BYTES = 1024**2  # at once, of a member of the archive
SEARCHED = (b"<!DOCTYPE", b"<!ENTITY")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BROKEN_ARCHIVE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
)
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def is_workbook(data):
    """Return whether the bytes are some office file, readable or not."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", OLE))


def read_workbook(data, limits=NAMES):
    """Return the :class:`table.Table` of a workbook: formulas as values, dates as ISO dates.

    :raises EngineError: ``names_too_large``, ``names_encrypted``, ``names_old_workbook``,
        ``names_bomb``, ``names_not_workbook``, see `table.tidy`
    """
    _check_container(data, limits)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # broken files raise whatever their first broken part makes
        raise EngineError("names_not_workbook") from error
    try:
        return _read_first(book, limits)
    except EngineError:
        raise
    except Exception as error:
        raise EngineError("names_not_workbook") from error
    finally:
        book.close()


def _check_container(data, limits):
    if len(data) > limits.max_bytes:
        raise EngineError("names_too_large", limit_mb=limits.max_bytes // 1024**2)
    if data.startswith(OLE):
        raise EngineError("names_encrypted" if ENCRYPTED in data else "names_old_workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive, limits)
    except BROKEN_ARCHIVE as error:
        raise EngineError("names_not_workbook") from error


def _check_members(archive, limits):
    members = archive.infolist()
    # Python reads no member beyond the size that its header tells.
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    too_dense = unpacked > 1024**2 and unpacked > MAX_RATIO * max(1, packed)
    if len(members) > MAX_MEMBERS or unpacked > limits.unpacked_bytes or too_dense:
        raise EngineError("names_bomb")
    if any(member.flag_bits & 1 for member in members):
        raise EngineError("names_encrypted")
    for member in members:
        if member.filename.endswith((".xml", ".rels")) and _has_entities(archive, member):
            raise EngineError("names_not_workbook")


def _has_entities(archive, member):
    """Return whether a member declares entities; read in pieces, to the end."""
    rest, overlap = b"", max(map(len, SEARCHED)) - 1
    with archive.open(member) as stream:
        while piece := stream.read(SCANNED_BYTES):
            text = rest + piece.replace(b"\0", b"").upper()
            if any(mark in text for mark in SEARCHED):
                return True
            rest = text[-overlap:]
    return False


def _read_first(book, limits):
    empty = EngineError("names_empty")
    for sheet in book.worksheets[:MAX_SHEETS]:
        if sheet.sheet_state != "visible":
            continue
        try:
            rows, numbers, repaired = tidy(_lines(sheet, limits), limits)
        except EngineError as error:
            if error.code != "names_empty":
                raise
            continue
        return Table(rows, repaired=repaired, numbers=numbers)
    raise empty


def _lines(sheet, limits):
    sheet.reset_dimensions()  # what the file says about its size need not be true
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1)):
        if number >= limits.lines:
            raise EngineError("names_too_many_rows", limit=limits.rows)
        yield [_text(cell) for cell in cells]


def _text(cell):
    value = cell.value
    if value is None or cell.data_type == "e":
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if hasattr(value, "isoformat"):
        return _moment(value)
    return str(value)


def _moment(value):
    """Return a date, a time of day, or both, as people read them."""
    if not hasattr(value, "hour"):
        return value.isoformat()
    if not hasattr(value, "year"):
        return value.isoformat("minutes")
    midnight = not (value.hour or value.minute or value.second)
    return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
