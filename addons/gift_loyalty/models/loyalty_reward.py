from odoo import api, fields, models

FREE_WRAP = {
    'reward_type': 'discount',
    'discount_mode': 'percent',
    'discount': 100,
    'discount_applicability': 'specific',
    'discount_product_domain': "[('gift_extra', '=', 'wrap')]",
    'discount_product_ids': [(5, 0, 0)],
    'discount_product_category_id': False,
    'discount_product_tag_id': False,
}


class LoyaltyReward(models.Model):
    """Rewards for some tiers only, and the free gift wrap."""

    _name = 'loyalty.reward'
    _inherit = ['loyalty.reward', 'gift.tier.offer.mixin']

    gift_free_wrap = fields.Boolean(
        string="Free gift wrap", help="All wraps of the order cost nothing."
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `loyalty` to set what makes a wrap free."""
        return super().create(
            [{**vals, **FREE_WRAP} if vals.get('gift_free_wrap') else vals for vals in vals_list]
        )

    def write(self, vals):
        """Override of `loyalty` to set what makes a wrap free."""
        return super().write({**vals, **FREE_WRAP} if vals.get('gift_free_wrap') else vals)

    @api.depends('gift_free_wrap')
    def _compute_description(self):
        """Override of `loyalty` to name the free wrap."""
        wraps = self.filtered('gift_free_wrap')
        wraps.description = self.env._("Free gift wrap")
        super(LoyaltyReward, self - wraps)._compute_description()

    def _gift_drop_dearer(self):
        """Leave out rewards that members of a tier have for fewer points in the same programme."""
        cheapest, dearer = {}, self.browse()
        for reward in self.sorted('required_points'):
            twin = cheapest.setdefault((reward.program_id, reward.description), reward)
            if twin.required_points < reward.required_points and twin.sudo().gift_tier_ids:
                dearer |= reward
        return self - dearer
