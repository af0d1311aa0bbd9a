"""A gift of which a known number is in the warehouse, and carts of several customers."""

from odoo.fields import Command

from odoo.addons.payment.tests.common import PaymentCommon

from .production_common import ProductionCommon


class StockCommon(ProductionCommon, PaymentCommon):
    enable_post_process_patcher = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.warehouse = cls.env['stock.warehouse'].search(
            [('company_id', '=', cls.env.company.id)], limit=1
        )
        cls.mug = cls._create_gift_product(
            name="Rare mug", is_storable=True, allow_out_of_stock_order=False
        )
        cls._put(cls.mug, 1)
        cls.holds = cls.env['gift.stock.hold']
        cls.buyers = cls.env['res.partner'].create(
            [{'name': name, 'email': f'{name}@example.com'} for name in ("ada", "ben", "cleo")]
        )

    def setUp(self):
        super().setUp()
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)

    @classmethod
    def _put(cls, product, quantity):
        """Count a product in the warehouse."""
        cls.env['stock.quant'].with_context(inventory_mode=True).create(
            {
                'product_id': product.id,
                'location_id': cls.warehouse.lot_stock_id.id,
                'inventory_quantity': quantity,
            }
        ).action_apply_inventory()

    @classmethod
    def _create_shop_cart(cls, number=0, quantity=1, product=None, **values):
        """Create the cart of a buyer with pieces of one product, with a design if it needs one."""
        product = product or cls.mug
        line = {'product_id': product.id, 'product_uom_qty': quantity}
        if product.product_tmpl_id._gift_is_personalised():
            revision = cls._create_revision(product, {'name': {'text': f"Buyer {number}"}})
            line['gift_revision_id'] = revision.id
        return cls.env['sale.order'].create(
            {
                'partner_id': cls.buyers[number].id,
                'website_id': cls.website.id,
                'order_line': [Command.create(line)],
                **values,
            }
        )

    def _start_payment(self, order):
        """Start a payment as the payment page does; returns the transaction."""
        self.payments = getattr(self, 'payments', 0) + 1
        return self._create_transaction(
            'direct',
            amount=order.amount_total,
            currency_id=order.currency_id.id,
            partner_id=order.partner_id.id,
            reference=f'{order.name}-{self.payments}',
            sale_order_ids=[Command.set(order.ids)],
        )

    def _finish(self, payment, state='done'):
        getattr(payment, f'_set_{state}')()
        payment._post_process()

    def _get_free(self, product=None):
        """Return what the shop offers of a product."""
        product = product or self.mug
        product.invalidate_recordset()
        return self.website._get_product_available_qty(product)
