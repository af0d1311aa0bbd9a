"""Rows of the first filled sheet of an Excel workbook, read only as far as the limits allow."""

import io
import zipfile
import zlib

import openpyxl

from ..errors import EngineError
from .table import MAX_BYTES, MAX_COLUMNS, MAX_ROWS, Table, tidy

MAX_UNPACKED_BYTES = 24 * 1024 * 1024
MAX_MEMBERS = 300
MAX_RATIO = 200  # a sheet of names is packed 5 to 20 times
MAX_LINES = 20_000  # with the blank ones between
MAX_SHEETS = 20
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


def read_workbook(data):
    """Return the :class:`table.Table` of a workbook: formulas as values, dates as ISO dates.

    :raises EngineError: ``names_too_large``, ``names_encrypted``, ``names_old_workbook``,
        ``names_bomb``, ``names_not_workbook``, see `table.tidy`
    """
    _check_container(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception as error:  # broken files raise whatever their first broken part makes
        raise EngineError("names_not_workbook") from error
    try:
        return _read_first(book)
    except EngineError:
        raise
    except Exception as error:
        raise EngineError("names_not_workbook") from error
    finally:
        book.close()


def _check_container(data):
    if len(data) > MAX_BYTES:
        raise EngineError("names_too_large", limit_mb=MAX_BYTES // 1024**2)
    if data.startswith(OLE):
        raise EngineError("names_encrypted" if ENCRYPTED in data else "names_old_workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_members(archive)
    except BROKEN_ARCHIVE as error:
        raise EngineError("names_not_workbook") from error


def _check_members(archive):
    members = archive.infolist()
    # Python reads no member beyond the size that its header tells.
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    too_dense = unpacked > 1024**2 and unpacked > MAX_RATIO * max(1, packed)
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED_BYTES or too_dense:
        raise EngineError("names_bomb")
    if any(member.flag_bits & 1 for member in members):
        raise EngineError("names_encrypted")
    for member in members:
        if member.filename.endswith((".xml", ".rels")) and _has_entities(archive.read(member)):
            raise EngineError("names_not_workbook")


def _has_entities(xml):
    text = xml.replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in text or b"<!ENTITY" in text


def _read_first(book):
    empty = EngineError("names_empty")
    for sheet in book.worksheets[:MAX_SHEETS]:
        if sheet.sheet_state != "visible":
            continue
        try:
            rows, repaired = tidy(_lines(sheet))
        except EngineError as error:
            if error.code != "names_empty":
                raise
            continue
        return Table(rows, repaired=repaired)
    raise empty


def _lines(sheet):
    sheet.reset_dimensions()  # what the file says about its size need not be true
    for number, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1)):
        if number >= MAX_LINES:
            raise EngineError("names_too_many_rows", limit=MAX_ROWS)
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
