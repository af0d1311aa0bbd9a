import uuid

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.gift_personalization.controllers.own_designs import is_id
from odoo.addons.gift_personalization.controllers.shared import count_attempt
from odoo.addons.portal.controllers.portal import pager

from ..engine.pdf_file import MAX_BYTES
from .invoice_entries import EXTRA_ROWS, read_assignments, read_header, read_rows
from .visitor import find_order, find_visitor, render_nothing, render_page

PER_PAGE = 20
SHOWN_FIRST = 5
UPLOADS_PER_CALLER, UPLOADS_WINDOW_S = 60, 3600


class GiftSupplierInvoices(http.Controller):
    """Invoices of a supplier, for contacts that have to do with them."""

    # === LISTS === #

    @http.route(
        ['/supplier/<string:key>/invoices', '/supplier/<string:key>/invoices/page/<int:page>'],
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def invoices(self, key, page=1, **_kwargs):
        """List what can be invoiced, and what was sent last."""
        visitor = find_visitor(key, 'invoices')
        if not visitor:
            return render_nothing(key)
        orders_sudo = request.env['purchase.order'].sudo()  # the visitor's own, by the domain
        domain = visitor.get_order_domain() & Domain(
            [
                ('state', '=', 'purchase'),
                ('invoice_status', '!=', 'invoiced'),
                ('order_line.product_qty', '>', 0),  # else all of it was declined
            ]
        )
        pages = pager(
            url=f'{visitor.path}/invoices', total=orders_sudo.search_count(domain), page=page,
            step=PER_PAGE,
        )  # fmt: skip
        orders = orders_sudo.search(
            domain, order='date_order desc, id desc', limit=PER_PAGE, offset=pages['offset']
        )
        values = {
            'orders': orders,
            'pager': pages,
            'invoices': self._search(visitor, limit=SHOWN_FIRST),
        }
        return render_page(visitor, 'page_invoices', values)

    @http.route(
        [
            '/supplier/<string:key>/invoices/sent',
            '/supplier/<string:key>/invoices/sent/page/<int:page>',
        ],
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def sent(self, key, page=1, **_kwargs):
        """List everything that was sent, newest first."""
        visitor = find_visitor(key, 'invoices')
        if not visitor:
            return render_nothing(key)
        invoices_sudo = request.env['gift.supplier.invoice'].sudo()  # own ones, by the domain
        pages = pager(
            url=f'{visitor.path}/invoices/sent',
            total=invoices_sudo.search_count(self._get_domain(visitor)),
            page=page,
            step=PER_PAGE,
        )
        found = self._search(visitor, limit=PER_PAGE, offset=pages['offset'])
        return render_page(visitor, 'page_invoices_sent', {'invoices': found, 'pager': pages})

    # === UPLOAD === #

    @http.route(
        '/supplier/<string:key>/order/<int:order_id>/invoice',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def upload_page(self, key, order_id, **_kwargs):
        """Show what of an order can be invoiced, and where the file is chosen."""
        visitor, order_sudo = self._find_order(key, order_id)
        if not order_sudo:
            return render_nothing(key)
        return self._render_upload(visitor, order_sudo)

    @http.route(
        '/supplier/<string:key>/order/<int:order_id>/invoice',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def upload(self, key, order_id, reference='', file=None, **_post):
        """Keep a file until the rest is entered, or say why it cannot be used."""
        visitor, order_sudo = self._find_order(key, order_id)
        if not order_sudo:
            return render_nothing(key)
        if not visitor.is_unlocked:
            return request.redirect(f'{visitor.path}/unlock?back=order/{order_sudo.id}/invoice')
        try:
            if not reference.isalnum() or len(reference) > 64:
                raise UserError(request.env._("Reload the page and choose the file again, please."))
            count_attempt('supplier-invoice', UPLOADS_PER_CALLER, UPLOADS_WINDOW_S)
            data = file.read(MAX_BYTES + 1) if hasattr(file, 'read') else b''
            with request.env.cr.savepoint():
                invoice_sudo = request.env['gift.supplier.invoice']._upload(
                    order_sudo, visitor.contact, reference, data
                )
        except UserError as error:
            return self._render_upload(visitor, order_sudo, error=str(error), status=409)
        return request.redirect(f'{visitor.path}/invoice/{invoice_sudo.id}')

    # === ONE INVOICE === #

    @http.route(
        '/supplier/<string:key>/invoice/<int:invoice_id>',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def invoice(self, key, invoice_id, done='', **_kwargs):
        """Show what is still to be entered, or what became of an invoice."""
        visitor, invoice_sudo = self._find_invoice(key, invoice_id)
        if not invoice_sudo:
            return render_nothing(key)
        return self._render_invoice(visitor, invoice_sudo, done=str(done)[:20])

    @http.route(
        '/supplier/<string:key>/invoice/<int:invoice_id>',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def send(self, key, invoice_id, **post):
        """Send an invoice, or say what is wrong with it."""
        visitor, invoice_sudo = self._find_invoice(key, invoice_id)
        if not invoice_sudo:
            return render_nothing(key)
        if not visitor.is_unlocked:  # what was typed stays, so no page comes in between
            error = request.env._("Confirm that it is you first, then send again.")
            return self._render_invoice(
                visitor, invoice_sudo, error=error, entered=post, status=403
            )
        try:
            with request.env.cr.savepoint():
                if invoice_sudo.state == 'draft':
                    self._send(invoice_sudo, post)
        except UserError as error:
            invoice_sudo.invalidate_recordset()
            return self._render_invoice(
                visitor, invoice_sudo, error=str(error), entered=post, status=409
            )
        return request.redirect(f'{visitor.path}/invoice/{invoice_sudo.id}?done=sent')

    @http.route(
        '/supplier/<string:key>/invoice/<int:invoice_id>/discard',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def discard(self, key, invoice_id, **_post):
        """Forget a file that was not sent yet."""
        visitor, invoice_sudo = self._find_invoice(key, invoice_id)
        if not invoice_sudo:
            return render_nothing(key)
        if not visitor.is_unlocked:
            return request.redirect(f'{visitor.path}/unlock?back=invoice/{invoice_sudo.id}')
        order_id = invoice_sudo.order_id.id
        invoice_sudo._discard()
        return request.redirect(f'{visitor.path}/order/{order_id}/invoice')

    # === HELPERS === #

    def _send(self, invoice_sudo, post):
        if invoice_sudo.source == 'pdf':
            rows = read_rows(invoice_sudo.order_id, post)
            invoice_sudo._send(read_header(post), rows)
        else:
            invoice_sudo._send({}, read_assignments(invoice_sudo, post))

    def _find_order(self, key, order_id):
        """Return ``(visitor, order)``; the order (sudo) is empty for who may not invoice it."""
        visitor, order_sudo = find_order(key, 'invoices', order_id)
        return visitor, order_sudo.filtered(lambda order: order.state == 'purchase')

    def _find_invoice(self, key, invoice_id):
        """Return ``(visitor, invoice)``; the invoice (sudo) is empty for who may not see it."""
        visitor = find_visitor(key, 'invoices')
        if not visitor or not is_id(invoice_id):
            return visitor, request.env['gift.supplier.invoice'].sudo()
        return visitor, self._search(visitor, Domain('id', '=', int(invoice_id)))

    def _get_domain(self, visitor):
        """Return the domain of the invoices that the visitor sees: of orders it sees."""
        orders_sudo = request.env['purchase.order'].sudo()  # the visitor's own, by the domain
        own = orders_sudo._search(visitor.get_order_domain())
        supplier = visitor.contact.supplier_id
        return Domain('supplier_id', '=', supplier.id) & Domain('order_id', 'in', own)

    def _search(self, visitor, domain=Domain.TRUE, **options):
        invoices_sudo = request.env['gift.supplier.invoice'].sudo()  # the visitor's own
        return invoices_sudo.search(self._get_domain(visitor) & domain, **options)

    def _render_upload(self, visitor, order_sudo, *, status=200, **values):
        values = {
            'order': order_sudo,
            'lines': order_sudo._gift_get_shown_lines(),
            'is_unlocked': visitor.is_unlocked,
            'new_reference': uuid.uuid4().hex,  # a second click sends the same
            'max_megabytes': MAX_BYTES // 1024 // 1024,
            **values,
        }
        return render_page(visitor, 'page_invoice_upload', values, status=status)

    def _render_invoice(self, visitor, invoice_sudo, *, status=200, **values):
        order_sudo = invoice_sudo.order_id
        values = {
            'invoice': invoice_sudo,
            'order': order_sudo,
            'lines': order_sudo._gift_get_shown_lines(),
            'is_unlocked': visitor.is_unlocked,
            'entered': {},
            'extra_rows': EXTRA_ROWS,
            **values,
        }
        page = 'page_invoice_form' if invoice_sudo.state == 'draft' else 'page_invoice'
        return render_page(visitor, page, values, status=status)
