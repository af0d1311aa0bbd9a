import re
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from .common import SupplierCommon


@tagged('post_install', '-at_install')
class TestSupplierCode(SupplierCommon, TransactionCase):
    """One-time codes of links."""

    def setUp(self):
        super().setUp()
        self.codes = self.env['gift.supplier.code']
        self.access = self._find_access(self._create_link(self.ann))

    def _send(self, access=None):
        """Return ``(code, digits)``; the digits stand in the mail alone."""
        code = self.codes._send(access or self.access)
        mail = self._get_mails((access or self.access).contact_id.partner_id)[-1]
        return code, re.search(r'>(\d{6})<', mail)[1]

    def _pad(self, number):
        return f'{number:06d}'

    def test_a_code_opens_the_pages_once_for_half_an_hour(self):
        code, digits = self._send()
        self.assertFalse(self.codes._is_unlocked(self.access, code.id))

        self.assertEqual(self.codes._enter(self.access, f' {digits[:3]} {digits[3:]}'), code)

        self.assertTrue(self.codes._is_unlocked(self.access, code.id))
        self.assertFalse(self.codes._enter(self.access, digits))
        code.used_date = fields.Datetime.now() - timedelta(minutes=31)
        self.assertFalse(self.codes._is_unlocked(self.access, code.id))

    def test_the_code_itself_is_stored_nowhere(self):
        code, digits = self._send()

        self.assertNotIn(digits, str(code.read()))
        self.assertNotIn(digits, str(self.ann.partner_id.message_ids.mapped('body')))

    def test_five_wrong_tries_end_it(self):
        code, digits = self._send()
        wrong = self._pad((int(digits) + 1) % 10**6)

        for _time in range(5):
            self.assertFalse(self.codes._enter(self.access, wrong))

        self.assertEqual((code.state, code.tries), ('void', 5))
        self.assertFalse(self.codes._enter(self.access, digits))

    def test_it_ends_after_ten_minutes_and_with_the_next_one(self):
        code, digits = self._send()
        self.assertAlmostEqual(
            code.expires_date, fields.Datetime.now() + timedelta(minutes=10),
            delta=timedelta(minutes=1),
        )  # fmt: skip
        newer, newer_digits = self._send()

        self.assertEqual(code.state, 'void')
        if digits != newer_digits:
            self.assertFalse(self.codes._enter(self.access, digits))
        newer.expires_date = fields.Datetime.now() - timedelta(seconds=1)
        self.assertFalse(self.codes._enter(self.access, newer_digits))

    def test_the_code_of_another_link_opens_nothing(self):
        other = self._find_access(self._create_link(self.bob))
        code, digits = self._send()
        self._send(other)

        if self.codes._enter(other, digits):
            self.fail("A code of another contact was taken.")
        self.assertEqual(self.codes._enter(self.access, digits), code)
        self.assertFalse(self.codes._is_unlocked(other, code.id))

    def test_too_many_codes_are_refused(self):
        for _time in range(5):
            self.codes._send(self.access)

        with self.assertRaises(UserError):
            self.codes._send(self.access)
