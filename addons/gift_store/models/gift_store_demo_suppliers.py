from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

DAYS_UNTIL_ARRIVAL = 14
DAYS_TO_DELIVER = 5


class GiftStoreDemo(models.AbstractModel):
    """Suppliers of the demo shop, what they can make, and an order that waits for an answer."""

    _inherit = 'gift.store.demo'

    @api.model
    def _load_suppliers(self):
        for key, description in self._read_json('suppliers.json').items():
            supplier = self._ensure(
                f'supplier_{key}', 'res.partner', {'name': description['name'], 'is_company': True}
            )
            for name, contact in description['contacts'].items():
                self._load_supplier_contact(f'supplier_{key}_{name}', supplier, contact)
            for capability in description['capabilities']:
                self._load_capability(supplier, capability)
            if description['order'] and not self._get(f'purchase_{key}'):
                order = self._mark(f'purchase_{key}', self._create_purchase(supplier, description))
                order.button_confirm()
            self._load_supplier_past(key, supplier, description)
            self._load_supplier_invoices(key, supplier, description)
            for goods in description['shelf']:
                self._load_shelf(supplier, goods)
            if 'prices' in description and not self._get(f'price_list_{key}'):
                self._load_price_list(key, supplier, description)
        self.env['gift.stock.alert']._check_company(self.env.company)

    @api.model
    def _load_price_list(self, key, supplier, description):
        """Have a contact send a list: its stock counts, its prices wait for a decision."""
        for line in description['order']:
            sellers = self._ensure_material(line).seller_ids
            own = sellers.filtered(lambda seller: seller.partner_id == supplier)
            own.write({'product_code': line['number'], 'delay': DAYS_TO_DELIVER})
        contact = self._get(f'supplier_{key}_{next(iter(description["contacts"]))}')
        text = '\n'.join(';'.join(cells) for cells in description['prices'])
        feed = self.env['gift.supplier.feed']._receive(contact, text.encode(), 'preisliste.csv')
        while feed.state == 'checking':
            feed._work({})
        feed._send()
        while feed.state == 'applying':
            feed._work({})
        self._mark(f'price_list_{key}', feed)

    @api.model
    def _load_shelf(self, supplier, goods):
        """Keep a few pieces of a material, so few that the stock alerts say so."""
        product = self._ensure_material(goods)
        if product.seller_ids:
            return
        product.seller_ids = [
            Command.create(
                {
                    'partner_id': supplier.id,
                    'price': goods['price'],
                    'min_qty': goods['minimum'],
                    'delay': goods['days'],
                }
            )
        ]
        warehouse = self.env['stock.warehouse'].search(
            [('company_id', '=', self.env.company.id)], limit=1
        )
        self.env['stock.quant'].with_context(inventory_mode=True).create(
            {
                'product_id': product.id,
                'location_id': warehouse.lot_stock_id.id,
                'inventory_quantity': goods['left'],
            }
        ).action_apply_inventory()
        self._ensure(
            f"stock_rule_{goods['key']}",
            'gift.stock.rule',
            {
                'scope': 'product',
                'product_tmpl_id': product.product_tmpl_id.id,
                'kind': 'threshold',
                'quantity': 10,
            },
        )

    @api.model
    def _load_supplier_contact(self, name, supplier, contact):
        person = self._ensure(
            f'{name}_person',
            'res.partner',
            {'name': contact['name'], 'email': contact['email'], 'parent_id': supplier.id},
        )
        self._ensure(
            name,
            'gift.supplier.contact',
            {'partner_id': person.id, 'may_admin': contact['may_admin']},
        )

    @api.model
    def _load_capability(self, supplier, description):
        codes = description['methods']
        methods = self.env['gift.print.method'].search([('code', 'in', codes)])
        values = {
            name: value for name, value in description.items() if name not in ('key', 'methods')
        }
        self._ensure(
            f"capability_{description['key']}",
            'gift.supplier.capability',
            {**values, 'partner_id': supplier.id, 'method_ids': [Command.set(methods.ids)]},
        )

    @api.model
    def _create_purchase(self, supplier, description, planned=None):
        planned = planned or fields.Datetime.now() + timedelta(days=DAYS_UNTIL_ARRIVAL)
        return self.env['purchase.order'].create(
            {
                'partner_id': supplier.id,
                'user_id': self._get('user_manager').id,
                'order_line': [
                    Command.create(
                        {
                            'product_id': self._ensure_material(line).id,
                            'product_qty': line['quantity'],
                            'price_unit': line['price'],
                            'date_planned': planned,
                        }
                    )
                    for line in description['order']
                ],
            }
        )

    @api.model
    def _ensure_material(self, line):
        return self._ensure(
            f"material_{line['key']}",
            'product.product',
            {
                'name': line['name'],
                'default_code': line['code'],
                'is_storable': True,
                'sale_ok': False,
                'standard_price': line['price'],
            },
        )
