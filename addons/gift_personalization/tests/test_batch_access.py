import io
import json
import zipfile

import pikepdf

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .batch_common import BatchCommon

INSIDE = ('production', 'staff', 'manager')
OUTSIDE = ('visitor', 'customer', 'employee')


@tagged('post_install', '-at_install')
class TestBatchAccess(BatchCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jobs = cls._create_ready_jobs("Anna", "Ben")
        cls.batch = cls._create_batch(cls.jobs)
        cls.records = {'gift.batch': cls.batch, 'gift.batch.event': cls.batch.event_ids}

    def _log_in(self, role):
        login = self.users[role].login if role != 'visitor' else None
        self.authenticate(login, login)

    def test_the_production_team_reads_batches_and_nobody_else(self):
        for records in self.records.values():
            for role in INSIDE:
                with self.subTest(role=role, model=records._name):
                    self.assertTrue(records.with_user(self.users[role]).read([]))
            for role in OUTSIDE:
                with self.subTest(role=role, model=records._name), self.assertRaises(AccessError):
                    records.with_user(self.users[role]).read(['id'])

    def test_nobody_writes_batches_by_hand(self):
        for role in (*INSIDE, *OUTSIDE):
            for records in self.records.values():
                for operation in ('write', 'create', 'unlink'):
                    with self.subTest(role=role, model=records._name, operation=operation):
                        self.assertFalse(records.with_user(self.users[role]).has_access(operation))

    def test_buttons_are_for_the_production_team(self):
        for role in OUTSIDE:
            batch = self.batch.with_user(self.users[role])
            jobs = self.jobs.with_user(self.users[role])
            for button in (
                batch.action_cancel,
                batch.action_print_tickets,
                batch.action_download_files,
                jobs.action_create_batch,
                jobs.action_leave_batch,
                self.env['gift.batch.plan'].with_user(self.users[role]).action_open,
            ):
                with self.subTest(role=role, button=button), self.assertRaises(AccessError):
                    button()
        self.assertEqual((self.batch.state, self.batch.job_count), ('open', 2))

    def test_only_managers_change_blanks(self):
        for role, allowed in (('manager', True), ('staff', False), ('production', False)):
            with self.subTest(role=role):
                blank = self.blank_oak.with_user(self.users[role])
                self.assertEqual(blank.has_access('write'), allowed)

    def test_batches_of_another_company_are_not_seen(self):
        company = self.env['res.company'].create({'name': "Other shop"})
        user = self.users['production'].copy(
            {
                'login': 'gift_other_batch',
                'company_id': company.id,
                'company_ids': [(6, 0, company.ids)],
            }
        )

        answer = self.env['gift.job'].with_user(user).action_scan(self.batch.name)

        self.assertEqual(answer['status'], 'unknown')
        self.assertEqual(self.batch.state, 'open')

    def test_papers_and_files_are_for_the_production_team(self):
        paths = [f'/gift/batch/{self.batch.id}/{name}' for name in ('tickets.pdf', 'files.zip')]
        for role in INSIDE:
            self._log_in(role)
            for path in paths:
                with self.subTest(role=role, path=path):
                    response = self.url_open(path)
                    self.assertEqual(response.status_code, 200)
                    self.assertIn('no-store', response.headers['Cache-Control'])
        for role in OUTSIDE:
            self._log_in(role)
            for path in paths:
                with self.subTest(role=role, path=path):
                    response = self.url_open(path, allow_redirects=False)
                    self.assertIn(response.status_code, (303, 404))

    def test_the_papers_begin_with_the_sheet_of_the_batch(self):
        self._log_in('production')

        response = self.url_open(f'/gift/batch/{self.batch.id}/tickets.pdf')

        with pikepdf.open(io.BytesIO(response.content)) as document:
            self.assertEqual(len(document.pages), 3)

    def test_the_archive_tells_of_the_batch_and_each_file(self):
        self._log_in('production')

        response = self.url_open(f'/gift/batch/{self.batch.id}/files.zip')

        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            manifest = json.loads(archive.read('manifest.json'))
            names = set(archive.namelist())
        self.assertEqual(manifest['batch'], self.batch.name)
        self.assertEqual(manifest['job_names'], self.jobs.sorted('id').mapped('name'))
        described = {file['name'] for job in manifest['jobs'] for file in job['files']}
        self.assertEqual(len(described), 4)
        self.assertEqual(names, described | {'manifest.json'})

    def test_odd_batches_are_not_found(self):
        self._log_in('production')

        for number in (0, 2**31, 99999999999):
            with self.subTest(number=number):
                response = self.url_open(f'/gift/batch/{number}/files.zip')
                self.assertEqual(response.status_code, 404)
