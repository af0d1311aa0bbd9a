from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_is_zero

LIMIT = 'gift_personalization.staff_refund_limit'
LIMITED_KINDS = ('complaint', 'goodwill')


class GiftOrderRequest(models.Model):
    """Money that staff pay back of their own accord, and how much they may without a manager."""

    _inherit = 'gift.order.request'

    kind = fields.Selection(
        selection_add=[('goodwill', "Refund")], ondelete={'goodwill': 'cascade'}
    )

    # === PAYING BACK === #

    @api.model
    def _pay_goodwill(self, line, amount, *, reason, reference):
        """Pay a part of a line's price back. Call it in sudo. Idempotent.

        :param line: order line that the amount is credited for; its pieces stay sold.
        :param str reason: what the customer is told.
        :param str reference: made by the window; the same one pays once.
        :return: the request.
        :raise UserError: when so much is not left, or a manager has to do it.
        """
        order = line.order_id
        order._gift_touch()
        known = self._find(order, reference)
        if known:
            return known
        request = self.create(
            {
                'order_id': order.id,
                'kind': 'goodwill',
                'reference': reference,
                'author_id': self.env.user.partner_id.id,
                'line_ids': [
                    Command.create({'sale_line_id': line.id, 'quantity': line.product_uom_qty})
                ],
            }
        )
        request._accept(reason, amount=amount)
        return request

    def _do_goodwill(self):
        """Owe the amount; the refund and its papers follow in the background."""
        self._owe(self.amount)

    def _check_acceptable(self, values):
        """Override to look for a reason, for what is left, and for who may give so much."""
        super()._check_acceptable(values)
        if self.kind == 'goodwill':
            self._check_goodwill(values['amount'])
        if self.kind in LIMITED_KINDS and values.get('amount'):
            self._check_limit(values['amount'])

    def _check_goodwill(self, amount):
        self._check_amount(amount)
        [entry] = self.line_ids
        if self.currency_id.compare_amounts(amount, entry._get_price()) > 0:
            raise UserError(
                self.env._(
                    "“%(gift)s” costs %(price)s. Please enter at most that, or pay the rest back"
                    " for another line.",
                    gift=entry.sale_line_id.name_short,
                    price=self.currency_id.format(entry._get_price()),
                )
            )

    # === LIMIT === #

    @api.model
    def _get_staff_limit(self):
        """Return what staff pay back for one order without a manager, in the company's currency.

        0 is without a limit.
        """
        return float(self.env['ir.config_parameter'].sudo().get_param(LIMIT) or 0.0)

    def _check_limit(self, amount):
        """:raise UserError: where a manager has to do it; what went back before counts, too."""
        limit = self._get_staff_limit()
        if float_is_zero(limit, precision_digits=2):
            return
        if self.env.user.has_group('gift_base.group_manager'):
            return
        order, company = self.order_id, self.company_id
        before = order.gift_request_ids.filtered(
            lambda request: request.kind in LIMITED_KINDS and request != self
        )
        total = self.currency_id._convert(
            amount + sum(before.mapped('amount')), company.currency_id, company, order.date_order
        )
        if company.currency_id.compare_amounts(total, limit) > 0:
            raise UserError(
                self.env._(
                    "Staff pay back at most %s for an order. Please ask a manager to do it.",
                    company.currency_id.format(limit),
                )
            )


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def action_gift_pay_back(self):
        """Button: open the window that pays a part of the order back."""
        self.ensure_one()
        self._gift_check_staff()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Pay back"),
            'res_model': 'gift.order.refund',
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'default_order_id': self.id},
        }
