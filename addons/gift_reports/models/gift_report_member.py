from odoo import fields, models
from odoo.tools import SQL


class GiftReportMember(models.Model):
    """Members by tier, as of now."""

    _name = 'gift.report.member'
    _inherit = ['gift.report.explained']
    _description = 'Members by tier'
    _auto = False
    _order = 'tier_id, id'
    _rec_name = 'partner_id'

    partner_id = fields.Many2one('res.partner', string="Customer", readonly=True)
    company_id = fields.Many2one('res.company', readonly=True)
    tier_id = fields.Many2one('gift.tier', readonly=True)
    since = fields.Date(string="In the tier since", readonly=True)
    is_override = fields.Boolean(string="Set by the team", readonly=True)
    member_count = fields.Integer("Members", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """SELECT id, partner_id, company_id, tier_id, since, is_override, 1 AS member_count
                 FROM gift_tier_status"""
        )
