from odoo import http
from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tools import mute_logger

OPERATIONS = ('read', 'write', 'create', 'unlink')
NOTHING, READ, FULL = '', 'r', 'rwcu'


class ParcelAccessCases:
    """Recipients of an order: the team's, and the cart's own visitor's."""

    RIGHTS = {
        'visitor': NOTHING,
        'customer': NOTHING,
        'employee': NOTHING,
        'production': READ,
        'staff': 'rw',
        'manager': 'rw',
    }

    def setUp(self):
        super().setUp()
        self._add_gift_to_cart(self.empty_cart, "Anna", quantity=2)
        self.parcel = self._add_parcel("Ben")

    def test_every_role_has_exactly_its_rights_on_parcels(self):
        for role, allowed in self.RIGHTS.items():
            record = self.parcel.with_user(self.users[role])
            found = ''.join(
                letter
                for letter, operation in zip(FULL, OPERATIONS, strict=True)
                if record.has_access(operation)
            )
            with self.subTest(role=role):
                self.assertEqual(found, allowed)

    def test_parcels_of_another_company_are_out_of_reach(self):
        company = self.env['res.company'].create({'name': "Elsewhere"})
        order = self.env['sale.order'].create(
            {'partner_id': self.partner.id, 'company_id': company.id}
        )
        parcel = self.env['gift.parcel'].create({'name': "Far", 'order_id': order.id})

        with self.assertRaises(AccessError):
            parcel.with_user(self.users['staff']).read(['name'])

    def test_helpers_of_parcels_cannot_be_called_over_rpc(self):
        private = {
            'gift.parcel': (
                '_ensure_partner',
                '_get_address_text',
                '_get_problem',
                '_gift_set_carrier',
            ),
            'sale.order': ('_gift_add_parcel', '_gift_assign_parcels', '_gift_remove_parcel'),
            'sale.order.line': ('_gift_assign',),
        }
        for model, names in private.items():
            for name in names:
                with self.subTest(method=f'{model}.{name}'), self.assertRaises(AccessError):
                    get_public_method(self.env[model], name)

    def test_recipients_of_another_cart_do_not_exist(self):
        own = self.env['sale.order'].create(
            {'partner_id': self.public_partner.id, 'website_id': self.website.id}
        )
        line = self._add_gift_to_cart(own, "Lea")
        for login in (None, 'gift_customer', 'gift_employee'):
            self.authenticate(login, login)
            if not login:
                self.session['sale_order_id'] = own.id
                http.root.session_store.save(self.session)
            token = http.Request.csrf_token(self)
            answers = [
                self.url_open(f'/shop/recipients/{self.parcel.id}'),
                self.url_open(f'/shop/wanted-date?parcel={self.parcel.id}'),
                self.url_open(f'/shop/recipients/{self.parcel.id}/delivery'),
                self.url_open(
                    f'/shop/recipients/{self.parcel.id}/delivery',
                    data={'csrf_token': token, 'carrier': self.fixed.id},
                ),
                self.url_open(
                    f'/shop/recipients/{self.parcel.id}',
                    data={'csrf_token': token, 'name': "Mine"},
                ),
                self.url_open(
                    f'/shop/recipients/{self.parcel.id}/remove', data={'csrf_token': token}
                ),
            ]
            with self.subTest(login=login):
                self.assertEqual([answer.status_code for answer in answers], [404] * 6)
        self.authenticate(None, None)
        self.session['sale_order_id'] = own.id
        http.root.session_store.save(self.session)
        answer = self.url_open(
            '/shop/recipients/assign',
            data={
                'csrf_token': http.Request.csrf_token(self),
                f'to-{line.id}': self.parcel.id,
                f'of-{line.id}': 1,
            },
        )

        self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.parcel.name, "Ben")
        self.assertFalse(self.parcel.carrier_id)
        self.assertFalse(line.gift_parcel_id)

    def test_changes_need_the_token_of_the_session(self):
        paths = ('new', 'assign', f'{self.parcel.id}', f'{self.parcel.id}/remove')
        paths = (*paths, f'{self.parcel.id}/delivery', 'upload', 'upload/add')
        for path in (*(f'/shop/recipients/{path}' for path in paths), '/shop/wanted-date'):
            with self.subTest(path=path), mute_logger('odoo.http'):
                answer = self.url_open(path, data={'name': "x"})
                self.assertEqual(answer.status_code, 400)
        self.assertTrue(self.parcel.exists())

    def test_gift_receipts_are_for_whoever_packs(self):
        order, ben, _cem = self._create_divided_order()
        self._approve(order.gift_job_ids)
        url = f'/gift/deliveries/receipts.pdf?ids={ben.picking_ids.id}'
        expected = {'customer': 404, 'employee': 404, 'production': 200, 'staff': 200}
        for role, status in expected.items():
            self.authenticate(f'gift_{role}', f'gift_{role}')
            with self.subTest(role=role):
                self.assertEqual(self.url_open(url).status_code, status)
        for odd in ('', 'x', '0', '99999999999', ',,', str(ben.id) * 9):
            with self.subTest(odd=odd):
                odd_url = f'/gift/deliveries/receipts.pdf?ids={odd}'
                self.assertEqual(self.url_open(odd_url).status_code, 404)
        self.authenticate(None, None)
        self.assertNotIn('application/pdf', self.url_open(url).headers['Content-Type'])

    def test_a_list_of_people_goes_into_the_visitors_own_cart_only(self):
        own = self.env['sale.order'].create(
            {'partner_id': self.public_partner.id, 'website_id': self.website.id}
        )
        self._add_gift_to_cart(own, "Lea")
        rows = "Name\tStreet\tCity\tPostcode\tCountry\nMallory\tElm 1\tBerlin\t10115\tDE"
        foreign_line = self.empty_cart.order_line
        for login in (None, 'gift_customer', 'gift_employee', 'gift_production', 'gift_staff'):
            self._open_cart(own, login)
            self._post(
                '/shop/recipients/upload/add',
                **{'rows': rows, 'row-1': '1', 'seen': len(own.gift_parcel_ids)},
                gift=foreign_line.id,
                order_id=self.empty_cart.id,
            )
            with self.subTest(login=login):
                self.assertEqual(self.empty_cart.gift_parcel_ids, self.parcel)
                self.assertFalse(foreign_line.gift_parcel_id)
        self.assertEqual(set(own.gift_parcel_ids.mapped('name')), {"Mallory"})

    def test_without_a_cart_there_is_nothing_to_upload_to(self):
        self.authenticate(None, None)
        for path in ('/shop/recipients/upload', f'/shop/recipients/{self.parcel.id}/delivery'):
            answer = self.url_open(path, allow_redirects=False)
            with self.subTest(path=path):
                self.assertIn(answer.status_code, (302, 303, 404))
        with self.assertRaises(AccessError):
            get_public_method(self.env['sale.order'], '_gift_add_parcels')
