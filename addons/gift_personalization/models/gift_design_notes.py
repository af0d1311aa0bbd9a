from odoo import fields, models


class GiftDesign(models.Model):
    """What the maker of a design is told when it was started from another one."""

    _inherit = 'gift.design'

    start_notes = fields.Json(
        string="Notes at the start",
        help="Sentences for the product page, in the language of the visitor who started it.",
    )

    def _freeze(self, values=None):
        """Override of `gift.design` to forget the notes: whoever orders has seen them."""
        revision = super()._freeze(values)
        if self.start_notes:
            self.start_notes = False
        return revision
