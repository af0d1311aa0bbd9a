from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import TransactionCase, new_test_user, tagged

from .access_supplier import AccessCase
from .pages import SupplierPages
from .score_common import TODAY, ScoreCommon

RIGHTS = {
    'gift.supplier.score': {'buyer': 'r', 'purchaser': 'r'},
    'gift.supplier.score.line': {'buyer': 'r', 'purchaser': 'r'},
}


@tagged('post_install', '-at_install')
class TestSupplierScoreAccess(AccessCase, ScoreCommon, TransactionCase):
    """Scorecards as records."""

    def test_only_buyers_read_scorecards(self):
        self._promise()
        with freeze_time(TODAY):
            records = [self.env[name].search([], limit=1) for name in RIGHTS]
            self.assertEqual([len(record) for record in records], [1, 1])

            self._assert_rights(records, RIGHTS)

    def test_who_buys_nothing_learns_no_rate(self):
        self._promise()
        employee = new_test_user(self.env, 'plain_employee', groups='base.group_user')
        with freeze_time(TODAY):
            self.assertEqual(self.mugs.with_user(self.buyer).on_time_rate, 0)
            self.assertEqual(self.mugs.with_user(employee).on_time_rate, -1)
        self._assert_private('res.partner', ('_gift_get_scores', '_gift_read_scores'))
        self._assert_private('gift.supplier.score', ('_get_cards',))


@tagged('post_install', '-at_install')
class TestSupplierScorePage(ScoreCommon, SupplierPages):
    """The page of a supplier about itself, and of nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        since = fields.Date.today() - timedelta(days=40)
        cls.late = cls._promise()
        cls.foreign = cls._promise(cls.pens, product=cls.pen)
        (cls.late | cls.foreign).write({'gift_promised_date': since})

    def test_each_contact_sees_the_own_supplier_alone(self):
        for contact, own, other in (
            (self.ann, self.late, self.foreign),
            (self.bob, self.late, self.foreign),
            (self.cleo, self.foreign, self.late),
            (self.dan, self.foreign, self.late),
        ):
            path = self._create_link(contact)
            with self.subTest(contact=contact.partner_id.name):
                page = self.url_open(f'{path}/score')
                self.assertEqual(page.status_code, 200)
                self.assertIn("0 of 1 lines had arrived", page.text)
                self.assertIn(own.order_id.name, page.text)
                self.assertIn("Not arrived", page.text)
                self.assertNotIn(other.order_id.name, page.text)
                self.assertNotIn(other.order_id.partner_id.name, page.text)

    def test_nobody_else_opens_it(self):
        one, ended, revoked, role, gone = (
            self._create_link(self.ann, order) for order in (self.late.order_id, *[None] * 4)
        )
        self._find_access(ended).date_end = fields.Date.today() - timedelta(days=1)
        self._find_access(revoked)._revoke()
        for path in (one, ended, revoked, f'/supplier/{"x" * 43}'):
            with self.subTest(path=path):
                self.assertEqual(self.url_open(f'{path}/score').status_code, 404)
        page = self.url_open('/supplier/me/score', allow_redirects=False)
        self.assertEqual(page.status_code, 303)
        self.ann.write({'may_orders': False, 'may_invoices': True})
        self.assertEqual(self.url_open(f'{role}/score').status_code, 404)
        self.ann.partner_id.parent_id = self.pens
        self.assertEqual(self.url_open(f'{gone}/score').status_code, 404)

    def test_logins_see_it_and_opening_writes_nothing(self):
        path = self._create_link(self.ann)
        self.url_open(f'{path}/score')  # what pages are made of may be stored once
        before = self._count_writes()
        self.url_open(f'{path}/score')

        self.assertEqual(self._count_writes(), before)
        user = new_test_user(self.env, 'own@example.com', groups='base.group_portal')
        user.partner_id.parent_id = self.mugs
        self.authenticate(user.login, user.login)
        self.assertEqual(self.url_open('/supplier/me/score').status_code, 404)
        self.env['gift.supplier.contact'].create({'partner_id': user.partner_id.id})
        self.assertEqual(self.url_open('/supplier/me/score').status_code, 200)

    def test_without_promises_the_page_says_so(self):
        self.late.gift_promised_date = fields.Date.today() + timedelta(days=3)

        page = self.url_open(f'{self._create_link(self.ann)}/score')

        self.assertIn("No promise has passed yet", page.text)
        self.assertNotIn(self.late.order_id.name, page.text)
