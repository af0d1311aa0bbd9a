from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger


@tagged('post_install', '-at_install')
class TestStockRace(TransactionCase):
    """Two checks, or two who press a button, in real transactions."""

    def setUp(self):
        super().setUp()
        env = self._open()
        env['ir.config_parameter'].set_param('gift_supplier_portal.stock_digest_hour', '0')
        supplier = env['res.partner'].create({'name': "Race Ltd", 'is_company': True})
        product = env['product.product'].create(
            {
                'name': "Race mug",
                'is_storable': True,
                'seller_ids': [(0, 0, {'partner_id': supplier.id, 'price': 4.0})],
            }
        )
        rule = env['gift.stock.rule'].create(
            {
                'company_id': env.company.id,
                'scope': 'product',
                'product_tmpl_id': product.product_tmpl_id.id,
                'kind': 'threshold',
            }
        )
        self.ids = (supplier.id, product.id, rule.id)
        self.addCleanup(self._delete)
        env.cr.commit()

    def _open(self):
        """Return an environment with a transaction of its own, closed after the test."""
        cursor = Registry(get_db_name()).cursor()
        self.addCleanup(cursor.close)
        return api.Environment(cursor, SUPERUSER_ID, {})

    def _delete(self):
        env = self._open()
        supplier_id, product_id, rule_id = self.ids
        env['gift.stock.alert'].search([('product_id', '=', product_id)]).unlink()
        orders = env['purchase.order'].search([('partner_id', '=', supplier_id)])
        orders.button_cancel()
        orders.unlink()
        env['gift.stock.rule'].browse(rule_id).unlink()
        env['product.product'].browse(product_id).product_tmpl_id.unlink()
        env['res.partner'].browse(supplier_id).unlink()
        env.cr.execute(
            "DELETE FROM ir_config_parameter WHERE key = 'gift_supplier_portal.stock_digest_hour'"
        )
        env.cr.commit()

    def _find(self, env):
        return env['gift.stock.alert'].search([('product_id', '=', self.ids[1])])

    def _race(self, act):
        """Let two transactions act; the second one began before the first had ended."""
        first, second = self._open(), self._open()
        for env in (first, second):
            self._find(env)  # takes the snapshot
        act(first)
        first.cr.commit()
        with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
            act(second)
        second.cr.rollback()
        second.invalidate_all()
        act(second)  # as Odoo runs it again
        second.cr.commit()
        return self._open()

    def test_two_checks_open_one_alert(self):
        def check(env):
            product = env['product.product'].browse(self.ids[1])
            env['gift.stock.alert']._check_company(env.company, product)

        env = self._race(check)

        self.assertEqual(self._find(env).mapped('level'), ['out'])

    def test_two_who_press_the_button_make_one_purchase(self):
        env = self._open()
        product = env['product.product'].browse(self.ids[1])
        env['gift.stock.alert']._check_company(env.company, product)
        env.cr.commit()

        env = self._race(lambda env: self._find(env).action_purchase())

        orders = env['purchase.order'].search([('partner_id', '=', self.ids[0])])
        self.assertEqual(len(orders), 1)
        self.assertEqual(self._find(env).purchase_id, orders)
