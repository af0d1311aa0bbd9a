from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .proof_common import ProofCommon


@tagged('post_install', '-at_install')
class TestProofChange(ProofCommon):
    def setUp(self):
        super().setUp()
        self.proof = self._create_proof("Ana")
        self.job = self.proof.sale_line_id.gift_job_id

    def _request_change(self, comment="It is Anna with two n"):
        self.proof._request_change(comment=comment, partner=self.customer)

    def test_a_request_stores_the_words_tells_staff_and_stops_reminders(self):
        self._request_change("  It is <b>Anna</b>\r\nwith two n ")

        self.assertEqual(self.proof.state, 'change_requested')
        self.assertEqual(self.proof.change_comment, "It is <b>Anna</b>\nwith two n")
        self.assertEqual(self.proof.change_by_id, self.customer)
        self.assertFalse(self.proof.next_reminder_date)
        self.assertEqual(self.proof.activity_ids.mapped('summary'), ["Change requested"])
        note = self.proof.message_ids[0]
        self.assertTrue(note.is_internal or note.subtype_id.internal)
        self.assertIn("&lt;b&gt;Anna&lt;/b&gt;", note.body)
        self.assertNotIn("<b>", note.body)
        self.assertIn("&lt;b&gt;", self.proof.activity_ids.note)

    def test_a_request_needs_words_and_at_most_2000_characters(self):
        for comment, message in (("  ", "tell us what"), (None, "tell us"), ("x" * 2001, "2001")):
            with self.subTest(comment), self.assertRaisesRegex(UserError, message):
                self._request_change(comment)
        self.assertEqual(self.proof.state, 'sent')
        self.assertFalse(self.proof.activity_ids)

        self._request_change("x" * 2000)

        self.assertEqual(len(self.proof.change_comment), 2000)

    def test_a_double_click_asks_once(self):
        self._request_change()
        self._request_change()

        self.assertEqual(len(self.proof.activity_ids), 1)

    def test_a_proof_with_an_open_request_cannot_be_approved(self):
        self._request_change()

        with self.assertRaisesRegex(UserError, "asked for a change"):
            self._approve(self.proof)

        self.assertEqual(self.proof.state, 'change_requested')

    def test_an_approved_proof_cannot_be_changed_by_the_customer(self):
        self._approve(self.proof)

        with self.assertRaisesRegex(UserError, "approved already"):
            self._request_change()

        self.assertEqual(self.proof.state, 'approved')
        self.assertFalse(self.proof.change_comment)

    def test_staff_correct_the_design_and_the_customer_gets_a_new_version(self):
        self._request_change()

        new = self._correct(self.proof, "Anna", answer="Two n now")

        self.assertEqual(self.proof.state, 'superseded')
        self.assertFalse(self.proof.activity_ids)
        self.assertRecordValues(
            new,
            [
                {
                    'state': 'sent',
                    'number': 2,
                    'short_text': "Anna",
                    'answer': "Two n now",
                }
            ],
        )
        line = self.proof.sale_line_id
        self.assertEqual(line.gift_revision_id, new.revision_id)
        self.assertEqual(self.job.revision_hash, new.revision_hash)
        self.assertEqual(self.job.stage, 'waiting')
        self.assertEqual(len(self._get_mails(new, "Please look")), 1)
        self.assertEqual(new._get_previous(), self.proof)
        changed = [entry for entry in new._get_readback() if entry['before']]
        self.assertEqual([entry['before']['text'] for entry in changed], ["Ana"])

    def test_the_old_version_cannot_be_approved_any_more(self):
        new = self._correct(self.proof, "Anna")

        with self.assertRaisesRegex(UserError, "newer version"):
            self._approve(self.proof)

        self.assertEqual((self.proof.state, new.state), ('superseded', 'sent'))

    def test_a_correction_without_a_difference_is_refused(self):
        with self.assertRaisesRegex(UserError, "Nothing was changed"):
            self._correct(self.proof, "Ana")

        self.assertEqual(self.proof.sale_line_id.gift_proof_ids, self.proof)

    def test_a_correction_that_does_not_fit_is_refused_with_the_sentence_of_the_guard(self):
        with self.assertRaisesRegex(UserError, "Name.*at most 12"):
            self._correct(self.proof, "Anna-Maria-Theresia")

        self.assertEqual(self.proof.state, 'sent')

    def test_the_correction_works_through_its_form(self):
        proofs = self.proof.with_user(self.users['staff'])
        wizards = self.env[proofs.action_correct()['res_model']].with_user(self.users['staff'])
        with Form(wizards.with_context(default_proof_id=self.proof.id)) as form:
            before = form.preview
            with form.line_ids.edit(0) as line:
                line.text = "Anna-Maria-Theresia"
            self.assertIn("at most 12", form.findings)
            with form.line_ids.edit(0) as line:
                line.text = "Anna"
            self.assertFalse(form.findings)
            self.assertNotEqual(form.preview, before)

        form.record.action_apply()

        self.assertEqual(self.proof.sale_line_id._gift_get_open_proof().short_text, "Anna")

    def test_a_zone_that_the_design_does_not_have_is_not_invented(self):
        wizard = (
            self.env['gift.design.change']
            .with_user(self.users['staff'])
            .with_context(
                default_proof_id=self.proof.id,
            )
            .create({})
        )
        wizard.line_ids[1].write({'zone_key': 'evil', 'text': "Evil"})

        with self.assertRaisesRegex(UserError, "Nothing was changed"):
            wizard.action_apply()

    def test_a_colour_that_the_method_cannot_make_is_refused(self):
        gold = self.env['gift.color'].create({'name': "Gold", 'hex': '#c9a227'})
        wizard = (
            self.env['gift.design.change']
            .with_user(self.users['staff'])
            .with_context(
                default_proof_id=self.proof.id,
            )
            .create({})
        )
        wizard.line_ids.filtered(lambda line: line.zone_key == 'name').color_id = gold

        with self.assertRaisesRegex(UserError, "not offered"):
            wizard.action_apply()

        self.assertEqual(self.proof.state, 'sent')

    def test_the_price_that_was_agreed_stays_when_staff_add_a_text(self):
        line = self.proof.sale_line_id
        agreed = line.price_unit
        wizard = (
            self.env['gift.design.change']
            .with_user(self.users['staff'])
            .with_context(
                default_proof_id=self.proof.id,
            )
            .create({})
        )
        wizard.line_ids.filtered(lambda line: line.zone_key == 'message').text = "With love"

        wizard.action_apply()

        self.assertIn("With love", line._gift_get_open_proof().short_text)
        self.assertEqual(line.price_unit, agreed)

    def test_an_approved_design_can_be_corrected_until_it_is_made(self):
        self._approve(self.proof)
        self.assertEqual(self.job.approved_hash, self.proof.revision_hash)

        new = self._correct(self.proof, "Anna")

        self.assertFalse(self.job.approved_hash)
        self.assertEqual(self.job.stage, 'waiting')
        self.assertEqual(new.state, 'sent')

    def test_a_gift_that_is_being_made_cannot_be_corrected(self):
        self._approve(self.proof)
        self.job._update_stage(('waiting',), 'ready')
        self.job._update_stage(('ready',), 'in_production')

        with self.assertRaisesRegex(UserError, "cannot be changed any more"), self.cr.savepoint():
            self._correct(self.proof, "Anna")

        self.assertEqual(self.proof.state, 'approved')
        self.assertEqual(self.job.approved_hash, self.proof.revision_hash)

    def test_staff_answer_without_a_change_and_the_customer_is_asked_again(self):
        self._request_change()
        answer = (
            self.env['gift.proof.answer']
            .with_user(self.users['staff'])
            .create(
                {
                    'proof_id': self.proof.id,
                    'answer': "This is the only font we have.",
                }
            )
        )

        answer.action_send()

        self.assertEqual(self.proof.state, 'sent')
        self.assertEqual(self.proof.answer, "This is the only font we have.")
        self.assertFalse(self.proof.activity_ids)
        self.assertEqual(len(self._get_mails(self.proof, "Please look")), 2)
        self._approve(self.proof)
        self.assertEqual(self.proof.state, 'approved')

    def test_the_wizard_keeps_photos_and_shows_the_picture(self):
        photo = self._create_photo()
        revision = self._create_revision(
            values={
                'name': {'text': "Ana"},
                'photo': {'asset': photo.sha256},
            },
            photos=photo,
        )
        proof = self.proof._supersede_with(revision)

        wizard = (
            self.env['gift.design.change']
            .with_user(self.users['staff'])
            .with_context(
                default_proof_id=proof.id,
            )
            .create({})
        )
        self.assertTrue(wizard.preview)
        self.assertEqual(wizard.line_ids.mapped('label'), ["Name", "Message"])
        new = self._correct(proof, "Anna")

        self.assertEqual(new.revision_id._get_values()['photo']['asset'], photo.sha256)
        self.assertEqual(new.revision_id.asset_ids, photo)
