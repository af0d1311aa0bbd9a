from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .proof_common import ProofCommon

INSIDE = ('production', 'staff', 'manager')
OUTSIDE = ('visitor', 'customer', 'employee')


@tagged('post_install', '-at_install')
class TestProofCompare(ProofCommon):
    """Staff compare versions and answer comments without leaving the back office."""

    def setUp(self):
        super().setUp()
        self.first = self._create_proof()
        self.pin = self.first._add_pin(
            surface_key='front', x_mm=10, y_mm=20, comment="Higher?", partner=self.customer
        )
        self.second = self._correct(self.first, "Anne")
        self.third = self._correct(self.second, "Anja")

    def test_the_version_before_is_shown_beside_this_one(self):
        found = self.third.with_user(self.users['staff']).get_comparison()

        self.assertEqual((found['before']['number'], found['now']['number']), (2, 3))
        self.assertEqual(found['numbers'], [1, 2])
        self.assertEqual([entry['text'] for entry in found['before']['entries']], ["Anne"])
        self.assertEqual([pair['key'] for pair in found['pairs']], ['front'])
        self.assertIn(f'/my/gifts/proof/{self.second.id}/surface/', found['pairs'][0]['before'])

    def test_any_earlier_version_is_chosen_and_brings_its_comments(self):
        found = self.third.with_user(self.users['staff']).get_comparison(1)

        [pin] = found['pairs'][0]['pins_before']
        self.assertEqual((found['before']['number'], pin['comment']), (1, "Higher?"))
        self.assertEqual(found['pairs'][0]['pins_now'], [])
        self.assertTrue(0 < pin['left'] < 100 and 0 < pin['top'] < 100)
        self.assertFalse(self.first.with_user(self.users['staff']).get_comparison(7)['before'])

    def test_staff_answer_a_comment_there_and_the_customer_gets_it(self):
        staff = self.first.with_user(self.users['staff'])

        staff.answer_pin(self.pin.id, "Yes, by 2 mm.")

        self.assertEqual(self.pin.answer_ids.mapped('comment'), ["Yes, by 2 mm."])
        found = self.third.with_user(self.users['staff']).get_comparison(1)
        self.assertEqual(found['pairs'][0]['pins_before'][0]['answers'], ["Yes, by 2 mm."])
        with self.assertRaises(UserError):
            staff.answer_pin(self.pin.id, " ")

    def test_only_comments_of_that_version_are_answered(self):
        self.third.with_user(self.users['staff']).answer_pin(self.pin.id, "Lost")

        self.assertFalse(self.pin.answer_ids)

    def test_roles(self):
        for role in INSIDE:
            mine = self.third.with_user(self.users[role])
            with self.subTest(role=role):
                self.assertEqual(mine.action_compare_here()['tag'], 'gift_proof_compare')
                self.assertEqual(mine.get_comparison()['can_answer'], role != 'production')
        for role in OUTSIDE:
            mine = self.third.with_user(self.users[role])
            for method in ('action_compare_here', 'get_comparison'):
                with self.subTest(role=role, method=method), self.assertRaises(AccessError):
                    getattr(mine, method)()
        for role in (*OUTSIDE, 'production'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.first.with_user(self.users[role]).answer_pin(self.pin.id, "x")
