from odoo import fields, models

CAUSES = [
    ('reached', "Reached"),
    ('lost', "Not reached any more"),
    ('set', "Set by the team"),
    ('freed', "Set by the team no longer"),
]


class GiftTierChange(models.Model):
    """When a customer came into a tier or left it, and why."""

    _name = 'gift.tier.change'
    _inherit = ['gift.append.only.mixin']
    _description = 'Change of tier'
    _order = 'id desc'
    _rec_name = 'cause'

    status_id = fields.Many2one('gift.tier.status', required=True, index=True, ondelete='restrict')
    old_tier_id = fields.Many2one('gift.tier', string="From", ondelete='restrict')
    new_tier_id = fields.Many2one('gift.tier', string="To", ondelete='restrict')
    cause = fields.Selection(CAUSES, required=True)
    reason = fields.Char()
    spent = fields.Float(digits=(16, 2), help="Within the window, on that day.")
