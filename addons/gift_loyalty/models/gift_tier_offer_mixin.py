from odoo import fields, models
from odoo.fields import Domain


class GiftTierOfferMixin(models.AbstractModel):
    """What is only for members of some tiers: for good, or before everybody else."""

    _name = 'gift.tier.offer.mixin'
    _description = 'Only for tiers'

    gift_tier_ids = fields.Many2many(
        'gift.tier', string="Only for tiers", help="Empty: for everybody."
    )
    gift_everybody_from = fields.Date(
        string="For everybody from",
        help="The tiers have it earlier. Empty: it stays with them.",
    )

    def _gift_is_open_to(self, tier, today):
        """Return whether a member of ``tier`` (empty: of none) may have it today."""
        self.ensure_one()
        tiers_sudo = self.sudo().gift_tier_ids
        start = self.gift_everybody_from
        return not tiers_sudo or bool(start and start <= today) or tier in tiers_sudo

    def _gift_get_open_domain(self, tier, today, path=''):
        """Return the domain of what is open to a member of ``tier``.

        :param str path: to the record, as "program_id.".
        """
        return (
            Domain(f'{path}gift_tier_ids', '=', False)
            | Domain(f'{path}gift_everybody_from', '<=', today)
            | Domain(f'{path}gift_tier_ids', 'in', tier.ids)
        )
