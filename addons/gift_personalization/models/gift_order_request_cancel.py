from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class GiftOrderRequest(models.Model):
    """Cancelling gifts: at once while nobody has begun with them, otherwise staff decide."""

    _inherit = 'gift.order.request'

    amount_now = fields.Monetary(
        string="To pay back", compute='_compute_amount_now', compute_sudo=True
    )

    @api.depends('state', 'line_ids', 'amount')
    def _compute_amount_now(self):
        for request in self:
            request.amount_now = request._get_amount_now()

    def _get_amount_now(self):
        """Hook: return what would go back if the request were accepted now."""
        self.ensure_one()
        if self.kind != 'cancel' or self.state != 'open':
            return self.amount
        try:
            return self.order_id._gift_plan_cancellation(self._get_wanted()).owed
        except UserError:
            return 0.0

    def _get_wanted(self):
        return {entry.sale_line_id: entry.quantity for entry in self.line_ids}

    @api.model
    def _request_cancel(self, order, wanted, *, reference, reason='', shown=None, author):
        """Take gifts off an order, or ask the staff to. Call it in sudo. Idempotent.

        :param dict wanted: pieces by line.
        :param str reference: made by the page; the same one asks once.
        :param shown: what the page has shown (:meth:`_get_shown`); refused if different now.
        :param author: res.partner who asks.
        :return: the request.
        :raise UserError: when it is not possible, or not as it was shown.
        """
        order._gift_touch()
        known = self._find(order, reference)
        if known:
            return known
        jobs = (order.order_line.gift_job_ids | order.order_line.gift_reprint_job_ids).sudo()
        jobs._gift_lock()
        plan = order._gift_plan_cancellation(wanted)
        self._check_not_asked(order, wanted)
        if shown is not None and shown != self._get_shown(plan):
            raise UserError(
                self.env._("Your order has changed meanwhile. Please look at it again.")
            )
        request = self.create(
            {
                'order_id': order.id,
                'kind': 'cancel',
                'reason': self._clean_text(reason),
                'reference': reference,
                'author_id': author.id,
                'line_ids': [
                    Command.create({'sale_line_id': line.id, 'quantity': quantity})
                    for line, quantity in wanted.items()
                ],
            }
        )
        return request._start(order._gift_get_claimed_text(plan.quantities))

    @api.model
    def _get_shown(self, plan):
        """Return what a page shows of a plan, as one text, to be compared with what is now."""
        way = 'ask' if plan.order._gift_get_claimed_text(plan.quantities) else 'do'
        amounts = (plan.difference, plan.owed)
        return f'{way} {" ".join(f"{amount:.4f}" for amount in amounts)}'

    def _check_not_asked(self, order, wanted):
        asked = order.gift_request_ids.filtered(
            lambda request: request.kind == 'cancel' and request.state == 'open'
        )
        for entry in asked.line_ids:
            if entry.sale_line_id in wanted:
                raise UserError(
                    self.env._(
                        "You have asked us already to cancel “%s”. We will answer you as soon as"
                        " we can.",
                        entry.sale_line_id.name_short,
                    )
                )

    def _do_cancel(self):
        """Take the gifts off the order; what is paid back follows in the background."""
        order = self.order_id
        jobs = order.order_line.gift_job_ids | order.order_line.gift_reprint_job_ids
        jobs._gift_lock()
        plan = order._gift_plan_cancellation(self._get_wanted())
        owed = plan.owed
        order._gift_take_off(plan, self.env._("The customer has cancelled pieces of it."))
        order._gift_follow_smaller_order()
        self._owe(owed)


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _gift_get_request_ways(self):
        """Override to cancel what has not left the house."""
        ways = super()._gift_get_request_ways()
        if self._gift_get_cancellable_lines():
            ways.append(self._gift_prepare_way('cancel', self.env._("Cancel gifts"), 'fa-times'))
        return ways
