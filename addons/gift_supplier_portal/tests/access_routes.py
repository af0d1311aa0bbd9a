"""Every address of the suppliers' pages for everybody who may come along."""

import re
from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from .routes_common import RoutesCommon

PAGE = '/supplier/<string:key>'
ORDER = f'{PAGE}/order/<int:order_id>'
SHIPMENT = f'{PAGE}/shipment/<int:shipment_id>'
DEFECT = f'{PAGE}/defect/<int:defect_id>'
ARTWORK = f'{PAGE}/artwork/<int:package_id>'
FEED = f'{PAGE}/feed/<int:feed_id>'
INVOICE = f'{PAGE}/invoice/<int:invoice_id>'
API = '/supplier/api/v1'

# (role, whether a link to one order opens it). A route that is not here fails the test.
ROUTES = {
    ('GET', PAGE): ('start', True),
    ('GET', f'{PAGE}/page/<int:page>'): ('start', True),
    ('GET', ORDER): ('orders', True),
    ('POST', f'{ORDER}/acknowledge'): ('orders', True),
    ('POST', f'{ORDER}/answer'): ('orders', True),
    ('POST', f'{ORDER}/artwork'): ('orders', True),
    ('GET', f'{ORDER}/ship'): ('orders', True),
    ('POST', f'{ORDER}/ship'): ('orders', True),
    ('POST', f'{ARTWORK}/download'): ('orders', False),
    ('POST', f'{ARTWORK}/answer'): ('orders', False),
    ('POST', f'{SHIPMENT}/<string:paper>'): ('orders', True),
    ('POST', f'{SHIPMENT}/correct'): ('orders', True),
    ('POST', f'{SHIPMENT}/cancel'): ('orders', True),
    ('POST', f'{SHIPMENT}/pallets'): ('orders', True),
    ('GET', DEFECT): ('orders', True),
    ('GET', f'{DEFECT}/photo/<int:photo_id>.jpg'): ('orders', True),
    ('POST', f'{DEFECT}/answer'): ('orders', True),
    ('GET', f'{PAGE}/score'): ('orders', False),
    ('GET', f'{PAGE}/invoices'): ('invoices', True),
    ('GET', f'{PAGE}/invoices/page/<int:page>'): ('invoices', True),
    ('GET', f'{PAGE}/invoices/sent'): ('invoices', True),
    ('GET', f'{PAGE}/invoices/sent/page/<int:page>'): ('invoices', True),
    ('GET', f'{ORDER}/invoice'): ('invoices', True),
    ('POST', f'{ORDER}/invoice'): ('invoices', True),
    ('GET', INVOICE): ('invoices', True),
    ('POST', INVOICE): ('invoices', True),
    ('POST', f'{INVOICE}/discard'): ('invoices', True),
    ('GET', f'{PAGE}/feed'): ('feed', False),
    ('GET', f'{PAGE}/feed/template.<string:kind>'): ('feed', False),
    ('POST', f'{PAGE}/feed/upload'): ('feed', False),
    ('GET', FEED): ('feed', False),
    ('GET', f'{FEED}/progress'): ('feed', False),
    ('GET', f'{FEED}/errors.csv'): ('feed', False),
    ('POST', f'{FEED}/columns'): ('feed', False),
    ('POST', f'{FEED}/send'): ('feed', False),
    ('POST', f'{FEED}/drop'): ('feed', False),
    ('GET', f'{PAGE}/contacts'): ('admin', False),
    ('POST', f'{PAGE}/contacts/invite'): ('admin', False),
    ('POST', f'{PAGE}/contacts/<int:contact_id>'): ('admin', False),
    ('GET', f'{PAGE}/unlock'): ('any', True),
    ('POST', f'{PAGE}/unlock'): ('any', True),
    ('POST', f'{PAGE}/code'): ('any', True),
    ('GET', '/supplier/link'): ('everybody', True),
    ('POST', '/supplier/link'): ('everybody', True),
    ('GET', f'{API}/openapi.json'): ('everybody', True),
    ('GET', f'{API}/orders'): ('token', False),
    ('GET', f'{API}/orders/<int:order_id>'): ('token', False),
    ('GET', f'{API}/orders/<int:order_id>/artwork'): ('token', False),
    ('POST', f'{API}/orders/<int:order_id>/answer'): ('token', False),
    ('POST', f'{API}/orders/<int:order_id>/shipments'): ('token', False),
    ('POST', f'{API}/artwork/<int:artwork_id>/package'): ('token', False),
    ('POST', f'{API}/artwork/<int:artwork_id>/answer'): ('token', False),
    ('GET', f'{API}/shipments/<int:shipment_id>'): ('token', False),
    ('GET', f'{API}/shipments/<int:shipment_id>/labels'): ('token', False),
    ('GET', f'{API}/shipments/<int:shipment_id>/pallet-labels'): ('token', False),
    ('POST', f'{API}/shipments/<int:shipment_id>/correct'): ('token', False),
    ('POST', f'{API}/shipments/<int:shipment_id>/pallets'): ('token', False),
    ('POST', f'{API}/shipments/<int:shipment_id>/cancel'): ('token', False),
    ('POST', f'{API}/stock'): ('token', False),
    ('GET', f'{API}/<path:rest>'): ('nobody', False),
    ('POST', f'{API}/<path:rest>'): ('nobody', False),
}
ROLES = ('orders', 'invoices', 'feed', 'admin')
RECORD = '<int:'


@tagged('post_install', '-at_install')
class TestSupplierRoutes(RoutesCommon):
    """Visitors x routes: who may not see a thing gets the same answer and changes nothing."""

    def setUp(self):
        super().setUp()
        self.csrf = None

    def test_every_route_has_an_expectation(self):
        self.assertEqual(self._get_routes() - set(ROUTES), set(), "say who may open them")
        self.assertEqual(set(ROUTES) - self._get_routes(), set(), "they are gone")

    # === WHO MAY === #

    def test_contacts_open_what_their_role_allows_and_change_nothing_without_a_code(self):
        visitors = {role: self._create_link(self._create_only(role)) for role in ROLES}
        visitors['second'] = self._create_link(self.bob)
        visitors['single'] = self._create_link(self.bob, self.order)
        for name, path in visitors.items():
            for (method, rule), (role, is_single) in ROUTES.items():
                may = role in (name, 'start', 'any', 'everybody') or name in ('admin', 'second')
                may = may or (name == 'single' and is_single)
                if name == 'single':
                    may = is_single
                if role in ('token', 'nobody'):
                    may = False
                with self.subTest(visitor=name, method=method, rule=rule):
                    before = self._read_counts()
                    answer = self._ask(method, self._fill(rule, path.split('/')[2]))
                    self._check(answer, method, rule, role, may=may)
                    if not rule.endswith(('/code', '/unlock', '/link')):
                        self.assertEqual(self._read_counts(), before)

    def _create_only(self, role):
        rights = {f'may_{one}': one == role for one in ROLES}
        return self._create_contact(self.mugs, f'Only {role}', **rights)

    def _check(self, answer, method, rule, role, *, may):
        status, place = answer.status_code, answer.headers.get('Location', '')
        if not may:
            self.assertEqual(status, 401 if role == 'token' else 404)
        elif method == 'GET':
            is_elsewhere = role == 'start' and status == 303
            self.assertTrue(status == 200 or is_elsewhere, (status, place))
        elif role in ('any', 'everybody'):
            self.assertIn(status, (200, 409))
        else:
            is_asked = status == 403 or (status == 303 and '/unlock' in place)
            self.assertTrue(is_asked, (status, place))

    # === WHO MAY NOT === #

    def test_contacts_of_another_supplier_see_and_change_nothing_with_a_code_either(self):
        path = self._create_link(self.cleo)
        self._unlock(path)
        for method, rule in ROUTES:
            if not rule.startswith(PAGE) or (method == 'POST' and RECORD not in rule):
                continue
            with self.subTest(method=method, rule=rule):
                before = self._read_counts()
                answer = self._ask(method, self._fill(rule, path.split('/')[2]))
                if RECORD in rule.replace('<int:page>', ''):
                    self.assertEqual(answer.status_code, 404)
                else:
                    self.assertIn(answer.status_code, (200, 303))
                self._assert_silent(answer)
                self.assertEqual(self._read_counts(), before)

    def test_links_that_do_not_work_open_nothing(self):
        ended, revoked, archived, moved = (
            self._create_link(self._create_contact(self.mugs, name, may_admin=True))
            for name in ("Ede", "Rea", "Arno", "Mona")
        )
        self._find_access(ended).date_end = fields.Date.today() - timedelta(days=1)
        self._find_access(revoked)._revoke()
        self._find_access(archived).contact_id.active = False
        self._find_access(moved).contact_id.partner_id.parent_id = self.pens
        for path in (ended, revoked, archived, moved, f'/supplier/{"x" * 43}'):
            self._assert_closed(path.split('/')[2])

    def test_visitors_without_a_link_open_nothing(self):
        self._assert_closed('me', unknown=303)
        for name, group in (
            ('customer', 'base.group_portal'), ('staff', 'gift_base.group_staff'),
            ('moved', 'base.group_portal'), ('powerless', 'base.group_portal'),
        ):  # fmt: skip
            user = new_test_user(self.env, f'{name}@example.com', groups=group)
            if name in ('moved', 'powerless'):
                user.partner_id.parent_id = self.mugs
                contact = self.env['gift.supplier.contact'].create(
                    {'partner_id': user.partner_id.id, 'may_admin': name == 'moved'}
                )
                contact.may_orders = name == 'moved'
                user.partner_id.parent_id = self.pens if name == 'moved' else self.mugs
            self.authenticate(user.login, user.login)
            self.csrf = None
            with self.subTest(name):
                self._assert_closed('me')

    def _assert_closed(self, key, unknown=404):
        """Nothing opens for a key; ``unknown`` is the answer to who may have to log in."""
        self._ask('GET', '/supplier/link')
        before = self._read_counts()
        for (method, rule), (role, _is_single) in ROUTES.items():
            if role == 'everybody':
                continue
            wanted = unknown if method == 'GET' and rule.startswith(PAGE) else 404
            answer = self._ask(method, self._fill(rule, key))
            with self.subTest(key=key, method=method, rule=rule):
                self.assertEqual(answer.status_code, 401 if role == 'token' else wanted)
                self._assert_silent(answer)
        self.assertEqual(self._read_counts(), before)

    def _assert_silent(self, answer):
        for name in self.own_names:
            self.assertNotIn(name, answer.text)

    def _ask(self, method, url):
        if method == 'GET':
            return self.url_open(url, allow_redirects=False)
        if not self.csrf:
            html = self.url_open('/supplier/link').text
            self.csrf = re.search(r'name="csrf_token" value="([^"]+)"', html)[1]
        return self.url_open(
            url, data={'csrf_token': self.csrf, 'verdict': 'accepted'}, allow_redirects=False
        )
