from odoo.tests import tagged

from .proof_common import ProofCommon


@tagged('post_install', '-at_install')
class TestProofFonts(ProofCommon):
    """Proofs say which letters stand in another font than the chosen one."""

    def test_letters_in_another_font_are_named_to_customer_and_staff(self):
        proof = self._create_proof("Anna سمر")

        details = proof._get_readback()[0]['details']

        self.assertIn("Lato", details)
        self.assertIn("“سمر” in Cairo", details)
        self.assertIn("“سمر” in Cairo", proof.readback)

    def test_texts_that_their_font_has_say_nothing_of_it(self):
        proof = self._create_proof("Anna")

        self.assertNotIn(" in ", proof._get_readback()[0]['details'])
