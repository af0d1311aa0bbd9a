from odoo import models


class BasePartnerMerge(models.TransientModel):
    """Contacts that become one keep their points, with their dates."""

    _inherit = 'base.partner.merge.automatic.wizard'

    def _merge_loyalty_cards(self, src_partners, dst_partner):
        """Override of `loyalty` to move the points in the ledger before the cards are joined."""
        cards_sudo = self.env['loyalty.card'].sudo()
        partners = src_partners | dst_partner
        found = cards_sudo.search([('partner_id', 'in', partners.ids)], order='id')
        ledgers = found.filtered(lambda card: card.program_id._gift_is_of_points())
        for cards in ledgers.grouped('program_id').values():
            own = cards.filtered(lambda card: card.partner_id == dst_partner)
            target = (own or cards)[:1]
            for card in cards - target - own:
                card._gift_get_wallet()._move_to(target._gift_get_wallet())
        return super()._merge_loyalty_cards(src_partners, dst_partner)
