from collections import Counter

from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..engine.points import (
    AVAILABLE,
    HELD,
    PENDING,
    Posting,
    by_expiry,
    shift,
    take,
    to_hundredths,
)

EARNED = ('pending', 'earn', 'clawback')
SPENT = ('spend', 'restore')


class GiftPointsWallet(models.Model):
    """What orders earn, hold and spend.

    An order never says "add" or "take": it says what it deserves and what it costs now, and the
    ledger posts the difference to what it posted before. So each caller may come twice, and a
    change, a refund and a cancellation are the same thing.
    """

    _inherit = 'gift.points.wallet'

    # === HOLDING === #

    def _hold(self, order, hundredths, until):
        """Keep points for an order that is being paid, instead of what it held before.

        :raise ValidationError: there are not so many; nothing is paid then.
        """
        self.ensure_one()
        self._claim()
        self._unhold(order)
        postings, missing = shift(by_expiry(self._get_lots()), AVAILABLE, HELD, hundredths)
        if missing:
            raise ValidationError(self._get_changed_sentence())
        if postings:
            self._post('hold', postings, order=order)
            self.env['gift.points.hold'].create(
                {'wallet_id': self.id, 'order_id': order.id, 'until': until}
            )

    def _get_changed_sentence(self):
        return self.env._(
            "Your points have changed: only %(points)s can be spent now. Remove the reward from"
            " your cart, or choose a smaller one.",
            points=self.available,
        )

    def _get_short_sentence(self, order):
        return self.env._(
            "There are not enough points for the rewards of order %(order)s. Remove a reward.",
            order=order.name,
        )

    def _unhold(self, order):
        """Give back what an order held. The wallet is claimed. Idempotent."""
        self.ensure_one()
        self.env['gift.points.hold'].search(
            [('wallet_id', '=', self.id), ('order_id', '=', order.id)]
        ).unlink()
        held = self._get_held(order)
        postings = []
        for lot in self._get_lots():
            if held[lot.id]:
                postings += shift([lot], HELD, AVAILABLE, held[lot.id])[0]
        if postings:
            self._post('unhold', postings, order=order)
            self._settle()

    def _get_held(self, order):
        """Return ``Counter({lot id: hundredths})`` that an order holds."""
        return self._sum_postings(order, HELD, ('hold', 'unhold', 'spend'))

    def _sum_postings(self, order, bucket, kinds):
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT posting.lot_id, SUM(posting.points)"
                "  FROM gift_points_posting posting"
                "  JOIN gift_points_move move ON move.id = posting.move_id"
                " WHERE move.wallet_id = %s AND move.order_id = %s AND posting.bucket = %s"
                "   AND move.kind = ANY(%s) GROUP BY posting.lot_id",
                self.id,
                order.id,
                bucket,
                list(kinds),
            )
        )
        return Counter({lot: to_hundredths(points) for lot, points in rows})

    # === WHAT AN ORDER EARNS AND COSTS === #

    def _sync(self, order, earned, spent, waits, allow_debt):
        """Post the difference to what the ledger has for an order. The wallet is claimed.

        :param int earned: hundredths the order deserves now.
        :param int spent: hundredths its rewards cost now.
        :param bool waits: what is earned cannot be spent yet.
        :param bool allow_debt: the order is paid: what is missing is owed instead of refused.
        :raise ValidationError: the rewards cost more than there is.
        """
        self.ensure_one()
        more = earned - self._get_order_total(order, EARNED)
        if more > 0:
            kind, bucket = ('pending', PENDING) if waits else ('earn', AVAILABLE)
            self._credit(kind, more, bucket=bucket, order=order)
            self.env['gift.order.settlement']._touch(order)
        elif more < 0:
            self._take_back(order, -more)
        cost = spent + self._get_order_total(order, SPENT)  # spent is posted below zero
        if cost > 0:
            self._spend(order, cost, allow_debt)
        elif cost < 0:
            self._restore(order, -cost)
        if order.state != 'draft' and self._get_held(order).total():
            self._unhold(order)

    def _get_order_total(self, order, kinds):
        """Return the hundredths posted for an order with cards of this programme."""
        self.env.flush_all()
        [(total,)] = self.env.execute_query(
            SQL(
                "SELECT COALESCE(SUM(move.points), 0) FROM gift_points_move move"
                "  JOIN gift_points_wallet wallet ON wallet.id = move.wallet_id"
                "  JOIN loyalty_card card ON card.id = wallet.card_id"
                " WHERE move.order_id = %s AND card.program_id = %s AND move.kind = ANY(%s)",
                order.id,
                self.program_id.id,
                list(kinds),
            )
        )
        return to_hundredths(total)

    def _take_back(self, order, hundredths):
        """Take back what an order earned: from its own lots first, then others, then as debt."""
        lots = self._get_lots()
        own = [lot for lot in lots if lot.order == order.id]
        others = by_expiry([lot for lot in lots if lot.order != order.id])
        postings, missing = take(own, PENDING, hundredths)
        for group in (own, others):
            taken, missing = take(group, AVAILABLE, missing)
            postings += taken
        self._post('clawback', postings, debt=missing, order=order)

    def _spend(self, order, hundredths, allow_debt):
        """Spend what the order holds first, then what is free, first to expire first."""
        lots, held = by_expiry(self._get_lots()), self._get_held(order)
        postings, missing = [], hundredths
        for lot in lots:
            taken, _rest = take([lot], HELD, min(missing, held[lot.id]))
            postings += taken
            missing -= min(missing, held[lot.id])
        free, missing = take(lots, AVAILABLE, missing)
        if missing and not allow_debt:
            raise ValidationError(self._get_short_sentence(order))
        self._post('spend', postings + free, debt=missing, order=order)

    def _restore(self, order, hundredths):
        """Give back what an order spent, to the lots it came from and with their dates."""
        debt = min(hundredths, self._get_order_debt(order), to_hundredths(self.debt))
        spent = Counter()
        for bucket in (HELD, AVAILABLE):
            spent.subtract(self._sum_postings(order, bucket, SPENT))
        postings, left = [], hundredths - debt
        for lot in sorted(spent, reverse=True):
            given = min(max(0, spent[lot]), left)
            if given:
                postings.append(Posting(lot, AVAILABLE, given))
                left -= given
        if postings or debt:
            self._post('restore', postings, debt=-debt, order=order)
        if left:  # it was spent with another card, or owed and paid since
            self._credit('restore', left, order=order)
        self._extend_expired({posting.lot for posting in postings})
        self._settle()

    def _get_order_debt(self, order):
        """Return the hundredths that were owed for an order's rewards."""
        moves = self.env['gift.points.move'].search(
            [('wallet_id', '=', self.id), ('order_id', '=', order.id), ('kind', 'in', SPENT)]
        )
        return max(0, sum(to_hundredths(move.debt_change) for move in moves))

    def _extend_expired(self, lot_ids):
        """Let points that come back after their last day be good for a while."""
        self.env['gift.points.lot'].browse(lot_ids).filtered(
            lambda lot: lot.expires_on and lot.expires_on < self.program_id._gift_get_today()
        ).expires_on = self.program_id._gift_get_grace_day()
