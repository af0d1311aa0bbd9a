from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .gift_card_common import GiftCardCommon

OWED = "Gift card: money is missing"


@tagged('post_install', '-at_install')
class TestGiftCardLedger(GiftCardCommon):
    def _read(self, card):
        wallet = card._gift_get_wallet()
        wallet.invalidate_recordset()
        shown = {name: wallet[name] for name in ('pending', 'available', 'held', 'debt')}
        self.assertEqual(wallet._get_sum(), shown)
        self.assertAlmostEqual(card.points, shown['available'] - shown['debt'], 2)
        return shown['available'], shown['held'], shown['debt']

    def _create_payment(self, order):
        provider = self.env['payment.provider'].search([], limit=1)
        return self.env['payment.transaction'].create(
            {
                'provider_id': provider.id,
                'payment_method_id': self.env['payment.method'].search([], limit=1).id,
                'amount': order.amount_total,
                'currency_id': order.currency_id.id,
                'partner_id': order.partner_id.id,
                'reference': f'test-{order.name}',
                'sale_order_ids': [Command.set(order.ids)],
                'state': 'done',
            }
        )

    # === SOLD === #

    def test_each_piece_that_is_bought_is_a_card_of_its_price(self):
        order = self._buy_cards(3)

        self.assertEqual([self._read(card) for card in self._get_cards(order)], [(50, 0, 0)] * 3)

    def test_a_card_is_worth_nothing_before_the_order_is_confirmed(self):
        order = self._buy_cards(confirm=False)

        self.assertEqual(order.coupon_point_ids.coupon_id.points, 0)

    def test_a_cancelled_order_voids_its_untouched_cards(self):
        order = self._buy_cards(2)
        cards = self._get_cards(order)

        order._action_cancel()

        self.assertEqual([self._read(card) for card in cards], [(0, 0, 0)] * 2)
        self.assertEqual(cards.mapped('active'), [False, False])
        self.assertFalse(order.activity_ids.filtered(lambda activity: activity.summary == OWED))

    def test_a_refund_of_a_used_card_is_told_to_the_staff(self):
        order = self._buy_cards()
        card = self._get_cards(order)
        self._create_order(card=card)

        self._credit(self._invoice(order))

        self.assertEqual(self._read(card), (0, 0, 20))
        activity = order.activity_ids.filtered(lambda activity: activity.summary == OWED)
        self.assertEqual(len(activity), 1)
        self.assertIn('20.00', activity.note)
        self.assertIn(card.code[-4:], activity.note)

    def test_a_refund_of_one_of_two_voids_the_untouched_one(self):
        order = self._buy_cards(2)
        first, second = self._get_cards(order)
        self._create_order(card=second)

        self._credit(self._invoice(order), 1)

        self.assertEqual(self._read(first), (0, 0, 0))
        self.assertEqual(self._read(second), (30, 0, 0))

    def test_a_refund_that_is_undone_gives_the_card_again(self):
        order = self._buy_cards()
        note = self._credit(self._invoice(order))

        note.button_draft()

        self.assertEqual(self._read(self._get_cards(order)), (50, 0, 0))

    def test_an_order_confirmed_again_has_new_cards(self):
        order = self._buy_cards()
        order._action_cancel()
        order.action_draft()
        order._update_programs_and_rewards()

        order.action_confirm()

        cards = self._get_cards(order)
        self.assertEqual([self._read(card) for card in cards], [(0, 0, 0), (50, 0, 0)])

    def test_cards_of_different_prices_belong_to_their_own_lines(self):
        large = self._create_product(
            name="Large voucher", type='service', list_price=100.0, taxes_id=False
        )
        self.card_program.rule_ids.product_ids |= large

        order = self._create_order(large, self.card_product, quantity=2)

        found = [sorted(line.gift_card_ids.mapped('points')) for line in order.order_line]
        self.assertEqual(found, [[100, 100], [50, 50]])

    # === PAID WITH === #

    def test_what_is_not_spent_stays_on_the_card(self):
        card = self._create_card(50)

        order = self._create_order(card=card)

        self.assertEqual(order.amount_total, 0)
        self.assertEqual(self._read(card), (30, 0, 0))

    def test_less_than_one_unit_of_money_can_be_spent(self):
        card = self._create_card(0.6)

        order = self._create_order(card=card)

        self.assertAlmostEqual(order.amount_total, 19.4, 2)
        self.assertEqual(self._read(card), (0, 0, 0))

    def test_a_payment_keeps_the_money_from_other_carts(self):
        card = self._create_card(30)
        first = self._create_order(quantity=2, card=card, confirm=False)
        second = self._create_order(quantity=2, card=card, confirm=False)

        first.sudo()._gift_hold_stock()
        with self.assertRaises(ValidationError) as caught, self.env.cr.savepoint():
            second.sudo()._gift_hold_stock()

        self.assertIn("gift card", str(caught.exception))
        self.assertEqual(self._read(card), (0, 30, 0))
        first.action_confirm()
        self.assertEqual(self._read(card), (0, 0, 0))

    def test_a_card_that_was_emptied_does_not_confirm_an_unpaid_order(self):
        card = self._create_card(30)
        late = self._create_order(card=card, confirm=False)
        self._create_order(card=card)

        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            late.action_confirm()

        self.assertEqual(late.state, 'draft')
        self.assertEqual(self._read(card), (10, 0, 0))

    def test_a_paid_order_goes_on_when_its_card_was_emptied(self):
        card = self._create_card(15)
        late = self._create_order(card=card, confirm=False)
        self._create_payment(late)
        with freeze_time(fields.Datetime.now() + timedelta(days=30)):
            self.env['gift.points.wallet']._release_holds()
        self._create_order(card=card)

        late.action_confirm()

        self.assertEqual((late.state, late.amount_total), ('sale', 5))
        self.assertEqual(self._read(card), (0, 0, 15))
        activity = late.activity_ids.filtered(lambda activity: activity.summary == OWED)
        self.assertIn('15.00', activity.note)

    def test_a_cancelled_order_gives_the_money_back_to_the_card(self):
        card = self._create_card(50)
        order = self._create_order(card=card)

        order._action_cancel()

        self.assertEqual(self._read(card), (50, 0, 0))

    def test_a_card_pays_with_two_cards_of_one_programme(self):
        cards = self._create_card(15) | self._create_card(15)
        order = self._create_order(quantity=2, confirm=False)
        for card in cards:
            self._pay_with(order, card)

        order.action_confirm()

        self.assertEqual(order.amount_total, 10)
        self.assertEqual([self._read(card) for card in cards], [(0, 0, 0)] * 2)

    # === NOTHING FOR NOTHING === #

    def test_buying_a_card_earns_no_points_and_takes_no_discount(self):
        points = self.env['loyalty.program'].create(
            {
                'name': "Points",
                'program_type': 'loyalty',
                'applies_on': 'both',
                'trigger': 'auto',
                'rule_ids': [Command.create({'reward_point_mode': 'unit'})],
                'reward_ids': [Command.create({'required_points': 500})],
            }
        )
        self.env['loyalty.program'].create(
            {
                'name': "Ten percent",
                'program_type': 'promotion',
                'applies_on': 'current',
                'trigger': 'auto',
                'rule_ids': [Command.create({'minimum_qty': 0})],
                'reward_ids': [Command.create({'discount': 10})],
            }
        )

        order = self._create_order(self.card_product, self.plain_product, confirm=False)
        order._update_programs_and_rewards()
        for card, rewards in order._get_claimable_rewards().items():
            order._apply_program_reward(rewards[:1], card)

        self.assertEqual(order.amount_total, 68)  # 2.00 off the piece of 20.00
        entry = order.coupon_point_ids.filtered(lambda e: e.coupon_id.program_id == points)
        self.assertEqual(entry.points, 1)

    # === BY HAND === #

    def test_the_money_on_a_card_is_not_written_by_hand(self):
        card = self._create_card(10)
        seller = new_test_user(self.env, 'seller', groups='sales_team.group_sale_salesman')

        with self.assertRaises(AccessError):
            card.with_user(seller).write({'points': 1000})

        self.assertEqual(self._read(card), (10, 0, 0))

    def test_cards_of_two_contacts_that_become_one_stay_two_cards(self):
        other = self.env['res.partner'].create({'name': "Emma F.", 'email': 'e@example.com'})
        mine = self._create_card(10, partner_id=self.partner.id)
        theirs = self._create_card(20, partner_id=other.id)

        self.env['base.partner.merge.automatic.wizard']._merge(
            (self.partner | other).ids, self.partner
        )

        self.assertEqual([self._read(card) for card in mine | theirs], [(10, 0, 0), (20, 0, 0)])
