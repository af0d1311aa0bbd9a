from odoo import models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..engine.points import AVAILABLE, PENDING, by_expiry, take, to_hundredths, to_points


class GiftPointsWallet(models.Model):
    """Entries that hang on no order: bonuses, corrections, what moves from card to card."""

    _inherit = 'gift.points.wallet'

    def _add_bonus(self, points, key, reason, pending_until=False):
        """Give points once for one event.

        :param str key: names the event, as "review:12"; a second call with it gives nothing.
        :param pending_until: a day from which they can be spent; without: at once.
        :return: the gift.points.move, the first one if it was posted before.
        :raise ValidationError: not above 0.
        """
        self._claim()
        found = self._get_posted(key)
        if found:
            return found
        hundredths = self._read_points(points)
        if hundredths <= 0:
            raise ValidationError(self.env._("A bonus is a number of points above 0."))
        waits = pending_until and pending_until > self.program_id._gift_get_today()
        return self._credit(
            'bonus',
            hundredths,
            bucket=PENDING if waits else AVAILABLE,
            key=key,
            reason=reason,
            release_on=waits and pending_until,
        )

    def _read_points(self, points):
        try:
            return to_hundredths(points)
        except (TypeError, ValueError, OverflowError) as error:
            raise ValidationError(
                self.env._("“%(points)s” is no number of points.", points=points)
            ) from error

    def _adjust(self, points, reason, key=''):
        """Add points or take them away by hand.

        :param float points: signed.
        :raise UserError: without a reason, or more is to be taken than there is.
        """
        if not (reason or '').strip():
            raise UserError(self.env._("Say why the points are changed. The reason is kept."))
        self._claim()
        return self._correct(self._read_points(points), reason, key=key)

    def _correct(self, hundredths, reason, kind='adjust', key='', order=None, allow_debt=False):
        """Post a signed change without an order behind it. The wallet is claimed."""
        if hundredths > 0:
            return self._credit(kind, hundredths, key=key, reason=reason, order=order)
        postings, missing = take(by_expiry(self._get_lots()), AVAILABLE, -hundredths)
        if missing and not allow_debt:
            raise UserError(
                self.env._(
                    "There are only %(points)s points that can be taken away.",
                    points=self.available,
                )
            )
        return self._post(kind, postings, key=key, debt=missing, reason=reason, order=order)

    def _settle(self):
        """Pay what is owed from what there is. The wallet is claimed."""
        owed = to_hundredths(self.debt)
        if not owed:
            return
        postings, missing = take(by_expiry(self._get_lots()), AVAILABLE, owed)
        if missing < owed:
            self._post('settle', postings, debt=missing - owed)

    def _move_to(self, target):
        """Move all points to another wallet, with their dates and what they wait for.

        Used when two contacts become one. What is held for a payment is given up: the payment
        holds it again on the other card.
        """
        (self | target)._claim()
        for hold in self.env['gift.points.hold'].search([('wallet_id', '=', self.id)]):
            self._unhold(hold.order_id)
        for lot in self._get_lots():
            self._hand_over(target, lot)
        debt = to_hundredths(self.debt)
        if debt:
            self._post('merge', [], debt=-debt)
            target._post('merge', [], debt=debt)
        target._settle()
        self.merged_into_id = target
        self.env['gift.points.earning'].search([('wallet_id', '=', self.id)]).wallet_id = target

    def _hand_over(self, target, lot):
        """Move what is left of one lot, of the engine, to a lot of another wallet."""
        source = self.env['gift.points.lot'].browse(lot.id)
        dates = {'expires_on': source.expires_on, 'release_on': source.release_on}
        for bucket in (PENDING, AVAILABLE):
            postings, _missing = take([lot], bucket, getattr(lot, bucket))
            if not postings:
                continue
            order = source.order_id
            self._post('merge', postings, order=order, reason=target.card_id.code)
            move = target._credit(
                'merge',
                getattr(lot, bucket),
                bucket=bucket,
                order=order,
                reason=self.card_id.code,
            )
            self.env['gift.points.lot'].search([('move_id', '=', move.id)]).write(dates)

    def _get_sum(self):
        """Return what the ledger says, ``{bucket or 'debt': points}``; for checks only."""
        self.ensure_one()
        self.env.flush_all()
        moves = self.env['gift.points.move'].search([('wallet_id', '=', self.id)])
        names = ('pending', 'available', 'held', 'debt')
        return {
            name: to_points(sum(to_hundredths(move[f'{name}_change']) for move in moves))
            for name in names
        }

    def _set_points(self, points, is_system):
        """Post what brings balances to a number that was written on the card.

        :param bool is_system: Odoo's own code writes it, not a user.
        :raise AccessError: a user does; no reason would be kept.
        """
        if self and not is_system:
            raise AccessError(
                self.env._(
                    "Points are not changed by hand. Use “Update balance” on card %(code)s: it asks"
                    " for the reason and keeps it.",
                    code=self[:1].card_id.code,
                )
            )
        for wallet in self:
            wallet._claim()
            change = self._read_points(points) - to_hundredths(wallet.balance)
            if change:
                wallet._correct(change, self.env._("Set by the system"), allow_debt=True)

    # === BUTTONS === #

    def _get_form_action(self):
        return {
            'type': 'ir.actions.act_window',
            'res_model': self._name,
            'view_mode': 'form',
            'res_id': self.id,
        }

    def action_update_balance(self):
        """Open Odoo's form to correct a balance; it asks for the reason."""
        self.ensure_one()
        return self.card_id.action_loyalty_update_balance()

    # === WHAT THE CUSTOMER SEES === #

    def _get_coming(self):
        """Return the lots that cannot be spent yet, those with a date first."""
        self.ensure_one()
        lots = self.lot_ids.filtered(lambda lot: lot.pending > 0)
        return lots.sorted(lambda lot: (not lot.release_on, str(lot.release_on), lot.id))

    def _get_ending(self):
        """Return ``[(last day, points)]`` of what can be spent and has an end, soonest first."""
        self.ensure_one()
        lots = self.lot_ids.filtered(lambda lot: lot.available > 0 and lot.expires_on)
        days = lots.grouped('expires_on')
        return [(day, sum(days[day].mapped('available'))) for day in sorted(days)]

    def _get_rewards(self):
        """Return the rewards (cheapest first) that the customer's tier may take."""
        self.ensure_one()
        today = self.program_id._gift_get_today()
        company = self.company_id or self.env.company
        tier_sudo = self.partner_id._gift_get_tier(company)
        rewards = self.program_id.reward_ids.sorted('required_points')
        rewards = rewards.filtered(lambda reward: reward._gift_is_open_to(tier_sudo, today))
        return rewards._gift_drop_dearer()

    def _get_rewards_to_take(self):
        """Return what Odoo's dialogue of a card lists: the three dearest that can be taken."""
        self.ensure_one()
        enough = self._get_rewards().filtered(lambda reward: reward.required_points <= self.balance)
        return [
            {
                'description': reward.description,
                'points': self.card_id._format_points(reward.required_points),
            }
            for reward in enough[:-4:-1]
        ]
