from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.gift_base.insert import insert_once

from ..engine.tiers import progress


class GiftTierStatus(models.Model):
    """The tier of one customer (the commercial partner) in one company.

    Written by the nightly look, by orders that were delivered, and by managers with a reason.
    """

    _name = 'gift.tier.status'
    _inherit = ['mail.thread']
    _description = "Customer's tier"
    _order = 'id'
    _rec_name = 'partner_id'

    partner_id = fields.Many2one(
        'res.partner', string="Customer", required=True, ondelete='cascade', readonly=True
    )
    company_id = fields.Many2one('res.company', required=True, readonly=True, ondelete='cascade')
    currency_id = fields.Many2one(related='company_id.currency_id')
    tier_id = fields.Many2one('gift.tier', readonly=True, index=True, ondelete='restrict')
    since = fields.Date(readonly=True)
    spent = fields.Monetary(
        readonly=True, help="Paid and delivered, less refunds, within the window."
    )
    drop_on = fields.Date(
        string="Lost on", readonly=True, help="Unless enough is spent until then."
    )
    looked_on = fields.Date(string="Looked at on", readonly=True)
    override_tier_id = fields.Many2one(
        'gift.tier', string="Set by the team", readonly=True, ondelete='restrict'
    )
    override_until = fields.Date(
        string="Until", readonly=True, help="Empty: until the team changes it."
    )
    is_override = fields.Boolean(readonly=True)
    change_ids = fields.One2many('gift.tier.change', 'status_id', readonly=True)

    _once = models.Constraint(
        'UNIQUE(partner_id, company_id)', "A customer has one tier in each company."
    )
    _dropping = models.Index('(drop_on) WHERE drop_on IS NOT NULL')
    _looked = models.Index('(company_id, looked_on)')

    @api.model
    def _get(self, partner, company):
        """Return the status (sudo) of a customer, empty when there never was one."""
        return self.sudo().search(
            [
                ('partner_id', '=', partner.commercial_partner_id.id),
                ('company_id', '=', company.id),
            ]
        )

    @api.model
    def _open(self, partner, company):
        """Return the status (sudo) of a customer, made when it is missing."""
        owner = partner.commercial_partner_id
        status_sudo = self._get(owner, company)
        if not status_sudo:
            self.env.flush_all()
            insert_once(self, {'partner_id': owner.id, 'company_id': company.id, 'spent': 0.0})
            status_sudo = self._get(owner, company)
        return status_sudo

    def _claim(self):
        """Write the rows first, so that simultaneous callers come one after the other."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL("UPDATE gift_tier_status SET write_date = write_date WHERE id = ANY(%s)", self.ids)
        )
        self.invalidate_recordset()

    def _move_to_tier(self, tier, cause, reason=''):
        """Write another tier and why; the same tier changes nothing."""
        self.ensure_one()
        if tier == self.tier_id:
            return
        self.env['gift.tier.change'].sudo().create(
            {
                'status_id': self.id,
                'old_tier_id': self.tier_id.id,
                'new_tier_id': tier.id,
                'cause': cause,
                'reason': reason,
                'spent': self.spent,
            }
        )
        self.write({'tier_id': tier.id, 'since': fields.Date.context_today(self)})

    def _get_progress(self):
        """Return ``(next gift.tier or empty, still to spend, percent)``."""
        ladder_sudo = self.env['gift.tier']._get_ladder(self.company_id or self.env.company)
        rung, missing, percent = progress(ladder_sudo._get_rungs(), self.tier_id.id, self.spent)
        return ladder_sudo.browse(rung.id if rung else []), missing, percent

    @api.model
    def _get_page(self, partner):
        """Return what the customer's page says about the tier; nothing in a shop without tiers."""
        company = self.env.company
        if not self.env['gift.tier']._get_ladder(company):
            return {}
        status_sudo = self._get(partner, company) or self.sudo().new({'company_id': company.id})
        following, missing, percent = status_sudo._get_progress()
        return {
            'current': status_sudo.tier_id,
            'next': following,
            'missing': missing,
            'percent': percent,
            'spent': status_sudo.spent,
            'drop_on': status_sudo.drop_on,
            'to_keep': status_sudo._get_missing(),
            'months': company.gift_tier_months,
            'currency': company.currency_id,
        }

    def _get_missing(self):
        """Return what has to be spent to keep the tier."""
        self.ensure_one()
        return max(0.0, self.tier_id.min_spend - self.spent)

    def action_override(self):
        """Open the form by which a manager sets a tier with a reason."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Set the tier"),
            'res_model': 'gift.tier.override',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_partner_id': self.partner_id.id},
        }


class ResPartner(models.Model):
    _inherit = 'res.partner'

    gift_tier_id = fields.Many2one(
        'gift.tier',
        string="Tier",
        compute='_compute_gift_tier_id',
        search='_search_gift_tier_id',
        groups='gift_base.group_staff,sales_team.group_sale_salesman,'
        'mass_mailing.group_mass_mailing_user',
    )

    @api.depends_context('company')
    @api.depends('commercial_partner_id')
    def _compute_gift_tier_id(self):
        statuses_sudo = (
            self.env['gift.tier.status']
            .sudo()
            .search(
                [
                    ('partner_id', 'in', self.commercial_partner_id.ids),
                    ('company_id', '=', self.env.company.id),
                ]
            )
        )
        tiers = {status.partner_id.id: status.tier_id.id for status in statuses_sudo}
        for partner in self:
            partner.gift_tier_id = tiers.get(partner.commercial_partner_id.id)

    def _search_gift_tier_id(self, operator, value):
        if operator != 'in':
            return NotImplemented
        statuses_sudo = self.env['gift.tier.status'].sudo()
        own = Domain('company_id', '=', self.env.company.id)
        chosen = statuses_sudo.search(own & Domain('tier_id', 'in', [one for one in value if one]))
        domain = Domain('commercial_partner_id', 'in', chosen.partner_id.ids)
        if not all(value):
            others = statuses_sudo.search(own & Domain('tier_id', '!=', False))
            domain |= Domain('commercial_partner_id', 'not in', others.partner_id.ids)
        return domain

    def _gift_get_tier(self, company=None):
        """Return the tier (sudo) of a customer, empty for none."""
        self.ensure_one()
        status_sudo = self.env['gift.tier.status']._get(self, company or self.env.company)
        return status_sudo.tier_id.filtered('active')
