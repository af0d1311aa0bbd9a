from odoo import api, models


class GiftProfile(models.AbstractModel):
    """Where a customer stands by recency, frequency and money, beside the figures it comes from."""

    _inherit = 'gift.profile'

    @api.model
    def _read_figures(self, partner, family):
        """Override of `gift_loyalty` to add the customer's segment."""
        values = super()._read_figures(partner, family)
        segments = dict(partner._fields['gift_segment']._description_selection(self.env))
        segment = segments.get(partner.gift_segment)
        return {**values, 'segment': segment} if values and segment else values
