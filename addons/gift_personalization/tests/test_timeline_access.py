from unittest.mock import MagicMock, patch

from odoo.exceptions import AccessError
from odoo.service.model import get_public_method
from odoo.tests import HttpCase, new_test_user, tagged

from .parcel_common import ParcelCommon

ROLES = (None, 'gift_customer', 'gift_employee', 'gift_production')


@tagged('post_install', '-at_install')
class TestProgressAccess(ParcelCommon, HttpCase):
    def _ship(self):
        order = self._create_gift_order("Anna")
        self._pack(order.gift_job_ids)
        order.gift_job_ids.action_ship()
        return order

    def test_the_part_of_the_page_opens_for_its_customer_and_its_link_only(self):
        order, other = self._create_gift_order("Anna"), self._create_gift_order("Ben")
        url = f'/my/orders/{order.id}/progress'
        for login in ROLES:
            self.authenticate(login, login)
            with self.subTest(login=login):
                self.assertEqual(self.url_open(url).status_code, 404)
                for token in ('x', '%C3%A9', other._portal_ensure_token()):
                    answer = self.url_open(f'{url}?access_token={token}')
                    self.assertEqual(answer.status_code, 404)
                answer = self.url_open(f'{url}?access_token={order._portal_ensure_token()}')
                self.assertEqual(answer.status_code, 200)
        order.partner_id = self.users['customer'].partner_id
        self.authenticate('gift_customer', 'gift_customer')

        self.assertEqual(self.url_open(url).status_code, 200)

    def test_only_its_customer_and_its_link_say_that_a_parcel_has_arrived(self):
        order, other = self._ship(), self._ship()
        picking = order.picking_ids
        url = f'/my/orders/{order.id}/parcels/{picking.id}/arrived'
        foreign = f'/my/orders/{other.id}/parcels/{picking.id}/arrived'
        token = other._portal_ensure_token()
        for login in ROLES:
            self.authenticate(login, login)
            with self.subTest(login=login):
                self.assertEqual(self._post(url).status_code, 404)
                self.assertEqual(self._post(url, access_token=token).status_code, 404)
                self.assertEqual(self._post(foreign, access_token=token).status_code, 404)
        self.assertFalse(picking.gift_delivered_date)

        self._post(url, access_token=order._portal_ensure_token())

        self.assertEqual(picking.gift_delivered_source, 'customer')

    def test_the_team_says_that_a_parcel_has_arrived_and_others_may_not(self):
        picking = self._ship().picking_ids
        for role in ('visitor', 'customer', 'employee'):
            for name in ('action_gift_delivered', 'action_gift_not_delivered'):
                with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                    getattr(picking.with_user(self.users[role]), name)()
        keeper = new_test_user(self.env, login='gift_keeper', groups='stock.group_stock_user')
        picking.with_user(keeper).action_gift_delivered()
        self.assertEqual(picking.gift_delivered_source, 'staff')
        picking.with_user(keeper).action_gift_not_delivered()
        self.assertFalse(picking.gift_delivered_date)

    def test_the_workshop_says_it_on_the_job(self):
        for role in ('production', 'staff', 'manager'):
            job = self._ship().gift_job_ids
            with self.subTest(role=role):
                job.with_user(self.users[role]).action_delivered()
                self.assertTrue(job.is_delivered)
        job = self._ship().gift_job_ids
        for role in ('visitor', 'customer', 'employee'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                job.with_user(self.users[role]).action_delivered()
        self.assertFalse(job.is_delivered)

    def test_the_timeline_is_the_teams(self):
        order = self._create_gift_order("Anna")
        for role in ('visitor', 'customer', 'employee'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                order.with_user(self.users[role]).read(['gift_progress_html'])
            with self.subTest(role=role), self.assertRaises(AccessError):
                order.gift_job_ids.with_user(self.users[role]).read(['progress_html'])

    def test_helpers_of_the_timeline_cannot_be_called_over_rpc(self):
        helpers = {
            'stock.picking': ('_gift_set_delivered', '_gift_get_tracking'),
            'sale.order': ('_gift_get_shipments', '_gift_render_progress'),
            'gift.job': ('_get_timeline', '_get_parcels'),
        }
        for model, names in helpers.items():
            for name in names:
                with self.subTest(name=name), self.assertRaises(AccessError):
                    get_public_method(self.env[model], name)


@tagged('post_install', '-at_install')
class TestLiveAccess(ParcelCommon):
    def _subscribe(self, name, user=None):
        """Return the records that a browser with that channel name listens to."""
        socket = self.env['ir.websocket'].with_user(user or self.users['visitor'])
        request = MagicMock()
        request.session.uid = user.id if user else None
        with patch('odoo.addons.bus.models.ir_websocket.wsrequest', new=request):
            found = socket._build_bus_channel_list([name])
        opened = [channel[0] for channel in found if isinstance(channel, tuple)]
        return [record for record in opened if record._name == 'sale.order'], found

    def test_the_name_on_the_page_opens_the_channel_of_its_order_to_guest_and_customer(self):
        order = self._create_gift_order("Anna")
        name = order._gift_get_progress_channel()

        for user in (None, self.users['customer']):
            opened, _found = self._subscribe(name, user)
            self.assertEqual([record.id for record in opened], order.ids)

    def test_no_other_name_opens_anything(self):
        order, other = self._create_gift_order("Anna"), self._create_gift_order("Ben")
        name, token = order._gift_get_progress_channel(), order._portal_ensure_token()
        signature = name.rpartition(':')[2]
        wrong = (
            f'gift_progress:{order.id}',
            f'gift_progress:{order.id}:',
            f'gift_progress:{order.id}:{token}',
            f'gift_progress:{other.id}:{signature}',
            f'gift_progress:{order.id}:é{signature}',
            f'gift_progress:{order.id}:False',
            f'gift_progress:{"9" * 30}:{signature}',
            f'gift_progress:²:{signature}',
            'gift_progress:',
        )
        for channel in wrong:
            for user in (None, self.users['customer'], self.users['employee']):
                with self.subTest(channel=channel, user=user):
                    opened, found = self._subscribe(channel, user)
                    self.assertEqual(opened, [])
                    self.assertNotIn(channel, found)

    def test_a_name_ends_with_the_token_of_its_order(self):
        order = self._create_gift_order("Anna")
        name = order._gift_get_progress_channel()

        order.access_token = 'another'

        self.assertEqual(self._subscribe(name)[0], [])

    def test_helpers_of_channels_cannot_be_called_over_rpc(self):
        for name in ('_gift_get_progress_channel', '_gift_find_by_channel', '_gift_tell_progress'):
            with self.subTest(name=name), self.assertRaises(AccessError):
                get_public_method(self.env['sale.order'], name)


@tagged('post_install', '-at_install')
class TestMailChoiceAccess(ParcelCommon, HttpCase):
    def test_only_the_signed_link_of_an_order_chooses_its_mails(self):
        order, other = self._create_gift_order("Anna"), self._create_gift_order("Ben")
        foreign = other._gift_get_mails_url().rpartition('/')[2]
        for login in (*ROLES, 'gift_staff', 'gift_manager'):
            self.authenticate(login, login)
            for token in ('x', '%C3%A9', foreign, order._portal_ensure_token()):
                url = f'/gift/mails/{order.id}/{token}'
                with self.subTest(login=login, token=token):
                    self.assertEqual(self.url_open(url).status_code, 404)
                    self.assertEqual(self._post(url, packed='1').status_code, 404)
                    self.assertEqual(self.url_open(f'{url}/stop', data={'x': '1'}).status_code, 404)
        self.assertFalse(order.gift_mail_steps)

    def test_steps_to_write_about_are_read_by_staff_and_written_by_nobody(self):
        rows = self.env['gift.step.mail']
        for role in ('visitor', 'customer', 'employee', 'production'):
            self.assertFalse(rows.with_user(self.users[role]).has_access('read'), role)
        for role in ('staff', 'manager'):
            self.assertTrue(rows.with_user(self.users[role]).has_access('read'), role)
            for operation in ('create', 'write', 'unlink'):
                self.assertFalse(rows.with_user(self.users[role]).has_access(operation), role)

    def test_helpers_of_mails_cannot_be_called_over_rpc(self):
        helpers = {
            'sale.order': ('_gift_send_news', '_gift_set_mail_steps', '_gift_get_mails_url'),
            'gift.step.mail': ('_queue', '_cron_send'),
        }
        for model, names in helpers.items():
            for name in names:
                with self.subTest(name=name), self.assertRaises(AccessError):
                    get_public_method(self.env[model], name)
