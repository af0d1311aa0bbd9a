from odoo import api, fields, models

from ..engine.tiers import Rung


class GiftTier(models.Model):
    """A level of customers: what has to be spent for it, and what it gives."""

    _name = 'gift.tier'
    _description = 'Customer tier'
    _order = 'min_spend, id'

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one('res.company', help="Empty: in all companies.")
    currency_id = fields.Many2one('res.currency', compute='_compute_currency_id')
    min_spend = fields.Monetary(
        string="To be spent",
        required=True,
        help="With taxes, for orders that were paid and delivered, less refunds, within the months"
        " that are set in the settings.",
    )
    multiplier = fields.Float(
        string="Points ×",
        default=1.0,
        required=True,
        digits=(4, 2),
        help="1.5 gives half as many points again, in programmes that follow the tiers.",
    )
    benefits = fields.Text(
        translate=True, help="What the customer reads on the page of points; one benefit a line."
    )
    member_count = fields.Integer(compute='_compute_member_count')

    _multiplier_positive = models.Constraint(
        'CHECK(multiplier > 0 AND multiplier <= 100)', "Points are multiplied by 0.01 to 100."
    )
    _spend_positive = models.Constraint(
        'CHECK(min_spend > 0)', "Enter what has to be spent for the tier, more than 0."
    )

    @api.depends_context('company')
    @api.depends('company_id')
    def _compute_currency_id(self):
        for tier in self:
            tier.currency_id = (tier.company_id or self.env.company).currency_id

    def _compute_member_count(self):
        groups = self.env['gift.tier.status']._read_group(
            [('tier_id', 'in', self.ids)], ['tier_id'], ['__count']
        )
        counts = {tier.id: count for tier, count in groups}
        for tier in self:
            tier.member_count = counts.get(tier.id, 0)

    @api.model
    def _get_ladder(self, company):
        """Return the tiers (sudo) of a company, the lowest first."""
        return self.sudo().search([('company_id', 'in', (False, company.id))])

    def _get_rungs(self):
        return [Rung(tier.id, tier.min_spend) for tier in self]

    def _get_benefits(self):
        """Return the benefits, one by one."""
        self.ensure_one()
        return [line.strip() for line in (self.benefits or '').splitlines() if line.strip()]

    def action_open_members(self):
        """Open the customers of the tier."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.name,
            'res_model': 'gift.tier.status',
            'view_mode': 'list,form',
            'domain': [('tier_id', '=', self.id)],
        }
