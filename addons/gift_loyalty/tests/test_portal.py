from odoo.tests import HttpCase, new_test_user, tagged

from .common import PointsCommon


@tagged('post_install', '-at_install')
class TestPortal(PointsCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, 'emma', groups='base.group_portal')
        cls.wallet = cls._create_wallet(60, partner=cls.user.partner_id)

    def _open(self, path='/my/loyalty'):
        self.authenticate('emma', 'emma')
        return self.url_open(path)

    def test_the_page_tells_what_there_is_and_what_comes(self):
        self._create_order(quantity=5, partner=self.user.partner_id)

        page = self._open()

        self.assertEqual(page.status_code, 200)
        self.assertIn("60 points", page.text)
        self.assertIn("100 points", page.text)
        self.assertIn("yours to take in the cart", page.text)
        self.assertIn("Earned, not usable yet", page.text)

    def test_somebody_elses_points_are_not_shown(self):
        other = self.env['res.partner'].create({'name': "Somebody else"})
        self._create_wallet(777, partner=other)

        page = self._open()

        self.assertNotIn("777", page.text)

    def test_a_customer_without_points_gets_a_way_to_them(self):
        new_test_user(self.env, 'newcomer', groups='base.group_portal')
        self.authenticate('newcomer', 'newcomer')

        page = self.url_open('/my/loyalty')

        self.assertIn("You have no points yet", page.text)

    def test_odd_pages_are_answered(self):
        for path in ('/my/loyalty/page/999', '/my/loyalty?page=x', '/my/loyalty/page/0'):
            with self.subTest(path):
                self.assertEqual(self._open(path).status_code, 200)

    def test_more_entries_cost_no_more_queries(self):
        self.authenticate('emma', 'emma')

        def count():
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.url_open('/my/loyalty')
            return self.env.cr.sql_log_count - before

        count()
        few = count()
        for number in range(15):
            self.wallet._add_bonus(1, key=f'more:{number}', reason="More")

        self.assertLessEqual(count(), few + 2)
