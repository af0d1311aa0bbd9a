from datetime import date, datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .promise_common import MONDAY, PromiseCommon


@tagged('post_install', '-at_install')
class TestPromise(PromiseCommon):
    def _get_promise(self, order):
        return order.commitment_date.date()

    def test_the_order_is_promised_with_its_delivery_method(self):
        order = self._order(carrier=self.carrier)

        self.assertEqual(order.commitment_date, datetime(2026, 12, 3, 11))  # noon in Berlin
        self.assertEqual(order.gift_first_promise, order.commitment_date)
        self.assertEqual(order.order_line.gift_promise_date, date(2026, 12, 3))
        self.assertEqual(order.gift_job_ids.date_due, date(2026, 12, 1))

    def test_the_delivery_is_planned_before_the_promised_day(self):
        order = self._order(carrier=self.carrier)

        self.assertEqual(order.picking_ids.scheduled_date, datetime(2026, 12, 1, 11))
        self.assertEqual(order.picking_ids.date_deadline, order.commitment_date)

    def test_after_the_cutoff_in_the_shops_time_zone_the_next_working_day_counts(self):
        before = self._order(moment='2026-11-27 10:59:00')
        after = self._order(moment='2026-11-27 11:00:00')
        self.env['ir.config_parameter'].set_param('gift_personalization.cutoff_hour', '15.5')
        later = self._order(moment='2026-11-27 14:29:00')

        self.assertEqual(self._get_slots(before), {27: 1})
        self.assertEqual(self._get_slots(after), {30: 1})
        self.assertEqual(self._get_slots(later), {27: 1})

    def test_proof_check_blank_and_production_days_count(self):
        self.gift_template.write({'check_days': 2, 'answer_days': 1, 'production_days': 2})
        self.gift_product.sale_delay = 4

        order = self._order(policy='staff')

        # checked 2 Dec, answered 3 Dec, blank 4 + 4 days = 8 Dec, finished 10 Dec
        self.assertEqual(self._get_slots(order), {8: 1})
        self.assertEqual(self._get_promise(order), date(2026, 12, 10))
        self.gift_product.gift_production_days = 5
        self.assertEqual(self._get_promise(self._order(policy='none')), date(2026, 12, 11))

    def test_a_date_set_by_hand_stays_and_the_shop_is_told(self):
        order = self._order(quantity=20, confirm=False)
        order.commitment_date = datetime(2026, 12, 1, 10)

        with freeze_time(MONDAY):
            order.action_confirm()

        self.assertEqual(order.commitment_date, datetime(2026, 12, 1, 10))
        self.assertEqual(order.gift_first_promise, datetime(2026, 12, 1, 10))
        self.assertIn("By the plan the gifts arrive on", order.message_ids[0].body)

    def test_an_order_without_gifts_is_not_promised_anything(self):
        order = self.env['sale.order'].create(
            {
                'partner_id': self.partner.id,
                'order_line': [(0, 0, {'product_id': self.plain_product.id})],
            }
        )

        order.action_confirm()

        self.assertFalse(order.commitment_date)

    def test_a_workshop_without_room_promises_nothing_and_the_order_is_confirmed(self):
        self.center.write(dict.fromkeys(('monday', 'tuesday', 'wednesday', 'thursday'), 0))
        self.center.friday = 0

        order = self._order()

        self.assertEqual((order.state, order.commitment_date), ('sale', False))
        self.assertEqual(order.gift_job_ids.stage, 'waiting')

    # === MOVING === #

    def test_an_early_approval_takes_the_first_free_day_and_the_promise_stays(self):
        order = self._order(policy='customer')
        self.assertEqual(self._get_slots(order), {4: 1})
        promised = order.commitment_date

        with freeze_time('2026-12-01 09:00:00'):
            self._approve(order.gift_job_ids)

        self.assertEqual(self._get_slots(order), {1: 1})
        self.assertEqual(order.commitment_date, promised)
        self.assertFalse(order.gift_promise_change_ids)

    def test_an_approval_on_its_last_evening_keeps_the_promise(self):
        order = self._order(policy='customer')
        promised = order.commitment_date
        with freeze_time('2026-12-03 21:00:00'):
            self._approve(order.gift_job_ids)

        self.assertEqual(self._get_slots(order), {4: 1})
        self.assertEqual(order.commitment_date, promised)

    def test_a_late_approval_into_a_full_workshop_moves_the_promise_with_its_reason(self):
        order = self._order(policy='customer')
        first = order.commitment_date
        self.assertEqual(first.date(), date(2026, 12, 7))
        self._order(quantity=25, policy='none', moment='2026-12-04 09:00:00')

        with freeze_time('2026-12-08 09:00:00'):
            self._approve(order.gift_job_ids)

        self.assertEqual(self._get_slots(order), {11: 1})  # what was not made in time comes first
        self.assertEqual(self._get_promise(order), date(2026, 12, 14))
        self.assertEqual(order.gift_first_promise, first)
        self.assertRecordValues(
            order.gift_promise_change_ids,
            [{'reason': 'answer', 'old_date': first, 'new_date': order.commitment_date}],
        )

    def test_a_changed_design_is_planned_after_the_answer_to_its_new_version(self):
        order = self._order(policy='customer')
        revision = self._create_revision(values={'name': {'text': "Bea"}})
        with freeze_time('2026-12-03 09:00:00'):
            order.gift_proof_ids._supersede_with(revision)

        self.assertEqual(self._get_slots(order), {9: 1})
        self.assertEqual(order.gift_promise_change_ids.mapped('reason'), ['design'])

    def test_a_date_moved_by_staff_is_kept_with_its_reason(self):
        order = self._order()
        first = order.commitment_date
        self.users['staff'].group_ids += self.env.ref('sales_team.group_sale_salesman_all_leads')

        order.with_user(self.users['staff']).commitment_date = datetime(2026, 12, 24, 11)

        self.assertEqual(order.gift_first_promise, first)
        promise = order._gift_get_promise()
        self.assertEqual((promise['date'], promise['first']), (date(2026, 12, 24), first.date()))
        self.assertEqual(
            promise['changes'],
            [{'reason': 'shop', 'date': date(2026, 12, 24), 'why': "We had to move the date."}],
        )

    def test_an_overdue_answer_moves_the_planned_promise_day_by_day(self):
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)
        order = self._order(policy='customer')
        for day in (4, 7):
            with freeze_time(f'2026-12-0{day} 09:00:00'):
                self.env['gift.proof']._cron_deadlines()

        self.assertEqual(self._get_promise(order), date(2026, 12, 9))
        self.assertEqual(self._get_slots(order), {8: 1})
        self.assertEqual(order.gift_planned_promise, order.commitment_date)
        self.assertEqual(order.gift_promise_change_ids.mapped('reason'), ['answer', 'answer'])
        self.assertEqual(len(order._gift_get_promise()['changes']), 1)
