from odoo import fields, models

from ..engine.points import kept, to_hundredths
from .gift_points_wallet_order import EARNED, SPENT


class SaleOrderLine(models.Model):
    """A line that sells gift cards, one for each piece."""

    _inherit = 'sale.order.line'

    gift_card_ids = fields.One2many(
        'loyalty.card',
        'gift_line_id',
        string="Gift cards",
        context={'active_test': False},
        copy=False,
        readonly=True,
    )

    def _gift_pays_for(self, entry):
        """Return whether a gift card of that value can be a piece of this line."""
        self.ensure_one()
        program = entry.coupon_id.program_id
        rule = program.rule_ids.filtered(lambda rule: self.product_id in rule.product_ids)[:1]
        if not rule or not self.product_uom_qty or not rule.reward_point_split:
            return False
        unit = self.price_total / self.product_uom_qty
        value = rule.reward_point_amount * (unit if rule.reward_point_mode == 'money' else 1)
        return abs(value - entry.points) < 0.015  # Odoo cuts off what is below a hundredth

    def _gift_rank_cards(self):
        """Return the cards of the line: used ones, untouched ones, void ones. Call it in sudo."""
        self.ensure_one()
        earnings = self.order_id.gift_earning_ids.filtered(lambda entry: entry.line_id == self)

        def rank(card):
            moves = card._gift_get_wallet().move_ids
            spent = sum(moves.filtered(lambda move: move.kind in SPENT).mapped('points'))
            earned = sum(moves.filtered(lambda move: move.kind in EARNED).mapped('points'))
            return (spent >= 0, bool(moves) and earned <= 0, card.id)

        return list(earnings.wallet_id.card_id.sorted(rank))


class GiftPointsEarning(models.Model):
    _inherit = 'gift.points.earning'

    def _get_kept(self):
        """Override: of a line with several gift cards, those that are used are kept longest."""
        card = self.wallet_id.card_id
        if card.gift_line_id != self.line_id or self.order_id.currency_id.is_zero(self.amount):
            return super()._get_kept()
        before = card.gift_line_id._gift_rank_cards().index(card) * self.amount
        left = self.line_id._gift_get_kept_amount() - before
        return kept(to_hundredths(self.points), self.amount, min(self.amount, max(0.0, left)))
