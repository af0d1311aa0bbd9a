from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..engine.points import AVAILABLE, PENDING, take, to_hundredths, to_points


class GiftPointsWallet(models.Model):
    """Bonuses for what is not an order: a review, a referral, an occasion; and what ends soon."""

    _inherit = 'gift.points.wallet'

    def _revoke_bonus(self, key, reason):
        """Take back what one bonus gave, once: from its own lot, then others, then as debt.

        :param str key: of the bonus, as it was posted.
        :return: the entry that took it back, empty when there was no such bonus.
        """
        self._claim()
        given = self._get_posted(key)
        if not given:
            return given
        found = self._get_posted(f'revoke:{key}')
        if found:
            return found
        own = self.env['gift.points.lot'].search([('move_id', '=', given.id)])
        hundredths = to_hundredths(given.pending_change + given.available_change)
        lots = sorted(self._get_lots(), key=lambda lot: lot.id not in own.ids)
        postings, missing = take([lot for lot in lots if lot.id in own.ids], PENDING, hundredths)
        taken, missing = take(lots, AVAILABLE, missing)
        return self._post(
            'clawback', postings + taken, key=f'revoke:{key}', debt=missing, reason=reason
        )

    @api.model
    def _find_ending(self, days):
        """Return what ends within some days, today included.

        :return: ``{wallet (sudo): (points, first last day)}`` of the wallets of running programmes
            that have such points.
        """
        self.env['gift.points.lot'].flush_model()
        today = fields.Date.context_today(self)
        rows = self.env.execute_query(
            SQL(
                "SELECT lot.wallet_id, SUM(lot.available), MIN(lot.expires_on)"
                "  FROM gift_points_lot lot"
                "  JOIN gift_points_wallet wallet ON wallet.id = lot.wallet_id"
                "  JOIN loyalty_card card ON card.id = wallet.card_id"
                "  JOIN loyalty_program program ON program.id = card.program_id"
                " WHERE lot.available > 0 AND lot.expires_on BETWEEN %s AND %s"
                "   AND wallet.merged_into_id IS NULL AND card.active AND program.active"
                "   AND program.program_type = 'loyalty'"
                "   AND card.partner_id IS NOT NULL"
                " GROUP BY lot.wallet_id ORDER BY lot.wallet_id",
                today,
                today + timedelta(days=days),
            )
        )
        wallets_sudo = self.sudo().browse([row[0] for row in rows])
        return {
            wallet_sudo: (to_points(to_hundredths(points)), first)
            for wallet_sudo, (_id, points, first) in zip(wallets_sudo, rows, strict=True)
        }


class LoyaltyProgram(models.Model):
    _inherit = 'loyalty.program'

    @api.model
    def _gift_find_main(self, company=None):
        """Return the programme (sudo) that bonuses are posted to: the first that the shop runs."""
        company = company or self.env.company
        programs_sudo = self.sudo().search(
            [
                ('program_type', '=', 'loyalty'),
                ('applies_on', '=', 'both'),
                ('company_id', 'in', (False, company.id)),
            ],
            order='sequence, id',
        )
        return programs_sudo.filtered(lambda program: program._gift_is_of_points())[:1]


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def _gift_post_bonus(self, points, key, reason, pending_until=False, company=None):
        """Give a customer points of the shop's programme, once for one event.

        :param str key: names the event, as "review:12"; a second call with it gives nothing.
        :param str reason: what the customer reads: "For your review of …".
        :param pending_until: a day from which they can be spent; without: at once.
        :return: the gift.points.move (sudo), the first one if it was posted before; empty when the
            shop runs no programme.
        """
        self.ensure_one()
        wallet_sudo = self._gift_open_wallet(company)
        if not wallet_sudo:
            return self.env['gift.points.move'].sudo()
        return wallet_sudo._add_bonus(points, key, reason, pending_until=pending_until)

    def _gift_open_wallet(self, company=None):
        """Return the wallet (sudo) with the shop's programme, made when it is missing."""
        self.ensure_one()
        program_sudo = self.env['loyalty.program']._gift_find_main(company)
        if not program_sudo:
            return self.env['gift.points.wallet'].sudo()
        wallet_sudo = self._gift_find_card(program_sudo)._gift_get_wallet()
        if not wallet_sudo:
            # Whoever comes at the same time fails on this row, is run again and finds the card.
            self.env.cr.execute(
                SQL("UPDATE res_partner SET write_date = write_date WHERE id = %s", self.id)
            )
            card_sudo = self._gift_find_card(program_sudo) or self.env[
                'loyalty.card'
            ].sudo().with_context(loyalty_no_mail=True, tracking_disable=True).create(
                {'program_id': program_sudo.id, 'partner_id': self.id}
            )
            wallet_sudo = card_sudo._gift_get_wallet()
        return wallet_sudo

    def _gift_find_card(self, program):
        domain = [('program_id', '=', program.id), ('partner_id', '=', self.id)]
        return self.env['loyalty.card'].sudo().search(domain, limit=1)
