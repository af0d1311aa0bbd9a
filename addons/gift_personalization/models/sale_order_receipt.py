from odoo import models
from odoo.tools.misc import format_date

MOST_PICTURES = 50  # of an order with hundreds of gifts


class SaleOrder(models.Model):
    """The receipt: what was ordered with picture, texts, recipient and VAT, as a PDF."""

    _inherit = 'sale.order'

    def _gift_get_tax_rows(self, totals=None, share=1.0):
        """Return ``[(label, amount), …]`` of taxes by rate, as they are printed.

        :param dict totals: Odoo's ``tax_totals`` of a document; the order's by default
        :param float share: which share of the document is meant, such as a refund of a part
        """
        self.ensure_one()
        currency = self.currency_id
        groups = [
            group
            for subtotal in (totals or self.tax_totals or {}).get('subtotals', ())
            for group in subtotal['tax_groups']
        ]
        return [
            (
                self.env._(
                    "%(tax)s on %(base)s",
                    tax=group['group_name'],
                    base=currency.format(currency.round(group['base_amount_currency'] * share)),
                ),
                currency.round(group['tax_amount_currency'] * share),
            )
            for group in groups
        ]

    def _gift_get_receipt_files(self):
        """Return the receipt as a file of the confirmation: ``[(name, bytes)]``.

        An order with many gifts has only the link: the mail is made while the buyer waits.
        """
        if self._gift_is_grouped():
            return []
        return [(f'{self._gift_get_receipt_title()}.pdf', self._gift_build_receipt())]

    def _gift_build_receipt(self):
        """Return the receipt as PDF bytes, in the buyer's language. Call it in sudo."""
        from ..engine.order_receipt import order_receipt_pdf

        self.ensure_one()
        order = self.with_context(lang=self.partner_id.lang or self.env.lang)
        return order_receipt_pdf(order._gift_prepare_receipt())

    def _gift_prepare_receipt(self):
        from ..engine.order_receipt import OrderReceiptData

        fonts = self.env['gift.job']._get_paper_fonts()
        lines = self.order_line.filtered(lambda line: not line.display_type)
        return OrderReceiptData(
            title=self._gift_get_receipt_title(),
            shop=self.company_id.name,
            address=tuple(self._gift_get_address_rows(self.partner_invoice_id)),
            facts=tuple(self._gift_get_receipt_facts()),
            lines=tuple(
                line._gift_prepare_receipt_line(number < MOST_PICTURES)
                for number, line in enumerate(lines)
            ),
            totals=tuple(self._gift_get_receipt_totals()),
            footer=self._gift_get_receipt_footer(),
            book=self.env['gift.font'].sudo()._get_font_book(fonts),  # a part of the catalogue
            fonts=fonts,
            is_rtl=self.env['gift.job']._is_paper_rtl(),
            lang=self.env['gift.job']._get_paper_lang(),
            labels={
                'recipient': self.env._("For"),
                'page': self.env._("Page"),
                'picture': self.env._("Picture"),
            },
        )

    def _gift_get_receipt_title(self):
        if self.state in ('draft', 'sent'):
            return self.env._("Quotation %s", self.name)
        return self.env._("Order %s", self.name)

    def _gift_get_address_rows(self, partner):
        text = partner._display_address(without_company=False)
        rows = [row.strip() for row in text.split('\n') if row.strip()]
        return list(dict.fromkeys([partner.name or '', *rows]))

    def _gift_get_receipt_facts(self):
        state = ''
        if self.state == 'sale' and not self.currency_id.compare_amounts(
            self.amount_paid, self.amount_total
        ):
            state = self.env._("Paid")
        shown = [
            (self.env._("Date"), format_date(self.env, self.date_order)),
            (self.env._("Delivery to"), self.partner_shipping_id.name or ''),
            (self.env._("Your reference"), self.client_order_ref or ''),
            (self.env._("Your VAT number"), self.partner_invoice_id.vat or ''),
            (self.env._("Payment"), state),
        ]
        return [(label, text) for label, text in shown if text]

    def _gift_get_receipt_totals(self):
        money = self.currency_id.format
        taxes = self._gift_get_tax_rows()
        rows = [(self.env._("Without taxes"), money(self.amount_untaxed), False)] if taxes else []
        rows += [(label, money(amount), False) for label, amount in taxes]
        return [*rows, (self.env._("Total"), money(self.amount_total), True)]

    def _gift_get_receipt_footer(self):
        company = self.company_id
        parts = [
            company.name,
            *self._gift_get_address_rows(company.partner_id)[1:],
            company.vat and self.env._("VAT number %s", company.vat),
            company.company_registry,
            company.email,
        ]
        return ' · '.join(part for part in parts if part)


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def _gift_prepare_receipt_line(self, with_picture):
        from ..engine.order_receipt import Line

        self.ensure_one()
        revision = self.gift_revision_id
        name = self.product_id.with_context(display_default_code=False).display_name or self.name
        return Line(
            product=name,
            quantity=f'{self.product_uom_qty:g} ×',
            amount=self.currency_id.format(self.price_total),
            recipient=self._gift_get_receiver(),
            texts=tuple(revision._get_text_summary()) if revision else (),
            picture=self._gift_get_receipt_picture() if revision and with_picture else b'',
            note=self._gift_get_receipt_note(),
        )

    def _gift_get_receipt_note(self):
        """Hook: return a sentence that is printed below the line, or an empty text."""
        return ''

    def _gift_get_receiver(self):
        """Return for whom the line is, or an empty text."""
        return self.gift_parcel_id.name or self.gift_recipient or ''

    def _gift_get_receipt_picture(self):
        """Return the picture of the frozen design; before its approval with the watermark."""
        if self._gift_is_marked():
            return self._gift_render_marked(self.gift_revision_id)
        return self.gift_revision_id._get_preview()

    def _gift_get_picture_text(self):
        """Return what the picture of the line's design shows, for those who do not see it."""
        self.ensure_one()
        revision_sudo = self.gift_revision_id.sudo()  # who gets the mail may read its texts
        summary = revision_sudo._get_text_summary() if revision_sudo else ()
        texts = ' '.join(', '.join(f'{label}: {text}' for label, text in summary).split())
        return f'{self.name_short} – {texts}' if texts else self.name_short
