from datetime import date
from unittest.mock import patch

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from ..models.occasion_days import in_year, is_day, next_after
from .consent_common import HOW, ConsentCommon


class OccasionCommon(ConsentCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.occasions = cls.env['gift.occasion']
        cls.env['gift.occasion'].search([]).unlink()

    def setUp(self):
        super().setUp()
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)
        self._set_today(date(2027, 1, 10))

    def _set_today(self, day):
        patcher = patch.object(self.registry['gift.occasion'], '_get_today', lambda _self: day)
        patcher.start()
        self.addCleanup(patcher.stop)
        self.occasions.invalidate_model()

    def _create(self, month=3, day=20, partner=None, **values):
        return self.occasions.create(
            {
                'partner_id': (partner or self.customer).id,
                'name': "Grandma",
                'kind': 'birthday',
                'month': month,
                'day': day,
                **values,
            }
        )

    def _get_mails(self, partner=None):
        return self.env['mail.mail'].search(
            [('recipient_ids', 'in', (partner or self.customer).ids)]
        )


@tagged('post_install', '-at_install')
class TestOccasion(OccasionCommon):
    """One reminder a year, in time, for who wants it."""

    def test_29_february_is_the_last_day_of_the_month_in_other_years(self):
        self.assertEqual(in_year(2027, 2, 29), date(2027, 2, 28))
        self.assertEqual(in_year(2028, 2, 29), date(2028, 2, 29))
        self.assertEqual(next_after(date(2027, 3, 1), 2, 29), date(2028, 2, 29))
        self.assertFalse(is_day(2, 30) or is_day(13, 1) or is_day(4, 31) or is_day(0, 1))

    def test_the_reminder_comes_its_lead_before_the_day(self):
        occasion = self._create(lead='14')

        self.assertEqual(occasion.remind_on, date(2027, 3, 6))
        occasion.lead = '30'
        self.assertEqual(occasion.remind_on, date(2027, 2, 18))
        occasion.is_reminding = False
        self.assertFalse(occasion.remind_on)

    def test_a_day_that_is_nearer_than_its_lead_is_reminded_of_next_year(self):
        occasion = self._create(month=1, day=15, lead='14')

        self.assertEqual(occasion.remind_on, date(2028, 1, 1))

    def test_days_that_do_not_exist_are_refused(self):
        for month, day in ((2, 30), (4, 31), (13, 1), (0, 5)):
            with self.subTest(f'{day}.{month}.'), self.assertRaises(ValidationError):
                self._create(month=month, day=day)

    def test_it_is_sent_once_a_year_however_often_the_job_runs(self):
        self._say('given', 'occasion')
        occasion = self._create(lead='14')
        self._set_today(date(2027, 3, 5))
        self.occasions._cron_remind()
        self.assertFalse(self._get_mails())

        self._set_today(date(2027, 3, 6))
        self.occasions._cron_remind()
        self.occasions._cron_remind()
        occasion.remind_on = date(2027, 3, 6)  # a job that begins again
        self.occasions._cron_remind()

        self.assertEqual(len(self._get_mails()), 1)
        self.assertEqual(occasion.remind_on, date(2028, 3, 6))
        self._set_today(date(2028, 3, 6))
        self.occasions._cron_remind()
        self.assertEqual(len(self._get_mails()), 2)

    def test_a_job_that_comes_late_still_reminds_before_the_day_and_not_after(self):
        self._say('given', 'occasion')
        occasion = self._create(lead='14')
        other = self._create(month=2, day=1, lead='7')
        self._set_today(date(2027, 3, 12))

        self.occasions._cron_remind()

        self.assertEqual(len(self._get_mails()), 1)
        self.assertIn("March 20, 2027", self._get_mails().body_html)
        self.assertEqual(occasion.remind_on, date(2028, 3, 6))
        self.assertEqual(other.remind_on, date(2028, 1, 25))

    def test_nobody_is_reminded_who_did_not_agree_or_stopped(self):
        self._create(lead='14')
        self._set_today(date(2027, 3, 6))
        self.occasions._cron_remind()
        self.assertFalse(self._get_mails())

        self._say('given', 'occasion')
        self.customer._gift_stop('occasion', HOW)
        self._create(lead='7')
        self._set_today(date(2027, 3, 13))
        self.occasions._cron_remind()

        self.assertFalse(self._get_mails())

    def test_the_mail_shows_the_gift_of_last_time_and_by_when_to_order(self):
        self._say('given', 'occasion')
        order = self._create_gift_order()
        order.partner_id = self.customer
        line = self._get_gift_line(order)
        self._create(lead='21', line_id=line.id, year=1957)
        self._set_today(date(2027, 2, 27))

        with patch.object(
            self.registry['gift.occasion'], '_get_order_by', lambda *args: date(2027, 3, 9)
        ):
            self.occasions._cron_remind()

        body = self._get_mails().body_html
        self.assertIn(line._gift_get_preview_url(), body)
        self.assertIn(f'/my/gifts/again/{line.id}', body)
        self.assertIn("March 9, 2027", body)
        self.assertIn(">70<", body)

    def _get_gift_line(self, order):
        return order.order_line.filtered('gift_revision_id')[:1]

    def test_order_by_counts_the_working_days_of_making_and_sending(self):
        order = self._create_gift_order()
        order.partner_id = self.customer
        line = self._get_gift_line(order)
        today = (
            self.env['gift.promise']
            ._open_planner(self.env.company, self.env['gift.print.method'])
            .start
        )
        day = in_year(today.year + 1, 3, 20)
        known = self._create(line_id=line.id)
        unknown = self._create()

        order_by = known._get_order_by(day)

        self.assertTrue(today <= order_by < day)
        self.assertTrue((day - unknown._get_order_by(day)).days >= 9)  # 7 working days
        self.assertIsNone(known._get_order_by(today))

    def test_a_gift_of_somebody_else_is_not_shown(self):
        order = self._create_gift_order()
        occasion = self._create(line_id=self._get_gift_line(order).id)

        self.assertFalse(occasion._get_past_line())

    def test_the_calendar_repeats_each_year_and_escapes_names(self):
        self._create(2, 29, name="Ann;a\r\nBEGIN:VEVENT")

        text = self.occasions.search([])._build_calendar()

        self.assertIn('RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1', text)
        self.assertEqual(text.count('\r\nBEGIN:VEVENT'), 1)
        self.assertIn('DTSTART;VALUE=DATE:20270228', text)
        self.assertIn('TRIGGER:-P21D', text)

    def test_many_occasions_cost_no_more_each_than_a_few(self):
        def count(number):
            partners = self.env['res.partner'].create(
                [{'name': f"P{i}", 'email': f'o{number}.{i}@example.com'} for i in range(number)]
            )
            for partner in partners:
                self._say('given', 'occasion', partner.email)
                self._create(lead='14', partner=partner)
            self._set_today(date(2027, 3, 6))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.occasions._cron_remind()
            self.env.flush_all()
            spent = self.env.cr.sql_log_count - before
            self.assertEqual(len(self._get_mails(partners)), number)
            self._set_today(date(2027, 1, 10))
            return spent / number

        count(2)
        few, many = count(10), count(100)
        self.assertLessEqual(many, few)
