from datetime import timedelta

from odoo import Command, api, fields, models


class GiftStoreDemo(models.AbstractModel):
    """A programme with tiers, and points that come, stay and end."""

    _inherit = 'gift.store.demo'

    @api.model
    def _load_loyalty(self):
        description = self._read_json('loyalty.json')
        for tier in description['tiers']:
            values = {name: value for name, value in tier.items() if name != 'key'}
            self._ensure(f"tier_{tier['key']}", 'gift.tier', values)
        if not self._get('loyalty_program'):
            self.env.company.gift_referral_on = True
            self._ensure('loyalty_program', 'loyalty.program', self._prepare_program(description))

    @api.model
    def _prepare_program(self, description):
        program = description['program']
        return {
            'name': program['name'],
            'program_type': 'loyalty',
            'applies_on': 'both',
            'trigger': 'auto',
            'ecommerce_ok': True,
            'portal_visible': True,
            'portal_point_name': program['points'],
            'gift_release': 'return',
            'gift_return_days': program['return_days'],
            'gift_expiry_months': program['expiry_months'],
            'gift_point_value': program['point_value'],
            'gift_redemption': program['redemption'],
            'rule_ids': [Command.create({'reward_point_mode': 'money', 'reward_point_amount': 1})],
            'reward_ids': [
                Command.create(self._prepare_reward(reward)) for reward in description['rewards']
            ],
        }

    @api.model
    def _prepare_reward(self, reward):
        tiers = [self._get(f'tier_{key}').id for key in reward.get('tiers', ())]
        values = {'required_points': reward['points'], 'gift_tier_ids': [Command.set(tiers)]}
        if reward.get('wrap'):
            return {**values, 'gift_free_wrap': True}
        if reward.get('shipping'):
            return {**values, 'reward_type': 'shipping'}
        return {
            **values,
            'reward_type': 'discount',
            'discount_mode': 'per_order',
            'discount': reward['discount'],
            'discount_applicability': 'order',
        }

    @api.model
    def _load_points(self):
        """Let time pass over the points of the orders, and give the bonuses."""
        self.env['gift.order.settlement'].search([])._check()
        today = fields.Date.context_today(self)
        due = self.env['gift.points.lot'].search([('pending', '>', 0), ('release_on', '<=', today)])
        for wallet in due.wallet_id:
            wallet._release(today)
        for bonus in self._read_json('loyalty.json')['bonuses']:
            partner = self._get(f"customer_{bonus['customer']}")
            wallet = partner._gift_open_wallet()
            if wallet and not wallet._get_posted(bonus['key']):
                move = wallet._add_bonus(bonus['points'], bonus['key'], bonus['reason'])
                lot = self.env['gift.points.lot'].search([('move_id', '=', move.id)])
                lot.expires_on = today + timedelta(days=bonus['days'])
