from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .promise_common import MONDAY
from .request_common import RequestCommon
from .request_date_common import DateCommon
from .test_request_complaint import ComplaintCommon

OPERATIONS = ('read', 'write', 'create', 'unlink')
INSIDE = ('staff', 'manager')
OUTSIDE = ('visitor', 'customer', 'employee', 'production')


class RequestAccessCommon(RequestCommon, HttpCase):
    def setUp(self):
        super().setUp()
        partner = self.users['customer'].partner_id
        self.order = self._create_gift_order("Anna", confirm=False)
        self.order.partner_id = partner
        self.order.action_confirm()
        self._pay(self.order)
        self.token = self.order._portal_ensure_token()
        self.stranger = self.env['res.users'].create(
            {
                'name': "Stranger",
                'login': 'gift_stranger',
                'password': 'gift_stranger',
                'group_ids': [(6, 0, self.env.ref('base.group_portal').ids)],
            }
        )

    def _get_status(self, login, token, page='cancel', **data):
        """Return what a page answers to somebody; with data it is sent."""
        self.authenticate(login, login)
        path = f'/my/orders/{self.order.id}/{page}'
        if data:
            return self._post(path, **{'access_token': token or '', **data}).status_code
        return self.url_open(f'{path}?access_token={token}' if token else path).status_code


@tagged('post_install', '-at_install')
class TestRequestAccess(RequestAccessCommon):
    """Requests are the staff's to read and nobody's to write; the pages are the customer's."""

    MODELS = ('gift.order.request', 'gift.order.request.line')

    def _get_records(self):
        request = self._ask(self.order)
        return {'gift.order.request': request, 'gift.order.request.line': request.line_ids}

    def test_every_role_has_exactly_its_rights(self):
        for model, record in self._get_records().items():
            for role in (*INSIDE, *OUTSIDE):
                allowed = ['read'] if role in INSIDE else []
                own = record.with_user(self.users[role])
                with self.subTest(model=model, role=role):
                    self.assertEqual([o for o in OPERATIONS if own.has_access(o)], allowed)

    def test_rights_hold_for_real_operations(self):
        request = self._ask(self.order)
        for role in (*INSIDE, *OUTSIDE):
            own = request.with_user(self.users[role])
            with self.subTest(role=role):
                for operation in (
                    lambda own=own: own.write({'amount': 999.0}),
                    lambda own=own: own.copy(),
                    lambda own=own: own.unlink(),
                ):
                    with self.assertRaises(AccessError):
                        operation()

    def test_staff_without_rights_on_the_books_open_every_field_of_the_forms(self):
        self._ask(self.order)
        self._settle()
        for role in INSIDE:
            requests = self.order.gift_request_ids.with_user(self.users[role])
            wizard = self.env['gift.order.request.answer'].with_user(self.users[role])
            for records in (requests, wizard.create({'request_id': requests.id})):
                arch = etree.fromstring(records.get_view(view_type='form')['arch'])
                own = arch.xpath('//field[not(ancestor::field)]/@name')
                with self.subTest(role=role, model=records._name):
                    self.assertTrue(records.web_read({name: {} for name in own}))

    def test_requests_of_another_company_are_out_of_reach(self):
        request = self._ask(self.order)
        company = self.env['res.company'].create({'name': "Elsewhere"})
        self.env.cr.execute(
            "UPDATE gift_order_request SET company_id = %s WHERE id = %s", (company.id, request.id)
        )
        self.env.invalidate_all()

        with self.assertRaises(AccessError):
            request.with_user(self.users['staff']).read(['reason'])

    def test_nothing_of_it_can_be_called_over_rpc(self):
        private = {
            'gift.order.request': (
                '_accept', '_decline', '_request_cancel', '_settle', '_owe', '_cron_settle',
            ),
            'sale.order': (
                '_gift_take_off', '_gift_plan_cancellation', '_gift_get_owed', '_gift_credit',
            ),
            'sale.order.line': ('_gift_take_off',),
        }  # fmt: skip
        for model, names in private.items():
            for name in names:
                with self.subTest(method=f'{model}.{name}'), self.assertRaises(AccessError):
                    get_public_method(self.env[model], name)

    def test_the_page_opens_for_the_customer_and_the_holder_of_the_link_only(self):
        cases = [
            (None, self.token, 200),
            ('gift_customer', None, 200),
            ('gift_stranger', self.token, 200),
            (None, None, 404),
            (None, 'wrong', 404),
            (None, '%C3%A9', 404),
            ('gift_stranger', None, 404),
            ('gift_employee', self.token, 404),
            ('gift_production', self.token, 404),
            ('gift_staff', self.token, 404),
            ('gift_manager', None, 404),
        ]
        for login, token, status in cases:
            with self.subTest(login=login, token=token):
                self.assertEqual(self._get_status(login, token), status)

    def test_nobody_else_cancels(self):
        line = self.order.order_line
        data = {f'cancel-{line.id}': '1', 'reference': 'reference-1', 'reason': "x"}
        for page in ('cancel/review', 'cancel/confirm'):
            for login, token in (
                (None, None),
                (None, 'wrong'),
                ('gift_stranger', None),
                ('gift_employee', self.token),
                ('gift_production', self.token),
                ('gift_staff', self.token),
            ):
                with self.subTest(page=page, login=login):
                    self.assertEqual(self._get_status(login, token, page, **data), 404)
        self.assertFalse(self.order.gift_request_ids)
        self.assertEqual(line.product_uom_qty, 1)

    def test_lines_of_another_order_are_not_cancelled(self):
        other = self._create_gift_order("Ben")

        status = self._get_status(
            None, self.token, 'cancel/review', **{f'cancel-{other.order_line.id}': '1'}
        )

        self.assertEqual(status, 409)
        self.assertEqual(other.order_line.product_uom_qty, 1)

    @mute_logger('odoo.http')
    def test_an_order_that_does_not_exist_answers_like_one_of_somebody_else(self):
        self.authenticate(None, None)
        for number in ('0', '999999999', '99999999999999999999', '-1', 'x'):
            with self.subTest(number=number):
                self.assertEqual(self.url_open(f'/my/orders/{number}/cancel').status_code, 404)


@tagged('post_install', '-at_install')
class TestComplaintAccess(ComplaintCommon, HttpCase):
    """Photos of a complaint are for its customer and for the staff."""

    def setUp(self):
        super().setUp()
        self.complaint = self._complain()
        self.photo = self.complaint.photo_ids
        self.token = self.order._portal_ensure_token()

    def test_every_role_has_exactly_its_rights_on_photos(self):
        for role in (*INSIDE, *OUTSIDE):
            allowed = ['read'] if role in INSIDE else []
            own = self.photo.with_user(self.users[role])
            with self.subTest(role=role):
                self.assertEqual([o for o in OPERATIONS if own.has_access(o)], allowed)

    def test_a_photo_opens_for_staff_and_the_holder_of_the_orders_link(self):
        cases = [
            (None, self.token, 200),
            (None, None, 404),
            (None, 'wrong', 404),
            ('gift_customer', None, 404),
            ('gift_employee', self.token, 404),
            ('gift_production', self.token, 404),
            ('gift_staff', None, 200),
            ('gift_manager', None, 200),
        ]
        for login, token, status in cases:
            self.authenticate(login, login)
            url = f'{self.photo.url}?access_token={token}' if token else self.photo.url
            with self.subTest(login=login, token=token):
                self.assertEqual(self.url_open(url).status_code, status)

    def test_the_token_of_another_order_opens_no_photo(self):
        other = self._create_gift_order("Ben")._portal_ensure_token()
        self.authenticate(None, None)

        for url in (
            f'{self.photo.url}?access_token={other}',
            f'/gift/request/photo/999999999999.jpg?access_token={self.token}',
            f'/gift/request/photo/0.jpg?access_token={self.token}',
        ):
            with self.subTest(url=url):
                self.assertEqual(self.url_open(url).status_code, 404)

    def test_the_form_is_the_customers(self):
        cases = [(None, self.token, 200), (None, None, 404), ('gift_staff', self.token, 404)]
        for login, token, status in cases:
            self.authenticate(login, login)
            path = f'/my/orders/{self.order.id}/complaint'
            url = f'{path}?access_token={token}' if token else path
            with self.subTest(login=login):
                self.assertEqual(self.url_open(url).status_code, status)
                sent = self._post(
                    f'{path}/send', access_token=token or '', line=self.line.id, reason="x"
                )
                self.assertEqual(sent.status_code, 409 if status == 200 else 404)
        self.assertEqual(self.order.gift_request_ids, self.complaint)


@tagged('post_install', '-at_install')
class TestDateAccess(DateCommon, HttpCase):
    """The pages for another day are the customer's and those of the holder of the link."""

    def _get_statuses(self, login, token):
        self.authenticate(login, login)
        path = f'/my/orders/{self.order.id}/date'
        query = f'?access_token={token}' if token else ''
        with freeze_time(MONDAY):
            return [
                self.url_open(f'{path}{query}').status_code,
                self.url_open(f'{path}/{self.ben.id}{query}').status_code,
                self._post(
                    f'{path}/{self.ben.id}', access_token=token or '', date='2026-12-17'
                ).status_code,
            ]

    def test_nobody_else_opens_or_changes_it(self):
        token = self.order._portal_ensure_token()
        for login, sent in (
            (None, None),
            (None, 'wrong'),
            ('gift_customer', None),
            ('gift_customer', 'wrong'),
            *((f'gift_{role}', token) for role in ('employee', 'production', *INSIDE)),
        ):
            with self.subTest(login=login, token=sent):
                self.assertEqual(self._get_statuses(login, sent), [404, 404, 404])
        self.assertFalse(self.order.gift_request_ids)
        self.assertEqual(self._get_statuses(None, token), [200, 200, 200])

    def test_the_customer_changes_it_after_the_login(self):
        self.order.partner_id = self.users['customer'].partner_id

        self.assertEqual(self._get_statuses('gift_customer', None), [200, 200, 200])
        self.assertEqual(self.order.gift_request_ids.parcel_id, self.ben)
