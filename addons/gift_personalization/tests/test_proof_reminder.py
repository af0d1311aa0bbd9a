from freezegun import freeze_time

from odoo.tests import tagged

from .proof_common import ProofCommon


@tagged('post_install', '-at_install')
class TestProofReminder(ProofCommon):
    def setUp(self):
        super().setUp()
        with freeze_time('2026-05-04 09:00:00'):
            self.proof = self._create_proof()
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)

    def _run(self, day):
        with freeze_time(f'{day} 09:00:00'):
            self.env['gift.proof']._cron_remind()

    def test_a_customer_is_reminded_after_the_days_of_the_template_and_once_a_day(self):
        self._run('2026-05-05')
        self.assertEqual(self.proof.reminder_count, 0)

        self._run('2026-05-06')
        self._run('2026-05-06')

        self.assertEqual(self.proof.reminder_count, 1)
        self.assertEqual(len(self._get_mails(self.proof, "waiting for you")), 1)

    def test_after_three_reminders_staff_are_told_and_nothing_is_approved(self):
        for day in range(5, 30):
            self._run(f'2026-05-{day:02}')

        self.assertEqual(len(self._get_mails(self.proof, "waiting for you")), 3)
        self.assertEqual(
            self.proof.activity_ids.mapped('summary'), ["The customer does not answer"]
        )
        self.assertEqual(self.proof.state, 'sent')

    def test_no_reminder_without_days(self):
        self.gift_template.reminder_days = 0
        with freeze_time('2026-05-04 09:00:00'):
            proof = self._create_proof()

        self._run('2026-06-30')

        self.assertEqual(proof.reminder_count, 0)

    def test_an_answer_stops_the_reminders(self):
        self._approve(self.proof)
        other = self._create_proof()
        other._request_change(comment="Blue, please", partner=self.customer)

        self._run('2026-06-30')

        self.assertFalse(self._get_mails(self.proof | other, "waiting for you"))
