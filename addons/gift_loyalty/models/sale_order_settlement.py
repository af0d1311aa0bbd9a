from odoo import models


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _gift_get_qualifying_amount(self):
        """Return what of the order counts for a tier, in the company's currency, with taxes.

        Goods and discounts, less what was credited; not the delivery, not gift cards: they count
        when something is bought with them.
        """
        self.ensure_one()
        amount = sum(line._gift_get_qualifying_amount() for line in self.order_line)
        return self.currency_id._convert(
            max(0.0, amount), self.company_id.currency_id, self.company_id, self.date_order.date()
        )


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def _gift_get_qualifying_amount(self):
        self.ensure_one()
        program = self.reward_id.program_id
        cards = self.env['loyalty.program']._gift_get_card_products()
        if (
            self.display_type
            or self.is_delivery
            or self.reward_id.reward_type == 'shipping'
            or program.is_payment_program
            or self.product_id in cards
        ):
            return 0.0
        if self.price_total < 0:
            return self.price_total * self._gift_get_reward_share()
        return max(0.0, self._gift_get_kept_amount())


class LoyaltyProgram(models.Model):
    _inherit = 'loyalty.program'

    def _gift_get_card_products(self):
        """Return the products that are gift cards or money for a wallet."""
        return (
            self.sudo()
            .search([('program_type', 'in', ('gift_card', 'ewallet'))])
            .rule_ids.product_ids
        )


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    def write(self, vals):
        """Override of `stock` to have the orders looked at when something was sent or arrived."""
        result = super().write(vals)
        if {'date_done', 'gift_delivered_date'} & set(vals):
            self.env['gift.order.settlement'].sudo()._touch(self.sudo().sale_id)
        return result


class PaymentTransaction(models.Model):
    _inherit = 'payment.transaction'

    def write(self, vals):
        """Override of `payment` to have the orders looked at when they were paid."""
        result = super().write(vals)
        if 'state' in vals:
            self.env['gift.order.settlement'].sudo()._touch(self.sudo().sale_order_ids)
        return result


class AccountMove(models.Model):
    _inherit = 'account.move'

    def _invoice_paid_hook(self):
        """Override of `account` to have the orders looked at when an invoice was paid."""
        result = super()._invoice_paid_hook()
        orders_sudo = self.sudo().invoice_line_ids.sale_line_ids.order_id
        self.env['gift.order.settlement'].sudo()._touch(orders_sudo)
        return result
