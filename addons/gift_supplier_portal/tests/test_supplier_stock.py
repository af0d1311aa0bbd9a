from datetime import date, timedelta

from odoo import fields
from odoo.tests import TransactionCase, new_test_user, tagged

from .common import SupplierCommon


@tagged('post_install', '-at_install')
class TestSupplierStock(SupplierCommon, TransactionCase):
    """What suppliers say to have."""

    def setUp(self):
        super().setUp()
        self.stocks = self.env['gift.supplier.stock']

    def test_the_last_word_of_each_supplier_counts(self):
        now = fields.Datetime.now()
        later = date(2031, 5, 6)
        self.stocks._tell(self.mugs, {self.mug: (4, None), self.pen: (9, later)}, now)
        self.stocks._tell(self.pens, {self.pen: (2, None)}, now)
        self.stocks._tell(self.ann.partner_id, {self.mug: (0, later)}, now)
        self.stocks._tell(self.mugs, {self.mug: (88, None)}, now - timedelta(hours=1))
        told = (self.mug | self.pen)._gift_get_supplier_stock()

        self.assertEqual(
            told,
            {
                self.mug.id: {self.mugs.id: (0.0, later, now)},
                self.pen.id: {self.mugs.id: (9.0, later, now), self.pens.id: (2.0, False, now)},
            },
        )
        own = self.pen._gift_get_supplier_stock(self.cleo.partner_id)
        self.assertEqual(own, {self.pen.id: {self.pens.id: (2.0, False, now)}})

    def test_what_was_said_long_ago_or_by_who_is_gone_is_not_counted_on(self):
        self.env['ir.config_parameter'].set_param('gift_supplier_portal.stock_days', '3')
        now = fields.Datetime.now()
        self.stocks._tell(self.mugs, {self.mug: (4, None)}, now - timedelta(days=4))
        self.stocks._tell(self.pens, {self.mug: (5, None)}, now - timedelta(days=2))
        stale = self.stocks.search([('is_stale', '=', True), ('product_id', '=', self.mug.id)])

        self.assertEqual(stale.partner_id, self.mugs)
        self.assertTrue(stale.is_stale)
        self.assertEqual([*self.mug._gift_get_supplier_stock()[self.mug.id]], [self.pens.id])
        (self.pens | self.pens.child_ids).action_archive()
        self.assertEqual(self.mug._gift_get_supplier_stock(), {})

    def test_many_products_need_one_query_whoever_asks(self):
        goods = self.env['product.product'].create([{'name': f"P{n}"} for n in range(30)])
        self.stocks._tell(self.mugs, dict.fromkeys(goods, (3, None)))
        self.stocks._get_oldest()  # the setting is cached
        asker = new_test_user(self.env, 'stock_asker', groups='base.group_public')
        goods.with_user(asker)._gift_get_supplier_stock()
        self.env.invalidate_all()

        with self.assertQueryCount(1):
            told = goods.with_user(asker)._gift_get_supplier_stock()
        self.assertEqual(len(told), 30)
