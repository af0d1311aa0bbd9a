import io
from datetime import timedelta
from unittest.mock import patch

import pikepdf
from freezegun import freeze_time
from PIL import Image

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .production_common import ProductionCommon

FILES = 'odoo.addons.gift_personalization.models.gift_job_files'


@tagged('post_install', '-at_install')
class TestPrintFiles(ProductionCommon):
    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref('gift_personalization.ir_cron_write_print_files').method_direct_trigger()
        self.env.invalidate_all()

    def test_an_approval_writes_the_files_in_the_background_and_makes_the_job_ready(self):
        job = self._create_job()
        self._approve(job)
        self.assertEqual((job.stage, job.file_state), ('waiting', 'pending'))

        self._run_cron()

        self.assertEqual((job.stage, job.file_state), ('ready', 'done'))
        self.assertEqual(job.files_hash, job.revision_hash)
        self.assertFalse(job.file_next_try)

    def test_files_are_named_after_job_template_surface_and_hash(self):
        job = self._create_job()
        self._make_ready(job)

        stem = f'{job.name}_{self.gift_template.key}_front_{job.revision_hash[:8]}'
        self.assertEqual(set(job.current_file_ids.mapped('name')), {f'{stem}.pdf', f'{stem}.png'})

    def test_the_pdf_has_the_trim_size_of_the_surface_and_the_png_300_dpi(self):
        job = self._create_job()
        self._make_ready(job)
        pdf, png = job.current_file_ids.sorted('file_format')

        with pikepdf.open(io.BytesIO(pdf._get_bytes())) as document:
            left, bottom, right, top = map(float, document.pages[0].TrimBox)
        picture = Image.open(io.BytesIO(png._get_bytes()))

        self.assertAlmostEqual((right - left) / 72 * 25.4, 100, places=2)
        self.assertAlmostEqual((top - bottom) / 72 * 25.4, 80, places=2)
        self.assertEqual(picture.size, (1181, 945))
        self.assertEqual(picture.mode, 'RGBA')

    def test_a_transfer_method_mirrors_its_files_and_the_measure_turns_them_back(self):
        plain_job = self._create_job()
        self._make_ready(plain_job)
        self.gift_template.surface_ids.method_id.mirror = True
        mirrored_job = self._create_job()
        self._make_ready(mirrored_job)

        plain, mirrored = (
            Image.open(
                io.BytesIO(
                    job.current_file_ids.filtered(lambda f: f.file_format == 'png')._get_bytes()
                )
            )
            for job in (plain_job, mirrored_job)
        )
        self.assertTrue(all(mirrored_job.current_file_ids.mapped('mirrored')))
        self.assertNotEqual(plain.tobytes(), mirrored.tobytes())
        difference = sum(
            abs(a - b)
            for a, b in zip(
                plain.getchannel('A')
                .transpose(Image.Transpose.FLIP_LEFT_RIGHT)
                .resize((100, 80))
                .tobytes(),
                mirrored.getchannel('A').resize((100, 80)).tobytes(),
                strict=True,
            )
        )
        self.assertLess(difference / 8000, 2)
        self.assertEqual(mirrored_job.stage, 'ready')

    def test_every_file_carries_its_measured_difference_from_the_approved_picture(self):
        photo = self._create_photo()
        order = self.env['sale.order'].create(
            {
                'partner_id': self.partner.id,
                'order_line': [
                    (
                        0,
                        0,
                        {
                            'product_id': self.gift_product.id,
                            'gift_revision_id': self._create_revision(
                                values={'name': {'text': "Anna"}, 'photo': {'asset': photo.sha256}},
                                photos=photo,
                            ).id,
                        },
                    )
                ],
            }
        )
        order.action_confirm()
        job = order.gift_job_ids
        self._make_ready(job)

        for file in job.current_file_ids:
            with self.subTest(file=file.file_format):
                self.assertLessEqual(file.edge_shift_mm, 0.2)
                self.assertGreaterEqual(file.ssim, 0.98)
                self.assertGreater(file.ssim, 0)

    def test_writing_again_makes_no_second_file(self):
        job = self._create_job()
        self._make_ready(job)
        files = job.file_ids

        job._write_print_files()

        self.assertEqual(job.file_ids, files)

    def test_no_file_is_written_without_an_approved_proof(self):
        job = self._create_job()

        with self.assertRaisesRegex(UserError, "approved proof"):
            job._write_print_files()

        self.assertFalse(job.file_ids)
        self.assertEqual(job.stage, 'waiting')

    def test_no_file_is_written_when_the_line_has_another_design_than_the_approved_one(self):
        job = self._create_job()
        self._approve(job)
        other = self._create_revision(values={'name': {'text': "Ben"}})
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order_line SET gift_revision_id = %s WHERE id = %s",
            (other.id, job.sale_line_id.id),
        )
        self.env.invalidate_all()

        with self.assertRaisesRegex(UserError, "approved proof"):
            job._write_print_files()

        self.assertFalse(job.file_ids)

    def test_a_new_design_gets_its_own_files_and_the_old_ones_are_not_used(self):
        job = self._create_job()
        self._make_ready(job)
        old = job.current_file_ids
        self._get_proof(job)._supersede_with(
            self._create_revision(values={'name': {'text': "Ben"}})
        )

        self.assertFalse(job.current_file_ids)
        self._make_ready(job)

        self.assertEqual(len(job.current_file_ids), 2)
        self.assertFalse(job.current_file_ids & old)
        self.assertEqual(set(job.current_file_ids.mapped('revision_hash')), {job.revision_hash})

    def test_a_file_above_the_limit_holds_the_job_and_is_told_to_the_staff(self):
        self.env['ir.config_parameter'].set_param('gift_personalization.parity_ssim', '1.1')
        job = self._create_job()
        self._make_ready(job)

        self.assertEqual((job.stage, job.file_state), ('waiting', 'problem'))
        self.assertIn("must not be printed", job.file_error)
        self.assertEqual(len(job.activity_ids), 1)

        self.env['ir.config_parameter'].set_param('gift_personalization.parity_ssim', '0.98')
        job.with_user(self.users['staff']).action_write_files_again()
        job._write_print_files()
        self.assertEqual((job.stage, job.file_state), ('ready', 'done'))
        self.assertEqual(len(job.file_ids), 2)

    @mute_logger(FILES)
    def test_a_failing_writer_tries_again_later_and_tells_the_staff_after_three_times(self):
        job = self._create_job()
        self._approve(job)
        start = fields.Datetime.now()
        broken = patch.object(
            self.env.registry['gift.print.file'],
            '_create_for_surface',
            side_effect=OSError("disk full"),
        )

        with broken:
            for minutes, attempts in ((1, 1), (7, 2), (30, 3)):
                with freeze_time(start + timedelta(minutes=minutes)):
                    self._run_cron()
                    self.assertEqual(job.file_attempts, attempts)
                    self.assertGreater(job.file_next_try, fields.Datetime.now())
                    self.assertEqual(len(job.activity_ids), int(attempts == 3))
        self.assertIn("disk full", job.file_error)
        with freeze_time(start + timedelta(hours=3)):
            self._run_cron()

        self.assertEqual((job.stage, job.file_state, job.file_error), ('ready', 'done', False))

    def test_an_attempt_is_counted_before_it_starts(self):
        job = self._create_job()
        self._approve(job)

        self.assertTrue(job._begin_file_attempt())

        self.assertEqual(job.file_attempts, 1)
        self.assertGreater(job.file_next_try, fields.Datetime.now())

    def test_a_written_file_cannot_be_changed_or_deleted(self):
        job = self._create_job()
        self._make_ready(job)
        file = job.current_file_ids[:1]

        with self.assertRaises(UserError):
            file.data = b'eA=='
        with self.assertRaises(UserError):
            file.unlink()
        self.assertTrue(file._is_intact())

    def test_a_file_whose_bytes_were_changed_is_not_used(self):
        job = self._create_job()
        self._make_ready(job)
        self._tamper(job.current_file_ids[:1])

        answer = self._scan(job.name)

        self.assertEqual(answer['status'], 'refused')
        self.assertIn("was changed after it was written", answer['message'])
        self.assertEqual(job.stage, 'ready')

    def _tamper(self, file):
        attachment = self.env['ir.attachment'].search(
            [
                ('res_model', '=', 'gift.print.file'),
                ('res_id', '=', file.id),
                ('res_field', '=', 'data'),
            ]
        )
        attachment.raw = b'something else'
        self.env.invalidate_all()
