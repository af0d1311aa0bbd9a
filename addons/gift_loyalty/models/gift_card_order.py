from odoo import models

from .gift_card import KEEPS
from .sale_order_points import PAID


class SaleOrder(models.Model):
    """Gift cards that an order sells, and gift cards that pay it."""

    _inherit = 'sale.order'

    # === SOLD === #

    def _gift_get_card_lines(self):
        """Return the lines that sell gift cards."""
        self.ensure_one()
        cards = self.order_line.product_id._gift_filter_cards()
        return self.order_line.filtered(
            lambda line: line.product_id in cards and not line.reward_id
        )

    def _gift_link_cards(self):
        """Give each gift card the line that has paid for it. Idempotent; call it in sudo."""
        for order in self:
            entries = order.coupon_point_ids.filtered(
                lambda entry: (
                    entry.points > 0
                    and entry.coupon_id.program_id._gift_is_of_gift_cards()
                    and not entry.coupon_id.gift_line_id
                )
            ).sorted('id')
            for line in order._gift_get_card_lines() if entries else ():
                missing = int(line.product_uom_qty) - len(line.gift_card_ids.filtered('active'))
                fitting = entries.filtered(lambda entry, line=line: line._gift_pays_for(entry))
                found = fitting[: max(0, missing)]
                found.coupon_id.gift_line_id = line
                entries -= found

    def _gift_earn_points(self):
        """Override to know which line has paid for which gift card."""
        self._gift_link_cards()
        return super()._gift_earn_points()

    def _gift_note_earnings(self, wallet, entry):
        """Override: a gift card is worth what its own piece of its own line has cost."""
        line = wallet.card_id.gift_line_id
        if not line:
            return super()._gift_note_earnings(wallet, entry)
        return self.env['gift.points.earning'].create(
            {
                'order_id': self.id,
                'line_id': line.id,
                'wallet_id': wallet.id,
                'points': entry.points,
                'amount': line.price_total / line.product_uom_qty,
            }
        )

    def _action_cancel(self):
        """Override of `sale` to keep the history of gift cards that were sold."""
        return super(SaleOrder, self.with_context(gift_keeps_cards=KEEPS))._action_cancel()

    # === PAID WITH === #

    def _get_real_points_for_coupon(self, coupon, post_confirm=False):
        """Override of `sale_loyalty`: what a paid order was paid with stays in it.

        When the card was emptied elsewhere meanwhile, the ledger says that the rest is owed.
        """
        points = super()._get_real_points_for_coupon(coupon, post_confirm=post_confirm)
        if self.state in ('sale', 'cancel') or not coupon.program_id._gift_has_ledger():
            return points
        if not self._gift_has_payment():
            return points
        cost = sum(
            self.order_line.filtered(lambda line: line.coupon_id == coupon).mapped('points_cost')
        )
        paid_with = self.env.context.get('gift_paid_with') or {}
        return max(points, paid_with.get(coupon.id, cost) - cost)

    def _gift_has_payment(self):
        return any(tx.state in PAID for tx in self.sudo().transaction_ids)

    def _update_programs_and_rewards(self):
        """Override of `sale_loyalty` to remember what a paid order was paid with."""
        self.ensure_one()
        if self.state == 'sale' or not self._gift_has_payment():
            return super()._update_programs_and_rewards()
        paid_with = {}
        for line in self.order_line.filtered('coupon_id'):
            card = line.coupon_id.id
            paid_with[card] = paid_with.get(card, 0.0) + line.points_cost
        order = self.with_context(gift_paid_with=paid_with)
        return super(SaleOrder, order)._update_programs_and_rewards()

    # === NO POINTS, NO DISCOUNT === #

    def _get_no_effect_on_threshold_lines(self):
        """Override of `sale_loyalty`: money for money earns nothing and is not discounted."""
        return super()._get_no_effect_on_threshold_lines() | self._gift_get_card_lines()
