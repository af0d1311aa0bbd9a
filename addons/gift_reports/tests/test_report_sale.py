import random
from datetime import date, datetime

from odoo.fields import Command
from odoo.tests import tagged

from .common import ReportCommon


@tagged('post_install', '-at_install')
class TestReportSale(ReportCommon):
    """Each trap of a shop's sales, with figures that were worked out by hand."""

    def _assert_facts(self, order, *rows):
        self._refresh()
        self.assertEqual(self._read_facts(order), sorted(rows))

    # gross, discount, net, refund, revenue, cost, margin

    def test_lines_are_rows_without_taxes(self):
        tax = self.env['account.tax'].create(
            {'name': "19 %", 'amount': 19, 'price_include_override': 'tax_included'}
        )
        order = self._sell(
            (self.mug, 2, {'price_unit': 11.9, 'tax_ids': [Command.set(tax.ids)]}),
            (self.bowl, 1),
            (self.delivery_product, 1, {'price_unit': 4.9, 'is_delivery': True}),
        )
        self._assert_facts(
            order,
            ('sale', 'goods', "Mug", 20, 0, 20, 0, 20, 8, 12),
            ('sale', 'goods', "Bowl", 30, 0, 30, 0, 30, 12.5, 17.5),
            ('sale', 'delivery', "Parcel", 4.9, 0, 4.9, 0, 4.9, 0, 4.9),
        )

    def test_a_line_for_nothing_keeps_its_price_as_discount(self):
        tax = self.env['account.tax'].create(
            {'name': "19 %", 'amount': 19, 'price_include_override': 'tax_included'}
        )
        free = {'price_unit': 11.9, 'discount': 100, 'tax_ids': [Command.set(tax.ids)]}
        order = self._sell((self.mug, 1, free), (self.bowl, 1, {'discount': 20}))
        self._assert_facts(
            order,
            ('sale', 'goods', "Mug", 10, 10, 0, 0, 0, 4, -4),
            ('sale', 'goods', "Bowl", 30, 6, 24, 0, 24, 12.5, 11.5),
        )

    def test_an_amount_off_the_order_is_shared_out_to_the_cent(self):
        reward = self._create_reward()
        off = {'price_unit': -10.0, 'reward_id': reward.id}
        order = self._sell(
            (self.mug, 1),
            (self.mug, 1, {'price_unit': 10.01}),
            (self.mug, 1, {'price_unit': 9.99}),
            (reward.discount_line_product_id, 1, off),
            (self.delivery_product, 1, {'price_unit': 4.9, 'is_delivery': True}),
        )
        self._assert_facts(
            order,
            ('sale', 'goods', "Mug", 10, 3.33, 6.67, 0, 6.67, 4, 2.67),
            ('sale', 'goods', "Mug", 10.01, 3.34, 6.67, 0, 6.67, 4, 2.67),
            ('sale', 'goods', "Mug", 9.99, 3.33, 6.66, 0, 6.66, 4, 2.66),
            ('sale', 'delivery', "Parcel", 4.9, 0, 4.9, 0, 4.9, 0, 4.9),
        )
        facts = self.report.search([('order_id', '=', order.id)])
        self.assertEqual(facts.program_id, reward.program_id)

    def test_free_delivery_lowers_delivery(self):
        reward = self._create_reward(reward_type='shipping')
        order = self._sell(
            (self.mug, 1),
            (self.delivery_product, 1, {'price_unit': 4.9, 'is_delivery': True}),
            (self.delivery_product, 1, {'price_unit': -4.9, 'reward_id': reward.id}),
        )
        self._assert_facts(
            order,
            ('sale', 'goods', "Mug", 10, 0, 10, 0, 10, 4, 6),
            ('sale', 'delivery', "Parcel", 4.9, 4.9, 0, 0, 0, 0, 0),
        )

    def test_an_amount_off_without_goods_is_not_lost(self):
        order = self._sell((self.delivery_product, 1, {'price_unit': -3.0}))
        self._assert_facts(order, ('sale', 'other', "Parcel", 0, 3, -3, 0, -3, 0, -3))

    def test_gift_cards_are_no_revenue_and_no_discount(self):
        reward = self._create_reward('gift_card', name="Gift cards")
        card = self.env['product.product'].create(
            {'name': "Card", 'type': 'service', 'list_price': 50.0, 'taxes_id': False}
        )
        reward.program_id.rule_ids = [Command.create({'product_ids': [Command.set(card.ids)]})]
        order = self._sell(
            (card, 1),
            (self.bowl, 1),
            (reward.discount_line_product_id, 1, {'price_unit': -25.0, 'reward_id': reward.id}),
        )
        self._assert_facts(order, ('sale', 'goods', "Bowl", 30, 0, 30, 0, 30, 12.5, 17.5))
        self.assertFalse(self.report.search([('order_id', '=', order.id)]).program_id)

    def test_a_refund_has_two_days(self):
        order = self._sell((self.mug, 3), (self.bowl, 1), date_order=datetime(2026, 3, 30, 12))
        invoice = self._invoice(order)
        note = self._credit(invoice)
        note.write({'invoice_date': date(2026, 4, 2), 'date': date(2026, 4, 2)})
        note.invoice_line_ids.filtered(lambda line: line.product_id == self.bowl).unlink()
        note.invoice_line_ids.quantity = 1
        note.action_post()
        self._assert_facts(
            order,
            ('sale', 'goods', "Mug", 30, 0, 30, 0, 30, 12, 18),
            ('sale', 'goods', "Bowl", 30, 0, 30, 0, 30, 12.5, 17.5),
            ('refund', 'goods', "Mug", 0, 0, 0, 10, -10, 0, -10),
        )
        refund = self.report.search([('order_id', '=', order.id), ('kind', '=', 'refund')])
        self.assertEqual((refund.day, refund.placed_day), (date(2026, 4, 2), date(2026, 3, 30)))
        own = [('order_id', '=', order.id)]
        self.assertEqual(self._sum([*own, ('day', '>=', '2026-04-01')], 'refund_amount'), (10,))
        self.assertEqual(
            self._sum([*own, ('placed_day', '<', '2026-04-01')], 'net_amount', 'refund_amount'),
            (60, 10),
        )

    def test_what_was_taken_off_the_order_is_not_refunded_twice(self):
        order = self._sell((self.mug, 3))
        invoice = self._invoice(order)
        order.order_line.product_uom_qty = 2
        note = self._credit(invoice)
        note.invoice_line_ids.quantity = 1
        note.action_post()
        self._assert_facts(order, ('sale', 'goods', "Mug", 20, 0, 20, 0, 20, 8, 12))
        goodwill = self._credit(invoice)  # of the two that stay, one is paid back as well
        goodwill.invoice_line_ids.quantity = 1
        goodwill.action_post()
        self._refresh()
        self.assertEqual(self._sum([('order_id', '=', order.id)], 'refund_amount'), (10,))

    def test_a_credit_note_that_is_taken_back_leaves(self):
        order = self._sell((self.mug, 1))
        note = self._credit(self._invoice(order))
        note.action_post()
        self._refresh()
        self.assertEqual(self._sum([('order_id', '=', order.id)], 'revenue'), (0,))
        note.button_draft()
        self._refresh()
        self.assertEqual(self._sum([('order_id', '=', order.id)], 'revenue'), (10,))

    def test_cancelled_orders_and_quotations_do_not_count(self):
        order = self._sell((self.mug, 1))
        quotation = self._sell((self.mug, 1), confirm=False)
        self._refresh()
        self.assertTrue(self._read_facts(order))
        order.action_cancel()
        self._assert_facts(order)
        self._assert_facts(quotation)

    def test_the_day_is_the_shops(self):
        order = self._sell((self.mug, 1), date_order=datetime(2026, 3, 31, 22, 30))
        self._refresh()
        fact = self.report.search([('order_id', '=', order.id)])
        self.assertEqual(fact.day, date(2026, 4, 1))  # 0:30 in Berlin
        self.company.resource_calendar_id.tz = 'America/New_York'
        self._refresh(rebuild=True)
        fact = self.report.search([('order_id', '=', order.id)])
        self.assertEqual(fact.day, date(2026, 3, 31))

    def test_other_currencies_count_in_the_companys_at_the_orders_rate(self):
        other = self.env['res.currency'].create(
            {
                'name': "XGT",
                'symbol': "X",
                'rate_ids': [
                    Command.create({'name': '2026-01-01', 'rate': 4.0}),
                    Command.create({'name': '2026-06-01', 'rate': 8.0}),
                ],
            }
        )
        pricelist = self.env['product.pricelist'].create({'name': "X", 'currency_id': other.id})
        order = self.env['sale.order'].create(
            {
                'partner_id': self.partner.id,
                'pricelist_id': pricelist.id,
                'date_order': '2026-02-01 12:00:00',
                'order_line': [
                    Command.create({'product_id': self.mug.id, 'price_unit': 40.0}),
                ],
            }
        )
        order.action_confirm()
        order.date_order = '2026-02-01 12:00:00'
        order.order_line.purchase_price = 16.0
        self._assert_facts(order, ('sale', 'goods', "Mug", 10, 0, 10, 0, 10, 4, 6))

    def test_companies_do_not_see_each_other(self):
        order = self._sell((self.mug, 1))
        other = self.env['res.company'].create({'name': "Other shop"})
        self._refresh()
        user = self._create_new_internal_user(
            login='report-other',
            groups='gift_base.group_manager',
            company_ids=[Command.set(other.ids)],
            company_id=other.id,
        )
        self.assertFalse(self.report.with_user(user).search([('order_id', '=', order.id)]))

    def test_shares_are_shares_of_sums(self):
        self._sell((self.mug, 1), date_order=datetime(2025, 1, 10, 12))
        self._sell((self.bowl, 3), date_order=datetime(2025, 1, 20, 12))
        self._refresh()
        january = [('day', '>=', '2025-01-01'), ('day', '<=', '2025-01-31')]
        rate, average, orders = self.report._read_group(
            january, [], ['margin_rate:avg', 'average_order:avg', 'placed_order_id:count_distinct']
        )[0]
        self.assertAlmostEqual(rate, (6 + 52.5) / 100)  # the mean of shares would be 0.59
        self.assertEqual((average, orders), (50, 2))

    def test_recipients_occasions_and_designs_are_dimensions(self):
        order = self._sell((self.mug, 1), confirm=False)
        self._add_gift_to_cart(order)
        gift = order.order_line.filtered('gift_revision_id')
        parcel = self.env['gift.parcel'].create(
            {
                'order_id': order.id,
                'name': "Anna",
                'country_id': self.env.ref('base.at').id,
                'occasion': 'birthday',
            }
        )
        gift.gift_parcel_id = parcel
        order.action_confirm()
        self._refresh()
        fact = self.report.search([('line_id', '=', gift.id)])
        self.assertEqual(
            (fact.is_personalised, fact.occasion, fact.country_id.code), (True, 'birthday', 'AT')
        )
        self.assertEqual(fact.personalised_amount, fact.net_amount)
        plain = self.report.search([('order_id', '=', order.id), ('line_id', '!=', gift.id)])
        self.assertEqual(set(plain.mapped('is_personalised')), {False})

    def test_products_and_customers_are_followed(self):
        order = self._sell((self.mug, 1))
        self._refresh()
        category = self.env['product.category'].create({'name': "Kitchen"})
        self.mug.categ_id = category
        firm = self.env['res.partner'].create({'name': "Firm", 'is_company': True})
        self.partner.parent_id = firm
        self._refresh()
        fact = self.report.search([('order_id', '=', order.id)])
        self.assertEqual((fact.categ_id, fact.partner_id), (category, firm))

    def test_a_refresh_comes_to_the_same_as_a_rebuild(self):
        """Whatever happens to orders in whatever order, the parts add up to the whole."""
        chance = random.Random(7)
        reward = self._create_reward()
        orders = self.env['sale.order']
        deeds = [self._do_cancel, self._do_credit, self._do_take_off]
        for _step in range(12):
            if len(orders) < 2 or chance.random() < 0.5:
                orders |= self._do_sell(chance, reward)
            else:
                chance.choice(deeds)(chance.choice(list(orders)))
            self._refresh()
            before = {order: self._read_facts(order) for order in orders}
            self._refresh(rebuild=True)
            for order, facts in before.items():
                self.assertEqual(facts, self._read_facts(order))
        sold = orders.filtered(lambda order: order.state == 'sale')
        total = self._sum([('order_id', 'in', orders.ids)], 'net_amount')[0]
        self.assertAlmostEqual(total, sum(sold.mapped('amount_untaxed')), 2)
        self.assertTrue(total)

    def _do_sell(self, chance, reward):
        lines = [
            (
                chance.choice([self.mug, self.bowl]),
                chance.randint(1, 4),
                {
                    'price_unit': chance.choice([9.99, 10.0, 33.33]),
                    'discount': chance.choice([0, 0, 15, 100]),
                },
            )
            for _number in range(chance.randint(1, 4))
        ]
        if chance.random() < 0.5:
            off = {'price_unit': -chance.choice([1.0, 3.33]), 'reward_id': reward.id}
            lines.append((reward.discount_line_product_id, 1, off))
        return self._sell(*lines, confirm=chance.random() < 0.8)

    def _do_cancel(self, order):
        if not order.invoice_ids:
            order._action_cancel()

    def _do_credit(self, order):
        if order.state != 'sale':
            return
        invoice = order.invoice_ids.filtered(lambda move: move.move_type == 'out_invoice')
        invoice = invoice[:1] or self._invoice(order)
        self._credit(invoice).action_post()

    def _do_take_off(self, order):
        order.order_line[0].product_uom_qty = 1
