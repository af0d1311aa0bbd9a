from collections import Counter

from odoo import fields, models
from odoo.exceptions import UserError


class GiftWithdrawal(models.Model):
    """What goes back: the goods, and delivery where nothing of a parcel is kept."""

    _inherit = 'gift.withdrawal'

    request_id = fields.Many2one(
        'gift.order.request', string="Refund", readonly=True, ondelete='restrict'
    )
    refund_proposal = fields.Monetary(compute='_compute_refund_proposal', compute_sudo=True)

    def _compute_refund_proposal(self):
        for record in self:
            record.refund_proposal = record._get_refund() if record.order_id else 0.0

    def _get_refund(self):
        """Return what has to be paid back, taxes included, at most what is left of the payment."""
        self.ensure_one()
        order = self.order_id
        share = order._gift_get_discount_share()
        amount = sum(
            line.sale_line_id._gift_get_piece_price() * line.quantity * share
            for line in self.line_ids
        )
        amount += sum(part.price_total for part in self._get_delivery_lines())
        return order.currency_id.round(min(amount, order._gift_get_left()))

    def _get_delivery_lines(self):
        """Return the delivery costs of parcels of which nothing is kept, in this withdrawal or
        the ones before; each is given back once."""
        order = self.order_id
        costs = order.order_line.filtered(lambda line: line._is_delivery())
        others = self.search(
            [('order_id', '=', order.id), ('id', '<', self.id), ('state', '!=', 'refused')]
        )
        return costs.filtered(
            lambda cost: (
                order._gift_is_all_withdrawn(cost, others | self)
                and not order._gift_is_all_withdrawn(cost, others)
            )
        )

    def _refund(self, amount):
        """Pay back, once, also under two simultaneous callers; the provider is asked later.

        :param float amount: taxes included; staff may take off a loss of value.
        :raise UserError: without an order, or for more than what is left of the payment.
        """
        self.ensure_one()
        order = self.order_id
        if not order:
            raise UserError(self.env._("Choose the order first, so that its payment is known."))
        order._gift_touch()
        self._gift_lock()
        if self.state == 'refunded':
            return
        left = order._gift_get_left()
        if amount <= 0 or order.currency_id.compare_amounts(amount, left) > 0:
            raise UserError(
                self.env._(
                    "Enter an amount above zero and of at most %s: that is left of what was paid.",
                    order.currency_id.format(left),
                )
            )
        self._gift_update_state('refunded')
        self.request_id = self.env['gift.order.request'].create(
            {
                'order_id': order.id,
                'kind': 'withdrawal',
                'state': 'done',
                'reason': self.statement,
                'reference': f'withdrawal-{self.id}',
                'answered_by_id': self.env.uid,
                'answered_date': fields.Datetime.now(),
            }
        )
        self.request_id._owe(order.currency_id.round(amount))
        self.activity_ids.action_feedback()


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _gift_get_discount_share(self):
        """Return which share of the goods' prices was paid after discounts on the whole order."""
        self.ensure_one()
        goods = self.order_line.filtered(lambda line: line._gift_is_goods())
        total = sum(goods.mapped('price_total'))
        lines = self.order_line - goods
        discount = sum(
            line.price_total for line in lines if not line._is_delivery() and line.price_total < 0
        )
        return max(0.0, 1 + discount / total) if total > 0 else 1.0

    def _gift_is_all_withdrawn(self, cost, withdrawals):
        """Return whether nothing is kept of the parcel (or the order) that a delivery cost is for.

        :param cost: line of the delivery; of all parcels when it names none.
        """
        parcel = cost.gift_parcel_id
        goods = self.order_line.filtered(
            lambda line: line._gift_is_goods() and (not parcel or line.gift_parcel_id == parcel)
        )
        withdrawn = Counter()
        for entry in withdrawals.line_ids:
            withdrawn[entry.sale_line_id] += entry.quantity
        return bool(goods) and all(
            line.product_uom_id.compare(withdrawn[line], line.product_uom_qty) >= 0
            for line in goods
        )


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def _gift_get_piece_price(self):
        """Return what a piece cost, taxes included."""
        self.ensure_one()
        return self.price_total / self.product_uom_qty if self.product_uom_qty else 0.0
