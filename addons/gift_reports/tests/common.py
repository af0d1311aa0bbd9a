from odoo.fields import Command

from odoo.addons.gift_loyalty.tests.common import PointsCommon

MEASURES = (
    'gross_amount',
    'discount_amount',
    'net_amount',
    'refund_amount',
    'revenue',
    'cost_amount',
    'margin_amount',
)


class ReportCommon(PointsCommon):
    """Orders with known amounts, and what the tables say of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.report = cls.env['gift.report.sale']
        cls.company = cls.env.company
        cls.company.resource_calendar_id.tz = 'Europe/Berlin'
        cls.plain_product.standard_price = 8.0
        cls.mug, cls.bowl = (
            cls.env['product.product'].create(
                {
                    'name': name,
                    'type': 'consu',
                    'list_price': price,
                    'standard_price': cost,
                    'taxes_id': False,
                    'invoice_policy': 'order',
                }
            )
            for name, price, cost in (("Mug", 10.0, 4.0), ("Bowl", 30.0, 12.5))
        )
        cls.delivery_product = cls.env['product.product'].create(
            {'name': "Parcel", 'type': 'service', 'taxes_id': False, 'invoice_policy': 'order'}
        )

    @classmethod
    def _sell(cls, *lines, confirm=True, **values):
        """Create an order of lines ``(product, quantity, values…)`` and confirm it."""
        order = cls.env['sale.order'].create(
            {
                'partner_id': cls.partner.id,
                'order_line': [
                    Command.create(
                        {
                            'product_id': product.id,
                            'product_uom_qty': quantity,
                            'name': product.name,
                            'price_unit': product.list_price,
                            **(more[0] if more else {}),
                        }
                    )
                    for product, quantity, *more in lines
                ],
            }
        )
        if confirm:
            order.action_confirm()
        order.write(values)
        return order

    @classmethod
    def _create_reward(cls, program_type='promotion', **values):
        program = cls.env['loyalty.program'].create(
            {
                'name': values.pop('name', "Spring"),
                'program_type': program_type,
                'trigger': 'auto',
                'reward_ids': [Command.create({'reward_type': 'discount', 'discount': 10})],
            }
        )
        program.reward_ids.write(values)
        return program.reward_ids[0]

    @classmethod
    def _receive(cls, product, quantity):
        shelf = cls.env['stock.warehouse'].search([('company_id', '=', cls.company.id)], limit=1)
        move = cls.env['stock.move'].create(
            {
                'product_id': product.id,
                'product_uom_qty': quantity,
                'location_id': cls.env.ref('stock.stock_location_suppliers').id,
                'location_dest_id': shelf.lot_stock_id.id,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()

    @classmethod
    def _refresh(cls, rebuild=False):
        cls.env['gift.report.refresh']._refresh_all(rebuild=rebuild)

    def _read_facts(self, order):
        """Return the rows of an order as ``(kind, subject, product, *measures)``, sorted."""
        facts = self.report.search([('order_id', '=', order.id)])
        return sorted(
            (fact.kind, fact.subject, fact.product_id.name, *(fact[name] for name in MEASURES))
            for fact in facts
        )

    def _sum(self, domain, *names):
        """Return sums of a group, as every view asks for them."""
        return self.report._read_group(domain, [], [f'{name}:sum' for name in names])[0]
