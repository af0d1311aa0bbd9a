from odoo.tests import HttpCase, JsonRpcException, tagged

from odoo.addons.gift_base.tests.common import create_role_users

METHODS = (
    ('gift.store.demo', '_load_demo_shop'),
    ('gift.store.demo', '_load_people'),
    ('website', '_gift_get_bestsellers'),
)
ROLES = ('customer', 'employee', 'production', 'staff', 'manager')


@tagged('post_install', '-at_install')
class TestAccess(HttpCase):
    """The demo loader and the helpers of the home page cannot be called from outside."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = create_role_users(cls.env, 'gift_store')

    def _call(self, model, method):
        return self.make_jsonrpc_request(
            '/web/dataset/call_kw',
            {'model': model, 'method': method, 'args': [[]], 'kwargs': {}},
        )

    def test_no_role_can_fill_the_shop_over_the_network(self):
        before = self.env['res.users'].search_count([])

        for role in ROLES:
            self.authenticate(self.users[role].login, self.users[role].login)
            for model, method in METHODS:
                with (
                    self.subTest(role=role, method=method),
                    self.assertRaisesRegex(JsonRpcException, 'AccessError'),
                ):
                    self._call(model, method)

        self.assertEqual(self.env['res.users'].search_count([]), before)

    def test_a_visitor_has_to_log_in_before_calling_anything(self):
        self.authenticate(None, None)

        for model, method in METHODS:
            with (
                self.subTest(method=method),
                self.assertRaisesRegex(JsonRpcException, 'SessionExpired'),
            ):
                self._call(model, method)
