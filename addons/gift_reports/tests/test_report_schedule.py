import io
from datetime import date, datetime
from unittest.mock import patch

from openpyxl import load_workbook
from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase, freeze_time, new_test_user, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from .common_files import FilesCommon

COMMIT = 'odoo.addons.base.models.ir_cron.IrCron._commit_progress'
LOG = 'odoo.addons.gift_reports.models.gift_report_run'


@tagged('post_install', '-at_install')
class TestReportSchedule(FilesCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(patch(COMMIT, lambda self, *args, **kwargs: float('inf')))
        cls.clock = freeze_time('2026-10-20 10:00:00')
        cls.clock.start()
        cls.addClassCleanup(cls.clock.stop)
        cls.schedule = cls._plan(cls.manager)

    @classmethod
    def _plan(cls, owner, **values):
        schedule = cls.env['gift.report.schedule'].with_user(owner).create(
            {
                'name': "The month",
                'report': 'sales',
                'every': 'monthly',
                'user_ids': [(6, 0, (cls.manager | cls.staff).ids)],
                **values,
            }
        )  # fmt: skip
        return schedule.sudo()

    def _send(self, moment='2026-11-01 06:05:00'):
        with freeze_time(moment):
            self.env['gift.report.schedule'].with_user(SUPERUSER_ID)._cron_send()

    def _mails(self, user):
        return self.env['mail.mail'].sudo().search(
            [('recipient_ids', 'in', user.partner_id.ids), ('model', '=', 'gift.report.run')]
        )  # fmt: skip

    def _book(self, user):
        return load_workbook(io.BytesIO(self._mails(user).attachment_ids.raw))

    def test_it_is_due_at_the_hour_of_the_shop(self):
        self.assertEqual(self.schedule.next_run, datetime(2026, 11, 1, 6))  # 7 o'clock, winter
        self.schedule.write({'every': 'daily', 'hour': 14})
        self.assertEqual(self.schedule.next_run, datetime(2026, 10, 20, 12))  # summer

    def test_each_period_is_sent_once(self):
        self._send('2026-11-01 05:55:00')
        self.assertFalse(self.schedule.run_ids)
        for moment in ('2026-11-01 06:05:00', '2026-11-01 06:20:00', '2026-11-30 06:00:00'):
            self._send(moment)

        self.assertEqual(self.schedule.run_ids.mapped('state'), ['sent'])
        self.assertEqual(self.schedule.next_run, datetime(2026, 12, 1, 6))
        self.assertEqual(len(self._mails(self.manager)), 1)
        self.assertEqual(len(self._mails(self.staff)), 1)
        attachment = self._mails(self.manager).attachment_ids
        self.assertEqual(attachment.name, 'Sales_2026-10-01_2026-10-31.xlsx')
        self.assertIn('Sales: 10/01/2026', self._mails(self.manager).subject)

    def test_the_file_goes_with_the_mail_that_was_sent(self):
        self._send()
        mail = self._mails(self.manager)
        attachment = mail.attachment_ids
        mail.unlink()
        self.assertFalse(attachment.exists())

    def test_an_hour_that_changes_on_the_day_sends_no_second_mail(self):
        self._send()
        with freeze_time('2026-11-01 06:10:00'):
            self.schedule.hour = 9
        self._send('2026-11-01 08:05:00')
        self.assertEqual(len(self.schedule.run_ids), 1)
        self.assertEqual(self.schedule.next_run, datetime(2026, 12, 1, 8))

    def test_missed_periods_are_sent_once(self):
        self._send('2027-03-15 10:00:00')
        self.assertEqual(self.schedule.run_ids.mapped('day'), [date(2027, 3, 1)])
        self.assertEqual(self.schedule.next_run, datetime(2027, 4, 1, 5))

    def test_who_is_no_manager_gets_no_cost(self):
        self._send()
        self.assertIn('Margin', self._texts(self._book(self.manager)))
        self.assertFalse({'Margin', 'Cost', 'Margin (share)'} & self._texts(self._book(self.staff)))

    def test_the_rights_are_the_owners(self):
        mine = self._plan(self.staff, user_ids=[(6, 0, self.manager.ids)])
        self.schedule.sudo().unlink()
        self._send()
        self.assertEqual(mine.run_ids.state, 'sent')
        self.assertNotIn('Margin', self._texts(self._book(self.manager)))

    def test_each_reads_it_in_his_language(self):
        self.env['res.lang']._activate_lang('ar_001')
        self.staff.lang = 'ar_001'
        self._send()
        self.assertTrue(self._book(self.staff).worksheets[1].sheet_view.rightToLeft)
        self.assertFalse(self._book(self.manager).worksheets[1].sheet_view.rightToLeft)

    def test_the_summary_goes_out_as_a_pdf(self):
        self.schedule.write({'report': 'summary', 'file_format': 'pdf'})
        self._send()
        self.assertTrue(self._mails(self.staff).attachment_ids.raw.startswith(b'%PDF'))

    def test_groups_receive_it_but_no_customer(self):
        portal = new_test_user(self.env, 'files_portal', groups='base.group_portal')
        with self.assertRaises(ValidationError):
            self.schedule.user_ids = portal
        self.schedule.write({'user_ids': [(5,)], 'to_managers': True})
        recipients = self.schedule._get_recipients()
        self.assertIn(self.manager, recipients)
        self.assertNotIn(self.staff, recipients)
        self.schedule.to_staff = True
        self.assertIn(self.staff, self.schedule._get_recipients())
        self.schedule.report = 'suppliers'
        self.assertNotIn(self.staff, self.schedule._get_recipients())

    def test_an_owner_who_left_pauses_it(self):
        self.manager.active = False
        self._send()
        self.assertEqual(self.schedule.state, 'paused')
        self.assertIn("no longer active", self.schedule.problem)
        self.assertTrue(self.schedule.activity_ids)
        self.assertFalse(self._mails(self.staff))

    def test_an_owner_without_rights_is_told_and_it_pauses(self):
        self.manager.group_ids = self.env.ref('base.group_user')
        self._send()
        self.assertEqual(self.schedule.state, 'paused')
        self.assertEqual(self.schedule.activity_ids.user_id, self.manager)
        self.assertFalse(self._mails(self.staff))

    def test_resuming_takes_it_over(self):
        self.schedule.with_user(self.manager).action_pause()
        self._send()
        self.assertFalse(self.schedule.run_ids)
        other = new_test_user(self.env, 'files_other', groups='gift_base.group_manager')
        self.schedule.with_user(other).action_resume()
        self.assertEqual((self.schedule.owner_id, self.schedule.state), (other, 'running'))

    def test_a_failure_is_told_and_the_next_period_comes(self):
        self.schedule.user_ids = False
        self._send()
        run = self.schedule.run_ids
        self.assertEqual(run.state, 'failed')
        self.assertIn("Nobody receives", self.schedule.problem)
        self.assertEqual(self.schedule.activity_ids.user_id, self.manager)
        self.schedule.user_ids = self.staff
        self._send('2026-12-01 06:05:00')
        self.assertEqual(sorted(self.schedule.run_ids.mapped('state')), ['failed', 'sent'])
        self.assertFalse(self.schedule.problem)

    def test_an_error_sends_nothing_to_anybody(self):
        builder = type(self.env['gift.report.run'])
        whole = builder._prepare_mail

        def second_fails(run, user, *args):
            if user == self.staff:
                raise ValueError("broken")
            return whole(run, user, *args)

        with patch.object(builder, '_prepare_mail', second_fails), mute_logger(LOG):
            self._send()
        self.assertEqual(self.schedule.run_ids.state, 'failed')
        self.assertFalse(self._mails(self.manager) | self._mails(self.staff))

    def test_a_worker_that_dies_is_followed_by_the_next(self):
        with freeze_time('2026-11-01 06:05:00'):
            run = self.schedule._claim()  # the worker was killed after this was committed
            self.assertEqual((run.state, run.attempts), ('building', 1))
        self._send('2026-11-01 06:20:00')
        self.assertEqual((run.state, run.attempts), ('sent', 2))
        self.assertEqual(len(self._mails(self.manager)), 1)

    def test_a_report_that_kills_each_worker_is_given_up(self):
        with freeze_time('2026-11-01 06:05:00'):
            for _attempt in range(3):
                run = self.schedule._claim()
        self._send('2026-11-01 07:00:00')
        self.assertEqual(run.state, 'failed')
        self.assertEqual(self.schedule.next_run, datetime(2026, 12, 1, 6))

    def test_send_now_goes_to_me_alone(self):
        self.schedule.with_user(self.manager).action_send_now()
        self.assertEqual(len(self._mails(self.manager)), 1)
        self.assertFalse(self._mails(self.staff))
        self.schedule.with_user(self.manager).action_send_now()
        self._send()
        self.assertEqual(len(self.schedule.run_ids.filtered(lambda run: not run.is_trial)), 1)

    def test_staff_send_with_their_own_rights_only(self):
        schedules = self.env['gift.report.schedule'].with_user(self.staff)
        mine = schedules.create({'name': "Mine", 'owner_id': self.manager.id})
        self.assertEqual(mine.owner_id, self.staff)
        for vals in ({'owner_id': self.manager.id}, {'state': 'paused'}):
            with self.assertRaises(AccessError):
                mine.write(vals)
        with self.assertRaises(AccessError):
            self.schedule.with_user(self.staff).write({'name': "Mine now"})
        with self.assertRaises(AccessError):
            self.schedule.with_user(self.staff).action_send_now()
        mine.with_user(self.manager).write({'to_staff': True})
        self.assertEqual(mine.sudo().owner_id, self.manager)

    def test_nobody_without_an_address_asks_for_a_try(self):
        self.manager.email = False
        with self.assertRaises(UserError):
            self.schedule.with_user(self.manager).action_send_now()


@tagged('post_install', '-at_install')
class TestReportScheduleRace(TransactionCase):
    """Two workers in real transactions."""

    def setUp(self):
        super().setUp()
        env = self._open()
        admin = env.ref('base.user_admin')
        self.email, admin.email = admin.email, 'race@files.test'
        schedules = env['gift.report.schedule'].with_user(admin)
        schedule = schedules.create(
            {'name': "Race", 'every': 'daily', 'user_ids': [(4, admin.id)]}
        )  # fmt: skip
        self.schedule_id = schedule.id
        self.addCleanup(self._delete)
        env.cr.commit()

    def _open(self):
        cursor = Registry(get_db_name()).cursor()
        self.addCleanup(cursor.close)
        return api.Environment(cursor, SUPERUSER_ID, {})

    def _delete(self):
        env = self._open()
        env.ref('base.user_admin').email = self.email
        env['mail.mail'].search([('model', '=', 'gift.report.run')]).unlink()
        env['gift.report.schedule'].browse(self.schedule_id).unlink()
        env.cr.commit()

    def _get(self, env):
        schedule = env['gift.report.schedule'].browse(self.schedule_id)
        self.assertTrue(schedule.name)  # takes the snapshot
        return schedule

    def test_of_two_that_begin_one_claims(self):
        one, two = self._open(), self._open()
        first, second = self._get(one), self._get(two)
        first._claim()
        one.cr.commit()
        with self.assertRaises(SerializationFailure), mute_logger('odoo.sql_db'):
            second._claim()
        two.cr.rollback()
        self.assertEqual(len(self._get(self._open()).run_ids), 1)

    def test_who_comes_while_it_is_made_leaves_it(self):
        one, two = self._open(), self._open()
        run = self._get(one)._claim()
        one.cr.commit()
        self.assertTrue(run.try_lock_for_update())  # the first one builds
        two['gift.report.run'].browse(run.id)._work()
        self.assertEqual(two['gift.report.run'].browse(run.id).state, 'building')
        two.cr.rollback()
        run._work()
        one.cr.commit()
        last = self._open()
        last['gift.report.run'].browse(run.id)._work()
        last.cr.commit()

        mails = last['mail.mail'].search(
            [('model', '=', 'gift.report.run'), ('res_id', '=', run.id)]
        )
        self.assertEqual((run.state, len(mails)), ('sent', 1))
