"""Who is at a supplier's page: the holder of a link, or a contact with a login."""

from dataclasses import dataclass
from typing import Any

from odoo.fields import Domain
from odoo.http import request

from odoo.addons.gift_personalization.controllers.own_designs import get_partner, is_id
from odoo.addons.gift_personalization.controllers.shared import PUBLIC_HEADERS

LOGIN_KEY = 'me'  # stands where a link has its token
SESSION_KEY = 'gift_supplier_code'
SECTIONS = {
    '': 'orders', 'page': 'orders', 'order': 'orders', 'shipment': 'orders', 'defect': 'orders',
    'feed': 'feed', 'invoices': 'invoices', 'invoice': 'invoices', 'score': 'score',
    'contacts': 'contacts',
}  # fmt: skip


@dataclass(frozen=True)
class Visitor:
    """A contact (sudo) at the pages that ``key`` opens; ``access`` is empty for a login."""

    key: str
    contact: Any
    access: Any

    @property
    def path(self):
        """Return where the visitor's pages begin."""
        return f'/supplier/{self.key}'

    @property
    def section(self):
        """Return the entry of the menu to which the page belongs, empty for none."""
        parts = request.httprequest.path.partition(self.path)[2].strip('/').split('/')
        return 'invoices' if parts[-1] == 'invoice' else SECTIONS.get(parts[0], '')

    @property
    def is_unlocked(self):
        """Return whether the visitor may change something: by login, or by a code just entered."""
        if not self.access:
            return True
        codes = request.env['gift.supplier.code']
        return codes._is_unlocked(self.access, request.session.get(SESSION_KEY))

    def get_order_domain(self):
        """Return the domain of the orders that the visitor sees."""
        orders = request.env['purchase.order']
        domain = orders._gift_get_shown_domain(self.contact.supplier_id)
        if self.access.order_id:
            domain &= Domain('id', '=', self.access.order_id.id)
        return domain

    def find_order(self, order_id):
        """Return the visitor's order (sudo) of an untrusted id, or an empty recordset."""
        orders_sudo = request.env['purchase.order'].sudo()  # narrowed to the visitor's own
        if not is_id(order_id):
            return orders_sudo
        return orders_sudo.search(self.get_order_domain() & Domain('id', '=', int(order_id)))


def find_visitor(key, role):
    """Return who opens the pages of ``key`` and has that role, or ``None``.

    The supplier comes from the link or the login alone, never from what a form sends.

    :param str key: token of a link, or ``me``.
    :param str role: one of the roles of gift.supplier.contact.
    """
    contacts, accesses = request.env['gift.supplier.contact'], request.env['gift.supplier.access']
    if key == LOGIN_KEY:
        contact_sudo = get_partner() and contacts._find_for(get_partner(), role)
        return Visitor(key, contact_sudo, accesses.sudo()) if contact_sudo else None
    access_sudo = accesses._find_by_token(key)
    if not access_sudo or not access_sudo.contact_id._may(role):
        return None
    return Visitor(key, access_sudo.contact_id, access_sudo)


def find_order(key, role, order_id):
    """Return ``(visitor, order)``; the order (sudo) is empty for who may not see it.

    :param order_id: untrusted.
    """
    visitor = find_visitor(key, role)
    orders_sudo = request.env['purchase.order'].sudo()
    return visitor, visitor.find_order(order_id) if visitor else orders_sudo


def find_by_order(key, role, model, record_id):
    """Return ``(visitor, record)``; the record (sudo) is empty for who may not see its order.

    :param str model: one with an ``order_id``.
    :param record_id: untrusted.
    """
    visitor = find_visitor(key, role)
    records_sudo = request.env[model].sudo()  # its order is checked
    record_sudo = records_sudo.browse(record_id if is_id(record_id) else []).exists()
    if not visitor or not record_sudo or not visitor.find_order(record_sudo.order_id.id):
        return visitor, records_sudo
    return visitor, record_sudo


def render_page(visitor, template, values=None, *, status=200):
    """Return a page of a supplier; its address may be a secret, so that nobody keeps it."""
    values = {
        'visitor': visitor,
        'lang': visitor.contact.partner_id.lang,
        'error': '',
        'done': '',
        **(values or {}),
    }
    return request.render(
        f'gift_supplier_portal.{template}', values, status=status, headers=PUBLIC_HEADERS
    )


def render_nothing(key=''):
    """Return the answer to who may not see the page, the same for every reason.

    Nothing is counted: a secret of 256 bits cannot be found by trying, and opening a link must not
    write anything.
    """
    if key == LOGIN_KEY and not get_partner() and request.httprequest.method in ('GET', 'HEAD'):
        return request.redirect_query('/web/login', {'redirect': request.httprequest.path})
    return request.render(
        'gift_supplier_portal.page_nothing',
        {'is_login': bool(get_partner())},
        status=404,
        headers=PUBLIC_HEADERS,
    )
