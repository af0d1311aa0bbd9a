from odoo import models

WITHDRAWN = 'withdrawn'


class ResPartner(models.Model):
    """Hooks about mails that are not about the customer's own orders; `gift_loyalty` answers."""

    _inherit = 'res.partner'

    def _gift_allows(self, purpose, channel='email'):
        """Hook: return whether the customer may be written to for a purpose, such as *cart*."""
        self.ensure_one()
        return True

    def _gift_stop(self, purpose, how):
        """Hook: the customer wants no more mails for a purpose.

        :param dict how: ``source`` and, where known, ``page`` and ``ip``.
        """
        self._gift_on_said(purpose, WITHDRAWN)

    def _gift_on_said(self, purpose, state):
        """Hook: called for each contact of the address that gave or withdrew a consent."""
