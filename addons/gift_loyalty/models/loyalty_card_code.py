import secrets

from odoo import api, fields, models
from odoo.fields import Domain

from ..const import MAX_CODE
from ..engine.codes import make_code, read_code


class LoyaltyCard(models.Model):
    """Codes that cannot be guessed and can be typed."""

    _inherit = 'loyalty.card'

    @api.model
    def _generate_code(self):
        """Override of `loyalty`, whose codes have 32 random bits: these have 80."""
        return make_code(secrets.choice)

    @api.model
    def _gift_clean_code(self, typed):
        """Return what a visitor has typed as a text that can be looked for."""
        text = typed if isinstance(typed, str) else ''
        return ''.join(filter(str.isprintable, text)).strip()[:MAX_CODE]

    @api.model
    def _gift_read_code(self, typed):
        """Return the code of the card that is meant; what was typed where there is none."""
        text = self._gift_clean_code(typed)
        read = read_code(text)
        if not read or read == text:
            return text
        known_sudo = self.sudo().search_count([('code', '=', read)], limit=1)
        return read if known_sudo else text

    @api.model
    def _gift_find_spendable(self, typed):
        """Return the gift card (sudo) that can be spent now, empty for every other code alike.

        One query decides, so that nobody learns from the answer or its time whether a card is
        unknown, expired or used up. The caller has counted the attempt.
        """
        text = self._gift_clean_code(typed)
        today = fields.Date.context_today(self)
        return self.sudo().search(
            Domain('code', 'in', list({text, read_code(text) or text}))
            & Domain('program_id.program_type', '=', 'gift_card')
            & Domain('program_id.active', '=', True)
            & Domain('points', '>', 0)
            & (Domain('expiration_date', '=', False) | Domain('expiration_date', '>=', today)),
            limit=1,
        )
