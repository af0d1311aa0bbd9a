from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

from .access_supplier import ROLES, AccessCase
from .pages import SupplierPages
from .test_supplier_defect import DefectCommon

RIGHTS = {
    'gift.supplier.defect': {'buyer': 'r', 'purchaser': 'r'},
    'gift.supplier.defect.photo': {'buyer': 'r', 'purchaser': 'r'},
}


@tagged('post_install', '-at_install')
class TestSupplierDefectAccess(AccessCase, DefectCommon, TransactionCase):
    """Defects as records."""

    def test_every_role_has_exactly_its_rights(self):
        defect = self._report(self._receive(), photos=1)

        self._assert_rights((defect.sudo(False), defect.photo_ids.sudo(False)), RIGHTS)
        stocker = new_test_user(self.env, 'defect_stock', groups='stock.group_stock_user')
        self.assertTrue(defect.with_user(stocker).sudo(False).has_access('read'))
        self.assertFalse(defect.with_user(stocker).sudo(False).has_access('write'))

    def test_buttons_ask_for_their_role(self):
        line = self._receive()
        defect = self._report(line).sudo(False)
        for role in ('login', 'employee', 'production'):
            user = new_test_user(self.env, f'defect_{role}', groups=ROLES[role])
            for name in ('action_decide', 'action_close'):
                with self.subTest(role=role, name=name), self.assertRaises(AccessError):
                    getattr(defect.with_user(user), name)()
            with self.subTest(role=role), self.assertRaises(AccessError):
                line.move_ids.picking_id.with_user(user).action_gift_report_defect()
        stocker = new_test_user(self.env, 'defect_stocker', groups='stock.group_stock_user')
        with self.assertRaises(AccessError):
            defect.with_user(stocker).action_decide()
        self.assertEqual(defect.state, 'reported')
        names = ('_report', '_answer', '_decide', '_close', '_remind')
        self._assert_private('gift.supplier.defect', names)


@tagged('post_install', '-at_install')
class TestSupplierDefectPage(DefectCommon, SupplierPages):
    """Two suppliers, two contacts each, and who has no right: every page of a defect."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.defect = cls._report(cls._receive(), photos=1)
        cls.foreign = cls._report(cls._receive(cls.pens), reference='r2', photos=1)

    def _get_urls(self, path, defect):
        page = f'{path}/defect/{defect.id}'
        return page, f'{page}/photo/{defect.photo_ids.id}.jpg'

    def _get_states(self, path, defect):
        return [self.url_open(url).status_code for url in self._get_urls(path, defect)]

    def test_each_contact_opens_the_own_suppliers_alone(self):
        for contact, own, other in (
            (self.ann, self.defect, self.foreign),
            (self.bob, self.defect, self.foreign),
            (self.cleo, self.foreign, self.defect),
            (self.dan, self.foreign, self.defect),
        ):
            path = self._create_link(contact)
            with self.subTest(contact=contact.partner_id.name):
                self.assertEqual(self._get_states(path, own), [200, 200])
                self.assertEqual(self._get_states(path, other), [404, 404])
                mixed = f'{path}/defect/{own.id}/photo/{other.photo_ids.id}.jpg'
                self.assertEqual(self.url_open(mixed).status_code, 404)
                self.assertIn(
                    f'/defect/{own.id}', self.url_open(f'{path}/order/{own.order_id.id}').text
                )
                answered = self._post(f'{path}/defect/{other.id}/answer', answer='credit')
                self.assertEqual(answered.status_code, 404)
        self.assertEqual((self.defect | self.foreign).mapped('state'), ['reported'] * 2)

    def test_the_page_has_a_field_for_the_reason_and_says_where_one_is(self):
        page = self.url_open(self._get_urls(self._create_link(self.ann), self.defect)[0]).text

        self.assertIn('<textarea id="defect_reason"', page)
        self.assertEqual(page.count('aria-current="page"'), 1)

    def test_links_that_do_not_work_open_and_change_nothing(self):
        ended, revoked, other, role = (
            self._create_link(self.ann, order)
            for order in (None, None, self._create_purchase(), None)
        )
        self._find_access(ended).date_end = fields.Date.today() - timedelta(days=1)
        self._find_access(revoked)._revoke()
        for path in (ended, revoked, other, f'/supplier/{"x" * 43}'):
            with self.subTest(path=path):
                self.assertEqual(self._get_states(path, self.defect), [404, 404])
                answered = self._post(f'{path}/defect/{self.defect.id}/answer', answer='credit')
                self.assertEqual(answered.status_code, 404)
        self.ann.write({'may_orders': False, 'may_feed': True})
        self.assertEqual(self._get_states(role, self.defect), [404, 404])
        self.assertEqual(self.defect.state, 'reported')

    def test_an_answer_needs_the_code_and_keeps_what_was_typed(self):
        path = self._create_link(self.ann)
        url = f'{path}/defect/{self.defect.id}/answer'
        self.assertIn("Confirm that it is you", self._post(url, answer='credit').text)
        self.assertEqual(self.defect.state, 'reported')
        self._unlock(path)

        for values in (
            {'answer': 'replacement', 'day': '31.2.', 'reason': "<b>kiln"},
            {'answer': 'disputed'},
            {'answer': 'x'},
            {},
        ):
            page = self._post(url, **values)
            self.assertEqual(page.status_code, 409)
            self.assertNotIn("<b>kiln", page.text)
        kept = self._post(url, answer='replacement', reason="kiln broken")
        self.assertIn("kiln broken", kept.text)
        day = fields.Date.today() + timedelta(days=9)
        page = self._post(url, answer='replacement', day=str(day))

        self.assertIn("we have got your answer", page.text)
        self.assertRecordValues(
            self.defect,
            [{'state': 'answered', 'answer': 'replacement', 'answer_date': day,
              'answered_by': 'Ann'}],
        )  # fmt: skip
        self.assertEqual(self._post(url, answer='credit').status_code, 409)

    def test_staff_see_photos_by_their_rights(self):
        url = self.defect.photo_ids.url
        for name, group, status in (
            ('photo_buyer', 'purchase.group_purchase_user', 200),
            ('photo_employee', 'base.group_user', 404),
            ('photo_login', 'base.group_portal', 404),
        ):
            new_test_user(self.env, name, groups=group)
            self.authenticate(name, name)
            with self.subTest(name):
                self.assertEqual(self.url_open(url).status_code, status)
