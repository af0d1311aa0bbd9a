from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..engine.einvoice import check_sums, read_invoice
from ..engine.errors import InvoiceError
from ..engine.match import normalise_word
from ..engine.pdf_file import get_kind, read_pdf

NO_ORDER = ('', 'NA', 'NONE')


class GiftSupplierInvoice(models.Model):
    """What a file says, and whether it may be right; every refusal says what to do."""

    _inherit = 'gift.supplier.invoice'

    @api.model
    def _read_file(self, order, supplier, data):
        """Return ``(facts, values)``: what the file says, ``None`` for a plain PDF, and values.

        :raise UserError: when the file cannot be used, or is not about this order.
        """
        try:
            xml = data if get_kind(data) == 'xml' else read_pdf(data)
            found = read_invoice(xml) if xml else None
        except InvoiceError as error:
            raise UserError(self._get_sentence(error)) from None
        if not found:
            return None, {'source': 'pdf'}
        self._check_document(order, supplier, found)
        return found, {
            'source': found.source,
            'kind': found.kind,
            'number': found.number,
            'invoice_date': self._read_day(found.date),
            'amount_net': float(found.net),
            'amount_tax': float(found.tax),
            'amount_total': float(found.total),
        }

    @api.model
    def _read_day(self, text):
        try:
            return fields.Date.to_date(text)
        except ValueError:
            raise UserError(self._get_sentence(InvoiceError('date', value=text))) from None

    # === CHECKS === #

    @api.model
    def _check_document(self, order, supplier, found):
        """Refuse an invoice of somebody else, about another order, or in another currency."""
        if found.currency != order.currency_id.name:
            raise UserError(
                self.env._(
                    "The invoice is in %(found)s, the order in %(asked)s. Please send an invoice"
                    " in %(asked)s.",
                    found=found.currency,
                    asked=order.currency_id.name,
                )
            )
        told = normalise_word(found.order)
        known = {normalise_word(order.name), normalise_word(order.partner_ref)} - {''}
        if told not in NO_ORDER and not any(name in told for name in known):
            raise UserError(
                self.env._(
                    "The invoice refers to the order %(found)s, this page is about %(order)s."
                    " Open the order that it belongs to, or correct the reference.",
                    found=found.order,
                    order=order.name,
                )
            )
        if not self._is_of_supplier(supplier, found):
            raise UserError(
                self.env._(
                    "The invoice is from %(found)s and does not carry the tax number or name that"
                    " we know of %(supplier)s. If it is right, ask our buyer to enter your tax"
                    " number.",
                    found=found.seller_name or ', '.join(found.seller_ids) or '?',
                    supplier=supplier.name,
                )
            )

    @api.model
    def _is_of_supplier(self, supplier, found):
        """Return whether an invoice is the supplier's: by its numbers, else by its name."""
        known = {normalise_word(supplier.vat), normalise_word(supplier.company_registry)} - {''}
        told = {normalise_word(number) for number in found.seller_ids} - {''}
        if known and told:
            bare = {number[2:] for number in known if number[:2].isalpha()}
            return bool(told & (known | bare))
        return normalise_word(found.seller_name) == normalise_word(supplier.name)

    def _check_day(self):
        self.ensure_one()
        if not self.invoice_date:
            raise UserError(self.env._("Please enter the date of your invoice."))
        if self.invoice_date > fields.Date.context_today(self):
            raise UserError(
                self.env._(
                    "The date of the invoice, %s, is in the future. Please correct it, or send"
                    " the invoice on that day.",
                    fields.Date.to_string(self.invoice_date),
                )
            )

    def _check_typed(self):
        """Check what was entered by hand like what a file says."""
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Please enter how many pieces you invoice."))
        rounded = self.currency_id.round
        amounts = [_decimal(rounded(line.quantity * line.price_unit)) for line in self.line_ids]
        try:
            check_sums(amounts, None, _decimal(self.amount_tax), _decimal(self.amount_total))
        except InvoiceError as error:
            raise UserError(self._get_sentence(error)) from None
        self.amount_net = float(sum(amounts))

    # === SENTENCES === #

    @api.model
    def _get_sentence(self, error):
        """Return what is wrong with a file or its numbers, and what to do.

        :param error: InvoiceError
        """
        _ = self.env._
        params = error.params
        sentences = {
            'empty': _("Please choose the file of your invoice."),
            'size': _("The file is larger than %s MB. Please send a smaller one.",
                      params.get('megabytes')),
            'kind': _("This file is neither a PDF nor an XML invoice. Please choose another one."),
            'pdf_locked': _("The PDF is protected. Please send it without protection."),
            'pdf_pages': _("The PDF has no page or more than 200. Please send the invoice alone."),
            'pdf_bomb': _("The PDF holds too much. Please send the invoice alone, as a plain PDF."),
            'pdf_broken': _("The PDF cannot be opened. Please export it again."),
            'xml_size': _("The XML file is too large. Please send it without files inside."),
            'xml_doctype': _("The XML file has a DOCTYPE, which invoices do not have. Please export"
                             " it again."),
            'xml_encoding': _("The XML file is not in UTF-8. Please export it again."),
            'xml_broken': _("The XML file is damaged. Please export it again."),
            'xml_unknown': _("The XML file is no invoice in UBL 2.1 or Factur-X (%s). Please send"
                             " such a file, or the invoice as PDF.", params.get('name')),
            'missing': _("The invoice does not say its %s. Please complete it and send it again.",
                         self._get_noun(params.get('name'))),
            'number': _("“%(value)s” is no number (%(name)s). Please correct the invoice.",
                        value=params.get('value'), name=self._get_noun(params.get('name'))),
            'date': _("“%s” is no date. Please correct the date of the invoice.",
                      params.get('value')),
            'type': _("Documents of the type %s are not taken. Please send an invoice or a credit"
                      " note.", params.get('value')),
            'no_lines': _("The invoice has no lines. Please complete it and send it again."),
            'lines': _("The invoice has more than 500 lines. Please split it."),
            'negative': _("The line “%s” has a quantity or price below zero. Please send a credit"
                          " note for what goes back.", params.get('line')),
            'line_sum': _("The line “%(line)s” should come to %(expected)s, the invoice says"
                          " %(found)s. Please correct it.", **self._only(
                              params, 'line', 'expected', 'found')),
            'net_sum': _("The lines come to %(expected)s, the invoice says %(found)s without"
                         " taxes. Please correct it.", **self._only(params, 'expected', 'found')),
            'tax_sum': _("The taxes should come to %(expected)s, the invoice says %(found)s."
                         " Please correct it.", **self._only(params, 'expected', 'found')),
            'total_sum': _("The lines come to %(net)s and the taxes to %(tax)s, together"
                           " %(expected)s; the total says %(found)s. Please correct what is"
                           " wrong.", **self._only(params, 'net', 'tax', 'expected', 'found')),
        }  # fmt: skip
        return sentences[error.code]

    @api.model
    def _only(self, params, *names):
        return {name: params.get(name) for name in names}

    @api.model
    def _get_noun(self, name):
        _ = self.env._
        nouns = {
            'number': _("number"), 'date': _("date"), 'currency': _("currency"),
            'type': _("type"), 'net': _("amount without taxes"), 'tax': _("taxes"),
            'total': _("total"), 'quantity': _("quantity"), 'price': _("price"),
            'amount': _("amount"),
        }  # fmt: skip
        return nouns.get(name, name)


def _decimal(amount):
    return Decimal(f'{amount:.2f}')
