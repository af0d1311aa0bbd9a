from odoo.tests import tagged
from odoo.tools import html2plaintext

from .test_reprint import ReprintCommon

A_WEEK_LATER = '2026-12-07 09:00:00'


@tagged('post_install', '-at_install')
class TestReprintMail(ReprintCommon):
    """The customer is written to about a reprint only where it moves the promised date."""

    def _get_texts(self, jobs):
        """Return the mails about later dates as plain texts."""
        mails = self.env['mail.mail'].search(
            [
                ('model', '=', 'gift.job'),
                ('res_id', 'in', jobs.ids),
                ('subject', 'like', 'arrives later'),
            ]
        )
        for mail in mails:
            self.assertEqual(mail.recipient_ids, jobs.order_id.partner_id)
        return [html2plaintext(mail.body_html).replace('*', '') for mail in mails]

    def test_pieces_that_arrive_in_time_are_made_again_without_a_mail(self):
        order = self._make(quantity=3, carrier=self.carrier)
        promised = order.commitment_date

        new = self._reprint(order.gift_job_ids, quantity=1)

        self.assertEqual(order.commitment_date, promised)
        self.assertEqual(self._get_texts(new), [])

    def test_pieces_that_arrive_later_are_told_with_the_new_date(self):
        order = self._make(quantity=3, carrier=self.carrier)

        new = self._reprint(order.gift_job_ids, quantity=1, moment=A_WEEK_LATER)

        [text] = self._get_texts(new)
        self.assertIn("Pieces that are made again: 1 of 3.", text)
        self.assertIn("New date: arrives by Thu 10 Dec", text)
        self.assertIn("Promised before: Thu 3 Dec", text)
        self.assertIn("It did not meet our standard, so we make it again.", text)
        self.assertIn("You pay nothing for it", text)

    def test_a_gift_that_is_made_again_as_a_whole_is_told_the_same_way(self):
        for until in ('packed', 'shipped'):
            with self.subTest(until=until):
                order = self._make(until=until, carrier=self.carrier)

                new = self._reprint(order.gift_job_ids, moment=A_WEEK_LATER)

                [text] = self._get_texts(new)
                self.assertIn("New date: arrives by Thu 10 Dec", text)
                self.assertNotIn("Pieces that are made again", text)

    def test_the_date_is_written_in_the_language_of_the_customer(self):
        self.env['res.lang']._activate_lang('de_DE')
        order = self._make(carrier=self.carrier)
        order.partner_id.lang = 'de_DE'

        new = self._reprint(order.gift_job_ids, moment=A_WEEK_LATER)

        [text] = self._get_texts(new)
        self.assertIn("Do. 10 Dez.", text)

    def test_a_second_click_sends_no_second_mail(self):
        order = self._make(carrier=self.carrier)
        first = order.gift_job_ids
        new = self._reprint(first, reference='window', moment=A_WEEK_LATER)

        self._reprint(first, reference='window', moment=A_WEEK_LATER)
        new._gift_send_promise_mail()

        self.assertEqual(len(self._get_texts(order.gift_job_ids)), 1)

    def test_two_reprints_that_move_the_date_twice_are_told_twice(self):
        order = self._make(quantity=3, carrier=self.carrier)
        job = order.gift_job_ids

        first = self._reprint(job, moment=A_WEEK_LATER)
        second = self._reprint(job, moment='2026-12-14 09:00:00')

        self.assertIn("Thu 10 Dec", self._get_texts(first)[0])
        [text] = self._get_texts(second)
        self.assertIn("New date: arrives by Thu 17 Dec", text)
        self.assertIn("Promised before: Thu 10 Dec", text)
