from odoo import api, fields, models
from odoo.tools import SQL


class GiftStockShelf(models.Model):
    """The row of a product that everybody writes who holds pieces of it.

    Odoo's transactions do not see each other (REPEATABLE READ): both of two buyers find the last
    piece free. PostgreSQL answers the second write of this row with a serialization failure, Odoo
    runs that request again, and it then sees the first buyer's hold.
    """

    _name = 'gift.stock.shelf'
    _description = 'Shelf of a product'

    product_id = fields.Many2one('product.product', required=True, ondelete='cascade')
    serial = fields.Integer(help="Written by everybody who holds pieces of the product.")

    _product_uniq = models.Constraint('UNIQUE(product_id)', "A product has one shelf.")

    @api.model
    def _claim(self, products):
        """Write the shared rows of products, always in the same order."""
        if products:
            self.env.cr.execute(
                SQL(
                    """
                INSERT INTO gift_stock_shelf (product_id, serial)
                SELECT id, 1 FROM unnest(%s) AS id
                ON CONFLICT (product_id) DO UPDATE SET serial = gift_stock_shelf.serial + 1
                """,
                    sorted(products.ids),
                )
            )
            self.invalidate_model()
