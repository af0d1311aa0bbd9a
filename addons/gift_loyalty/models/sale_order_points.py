from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import ValidationError

from odoo.addons.gift_personalization.models.sale_order_stock import (
    DAYS,
    DEFAULT_DAYS,
    DEFAULT_MINUTES,
    MINUTES,
)

from ..engine.points import to_hundredths, to_points
from .loyalty_card import LEFT_TO_ORDER

PAID = ('authorized', 'done')


class SaleOrder(models.Model):
    """Orders earn, hold and spend points through the ledger."""

    _inherit = 'sale.order'

    gift_earning_ids = fields.One2many(
        'gift.points.earning', 'order_id', copy=False, groups='gift_base.group_staff'
    )

    # === WHAT CAN BE SPENT === #

    def _get_real_points_for_coupon(self, coupon, post_confirm=False):
        """Override of `sale_loyalty`: what this order holds is its own, what it earns waits."""
        points = super()._get_real_points_for_coupon(coupon, post_confirm=post_confirm)
        if self.state in ('sale', 'done') or not coupon.program_id._gift_has_ledger():
            return points
        wallet_sudo = coupon._gift_get_wallet()
        points += to_points(wallet_sudo._get_held(self).total()) if wallet_sudo else 0.0
        if coupon.program_id.gift_release == 'return' and coupon.program_id.applies_on != 'future':
            own = self.coupon_point_ids.filtered(lambda entry: entry.coupon_id == coupon)
            points -= sum(own.mapped('points'))
        return coupon.currency_id.round(points)

    def _get_point_changes(self):
        """Override of `sale_loyalty` to leave out cards with a ledger: orders post to it."""
        return {
            card: points
            for card, points in super()._get_point_changes().items()
            if not card.program_id._gift_has_ledger()
        }

    def _add_points_for_coupon(self, coupon_points):
        """Override of `sale_loyalty`: a confirmed order posts what it earns now."""
        order = self.with_context(gift_points=LEFT_TO_ORDER)
        # Odoo writes the points on the cards that come in: they have to know it, too.
        cards = {
            coupon.with_context(gift_points=LEFT_TO_ORDER): points
            for coupon, points in coupon_points.items()
        }
        result = super(SaleOrder, order)._add_points_for_coupon(cards)
        if self.state == 'sale':
            self.sudo()._gift_earn_points()
        return result

    # === STEPS OF THE ORDER === #

    def action_confirm(self):
        """Override of `sale` to post what the order earns and spends."""
        new = self.filtered(lambda order: order.state != 'sale')
        new.filtered(lambda order: not order._gift_has_payment())._gift_check_owners()
        result = super().action_confirm()
        confirmed_sudo = new.filtered(lambda order: order.state == 'sale').sudo()
        confirmed_sudo._gift_earn_points()
        self.env['gift.order.settlement'].sudo()._touch(confirmed_sudo)
        return result

    def _action_cancel(self):
        """Override of `sale` to take back what was earned and give back what was spent."""
        result = super()._action_cancel()
        self.sudo()._gift_sync_points()
        self.env['gift.order.settlement'].sudo()._touch(self.sudo())
        return result

    def _gift_earn_points(self):
        """Note what each line earns, and post it. Call it in sudo. Idempotent."""
        for order in self:
            order.gift_earning_ids.unlink()
            for entry in order.coupon_point_ids.filtered(lambda entry: entry.points > 0):
                wallet = entry.coupon_id._gift_get_wallet()
                if wallet:
                    order._gift_note_earnings(wallet, entry)
        self._gift_sync_points()

    # === HOLDING WHILE IT IS PAID === #

    def _gift_hold_stock(self):
        """Override to hold the points of the rewards, too.

        :raise ValidationError: they were spent elsewhere; nothing is paid then.
        """
        self._gift_check_owners()
        super()._gift_hold_stock()
        for order in self:
            minutes = order._gift_get_setting(MINUTES, DEFAULT_MINUTES)
            until = fields.Datetime.now() + timedelta(minutes=minutes)
            for wallet in order._gift_get_wallets():
                wallet._hold(order, order._gift_get_cost(wallet), until)

    def _gift_keep_stock(self):
        """Override to hold the points as long as the payment may come."""
        super()._gift_keep_stock()
        days = self._gift_get_setting(DAYS, DEFAULT_DAYS)
        holds = self.env['gift.points.hold'].search([('order_id', 'in', self.ids)])
        holds.until = fields.Datetime.now() + timedelta(days=days)

    def _gift_release_stock(self):
        """Override to give the points back, too."""
        super()._gift_release_stock()
        for order in self.filtered(lambda order: order.state in ('draft', 'sent')):
            for wallet in order._gift_get_wallets():
                wallet._claim()
                wallet._unhold(order)

    # === WHAT THE LEDGER MUST SAY === #

    def _gift_check_owners(self):
        """:raise ValidationError: a reward is paid with somebody else's points."""
        for order_sudo in self.sudo():  # visitors read no cards
            cards = order_sudo.order_line.coupon_id.filtered(
                lambda card: card.program_id._gift_is_of_points()
            )
            owners = cards._gift_get_wallets().partner_id.commercial_partner_id
            if owners - order_sudo.partner_id.commercial_partner_id:
                raise ValidationError(
                    self.env._(
                        "The points of a reward belong to another customer. Remove the reward"
                        " from the order."
                    )
                )

    def _gift_get_wallets(self):
        """Return the wallets that an order has or had to do with. Call it in sudo."""
        self.ensure_one()
        moves = self.env['gift.points.move'].search([('order_id', '=', self.id)])
        cards = self.coupon_point_ids.coupon_id | self.order_line.coupon_id
        wallets = cards._gift_get_wallets() | moves.wallet_id | self.gift_earning_ids.wallet_id
        return self.env['gift.points.wallet'].union(*(wallet._get_current() for wallet in wallets))

    def _gift_sync_points(self):
        """Make the ledger say what the orders deserve and cost now. Call it in sudo. Idempotent.

        :raise ValidationError: the rewards of an unpaid order cost more than there is.
        """
        for order in self:
            is_paid = any(tx.state in PAID for tx in order.transaction_ids)
            for wallet in order._gift_get_wallets().sorted('id'):
                wallet._claim()
                is_valid = order.state == 'sale'
                wallet._sync(
                    order,
                    earned=order._gift_get_deserved(wallet) if is_valid else 0,
                    spent=order._gift_get_cost(wallet) if is_valid else 0,
                    waits=wallet.program_id.gift_release == 'return',
                    allow_debt=is_paid or not is_valid,
                )

    def _gift_get_deserved(self, wallet):
        """Return the hundredths that what is still bought earns with a wallet."""
        earnings = self.gift_earning_ids.filtered(lambda entry: entry.wallet_id == wallet)
        return sum(entry._get_kept() for entry in earnings)

    def _gift_get_cost(self, wallet):
        """Return the hundredths that the rewards of the order cost with a wallet."""
        lines = self.order_line.filtered(
            lambda line: (
                line.coupon_id
                and line.product_uom_qty
                and line.coupon_id._gift_get_wallet() == wallet
            )
        )
        return sum(
            to_hundredths(line.points_cost * line._gift_get_reward_share()) for line in lines
        )

    def _gift_get_settled_days(self):
        """Return ``{order: day}`` since when orders are paid and delivered; others are left out."""
        days = {}
        for order in self.filtered(
            lambda order: order.state == 'sale' and order._gift_is_settled()
        ):
            sent = order.picking_ids.filtered(
                lambda picking: picking.state == 'done' and picking.picking_type_code == 'outgoing'
            )
            moments = [
                fields.Datetime.to_datetime(picking.gift_delivered_date or picking.date_done)
                for picking in sent
            ]
            moment = max([*moments, order.date_order])
            days[order] = fields.Datetime.context_timestamp(order, moment).date()
        return days

    def _gift_is_settled(self):
        """Return whether everything is paid and nothing is still to be sent."""
        self.ensure_one()
        paid = sum(self.transaction_ids.filtered(lambda tx: tx.state == 'done').mapped('amount'))
        invoices = self.invoice_ids.filtered(lambda move: move.state == 'posted')
        is_paid = self.currency_id.compare_amounts(paid, self.amount_total) >= 0 or (
            invoices
            and self.invoice_status == 'invoiced'
            and all(move.payment_state in ('paid', 'in_payment', 'reversed') for move in invoices)
        )
        waiting = self.picking_ids.filtered(lambda picking: picking.state not in ('done', 'cancel'))
        goods = self.order_line.filtered(lambda line: line.product_id.type == 'consu')
        is_sent = all(
            line.product_uom_id.compare(line.qty_delivered, line.product_uom_qty) >= 0
            for line in goods
        )
        return bool(is_paid) and is_sent and not waiting
