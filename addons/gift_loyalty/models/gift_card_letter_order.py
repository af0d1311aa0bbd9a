from odoo import fields, models

from odoo.addons.gift_personalization.models.guarded import guarded


class SaleOrder(models.Model):
    """Gift cards of an order go out by their letters, not by the mail to the buyer."""

    _inherit = 'sale.order'

    def action_confirm(self):
        """Override of `sale` to plan when gift cards go out."""
        result = super().action_confirm()
        for order_sudo in self.sudo().filtered(lambda order: order.state == 'sale'):
            with guarded(order_sudo, self.env._("A gift card could not be planned")):
                order_sudo._gift_plan_letters()
        return result

    def _cart_find_product_line(self, *args, **kwargs):
        """Override of `website_sale` to keep gift cards apart that go to somebody."""
        lines = super()._cart_find_product_line(*args, **kwargs)
        letters_sudo = lines.sudo().gift_letter_ids.filtered('email')  # the cart's own
        return lines.filtered(lambda line: line.id not in letters_sudo.line_id.ids)

    def _gift_plan_letters(self):
        """Plan the letters of all lines that sell gift cards. Idempotent; call it in sudo."""
        self.ensure_one()
        for line in self._gift_get_card_lines().filtered(
            lambda line: line.gift_card_ids and line._gift_is_card()
        ):
            line.gift_card_ids._gift_limit()
            if line.gift_revision_id:
                line._gift_moderate()
            letter = self.env['gift.card.letter']._for_line(line)
            if letter.state in ('cart', 'void'):
                letter._schedule()

    def _get_reward_coupons(self):
        """Override of `sale_loyalty`: gift cards with a letter are not mailed to the buyer."""
        return (
            super()
            ._get_reward_coupons()
            .filtered(lambda card: not (card.gift_line_id and card.gift_line_id._gift_is_card()))
        )

    def _gift_are_cards_paid(self):
        """Return whether money for the gift cards is there, not only promised. Call it in sudo."""
        self.ensure_one()
        if self.gift_waits_for_payment or self._gift_get_missing_amount():
            return False
        missing = self.amount_total - self._gift_get_paid()
        return self.currency_id.compare_amounts(missing, 0) <= 0

    def _action_cancel(self):
        """Override of `sale` to send no gift card of a cancelled order."""
        result = super()._action_cancel()
        letters_sudo = self.env['gift.card.letter'].sudo().search([('order_id', 'in', self.ids)])
        letters_sudo.filtered(lambda letter: letter.state == 'waiting').state = 'void'
        return result


class PaymentTransaction(models.Model):
    _inherit = 'payment.transaction'

    def _post_process(self):
        """Override of `payment` to send gift cards that waited for this payment."""
        result = super()._post_process()
        letters_sudo = self.env['gift.card.letter'].sudo()  # payments are made by visitors
        waiting = [('order_id', 'in', self.sudo().sale_order_ids.ids), ('state', '=', 'waiting')]
        if letters_sudo.search_count([*waiting, ('send_at', '<=', fields.Datetime.now())], limit=1):
            self.env.ref('gift_loyalty.ir_cron_send_gift_cards').sudo()._trigger()
        return result
