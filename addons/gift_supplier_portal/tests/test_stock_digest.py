from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

from .stock_alert_common import StockAlertCommon


@tagged('post_install', '-at_install')
class TestStockDigest(StockAlertCommon, TransactionCase):
    """Managers are told once, in one mail and one activity a day."""

    def setUp(self):
        super().setUp()
        self._create_rule(self.mug, quantity=5)
        self._put(self.mug, 3)
        self._check()

    def _get_activities(self, user=None):
        return self.env['mail.activity'].search(
            [('res_model', '=', 'gift.stock.digest'), ('user_id', '=', (user or self.manager).id)]
        )

    def _next_day(self):
        """Move what was told into the past."""
        for digest in self.digests.search([('company_id', '=', self.company.id)]):
            digest.date = digest.date.replace(year=digest.date.year - 1)
        self.env.flush_all()

    def test_one_mail_and_one_activity_say_what_to_order(self):
        pen = self._create_goods("Pen")
        self._create_rule(pen, quantity=5)
        self._put(pen, 0)
        self._check()

        self._send()

        (mail,) = self._get_digests()
        self.assertIn("Rare mug", mail)
        self.assertIn("out of stock", mail)
        self.assertIn("Mugs Ltd", mail)
        self.assertIn("none yet", mail)
        self.assertIn(f'/odoo/stock-alerts/{self._find().id}', mail)
        self.assertLess(mail.index("Pen"), mail.index("Rare mug"))  # what ran out comes first
        self.assertEqual(self._get_activities().mapped('summary'), ["Stock alerts: 2"])

    def test_nothing_is_told_twice(self):
        self._send()
        self._send()
        self._check()
        self._send()
        self._next_day()
        self._check()
        self._send()

        self.assertEqual(len(self._get_digests()), 1)
        self.assertEqual(len(self._get_activities()), 1)

    def test_what_comes_later_on_a_day_waits_for_the_next_one(self):
        self._send()
        self._put(self.mug, 0)
        self._check()
        self._send()
        self.assertEqual(len(self._get_digests()), 1)

        self._next_day()
        self._send()

        self.assertEqual(len(self._get_digests()), 2)
        self.assertIn("out of stock", self._get_digests()[1])
        self.assertEqual(len(self._get_activities()), 1)  # the new one stands for both

    def test_a_check_that_was_cut_off_is_told_by_the_next_one(self):
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self._send()
            raise ZeroDivisionError
        self.env.invalidate_all()
        self.assertFalse(self._get_digests())

        self._send()

        self.assertEqual(len(self._get_digests()), 1)

    def test_nobody_is_told_before_the_hour(self):
        self.env['ir.config_parameter'].set_param('gift_supplier_portal.stock_digest_hour', '24')

        self._send()

        self.assertFalse(self._get_digests())
        self.assertFalse(self.digests.search([('company_id', '=', self.company.id)]))

    def test_a_rule_says_who_is_told(self):
        other = new_test_user(
            self.env, 'stock_other', groups='gift_base.group_manager', email='other@example.com',
            company_id=self.company.id, company_ids=[Command.set(self.company.ids)],
        )  # fmt: skip
        elsewhere = new_test_user(
            self.env, 'stock_elsewhere', groups='gift_base.group_manager', email='e@example.com',
            company_id=self.env.ref('base.main_company').id,
            company_ids=[Command.set(self.env.ref('base.main_company').ids)],
        )  # fmt: skip
        pen = self._create_goods("Pen")
        self._create_rule(pen, quantity=5, user_ids=[Command.set(other.ids)])
        self._put(pen, 1)
        self._check()

        self._send()

        self.assertNotIn("Pen", self._get_digests()[0].replace("Pens", ""))
        self.assertIn("Pen", self._get_digests(other)[0])
        self.assertFalse(self._get_digests(elsewhere))
        self.assertFalse(self._get_activities(elsewhere))

    def test_a_new_shortage_after_the_stock_was_back_is_told(self):
        self._send()
        self._put(self.mug, 50)
        self._check()
        self.assertFalse(self._get_activities())  # nothing is left of it
        self._put(self.mug, 2)
        self._check()
        self._next_day()

        self._send()

        self.assertEqual(len(self._get_digests()), 2)

    def test_ordered_is_not_told_unless_it_runs_out(self):
        self._send()
        self._find().action_purchase()
        self._next_day()
        self._send()
        self.assertEqual(len(self._get_digests()), 1)
        self.assertFalse(self._get_activities())

        self._put(self.mug, 0)
        self._check()
        self._send()

        self.assertEqual(self._find().state, 'ordered')
        self.assertEqual(len(self._get_digests()), 2)

    def test_the_scheduled_action_checks_and_tells(self):
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)
        self._put(self.mug, 0)

        self.alerts._cron_check()
        self.alerts._cron_check()

        self.assertEqual(self._find().level, 'out')
        self.assertEqual(len(self._get_digests()), 1)
