from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    gift_tier_months = fields.Integer(string="Months that count", default=12)
    gift_tier_grace_days = fields.Integer(string="Days of grace", default=30)
    gift_tier_notice_days = fields.Integer(string="Days of notice", default=30)

    _gift_tier_days = models.Constraint(
        'CHECK(gift_tier_months BETWEEN 1 AND 120 AND gift_tier_grace_days >= 0'
        ' AND gift_tier_notice_days >= 0)',
        "Enter 1 to 120 months, and 0 or more days.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_tier_months = fields.Integer(related='company_id.gift_tier_months', readonly=False)
    gift_tier_grace_days = fields.Integer(related='company_id.gift_tier_grace_days', readonly=False)
    gift_tier_notice_days = fields.Integer(
        related='company_id.gift_tier_notice_days', readonly=False
    )
