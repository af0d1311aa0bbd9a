import io
import json
import zipfile

import pikepdf

from odoo.tests import HttpCase, tagged

from .production_common import ProductionCommon


@tagged('post_install', '-at_install')
class TestPrintFileDownload(ProductionCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls._create_job()
        cls._make_ready(cls.job)

    def test_the_archive_holds_the_files_and_their_hashes(self):
        self.authenticate(self.users['production'].login, self.users['production'].login)

        response = self.url_open(f'/gift/jobs/files.zip?ids={self.job.id}')

        self.assertEqual(response.status_code, 200)
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            manifest = json.loads(archive.read('manifest.json'))
            names = set(archive.namelist())
        described = manifest['jobs'][0]
        self.assertEqual(described['design_sha256'], self.job.revision_hash)
        self.assertEqual(
            {file['name']: file['sha256'] for file in described['files']},
            {file.name: file.sha256 for file in self.job.current_file_ids},
        )
        self.assertEqual(names, {'manifest.json', *self.job.current_file_ids.mapped('name')})

    def test_files_of_a_job_that_is_not_approved_are_refused_with_a_sentence(self):
        waiting = self._create_job("Ben")
        self.authenticate(self.users['production'].login, self.users['production'].login)

        response = self.url_open(f'/gift/jobs/files.zip?ids={waiting.id}')

        self.assertEqual(response.status_code, 409)
        self.assertIn("cannot be made", response.text)

    def test_odd_ids_are_not_found(self):
        self.authenticate(self.users['production'].login, self.users['production'].login)

        for ids in ('', 'abc', '0', '-1', '99999999999999', '²', f'{self.job.id};', '1,,x'):
            with self.subTest(ids=ids):
                self.assertIn(
                    self.url_open(f'/gift/jobs/files.zip?ids={ids}').status_code, (404, 409)
                )

    def test_tickets_of_several_jobs_are_one_document(self):
        other = self._create_job("علي")
        self.authenticate(self.users['production'].login, self.users['production'].login)

        response = self.url_open(f'/gift/jobs/tickets.pdf?ids={self.job.id},{other.id}')

        self.assertEqual(response.headers['Content-Type'], 'application/pdf')
        with pikepdf.open(io.BytesIO(response.content)) as document:
            self.assertEqual(len(document.pages), 2)
