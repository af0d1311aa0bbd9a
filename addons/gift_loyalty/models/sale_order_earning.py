from odoo import models

from ..engine.points import distribute, kept, to_hundredths, to_points


class SaleOrder(models.Model):
    """Which line earned which points."""

    _inherit = 'sale.order'

    def _gift_note_earnings(self, wallet, entry):
        """Share out the points of an order to the lines that earned them. Call it in sudo.

        :param entry: sale.order.coupon.points of the order.
        """
        lines = self._gift_get_earning_lines(wallet.program_id)
        shares = distribute(to_hundredths(entry.points), [line.price_total for line in lines])
        self.env['gift.points.earning'].create(
            [
                {
                    'order_id': self.id,
                    'line_id': line.id,
                    'wallet_id': wallet.id,
                    'points': to_points(share),
                    'amount': line.price_total,
                }
                for line, share in zip(lines, shares, strict=True)
            ]
        )

    def _gift_get_earning_lines(self, program):
        """Return the lines whose products a rule of the programme counts, else all that is sold."""
        sold = self.order_line.filtered(
            lambda line: not line.display_type and not line.is_reward_line and line.price_total > 0
        )
        sold -= self._get_no_effect_on_threshold_lines()
        counted = self.env['product.product'].union(
            *program._get_valid_products(sold.product_id).values()
        )
        return sold.filtered(lambda line: line.product_id in counted) or sold or self.order_line[:1]


class GiftPointsEarning(models.Model):
    _inherit = 'gift.points.earning'

    def _get_kept(self):
        """Return the hundredths the line still deserves after changes and refunds."""
        self.ensure_one()
        if self.order_id.currency_id.is_zero(self.amount):
            return to_hundredths(self.points)
        return kept(to_hundredths(self.points), self.amount, self.line_id._gift_get_kept_amount())


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def _gift_get_billed(self):
        """Return ``(invoiced, credited)`` with taxes, in the order's currency, of posted moves."""
        self.ensure_one()
        invoiced = credited = 0.0
        for line in self.invoice_lines.filtered(lambda line: line.parent_state == 'posted'):
            amount = line.currency_id._convert(
                line.price_total, self.currency_id, self.company_id, line.date
            )
            if line.move_id.move_type == 'out_refund':
                credited += amount
            else:
                invoiced += amount
        return invoiced, credited

    def _gift_get_kept_amount(self):
        """Return what is still bought of the line, with taxes: ordered, less what was credited.

        A piece that was taken off the order and credited is counted once.
        """
        invoiced, credited = self._gift_get_billed()
        before = max(invoiced, self.price_total)
        return min(self.price_total, before - credited)

    def _gift_get_reward_share(self):
        """Return which part of a reward was not credited, 0 to 1."""
        self.ensure_one()
        invoiced, credited = self._gift_get_billed()
        if not invoiced or not credited:
            return 1.0
        return min(1.0, max(0.0, 1.0 - credited / invoiced))
