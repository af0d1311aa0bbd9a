from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

DAYS_UNTIL_ARRIVAL = 14


class GiftStoreDemo(models.AbstractModel):
    """Suppliers of the demo shop, and an order that waits for an answer."""

    _inherit = 'gift.store.demo'

    @api.model
    def _load_suppliers(self):
        for key, description in self._read_json('suppliers.json').items():
            supplier = self._ensure(
                f'supplier_{key}', 'res.partner', {'name': description['name'], 'is_company': True}
            )
            for name, contact in description['contacts'].items():
                self._load_supplier_contact(f'supplier_{key}_{name}', supplier, contact)
            if not self._get(f'purchase_{key}'):
                order = self._mark(f'purchase_{key}', self._create_purchase(supplier, description))
                order.button_confirm()

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
    def _create_purchase(self, supplier, description):
        planned = fields.Datetime.now() + timedelta(days=DAYS_UNTIL_ARRIVAL)
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
