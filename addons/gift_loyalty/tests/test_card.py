from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .common import PointsCommon


@tagged('post_install', '-at_install')
class TestCard(PointsCommon):
    def _update(self, wallet, balance, reason="Goodwill", user=None):
        wizard = self.env['loyalty.card.update.balance'].create(
            {'card_id': wallet.card_id.id, 'new_balance': balance, 'description': reason}
        )
        return wizard.with_user(user or self.env.user).action_update_card_point()

    def test_a_correction_keeps_its_reason(self):
        wallet = self._create_wallet(10)

        self._update(wallet, 25, "Late parcel")

        self.assertEqual(self._read(wallet), (0, 25, 0, 0))
        self.assertEqual(wallet.move_ids[0].reason, "Late parcel")
        self.assertEqual(wallet.move_ids[0].kind, 'adjust')

    def test_a_correction_without_a_reason_is_refused(self):
        wallet = self._create_wallet(10)

        with self.assertRaises(UserError):
            wallet._adjust(5, "  ")

    def test_no_more_can_be_taken_away_than_there_is(self):
        wallet = self._create_wallet(10)

        with self.assertRaises(UserError):
            wallet._adjust(-10.01, "Mistake")
        self.assertEqual(self._read(wallet), (0, 10, 0, 0))

    def test_odd_numbers_are_refused_with_a_sentence(self):
        wallet = self._create_wallet()

        for points in ('x', None, float('nan'), float('inf'), 1e308, 0, -1):
            with self.subTest(points), self.assertRaises(ValidationError):
                wallet._add_bonus(points, key=f'odd:{points}', reason="Odd")

    def test_a_bonus_is_given_once_per_event(self):
        wallet = self._create_wallet()

        moves = [wallet._add_bonus(5, key='review:7', reason="Review") for _i in range(3)]

        self.assertEqual(len({move.id for move in moves}), 1)
        self.assertEqual(self._read(wallet), (0, 5, 0, 0))

    def test_entries_cannot_be_changed_or_deleted(self):
        wallet = self._create_wallet(10)

        with self.assertRaises(UserError):
            wallet.move_ids.write({'reason': "Other"})
        with self.assertRaises(UserError):
            wallet.move_ids.unlink()
        with self.assertRaises(UserError):
            wallet.move_ids.posting_ids.write({'points': 1000})

    def test_a_salesperson_cannot_write_points(self):
        wallet = self._create_wallet(10)
        seller = new_test_user(self.env, 'seller', groups='sales_team.group_sale_salesman')
        card = wallet.card_id.with_user(seller)

        with self.assertRaises(AccessError):
            card.write({'points': 1000})
        with self.assertRaises(AccessError):
            card.with_context(gift_points='SHOWN').write({'points': 1000})
        with self.assertRaises(AccessError):
            self._update(wallet, 1000, user=seller)
        self.assertEqual(self._read(wallet), (0, 10, 0, 0))

    def test_a_card_with_a_history_is_archived_not_deleted(self):
        wallet = self._create_wallet(10)

        with self.assertRaises(UserError):
            wallet.card_id.unlink()

    def test_a_card_without_a_history_can_be_deleted(self):
        wallet = self._create_wallet()

        wallet.card_id.unlink()

        self.assertFalse(wallet.exists())

    def test_joined_contacts_keep_their_points_and_dates(self):
        self.program.gift_expiry_months = 6
        other = self.env['res.partner'].create({'name': "Emma F.", 'email': 'e@example.com'})
        mine, theirs = self._create_wallet(10), self._create_wallet(20, partner=other)
        order = self._create_order(quantity=5, partner=other)
        expiry = theirs.lot_ids.filtered('available').expires_on

        self.env['base.partner.merge.automatic.wizard']._merge(
            (self.partner | other).ids, self.partner
        )

        self.assertEqual(self._read(mine), (100, 30, 0, 0))
        self.assertEqual(self._read(theirs), (0, 0, 0, 0))
        self.assertEqual(set(mine.lot_ids.filtered('available').mapped('expires_on')), {expiry})
        order._action_cancel()
        self.assertEqual(self._read(mine), (0, 30, 0, 0))

    def test_a_card_of_another_kind_has_no_ledger(self):
        program = self.env['loyalty.program'].create(
            {
                'name': "Coupons",
                'program_type': 'coupons',
                'applies_on': 'current',
                'trigger': 'with_code',
            }
        )
        card = self.env['loyalty.card'].create({'program_id': program.id, 'points': 50})

        card.points = 20

        self.assertFalse(card._gift_get_wallet())
        self.assertEqual(card.points, 20)

    def test_a_card_made_with_points_has_them_in_the_ledger(self):
        card = self.env['loyalty.card'].create(
            {'program_id': self.program.id, 'partner_id': self.partner.id, 'points': 12.5}
        )

        self.assertEqual(self._read(card._gift_get_wallet()), (0, 12.5, 0, 0))
