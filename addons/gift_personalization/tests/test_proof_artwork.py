import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import make_picture
from .proof_common import ProofCommon


@tagged('post_install', '-at_install')
class TestProofArtwork(ProofCommon):
    """Staff upload a corrected file: what is approved is what is printed."""

    def setUp(self):
        super().setUp()
        self.proof = self._create_proof("Anna")
        self.line = self.proof.sale_line_id
        self.job = self.line.gift_job_id

    def _upload(self, width=1182, height=945, role='staff', **values):
        values = {
            'surface_id': self.gift_template.surface_ids.id,
            'file': base64.b64encode(make_picture(width, height)),
            'answer': "Drawn by hand",
            **values,
        }
        wizard = (
            self.env['gift.proof.artwork']
            .with_user(self.users[role])
            .with_context(default_proof_id=self.proof.id)
            .create(values)
        )
        return self.env['gift.proof'].browse(wizard.action_apply()['res_id'])

    def test_the_file_becomes_a_new_version_that_the_customer_approves_and_that_is_printed(self):
        new = self._upload()

        self.assertEqual((self.proof.state, new.state, new.number), ('superseded', 'sent', 2))
        self.assertEqual(new.answer, "Drawn by hand")
        self.assertNotEqual(new.revision_hash, self.proof.revision_hash)
        self.assertEqual(self.job.revision_hash, new.revision_hash)
        self._approve(new)
        self.job._write_print_files()
        self.assertEqual(self.job.stage, 'ready')
        for file in self.job.current_file_ids:
            self.assertEqual(file.revision_hash, new.approved_hash)
            self.assertLess(file.edge_shift_mm, 0.2)
            self.assertGreater(file.ssim, 0.98)

    def test_the_page_says_who_made_the_picture_and_still_asks_for_the_spelling(self):
        new = self._upload()

        [entry] = new._get_entries()
        self.assertEqual(entry['text'], "picture made by us, 1182 × 945 px")
        self.assertIn("I checked the spelling", new._get_agreed_wording())
        self.assertFalse(self.line._gift_can_be_corrected())

    def test_a_wrong_proportion_or_too_few_pixels_are_refused_with_the_size(self):
        with self.assertRaisesRegex(UserError, "not the proportion"):
            self._upload(1182, 1182)
        with self.assertRaisesRegex(UserError, r"at least \d+ × \d+ px are needed"):
            self._upload(250, 200)
        self.assertEqual(self.line.gift_proof_ids, self.proof)

    def test_what_is_no_picture_is_refused(self):
        for data in (b'<svg xmlns="http://www.w3.org/2000/svg"/>', b'%PDF-1.7', b'\xff\xd8\xff'):
            with self.subTest(data), self.assertRaises(UserError):
                self._upload(file=base64.b64encode(data))
        self.assertEqual(self.line.gift_proof_ids, self.proof)

    def test_the_stored_picture_is_not_the_uploaded_file(self):
        uploaded = make_picture(1182, 945)

        new = self._upload(file=base64.b64encode(uploaded + b'<script>alert(1)</script>'))

        [asset] = new.revision_id.asset_ids
        self.assertNotIn(b'<script', asset._get_bytes())

    def test_only_staff_upload(self):
        for role in ('visitor', 'customer', 'employee', 'production'):
            with self.subTest(role), self.assertRaises(AccessError):
                self._upload(role=role)
        self.assertEqual(self.line.gift_proof_ids, self.proof)
