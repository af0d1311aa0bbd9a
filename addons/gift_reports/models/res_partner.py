from odoo import api, fields, models
from odoo.fields import Domain

from .gift_report_customer import SEGMENT_NAMES


class ResPartner(models.Model):
    _inherit = 'res.partner'

    gift_segment = fields.Selection(
        SEGMENT_NAMES,
        string="Customer segment",
        compute='_compute_gift_segment',
        search='_search_gift_segment',
        compute_sudo=True,
        groups='gift_base.group_staff,mass_mailing.group_mass_mailing_user',
        help="By recency, frequency and money of the orders in this company.",
    )
    gift_first_order_month = fields.Date(
        string="Month of the first order",
        compute='_compute_gift_segment',
        search='_search_gift_first_order_month',
        compute_sudo=True,
        groups='gift_base.group_staff,mass_mailing.group_mass_mailing_user',
    )

    @api.depends_context('company')
    def _compute_gift_segment(self):
        rows = self.env['gift.report.customer'].search_fetch(
            [
                ('partner_id', 'in', self.commercial_partner_id.ids),
                ('company_id', '=', self.env.company.id),
            ],
            ['partner_id', 'segment', 'cohort_month'],
        )
        known = {row.partner_id.id: row for row in rows}
        for partner in self:
            row = known.get(partner.commercial_partner_id.id, rows.browse())
            partner.gift_segment = row.segment
            partner.gift_first_order_month = row.cohort_month

    def _search_gift_segment(self, operator, value):
        return self._gift_search_figures('segment', operator, value)

    def _search_gift_first_order_month(self, operator, value):
        return self._gift_search_figures('cohort_month', operator, value)

    @api.model
    def _gift_search_figures(self, name, operator, value):
        """Return a domain of partners whose customer's figure matches, in the user's company."""
        if operator not in ('in', '>', '>=', '<', '<='):
            return NotImplemented
        own = Domain('company_id', '=', self.env.company.id)
        values = value if operator == 'in' else [value]
        wanted = [item for item in values if item]
        figures = self.env['gift.report.customer'].sudo()
        found = Domain.FALSE
        if wanted:
            match = Domain(name, operator, wanted if operator == 'in' else value)
            query = figures._search(own & match)
            found = Domain('commercial_partner_id', 'in', query.subselect('partner_id'))
        if len(wanted) < len(list(values)):  # among the values is "none"
            known = figures._search(own & Domain(name, '!=', False))
            found |= Domain('commercial_partner_id', 'not in', known.subselect('partner_id'))
        return found
