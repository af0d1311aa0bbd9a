from odoo import fields, models

# An object, so that nobody can pass it over RPC.
KEEPS = object()


class LoyaltyCard(models.Model):
    """A gift card: money that somebody has paid for."""

    _inherit = 'loyalty.card'

    gift_line_id = fields.Many2one(
        'sale.order.line',
        string="Bought with",
        readonly=True,
        copy=False,
        index='btree_not_null',
        ondelete='set null',
        help="The line of the order for which the gift card was made.",
    )

    def _gift_get_masked_code(self):
        """Return the end of the code, which names a card without giving its money away."""
        self.ensure_one()
        return f'…{self.code[-4:]}'

    def unlink(self):
        """Override of `loyalty`: a cancelled order archives gift cards that have a history."""
        if self.env.context.get('gift_keeps_cards') is not KEEPS:
            return super().unlink()
        used = self._gift_get_wallets().filtered('move_ids').card_id
        used.sudo().active = False  # follows the cancellation, whose right was checked
        return super(LoyaltyCard, self - used).unlink()

    def _gift_limit(self):
        """Show until when gift cards are good that have just become usable. Call it in sudo."""
        for card in self.filtered(lambda card: card.points > 0 and not card.expiration_date):
            card.expiration_date = card.program_id._gift_get_expiry()

    def write(self, vals):
        """Override of `loyalty` to let the money on a gift card end with the card."""
        result = super().write(vals)
        if 'expiration_date' in vals:
            wallets_sudo = self._gift_get_wallets().filtered(
                lambda wallet: wallet.program_id._gift_is_of_gift_cards()
            )
            wallets_sudo.lot_ids.expires_on = vals['expiration_date']
        return result
