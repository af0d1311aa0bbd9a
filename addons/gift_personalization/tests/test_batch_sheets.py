import base64
import hashlib
import io
import json
import zipfile

import numpy as np
from PIL import Image

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .batch_common import BatchCommon


@tagged('post_install', '-at_install')
class TestBatchSheets(BatchCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.method = cls.gift_template.surface_ids.method_id
        cls.size = cls.env['gift.sheet.size'].create(
            {
                'name': "Test sheet",
                'width_mm': 340,
                'height_mm': 200,
                'margin_mm': 8,
                'gap_mm': 5,
                'cut_lines': 'rectangle',
                'method_ids': [Command.set(cls.method.ids)],
            }
        )
        cls.jobs = cls._create_ready_jobs("Anna", "Ben", quantity=2)
        cls.batch = cls._create_batch(cls.jobs)

    def _lay(self, batch=None):
        with self.enter_registry_test_mode():
            self.env.ref('gift_personalization.ir_cron_write_gift_sheets').method_direct_trigger()
        (batch or self.batch).invalidate_recordset()
        return (batch or self.batch)._get_current_sheets()

    def test_the_sheets_of_a_new_batch_are_written_in_the_background(self):
        self.assertEqual(self.batch.sheet_state, 'pending')

        sheets = self._lay()

        self.assertEqual(self.batch.sheet_state, 'done')
        self.assertEqual(sorted(sheets.mapped('kind')), ['pdf', 'png'])
        for sheet in sheets:
            self.assertEqual(hashlib.sha256(sheet._get_bytes()).hexdigest(), sheet.sha256)
            self.assertEqual((sheet.piece_count, sheet.number), (4, 1))
            self.assertEqual(sheet.use_percent, 47.1)
            self.assertLessEqual(sheet.edge_shift_mm, 0.2)
        self.assertEqual(self.batch.use_percent, 47.1)

    def test_the_manifest_tells_where_each_copy_of_each_job_lies(self):
        [sheet, _png] = self._lay().sorted('kind')

        manifest = json.loads(sheet.manifest)

        self.assertEqual(manifest['sha256'], sheet.sha256)
        copies = {(piece['job'], piece['copy']) for piece in manifest['pieces']}
        self.assertEqual(copies, {(job.name, copy) for job in self.jobs for copy in (1, 2)})
        for piece in manifest['pieces']:
            self.assertEqual({piece['width_mm'], piece['height_mm']}, {100, 80})
            self.assertIn(piece['design_sha256'], self.jobs.mapped('revision_hash'))

    def test_each_piece_on_the_png_is_the_print_file_of_its_job(self):
        sheet = self._lay().filtered(lambda entry: entry.kind == 'png')
        picture = np.asarray(Image.open(io.BytesIO(sheet._get_bytes())))

        for piece in sheet._get_pieces():
            job = self.jobs.filtered(lambda j, piece=piece: j.name == piece['job'])
            file = job.current_file_ids.filtered(lambda entry: entry.kind == 'png')
            own = np.asarray(Image.open(io.BytesIO(file._get_bytes())))
            own = np.rot90(own, -1) if piece['rotation'] else own
            left, top = (round(piece[name] * 300 / 25.4) for name in ('x_mm', 'y_mm'))
            part = picture[top : top + own.shape[0], left : left + own.shape[1]]
            self.assertTrue(np.array_equal(part, own), piece)

    def test_sheets_are_written_once(self):
        first = self._lay()

        self.batch._write_sheets()

        self.assertEqual(self.batch.sheet_ids, first)

    def test_a_job_that_leaves_revokes_the_sheets_and_the_rest_is_laid_anew(self):
        old = self._lay()

        self.jobs[0].with_user(self.users['production']).action_leave_batch()

        self.assertTrue(all(old.mapped('revoked_date')))
        self.assertIn("have changed", old[0].revoked_note)
        new = self._lay()
        self.assertFalse(new & old)
        self.assertEqual(new.mapped('piece_count'), [2, 2])

    def test_sheets_in_production_are_revoked_but_not_laid_anew(self):
        old = self._lay()
        self.jobs.action_start()

        self.jobs[0].with_user(self.users['staff']).action_make_again()

        self.assertTrue(all(old.mapped('revoked_date')))
        self.assertFalse(self._lay())
        self.assertEqual(self.batch.state, 'in_production')

    def test_a_design_that_changes_revokes_its_sheet(self):
        old = self._lay()

        self.jobs[0]._gift_on_proof_reopened(self._get_proof(self.jobs[0]))

        self.assertTrue(all(old.mapped('revoked_date')))

    def test_a_job_that_is_not_approved_is_not_laid(self):
        self.jobs[1].approved_hash = False

        self._lay()

        self.assertFalse(self.batch.sheet_ids)
        self.assertEqual(self.batch.sheet_state, 'problem')
        self.assertIn(self.jobs[1].name, self.batch.sheet_error)
        self.assertFalse(self.batch.sheet_next_try)

    def test_a_piece_that_is_too_large_is_named(self):
        self.size.write({'width_mm': 99, 'height_mm': 99})

        self._lay()

        self.assertRegex(
            self.batch.sheet_error, r"GJ\d+ \(front, 100 × 80 mm\) does not fit on .*Test sheet"
        )

    def test_a_method_without_a_sheet_size_needs_no_sheets(self):
        self.size.active = False
        jobs = self._create_ready_jobs("Cleo")

        batch = self._create_batch(jobs)

        self.assertEqual((batch.sheet_state, batch.sheet_next_try), ('none', False))

    def test_more_sheets_are_begun_when_one_is_full(self):
        jobs = self._create_ready_jobs("Dora", quantity=7)
        batch = self._create_batch(jobs)

        sheets = self._lay(batch).filtered(lambda sheet: sheet.kind == 'png')

        self.assertEqual(sheets.mapped('piece_count'), [6, 1])

    def test_batches_are_proposed_by_the_sheet(self):
        jobs = self._create_ready_jobs("Emil", "Fritz", "Gerd", quantity=3)

        plan = self._propose(max_sheets=1)

        sizes = [len(names) for names in self._get_proposed(plan, jobs)]
        self.assertEqual(sizes, [2, 1])

    def test_a_sheet_that_differs_from_the_approved_pictures_is_refused(self):
        self.env['ir.config_parameter'].set_param('gift_personalization.parity_ssim', '1.5')
        self._lay()

        self.assertFalse(self.batch.sheet_ids)
        self.assertIn("must not be printed", self.batch.sheet_error)

    def test_sheets_neither_change_nor_go(self):
        sheet = self._lay()[0]

        with self.assertRaisesRegex(UserError, "cannot be changed"):
            sheet.sha256 = '0'
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            sheet.unlink()

    def test_odd_sheet_sizes_are_refused(self):
        for values in (
            {'margin_mm': 100},
            {'gap_mm': 0},
            {'width_mm': 0},
            {'width_mm': 5000},
            {'margin_mm': -1},
            {'cut_offset_mm': 50},
        ):
            with self.subTest(values=values), self.assertRaises(ValidationError):
                self.size.write(values)

    # === ACCESS === #

    def _log_in(self, role):
        login = self.users[role].login if role != 'visitor' else None
        self.authenticate(login, login)

    def test_sheets_are_for_the_production_team(self):
        sheet = self._lay()[0]
        for role in ('production', 'staff', 'manager'):
            self._log_in(role)
            with self.subTest(role=role):
                self.assertTrue(sheet.with_user(self.users[role]).read(['name']))
                self.assertEqual(
                    self.url_open(f'/gift/sheet/{sheet.id}').content, sheet._get_bytes()
                )
                for operation in ('write', 'create', 'unlink'):
                    self.assertFalse(sheet.with_user(self.users[role]).has_access(operation))
        for role in ('visitor', 'customer', 'employee'):
            self._log_in(role)
            with self.subTest(role=role):
                response = self.url_open(f'/gift/sheet/{sheet.id}', allow_redirects=False)
                self.assertIn(response.status_code, (303, 404))
                with self.assertRaises(AccessError):
                    sheet.with_user(self.users[role]).read(['name'])
                with self.assertRaises(AccessError):
                    self.batch.with_user(self.users[role]).action_write_sheets_again()

    def test_a_revoked_or_changed_sheet_is_not_handed_out(self):
        pdf, png = self._lay().sorted('kind')
        pdf._revoke("For the test.")
        self.env['ir.attachment'].search(
            [('res_model', '=', png._name), ('res_id', '=', png.id), ('res_field', '=', 'data')]
        ).datas = base64.b64encode(b'changed')
        self._log_in('production')

        for sheet, reason in ((pdf, "was revoked"), (png, "was changed after")):
            response = self.url_open(f'/gift/sheet/{sheet.id}')
            self.assertEqual(response.status_code, 409)
            self.assertIn(reason, response.text)

    def test_the_archive_of_the_batch_holds_its_sheets(self):
        sheets = self._lay()
        self._log_in('production')

        response = self.url_open(f'/gift/batch/{self.batch.id}/files.zip')

        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            manifest = json.loads(archive.read('manifest.json'))
            for sheet in sheets:
                self.assertEqual(archive.read(f'sheets/{sheet.name}'), sheet._get_bytes())
        self.assertEqual(
            {sheet['sheet']: sheet['sha256'] for sheet in manifest['sheets']},
            dict(zip(sheets.mapped('name'), sheets.mapped('sha256'), strict=True)),
        )
