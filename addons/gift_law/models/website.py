from odoo import models
from odoo.tools import is_html_empty


class Website(models.Model):
    _inherit = 'website'

    def _gift_get_terms_html(self):
        """Return the terms of sale as HTML in the language of the context, or an empty text.

        They are Odoo's: *Settings › Invoicing › Default Terms & Conditions*. Addons whose terms
        stand on a page of their own override this and :meth:`_gift_get_terms_url`.
        """
        company = self.company_id if self else self.env.company
        if not self._gift_uses_odoo_terms():
            return ''
        if company.terms_type == 'html':
            terms = company.invoice_terms_html
        else:
            terms = company.invoice_terms
        return '' if is_html_empty(terms) else terms

    def _gift_get_terms_url(self):
        """Return the address of the page with the terms, or an empty text."""
        company = self.company_id if self else self.env.company
        return '/terms' if self._gift_uses_odoo_terms() and company.terms_type == 'html' else ''

    def _gift_uses_odoo_terms(self):
        return bool(self.env['ir.config_parameter'].sudo().get_param('account.use_invoice_terms'))
