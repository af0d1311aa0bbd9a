from odoo import models
from odoo.fields import Domain


class SaleOrder(models.Model):
    """What a visitor learns from a code that was entered: that it works, or that it does not."""

    _inherit = 'sale.order'

    def _try_apply_code(self, code):
        """Override of `sale_loyalty` to read codes as people type them, and to help nobody guess.

        The shop's visitors get one answer for codes that are unknown, expired, used up or not
        offered any more; the staff see which.
        """
        cards = self.env['loyalty.card']
        code = cards._gift_read_code(code)
        result = super()._try_apply_code(code)
        if 'error' not in result or not self._gift_is_asked_by_visitor():
            return result
        if self._gift_is_code_good(code):
            return result  # a condition of it is not met, or it is in the cart already
        return {'error': cards._gift_get_bad_code_sentence(), 'not_found': True}

    def _gift_is_asked_by_visitor(self):
        return bool(self.website_id) and not self.env.user._is_internal()

    def _gift_is_code_good(self, code):
        """Return whether a code could be used now, by an order that meets its conditions."""
        self.ensure_one()
        rule = self.env['loyalty.rule'].search(
            Domain.AND([self._get_trigger_domain(), [('mode', '=', 'with_code')]])
            & Domain('code', '=', code),
            limit=1,
        )
        card = self.env['loyalty.card'].search([('code', '=', code)], limit=1)
        program = rule.program_id or card.program_id
        if not program or (program.limit_usage and program.total_order_count >= program.max_usage):
            return False
        return bool(rule) or card in self.applied_coupon_ids or self._gift_is_card_good(card)

    def _gift_is_card_good(self, card):
        program = card.program_id
        last_day = card.expiration_date
        return bool(
            program.filtered_domain(self._get_program_domain())
            and program.program_type not in ('loyalty', 'ewallet')
            and not (last_day and last_day < self._get_confirmed_tx_create_date())
            and card.points >= min(program.reward_ids.mapped('required_points'), default=0.0)
        )


class LoyaltyCard(models.Model):
    _inherit = 'loyalty.card'

    def _gift_get_bad_code_sentence(self):
        return self.env._(
            "This code cannot be used. Check that it is typed as you got it; it may also be used up"
            " or have expired."
        )
