"""UBL 2.1: Invoice and CreditNote, as Peppol BIS Billing 3 and EN 16931 use them."""

from decimal import Decimal

from .facts import Invoice, InvoiceLine
from .xml_tools import Reader

OASIS = 'urn:oasis:names:specification:ubl:schema:xsd:'
INVOICE = f'{OASIS}Invoice-2'
CREDIT = f'{OASIS}CreditNote-2'
PREFIXES = {
    'cac': f'{OASIS}CommonAggregateComponents-2',
    'cbc': f'{OASIS}CommonBasicComponents-2',
}
SELLER = 'cac:AccountingSupplierParty/cac:Party'
SUMS = 'cac:LegalMonetaryTotal'


def read(root):
    """Return the :class:`facts.Invoice` of a document, unchecked."""
    document = Reader(root, PREFIXES)
    is_credit = root.tag.endswith('}CreditNote')
    currency = document.need('cbc:DocumentCurrencyCode', 'currency')
    code = document.text(f"cbc:{'CreditNote' if is_credit else 'Invoice'}TypeCode")
    code = code or ('381' if is_credit else '380')
    return Invoice(
        kind='credit' if is_credit or code == '381' else 'invoice',
        source='ubl',
        type_code=code,
        number=document.need('cbc:ID', 'number'),
        date=document.day('cbc:IssueDate', 'date'),
        currency=currency,
        order=document.text('cac:OrderReference/cbc:ID'),
        seller_name=document.text(f'{SELLER}/cac:PartyLegalEntity/cbc:RegistrationName')
        or document.text(f'{SELLER}/cac:PartyName/cbc:Name'),
        seller_ids=document.texts(
            f'{SELLER}/cac:PartyTaxScheme/cbc:CompanyID',
            f'{SELLER}/cac:PartyLegalEntity/cbc:CompanyID',
            f'{SELLER}/cac:PartyIdentification/cbc:ID',
        ),
        lines=(*_read_lines(document, is_credit), *_read_extras(document)),
        taxes=_read_taxes(document, currency),
        net=document.number(f'{SUMS}/cbc:TaxExclusiveAmount', 'net'),
        tax=document.amount_in('cac:TaxTotal/cbc:TaxAmount', currency) or Decimal(),
        total=document.number(f'{SUMS}/cbc:TaxInclusiveAmount', 'total'),
    )


def _read_lines(document, is_credit):
    kind, noun = ('CreditNoteLine', 'Credited') if is_credit else ('InvoiceLine', 'Invoiced')
    return [_read_line(line, noun) for line in document.all(f'cac:{kind}')]


def _read_line(line, noun):
    base = line.number('cac:Price/cbc:BaseQuantity', 'quantity', '1') or Decimal(1)
    return InvoiceLine(
        name=line.text('cac:Item/cbc:Name') or line.text('cac:Item/cbc:Description'),
        quantity=line.number(f'cbc:{noun}Quantity', 'quantity'),
        price=line.number('cac:Price/cbc:PriceAmount', 'price') / base,
        amount=line.number('cbc:LineExtensionAmount', 'amount'),
        adjustment=sum(
            (_read_adjustment(entry) for entry in line.all('cac:AllowanceCharge')), Decimal()
        ),
        rate=line.number('cac:Item/cac:ClassifiedTaxCategory/cbc:Percent', 'tax', '0'),
        seller_code=line.text('cac:Item/cac:SellersItemIdentification/cbc:ID'),
        buyer_code=line.text('cac:Item/cac:BuyersItemIdentification/cbc:ID'),
        barcode=line.text('cac:Item/cac:StandardItemIdentification/cbc:ID'),
    )


def _read_adjustment(entry):
    amount = entry.number('cbc:Amount', 'amount')
    return amount if entry.text('cbc:ChargeIndicator').lower() == 'true' else -amount


def _read_extras(document):
    for entry in document.all('cac:AllowanceCharge'):
        amount = _read_adjustment(entry)
        yield InvoiceLine(
            name=entry.text('cbc:AllowanceChargeReason'),
            quantity=Decimal(1),
            price=amount,
            amount=amount,
            rate=entry.number('cac:TaxCategory/cbc:Percent', 'tax', '0'),
            is_extra=True,
        )


def _read_taxes(document, currency):
    return tuple(
        (
            part.number('cbc:TaxableAmount', 'tax'),
            part.number('cac:TaxCategory/cbc:Percent', 'tax', '0'),
            part.number('cbc:TaxAmount', 'tax'),
        )
        for total in document.all('cac:TaxTotal')
        if total.amount_in('cbc:TaxAmount', currency) is not None
        for part in total.all('cac:TaxSubtotal')
    )
