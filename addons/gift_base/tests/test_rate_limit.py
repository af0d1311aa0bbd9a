from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged


@tagged('post_install', '-at_install')
class TestGiftRateLimit(TransactionCase):
    def test_an_attempt_is_allowed_again_after_the_window(self):
        counter = self.env['gift.rate.limit']
        counter._gift_count('upload', 'a', limit=1, seconds=60)
        with self.assertRaises(UserError):
            counter._gift_count('upload', 'a', limit=1, seconds=60)

        with freeze_time(fields.Datetime.now() + timedelta(seconds=61)):
            counter._gift_count('upload', 'a', limit=1, seconds=60)

        self.assertEqual(counter.search_count([('caller', '=', 'a')]), 2)
