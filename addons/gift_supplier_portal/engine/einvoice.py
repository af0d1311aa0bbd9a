"""Electronic invoices (EN 16931) to typed facts: UBL 2.1, and CII as in Factur-X and ZUGFeRD.

Numbers are checked as the norm's rules BR-CO-10 to BR-CO-16 ask for.
"""

from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

from . import cii, ubl
from .errors import InvoiceError
from .facts import Invoice
from .xml_tools import parse

__all__ = ['Invoice', 'check_sums', 'read_invoice']

CENT = Decimal('0.01')
LINE_SLACK = Decimal('0.02')  # prices are rounded before they are multiplied
MAX_LINES = 500
INVOICE_TYPES = ('380', '326', '384')
CREDIT_TYPES = ('381', '396')


@dataclass(frozen=True)
class _Format:
    read: object
    source: str


FORMATS = {
    f'{{{ubl.INVOICE}}}Invoice': _Format(ubl.read, 'ubl'),
    f'{{{ubl.CREDIT}}}CreditNote': _Format(ubl.read, 'ubl'),
    f'{{{cii.RSM}}}CrossIndustryInvoice': _Format(cii.read, 'cii'),
}


def read_invoice(data):
    """Return the :class:`facts.Invoice` of an XML file, its numbers checked.

    :param bytes data: untrusted
    :raise InvoiceError: see `xml_tools`; ``xml_unknown`` (name), ``type`` (value), ``lines``,
        ``no_lines``, ``line_sum`` (line, …), ``net_sum``, ``tax_sum``, ``total_sum``, ``negative``
    """
    root = parse(data)
    form = FORMATS.get(root.tag)
    if not form:
        raise InvoiceError('xml_unknown', name=etree.QName(root).localname[:40])
    invoice = form.read(root)
    _check_type(invoice)
    _check_lines(invoice)
    _check_taxes(invoice)
    return invoice


def _check_type(invoice):
    types = CREDIT_TYPES if invoice.kind == 'credit' else INVOICE_TYPES
    if invoice.type_code not in types:
        raise InvoiceError('type', value=invoice.type_code[:10])


def _check_lines(invoice):
    goods = [line for line in invoice.lines if not line.is_extra]
    if not goods:
        raise InvoiceError('no_lines')
    if len(invoice.lines) > MAX_LINES:
        raise InvoiceError('lines')
    for line in goods:
        if line.quantity <= 0 or line.price < 0:
            raise InvoiceError('negative', line=line.name)
        expected = line.quantity * line.price + line.adjustment
        if abs(expected - line.amount) > LINE_SLACK:
            raise InvoiceError(
                'line_sum', line=line.name, expected=_money(expected), found=_money(line.amount)
            )


def _check_taxes(invoice):
    for base, rate, amount in invoice.taxes:
        expected = base * rate / 100
        if abs(expected - amount) > LINE_SLACK:
            raise InvoiceError('tax_sum', expected=_money(expected), found=_money(amount))
    taxed = sum((amount for _base, _rate, amount in invoice.taxes), Decimal())
    if invoice.taxes and abs(taxed - invoice.tax) >= CENT:
        raise InvoiceError('tax_sum', expected=_money(taxed), found=_money(invoice.tax))
    check_sums([line.amount for line in invoice.lines], invoice.net, invoice.tax, invoice.total)


def check_sums(amounts, net, tax, total):
    """Check that lines make the net amount, and net amount and tax the total.

    :param amounts: net amounts of the lines, ``Decimal``
    :param net: ``None`` where it was not told
    :raise InvoiceError: ``net_sum`` or ``total_sum`` (expected, found)
    """
    made = sum(amounts, Decimal())
    if net is not None and abs(made - net) >= CENT:
        raise InvoiceError('net_sum', expected=_money(made), found=_money(net))
    if abs(made + tax - total) >= CENT:
        raise InvoiceError(
            'total_sum', net=_money(made), tax=_money(tax), expected=_money(made + tax),
            found=_money(total),
        )  # fmt: skip


def _money(amount):
    return f'{amount:.2f}'
