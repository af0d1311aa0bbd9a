import hashlib
import importlib.util
import io
import json
import re
import zipfile
from urllib.parse import parse_qs, urlparse

import cv2
import numpy as np
from lxml import etree
from PIL import Image

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged
from odoo.tools.misc import file_path

from .common import make_picture
from .engraving_common import KINDS, EngravingCommon, make_ramp


@tagged('post_install', '-at_install')
class TestEngraving(EngravingCommon, HttpCase):
    # === FILES === #

    def test_a_photo_on_a_laser_is_written_beside_the_outlines_and_measured(self):
        job = self._create_photo_job()
        self._make_ready(job)

        self.assertEqual(job.stage, 'ready')
        self.assertEqual(set(job.current_file_ids.mapped('kind')), set(KINDS))
        self.assertTrue(all(file.is_good for file in job.current_file_ids))
        engraving = self._get_file(job, 'engraving')
        self.assertEqual((engraving.dpi, engraving.file_format), (254, 'png'))
        self.assertEqual((engraving.width_mm, engraving.height_mm), (100, 80))
        self.assertEqual(engraving.overlap, 1.0)
        pixels = cv2.imdecode(np.frombuffer(engraving._get_bytes(), np.uint8), -1)
        self.assertEqual(pixels.shape, (800, 1000))
        self.assertAlmostEqual((pixels[480:780, 300:700] == 0).mean(), 0.5, delta=0.02)
        self.assertTrue((pixels[:480] == 255).all())

    def test_the_svg_holds_the_picture_and_the_name(self):
        job = self._create_photo_job()
        self._make_ready(job)

        root = etree.fromstring(self._get_file(job, 'svg')._get_bytes())

        [image] = root.iter('{*}image')
        self.assertEqual(
            [image.get(name) for name in ('x', 'y', 'width', 'height')], ['0', '0', '100', '80']
        )
        self.assertEqual(len(list(root.iter('{*}path'))), 1)

    def test_the_archive_holds_both_with_their_hashes(self):
        job = self._create_photo_job()
        self._make_ready(job)
        self.authenticate('gift_production', 'gift_production')

        answer = self.url_open(f'/gift/jobs/files.zip?ids={job.id}')

        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            [described] = json.loads(archive.read('manifest.json'))['jobs']
            told = {entry['name']: entry['sha256'] for entry in described['files']}
            found = {
                name: hashlib.sha256(archive.read(name)).hexdigest()
                for name in archive.namelist()
                if name in told
            }
        self.assertEqual(found, told)
        self.assertEqual(len(told), 4)

    def test_files_that_would_show_nothing_are_not_written(self):
        job = self._create_job("Anna")
        self._make_ready(job)

        self.assertEqual(job.stage, 'ready')
        self.assertEqual(set(job.current_file_ids.mapped('kind')), {'svg', 'dxf', 'pdf'})

    def test_a_file_with_other_dots_is_not_used(self):
        job = self._create_photo_job()
        self._approve(job)
        files = type(self.env['gift.print.file'])
        render = files._render

        def shifted(records, display, images, options, **arguments):
            data = render(records, display, images, options, **arguments)
            if options['kind'] != 'engraving':
                return data
            picture = Image.open(io.BytesIO(data))
            buffer = io.BytesIO()
            moved = Image.fromarray(np.roll(np.asarray(picture), 3, axis=1))
            moved.save(buffer, 'PNG', dpi=(254, 254))
            return buffer.getvalue()

        self.patch(files, '_render', shifted)
        job._write_print_files()

        self.assertEqual(job.stage, 'waiting')
        self.assertIn("differs from the approved picture", job.file_error)

    def test_a_batch_lays_engraved_photos_on_its_sheets(self):
        self.env['gift.sheet.size'].create(
            {
                'name': "Laser bed",
                'width_mm': 340,
                'height_mm': 200,
                'method_ids': [Command.set(self.laser.ids)],
            }
        )
        jobs = self._create_photo_job(quantity=2) | self._create_job("Ben")
        self._make_ready(jobs)
        action = jobs.with_user(self.users['production']).action_create_batch()
        batch = self.env['gift.batch'].browse(action['res_id'])

        batch._write_sheets()

        sheets = batch._get_current_sheets()
        self.assertEqual(set(sheets.mapped('kind')), set(KINDS))
        self.assertGreaterEqual(min(sheets.mapped('overlap')), 0.98)

    # === PREVIEW AND PROOF === #

    def _ask_preview(self, design, key, values=None):
        return design._preview(self.gift_product, values or self._prepare_photo(), design, key)

    def test_the_product_page_shows_the_dots_to_the_holder_of_the_key(self):
        design, key = self._create_design(values=self._prepare_photo(), photos=self.photo)

        [surface] = self._ask_preview(design, key)['surfaces']
        [address] = re.findall(r'href="([^"]*dots.png[^"]*)"', surface['svg'])
        address = address.replace('&amp;', '&')
        answer = self.url_open(address)

        self.assertNotIn('screen.jpg', surface['svg'])
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.headers['Content-Type'], 'image/png')
        picture = np.asarray(Image.open(io.BytesIO(answer.content)))
        self.assertEqual(picture.shape, (302, 402, 4))
        ink = picture[:, :, 3].astype(int)
        self.assertAlmostEqual(ink[1:-1, 1:-1].mean() / 255, 0.5, delta=0.02)
        self.assertGreater(ink[:, 5:40].mean(), ink[:, -40:-5].mean() + 150)
        self.assertEqual(set(map(tuple, picture[:, :, :3].reshape(-1, 3))), {(0x4A, 0x2A, 0x10)})

    def test_the_proof_shows_the_photo_in_the_ink_of_the_product(self):
        revision = self._create_revision(values=self._prepare_photo(), photos=self.photo)

        picture = np.asarray(Image.open(io.BytesIO(revision._render_preview(1000))), int)

        area = revision._get_document()['template']['surfaces'][0]['mockup']['area']
        x, y, width, height = (
            area[key] / 1e6 * side
            for key, side in zip(
                ('x_ppm', 'y_ppm', 'width_ppm', 'height_ppm'), (1000, 800) * 2, strict=True
            )
        )

        def seen(x_mm, y_mm):
            column, row = round(x + x_mm / 100 * width), round(y + y_mm / 80 * height)
            return picture[row - 9 : row + 10, column - 2 : column + 3].mean((0, 1))

        self.assertLess(np.abs(seen(31, 63) - (0x4A, 0x2A, 0x10)).max(), 20)
        self.assertLess(np.abs(seen(69, 63) - 250).max(), 20)

    def test_a_photo_without_contrast_is_told_in_a_sentence(self):
        flat = self._store_photo(make_picture(1600, 1200, (128, 128, 128)))
        design, key = self._create_design(photos=flat)

        findings = self._ask_preview(design, key, self._prepare_photo(flat))['findings']

        self.assertEqual([finding['code'] for finding in findings], ['photo_flat'])
        self.assertIn("too little contrast to be engraved", findings[0]['message'])
        with self.assertRaisesRegex(UserError, "too little contrast"):
            design._freeze(self._prepare_photo(flat))

    def test_a_dark_photo_is_told_and_may_be_ordered(self):
        dark = self._store_photo(make_ramp(high=70))
        design, key = self._create_design(photos=dark)

        findings = self._ask_preview(design, key, self._prepare_photo(dark))['findings']

        self.assertEqual([finding['severity'] for finding in findings], ['warning'])
        self.assertIn("nearly all of this photo would be engraved", findings[0]['message'])
        self.assertTrue(design._freeze(self._prepare_photo(dark)))

    def test_dark_light_and_flat_photos_are_mended_in_one_tap(self):
        for shades, code, label in (
            ((0, 70), 'photo_too_dark', r"^Brighten to 1\d0 %$"),
            ((228, 255), 'photo_too_light', r"^Raise the contrast to \d+ %$"),
            ((100, 150), 'photo_flat', r"^Raise the contrast to \d+ %$"),
        ):
            with self.subTest(code):
                photo = self._store_photo(make_ramp(low=shades[0], high=shades[1]))
                design, key = self._create_design(photos=photo)
                values = self._prepare_photo(photo)

                (finding,) = self._ask_preview(design, key, values)['findings']
                values['photo'].update(finding['fix']['values']['photo'])
                after = self._ask_preview(design, key, values)['findings']

                self.assertEqual(finding['code'], code)
                self.assertRegex(finding['fix']['label'], label)
                self.assertEqual(after, [])
                self.assertTrue(design._freeze(values))

    # === SETTINGS === #

    def test_the_design_tells_how_its_photos_become_dots(self):
        self.laser.write({'photo_dpi': 300, 'photo_dot_mm': 0.125, 'photo_gamma': 1.2})

        method = self._create_revision()._get_document()['template']['surfaces'][0]['method']

        self.assertEqual(
            {key: method[key] for key in method if key.startswith('photo_')},
            {'photo_dpi': 300, 'photo_dot_um': 125, 'photo_gamma_permille': 1200},
        )

    def test_a_design_without_a_photo_is_the_same_when_its_laser_learns_to_engrave_them(self):
        self.gift_template.surface_ids.zone_ids.filtered(
            lambda zone: zone.zone_type == 'photo'
        ).unlink()
        self.laser.write({'photo_mode': 'none', 'output_ids': [Command.delete(
            self.laser.output_ids.filtered(lambda output: output.kind == 'engraving').id
        )]})  # fmt: skip
        before = self._create_revision()

        self.laser.write(
            {'photo_mode': 'halftone', 'output_ids': [Command.create({'kind': 'engraving'})]}
        )

        self.assertEqual(before._get_differences(), [])

    def test_settings_that_no_machine_has_are_refused(self):
        for values in (
            {'photo_dpi': 20},
            {'photo_dpi': 1300},
            {'photo_dot_mm': -0.1},
            {'photo_dot_mm': 2.5},
            {'photo_gamma': 0.1},
            {'colors': 'full'},
        ):
            with self.subTest(values=values), self.assertRaisesRegex(ValidationError, "dots"):
                self.laser.write(values)

    def test_the_picture_of_photos_and_the_dots_go_together(self):
        engraving = self.laser.output_ids.filtered(lambda output: output.kind == 'engraving')
        with self.assertRaisesRegex(ValidationError, "add the print file"):
            self.laser.output_ids = [Command.delete(engraving.id)]
        with self.assertRaisesRegex(ValidationError, "makes no dots"):
            self._create_method(output_ids=[Command.create({'kind': 'engraving'})])

    def test_photo_zones_need_a_laser_that_makes_dots(self):
        cutter = self._create_method(output_ids=[Command.create({'kind': 'svg'})])
        with self.assertRaisesRegex(ValidationError, "engrave photos as dots"):
            self.gift_template.surface_ids.method_id = cutter

    def test_more_dots_than_can_be_made_are_refused_before_they_are_sold(self):
        surface = self.gift_template.surface_ids
        surface.write({'width_mm': 700, 'height_mm': 700})
        zone = surface.zone_ids.filtered(lambda zone: zone.zone_type == 'photo')

        with self.assertRaisesRegex(ValidationError, "more than 30 million dots"):
            zone.write({'x_mm': 0, 'y_mm': 0, 'width_mm': 600, 'height_mm': 600})

    def test_the_laser_of_older_shops_learns_to_engrave_photos_unless_it_was_changed(self):
        laser = self.env.ref('gift_personalization.print_method_laser')
        shipped = [Command.create({'kind': kind}) for kind in ('svg', 'dxf', 'pdf')]
        own = [Command.create({'kind': 'pdf'})]
        path = file_path('gift_personalization/migrations/19.0.1.3.0/post-engraving.py')
        spec = importlib.util.spec_from_file_location('engraving', path)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)

        found = []
        for outputs in (shipped, own):
            laser.write({'photo_mode': 'none', 'output_ids': [Command.clear(), *outputs]})
            script.migrate(self.env.cr, '19.0.1.2.0')
            laser.invalidate_recordset()
            found.append((laser.photo_mode, sorted(laser.output_ids.mapped('kind'))))

        self.assertEqual(
            found, [('halftone', ['dxf', 'engraving', 'pdf', 'svg']), ('none', ['pdf'])]
        )

    def test_an_address_of_dots_holds_nothing_of_the_photo_but_its_name(self):
        design, key = self._create_design(values=self._prepare_photo(), photos=self.photo)

        svg = self._ask_preview(design, key)['surfaces'][0]['svg']

        [address] = re.findall(r'href="([^"]*dots.png[^"]*)"', svg)
        self.assertLess(len(address), 1500)
        query = parse_qs(urlparse(address.replace('&amp;', '&')).query)
        self.assertEqual(set(query), {'key', 'of', 'token'})
