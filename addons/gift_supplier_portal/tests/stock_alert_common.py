"""A company that keeps mugs and buys them from two suppliers, with one rule for them."""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from .common import SupplierCommon


class StockAlertCommon(SupplierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env['res.company'].create({'name': "Shelves Ltd"})
        cls.env.user.company_ids = [Command.link(cls.company.id)]
        cls.env = cls.env(context={**cls.env.context, 'allowed_company_ids': cls.company.ids})
        cls.warehouse = cls.env['stock.warehouse'].search([('company_id', '=', cls.company.id)])
        cls.env['ir.config_parameter'].set_param('gift_supplier_portal.stock_digest_hour', '0')
        cls.manager = new_test_user(
            cls.env, 'stock_manager', groups='gift_base.group_manager', name="Mona",
            email='mona@example.com', company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )  # fmt: skip
        cls.customer = cls.env['res.partner'].create({'name': "Cora", 'company_id': False})
        cls.alerts = cls.env['gift.stock.alert']
        cls.digests = cls.env['gift.stock.digest']
        cls.rule = cls.env['gift.stock.rule'].search([('company_id', '=', cls.company.id)])
        cls.mug = cls._create_goods("Rare mug")
        cls._sell(cls.mug, cls.mugs, price=4.0, delay=5)

    @classmethod
    def _create_goods(cls, name, **values):
        return super()._create_goods(name, **{'company_id': False, **values}).with_env(cls.env)

    @classmethod
    def _sell(cls, product, supplier, **values):
        """Give a product a supplier."""
        return cls.env['product.supplierinfo'].create(
            {'partner_id': supplier.id, 'product_tmpl_id': product.product_tmpl_id.id, **values}
        )

    @classmethod
    def _put(cls, product, quantity, warehouse=None):
        """Count a product in the warehouse, as it is from now on."""
        cls.env['stock.quant'].with_context(inventory_mode=True).create(
            {
                'product_id': product.id,
                'location_id': (warehouse or cls.warehouse).lot_stock_id.id,
                'inventory_quantity': quantity,
            }
        ).action_apply_inventory()

    @classmethod
    def _create_rule(cls, product=None, kind='threshold', **values):
        if product:
            values |= {'scope': 'product', 'product_tmpl_id': product.product_tmpl_id.id}
        return cls.env['gift.stock.rule'].create(
            {'company_id': cls.company.id, 'kind': kind, **values}
        )

    @classmethod
    def _move(cls, product, quantity, *, out=True, days=0, done=False):
        """Create a delivery to a customer, or a receipt; ``days`` from now."""
        customer = cls.env.ref('stock.stock_location_customers')
        shelf, when = cls.warehouse.lot_stock_id, fields.Datetime.now() + timedelta(days=days)
        supplier = cls.env.ref('stock.stock_location_suppliers')
        move = cls.env['stock.move'].create(
            {
                'product_id': product.id,
                'product_uom_qty': quantity,
                'location_id': (shelf if out else supplier).id,
                'location_dest_id': (customer if out else shelf).id,
                'company_id': cls.company.id,
                'date': when,
            }
        )
        move._action_confirm()
        if done:
            move.quantity = quantity
            move.picked = True
            move._action_done()
            move.date = when
        return move

    @classmethod
    def _order(cls, product, quantity, **values):
        """Create the confirmed order of a customer, of which nothing was delivered."""
        order = cls.env['sale.order'].create(
            {
                'partner_id': cls.customer.id,
                'company_id': cls.company.id,
                'warehouse_id': cls.warehouse.id,
                'order_line': [
                    Command.create({'product_id': product.id, 'product_uom_qty': quantity})
                ],
                **values,
            }
        )
        order.with_context(skip_procurement=True).action_confirm()
        return order

    @classmethod
    def _check(cls):
        cls.alerts._check_company(cls.company)

    def _send(self):
        self.digests._send(self.company)

    def _find(self, product=None):
        """Return the alerts of a product that are not over."""
        product = product or self.mug
        return self.alerts.search([('product_id', '=', product.id), ('state', '!=', 'resolved')])

    def _get_digests(self, user=None):
        """Return the bodies of the digest mails of a manager."""
        return self._get_mails((user or self.manager).partner_id)

    @classmethod
    def _create_late(cls, *, days=1, lines=None, **values):
        """Create a purchase whose first promise has passed; return its alert."""
        order = cls._create_purchase(lines=lines or [(cls.mug, 10, 4.0)], **values)
        order.order_line.gift_promised_date = fields.Date.today() - timedelta(days=days)
        cls.env['gift.late.purchase']._check_company(cls.company)
        return cls._find_late(order)

    @classmethod
    def _find_late(cls, order):
        return cls.env['gift.late.purchase'].search(
            [('order_id', '=', order.id), ('state', '!=', 'resolved')]
        )
