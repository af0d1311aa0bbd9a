from odoo import fields, models

from odoo.addons.gift_personalization.models.guarded import guarded

from .html_text import TITLE, html_to_rows, rows_to_blocks

PLAIN_CONFIRMATION = 'gift_law.mail_template_order_confirmation'
ODOO_CONFIRMATION = 'sale.mail_template_sale_confirmation'


class SaleOrder(models.Model):
    """The terms of sale that were accepted, kept with the order and sent as a PDF."""

    _inherit = 'sale.order'

    gift_terms_id = fields.Many2one(
        'gift.law.wording',
        string="Accepted terms",
        readonly=True,
        copy=False,
        ondelete='restrict',
        groups='gift_base.group_staff',
    )
    gift_terms_date = fields.Datetime(
        string="Accepted on", readonly=True, copy=False, groups='gift_base.group_staff'
    )

    # === KEEPING === #

    def _gift_store_law(self, renew=False):
        """Keep the terms and notices of the order as the customer sees them now. Idempotent.

        Called when the payment starts, which is when they are accepted, and at the confirmation for
        orders that nobody paid in the shop. Never raises.

        :param bool renew: the cart is paid now, so that what was kept before is out of date.
        """
        for order_sudo in self.sudo():  # visitors start it by paying
            with guarded(order_sudo, self.env._("The terms of sale could not be kept")):
                order_sudo.order_line._gift_store_wording(renew)
                order_sudo._gift_store_terms(renew)

    def _gift_store_terms(self, renew=False):
        if self.gift_terms_id and not renew:
            return
        lang = self._gift_get_law_lang()
        rows = self.with_context(lang=lang)._gift_get_terms_rows()
        texts = self.env['gift.law.text']
        version = max(texts._get(kind).version for kind in ('instruction', 'form'))
        wording = self.env['gift.law.wording']._store('terms', lang, version, '\n'.join(rows))
        if wording != self.gift_terms_id:
            self.write({'gift_terms_id': wording.id, 'gift_terms_date': fields.Datetime.now()})

    def _gift_get_law_lang(self):
        """Return the language the customer reads: of the page, or else of the partner."""
        is_own_page = self.state in ('draft', 'sent') and self.env.context.get('lang')
        return is_own_page or self.partner_id.lang or self.env.lang or 'en_US'

    def _gift_get_terms_rows(self):
        """Return the terms, the withdrawal instruction and the model form, one row a paragraph."""
        website, company = self.website_id, self.company_id
        rows = html_to_rows(website._gift_get_terms_html())
        if rows and not rows[0].startswith(TITLE):
            rows.insert(0, TITLE + self.env._("Terms of sale"))
        texts = self.env['gift.law.text']
        for kind in ('instruction', 'form'):
            text = texts._get(kind).with_context(lang=self.env.lang)
            filled = text._fill(company, website)
            rows += [TITLE + text.name, *(row for row in filled.split('\n') if row.strip())]
        return rows

    def action_confirm(self):
        """Override of `sale` to keep what was not kept when the payment started."""
        self.filtered(lambda order: order.state in ('draft', 'sent'))._gift_store_law()
        return super().action_confirm()

    # === PDF === #

    def _gift_get_terms_file(self):
        """Return ``(name, bytes)`` of the accepted terms as a PDF. Call it in sudo."""
        self.ensure_one()
        return f'{self.gift_terms_id._get_title()}.pdf', self.gift_terms_id._get_pdf(self)

    def _gift_get_receipt_files(self):
        """Override of `gift_personalization` to attach the accepted terms to the confirmation."""
        files = super()._gift_get_receipt_files()
        return [*files, self._gift_get_terms_file()] if self.gift_terms_id else files

    # === CONFIRMATION === #

    def _get_confirmation_template(self):
        """Override of `sale` so that orders without gifts get the terms as well.

        A template that was chosen for the website is left alone.
        """
        template = super()._get_confirmation_template()
        own = self.env.ref(PLAIN_CONFIRMATION, raise_if_not_found=False)
        odoo = self.env.ref(ODOO_CONFIRMATION, raise_if_not_found=False)
        return own if own and self.website_id and template == odoo else template

    def _gift_get_confirmations(self):
        """Override of `gift_personalization` to send this confirmation as those of gifts."""
        own = self.env.ref(PLAIN_CONFIRMATION, raise_if_not_found=False)
        return super()._gift_get_confirmations() | (own or self.env['mail.template'])


class GiftLawWording(models.Model):
    _inherit = 'gift.law.wording'

    def _get_title(self):
        """Return the first title of the text, in its language."""
        self.ensure_one()
        row = self.text.split('\n', 1)[0]
        return row.removeprefix(TITLE).strip() or self.env._("Terms of sale")

    def _get_pdf(self, order):
        """Return the text as PDF bytes; it is drawn once and kept.

        :param order: gives name and footer of the shop.
        """
        self.ensure_one()
        attachments_sudo = self.env['ir.attachment'].sudo()  # who may have the order has this
        name = f'{self.sha256}-{order.company_id.id}.pdf'
        place = {'res_model': self._name, 'res_id': self.id, 'name': name}
        domain = [(key, '=', value) for key, value in place.items()]
        found = attachments_sudo.search(domain, limit=1)
        if not found:
            data = self._build_pdf(order)
            found = attachments_sudo.create({**place, 'raw': data, 'mimetype': 'application/pdf'})
        return found.raw

    def _build_pdf(self, order):
        from odoo.addons.gift_personalization.engine.leaflet import LeafletData, leaflet_pdf

        fonts = self.env['gift.job']._get_paper_fonts()
        order = order.with_context(lang=self.lang)
        return leaflet_pdf(
            LeafletData(
                title=self._get_title(),
                shop=order.company_id.name,
                book=self.env['gift.font'].sudo()._get_font_book(fonts),  # a part of the catalogue
                fonts=fonts,
                is_rtl=order.env['gift.job']._is_paper_rtl(),
                lang=order.env['gift.job']._get_paper_lang(),
                blocks=rows_to_blocks(self.text.split('\n')),
                footer=order._gift_get_receipt_footer(),
                labels={'page': order.env._("Page")},
            )
        )
