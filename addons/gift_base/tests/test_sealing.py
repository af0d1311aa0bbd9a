import os
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from ..sealing import VARIABLE, seal, unseal


@tagged('post_install', '-at_install')
class TestSealing(TransactionCase):
    """Secrets that are stored encrypted."""

    def test_what_is_sealed_is_read_for_its_purpose_alone(self):
        sealed = seal(self.env, 'one', "sésame")
        self.assertNotIn("same", sealed)
        self.assertEqual(unseal(self.env, 'one', sealed), "sésame")
        with self.assertRaises(UserError):
            unseal(self.env, 'two', sealed)

    def test_a_key_of_the_server_may_come_later_and_is_needed_then(self):
        older = seal(self.env, 'one', "older")
        with patch.dict(os.environ, {VARIABLE: 'k' * 32}):
            newer = seal(self.env, 'one', "newer")
            self.assertEqual(unseal(self.env, 'one', older), "older")
            self.assertEqual(unseal(self.env, 'one', newer), "newer")
        with self.assertRaises(UserError):
            unseal(self.env, 'one', newer)
