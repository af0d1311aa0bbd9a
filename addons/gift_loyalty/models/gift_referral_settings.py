from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    gift_referral_on = fields.Boolean(string="Customers invite others")
    gift_referral_giver_points = fields.Float(string="Points for who invites", default=100)
    gift_referral_friend_points = fields.Float(string="Points for the new customer", default=50)
    gift_referral_min_amount = fields.Float(string="Least first order", default=20)
    gift_referral_cap = fields.Integer(string="Invitations in 30 days", default=10)

    _gift_referral_not_below_zero = models.Constraint(
        'CHECK(gift_referral_giver_points >= 0 AND gift_referral_friend_points >= 0'
        ' AND gift_referral_min_amount >= 0 AND gift_referral_cap >= 0)',
        "Enter 0 or more for invitations.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_referral_on = fields.Boolean(related='company_id.gift_referral_on', readonly=False)
    gift_referral_giver_points = fields.Float(
        related='company_id.gift_referral_giver_points', readonly=False
    )
    gift_referral_friend_points = fields.Float(
        related='company_id.gift_referral_friend_points', readonly=False
    )
    gift_referral_min_amount = fields.Float(
        related='company_id.gift_referral_min_amount', readonly=False
    )
    gift_referral_cap = fields.Integer(related='company_id.gift_referral_cap', readonly=False)
