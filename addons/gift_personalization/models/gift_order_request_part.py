from odoo import api, models
from odoo.exceptions import UserError


class GiftOrderRequest(models.Model):
    """Another day or delivery method for one part of an order: what both have in common."""

    _inherit = 'gift.order.request'

    @api.model
    def _request_part(self, kind, order, parcel, plan, *, reference, reason='', author):
        """Change one part of an order, or ask the staff. In sudo. Idempotent.

        :param parcel: gift.parcel of the order; empty: what has none of its own.
        :param plan: called with the order locked; returns what to write, and why the customer
            cannot do it himself (empty: it is done now). Raises UserError when nobody can.
        :return: the request.
        :raise UserError: when it is not possible, or a reason is missing.
        """
        order._gift_touch()
        known = self._find(order, reference)
        if known:
            return known
        order.order_line.gift_job_ids._gift_lock()
        same = order.gift_request_ids.filtered(
            lambda asked: asked.kind == kind and asked.parcel_id == parcel
        )
        if 'open' in same.mapped('state'):
            raise UserError(same._get_asked_text(kind))
        values, problem = plan()
        same._replace_unpaid()
        request = self.create(
            {
                'order_id': order.id,
                'kind': kind,
                'parcel_id': parcel.id,
                'reason': self._clean_text(reason),
                'reference': reference,
                'author_id': author.id,
                **values,
            }
        )
        return request._start(problem)

    def _get_asked_text(self, kind):
        """Return the sentence for a part of which the same was asked already."""
        if kind == 'date':
            return self.env._(
                "You have asked us already for another date. We will answer you as soon as we can."
            )
        return self.env._(
            "You have asked us already for another delivery method. We will answer you as soon as"
            " we can."
        )
