from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import GiftCommon


@tagged('post_install', '-at_install')
class TestDesignAccess(GiftCommon):
    """What protects a customer's key and photo beyond the rights on the models."""

    def test_the_hash_of_a_key_is_read_by_nobody_of_the_shop(self):
        design, _key = self._create_design()

        for role in ('staff', 'manager'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                design.with_user(self.users[role]).read(['key_hash'])

    def test_the_file_of_a_photo_is_not_opened_through_its_attachment(self):
        photo = self._create_photo()
        attachment = (
            self.env['ir.attachment']
            .sudo()
            .search(
                [
                    ('res_model', '=', 'gift.asset'),
                    ('res_id', '=', photo.id),
                    ('res_field', '=', 'master'),
                ]
            )
        )
        self.assertEqual(attachment.raw, photo._get_bytes())

        for role in ('visitor', 'customer'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                attachment.with_user(self.users[role]).read(['raw'])
