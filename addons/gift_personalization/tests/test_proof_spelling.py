from odoo.exceptions import UserError
from odoo.tests import tagged

from .proof_common import ProofCommon


@tagged('post_install', '-at_install')
class TestProofSpelling(ProofCommon):
    def _names(self, text):
        return [letter['name'] for letter in self._create_proof()._get_spelling(text)]

    def test_letters_that_look_alike_are_called_by_name(self):
        self.assertEqual(
            self._names("lI1 0O"),
            [
                "small letter L",
                "capital letter i",
                "digit one",
                "space",
                "digit zero",
                "capital letter O",
            ],
        )

    def test_accents_are_called_by_name(self):
        self.assertEqual(
            self._names("Zoë Ł"),
            ["capital letter Z", "small letter o", "small e with two dots", "space", "capital Ł"],
        )

    def test_nothing_is_approved_without_the_tick(self):
        proof = self._create_proof("Anna")

        with self.assertRaisesRegex(UserError, "tick that you checked the spelling"):
            self._approve(proof, spelling_checked=False)

        self.assertEqual(proof.state, 'sent')
        self.assertFalse(proof.approved_wording)

    def test_the_tick_is_stored_with_the_wording(self):
        proof = self._create_proof("Anna")

        self._approve(proof)

        first, second = proof.approved_wording.split('\n')
        self.assertEqual(
            first,
            "I checked the spelling of every name, date and text, letter by letter.",
        )
        self.assertIn("Please make 1 × Test gift exactly like this", second)


@tagged('post_install', '-at_install')
class TestProofPolicy(ProofCommon):
    def test_a_product_may_differ_from_its_template(self):
        for policy, state in (('none', 'approved'), ('staff', 'to_check'), (False, 'sent')):
            with self.subTest(policy):
                self.gift_product.product_tmpl_id.gift_proof_policy = policy
                proof = self._create_proof("Anna", policy='customer')
                self.assertEqual(proof.state, state)
                self.assertEqual(proof.policy, policy or 'customer')
                self.assertEqual(proof.order_id._gift_needs_proof(), policy != 'none')

    def test_the_policy_of_an_order_stays_when_the_product_changes(self):
        proof = self._create_proof("Anna", policy='customer')

        self.gift_product.product_tmpl_id.gift_proof_policy = 'none'

        self.assertEqual((proof.policy, proof.state), ('customer', 'sent'))


@tagged('post_install', '-at_install')
class TestProofWatermark(ProofCommon):
    def test_the_mark_leaves_with_the_approval_and_touches_neither_hash_nor_preview(self):
        proof = self._create_proof("Anna")
        revision = proof.revision_id
        before = revision._get_preview(), revision.hash, revision.content
        plain = revision._render_preview(480, 'front')
        self.assertEqual(proof._get_watermark(), f'{proof.order_id.name} · {revision.hash[:8]}')

        marked, url = proof._render_surface('front', 480), proof._get_picture_url()
        self._approve(proof)

        self.assertNotEqual(marked, plain)
        self.assertEqual(proof._render_surface('front', 480), plain)
        self.assertNotEqual(proof._get_picture_url(), url)
        self.assertEqual((revision._get_preview(), revision.hash, revision.content), before)

    def test_the_mail_shows_the_marked_picture(self):
        proof = self._create_proof("Anna")

        body = self._get_mails(proof, "Please look").body_html

        self.assertIn(f'/my/gifts/proof/{proof.id}/surface/front.jpg?access_token=', body)
        self.assertNotIn('/gift/preview/', body)
