from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.gift_personalization.tests.promise_common import MONDAY

from .routing_common import RoutingCommon


@tagged('post_install', '-at_install')
class TestReroute(RoutingCommon, TransactionCase):
    """A supplier declines, is down or silent: somebody else makes it, and never both."""

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(MONDAY))
        self.startPatcher(
            patch.object(self.registry['ir.cron'], '_commit_progress', return_value=60)
        )
        self.capability = self._create_capability(to_shop=False, to_customer=True)
        self.order = self._order_approved("Anna", quantity=4)
        self.share = self.order.gift_share_ids
        self.purchase = self._get_purchases(self.order)
        self.buyer_share = self.share.with_user(self.buyer)

    def _confirm(self):
        self.purchase.order_id.button_confirm()

    def _decline(self):
        answer = self.env['gift.supplier.answer']._receive(
            self.purchase.order_id, self.ann, 'no', {
                self.purchase: {'kind': 'decline', 'reason': "broken"}},
        )  # fmt: skip
        self.proposal = answer.line_ids
        self.proposal._accept()

    def _assert_made_once(self):
        """Check that exactly the ordered pieces are on order, at makers who make them."""
        active = self.order.gift_share_ids._get_active()
        self.assertEqual(sum(active.mapped('quantity')), 4)
        self.order.order_line._action_launch_stock_rule()
        self.assertEqual(self._get_leaving(self.order), 4)
        self.assertEqual(sum(share._get_launched() for share in active), 4)

    def test_a_declined_gift_waits_for_the_buyer_with_the_alternatives(self):
        self._create_capability(self.pens, piece_cost=2.0, transit_days=1)
        self._confirm()
        package = self.purchase._gift_get_package()

        self._decline()

        self.assertEqual(package.state, 'withdrawn')
        self.assertEqual(self.share.trouble, 'declined')
        self.assertEqual(self.proposal.alternatives, self.share.trouble_text)
        self.assertIn("Pens Ltd – Test print (to us)", self.share.trouble_text)
        self.assertIn("the promise is kept", self.share.trouble_text)
        self.assertIn("4.00 more", self.share.trouble_text)
        self.assertIn("Our workshop", self.share.trouble_text)
        notes = ' '.join(map(str, self.purchase.order_id.activity_ids.mapped('note')))
        self.assertIn("Pens Ltd", notes)
        self.order.order_line._action_launch_stock_rule()
        self.assertEqual(self.purchase.product_qty, 0, "nothing is ordered there again")

        self.buyer_share.action_move_to_best()

        self.assertEqual(self._get_shares(self.order), [('shop', "Pens Ltd", 4)])
        self.assertEqual(self.share.state, 'ended')
        new = self._get_purchases(self.order) - self.purchase
        self.assertEqual((new.partner_id, new.product_qty), (self.pens, 4))
        self.assertEqual(new.gift_revision_hash, self.purchase.gift_revision_hash)
        self._assert_made_once()

    def test_who_has_declined_is_asked_again_by_hand_alone(self):
        other = self._create_capability(self.pens, piece_cost=2.0, transit_days=1)
        self._set_routing('1', 'reroute_automatically')
        self._confirm()
        self._decline()
        self.assertEqual(self._get_shares(self.order), [('shop', "Pens Ltd", 4)])
        (self._get_purchases(self.order) - self.purchase).order_id.button_confirm()

        self._set_routing('', 'reroute_automatically')
        other.down_from = '2026-11-30'

        share = self.order.gift_share_ids._get_active()
        self.assertEqual((share.trouble, share.best_name), ('down', "Our workshop"))
        first, last = share.trouble_text.splitlines()
        self.assertIn("Our workshop", first)
        self.assertIn("Mugs Ltd", last)
        self.assertTrue(last.endswith("; declined there before"), last)
        share.with_user(self.buyer).action_move_to_best()
        self.assertEqual(self._get_shares(self.order), [('own', False, 4)])

    def test_our_workshop_takes_over_with_the_same_design(self):
        self._confirm()
        package = self.purchase._gift_get_package()
        package._answer(self.ann, is_accepted=True, sha256=package.sha256)
        job = self.order.gift_job_ids
        self.assertEqual(job.stage, 'in_production')
        self._decline()

        self.buyer_share.action_move_to_best()

        self.assertEqual(self._get_shares(self.order), [('own', False, 4)])
        self.assertEqual((job.stage, job.approved_hash), ('ready', self.share.revision_hash))
        self.assertEqual(package.state, 'withdrawn')
        self.assertEqual(sum(self._get_slots(self.order).values()), 4)
        self.assertIn(job, job.search(job._get_batchable_domain()))
        job.with_env(self.production_env).action_start()
        self.assertEqual(job.stage, 'in_production')
        self._assert_made_once()

    def test_a_request_that_was_never_sent_is_taken_off(self):
        purchase = self.purchase.order_id

        self.buyer_share.action_move_to_best()

        self.assertFalse(self.purchase.exists())
        self.assertEqual(purchase.state, 'cancel')
        self._assert_made_once()

    def test_a_cancelled_purchase_offers_somebody_else(self):
        self._confirm()
        self.purchase.order_id.button_cancel()

        self.assertEqual(self.share.trouble, 'declined')
        self.buyer_share.action_move_to_best()
        self.assertEqual(self._get_shares(self.order), [('own', False, 4)])
        self._assert_made_once()

    def test_what_is_on_its_way_stays_with_the_supplier(self):
        self.capability.write({'to_shop': True, 'to_customer': False})
        order = self._order_approved("Ben", quantity=4)
        line, share = self._get_purchases(order), order.gift_share_ids
        line.order_id.button_confirm()
        package = line._gift_get_package()
        package._answer(self.ann, is_accepted=True, sha256=package.sha256)
        self.env['gift.supplier.shipment']._announce(
            line.order_id, self.ann, 'half', {}, [('', {line: 1})]
        )

        share.with_user(self.buyer).action_move_to_best()

        self.assertEqual(self._get_shares(order), [('shop', "Mugs Ltd", 1), ('own', False, 3)])
        self.assertEqual(line.product_qty, 1)
        open_moves = line._gift_get_open_moves()
        self.assertEqual(sum(open_moves.mapped('product_uom_qty')), 1)
        order.order_line._action_launch_stock_rule()
        self.assertEqual(self._get_leaving(order), 4)

    def test_a_supplier_who_is_down_is_replaced_by_hand_or_by_itself(self):
        self._confirm()
        self.capability.write({'down_from': '2026-11-30', 'down_until': '2027-01-31'})
        self.assertEqual(self._get_shares(self.order), [('customer', "Mugs Ltd", 4)])
        self.assertEqual((self.share.trouble, self.share.best_name), ('down', "Our workshop"))

        self.capability.write({'down_from': False, 'down_until': False})
        order = self._order_approved("Ben")
        self._get_purchases(order).order_id.button_confirm()
        self._set_routing('1', 'reroute_automatically')
        self.capability.write({'down_from': '2026-11-30'})

        self.assertEqual(self._get_shares(order), [('own', False, 1)])
        self.assertEqual(self._get_leaving(order), 1)

    def test_who_does_not_answer_is_offered_to_others(self):
        self._confirm()
        purchase = self.purchase.order_id
        for _reminder in range(2):
            self.assertFalse(self.share.trouble)
            purchase.gift_answer_due = fields.Datetime.now() - timedelta(hours=1)
            self.env['purchase.order']._gift_cron_remind()

        self.assertEqual(self.share.trouble, 'silent')
        self.assertEqual(self.purchase.product_qty, 4, "he may still answer")
        self.buyer_share.action_move_to_best()
        self.assertEqual(self.purchase.product_qty, 0)
        self._assert_made_once()

    def test_the_buyer_chooses_in_a_window_and_a_wrong_key_moves_nothing(self):
        self._create_capability(self.pens, piece_cost=2.0, max_width_mm=1, max_height_mm=1)
        self._confirm()
        action = self.buyer_share.action_reroute()
        window = self.env['gift.reroute'].with_user(self.buyer).browse(action['res_id'])

        self.assertEqual((window.pieces, window.maker_name), (4, "Mugs Ltd"))
        texts = {option.maker_key: option.text for option in window.option_ids}
        self.assertIn("too big", ' '.join(texts.values()))
        self.assertEqual(window.option_ids.mapped('is_possible'), [True, False])
        self.assertNotIn("Mugs", ' '.join(texts.values()))
        for option in window.option_ids[1:]:
            with self.assertRaisesRegex(UserError, "too big"):
                option.action_choose()
        with self.assertRaises(UserError):
            self.share._move_to('c0:shop')
        self.assertEqual(self._get_shares(self.order), [('customer', "Mugs Ltd", 4)])
        window.option_ids[0].action_choose()
        self.assertEqual(self._get_shares(self.order), [('own', False, 4)])
        with self.assertRaisesRegex(UserError, "made by somebody else already"):
            window.option_ids[0].action_choose()
        self._assert_made_once()

    def test_an_unapproved_design_is_not_handed_on(self):
        self._confirm()
        self.order.gift_job_ids.approved_hash = False

        with self.assertRaises(UserError):
            self.buyer_share.action_move_to_best()

        self.assertEqual(self.purchase.product_qty, 4)

    def test_what_our_workshop_has_begun_is_not_moved(self):
        self.capability.active = False
        self._create_capability(self.pens, lead_days=40)
        order = self._order_approved("Ben")
        share, job = order.gift_share_ids, order.gift_job_ids
        self.assertEqual(share.way, 'own')
        job.with_env(self.production_env).action_start()
        with self.assertRaisesRegex(UserError, "made by somebody else already, or is on its way"):
            share.with_user(self.buyer).action_move_to_best()
        self.assertEqual(share.quantity, 1)

    def test_only_buyers_move_gifts(self):
        for group in ('gift_base.group_production', 'gift_base.group_staff', 'base.group_user'):
            user = new_test_user(self.env, f'mover {group}', groups=group)
            for name in ('action_move_to_best', 'action_reroute'):
                with self.subTest(group=group, name=name), self.assertRaises(AccessError):
                    getattr(self.share.with_user(user), name)()
        self.assertEqual(self._get_shares(self.order), [('customer', "Mugs Ltd", 4)])
