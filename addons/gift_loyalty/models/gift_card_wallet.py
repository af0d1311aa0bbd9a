from odoo import models
from odoo.tools import SQL

from odoo.addons.gift_personalization.models.guarded import notify_staff

from ..engine.points import to_hundredths, to_points


class GiftPointsWallet(models.Model):
    """The money on a gift card: the same ledger as points, with words of its own.

    A wallet belongs to one card, which anybody with its code can spend. What was spent before the
    card's own order was refunded is owed, and the staff are told; so are they when a paid order
    counted on a card that was emptied meanwhile: the order goes on, nobody pays and gets nothing.
    """

    _inherit = 'gift.points.wallet'

    def _get_changed_sentence(self):
        """Override to speak of money."""
        if not self.program_id._gift_is_of_gift_cards():
            return super()._get_changed_sentence()
        return self.env._(
            "Your gift card has changed: %(amount)s can be spent now. Open your cart to see what is"
            " left to pay.",
            amount=self.program_id.currency_id.format(self.available),
        )

    def _get_short_sentence(self, order):
        """Override to speak of money."""
        if not self.program_id._gift_is_of_gift_cards():
            return super()._get_short_sentence(order)
        return self.env._(
            "There is not enough left on the gift card of order %(order)s: %(amount)s can be spent"
            " now. Open your cart to see what is left to pay.",
            order=order.name,
            amount=self.program_id.currency_id.format(self.available),
        )

    def _get_order_total(self, order, kinds):
        """Override to look at this card alone: an order may sell, or be paid with, several."""
        if not self.program_id._gift_is_of_gift_cards():
            return super()._get_order_total(order, kinds)
        self.env.flush_all()
        [(total,)] = self.env.execute_query(
            SQL(
                "SELECT COALESCE(SUM(points), 0) FROM gift_points_move"
                " WHERE wallet_id = %s AND order_id = %s AND kind = ANY(%s)",
                self.id,
                order.id,
                list(kinds),
            )
        )
        return to_hundredths(total)

    def _post(self, kind, postings, *, key='', debt=0, order=None, reason=''):
        """Override to tell the staff what a gift card owes."""
        move = super()._post(kind, postings, key=key, debt=debt, order=order, reason=reason)
        if debt > 0 and order and self.program_id._gift_is_of_gift_cards():
            self._tell_owed(kind, order, to_points(debt))
        return move

    def _tell_owed(self, kind, order, amount):
        shown = {
            'amount': self.program_id.currency_id.format(amount),
            'card': self.card_id._gift_get_masked_code(),
        }
        if kind == 'clawback':
            note = self.env._(
                "%(amount)s of gift card %(card)s had been spent before its order was refunded or"
                " cancelled. What was left on the card is void. Ask the customer for the amount, or"
                " correct the card with a reason.",
                **shown,
            )
        else:
            note = self.env._(
                "The order is paid, but gift card %(card)s was emptied by another order meanwhile:"
                " %(amount)s are missing. The order goes on. Ask for the amount, or leave it.",
                **shown,
            )
        notify_staff(order, self.env._("Gift card: money is missing"), note)

    def _extend_expired(self, lot_ids):
        """Override to let the card itself be good as long as the money that came back to it."""
        super()._extend_expired(lot_ids)
        last = max(self.lot_ids.filtered('available').mapped('expires_on'), default=False, key=str)
        day = self.card_id.expiration_date
        if self.program_id._gift_is_of_gift_cards() and day and last and last > day:
            self.card_id.expiration_date = last
