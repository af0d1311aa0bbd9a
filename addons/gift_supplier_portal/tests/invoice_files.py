"""Invoices as suppliers write them, by EN 16931, and PDF files; no Odoo in here."""

import io

UBL = """<?xml version="1.0" encoding="UTF-8"?>
<{root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:{root}-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
 <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
 <cbc:ID>{number}</cbc:ID>
 <cbc:IssueDate>{date}</cbc:IssueDate>
 <cbc:{root}TypeCode>{code}</cbc:{root}TypeCode>
 <cbc:DocumentCurrencyCode>{currency}</cbc:DocumentCurrencyCode>
 <cac:OrderReference><cbc:ID>{order}</cbc:ID></cac:OrderReference>
 <cac:AccountingSupplierParty><cac:Party>
  <cac:PartyName><cbc:Name>{seller}</cbc:Name></cac:PartyName>
  <cac:PartyTaxScheme><cbc:CompanyID>{vat}</cbc:CompanyID>
   <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
  <cac:PartyLegalEntity><cbc:RegistrationName>{seller}</cbc:RegistrationName>
  </cac:PartyLegalEntity></cac:Party></cac:AccountingSupplierParty>
 {freight}
 <cac:TaxTotal><cbc:TaxAmount currencyID="{currency}">{tax}</cbc:TaxAmount>
  <cac:TaxSubtotal><cbc:TaxableAmount currencyID="{currency}">{net}</cbc:TaxableAmount>
   <cbc:TaxAmount currencyID="{currency}">{tax}</cbc:TaxAmount>
   <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>{rate}</cbc:Percent></cac:TaxCategory>
  </cac:TaxSubtotal></cac:TaxTotal>
 <cac:LegalMonetaryTotal>
  <cbc:LineExtensionAmount currencyID="{currency}">{net}</cbc:LineExtensionAmount>
  <cbc:TaxExclusiveAmount currencyID="{currency}">{net}</cbc:TaxExclusiveAmount>
  <cbc:TaxInclusiveAmount currencyID="{currency}">{total}</cbc:TaxInclusiveAmount>
  <cbc:PayableAmount currencyID="{currency}">{total}</cbc:PayableAmount>
 </cac:LegalMonetaryTotal>
 {lines}
</{root}>"""

UBL_LINE = """<cac:{root}Line><cbc:ID>{index}</cbc:ID>
 <cbc:{noun}Quantity unitCode="C62">{quantity}</cbc:{noun}Quantity>
 <cbc:LineExtensionAmount currencyID="{currency}">{amount:.2f}</cbc:LineExtensionAmount>
 <cac:Item><cbc:Name>{name}</cbc:Name>
  <cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>{rate}</cbc:Percent>
  </cac:ClassifiedTaxCategory></cac:Item>
 <cac:Price><cbc:PriceAmount currencyID="{currency}">{price}</cbc:PriceAmount></cac:Price>
</cac:{root}Line>"""

UBL_FREIGHT = """<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator>
 <cbc:AllowanceChargeReason>Freight</cbc:AllowanceChargeReason>
 <cbc:Amount currencyID="{currency}">{freight:.2f}</cbc:Amount>
 <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>{rate}</cbc:Percent></cac:TaxCategory>
</cac:AllowanceCharge>"""

CII = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice
 xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
 xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
 xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">
 <rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter>
  <ram:ID>urn:cen.eu:en16931:2017</ram:ID>
 </ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
 <rsm:ExchangedDocument><ram:ID>{number}</ram:ID><ram:TypeCode>{code}</ram:TypeCode>
  <ram:IssueDateTime><udt:DateTimeString format="102">{day}</udt:DateTimeString>
  </ram:IssueDateTime></rsm:ExchangedDocument>
 <rsm:SupplyChainTradeTransaction>
  {lines}
  <ram:ApplicableHeaderTradeAgreement>
   <ram:SellerTradeParty><ram:Name>{seller}</ram:Name>
    <ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">{vat}</ram:ID>
    </ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
   <ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>{order}</ram:IssuerAssignedID>
   </ram:BuyerOrderReferencedDocument>
  </ram:ApplicableHeaderTradeAgreement>
  <ram:ApplicableHeaderTradeDelivery/>
  <ram:ApplicableHeaderTradeSettlement>
   <ram:InvoiceCurrencyCode>{currency}</ram:InvoiceCurrencyCode>
   <ram:ApplicableTradeTax><ram:CalculatedAmount>{tax}</ram:CalculatedAmount>
    <ram:TypeCode>VAT</ram:TypeCode><ram:BasisAmount>{net}</ram:BasisAmount>
    <ram:CategoryCode>S</ram:CategoryCode>
    <ram:RateApplicablePercent>{rate}</ram:RateApplicablePercent></ram:ApplicableTradeTax>
   {freight}
   <ram:SpecifiedTradeSettlementHeaderMonetarySummation>
    <ram:LineTotalAmount>{net}</ram:LineTotalAmount>
    <ram:TaxBasisTotalAmount>{net}</ram:TaxBasisTotalAmount>
    <ram:TaxTotalAmount currencyID="{currency}">{tax}</ram:TaxTotalAmount>
    <ram:GrandTotalAmount>{total}</ram:GrandTotalAmount>
    <ram:DuePayableAmount>{total}</ram:DuePayableAmount>
   </ram:SpecifiedTradeSettlementHeaderMonetarySummation>
  </ram:ApplicableHeaderTradeSettlement>
 </rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>"""

CII_LINE = """<ram:IncludedSupplyChainTradeLineItem>
 <ram:AssociatedDocumentLineDocument><ram:LineID>{index}</ram:LineID>
 </ram:AssociatedDocumentLineDocument>
 <ram:SpecifiedTradeProduct><ram:Name>{name}</ram:Name></ram:SpecifiedTradeProduct>
 <ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>
  <ram:ChargeAmount>{price}</ram:ChargeAmount></ram:NetPriceProductTradePrice>
 </ram:SpecifiedLineTradeAgreement>
 <ram:SpecifiedLineTradeDelivery>
  <ram:BilledQuantity unitCode="C62">{quantity}</ram:BilledQuantity>
 </ram:SpecifiedLineTradeDelivery>
 <ram:SpecifiedLineTradeSettlement>
  <ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode>
   <ram:RateApplicablePercent>{rate}</ram:RateApplicablePercent></ram:ApplicableTradeTax>
  <ram:SpecifiedTradeSettlementLineMonetarySummation>
   <ram:LineTotalAmount>{amount:.2f}</ram:LineTotalAmount>
  </ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
</ram:IncludedSupplyChainTradeLineItem>"""

CII_FREIGHT = """<ram:SpecifiedTradeAllowanceCharge>
 <ram:ChargeIndicator><udt:Indicator>true</udt:Indicator></ram:ChargeIndicator>
 <ram:ActualAmount>{freight:.2f}</ram:ActualAmount><ram:Reason>Freight</ram:Reason>
 <ram:CategoryTradeTax><ram:RateApplicablePercent>{rate}</ram:RateApplicablePercent>
 </ram:CategoryTradeTax></ram:SpecifiedTradeAllowanceCharge>"""


def _prepare(lines, freight, rate, is_credit, values):
    net = sum(quantity * price for _name, quantity, price in lines) + freight
    tax = round(net * rate / 100, 2)
    return {
        'number': "RE-2026/1",
        'date': '2026-01-15',
        'code': '381' if is_credit else '380',
        'currency': 'USD',
        'order': '',
        'seller': "Mugs Ltd",
        'vat': '',
        'rate': rate,
        'net': f'{net:.2f}',
        'tax': f'{tax:.2f}',
        'total': f'{net + tax:.2f}',
        **values,
    }


def ubl(lines, *, freight=0, rate=15, is_credit=False, **values):
    """Return a UBL document as bytes; ``lines`` is ``[(name, quantity, price), …]``."""
    values = _prepare(lines, freight, rate, is_credit, values)
    root, noun = ('CreditNote', 'Credited') if is_credit else ('Invoice', 'Invoiced')
    parts = [
        UBL_LINE.format(
            root=root, noun=noun, index=index, name=name, quantity=quantity, price=price,
            amount=quantity * price, rate=rate, currency=values['currency'],
        )
        for index, (name, quantity, price) in enumerate(lines, 1)
    ]  # fmt: skip
    charge = UBL_FREIGHT.format(freight=freight, rate=rate, currency=values['currency'])
    values = {**values, 'root': root, 'lines': ''.join(parts), 'freight': charge if freight else ''}
    return UBL.format(**values).encode()


def cii(lines, *, freight=0, rate=15, is_credit=False, **values):
    """Return a CII document as bytes; ``lines`` is ``[(name, quantity, price), …]``."""
    values = _prepare(lines, freight, rate, is_credit, values)
    parts = [
        CII_LINE.format(
            index=index, name=name, quantity=quantity, price=price, amount=quantity * price,
            rate=rate,
        )
        for index, (name, quantity, price) in enumerate(lines, 1)
    ]  # fmt: skip
    charge = CII_FREIGHT.format(freight=freight, rate=rate)
    return CII.format(
        **values,
        day=values['date'].replace('-', ''),
        lines=''.join(parts),
        freight=charge if freight else '',
    ).encode()


def pdf(xml=b'', *, name='factur-x.xml', pages=1, **options):
    """Return a PDF, with an XML invoice inside when one is given."""
    import pikepdf

    document = pikepdf.new()
    for _number in range(pages):
        document.add_blank_page(page_size=(595, 842))
    if xml:
        document.attachments[name] = pikepdf.AttachedFileSpec(
            document, xml, mime_type='text/xml', relationship=pikepdf.Name.Alternative
        )
    out = io.BytesIO()
    document.save(out, **options)
    return out.getvalue()
