from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

UNANSWERED_DAYS = 30
KEEP_DAYS = 3 * 365  # after the last word; as long as a claim could be made


class GiftConsent(models.Model):
    """How long is kept what people said; nobody else takes rows away."""

    _inherit = 'gift.consent'

    @api.autovacuum
    def _gc_old(self):
        """Forget questions that nobody confirmed, and addresses that stopped long ago."""
        now = fields.Datetime.now()
        self.flush_model()
        self.env.cr.execute(
            SQL(
                "DELETE FROM gift_consent asked WHERE asked.state = 'asked' AND asked.date < %s"
                "   AND NOT EXISTS (SELECT FROM gift_consent given"
                "                    WHERE given.email = asked.email AND given.state = 'given'"
                "                      AND given.purpose_id = asked.purpose_id)",
                now - timedelta(days=UNANSWERED_DAYS),
            )
        )
        self.env.cr.execute(
            SQL(
                "DELETE FROM gift_consent WHERE email IN ("
                "SELECT email FROM (SELECT DISTINCT ON (email, purpose_id, channel)"
                "         email, state, date FROM gift_consent"
                "        ORDER BY email, purpose_id, channel, id DESC) last"
                " GROUP BY email HAVING BOOL_AND(state = 'withdrawn') AND MAX(date) < %s)",
                now - timedelta(days=KEEP_DAYS),
            )
        )
        self.invalidate_model()
