from datetime import timedelta

from odoo import fields

from .common import PointsCommon


class ReviewCommon(PointsCommon):
    """A gift that has arrived, and what its buyer says about it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['ir.config_parameter'].set_param('gift_loyalty.review_points', 15)
        cls.reviewed = cls.plain_product.product_tmpl_id
        cls.line = cls._create_arrived()

    @classmethod
    def _create_arrived(cls, partner=None, product=None, days=1):
        """Return the line of a product that arrived some days ago."""
        order = cls._create_order(quantity=1, confirm=False, partner=partner)
        line = order.order_line.filtered('product_id')[:1]
        line.product_id = product or cls.plain_product
        order.action_confirm()
        cls._deliver(order)
        moment = fields.Datetime.now() - timedelta(days=days)
        order.picking_ids._gift_set_delivered('carrier', moment)
        order.picking_ids.date_done = moment - timedelta(days=2)
        return line

    @classmethod
    def _create_buyer(cls, name="Ben Okoro", email='ben@example.com'):
        return cls.env['res.partner'].create({'name': name, 'email': email})

    def _review(self, line=None, *, photos=None, dropped=None, **values):
        return self.env['gift.review']._write_for(
            self.line if line is None else line,
            {'stars': 4, 'author_name': "Emma F.", 'body': "Lovely print.", **values},
            photos=photos,
            dropped=dropped,
        )
