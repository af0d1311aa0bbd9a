from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from ..models.working_days import WorkingDays
from .proof_common import ProofCommon

MONDAY = '2026-05-04 09:00:00'


class DeadlineCommon(ProofCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.env['resource.calendar'].create(
            {'name': "Workshop", 'tz': 'Europe/Berlin', 'company_id': cls.env.company.id}
        )
        cls.env.company.resource_calendar_id = cls.calendar

    def setUp(self):
        super().setUp()
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)

    def _send_proof(self, *texts, moment=MONDAY, **kwargs):
        with freeze_time(moment):
            return self._create_proof(*texts, **kwargs)

    def _run(self, day):
        with freeze_time(f'{day} 09:00:00'):
            self.env['gift.proof']._cron_deadlines()


@tagged('post_install', '-at_install')
class TestWorkingDays(DeadlineCommon):
    def test_weekends_and_holidays_do_not_count(self):
        self.calendar.global_leave_ids = [
            Command.create(
                {
                    'name': "Ascension",
                    'date_from': datetime(2026, 5, 13, 22),
                    'date_to': datetime(2026, 5, 14, 21, 59),
                }
            )
        ]
        days = WorkingDays(self.env.company)

        self.assertEqual(days.add(date(2026, 5, 8), 1), date(2026, 5, 11))
        self.assertEqual(days.add(date(2026, 5, 13), 1), date(2026, 5, 15))
        self.assertEqual(days.add(date(2026, 5, 9), 0), date(2026, 5, 9))
        self.assertEqual(
            days.between(date(2026, 5, 8), date(2026, 5, 15)),
            [date(2026, 5, day) for day in (11, 12, 13, 15)],
        )

    def test_the_day_is_that_of_the_company(self):
        with freeze_time('2026-05-04 22:30:00'):
            self.assertEqual(WorkingDays(self.env.company).today(), date(2026, 5, 5))

    def test_a_moment_keeps_its_local_time_across_the_change_of_the_clocks(self):
        days = WorkingDays(self.env.company)

        moved = days.move(datetime(2026, 10, 22, 22, 0), 1)  # Friday, midnight in Berlin

        self.assertEqual(moved, datetime(2026, 10, 25, 23, 0))  # Monday, midnight

    def test_a_company_without_hours_works_monday_to_friday(self):
        self.calendar.attendance_ids = [Command.clear()]

        self.assertEqual(WorkingDays(self.env.company).add(date(2026, 5, 8), 3), date(2026, 5, 13))


@tagged('post_install', '-at_install')
class TestDeadline(DeadlineCommon):
    def test_the_answer_is_due_after_the_working_days_of_the_template(self):
        self.assertEqual(self._send_proof().deadline_date, date(2026, 5, 7))
        friday = self._send_proof(moment='2026-05-08 09:00:00')
        self.assertEqual(friday.deadline_date, date(2026, 5, 13))
        self.assertEqual(friday.next_reminder_date, date(2026, 5, 12))
        with self.assertRaises(ValidationError):
            self.gift_template.answer_days = 0

    def test_days_without_an_answer_are_counted_for_proof_and_order(self):
        proof = self._send_proof()
        with freeze_time('2026-05-11 09:00:00'):
            proof.invalidate_recordset()
            self.assertEqual(proof.waiting_days, 5)
            self.assertEqual(proof.order_id.gift_waiting_days, 5)
        self._approve(proof)
        self.assertEqual((proof.waiting_days, proof.order_id.gift_waiting_days), (0, 0))


@tagged('post_install', '-at_install')
class TestPromise(DeadlineCommon):
    def setUp(self):
        super().setUp()
        self.proof = self._send_proof("Anna", "Ben")
        self.order = self.proof.order_id
        self.order.commitment_date = datetime(2026, 5, 15, 10)  # Friday

    def test_the_promise_moves_a_working_day_for_each_overdue_one_and_once(self):
        self._run('2026-05-07')
        self.assertEqual(self.order.commitment_date, datetime(2026, 5, 15, 10))

        for _attempt in range(2):
            self._run('2026-05-08')
            self.assertEqual(self.order.commitment_date, datetime(2026, 5, 18, 10))
        self._run('2026-05-10')
        self.assertEqual(self.order.commitment_date, datetime(2026, 5, 18, 10))
        self._run('2026-05-12')

        self.assertEqual(self.order.commitment_date, datetime(2026, 5, 20, 10))
        self.assertRecordValues(
            self.order.gift_promise_change_ids.sorted('late_date'),
            [
                {'late_date': date(2026, 5, 8), 'new_date': datetime(2026, 5, 18, 10)},
                {'late_date': date(2026, 5, 11), 'new_date': datetime(2026, 5, 19, 10)},
                {'late_date': date(2026, 5, 12), 'new_date': datetime(2026, 5, 20, 10)},
            ],
        )
        notes = self.order.message_ids.filtered(lambda m: 'promised date moved' in (m.body or ''))
        self.assertEqual(len(notes), 2)
        self.assertIn('from 2026-05-18 to 2026-05-20', notes[0].body)

    def test_it_stops_with_the_last_answer(self):
        self._approve(self.proof)
        self._run('2026-05-08')
        self.assertEqual(self.order.commitment_date, datetime(2026, 5, 18, 10))

        self._approve(self.order.gift_proof_ids - self.proof)
        self._run('2026-05-29')

        self.assertEqual(self.order.commitment_date, datetime(2026, 5, 18, 10))

    def test_an_order_without_a_promise_is_left_alone(self):
        self.order.commitment_date = False

        self._run('2026-05-29')

        self.assertFalse(self.order.commitment_date)
        self.assertFalse(self.order.gift_promise_change_ids)

    def test_the_log_of_moved_promises_cannot_be_changed(self):
        self._run('2026-05-08')

        with self.assertRaises(UserError):
            self.order.gift_promise_change_ids.new_date = datetime(2030, 1, 1)
        with self.assertRaises(UserError):
            self.order.gift_promise_change_ids.unlink()


@tagged('post_install', '-at_install')
class TestSilence(DeadlineCommon):
    def setUp(self):
        super().setUp()
        self.gift_template.auto_approval = True
        self.proof = self._send_proof()

    def _agree(self, proof=None, moment=MONDAY, **values):
        proof = proof or self.proof
        with freeze_time(moment):
            proof._agree_to_silence(
                **{
                    'expected_hash': proof.revision_hash,
                    'partner': self.customer,
                    'name': "Anna Berg",
                    **values,
                }
            )

    def test_silence_alone_approves_nothing(self):
        self._run('2026-06-30')

        self.assertEqual(self.proof.state, 'sent')

    def test_silence_approves_after_the_deadline_where_the_customer_agreed(self):
        self._agree()
        self._run('2026-05-07')
        self.assertEqual(self.proof.state, 'sent')

        self._run('2026-05-08')
        self._run('2026-05-11')

        self.assertRecordValues(
            self.proof,
            [
                {
                    'state': 'approved',
                    'approval_kind': 'auto',
                    'approved_by_id': self.customer.id,
                    'approved_name': "Anna Berg",
                    'approved_hash': self.proof.revision_hash,
                }
            ],
        )
        self.assertIn("If I do not answer by Thu 7 May 2026", self.proof.approved_wording)
        self.assertIn("No answer came until Thu 7 May 2026", self.proof.approved_wording)
        self.assertEqual(len(self._get_mails(self.proof, "You approved")), 1)
        self.assertEqual(
            self.proof.sale_line_id.gift_job_id.approved_hash, self.proof.revision_hash
        )

    def test_it_is_offered_only_where_the_template_says_so_and_in_time(self):
        self.gift_template.auto_approval = False
        with self.assertRaisesRegex(UserError, "needs your own answer"):
            self._agree()
        self.gift_template.auto_approval = True
        with self.assertRaisesRegex(UserError, "needs your own answer"):
            self._agree(moment='2026-05-08 09:00:00')
        with self.assertRaisesRegex(UserError, "enter your name"):
            self._agree(name=" ")
        with self.assertRaisesRegex(UserError, "no longer the newest"):
            self._agree(expected_hash='0' * 64)
        self.assertFalse(self.proof.auto_opt_in)

    def test_a_design_with_a_warning_is_never_approved_by_silence(self):
        photo = self._create_photo(600, 450)
        with freeze_time(MONDAY):
            order = self._create_order(confirm=False)
            order.order_line.gift_revision_id = self._create_revision(
                values={'name': {'text': "Anna"}, 'photo': {'asset': photo.sha256}}, photos=photo
            )
            self.gift_template.surface_ids.method_id.warn_dpi = 900
            order.order_line.gift_revision_id = self._create_revision(
                values={'name': {'text': "Anna"}, 'photo': {'asset': photo.sha256}}, photos=photo
            )
            order.action_confirm()
        proof = order.gift_proof_ids

        self.assertRegex(proof._get_warnings()[0], "dpi")
        with self.assertRaisesRegex(UserError, "needs your own answer"):
            self._agree(proof)
        proof.auto_opt_in = True  # whoever may have set it
        self._run('2026-05-29')

        self.assertEqual((proof.state, proof.auto_opt_in), ('sent', False))

    def test_any_message_of_the_customer_stops_it(self):
        for record in (self.proof, self.proof.order_id):
            self._agree()
            record.message_post(
                body="One moment, please",
                author_id=self.customer.id,
                message_type='comment',
                subtype_xmlid='mail.mt_comment',
            )
            with self.subTest(record._name):
                self.assertFalse(self.proof.auto_opt_in)
        self._run('2026-05-29')
        self.assertEqual(self.proof.state, 'sent')

    def test_a_message_of_staff_does_not_stop_it(self):
        self._agree()

        self.proof.with_user(self.users['staff']).message_post(
            body="Looks good", message_type='comment', subtype_xmlid='mail.mt_comment'
        )

        self.assertTrue(self.proof.auto_opt_in)

    def test_a_new_version_needs_a_new_agreement(self):
        self._agree()
        with freeze_time(MONDAY):
            new = self._correct(self.proof, "Anne")

        self._run('2026-05-29')

        self.assertEqual((new.auto_opt_in, new.state), (False, 'sent'))


@tagged('post_install', '-at_install')
class TestDeadlinePages(DeadlineCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.gift_template.auto_approval = True
        self.proof = self._create_proof()
        self.proof.order_id.commitment_date = datetime(2099, 5, 15, 10)

    def _post(self, **data):
        page = self.url_open(self.proof.get_portal_url()).text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        url = f'/my/gifts/proof/{self.proof.id}/silence'
        data = {'csrf_token': token, 'access_token': self.proof.access_token, **data}
        return self.url_open(url, data=data, timeout=30)

    def test_page_order_and_mail_say_by_when_to_answer_and_when_it_arrives(self):
        due = self.proof._format_date(self.proof.deadline_date)
        for url in (self.proof.get_portal_url(), self.proof.order_id.get_portal_url()):
            page = self.url_open(url).text
            self.assertRegex(page, rf'Answer by <strong>{due}</strong>')
            self.assertIn("Fri 15 May 2099", page)
        self.assertIn(str(due), self._get_mails(self.proof, "Please look").body_html)

    def test_a_moved_promise_is_told_with_both_dates(self):
        self.proof.order_id.commitment_date = datetime(2026, 5, 15, 10)
        self.proof.write({'sent_date': MONDAY, 'deadline_date': '2026-05-07'})
        self._run('2026-05-08')

        for url in (self.proof.get_portal_url(), self.proof.order_id.get_portal_url()):
            page = self.url_open(url).text
            self.assertIn("Your answer was due on", page)
            self.assertRegex(page, r'from <del>Fri 15 May 2026</del>\s+to <strong>Mon 18 May 2026')

    def test_the_customer_agrees_on_the_page_and_stops_it_there(self):
        page = self._post(agree='1', hash=self.proof.revision_hash, name="Anna Berg")
        self.assertTrue(self.proof.auto_opt_in)
        self.assertIn("You agreed that we start without your answer", page.text)

        self._post(agree='0')

        self.assertFalse(self.proof.auto_opt_in)

    def test_nobody_agrees_without_the_token_or_for_another_version(self):
        page = self._post(agree='1', hash=self.proof.revision_hash, name="X", access_token='wrong')
        self.assertEqual(page.status_code, 404)
        page = self._post(agree='1', hash='0' * 64, name="X")
        self.assertEqual(page.status_code, 409)
        self.assertFalse(self.proof.auto_opt_in)
