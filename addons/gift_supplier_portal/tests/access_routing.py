from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.gift_personalization.tests.promise_common import MONDAY

from .access_supplier import ROLES, AccessCase
from .pages import SupplierPages
from .routing_common import RoutingCommon

CATALOGUE = {'buyer': 'r', 'purchaser': 'rwcu'}
RIGHTS = {
    'gift.supplier.capability': CATALOGUE,
    'gift.supplier.closure': CATALOGUE,
    'gift.line.share': dict.fromkeys(('production', 'staff', 'buyer', 'purchaser'), 'r'),
    'gift.line.share.slot': {'buyer': 'r', 'purchaser': 'r'},
}
MONEY = ('cost', 'reasons', 'explanation', 'trouble_text', 'best_name', 'capability_id')


@tagged('post_install', '-at_install')
class TestRoutingAccess(AccessCase, RoutingCommon, TransactionCase):
    """What suppliers can make and cost is known to buyers alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.capability = cls._create_capability(to_shop=False, to_customer=True)
        cls.closure = cls.env['gift.supplier.closure'].create(
            {'capability_id': cls.capability.id, 'date_from': '2027-01-01', 'date_to': '2027-01-02'}
        )
        cls.share = cls._order_approved("Anna").gift_share_ids

    def test_every_role_has_exactly_its_rights(self):
        records = (self.capability, self.closure, self.share, self.share.slot_ids)
        self._assert_rights(records, RIGHTS)

    def test_costs_and_reasons_are_the_buyers(self):
        for role in ('production', 'staff'):
            user = new_test_user(self.env, f'money_{role}', groups=ROLES[role])
            share = self.share.with_user(user)
            self.assertEqual(share.maker_name, "Mugs Ltd")
            for name in MONEY:
                with self.subTest(role=role, field=name), self.assertRaises(AccessError):
                    share.read([name])
        self.assertTrue(self.share.with_user(self.buyer).read(MONEY)[0]['explanation'])

    def test_windows_are_the_buyers(self):
        for role in ('visitor', 'login', 'employee', 'production', 'staff'):
            user = new_test_user(self.env, f'window_{role}', groups=ROLES[role])
            for model in ('gift.reroute', 'gift.reroute.option'):
                with self.subTest(role=role, model=model), self.assertRaises(AccessError):
                    self.env[model].with_user(user).create({})

    def test_shares_are_made_and_moved_by_the_server_alone(self):
        names = ('_move_to', '_note_trouble', '_take_back', '_create_for_plan', '_give_to')
        self._assert_private('gift.line.share', names)
        self._assert_private('gift.supplier.capability', ('_claim', '_note_down'))
        self._assert_private('gift.reroute', ('_create_for',))
        self._assert_private('sale.order.line', ('_gift_route', '_gift_refresh_routing'))
        self._assert_private('purchase.order.line', ('_gift_take_back', '_gift_end'))


@tagged('post_install', '-at_install')
class TestRoutingPages(RoutingCommon, SupplierPages):
    """A supplier sees its own orders and nothing of who else could make them."""

    def test_a_supplier_sees_no_capability_cost_or_rival(self):
        self._create_capability(to_shop=False, to_customer=True, piece_cost=1.37)
        self._create_capability(self.pens, piece_cost=9.41)
        order = self._order_approved("Anna", quantity=2)
        purchase = self._get_purchases(order).order_id
        with freeze_time(MONDAY):
            purchase.button_confirm()
        self._create_capability(self.mugs, name="Secret press")
        path = self._create_link(self.ann)
        for page in ('', f'/order/{purchase.id}'):
            text = self.url_open(path + page).text
            self.assertIn(purchase.name, text)
            for secret in ("Pens Ltd", "9.41", "Secret press", "dearer", "Our workshop"):
                with self.subTest(page=page, secret=secret):
                    self.assertNotIn(secret, text)
        foreign = self._create_link(self.cleo)
        answer = self.url_open(f'{foreign}/order/{purchase.id}', allow_redirects=False)
        self.assertEqual(answer.status_code, 404)
