from odoo import models

from .working_days import WorkingDays


class SaleOrder(models.Model):
    """What becomes of the promise: dates set by hand, and what the customer reads."""

    _inherit = 'sale.order'

    def write(self, vals):
        """Override of `sale` to keep that a person has moved a promised date."""
        if 'commitment_date' not in vals or self.env.su or self.env.context.get('gift_planned'):
            return super().write(vals)
        before = {order: order.commitment_date for order in self.filtered('gift_first_promise')}
        result = super().write(vals)
        for order, old in before.items():
            if order.state == 'sale' and old and order.commitment_date not in (False, old):
                order.env['gift.promise.change']._note_change(
                    order, 'shop', old, order.commitment_date
                )
        return result

    # === READING === #

    def _gift_get_promise(self):
        """Return ``{'date', 'first', 'changes': [{'date', 'why'}]}`` for the customer (dates).

        Empty without a promise. The days of one late answer are one change.
        """
        self.ensure_one()
        order_sudo = self.sudo()  # the page has checked the order
        if not order_sudo.commitment_date or not order_sudo._gift_get_lines():
            return {}
        to_date = WorkingDays(order_sudo.company_id).to_date
        changes = []
        for change in order_sudo.gift_promise_change_ids.sorted('id'):
            if changes and change.reason == 'answer' and changes[-1]['reason'] == 'answer':
                changes.pop()
            whose = {'name': change.parcel_id.name} if change.parcel_id else {}
            changes.append(
                {
                    'reason': change.reason,
                    'date': to_date(change.new_date),
                    'why': change.note or change._get_sentence(),
                    **whose,
                }
            )
        return {
            'date': to_date(order_sudo.commitment_date),
            'first': to_date(order_sudo.gift_first_promise or order_sudo.commitment_date),
            'changes': changes,
            'parts': order_sudo._gift_get_promised_parts(),
        }

    # === CART === #

    def _gift_get_cart_promise(self, carrier=None):
        """Return ``{'lines': {line id: plan}, 'carrier', 'last'}`` of a cart; writes nothing.

        Empty when it holds no gift or one of them has no date.

        :param carrier: delivery.carrier; without it that of the cart, or the usual one.
        """
        self.ensure_one()
        order_sudo = self.sudo()  # the visitor's own cart
        lines = order_sudo._gift_get_lines().filtered(lambda line: line._gift_needs_job())
        if order_sudo.state not in ('draft', 'sent') or not lines:
            return {}
        usual = order_sudo.carrier_id or self.env['delivery.carrier']._gift_get_usual(
            order_sudo.website_id
        )
        carrier = carrier or usual
        _planner, plans = order_sudo._gift_plan(lines, carrier)
        if not all(plans.values()):
            return {}
        return {
            'lines': {line.id: plan for line, plan in plans.items()},
            'carrier': carrier,
            'last': max(plan.arrival[1] for plan in plans.values()),
            'missed': any(
                line._gift_get_wanted_date() and plan.arrival[1] > line._gift_get_wanted_date()
                for line, plan in plans.items()
            ),
        }
