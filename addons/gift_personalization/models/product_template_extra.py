from math import prod

from odoo import api, fields, models
from odoo.fields import Domain

EXTRAS = [('card', "Message card"), ('wrap', "Gift wrap")]


class ProductTemplate(models.Model):
    """What comes along with a gift: a message card (with a design of its own) or a wrap."""

    _inherit = 'product.template'

    gift_extra = fields.Selection(
        EXTRAS,
        string="Comes along with gifts",
        help="Offered for each recipient of a cart. A message card needs a personalisation.",
    )
    gift_length_mm = fields.Integer(string="Length (mm)", help="Of a wrap: the room inside.")
    gift_width_mm = fields.Integer(string="Width (mm)")
    gift_height_mm = fields.Integer(string="Height (mm)")

    @api.model
    def _gift_search_extras(self, website, *kinds):
        """Return the products of these kinds that the shop offers (the user's own rights)."""
        return self.search(
            Domain('gift_extra', 'in', kinds)
            & Domain('is_published', '=', True)
            & Domain('sale_ok', '=', True)
            & website.website_domain()
        )

    def _gift_get_size(self):
        """Return the three sides in mm, the longest first; empty when one is not known."""
        self.ensure_one()
        sides = (self.gift_length_mm, self.gift_width_mm, self.gift_height_mm)
        return sorted(sides, reverse=True) if all(side > 0 for side in sides) else []

    def _gift_has_room(self, lines):
        """Return whether the goods of ``lines`` go into the wrap, as far as sizes are known.

        Each piece has to fit by its sides, turned as it likes, and all of them by their volume.
        """
        self.ensure_one()
        room = self._gift_get_size()
        left = prod(room)
        for line in lines if room else ():
            size = line.product_template_id._gift_get_size()
            if any(side > most for side, most in zip(size, room, strict=False)):
                return False
            pieces = line.product_uom_id._compute_quantity(
                line.product_uom_qty, line.product_id.uom_id, round=False
            )
            left -= prod(size) * pieces if size else 0
        return left >= 0
