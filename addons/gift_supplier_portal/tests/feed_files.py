"""Workbooks that mean harm."""

import io
import zipfile

import openpyxl


def _get_parts():
    buffer = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["Code", "Price"])
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _pack(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, 'w', zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def build_bomb():
    """Return a small workbook that unpacks to 120 MB."""
    parts = _get_parts()
    sheet = parts['xl/worksheets/sheet1.xml']
    parts['xl/worksheets/sheet1.xml'] = sheet.replace(b'</sheetData>', b' ' * 120_000_000)
    return _pack(parts)


def build_entities():
    """Return a workbook whose sheet declares entities, far behind its beginning."""
    parts = _get_parts()
    sheet = parts['xl/worksheets/sheet1.xml']
    parts['xl/worksheets/sheet1.xml'] = b''.join(
        (sheet, b'<!-- ', b'x' * 3000, b' -->', b'<!DOCTYPE a [<!ENTITY b "c">]>')
    )
    return _pack(parts)
