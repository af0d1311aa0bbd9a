from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .promise_common import MONDAY, PromiseCommon


@tagged('post_install', '-at_install')
class TestCapacity(PromiseCommon):
    def _get_day(self, day, moment=MONDAY):
        with freeze_time(moment):
            days = self.env['gift.work.center.day']
            days._ensure_days(self.center)
            days.invalidate_model()
            return days.search([('work_center_id', '=', self.center.id), ('date', '=', day)])

    def test_pieces_are_booked_on_the_first_days_with_room(self):
        self.assertEqual(self._get_slots(self._order(quantity=3)), {30: 3})
        self.assertEqual(self._get_slots(self._order(quantity=4)), {30: 2, 1: 2})

        day = self._get_day('2026-12-01')

        self.assertEqual((day.capacity, day.booked, day.free, day.state), (5, 2, 3, 'free'))
        self.assertEqual(self._get_day('2026-11-30').state, 'full')

    def test_lines_of_one_order_share_the_free_pieces(self):
        order = self._order("Anna", "Ben", quantity=3)

        self.assertEqual(
            [self._get_days(line) for line in order.order_line], [{30: 3}, {30: 2, 1: 1}]
        )

    def _get_days(self, line):
        return {row.date.day: row.pieces for row in line.gift_booking_ids}

    def test_methods_that_share_a_work_centre_share_its_pieces(self):
        other = self._create_method()
        self.center.method_ids += other
        template = self._create_template(method=other, proof_policy='none')
        product = self._create_gift_product(name="Other", gift_template_id=template.id)
        self._order(quantity=4)

        order = self._order(quantity=2, product=product)

        self.assertEqual(self._get_slots(order), {30: 1, 1: 1})

    def test_a_method_without_a_work_centre_has_no_limit(self):
        self.center.method_ids = [Command.clear()]

        order = self._order(quantity=5000)

        self.assertFalse(order.order_line.gift_booking_ids)
        self.assertEqual(order.gift_first_promise, datetime(2026, 12, 1, 11))

    def test_closures_holidays_and_weekends_have_no_room(self):
        self.center.closure_ids = [
            Command.create({'date_from': '2026-11-30', 'date_to': '2026-11-30', 'pieces': 1}),
            Command.create({'date_from': '2026-12-01', 'date_to': '2026-12-02'}),
        ]
        self.calendar.global_leave_ids = [
            Command.create(
                {
                    'name': "Holiday",
                    'date_from': datetime(2026, 12, 2, 23),
                    'date_to': datetime(2026, 12, 3, 22, 59),
                }
            )
        ]
        self.center.saturday = 50

        order = self._order(quantity=9)

        self.assertEqual(self._get_slots(order), {30: 1, 4: 5, 7: 3})

    def test_a_cancelled_order_gives_its_pieces_back(self):
        order = self._order(quantity=5)

        order._action_cancel()

        self.assertEqual(self._get_slots(self._order(quantity=5)), {30: 5})

    def test_a_changed_quantity_is_booked_anew(self):
        order = self._order(quantity=2)

        with freeze_time(MONDAY):
            order.order_line.product_uom_qty = 7

        self.assertEqual(self._get_slots(order), {30: 5, 1: 2})

    def test_pieces_that_were_not_made_in_time_count_today(self):
        self._order(quantity=4)

        self.assertEqual(self._get_slots(self._order(quantity=5, moment='2026-12-01 09:00:00')), {
            1: 1, 2: 4,
        })  # fmt: skip

    def test_pieces_that_were_made_count_on_the_day_on_which_they_were_made(self):
        self._order(quantity=5)
        order = self._order(quantity=3)
        self.assertEqual(self._get_slots(order), {1: 3})
        with freeze_time('2026-11-30 10:00:00'):
            order.gift_job_ids._write_print_files()
            order.gift_job_ids.action_start()
            order.gift_job_ids.action_made()

        self.assertEqual(self._get_slots(order), {30: 3})
        day = self._get_day('2026-11-30')
        self.assertEqual((day.booked, day.state, day.load_percent), (8, 'over', 160))

    def test_a_reduced_day_shows_as_overbooked(self):
        self._order(quantity=5)
        self.center.monday = 2

        day = self._get_day('2026-11-30')

        with freeze_time(MONDAY):
            overbooked = day.search([('is_overbooked', '=', True)])
        self.assertEqual((day.state, day.free), ('over', 0))
        self.assertEqual(overbooked, day)

    def test_a_method_belongs_to_one_work_centre_of_a_company(self):
        with self.assertRaisesRegex(ValidationError, "belongs to the work centre “Laser”"):
            self._create_center(self.method, 3)

    def test_only_the_surfaces_that_carry_something_are_booked(self):
        back = self._create_method()
        zone = {
            'name': "Back",
            'key': 'back_text',
            'zone_type': 'text',
            'x_mm': 5,
            'y_mm': 5,
            'width_mm': 50,
            'height_mm': 20,
            'font_ids': [Command.set(self.font.ids)],
        }
        self.env['gift.surface'].create(
            {
                'template_id': self.gift_template.id,
                'name': "Back",
                'key': 'back',
                'width_mm': 100,
                'height_mm': 80,
                'method_id': back.id,
                'zone_ids': [Command.create(zone)],
            }
        )
        self._create_center(back, 1, name="Other")

        order = self._order(quantity=3)

        self.assertEqual(order.order_line.gift_booking_ids.method_id, self.method)
        self.assertEqual(order.order_line.gift_promise_date, date(2026, 12, 1))
