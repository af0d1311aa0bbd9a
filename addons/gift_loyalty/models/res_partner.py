from odoo import models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    def _gift_get_wallets(self):
        """Return the open points wallets of a customer (sudo): of the programmes still running."""
        self.ensure_one()
        cards_sudo = self.env['loyalty.card'].sudo().search([('partner_id', '=', self.id)])
        return cards_sudo._gift_get_wallets().filtered(
            lambda wallet: (
                not wallet.merged_into_id
                and wallet.program_id.active
                and wallet.program_id._gift_is_of_points()
            )
        )
