from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .proof_common import ProofCommon


@tagged('post_install', '-at_install')
class TestProofPolicy(ProofCommon):
    def test_a_confirmed_order_has_one_proof_per_personalised_line(self):
        order = self._create_order("Anna", "Ben")

        self.assertEqual(order.gift_proof_ids.mapped('state'), ['sent', 'sent'])
        self.assertEqual(
            order.gift_proof_ids.sale_line_id.mapped('gift_proof_state'),
            ['sent', 'sent'],
        )
        self.assertEqual(
            sorted(order.gift_proof_ids.mapped('short_text')),
            ["Anna", "Ben"],
        )

    def test_a_draft_order_has_no_proof(self):
        order = self._create_order(confirm=False)

        self.assertFalse(order.gift_proof_ids)

    def test_confirming_twice_makes_no_second_proof(self):
        order = self._create_order()

        order._gift_start_production()
        order.order_line.gift_job_ids._sync_with_proof()

        self.assertEqual(len(order.gift_proof_ids), 1)

    def test_policy_none_takes_the_order_for_the_approval_and_stores_the_wording(self):
        proof = self._create_proof(policy='none')

        self.assertEqual(proof.state, 'approved')
        self.assertEqual(proof.approval_kind, 'order')
        self.assertEqual(proof.approved_by_id, self.customer)
        self.assertEqual(proof.approved_hash, proof.revision_hash)
        self.assertIn(proof.revision_hash[:12], proof.approved_wording)
        self.assertFalse(self._get_mails(proof))
        self.assertEqual(proof.sale_line_id.gift_job_id.approved_hash, proof.revision_hash)

    def test_policy_customer_sends_the_proof_at_once(self):
        proof = self._create_proof(policy='customer')

        self.assertEqual(proof.state, 'sent')
        self.assertEqual(proof.next_reminder_date, fields.Date.today() + timedelta(days=2))
        self.assertEqual(len(self._get_mails(proof, "Please look")), 1)
        self.assertEqual(proof.sale_line_id.gift_job_id.stage, 'waiting')

    def test_policy_staff_asks_staff_first_and_the_customer_after_their_check(self):
        proof = self._create_proof(policy='staff')

        self.assertEqual(proof.state, 'to_check')
        self.assertFalse(self._get_mails(proof, "Please look"))
        self.assertEqual(proof.activity_ids.mapped('summary'), ["Check the proof"])

        proof.with_user(self.users['staff']).action_send()

        self.assertEqual(proof.state, 'sent')
        self.assertEqual(len(self._get_mails(proof, "Please look")), 1)
        self.assertFalse(proof.activity_ids)

    def test_a_proof_cannot_be_sent_twice(self):
        proof = self._create_proof(policy='customer')

        with self.assertRaisesRegex(UserError, "was sent already"):
            proof.with_user(self.users['staff']).action_send()

        self.assertEqual(len(self._get_mails(proof)), 1)

    def test_the_person_of_the_settings_gets_the_activities(self):
        staff = self.users['staff']
        self.env['ir.config_parameter'].set_param('gift_personalization.proof_user_id', staff.id)

        proof = self._create_proof(policy='staff')

        self.assertEqual(proof.activity_ids.user_id, staff)


@tagged('post_install', '-at_install')
class TestProofApproval(ProofCommon):
    def setUp(self):
        super().setUp()
        self.proof = self._create_proof()
        self.job = self.proof.sale_line_id.gift_job_id

    def test_an_approval_stores_who_when_from_where_and_what(self):
        with freeze_time('2026-05-04 10:11:12'):
            self._approve(self.proof, name="  Anna   Maria\tBerg ")

        self.assertRecordValues(
            self.proof,
            [
                {
                    'state': 'approved',
                    'approval_kind': 'customer',
                    'approved_by_id': self.customer.id,
                    'approved_name': "Anna Maria Berg",
                    'approved_date': fields.Datetime.to_datetime('2026-05-04 10:11:12'),
                    'approved_ip': '192.0.2.7',
                    'approved_user_agent': "Test browser",
                    'approved_hash': self.proof.revision_hash,
                    'approved_wording': self.proof._get_approval_wording(),
                    'next_reminder_date': False,
                }
            ],
        )
        self.assertIn("1 × Test gift", self.proof.approved_wording)
        self.assertEqual(self.job.approved_hash, self.proof.revision_hash)

    def test_a_double_click_approves_once(self):
        self._approve(self.proof)
        first = self.proof.approved_date

        with freeze_time(first + timedelta(minutes=1)):
            self._approve(self.proof, name="Somebody else")

        self.assertEqual(self.proof.approved_name, "Anna Berg")
        self.assertEqual(self.proof.approved_date, first)
        self.assertEqual(len(self._get_mails(self.proof, "You approved")), 1)

    def test_a_stale_hash_is_refused_and_nothing_changes(self):
        with self.assertRaisesRegex(UserError, "no longer the newest"):
            self._approve(self.proof, expected_hash='0' * 64)

        self.assertEqual(self.proof.state, 'sent')
        self.assertFalse(self.proof.approved_hash)
        self.assertFalse(self.job.approved_hash)

    def test_a_wording_that_was_not_shown_is_refused(self):
        with self.assertRaisesRegex(UserError, "no longer the newest"):
            self._approve(self.proof, expected_digest='0' * 64)

        self.assertEqual(self.proof.state, 'sent')

    def test_the_digest_of_the_page_names_design_and_wording(self):
        digest = self.proof._get_shown_digest()
        self._approve(self.proof, expected_digest=digest)

        self.assertEqual(self.proof.state, 'approved')
        self.proof.sale_line_id.product_uom_qty = 2
        self.assertNotEqual(self.proof._get_shown_digest(), digest)

    def test_an_approval_needs_a_name(self):
        with self.assertRaisesRegex(UserError, "enter your name"):
            self._approve(self.proof, name=" \n ")

        self.assertEqual(self.proof.state, 'sent')

    def test_a_line_whose_design_was_changed_meanwhile_is_refused(self):
        other = self._create_revision(values={'name': {'text': "Ben"}})
        self.env.cr.execute(
            "UPDATE sale_order_line SET gift_revision_id = %s WHERE id = %s",
            (other.id, self.proof.sale_line_id.id),
        )
        self.env.invalidate_all()

        with self.assertRaisesRegex(UserError, "newer version"):
            self._approve(self.proof)

        self.assertEqual(self.proof.state, 'sent')

    def test_a_design_that_was_tampered_with_is_refused(self):
        self.env.cr.execute(
            "UPDATE gift_design_revision SET content = replace(content, 'Anna', 'Bert') WHERE id = %s",
            (self.proof.revision_id.id,),
        )
        self.env.invalidate_all()

        with self.assertRaisesRegex(UserError, "does not match its hash"):
            self._approve(self.proof)

        self.assertEqual(self.proof.state, 'sent')

    def test_a_cancelled_order_cannot_be_approved(self):
        self.proof.order_id._action_cancel()

        self.assertEqual(self.proof.state, 'cancelled')
        with self.assertRaisesRegex(UserError, "was cancelled"):
            self._approve(self.proof)
        self.assertFalse(self.proof.approved_hash)

    def test_an_order_that_is_confirmed_again_needs_a_new_approval(self):
        self._approve(self.proof)
        order = self.proof.order_id
        order._action_cancel()
        order.action_draft()

        order.action_confirm()

        new = order.gift_proof_ids - self.proof
        self.assertRecordValues(new, [{'state': 'sent', 'number': 2, 'approved_hash': False}])
        self.assertEqual(self.proof.state, 'cancelled')
        self.assertFalse(self.job.approved_hash)

    def test_nobody_can_write_an_approval_by_hand(self):
        for role in ('staff', 'manager', 'production', 'customer'):
            with self.subTest(role), self.assertRaises(AccessError):
                self.proof.with_user(self.users[role]).write({'state': 'approved'})
        self.assertEqual(self.proof.state, 'sent')


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


@tagged('post_install', '-at_install')
class TestProofReminder(ProofCommon):
    def setUp(self):
        super().setUp()
        with freeze_time('2026-05-04 09:00:00'):
            self.proof = self._create_proof()
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)

    def _run(self, day):
        with freeze_time(f'{day} 09:00:00'):
            self.env['gift.proof']._cron_remind()

    def test_a_customer_is_reminded_after_the_days_of_the_template_and_once_a_day(self):
        self._run('2026-05-05')
        self.assertEqual(self.proof.reminder_count, 0)

        self._run('2026-05-06')
        self._run('2026-05-06')

        self.assertEqual(self.proof.reminder_count, 1)
        self.assertEqual(len(self._get_mails(self.proof, "waiting for you")), 1)

    def test_after_three_reminders_staff_are_told_and_nothing_is_approved(self):
        for day in range(5, 30):
            self._run(f'2026-05-{day:02}')

        self.assertEqual(len(self._get_mails(self.proof, "waiting for you")), 3)
        self.assertEqual(
            self.proof.activity_ids.mapped('summary'), ["The customer does not answer"]
        )
        self.assertEqual(self.proof.state, 'sent')

    def test_no_reminder_without_days(self):
        self.gift_template.reminder_days = 0
        with freeze_time('2026-05-04 09:00:00'):
            proof = self._create_proof()

        self._run('2026-06-30')

        self.assertEqual(proof.reminder_count, 0)

    def test_an_answer_stops_the_reminders(self):
        self._approve(self.proof)
        other = self._create_proof()
        other._request_change(comment="Blue, please", partner=self.customer)

        self._run('2026-06-30')

        self.assertFalse(self._get_mails(self.proof | other, "waiting for you"))
