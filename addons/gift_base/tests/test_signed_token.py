from odoo.tests import TransactionCase, tagged

from odoo.addons.gift_base.tools import check_signed_token, signed_token


@tagged('post_install', '-at_install')
class TestSignedToken(TransactionCase):
    def test_a_token_opens_only_its_own_value_and_scope(self):
        token = signed_token(self.env, 'preview', 'abc')

        self.assertEqual(len(token), 32)
        self.assertTrue(check_signed_token(self.env, 'preview', 'abc', token))
        self.assertFalse(check_signed_token(self.env, 'preview', 'abd', token))
        self.assertFalse(check_signed_token(self.env, 'proof', 'abc', token))
        self.assertFalse(check_signed_token(self.env, 'preview', 'abc', ''))
        self.assertFalse(check_signed_token(self.env, 'preview', 'abc', None))
        self.assertFalse(check_signed_token(self.env, 'preview', 'abc', 'é' * 32))
        self.assertFalse(check_signed_token(self.env, 'preview', 'abc', 7))
