from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .stock_alert_common import StockAlertCommon


@tagged('post_install', '-at_install')
class TestLatePurchase(StockAlertCommon, TransactionCase):
    """Purchases that are late stand in the day's one mail, once."""

    def setUp(self):
        super().setUp()
        self.today = fields.Date.today()
        self.pen = self._create_goods("Pen")
        self.lates = self.env['gift.late.purchase']

    def _check_late(self):
        self.lates._check_company(self.company)

    def _get_activities(self):
        return self.env['mail.activity'].search(
            [('res_model', '=', 'gift.stock.digest'), ('user_id', '=', self.manager.id)]
        )

    def _next_day(self):
        for digest in self.digests.search([('company_id', '=', self.company.id)]):
            digest.date = digest.date.replace(year=digest.date.year - 1)
        self.env.flush_all()

    def _receive(self, line, quantity):
        move = line.move_ids
        move.write({'quantity': quantity, 'picked': True})
        move.picking_id._action_done()

    def test_a_purchase_whose_first_promise_has_passed_is_told_once(self):
        late = self._create_late(days=3)
        self.assertRecordValues(
            late,
            [{'state': 'open', 'late_count': 1, 'late_since': self.today - timedelta(days=3),
              'supplier_id': self.mugs.id}],
        )  # fmt: skip
        for _time in range(2):
            self._send()
            self._check_late()
            self._next_day()

        (mail,) = self._get_digests()
        for word in (
            late.order_id.name,
            "Mugs Ltd",
            "Late purchases",
            f'/late-purchases/{late.id}',
        ):
            self.assertIn(word, mail)
        self.assertNotIn("running low", mail)
        summary = "Stock alerts: 0, late purchases: 1"
        self.assertEqual(self._get_activities().mapped('summary'), [summary])

    def test_stock_and_purchases_stand_in_one_mail(self):
        self._create_rule(self.mug, quantity=5)
        self._put(self.mug, 1)
        self._check()
        self._create_late(lines=[(self.pen, 5, 1.0)])

        self._send()

        (mail,) = self._get_digests()
        self.assertIn("Rare mug", mail)
        self.assertIn("Late purchases", mail)
        self.assertEqual(len(self._get_activities()), 1)

    def test_what_is_not_late_is_no_alert(self):
        order = self._create_purchase(lines=[(self.mug, 10, 4.0)])
        cancelled = self._create_late(lines=[(self.pen, 5, 1.0)]).order_id
        cancelled.button_cancel()
        draft = self._create_purchase(state='draft', lines=[(self.mug, 10, 4.0)])
        draft.order_line.gift_promised_date = self.today - timedelta(days=1)
        order.order_line.gift_promised_date = self.today
        self._check_late()

        self.assertFalse(self._find_late(order) | self._find_late(cancelled))
        self.assertFalse(self._find_late(draft), "of a draft nothing was promised")

    def test_a_later_date_that_was_agreed_does_not_move_the_first_promise(self):
        late = self._create_late()
        late.order_id.order_line.date_planned = fields.Datetime.to_datetime('2031-05-02 12:00:00')
        self._check_late()

        self.assertEqual(late.state, 'open')
        self.assertEqual(str(late.expected_date), '2031-05-02')

    def test_without_any_promise_the_day_that_we_asked_for_counts(self):
        order = self._create_purchase(lines=[(self.mug, 10, 4.0)])
        order.order_line.gift_requested_date = self.today - timedelta(days=2)
        self._check_late()

        self.assertEqual(self._find_late(order).late_count, 1)

    def test_what_has_come_ends_the_alert_and_its_activity(self):
        late = self._create_late()
        self._send()
        line = late.order_id.order_line
        self._receive(line, 10)
        self.assertEqual(line.qty_received, 10)
        self._check_late()

        self.assertEqual(late.state, 'resolved')
        self.assertFalse(self._get_activities())

    def test_more_late_lines_are_news(self):
        late = self._create_late(lines=[(self.mug, 10, 4.0), (self.pen, 5, 1.0)])
        late.order_id.order_line[0].gift_promised_date = self.today + timedelta(days=9)
        self._check_late()
        self._send()
        self.assertEqual(late.late_count, 1)
        late.order_id.order_line[0].gift_promised_date = self.today - timedelta(days=1)
        self._check_late()
        self._next_day()
        self._send()

        self.assertEqual(len(self._get_digests()), 2)

    def test_snoozed_is_quiet_until_its_day_and_then_told_again(self):
        late = self._create_late()
        buyer = late.with_user(self.manager)
        with self.assertRaises(UserError):
            buyer._snooze(self.today)
        action = buyer.action_snooze()
        self.env['gift.stock.snooze'].with_user(self.manager).with_context(
            **action['context']
        ).create({'until': self.today + timedelta(days=4), 'reason': "On its way"}).action_snooze()
        self._check_late()
        self._send()
        self.assertEqual((late.state, late.snooze_reason), ('snoozed', "On its way"))
        self.assertFalse(self._get_digests())

        late.snoozed_until = self.today
        self._check_late()
        self._send()
        self.assertEqual(late.state, 'open')
        self.assertEqual(len(self._get_digests()), 1)

    def test_a_supplier_that_does_not_answer_is_told_to_who_does_not_know_yet(self):
        order = self._create_purchase(lines=[(self.mug, 10, 4.0)])
        own = self._create_purchase(lines=[(self.pen, 5, 1.0)], user_id=self.manager.id)
        for silent in order | own:
            for _turn in range(2):
                self._check_late()
                self.assertFalse(self._find_late(silent), "it was reminded once at most")
                silent.gift_answer_due = fields.Datetime.now() - timedelta(minutes=1)
                silent._gift_remind()
        self._check_late()
        self._send()

        alerts = self._find_late(order) | self._find_late(own)
        self.assertEqual(alerts.mapped('late_count'), [0, 0])
        mail = self._get_digests()[-1]
        self.assertIn("does not answer", mail)
        self.assertIn(order.name, mail)
        self.assertNotIn(f'>{own.name}<', mail, "an activity of the order told its buyer")

    def test_an_order_has_one_open_alert(self):
        late = self._create_late()
        with (
            mute_logger('odoo.sql_db'),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.lates.create({'order_id': late.order_id.id})

    def test_many_orders_need_as_many_queries_as_few(self):
        def count(number):
            for _order in range(number):
                self._create_purchase(lines=[(self.mug, 1, 4.0)]).order_line.gift_promised_date = (
                    self.today - timedelta(days=1)
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._check_late()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count(2)
        self.assertLessEqual(count(30), count(2) + 3)
