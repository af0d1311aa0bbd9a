from odoo import api, models

from ..engine.cleaning import clean_text
from .word_breaks import find_word_breaks


class GiftDesign(models.Model):
    """Words of Thai and its like: found by a dictionary, kept with the text they belong to.

    A frozen design so keeps its lines whatever a later dictionary says.
    """

    _inherit = 'gift.design'

    @api.model
    def _complete_value(self, value, assets):
        """Override of `gift.design` to add the places where lines may end; the browser's go."""
        value = super()._complete_value(value, assets)
        if not isinstance(value, dict) or not isinstance(value.get('text'), str):
            return value
        kept = {name: part for name, part in value.items() if name != 'breaks'}
        places = find_word_breaks(clean_text(value['text'], multiline=True))
        return {**kept, 'breaks': places} if places else kept
