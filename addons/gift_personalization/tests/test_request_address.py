from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .request_common import RequestCommon

NEW = "New Street 9"


class AddressCommon(RequestCommon):
    def setUp(self):
        super().setUp()
        self.env['account.fiscal.position'].search([]).active = False
        product = self._create_gift_product(name="Stocked", is_storable=True)
        self.order, self.ben, self.cem = self._create_divided_order(confirm=False, product=product)
        self.order._set_delivery_method(self.fixed)
        self.order.action_confirm()
        self._approve(self.order.gift_job_ids)
        self._pay(self.order)

    def _move(self, parcel, reason='', **values):
        self.asked = getattr(self, 'asked', 0) + 1
        return self.env['gift.order.request']._request_address(
            self.order,
            parcel,
            self._prepare_parcel("Ben", **{'street': NEW, **values}),
            reference=f'reference-{self.asked}',
            reason=reason,
            author=self.order.partner_id,
        )

    def _get_jobs(self, parcel):
        return self.order.gift_job_ids.filtered(lambda j: j.sale_line_id.gift_parcel_id == parcel)


@tagged('post_install', '-at_install')
class TestChangeOfAddress(AddressCommon):
    """A parcel goes elsewhere until it is packed, at the same price only."""

    def test_the_delivery_of_a_recipient_follows_and_no_other(self):
        request = self._move(self.ben)

        self.assertEqual((request.state, request.is_self_service), ('done', True))
        self.assertEqual(self.ben.picking_ids.partner_id.street, NEW)
        self.assertEqual(self.cem.picking_ids.partner_id.street, "Elm Street 5")
        self.assertEqual(self.order.amount_total, 54.0)
        self.assertIn(NEW, request.address_text)

    def test_the_orders_own_address_changes_without_touching_the_address_book(self):
        before = self.order.partner_shipping_id
        street = before.street

        self._move(self.no_parcel)

        own = self.order.picking_ids.filtered(lambda picking: not picking.gift_parcel_id)
        self.assertEqual(own.partner_id.street, NEW)
        self.assertEqual(own.move_ids.partner_id, own.partner_id)
        self.assertEqual(self.order.partner_shipping_id, own.partner_id)
        self.assertNotEqual(own.partner_id, before)
        self.assertEqual(before.street, street)
        self.assertEqual(self.order.amount_total, 54.0)

    def test_a_packed_parcel_becomes_a_question_that_staff_answer(self):
        self._make_ready(self._get_jobs(self.ben))
        jobs = self._get_jobs(self.ben)
        jobs.action_start()
        jobs.action_made()
        jobs.action_packed()
        with self.assertRaisesRegex(UserError, "tell us in a few words"):
            self._move(self.ben)

        request = self._move(self.ben, reason="He has moved")

        self.assertEqual(request.state, 'open')
        self.assertEqual(self.ben.street, "Elm Street 5")
        self._answer(request)
        self.assertEqual(self.ben.picking_ids.partner_id.street, NEW)

    def test_another_country_or_price_is_never_taken_in_silence(self):
        germany = self.env.ref('base.de')
        abroad = {'country_id': germany.id, 'state_id': False}
        self.assertEqual(self._move(self.ben, reason="Moved", **abroad).state, 'open')
        self.assertEqual(self.ben.country_id, self.home)
        self.fixed.write({'delivery_type': 'base_on_rule', 'zip_prefix_ids': [
            (0, 0, {'name': '94'}),
        ]})  # fmt: skip

        request = self._move(self.ben, reason="Moved", zip="10115")

        self.assertEqual(request.state, 'open')
        self.assertEqual(self.ben.zip, "94107")

    def test_other_taxes_are_refused_with_a_sentence(self):
        self.env['account.fiscal.position'].create(
            {'name': "DE", 'auto_apply': True, 'country_id': self.env.ref('base.de').id}
        )

        with self.assertRaisesRegex(UserError, "Other taxes"):
            self._move(self.ben, reason="x", country_id=self.env.ref('base.de').id, state_id=False)

    def test_what_has_left_goes_nowhere_else(self):
        jobs = self._get_jobs(self.ben)
        jobs._write_print_files()
        self.env.cr.execute("UPDATE gift_job SET stage = 'shipped' WHERE id = %s", (jobs.id,))
        self.env.invalidate_all()

        with self.assertRaisesRegex(UserError, "has left our house"):
            self._move(self.ben, reason="x")


@tagged('post_install', '-at_install')
class TestAddressPages(AddressCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.token = self.order._portal_ensure_token()
        self.authenticate(None, None)

    def _send(self, parcel, **data):
        values = self._prepare_parcel("Ben", street=NEW)
        path = f'/my/orders/{self.order.id}/address/{parcel.id or 0}'
        return self._post(path, **{'access_token': self.token, **values, **data})

    def _open(self, parcel=None, token=None):
        path = f'/my/orders/{self.order.id}/address' + (
            f'/{parcel.id or 0}' if parcel is not None else ''
        )
        return self.url_open(f'{path}?access_token={token or self.token}')

    def test_the_customer_changes_one_of_three_parcels(self):
        self.assertIn(f'/address/{self.ben.id}?', self._open().text)
        self.assertIn("Elm Street 5", self._open(self.ben).text)

        answer = self._send(self.ben)

        self.assertIn('#gift_requests', answer.url)
        self.assertEqual(self.ben.street, NEW)

    def test_a_withheld_address_is_neither_shown_nor_replaced(self):
        self.ben.write({'asks_address': True, 'address_hidden': True, 'address_date': '2026-01-01'})
        self.ben.street = "Secret Lane 1"

        page = self._open(self.ben).text
        sent = self._send(self.ben, reason="It is wrong")

        for text in (page, sent.text, self._open().text):
            self.assertNotIn("Secret Lane", text)
        self.assertEqual(self.ben.street, "Secret Lane 1")
        request = self.order.gift_request_ids
        self.assertEqual((request.state, request.address), ('open', False))

    def test_what_is_missing_is_marked_and_what_was_typed_stays(self):
        answer = self._send(self.ben, street='', city="<Reno>")

        self.assertEqual(answer.status_code, 409)
        self.assertIn("enter street and number", answer.text)
        self.assertIn("&lt;Reno&gt;", answer.text)
        self.assertFalse(self.order.gift_request_ids)

    def test_odd_parameters_are_answered(self):
        for data in (
            {'country_id': 'x'},
            {'zip': 'x' * 300},
            {'name': '\0'},
            {'state_id': '9' * 40},
        ):
            with self.subTest(data=data):
                self.assertEqual(self._send(self.ben, **data).status_code, 409)
        other, parcel, _cem = self._create_divided_order()
        for path in (f'address/{parcel.id}', 'address/999999999999', 'address/-1'):
            with self.subTest(path=path):
                url = f'/my/orders/{self.order.id}/{path}?access_token={self.token}'
                self.assertEqual(self.url_open(url).status_code, 404)
        self.assertEqual(
            other.gift_request_ids | self.order.gift_request_ids, other.gift_request_ids
        )

    def test_nobody_else_opens_or_changes_it(self):
        for login, token in (
            (None, 'wrong'),
            ('gift_customer', 'wrong'),
            ('gift_employee', self.token),
            ('gift_production', self.token),
            ('gift_staff', self.token),
        ):
            self.authenticate(login, login)
            with self.subTest(login=login):
                self.assertEqual(self._open(token=token).status_code, 404)
                self.assertEqual(self._open(self.ben, token).status_code, 404)
                self.assertEqual(self._send(self.ben, access_token=token).status_code, 404)
        self.assertEqual(self.ben.street, "Elm Street 5")
