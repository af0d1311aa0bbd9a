from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged, warmup

from .proof_common import ProofCommon


class ModerationCommon(ProofCommon):
    """The lists hold one invented word of each severity."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.words = cls.env['gift.moderation.word'].create(
            [
                {'pattern': "zorgle", 'severity': 'block', 'reason': 'hate'},
                {'pattern': "flubber", 'severity': 'review', 'reason': 'trademark'},
            ]
        )

    @classmethod
    def _ask(cls, text="Zorgle", comment="It is my surname."):
        """Ask for the words of a new workspace; return ``(design, case)``."""
        design, _key = cls._create_design(values={'name': {'text': text}})
        return design, design._ask_for_words(comment)

    @classmethod
    def _create_held_proof(cls, text="Flubber", **kwargs):
        return cls._create_proof(text, **kwargs)

    @classmethod
    def _get_case(cls, proof, kind='text'):
        return proof.sale_line_id.gift_case_ids.filtered(
            lambda case: case.kind == kind and case.revision_id == proof.revision_id,
        )

    @classmethod
    def _create_photo_order(cls, **kwargs):
        """Create a confirmed order of a gift with a photo; return its line."""
        photo = cls._create_photo()
        revision = cls._create_revision(
            values={'name': {'text': "Anna"}, 'photo': {'asset': photo.sha256}}, photos=photo
        )
        order = cls._create_order(confirm=False, **kwargs)
        order.order_line.gift_revision_id = revision
        order.action_confirm()
        return order.order_line

    def _reject(self, case, reason='hate', note="", role='staff'):
        wizard = (
            self.env['gift.moderation.reject']
            .with_user(self.users[role])
            .create({'case_id': case.id, 'reason': reason, 'note': note})
        )
        wizard.action_reject()


@tagged('post_install', '-at_install')
class TestModeratedWords(ModerationCommon):
    # === LISTS === #

    def test_the_shipped_lists_are_loaded_once_and_keep_what_the_shop_changed(self):
        words = self.env['gift.moderation.word'].with_context(active_test=False)
        shipped = words.search([('is_shipped', '=', True)])
        self.assertGreater(len(shipped), 2000)
        shipped[0].active = False
        shipped[1].severity = 'review'

        words._load_shipped()

        self.assertEqual(words.search([('is_shipped', '=', True)]), shipped)
        self.assertFalse(shipped[0].active)
        self.assertEqual(shipped[1].severity, 'review')

    def test_shipped_words_are_archived_instead_of_deleted(self):
        word = self.env['gift.moderation.word'].search([('is_shipped', '=', True)], limit=1)

        with self.assertRaisesRegex(UserError, "Archive it"):
            word.unlink()
        self.words.unlink()

        self.assertTrue(word.exists())
        self.assertFalse(self.words.exists())

    def test_patterns_that_would_find_everything_are_refused(self):
        for pattern in ("*", "a", "a*b"):
            with self.subTest(pattern), self.assertRaises(ValidationError):
                self.env['gift.moderation.word'].create({'pattern': pattern})

    def test_a_change_of_the_lists_counts_at_once(self):
        design, _key = self._create_design(values={'name': {'text': "Zorgle"}})
        with self.assertRaises(UserError):
            design._freeze()

        self.words.active = False

        self.assertTrue(design._freeze())

    # === WHILE TYPING AND IN THE CART === #

    def _get_findings(self, text):
        answer = self.env['gift.design']._preview(self.gift_product, {'name': {'text': text}})
        return [(f['code'], f['severity'], f['zone']) for f in answer['findings']]

    def test_a_blocked_word_is_told_at_its_field_without_naming_it(self):
        answer = self.env['gift.design']._preview(
            self.gift_product, {'name': {'text': "Du z0rgle"}}
        )

        finding = answer['findings'][-1]
        self.assertEqual((finding['code'], finding['severity']), ('blocked_word', 'error'))
        self.assertIn("ask us to look at it", finding['message'])
        self.assertNotIn('zorgle', finding['message'].lower())

    def test_a_word_that_staff_look_at_first_is_no_finding(self):
        self.assertEqual(self._get_findings("Flubber"), [])

    def test_a_blocked_word_gets_into_no_cart(self):
        with self.assertRaisesRegex(UserError, "we cannot print these words"):
            self._add_gift_to_cart(self.empty_cart, "Zorgle")
        self.assertFalse(self.empty_cart.order_line)

    def test_allowed_names_pass(self):
        self.env['gift.moderation.allow'].create({'text': "Zorgle Re"})

        self.assertEqual(self._get_findings("In Zorgle Re"), [])
        self.assertEqual(len(self._get_findings("Zorgle")), 1)

    @warmup
    def test_checking_words_costs_no_query(self):
        design = self.env['gift.design']._parse(
            self.env['gift.design']._build_content(
                self.gift_product, {'name': {'text': "Anna"}}, self.env['gift.asset']
            )
        )
        with self.assertQueryCount(0):
            self.env['gift.design']._get_word_findings(design)

    # === APPEAL === #

    def test_who_asks_may_order_and_the_proof_waits_for_the_staff(self):
        _design, case = self._ask()
        self.assertEqual(case.state, 'appealed')
        self.assertEqual(self._get_findings("Zorgle"), [('word_asked', 'warning', 'name')])

        proof = self._create_held_proof("Zorgle")

        self.assertEqual(proof.state, 'to_check')
        self.assertEqual(self._get_case(proof).customer_comment, "It is my surname.")
        self.assertFalse(self._get_mails(proof, "Please look at your gift"))

    def test_one_case_per_design(self):
        design, case = self._ask()

        again = design._ask_for_words("Please!")

        self.assertEqual(again, case)
        self.assertEqual(case.customer_comment, "Please!")
        self.assertEqual(len(case.event_ids), 2)

    def test_nothing_to_ask_for(self):
        design, _key = self._create_design(values={'name': {'text': "Anna"}})

        with self.assertRaisesRegex(UserError, "These words are fine"):
            design._ask_for_words("Please")
        with self.assertRaisesRegex(UserError, "tell us"):
            self._ask(comment="  ")

    def test_a_case_goes_with_the_order_of_its_design(self):
        design, case = self._ask()
        order = self._create_order(confirm=False)
        order.order_line.write(
            {'gift_design_id': design.id, 'gift_revision_id': design._freeze().id}
        )

        order.action_confirm()

        self.assertEqual(case.sale_line_id, order.order_line)
        self.assertEqual(order.order_line.gift_case_ids, case)

    # === HELD PROOF === #

    def test_a_word_to_look_at_holds_the_proof_whatever_the_policy(self):
        for policy in ('none', 'customer', 'staff'):
            with self.subTest(policy):
                proof = self._create_held_proof(f"Flubber {policy[:4]}", policy=policy)
                self.assertEqual(proof.state, 'to_check')
                self.assertEqual(self._get_case(proof).state, 'open')
                self.assertIn(
                    "Name: “Flubber", proof.with_user(self.users['staff']).moderation_note
                )
                with self.assertRaisesRegex(UserError, "Decide about them"):
                    proof.with_user(self.users['staff']).action_send()

    def test_the_proof_goes_on_as_its_policy_says_once_approved(self):
        for policy, state in (('none', 'approved'), ('customer', 'sent'), ('staff', 'to_check')):
            with self.subTest(policy):
                proof = self._create_held_proof(f"Flubber {policy[:4]}", policy=policy)
                self._get_case(proof).with_user(self.users['staff']).action_approve()
                self.assertEqual(proof.state, state)

    def test_approved_texts_pass_from_then_on(self):
        _design, case = self._ask("Zorgle Fam")

        case.with_user(self.users['staff']).action_approve()

        self.assertEqual(self._get_findings("zorgle  fam"), [])
        self.assertEqual(self._get_findings("Zorgle")[0][0], 'blocked_word')

    def test_a_rejected_design_stays_held_and_the_customer_is_told_how_to_change_it(self):
        proof = self._create_held_proof()
        case = self._get_case(proof)

        self._reject(case, 'trademark', "Please leave the brand out.")

        self.assertEqual((case.state, case.decided_by_id), ('rejected', self.users['staff']))
        self.assertEqual(proof.state, 'to_check')
        mail = self._get_mails(case, "Please change your gift")
        self.assertEqual(len(mail), 1)
        self.assertIn("we have no right to print it", mail.body_html)
        self.assertIn("Please leave the brand out.", mail.body_html)
        self.assertIn('gift_correct=', mail.body_html)

    def test_a_changed_design_closes_the_case_and_goes_on(self):
        proof = self._create_held_proof()
        case = self._get_case(proof)
        self._reject(case, 'trademark')

        new = proof._supersede_with(self._create_revision(values={'name': {'text': "Anna"}}))

        self.assertEqual(case.state, 'replaced')
        self.assertEqual(new.state, 'sent')

    def test_a_decision_is_made_once_and_logged(self):
        case = self._get_case(self._create_held_proof())
        staff_case = case.with_user(self.users['staff'])

        staff_case.action_approve()
        staff_case.action_approve()

        states = case.event_ids.sorted('id').mapped('to_state')
        self.assertEqual(states, ['open', 'approved'])
        self.assertEqual(case.event_ids.sorted('id')[-1].user_id, self.users['staff'])
        with self.assertRaises(UserError):
            case.event_ids[0].note = "Other"

    def test_a_customer_asks_again_after_a_rejection(self):
        case = self._get_case(self._create_held_proof())
        self._reject(case, 'trademark')

        case._appeal("It is my own brand.")
        case.with_user(self.users['staff']).action_approve()

        self.assertEqual(case.state, 'approved')
        self.assertEqual(len(self._get_mails(case, "We can make your gift")), 1)
        with self.assertRaisesRegex(UserError, "decided already"):
            case._appeal("Again")

    def test_a_reason_of_its_own_needs_a_sentence(self):
        case = self._get_case(self._create_held_proof())

        with self.assertRaisesRegex(UserError, "tell the customer why"):
            self._reject(case, 'other')

        self.assertEqual(case.state, 'open')


@tagged('post_install', '-at_install')
class TestModeratedPhotos(ModerationCommon):
    def _set(self, mode):
        self.env['ir.config_parameter'].set_param('gift_personalization.photo_review', mode)

    def _approve_line(self, line):
        self._approve(line.gift_proof_ids)

    def test_photos_are_not_reviewed_unless_the_shop_wants_it(self):
        line = self._create_photo_order()

        self.assertFalse(line.gift_case_ids)

    def test_nothing_is_printed_before_the_photo_was_approved(self):
        self._set('all')
        line = self._create_photo_order()
        job, case = line.gift_job_ids, line.gift_case_ids
        self.assertEqual((case.kind, case.state), ('photo', 'open'))
        self.assertEqual(line.gift_proof_ids.state, 'sent')

        self._approve_line(line)

        self.assertTrue(job.file_next_try)
        self.assertNotIn(job, job.search(job._get_files_due_domain()))
        with self.assertRaisesRegex(UserError, "being reviewed"):
            job._write_print_files()
        with self.assertRaisesRegex(UserError, "being reviewed"):
            job._check_files_usable()

        case.with_user(self.users['staff']).action_approve()
        self.assertIn(job, job.search(job._get_files_due_domain()))
        job._write_print_files()

        self.assertEqual(job.stage, 'ready')

    def test_a_rejected_photo_tells_the_customer_to_change_it(self):
        self._set('all')
        line = self._create_photo_order()

        self._reject(line.gift_case_ids, 'quality')

        mail = self._get_mails(line.gift_case_ids, "Please change your gift")
        self.assertIn("too blurred", mail.body_html)
        self.assertIn("Change the photo", mail.body_html)
        self.assertTrue(line.gift_job_ids._gift_is_moderated())

    def test_an_approved_photo_is_not_asked_for_again(self):
        self._set('all')
        self._create_photo_order().gift_case_ids._decide('approved')

        self.assertFalse(self._create_photo_order().gift_case_ids)

    def test_only_new_customers_wait_when_the_shop_says_so(self):
        self._set('new')
        self._create_photo_order().gift_case_ids._decide('approved')
        other = self.env['res.partner'].create({'name': "New", 'email': 'new@example.com'})

        self.assertFalse(self._create_photo_order().gift_case_ids)
        self.assertTrue(self._create_photo_order(partner=other).gift_case_ids)

    def test_the_setting_is_stored(self):
        settings = Form(self.env['res.config.settings'])
        settings.gift_photo_review = 'new'
        settings.save().execute()

        self._create_photo_order()
        self.assertEqual(
            self.env['ir.config_parameter'].get_param('gift_personalization.photo_review'), 'new'
        )
