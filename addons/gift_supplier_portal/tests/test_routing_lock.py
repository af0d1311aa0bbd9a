from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger


@tagged('post_install', '-at_install')
class TestRoutingRace(TransactionCase):
    """Two buyers, or two orders, in real transactions that began before the other one ended."""

    def setUp(self):
        super().setUp()
        env = self._open()
        supplier = env['res.partner'].create({'name': "Race Press", 'is_company': True})
        method = env['gift.print.method'].search([], limit=1)
        capability = env['gift.supplier.capability'].create(
            {
                'name': "Press",
                'partner_id': supplier.id,
                'method_ids': [(6, 0, method.ids)],
                'daily_pieces': 1,
            }
        )
        product = env['product.product'].create({'name': "Race gift", 'is_storable': True})
        order = env['sale.order'].create(
            {'partner_id': supplier.id, 'order_line': [(0, 0, {'product_id': product.id})]}
        )
        share = env['gift.line.share'].create(
            {
                'sale_line_id': order.order_line.id,
                'way': 'customer',
                'capability_id': capability.id,
                'supplier_id': supplier.id,
                'quantity': 1,
            }
        )
        self.ids = (supplier.id, capability.id, product.id, order.id, share.id)
        self.addCleanup(self._delete)
        env.cr.commit()

    def _open(self):
        """Return an environment with a transaction of its own, closed after the test."""
        cursor = Registry(get_db_name()).cursor()
        self.addCleanup(cursor.close)
        return api.Environment(cursor, SUPERUSER_ID, {})

    def _delete(self):
        env = self._open()
        supplier_id, capability_id, product_id, order_id, _share_id = self.ids
        env['sale.order'].browse(order_id).unlink()
        env['gift.supplier.capability'].browse(capability_id).unlink()
        env['product.product'].browse(product_id).product_tmpl_id.unlink()
        env['res.partner'].browse(supplier_id).unlink()
        env.cr.commit()

    def _race(self, act):
        """Let two transactions act one after the other; return the second one to begin again."""
        first, second = self._open(), self._open()
        for env in (first, second):
            env.cr.execute("SELECT 1 FROM gift_line_share")  # takes the snapshot
        act(first)
        first.cr.commit()
        with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
            act(second)
        second.cr.rollback()
        second.invalidate_all()
        return second

    def test_of_two_buyers_who_move_a_share_the_second_one_is_told(self):
        def move(env):
            share = env['gift.line.share'].browse(self.ids[4])
            share._lock()
            share._take_back(1)

        again = self._race(move)

        with self.assertRaisesRegex(UserError, "made by somebody else already"):
            again['gift.line.share'].browse(self.ids[4])._move_to('own')

    def test_of_two_orders_that_take_the_last_pieces_one_begins_again(self):
        self._race(lambda env: env['gift.supplier.capability'].browse(self.ids[1])._claim())
