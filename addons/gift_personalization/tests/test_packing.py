import io
import json
from datetime import timedelta

from PIL import Image

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged

from .batch_common import BatchCommon
from .common import make_picture


@tagged('post_install', '-at_install')
class TestPacking(BatchCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_rule('always')
        cls.job = cls._create_ready_jobs("Anna")
        cls.job.action_start()
        cls.job.action_made()
        cls.worker = cls.users['production']
        cls.photo_bytes = make_picture(640, 480, image_format='JPEG')

    @classmethod
    def _set_rule(cls, rule):
        cls.env['ir.config_parameter'].set_param('gift_personalization.packing_photo', rule)

    def _take_photo(self, job=None):
        return (job or self.job).with_user(self.worker)._add_packing_photo(self.photo_bytes)

    def _answer(self, photo, matches, reason='', job=None):
        worker_job = (job or self.job).with_user(self.worker)
        return worker_job.action_packing_answer(photo.id, matches, reason)

    # === RULE === #

    def test_a_scan_asks_for_the_photo_and_shows_every_approved_side(self):
        answer = self._scan(self.job.name)

        self.assertEqual((answer['status'], self.job.stage), ('photo', 'made'))
        self.assertEqual(
            answer['job']['sides'],
            [{'key': 'front', 'label': "Front", 'url': f'/gift/job/{self.job.id}/side/front.jpg'}],
        )

    def test_nothing_is_packed_without_the_photo_by_any_way(self):
        with self.assertRaisesRegex(UserError, "needs a photo before it is packed"):
            self.job.with_user(self.worker).action_packed()

        self.assertEqual(self.job.stage, 'made')

    def test_a_batch_names_the_jobs_that_need_a_photo(self):
        job = self._create_ready_jobs("Ben")
        batch = self._create_batch(job)
        job.action_start()
        job.action_made()

        answer = self._scan(batch.name)

        self.assertEqual((answer['status'], job.stage), ('refused', 'made'))
        self.assertIn("needs a photo", answer['batch']['problems'][0])

    def test_by_method_only_the_marked_ones_ask(self):
        self._set_rule('methods')
        needs = [self.job._needs_packing_photo()]
        self.gift_template.surface_ids.method_id.has_packing_photo = True

        self.assertEqual([*needs, self.job._needs_packing_photo()], [False, True])

    def test_without_the_rule_a_scan_packs_at_once(self):
        self._set_rule('never')

        self.assertEqual(self._scan(self.job.name)['status'], 'moved')
        self.assertEqual(self.job.stage, 'packed')

    # === ANSWER === #

    def test_a_piece_that_matches_is_packed_and_the_photo_kept_as_evidence(self):
        photo = self._take_photo()

        answer = self._answer(photo, True)

        self.assertEqual((answer['status'], self.job.stage), ('moved', 'packed'))
        check = self.job.packing_check_ids.filtered('verdict')
        self.assertEqual(
            (check.verdict, check.photo_id, check.user_id, check.revision_hash),
            ('match', photo, self.worker, self.job.revision_hash),
        )

    def test_a_piece_that_differs_leads_to_the_reprint_of_its_job(self):
        answer = self._answer(self._take_photo(), False, "  The name is\n crooked ")

        self.assertEqual((answer['status'], self.job.stage), ('differs', 'made'))
        problem = self.job._get_last_event(lambda event: event.kind == 'problem')
        self.assertIn("The name is crooked", problem.note)
        self.assertIn("A piece differs from its proof", self.job.activity_ids.mapped('summary'))
        action = answer['reprint']
        self.assertEqual((action['res_model'], action['target']), ('gift.reprint.wizard', 'new'))
        self.assertEqual(
            action['context'],
            {
                'default_job_id': self.job.id,
                'default_quantity': 1,
                'default_note': "The name is crooked",
            },
        )

    def test_the_window_of_a_piece_that_differs_makes_it_again(self):
        action = self._answer(self._take_photo(), False, "crooked")['reprint']
        wizard = Form(
            self.env[action['res_model']].with_user(self.worker).with_context(**action['context'])
        )
        wizard.cause_id = self.env.ref('gift_personalization.reprint_cause_misprint')

        new = self.env['gift.job'].browse(wizard.save().action_apply()['res_id'])

        self.assertEqual((self.job.stage, new.stage), ('replaced', 'ready'))
        self.assertEqual(new.reprint_of_id, self.job)
        self.assertEqual(self.job.reprint_ids.note, "crooked")

    def test_a_piece_that_differs_is_not_packed_when_the_window_is_closed(self):
        self._answer(self._take_photo(), False, "crooked")

        answer = self._scan(self.job.name)

        self.assertEqual((answer['status'], self.job.stage), ('photo', 'made'))
        self.assertTrue(answer['job']['can_reprint'])

    def test_a_difference_without_a_reason_is_not_taken(self):
        answer = self._answer(self._take_photo(), False, ' ')

        self.assertEqual((answer['status'], self.job.stage), ('photo', 'made'))
        self.assertIn("Say what is different", answer['message'])

    def test_a_photo_is_answered_once(self):
        photo = self._take_photo()
        self._answer(photo, True)

        answer = self._answer(photo, False, "crooked")

        self.assertEqual((answer['status'], self.job.stage), ('refused', 'packed'))
        self.assertEqual(len(self.job.packing_check_ids.filtered('verdict')), 1)

    def test_a_photo_of_another_job_does_not_count(self):
        other = self._create_ready_jobs("Ben")
        other.action_start()
        other.action_made()

        answer = self._answer(self._take_photo(other), True)

        self.assertEqual((answer['status'], self.job.stage), ('refused', 'made'))

    def test_a_piece_that_was_made_again_needs_a_new_photo(self):
        self._answer(self._take_photo(), False, "crooked")
        self.job.with_user(self.users['staff']).action_make_again()
        self.env.cr.execute("UPDATE gift_packing_check SET date = date - interval '1 hour'")
        self.env['gift.packing.check'].invalidate_model()
        old = self.job.packing_check_ids.filtered('asset_id')
        self.job.action_start()
        self.job.action_made()

        answer = self._answer(old, True)

        self.assertEqual((answer['status'], self.job.stage), ('refused', 'made'))
        self.assertTrue(self.job._needs_packing_photo())

    def test_checks_neither_change_nor_go(self):
        photo = self._take_photo()

        for change in (lambda: photo.write({'verdict': 'match'}), photo.unlink):
            with self.assertRaises(UserError):
                change()

    def test_photos_are_given_up_after_the_retention_period(self):
        photo = self._take_photo()
        self._answer(photo, True)
        past = fields.Datetime.now() - timedelta(days=366)
        self.env.cr.execute("UPDATE gift_packing_check SET date = %s", [past])
        photo.invalidate_recordset()

        self.env['gift.packing.check']._gc_photos()

        self.assertFalse(photo.asset_id)
        self.assertEqual(self.job.packing_check_ids.filtered('verdict').verdict, 'match')

    # === ACCESS === #

    def _upload(self, data, job_id=None):
        return self.url_open(
            '/gift/packing/photo',
            data={'csrf_token': http.Request.csrf_token(self), 'job_id': job_id or self.job.id},
            files={'file': ('piece.jpg', data, 'image/jpeg')},
        )

    def _log_in(self, role):
        login = self.users[role].login if role != 'visitor' else None
        self.authenticate(login, login)

    def test_the_team_uploads_and_sees_photos(self):
        self._log_in('production')

        answer = self._upload(self.photo_bytes).json()

        picture = self.url_open(answer['url'])
        self.assertEqual(Image.open(io.BytesIO(picture.content)).size, (640, 480))
        self.assertIn('no-store', picture.headers['Cache-Control'])
        side = self.url_open(f'/gift/job/{self.job.id}/side/front.jpg')
        self.assertEqual(Image.open(io.BytesIO(side.content)).format, 'JPEG')
        self.assertEqual(self.url_open(f'/gift/job/{self.job.id}/side/x.jpg').status_code, 404)

    def test_what_is_no_photo_is_refused_with_a_sentence(self):
        self._log_in('production')

        for data in (b'', b'%PDF-1.4', b'<svg xmlns="http://www.w3.org/2000/svg"/>', b'\xff\xd8'):
            with self.subTest(data=data):
                response = self._upload(data)
                self.assertEqual(response.status_code, 400)
                self.assertTrue(json.loads(response.text)['error'].endswith('.'))
        self.assertFalse(self.job.packing_check_ids)

    def test_nobody_else_sees_or_makes_checks(self):
        photo = self._take_photo()
        paths = (photo.photo_url, f'/gift/job/{self.job.id}/side/front.jpg')
        for role in ('visitor', 'customer', 'employee'):
            self._log_in(role)
            for path in paths:
                with self.subTest(role=role, path=path):
                    response = self.url_open(path, allow_redirects=False)
                    self.assertIn(response.status_code, (303, 404))
            with self.subTest(role=role):
                self.assertIn(self._upload(self.photo_bytes).status_code, (303, 404, 200))
                with self.assertRaises(AccessError):
                    self.job.with_user(self.users[role]).action_packing_answer(photo.id, True)
                with self.assertRaises(AccessError):
                    photo.with_user(self.users[role]).read(['verdict'])
        self.assertEqual(self.job.packing_check_ids, photo)
        for role in ('production', 'staff', 'manager'):
            for operation in ('write', 'create', 'unlink'):
                self.assertFalse(photo.with_user(self.users[role]).has_access(operation))
