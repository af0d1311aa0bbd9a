"""UN/CEFACT Cross Industry Invoice, as Factur-X, ZUGFeRD and XRechnung use it."""

from decimal import Decimal

from .facts import Invoice, InvoiceLine
from .xml_tools import Reader

_DATA = 'urn:un:unece:uncefact:data:standard:'
RSM = f'{_DATA}CrossIndustryInvoice:100'
PREFIXES = {
    'rsm': RSM,
    'ram': f'{_DATA}ReusableAggregateBusinessInformationEntity:100',
    'udt': f'{_DATA}UnqualifiedDataType:100',
}
DOCUMENT = 'rsm:ExchangedDocument'
TRADE = 'rsm:SupplyChainTradeTransaction'
AGREEMENT = f'{TRADE}/ram:ApplicableHeaderTradeAgreement'
SETTLEMENT = f'{TRADE}/ram:ApplicableHeaderTradeSettlement'
SELLER = f'{AGREEMENT}/ram:SellerTradeParty'
SUMS = f'{SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation'
PRODUCT = 'ram:SpecifiedTradeProduct'
PRICE = 'ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice'
OF_LINE = 'ram:SpecifiedLineTradeSettlement'


def read(root):
    """Return the :class:`facts.Invoice` of a document, unchecked."""
    document = Reader(root, PREFIXES)
    currency = document.need(f'{SETTLEMENT}/ram:InvoiceCurrencyCode', 'currency')
    code = document.need(f'{DOCUMENT}/ram:TypeCode', 'type')
    return Invoice(
        kind='credit' if code in ('381', '396') else 'invoice',
        source='cii',
        type_code=code,
        number=document.need(f'{DOCUMENT}/ram:ID', 'number'),
        date=document.day(f'{DOCUMENT}/ram:IssueDateTime/udt:DateTimeString', 'date'),
        currency=currency,
        order=document.text(f'{AGREEMENT}/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID'),
        seller_name=document.text(f'{SELLER}/ram:Name'),
        seller_ids=document.texts(
            f'{SELLER}/ram:SpecifiedTaxRegistration/ram:ID',
            f'{SELLER}/ram:SpecifiedLegalOrganization/ram:ID',
            f'{SELLER}/ram:ID',
            f'{SELLER}/ram:GlobalID',
        ),
        lines=(*_read_lines(document), *_read_extras(document)),
        taxes=_read_taxes(document),
        net=document.number(f'{SUMS}/ram:TaxBasisTotalAmount', 'net'),
        tax=document.amount_in(f'{SUMS}/ram:TaxTotalAmount', currency) or Decimal(),
        total=document.number(f'{SUMS}/ram:GrandTotalAmount', 'total'),
    )


def _read_lines(document):
    return [
        _read_line(line) for line in document.all(f'{TRADE}/ram:IncludedSupplyChainTradeLineItem')
    ]


def _read_line(line):
    base = line.number(f'{PRICE}/ram:BasisQuantity', 'quantity', '1') or Decimal(1)
    return InvoiceLine(
        name=line.text(f'{PRODUCT}/ram:Name'),
        quantity=line.number('ram:SpecifiedLineTradeDelivery/ram:BilledQuantity', 'quantity'),
        price=line.number(f'{PRICE}/ram:ChargeAmount', 'price') / base,
        amount=line.number(
            f'{OF_LINE}/ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount',
            'amount',
        ),
        adjustment=sum(
            (
                _read_adjustment(entry)
                for entry in line.all(f'{OF_LINE}/ram:SpecifiedTradeAllowanceCharge')
            ),
            Decimal(),
        ),
        rate=line.number(f'{OF_LINE}/ram:ApplicableTradeTax/ram:RateApplicablePercent', 'tax', '0'),
        seller_code=line.text(f'{PRODUCT}/ram:SellerAssignedID'),
        buyer_code=line.text(f'{PRODUCT}/ram:BuyerAssignedID'),
        barcode=line.text(f'{PRODUCT}/ram:GlobalID'),
    )


def _read_adjustment(entry):
    amount = entry.number('ram:ActualAmount', 'amount')
    is_charge = entry.text('ram:ChargeIndicator/udt:Indicator').lower() == 'true'
    return amount if is_charge else -amount


def _read_extras(document):
    for entry in document.all(f'{SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge'):
        amount = _read_adjustment(entry)
        yield InvoiceLine(
            name=entry.text('ram:Reason'),
            quantity=Decimal(1),
            price=amount,
            amount=amount,
            rate=entry.number('ram:CategoryTradeTax/ram:RateApplicablePercent', 'tax', '0'),
            is_extra=True,
        )


def _read_taxes(document):
    return tuple(
        (
            part.number('ram:BasisAmount', 'tax'),
            part.number('ram:RateApplicablePercent', 'tax', '0'),
            part.number('ram:CalculatedAmount', 'tax'),
        )
        for part in document.all(f'{SETTLEMENT}/ram:ApplicableTradeTax')
    )
