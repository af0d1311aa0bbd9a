import io

from openpyxl import load_workbook

from odoo import http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.gift_base.tests.common import PrivateMethods, create_role_users, get_rights

URL = '/gift/report/file'


@tagged('post_install', '-at_install')
class TestFileAccess(PrivateMethods, HttpCase):
    """Who gets a report as a file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = create_role_users(cls.env, 'file')
        cls.other = new_test_user(cls.env, 'file_other', groups='gift_base.group_manager')

    def _fetch(self, user, wizard_id, **more):
        self.authenticate(user.login, user.login)
        return self.url_open(
            URL, {'wizard_id': wizard_id, 'csrf_token': http.Request.csrf_token(self), **more}
        )

    def test_only_staff_and_managers_ask_for_a_file(self):
        for role, user in self.users.items():
            wizards = self.env['gift.report.file'].with_user(user)
            with self.subTest(role=role):
                if role in ('staff', 'manager'):
                    self.assertTrue(wizards.create({}).action_download())
                else:
                    with self.assertRaises(AccessError):
                        wizards.create({})

    def test_the_file_is_for_who_asked(self):
        wizard = self.env['gift.report.file'].with_user(self.users['staff']).create({})

        for user in (self.other, self.users['employee'], self.users['customer']):
            self.assertEqual(self._fetch(user, wizard.id).status_code, 404)
        for number in ('', '0', '-1', 'x', '9' * 30):
            self.assertEqual(self._fetch(self.users['staff'], number).status_code, 404)
        answer = self._fetch(self.users['staff'], wizard.id)

        self.assertEqual(answer.status_code, 200)
        self.assertIn('attachment', answer.headers['Content-Disposition'])
        self.assertEqual(answer.headers['Cache-Control'], 'no-store')
        texts = {
            cell.value
            for sheet in load_workbook(io.BytesIO(answer.content))
            for row in sheet.iter_rows()
            for cell in row
        }
        self.assertIn('Revenue', texts)
        self.assertFalse({'Cost', 'Margin', 'Margin (share)'} & texts)

    def test_a_get_or_a_foreign_page_gets_nothing(self):
        wizard = self.env['gift.report.file'].with_user(self.users['staff']).create({})
        self.authenticate('file_staff', 'file_staff')
        with mute_logger('odoo.http'):
            self.assertEqual(self.url_open(f'{URL}?wizard_id={wizard.id}').status_code, 405)
            self.assertEqual(self.url_open(URL, {'wizard_id': wizard.id}).status_code, 400)

    def test_what_cannot_be_is_told(self):
        user = self.users['staff']
        wizard = self.env['gift.report.file'].with_user(user).create({'report': 'suppliers'})
        answer = self._fetch(user, wizard.id)
        self.assertEqual(answer.status_code, 422)
        self.assertIn('You may not see the figures of this report.', answer.text)

    def test_what_nobody_calls(self):
        self._assert_private('gift.report.builder', ('_collect', '_read_block', '_get_domain'))
        self._assert_private('gift.report.lines', ('_stream', '_build_table', '_build_query'))
        self._assert_private('gift.report.workbook', ('_write', '_build_report'))
        self._assert_private('gift.report.paper', ('_write', '_prepare_paper'))
        self._assert_private('gift.report.file', ('_write_file', '_get_request'))
        self._assert_private('gift.report.run', ('_work', '_deliver', '_build', '_fail'))
        self._assert_private('gift.report.schedule', ('_claim', '_cron_send', '_finish', '_tell'))

    def test_who_does_what_with_mails_of_reports(self):
        schedule = (
            self.env['gift.report.schedule']
            .with_user(self.users['staff'])
            .create({'name': "Mine"})
            .sudo()
        )
        run = self.env['gift.report.run'].create({'schedule_id': schedule.id, 'day': '2026-11-01'})
        for role, user in self.users.items():
            with self.subTest(role=role):
                seen = role in ('staff', 'manager')
                self.assertEqual(get_rights(schedule.with_user(user)), 'rwcu' if seen else '')
                self.assertEqual(get_rights(run.with_user(user)), 'r' if seen else '')
        other = new_test_user(self.env, 'file_staff2', groups='gift_base.group_staff')
        self.assertFalse(schedule.with_user(other).has_access('read'))
        self.assertFalse(run.with_user(other).has_access('read'))
