from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.gift_personalization.models.guarded import guarded

MONTHS = 'gift_loyalty.ticket_months'
DEFAULT_MONTHS, LEAST_MONTHS = 24, 3
SPAM_DAYS = 30
BATCH = 200


class GiftTicket(models.Model):
    """How long conversations are kept: until nobody could need them, or the customer is deleted."""

    _inherit = 'gift.ticket'

    @api.model
    def _get_kept_months(self):
        value = self.env['ir.config_parameter'].sudo().get_param(MONTHS) or ''
        return max(int(value), LEAST_MONTHS) if value.isdecimal() else DEFAULT_MONTHS

    @api.model
    def _get_old_domain(self):
        """Return the domain of the tickets that were solved long ago, and of old spam."""
        now = fields.Datetime.now()
        solved = Domain('stage', '=', 'solved')
        solved &= Domain('solved_date', '<', now - relativedelta(months=self._get_kept_months()))
        spam = Domain('stage', '=', 'spam')
        spam &= Domain('create_date', '<', now - timedelta(days=SPAM_DAYS))
        return solved | spam

    @api.model
    def _cron_forget(self):
        """Delete old tickets with their words and files; one that cannot go is told to staff."""
        old = self.search(self._get_old_domain(), order='id', limit=BATCH + 1)
        cron = self.env['ir.cron']
        cron._commit_progress(remaining=len(old))
        for ticket in old[:BATCH]:
            with guarded(ticket, self.env._("An old ticket could not be deleted")):
                ticket.unlink()
            if not cron._commit_progress(1):
                break

    def unlink(self):
        """Override to delete those that were merged into it, too: they tell of the same."""
        merged = self.search([('merged_into_id', 'in', self.ids), ('id', 'not in', self.ids)])
        if merged:
            merged.unlink()
        return super().unlink()


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def unlink(self):
        """Override to forget what a customer has asked when the customer is deleted."""
        tickets_sudo = self.env['gift.ticket'].sudo()  # may delete customers, not tickets
        tickets_sudo = tickets_sudo.search([('partner_id', 'in', self.ids)])
        result = super().unlink()
        tickets_sudo.unlink()
        return result
