from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.tiers import Standing, rank, step

BATCH = 200
TEMPLATE = 'gift_loyalty.mail_template_tier_notice'


class GiftTierStatus(models.Model):
    """The nightly look at who has reached a tier, who falls short, and who is told."""

    _inherit = 'gift.tier.status'

    @api.model
    def _look_at_all(self):
        """Look at everybody who spent something or has a tier; each once a day. Restart-safe."""
        for company in self.env['res.company'].search([]):
            if not self.env['gift.tier']._get_ladder(company):
                continue
            left = self._find_unseen(company)
            self.env['ir.cron']._commit_progress(remaining=len(left))
            for start in range(0, len(left), BATCH):
                batch = left[start : start + BATCH]
                self._look_at(self.env['res.partner'].browse(batch), company)
                if not self.env['ir.cron']._commit_progress(len(batch)):
                    return  # out of time; the job is called again
        self._tell_who_drops()

    @api.model
    def _find_unseen(self, company):
        """Return the ids of customers that were not looked at today."""
        today, since = self._get_window(company)
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT found.id FROM ("
                "  SELECT DISTINCT partner.commercial_partner_id AS id"
                "    FROM gift_order_settlement settlement"
                "    JOIN sale_order ON sale_order.id = settlement.order_id"
                "    JOIN res_partner partner ON partner.id = sale_order.partner_id"
                "   WHERE settlement.company_id = %(company)s AND settlement.day > %(since)s"
                "     AND settlement.settled_on IS NOT NULL"
                "  UNION SELECT partner_id FROM gift_tier_status WHERE company_id = %(company)s"
                "     AND (tier_id IS NOT NULL OR is_override)"
                " ) found LEFT JOIN gift_tier_status status"
                "    ON status.partner_id = found.id AND status.company_id = %(company)s"
                " WHERE status.looked_on IS DISTINCT FROM %(today)s ORDER BY found.id",
                company=company.id,
                since=since,
                today=today,
            )
        )
        return [partner for (partner,) in rows]

    @api.model
    def _look_at(self, partners, company):
        """Bring the tiers of customers (commercial partners) to what they have spent."""
        ladder_sudo = self.env['gift.tier']._get_ladder(company)
        sums = self._get_spent(partners, company)
        for partner in partners:
            status_sudo = self._open(partner, company)
            status_sudo._claim()
            status_sudo._take_look(ladder_sudo, sums.get(partner.id, 0.0))

    def _take_look(self, ladder, spent):
        today, _since = self._get_window(self.company_id)
        values = {'looked_on': today}
        if self.company_id.currency_id.compare_amounts(self.spent, spent):
            values['spent'] = spent
        self.write(values)
        if self.is_override and not self._has_override_ended(today):
            return
        if self.is_override:
            self._end_override()
        rungs = ladder._get_rungs()
        before = Standing(self.tier_id.id or 0, self.drop_on or None)
        grace_end = today + relativedelta(days=self.company_id.gift_tier_grace_days)
        after = step(before, rungs, spent, today, grace_end)
        if (after.drop_on or False) != self.drop_on:
            self.drop_on = after.drop_on
        rises = rank(rungs, after.tier) > rank(rungs, before.tier)
        self._move_to_tier(ladder.browse(after.tier or []), 'reached' if rises else 'lost')

    def _has_override_ended(self, today):
        return bool(self.override_until and self.override_until < today)

    @api.model
    def _get_window(self, company):
        """Return ``(today, the last day that does not count any more)`` of a company."""
        today = fields.Date.context_today(self)
        return today, today - relativedelta(months=max(1, company.gift_tier_months))

    @api.model
    def _get_spent(self, partners, company):
        """Return ``{id of a commercial partner: sum}`` within the window."""
        today, since = self._get_window(company)
        self.env.flush_all()
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT partner.commercial_partner_id, SUM(settlement.amount)"
                    "  FROM res_partner partner"
                    "  JOIN sale_order ON sale_order.partner_id = partner.id"
                    "  JOIN gift_order_settlement settlement"
                    "    ON settlement.order_id = sale_order.id"
                    " WHERE partner.commercial_partner_id = ANY(%s)"
                    "   AND settlement.company_id = %s AND settlement.settled_on IS NOT NULL"
                    "   AND settlement.day > %s AND settlement.day <= %s GROUP BY 1",
                    partners.ids,
                    company.id,
                    since,
                    today,
                )
            )
        )

    # === BEFORE A TIER IS LOST === #

    @api.model
    def _tell_who_drops(self):
        """Write to those who are about to lose their tier, once for each day it would be lost on.

        Only to customers who agreed to mails about points; the page of points tells everybody.
        """
        today = fields.Date.context_today(self)
        for company in self.env['res.company'].search([]):
            limit = today + relativedelta(days=company.gift_tier_notice_days)
            dropping = self.sudo().search(
                [
                    ('company_id', '=', company.id),
                    ('drop_on', '>', today),
                    ('drop_on', '<=', limit),
                ]
            )
            for status_sudo in dropping:
                if status_sudo.partner_id._gift_allows('points'):
                    kind = f'tier_notice:{status_sudo.drop_on}'
                    self.env['gift.notice']._send_once(status_sudo, kind, TEMPLATE)

    # === SET BY THE TEAM === #

    def _override(self, tier, reason, until=False):
        """Set a tier by hand, whatever was spent. The caller's rights are checked."""
        self.ensure_one()
        self._claim()
        self.write(
            {
                'is_override': True,
                'override_tier_id': tier.id,
                'override_until': until,
                'drop_on': False,
            }
        )
        self._move_to_tier(tier, 'set', reason)

    def _end_override(self, reason=''):
        """Let the tier follow what is spent again, with the days of grace."""
        self.ensure_one()
        old = self.tier_id
        self.write({'is_override': False, 'override_tier_id': False, 'override_until': False})
        self.env['gift.tier.change'].sudo().create(
            {
                'status_id': self.id,
                'old_tier_id': old.id,
                'new_tier_id': old.id,
                'cause': 'freed',
                'reason': reason,
                'spent': self.spent,
            }
        )
