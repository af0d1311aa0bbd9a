import importlib.util
import io
import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from supplier_engine import einvoice, pdf_file
from supplier_engine.errors import InvoiceError

ADDON = Path(pdf_file.__file__).resolve().parents[1]
spec = importlib.util.spec_from_file_location('files', ADDON / 'tests' / 'invoice_files.py')
files = importlib.util.module_from_spec(spec)
spec.loader.exec_module(files)

LINES = [("Blank mug", 10, 4.0), ("Pen", 100, 0.25)]


def refused(data, read=einvoice.read_invoice):
    with pytest.raises(InvoiceError) as caught:
        read(data)
    return caught.value.code


@pytest.mark.parametrize('write', [files.ubl, files.cii])
def test_both_formats_say_the_same(write):
    invoice = einvoice.read_invoice(write(LINES, freight=5, order="P00042", vat="DE123456789"))

    assert (invoice.kind, invoice.number, invoice.date) == ('invoice', "RE-2026/1", '2026-01-15')
    assert (invoice.order, invoice.currency) == ("P00042", 'USD')
    assert invoice.seller_ids == ("DE123456789",)
    assert [(line.name, line.quantity, line.price) for line in invoice.lines] == [
        ("Blank mug", 10, 4), ("Pen", 100, Decimal('0.25')), ("Freight", 1, 5),
    ]  # fmt: skip
    assert [line.is_extra for line in invoice.lines] == [False, False, True]
    assert (invoice.net, invoice.tax, invoice.total) == (70, Decimal('10.5'), Decimal('80.5'))


@pytest.mark.parametrize('write', [files.ubl, files.cii])
def test_credit_notes_are_known_as_such(write):
    assert einvoice.read_invoice(write(LINES, is_credit=True)).kind == 'credit'


@pytest.mark.parametrize('write', [files.ubl, files.cii])
@pytest.mark.parametrize(
    ('values', 'code'),
    [
        ({'net': '64.00'}, 'tax_sum'),
        ({'tax': '9.00'}, 'tax_sum'),
        ({'total': '80.00'}, 'total_sum'),
        ({'total': 'lots'}, 'number'),
        ({'total': '1e9'}, 'number'),
        ({'total': 'NaN'}, 'number'),
        ({'number': ' '}, 'missing'),
        ({'date': 'soon'}, 'date'),
        ({'code': '751'}, 'type'),
    ],
)
def test_what_does_not_add_up_is_refused(write, values, code):
    assert refused(write(LINES, **values)) == code


def test_lines_that_do_not_add_up_are_named():
    data = files.ubl(LINES).replace(b'>10</cbc:Invoiced', b'>11</cbc:Invoiced')
    with pytest.raises(InvoiceError) as caught:
        einvoice.read_invoice(data)

    assert caught.value.code == 'line_sum'
    assert caught.value.params == {'line': "Blank mug", 'expected': '44.00', 'found': '40.00'}


def test_allowances_of_a_line_lower_its_price():
    data = files.ubl([("Blank mug", 10, 4.0)]).decode()
    allowance = (
        '<cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>'
        '<cbc:Amount>5.00</cbc:Amount></cac:AllowanceCharge><cac:Item>'
    )
    data = data.replace('<cac:Item>', allowance).replace('40.00', '35.00')
    data = data.replace('>6.00<', '>5.25<').replace('>46.00<', '>40.25<')

    assert einvoice.read_invoice(data.encode()).lines[0].net_price == Decimal('3.5')


def test_negative_lines_are_refused():
    assert refused(files.ubl([("Mug", 10, 4.0), ("Pen", -1, 1.0)])) == 'negative'
    assert refused(files.ubl([])) == 'no_lines'


@pytest.mark.parametrize(
    ('data', 'code'),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'xml_doctype'),
        (b'<!doctype a SYSTEM "file:///etc/passwd"><a/>', 'xml_doctype'),
        ('<?xml version="1.0" encoding="UTF-16"?><a/>'.encode('utf-16'), 'xml_encoding'),
        (b'<a>\xff</a>', 'xml_encoding'),
        (b'<a><b></a>', 'xml_broken'),
        (b'<a/>', 'xml_unknown'),
        (b'<a>' * 40 + b'</a>' * 40, 'xml_size'),
        (b'<a>' + b'<b/>' * 70_000 + b'</a>', 'xml_size'),
        (b'<a>' + b' ' * 6_000_000 + b'</a>', 'xml_size'),
    ],
)
def test_dangerous_xml_is_refused(data, code):
    assert refused(data) == code


@given(st.binary(max_size=300))
def test_no_bytes_get_past_the_reader(data):
    with pytest.raises(InvoiceError):
        einvoice.read_invoice(b'<Invoice>' + data)


def test_the_kind_is_told_by_content():
    assert pdf_file.get_kind(files.pdf()) == 'pdf'
    assert pdf_file.get_kind(b'\xef\xbb\xbf <?xml version="1.0"?><a/>') == 'xml'
    assert refused(b'MZ\x90', pdf_file.get_kind) == 'kind'
    assert refused(b'', pdf_file.get_kind) == 'empty'
    assert refused(b'%PDF-' + bytes(pdf_file.MAX_BYTES), pdf_file.get_kind) == 'size'


def test_the_invoice_inside_a_pdf_is_found():
    xml = files.cii(LINES)

    assert pdf_file.read_pdf(files.pdf(xml)) == xml
    assert pdf_file.read_pdf(files.pdf(xml, name='ZUGFeRD-invoice.xml')) == xml
    assert pdf_file.read_pdf(files.pdf(xml, name='other.xml')) == b''
    assert pdf_file.read_pdf(files.pdf()) == b''


def test_dangerous_pdf_files_are_refused():
    import pikepdf

    locked = files.pdf(encryption=pikepdf.Encryption(user='a', owner='b'))
    readable = files.pdf(encryption=pikepdf.Encryption(user='', owner='b'))
    bomb = files.pdf(b' ' * 7_000_000, compress_streams=True)

    assert refused(locked, pdf_file.read_pdf) == 'pdf_locked'
    assert refused(readable, pdf_file.read_pdf) == 'pdf_locked'
    assert refused(files.pdf(pages=201), pdf_file.read_pdf) == 'pdf_pages'
    assert refused(b'%PDF-1.7 nothing', pdf_file.read_pdf) in ('pdf_broken', 'pdf_pages')
    assert refused(bomb, pdf_file.read_pdf) == 'pdf_bomb'


def _create_packed(megabytes):
    """Return a PDF whose structure unpacks to so much."""
    import pikepdf

    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    document.Root.Gift = pikepdf.String('a' * (megabytes << 20))
    out = io.BytesIO()
    document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def test_a_bomb_in_the_structure_of_a_pdf_dies_in_its_own_process(monkeypatch):
    monkeypatch.setattr(pdf_file, 'MEMORY_MB', 256)

    assert pdf_file.read_pdf(_create_packed(0)) == b''
    assert refused(_create_packed(48), pdf_file.read_pdf) in ('pdf_bomb', 'pdf_broken')


def test_the_worker_writes_no_files():
    probe = (
        "import runpy, sys; m = runpy.run_path(sys.argv[1]); m['limit'](512, 5)\n"
        "open('/dev/null', 'w').close(); import tempfile, json\n"
        "try:\n    f = tempfile.TemporaryFile(); f.write(b'x'); f.flush(); print(json.dumps(1))\n"
        "except OSError:\n    print(json.dumps(0))"
    )
    done = subprocess.run(
        [sys.executable, '-c', probe, str(pdf_file.WORKER)], capture_output=True, check=False
    )

    assert done.returncode != 0 or json.loads(done.stdout) == 0
