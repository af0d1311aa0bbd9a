from odoo.exceptions import UserError
from odoo.tests import tagged

from .proof_common import ProofCommon


class CorrectionCommon(ProofCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gift_product.website_published = True

    @classmethod
    def _set(cls, name, value):
        cls.env['ir.config_parameter'].set_param(f'gift_personalization.{name}', value)

    def _correct_line(self, line, values=None, author=None):
        values = values or {'name': {'text': "Anne"}}
        design, _key = self._create_design(line.product_id, values)
        return line._gift_correct(design, author=author or self.customer)


@tagged('post_install', '-at_install')
class TestCorrection(CorrectionCommon):
    def setUp(self):
        super().setUp()
        self.proof = self._create_proof("Anna")
        self.line = self.proof.sale_line_id
        self.order = self.line.order_id
        self.job = self.line.gift_job_id

    def _assert_unchanged(self):
        self.assertEqual(self.line.gift_revision_id, self.proof.revision_id)
        self.assertEqual(self.line.gift_proof_ids, self.proof)
        self.assertEqual(len(self.order.order_line), 1)
        self.assertFalse(self.line.gift_was_corrected)

    # === NEW REVISION AND PROOF === #

    def test_a_correction_makes_a_new_version_at_the_agreed_price(self):
        price, total = self.line.price_unit, self.order.amount_total

        new = self._correct_line(self.line)

        self.assertEqual((self.proof.state, new.state), ('superseded', 'sent'))
        self.assertEqual((new.number, new.policy), (2, 'customer'))
        self.assertEqual(self.line.gift_revision_id, new.revision_id)
        self.assertEqual(self.job.revision_hash, new.revision_hash)
        self.assertEqual((self.line.price_unit, self.order.amount_total), (price, total))
        self.assertIn("Name: Anne", self.line.name)

    def test_an_approval_falls_with_its_design_and_the_files_can_no_longer_be_used(self):
        self._approve(self.proof)
        self.job._write_print_files()
        self.assertEqual(self.job.stage, 'ready')
        old_file = self.job.current_file_ids[0]

        new = self._correct_line(self.line)

        self.assertEqual((self.job.stage, self.job.file_state), ('waiting', 'none'))
        self.assertFalse(self.job.current_file_ids)
        self.assertFalse(self.job._gift_is_current_file(old_file))
        with self.assertRaisesRegex(UserError, "has not approved this design"):
            self.job.with_user(self.users['production']).action_start()
        self._approve(new)
        self.job._write_print_files()
        self.assertEqual(self.job.stage, 'ready')
        self.assertNotIn(old_file, self.job.current_file_ids)

    def test_without_a_proof_the_correction_is_the_approval_and_says_so(self):
        proof = self._create_proof("Ben", policy='none')

        new = self._correct_line(proof.sale_line_id)

        self.assertEqual((new.state, new.approval_kind), ('approved', 'order'))
        self.assertIn("corrected the paid design", new.approved_wording)
        self.assertIn(new.revision_hash[:12], new.approved_wording)

    def test_with_staff_first_the_correction_is_checked_again(self):
        proof = self._create_proof("Ben", policy='staff')
        proof.with_user(self.users['staff']).action_send()

        self.assertEqual(self._correct_line(proof.sale_line_id).state, 'to_check')

    def test_saving_the_same_design_changes_nothing(self):
        self.assertEqual(self._correct_line(self.line, {'name': {'text': "Anna"}}), self.proof)

        self._assert_unchanged()

    def test_another_variant_or_a_broken_design_is_refused(self):
        small, _large = self._create_gift_variants()
        design, _key = self._create_design(small)
        with self.assertRaisesRegex(UserError, "variant of a paid gift"):
            self.line._gift_correct(design, author=self.customer)
        with self.assertRaisesRegex(UserError, "too long"):
            self._correct_line(self.line, {'name': {'text': "A" * 13}})

        self._assert_unchanged()

    # === UNTIL WHEN === #

    def test_nothing_is_corrected_once_production_has_claimed_the_job(self):
        self._approve(self.proof)
        self.job._write_print_files()
        self.assertTrue(self.line._gift_can_be_corrected())
        self.job.action_start()

        self.assertFalse(self.line._gift_can_be_corrected())
        with self.assertRaisesRegex(UserError, "started to make"):
            self._correct_line(self.line)
        self._assert_unchanged()
        self.assertEqual(self.job.approved_hash, self.proof.revision_hash)

    def test_the_shop_may_end_it_with_the_approval_or_not_offer_it(self):
        self._set('edit_until', 'approval')
        self.assertTrue(self.line._gift_can_be_corrected())
        self._approve(self.proof)
        self.assertFalse(self.line._gift_can_be_corrected())

        other = self._create_proof("Ben").sale_line_id
        self._set('edit_until', 'off')
        with self.assertRaisesRegex(UserError, "no longer be changed here"):
            self._correct_line(other)

    def test_a_cancelled_order_or_a_hidden_product_is_not_corrected(self):
        self.gift_product.website_published = False
        self.assertFalse(self.line._gift_can_be_corrected())
        self.gift_product.website_published = True
        self.order._action_cancel()

        with self.assertRaisesRegex(UserError, "not being made"):
            self._correct_line(self.line)

    # === PRICE === #

    def test_a_dearer_design_is_refused_by_default(self):
        with self.assertRaisesRegex(UserError, r"costs \$.2.00 more"):
            self._correct_line(
                self.line, {'name': {'text': "Anna"}, 'message': {'text': "With love"}}
            )

        self._assert_unchanged()

    def test_the_difference_becomes_a_line_and_is_charged_once(self):
        self._set('edit_dearer', 'line')
        self.line.product_uom_qty = 3
        total = self.order.amount_total
        dearer = {'name': {'text': "Anna"}, 'message': {'text': "With love"}}

        self._correct_line(self.line, dearer)
        self._correct_line(self.line, {'name': {'text': "Anna"}})
        self._correct_line(self.line, {**dearer, 'name': {'text': "Anne"}})

        extra = self.order.order_line - self.line
        self.assertRecordValues(extra, [{'product_uom_qty': 3, 'price_unit': 2.0}])
        self.assertFalse(extra.gift_revision_id)
        self.assertEqual(self.order.amount_total, total + 6)
        self.assertEqual(len(self.order.gift_job_ids), 1)

    def test_a_cheaper_design_refunds_nothing_by_itself(self):
        values = {'name': {'text': "Anna"}, 'message': {'text': "With love"}}
        self._correct_line(self.line, {'name': {'text': "Anne"}})
        self.line.gift_extra_agreed = 5.0
        total = self.order.amount_total

        self._correct_line(self.line, values)

        self.assertEqual(self.order.amount_total, total)

    # === AUDIT === #

    def test_the_order_and_the_log_of_the_job_tell_who_changed_what(self):
        self._correct_line(self.line)

        note = self.order.message_ids[0]
        self.assertEqual(note.author_id, self.customer)
        for part in ("Anna Berg corrected", "version 2", "Name: Anna", "Name: Anne"):
            self.assertIn(part, note.body)
        self.assertIn("The price stays", note.body)
        event = self.job._get_last_event(lambda event: 'after the payment' in (event.note or ''))
        self.assertEqual(event.hash, self.line.gift_revision_id.hash)
