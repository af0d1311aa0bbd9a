from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import float_round

RUNNING = ('pending', 'authorized', 'done')


class SaleOrder(models.Model):
    """What the customer's tier gives in an order: more points, and what is only for members."""

    _inherit = 'sale.order'

    gift_tier_id = fields.Many2one(
        'gift.tier',
        string="Tier",
        readonly=True,
        copy=False,
        ondelete='restrict',
        help="Of the customer when the payment began: what was promised then is kept.",
    )
    gift_tier_factor = fields.Float(string="Points ×", readonly=True, copy=False, digits=(4, 2))

    def _gift_get_tier(self):
        """Return the tier (sudo) that counts for this order.

        From the start of a payment it is the one the customer had then: who pays for a reward gets
        it, and points do not change afterwards.
        """
        self.ensure_one()
        if self._gift_is_tier_fixed():
            return self.sudo().gift_tier_id
        partner = self.partner_id
        if not partner or partner.is_public:
            return self.env['gift.tier'].sudo()
        return partner._gift_get_tier(self.company_id)

    def _gift_is_tier_fixed(self):
        return bool(self.gift_tier_factor) and (
            self.state not in ('draft', 'sent')
            or any(tx.state in RUNNING for tx in self.sudo().transaction_ids)
        )

    def _gift_fix_tier(self):
        """Keep the tier of today for these orders, unless one was kept already."""
        for order in self.filtered(lambda order: not order._gift_is_tier_fixed()):
            tier_sudo = order._gift_get_tier()
            factor = tier_sudo.multiplier or 1.0
            if order.gift_tier_id != tier_sudo or order.gift_tier_factor != factor:
                order.write({'gift_tier_id': tier_sudo.id, 'gift_tier_factor': factor})

    def _gift_hold_stock(self):
        """Override to keep the tier from the start of the payment."""
        self._gift_fix_tier()
        return super()._gift_hold_stock()

    def action_confirm(self):
        """Override of `sale` to keep the tier the points were counted with."""
        self.filtered(lambda order: order.state in ('draft', 'sent'))._gift_fix_tier()
        return super().action_confirm()

    # === POINTS === #

    def _program_check_compute_points(self, programs):
        """Override of `sale_loyalty` to multiply the points of programmes that follow the tiers."""
        result = super()._program_check_compute_points(programs)
        following = programs.filtered(
            lambda program: program.gift_follows_tiers and program._gift_is_of_points()
        )
        factor = self._gift_get_factor() if following else 1.0
        if factor != 1.0:
            for program in following & programs.browse([found.id for found in result]):
                points = result[program].get('points')
                if points:
                    result[program]['points'] = [
                        float_round(each * factor, precision_digits=2, rounding_method='HALF-UP')
                        for each in points
                    ]
        return result

    def _gift_get_factor(self):
        if self._gift_is_tier_fixed():
            return self.gift_tier_factor
        return self._gift_get_tier().multiplier or 1.0

    # === ONLY FOR MEMBERS === #

    def _gift_get_tier_domain(self, path=''):
        return self.env['loyalty.program']._gift_get_open_domain(
            self._gift_get_tier(), self._get_confirmed_tx_create_date(), path
        )

    def _get_program_domain(self):
        """Override of `sale_loyalty` to leave out programmes of other tiers."""
        return Domain(super()._get_program_domain()) & self._gift_get_tier_domain()

    def _get_trigger_domain(self):
        """Override of `sale_loyalty` to leave out codes of other tiers' programmes."""
        return Domain(super()._get_trigger_domain()) & self._gift_get_tier_domain('program_id.')

    def _gift_filter_open(self, rewards):
        tier, today = self._gift_get_tier(), self._get_confirmed_tx_create_date()
        return rewards.filtered(lambda reward: reward._gift_is_open_to(tier, today))

    def _gift_filter_claimable(self, found):
        kept = {
            card: self._gift_filter_open(rewards)._gift_drop_dearer()
            for card, rewards in found.items()
        }
        return {card: rewards for card, rewards in kept.items() if rewards}

    def _get_claimable_rewards(self, forced_coupons=None):
        """Override of `sale_loyalty` to leave out rewards of other tiers."""
        return self._gift_filter_claimable(super()._get_claimable_rewards(forced_coupons))

    def _get_claimable_and_showable_rewards(self):
        """Override of `website_sale_loyalty`, which looks for rewards in a way of its own, too."""
        return self._gift_filter_claimable(super()._get_claimable_and_showable_rewards())

    def _apply_program_reward(self, reward, coupon, **kwargs):
        """Override of `sale_loyalty` to refuse rewards of other tiers."""
        if not self._gift_filter_open(reward):
            return {'error': self._gift_get_tier_sentence(reward)}
        return super()._apply_program_reward(reward, coupon, **kwargs)

    def _get_reward_line_values(self, reward, coupon, **kwargs):
        """Override of `sale_loyalty`: a reward whose tier was lost falls out of the cart.

        :raise UserError: Odoo takes the line off then.
        """
        if not self._gift_filter_open(reward):
            raise UserError(self._gift_get_tier_sentence(reward))
        return super()._get_reward_line_values(reward, coupon, **kwargs)

    def _gift_get_tier_sentence(self, reward):
        return self.env._(
            "“%(reward)s” is only for these customers: %(tiers)s. Your tier stands on the page of"
            " your points.",
            reward=reward.sudo().description,
            tiers=", ".join(reward.sudo().gift_tier_ids.mapped('name')),
        )
