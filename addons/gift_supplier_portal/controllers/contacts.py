from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.gift_personalization.controllers.own_designs import is_id

from ..models.gift_supplier_contact_invite import GIVEN
from .visitor import find_visitor, render_nothing, render_page

MAX_NAME, MAX_EMAIL = 200, 254


class GiftSupplierContacts(http.Controller):
    """Administrators of a supplier say what their colleagues may do."""

    @http.route(
        '/supplier/<string:key>/contacts',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def contacts(self, key, done='', **_kwargs):
        """List the colleagues and what they may do."""
        visitor = find_visitor(key, 'admin')
        if not visitor or visitor.access.order_id:
            return render_nothing(key)
        return self._render_contacts(visitor, done=str(done)[:20])

    @http.route(
        '/supplier/<string:key>/contacts/invite',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def invite(self, key, name='', email='', **post):
        """Mail a colleague an invitation; the answer is the same for every address."""
        visitor = find_visitor(key, 'admin')
        if not visitor or visitor.access.order_id:
            return render_nothing(key)
        if not visitor.is_unlocked:
            return request.redirect(f'{visitor.path}/unlock?back=contacts')
        name, email = str(name)[:MAX_NAME], str(email)[:MAX_EMAIL]
        rights = {right: post.get(right) == '1' for right in GIVEN}
        try:
            with request.env.cr.savepoint():
                visitor.contact._invite(name, email, rights)
        except UserError as error:
            entered = {'name': name, 'email': email, **rights}
            return self._render_contacts(visitor, error=str(error), entered=entered, status=409)
        return request.redirect(f'{visitor.path}/contacts?done=invited')

    @http.route(
        '/supplier/<string:key>/contacts/<int:contact_id>',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def change(self, key, contact_id, end='', **post):
        """Change what a colleague may do, or take the access back altogether."""
        visitor = find_visitor(key, 'admin')
        contact_sudo = visitor and is_id(contact_id) and self._search(visitor, contact_id)
        if not contact_sudo or visitor.access.order_id:
            return render_nothing(key)
        if not visitor.is_unlocked:
            return request.redirect(f'{visitor.path}/unlock?back=contacts')
        if end == '1':
            contact_sudo.active = False
        else:
            contact_sudo.write({name: post.get(name) == '1' for name in GIVEN})
        return request.redirect(f'{visitor.path}/contacts?done=1')

    def _render_contacts(self, visitor, *, status=200, **values):
        values = {
            'contacts': self._search(visitor),
            'is_unlocked': visitor.is_unlocked,
            'entered': {'may_orders': True},
            **values,
        }
        return render_page(visitor, 'page_contacts', values, status=status)

    def _search(self, visitor, contact_id=None):
        """Return colleagues (sudo) of the same supplier; the visitor's own rights stay."""
        contacts_sudo = request.env['gift.supplier.contact'].sudo()  # of the visitor's supplier
        domain = [
            ('supplier_id', '=', visitor.contact.supplier_id.id),
            ('id', '!=', visitor.contact.id),
            *([('id', '=', contact_id)] if contact_id else []),
        ]
        return contacts_sudo.search(domain)
