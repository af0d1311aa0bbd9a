from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ..engine.points import to_hundredths

# Objects, so that nobody can pass them over RPC: what a client puts into the context is JSON.
SHOWN = object()
LEFT_TO_ORDER = object()


class LoyaltyCard(models.Model):
    """The card of a loyalty programme shows what its wallet says."""

    _inherit = 'loyalty.card'

    def _gift_get_wallets(self):
        """Return the wallets of cards (sudo), in their order; cards without a ledger have none."""
        return (
            self.env['gift.points.wallet'].sudo().search([('card_id', 'in', self.ids)], order='id')
        )

    def _gift_get_wallet(self):
        """Return the wallet that stands for this card now (sudo), empty without a ledger."""
        wallet_sudo = self._gift_get_wallets()
        return wallet_sudo._get_current() if wallet_sudo else wallet_sudo

    def _gift_open_wallets(self):
        """Give a wallet to the cards of loyalty programmes that have none. Idempotent."""
        cards = self.filtered(lambda card: card.program_id._gift_has_ledger())
        new = cards - cards._gift_get_wallets().card_id
        wallets_sudo = self.env['gift.points.wallet'].sudo()
        for card in new.filtered('id'):
            points = card.points
            wallet_sudo = wallets_sudo.create({'card_id': card.id})
            if points:
                wallet_sudo._claim()
                wallet_sudo._correct(
                    to_hundredths(points), self.env._("Balance at the start"), allow_debt=True
                )

    @api.model
    def _gift_open_all(self):
        """Give a wallet to all cards that should have one, also those of before an update."""
        self.sudo().with_context(active_test=False).search([])._gift_open_wallets()

    def _gift_show_points(self, points):
        """Show a balance; only the ledger calls it."""
        if self.points != points:
            self.sudo().with_context(gift_points=SHOWN).write({'points': points})

    # === WRITING === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `loyalty` to open the wallet with its first entry."""
        cards = super().create(vals_list)
        cards._gift_open_wallets()
        return cards

    def write(self, vals):
        """Override of `loyalty`: a balance is changed through the ledger only.

        :raise AccessError: a user changes points by hand; *Update balance* asks for the reason.
        """
        self._gift_check_owner(vals)
        if 'points' not in vals or self.env.context.get('gift_points') is SHOWN:
            return super().write(vals)
        wallets_sudo = self._gift_get_wallets()
        covered = wallets_sudo.card_id.with_env(self.env)
        if self.env.context.get('gift_points') is not LEFT_TO_ORDER:
            wallets_sudo._set_points(vals['points'], self.env.su)
        rest = {name: value for name, value in vals.items() if name != 'points'}
        super(LoyaltyCard, covered).write(rest)
        super(LoyaltyCard, self - covered).write(vals)
        return True

    def _gift_check_owner(self, vals):
        """:raise AccessError: a user gives somebody's points to somebody else."""
        moved = {'partner_id', 'program_id'} & vals.keys()
        if self.env.su or not moved:
            return
        for card in self.filtered(lambda card: card.program_id._gift_is_of_points()):
            if any(card[name] and card[name].id != vals[name] for name in moved):
                raise AccessError(
                    self.env._(
                        "Points stay with their customer and programme. To join two contacts of"
                        " one customer, merge the contacts."
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_history(self):
        if self._gift_get_wallets().move_ids:
            raise UserError(
                self.env._("A card with a history of points cannot be deleted. Archive it instead.")
            )

    def unlink(self):
        """Override of `loyalty` to delete the wallets of cards without a history, too."""
        empty_sudo = self._gift_get_wallets().filtered(lambda wallet: not wallet.move_ids)
        empty_sudo.unlink()
        return super().unlink()

    def action_gift_open_wallet(self):
        """Open the ledger of the card."""
        self.ensure_one()
        self.check_access('read')
        return self._gift_get_wallet()._get_form_action()
