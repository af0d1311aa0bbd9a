import base64

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
# Two buy again, one row has no customer, one piece comes back, and postage is no article.
EXPORT = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
1001,M1,Mug,2,2025-01-13 10:00,10.00,anna@elsewhere.test,Germany
1001,POST,Postage,1,2025-01-13 10:00,4.90,anna@elsewhere.test,Germany
1002,B1,Bowl,1,2025-02-14 11:00,30.00,17850,France
1003,M1,Mug,1,2025-03-15 12:00,10.00,,France
C1004,M1,Mug,-1,2025-03-16 12:00,10.00,anna@elsewhere.test,Germany
1005,B1,Bowl,2,2025-05-17 09:00,30.00,anna@elsewhere.test,Germany
1006,M1,Mug,3,2025-06-18 09:00,10.00,17850,France
"""


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
    def _create_transaction(cls, amount, day='2026-03-10', **values):
        provider = cls.env['payment.provider'].search(
            [('company_id', '=', cls.company.id)], limit=1
        )
        values.setdefault('state', 'done')
        values.setdefault('last_state_change', f'{day} 12:00:00')
        return cls.env['payment.transaction'].create(
            {
                'provider_id': provider.id,
                'payment_method_id': cls.env.ref('payment.payment_method_card').id,
                'reference': f'report-{cls.env["payment.transaction"].search_count([])}',
                'amount': amount,
                'currency_id': cls.company.currency_id.id,
                'partner_id': cls.partner.id,
                'operation': 'online_direct',
                **values,
            }
        )

    @classmethod
    def _create_flow(cls, **values):
        purpose = cls.env['gift.consent.purpose'].search([], limit=1)
        return cls.env['gift.flow'].create(
            {'name': "Back", 'trigger': 'welcome', 'purpose_id': purpose.id, **values}
        )

    @classmethod
    def _create_run(cls, flow, *emails, state='done', started_on='2026-03-01 12:00:00'):
        return cls.env['gift.flow.run'].create(
            [
                {
                    'flow_id': flow.id,
                    'email': email,
                    'event': 'test',
                    'state': state,
                    'started_on': started_on,
                }
                for email in emails
            ]
        )

    @classmethod
    def _create_card(cls, money):
        program = cls.env['loyalty.program'].create(
            {'name': "Vouchers", 'program_type': 'gift_card', 'applies_on': 'future'}
        )
        card = cls.env['loyalty.card'].create({'program_id': program.id})
        wallet = card._gift_get_wallet()
        wallet._add_bonus(money, key=f'report:{card.id}', reason="Goodwill")
        return wallet

    @classmethod
    def _refresh(cls, rebuild=False):
        cls.env['gift.report.refresh']._refresh_all(rebuild=rebuild)

    @classmethod
    def _upload_history(cls, text=EXPORT, name='sales.csv', **values):
        content = text if isinstance(text, bytes) else text.encode()
        return cls.env['gift.report.history'].create(
            {'name': name, 'file': base64.b64encode(content), **values}
        )

    @classmethod
    def _import_history(cls, text=EXPORT, **values):
        history = cls._upload_history(text, **values)
        history.action_check()
        history.action_import()
        history._import()
        return history

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
