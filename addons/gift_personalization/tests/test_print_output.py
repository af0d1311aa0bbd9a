import hashlib
import importlib.util
import io
import json
import zipfile

import pikepdf
from ezdxf import recover
from lxml import etree
from PIL import Image

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools.misc import file_path, mute_logger

from ..engine import schema
from .production_common import ProductionCommon


class PrintOutputCommon(ProductionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.surface = cls.gift_template.surface_ids
        cls.method = cls.surface.method_id
        cls.surface.zone_ids.filtered(lambda zone: zone.zone_type == 'photo').unlink()

    @classmethod
    def _set_outputs(cls, *outputs):
        """Let the method make just these files, given as kinds or as values."""
        values = [item if isinstance(item, dict) else {'kind': item} for item in outputs]
        cls.method.output_ids = [Command.clear(), *map(Command.create, values)]

    def _get_file(self, job, kind):
        return job.current_file_ids.filtered(lambda file: file.kind == kind)


@tagged('post_install', '-at_install')
class TestPrintOutput(PrintOutputCommon, HttpCase):
    def test_a_new_method_makes_a_pdf_and_a_png(self):
        self.assertEqual(self.method.output_ids.mapped('kind'), ['pdf', 'png'])

    def test_a_job_gets_all_files_of_its_method_each_measured(self):
        self._set_outputs('pdf', 'png', {'kind': 'underbase', 'choke_mm': 0.3}, 'svg', 'dxf')
        job = self._create_job("Anna")
        self._make_ready(job)

        self.assertEqual(job.stage, 'ready')
        files = {file.kind: file for file in job.current_file_ids}
        self.assertEqual(set(files), {'pdf', 'png', 'underbase', 'svg', 'dxf'})
        self.assertTrue(all(file.is_good for file in files.values()))
        for kind in ('svg', 'dxf'):
            self.assertGreaterEqual(files[kind].overlap, 0.98)
            self.assertGreaterEqual(files[kind].ssim, 0.98)
        self.assertEqual(files['underbase'].file_format, 'png')

    def test_outline_files_open_in_their_true_size(self):
        self._set_outputs('svg', 'dxf')
        job = self._create_job("Anna")
        self._make_ready(job)

        document, auditor = recover.read(io.BytesIO(self._get_file(job, 'dxf')._get_bytes()))
        drawing = etree.fromstring(self._get_file(job, 'svg')._get_bytes())

        self.assertEqual((len(auditor.errors), len(auditor.fixes)), (0, 0))
        self.assertEqual(tuple(document.header['$LIMMAX']), (100, 80))
        self.assertGreaterEqual(len(document.modelspace()), 4)
        self.assertEqual((drawing.get('width'), drawing.get('height')), ('100mm', '80mm'))

    def test_embroidery_gets_a_work_sheet_and_outlines_beside_it(self):
        self.method.color_ids[0].thread = "Brother 20 Black"
        self._set_outputs('worksheet', {'kind': 'svg', 'by_color': True})
        job = self._create_job("Anna")
        facts = self.env['gift.print.file']._prepare_worksheet(
            job, job.revision_id._get_layout()[0].to_dict()['template']['surfaces'][0]
        )
        self._make_ready(job)

        ((text, font, letter_um),) = facts.texts
        self.assertEqual((text, font), ("Anna", self.font.name))
        self.assertGreater(letter_um, 1000)
        self.assertEqual(facts.threads, {self.method.color_ids[0].hex: "Brother 20 Black"})
        self.assertEqual(job.stage, 'ready')
        sheet = self._get_file(job, 'worksheet')
        self.assertTrue(sheet.name.endswith('-worksheet.pdf'))
        self.assertGreaterEqual(sheet.ssim, 0.98)
        with pikepdf.open(io.BytesIO(sheet._get_bytes())) as document:
            self.assertEqual(len(document.pages), 1)

    def test_a_pdf_carries_the_spot_colours_of_its_output(self):
        self._set_outputs(
            {'kind': 'pdf', 'has_white': True, 'choke_mm': 0.2, 'cut': 'contour',
             'cut_offset_mm': 2},
        )  # fmt: skip
        job = self._create_job("Anna")
        self._make_ready(job)

        with pikepdf.open(io.BytesIO(job.current_file_ids._get_bytes())) as document:
            spaces = set(document.pages[0].obj.Resources.ColorSpace.keys())
        self.assertEqual(spaces, {'/White', '/CutContour'})
        self.assertEqual(job.stage, 'ready')

    def test_the_files_of_a_method_are_no_part_of_the_design(self):
        before = self._create_revision(values={'name': {'text': "Anna"}})
        self._set_outputs('svg', 'dxf')

        after = self._create_revision(values={'name': {'text': "Anna"}})

        self.assertEqual(before, after)

    def test_a_changed_option_writes_that_file_anew_and_leaves_the_others(self):
        self._set_outputs('png', {'kind': 'underbase', 'choke_mm': 0.2})
        job = self._create_job("Anna")
        self._make_ready(job)
        png, base = self._get_file(job, 'png'), self._get_file(job, 'underbase')
        base.invalidate_recordset()
        self.method.output_ids.filtered(lambda o: o.kind == 'underbase').choke_mm = 0.5

        job._write_print_files()

        self.assertEqual(self._get_file(job, 'png'), png)
        self.assertNotEqual(self._get_file(job, 'underbase'), base)
        old, new = (
            sum(Image.open(io.BytesIO(file._get_bytes())).getchannel('A').tobytes())
            for file in (base, self._get_file(job, 'underbase'))
        )
        self.assertLess(new, old)

    def test_outlines_that_overlap_too_little_hold_the_job(self):
        self._set_outputs('dxf')
        self.env['ir.config_parameter'].set_param('gift_personalization.parity_overlap', '1.1')
        job = self._create_job("Anna")

        self._make_ready(job)

        self.assertEqual((job.stage, job.file_state), ('waiting', 'problem'))
        self.assertIn("the outlines overlap by", job.file_error)
        self.assertFalse(job.current_file_ids.is_good)

    def test_a_limit_is_not_applied_to_what_a_kind_of_file_does_not_have(self):
        self._set_outputs({'kind': 'underbase', 'choke_mm': 0.2})
        self.env['ir.config_parameter'].set_param('gift_personalization.parity_ssim', '1.1')
        job = self._create_job("Anna")

        self._make_ready(job)

        self.assertEqual(job.stage, 'ready')

    def test_a_design_whose_method_lost_its_code_is_told_to_the_staff(self):
        job = self._create_job("Anna")
        self._approve(job)
        self.method.code = 'renamed'

        with self.assertRaisesRegex(UserError, "Give the right print method this code again"):
            job._write_print_files()

        self.method.code = job.revision_id._get_layout()[0].surface('front').method.key
        job._write_print_files()
        self.assertEqual(job.stage, 'ready')

    # === NAMES === #

    def test_files_are_named_by_the_pattern_of_the_method(self):
        self.method.file_name = "{order}_{line}_{product}_{surface}_{quantity}x_{hash8}.{ext}"
        self.gift_product.default_code = "TASSE/Ü 1"
        self._set_outputs('png', 'underbase')
        job = self._create_job("Anna", quantity=3)
        self._make_ready(job)

        stem = f'{job.order_name}_1_TASSE-U-1_front_3x_{job.revision_hash[:8]}'
        self.assertEqual(
            set(job.current_file_ids.mapped('name')), {f'{stem}.png', f'{stem}-underbase.png'}
        )

    def test_a_pattern_that_cannot_name_files_is_refused_when_it_is_saved(self):
        for pattern, words in (
            ("{job}_{surface}_{price}.{ext}", "only placeholders"),
            ("{job}/{surface}.{ext}", "slashes"),
            ("{job}_{surface}", "end with"),
            ("{order}_{surface}.{ext}", "both {order} and {line}"),
            ("{job}_{surface}}.{ext}", "brace"),
        ):
            with self.subTest(pattern=pattern), self.assertRaisesRegex(ValidationError, words):
                self.method.file_name = pattern

    def test_the_archive_has_unique_names_and_true_hashes(self):
        self._set_outputs('pdf', 'png', 'underbase', 'svg', 'dxf')
        jobs = self._create_job("Anna") | self._create_job("Ben")
        self._make_ready(jobs)
        jobs.current_file_ids.flush_recordset()
        self.env.cr.execute(
            "UPDATE gift_print_file SET name = 'same.PNG' WHERE job_id IN %s AND kind = 'png'",
            (tuple(jobs.ids),),
        )
        self.env.invalidate_all()
        self.authenticate(self.users['production'].login, self.users['production'].login)

        response = self.url_open(f'/gift/jobs/files.zip?ids={",".join(map(str, jobs.ids))}')

        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            content = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(content.pop('manifest.json'))
        told = {file['name']: file['sha256'] for job in manifest['jobs'] for file in job['files']}
        self.assertEqual(len(content), 10)
        self.assertLessEqual({'same.PNG', 'same_2.PNG'}, set(content))
        self.assertEqual(
            told, {name: hashlib.sha256(data).hexdigest() for name, data in content.items()}
        )
        for described, job in zip(manifest['jobs'], jobs, strict=True):
            self.assertEqual(described['design_sha256'], job.revision_hash)
            versions = (schema.SCHEMA_VERSION, schema.LAYOUT_VERSION)
            self.assertEqual((described['schema_version'], described['layout_version']), versions)

    # === OUTLINES AND PHOTOS === #

    def test_a_photo_zone_and_outline_files_do_not_go_together(self):
        photo = {'name': "Photo", 'key': 'photo', 'zone_type': 'photo', 'x_mm': 1, 'y_mm': 50,
                 'width_mm': 20, 'height_mm': 20}  # fmt: skip
        self.surface.zone_ids = [Command.create(photo)]
        with self.assertRaisesRegex(ValidationError, "a photo has none"):
            self._set_outputs('dxf')

        laser = self._create_method(output_ids=[Command.create({'kind': 'svg'})])
        with self.assertRaisesRegex(ValidationError, "a photo has none"):
            self.surface.method_id = laser

        self.surface.zone_ids.filtered(lambda zone: zone.key == 'photo').unlink()
        self.surface.method_id = laser
        with self.assertRaisesRegex(ValidationError, "a photo has none"):
            self.surface.zone_ids = [Command.create(photo)]

    def test_a_frozen_photo_is_refused_with_a_sentence(self):
        self._set_outputs('dxf')
        job = self._create_job("Anna")
        self._approve(job)
        surface = job.revision_id._get_layout()[0].to_dict()['template']['surfaces'][0]
        from ..engine.display import DisplayList, ImageItem

        matrix = (40.0, 0.0, 0.0, 40.0, 0.0, 0.0)
        photo = ImageItem('a' * 64, 10, 10, matrix, "M0 0L400 0L400 400z")
        display = DisplayList('front', 100_000, 80_000, 0, (photo,))

        with self.assertRaisesRegex(UserError, "a photo has no outline"):
            self.env['gift.print.file']._create_for_surface(
                job, surface, display, self.method.output_ids
            )

        self.assertFalse(job.file_ids)

    # === SETTINGS === #

    def test_a_kind_of_file_is_made_once(self):
        with self.assertRaisesRegex(Exception, "unique|once"), mute_logger('odoo.sql_db'):
            self.method.output_ids = [Command.create({'kind': 'pdf'})]
            self.env.flush_all()

    def test_a_method_makes_at_least_one_file(self):
        with self.assertRaisesRegex(ValidationError, "at least one print file"):
            self.method.output_ids = [Command.clear()]

    def test_millimetres_are_sensible(self):
        for values in ({'choke_mm': -0.1}, {'choke_mm': 21}, {'cut_offset_mm': -1}):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, "0 and 20"):
                self._set_outputs({'kind': 'pdf', **values})

    def test_a_method_is_copied_with_its_files(self):
        self._set_outputs('png', {'kind': 'underbase', 'choke_mm': 0.4})
        copied = self.method.copy({'code': 'copied'})

        self.assertEqual(copied.output_ids.mapped('kind'), ['png', 'underbase'])
        self.assertEqual(copied.output_ids[1].choke_mm, 0.4)
        self.assertEqual(len(self.method.output_ids), 2)

    def test_every_shipped_method_has_its_files(self):
        shipped = {
            method.code: method.output_ids.mapped('kind')
            for method in self.env['gift.print.method'].search([])
            if method.get_external_id()[method.id]
        }

        self.assertEqual(shipped['laser'], ['svg', 'engraving', 'dxf', 'pdf'])
        self.assertEqual(shipped['dtg'], ['png', 'underbase', 'pdf'])
        self.assertLessEqual(
            {'sublimation', 'uv', 'dtf', 'foil', 'sticker', 'embroidery'}, set(shipped)
        )
        self.assertTrue(all(shipped.values()))

    def test_an_upgrade_keeps_what_jobs_wrote_before(self):
        png_first = self._create_method(file_format='png')
        (self.method | png_first).flush_recordset()
        self.env.cr.execute(
            "DELETE FROM gift_print_output WHERE method_id IN %s",
            (tuple((self.method | png_first).ids),),
        )
        self.env.invalidate_all()

        path = file_path('gift_personalization/migrations/19.0.1.1.0/post-print_outputs.py')
        spec = importlib.util.spec_from_file_location('print_outputs', path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        script.migrate(self.env.cr, '19.0.1.0.0')
        script.migrate(self.env.cr, '19.0.1.0.0')
        self.env.invalidate_all()

        self.assertEqual(self.method.output_ids.mapped('kind'), ['pdf', 'png'])
        self.assertEqual(png_first.output_ids.mapped('kind'), ['png', 'pdf'])


@tagged('post_install', '-at_install')
class TestPrintOutputAccess(PrintOutputCommon):
    def test_managers_set_the_files_production_and_staff_read_them(self):
        output = self.method.output_ids[:1]
        for role, reads, writes in (
            ('visitor', False, False),
            ('customer', False, False),
            ('employee', False, False),
            ('production', True, False),
            ('staff', True, False),
            ('manager', True, True),
        ):
            mine = output.with_user(self.users[role])
            with self.subTest(role=role):
                self.assertEqual(mine.has_access('read'), reads)
                for operation in ('write', 'create', 'unlink'):
                    self.assertEqual(mine.has_access(operation), writes)
        with self.assertRaises(AccessError):
            output.with_user(self.users['customer']).choke_mm = 1
        output.with_user(self.users['manager']).choke_mm = 0.5
        self.assertEqual(output.choke_mm, 0.5)
