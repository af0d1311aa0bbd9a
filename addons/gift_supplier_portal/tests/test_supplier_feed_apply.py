from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from .feed_common import FeedCommon

DAY = timedelta(days=1)


@tagged('post_install', '-at_install')
class TestSupplierFeedApply(FeedCommon, TransactionCase):
    """What becomes of a list that was sent: stock, prices, decisions and the past."""

    def _set(self, name, value):
        self.env['ir.config_parameter'].set_param(f'gift_supplier_portal.{name}', value)

    def _approve(self, lines, user=None):
        lines.with_user(user or self.buyer).action_approve()
        self._work()

    def test_stock_counts_at_once_and_prices_wait_for_the_buyer(self):
        self.mugs.buyer_id = self.buyer
        feed = self._send("Code;Price;Stock\nM-1;5;7\nC-1;;0\nX;1;\n")

        self.assertEqual((feed.state, feed.waiting_count), ('waiting', 1))
        told = (self.mug | self.cup)._gift_get_supplier_stock()
        stocks = {product: told[product.id][self.mugs.id][0] for product in self.mug | self.cup}
        self.assertEqual(stocks, {self.mug: 7.0, self.cup: 0.0})
        self.assertEqual(self._get_prices(self.mug), [(4.0, False, False)])
        self.assertEqual(feed.line_ids.mapped('state'), ['waiting', 'applied', 'refused'])
        self.assertEqual(feed.activity_ids.user_id, self.buyer)

        self._approve(feed.line_ids)
        self.assertEqual(feed.state, 'applied')
        self.assertFalse(feed.activity_ids)
        self.assertEqual(
            self._get_prices(self.mug),
            [(4.0, False, self.today - DAY), (5.0, self.today, False)],
            "the old price stays, with an end",
        )
        new = self.mug_price.search([('gift_feed_line_id', 'in', feed.line_ids.ids)])
        self.assertRecordValues(
            new,
            [{'product_code': 'M-1', 'delay': 5, 'gift_sent_by': "Ann", 'gift_feed_id': feed.id,
              'gift_approved_by_id': self.buyer.id, 'product_uom_id': self.mug.uom_id.id}],
        )  # fmt: skip
        self.assertEqual(self.mug._select_seller(partner_id=self.mugs).price, 5.0)

    def test_stock_can_wait_as_well(self):
        self._set('stock_waits', 'True')
        feed = self._send("Code;Price;Stock\nM-1;5;7\nC-1;;3\n")

        self.assertEqual((feed.state, feed.waiting_count), ('waiting', 2))
        self.assertEqual((self.mug | self.cup)._gift_get_supplier_stock(), {})
        self._refuse(feed.line_ids[0])
        self._approve(feed.line_ids[1])
        self.assertEqual([*(self.mug | self.cup)._gift_get_supplier_stock()], [self.cup.id])
        self.assertEqual(feed.state, 'applied')

    def test_small_changes_within_the_tolerance_need_no_decision(self):
        self._set('price_tolerance', '10')
        feed = self._send("Code;Price;Lead time;MOQ\nM-1;4,40;5;\nC-1;2,21;5;\nC-1;1;5;100\n")

        self.assertEqual(feed.line_ids.mapped('state'), ['applied', 'waiting', 'waiting'])
        self.assertEqual(feed.line_ids.mapped('is_automatic'), [True, False, False])
        self.assertEqual(self._get_prices(self.mug)[1], (4.4, self.today, False))

        self._refuse(feed)
        self.assertEqual(feed.state, 'applied')
        (mail,) = self._get_mails(self.ann.partner_id)
        self.assertIn("C-1, C-1", mail)
        self.assertNotIn("taken over: <", mail, "what needed no decision is no news")
        late = self._send("Code;Price;Lead time\nM-1;4,41;6\n")
        self.assertEqual(late.line_ids.state, 'waiting', "a longer lead time is the buyer's")

    def test_a_price_that_moved_since_the_check_is_no_small_change(self):
        self._set('price_tolerance', '10')
        feed = self._upload("Code;Price\nM-1;4,40\n")
        self.mug_price.price = 1.0
        feed._send()
        self._work()

        self.assertEqual((feed.state, feed.line_ids.state), ('waiting', 'waiting'))
        self.assertEqual(self._get_prices(self.mug), [(1.0, False, False)])

    def test_the_buyer_decides_line_by_line(self):
        feed = self._send("Code;Price\nM-1;5\nC-1;3\n")
        self._refuse(feed.line_ids[0])
        self.assertEqual(feed.state, 'waiting')
        self.assertFalse(self._get_mails(self.ann.partner_id), "the list is not decided yet")
        self._approve(feed.line_ids)

        self.assertEqual(feed.line_ids.mapped('state'), ['refused', 'applied'])
        self.assertEqual(feed.line_ids.decided_by_id, self.buyer)
        (mail,) = self._get_mails(self.ann.partner_id)
        for word in ("taken over: <strong>1<", "refused: <strong>1<", "M-1", "Too dear"):
            self.assertIn(word, mail)
        self.assertNotIn("C-1", mail)
        self.assertEqual((feed.state, len(self._get_prices(self.mug))), ('applied', 1))
        self._approve(feed.line_ids)
        self.assertEqual(len(self._get_prices(self.cup)), 2, "a second click changes nothing")
        self.assertEqual(len(self._get_mails(self.ann.partner_id)), 1, "told once")

    def test_a_list_whose_prices_are_all_refused_is_refused(self):
        feed = self._send("Code;Price\nM-1;5\n")
        with self.assertRaisesRegex(UserError, "reason"):
            self._refuse(feed, "  ")
        self.assertEqual(feed.line_ids.state, 'waiting')
        self.ann.may_feed, self.bob.may_feed = False, True
        self._refuse(feed)

        self.assertEqual((feed.state, feed.line_ids.state), ('refused', 'refused'))
        self.assertFalse(self._get_mails(self.ann.partner_id), "who may not send lists is not told")
        (mail,) = self._get_mails(self.bob.partner_id)
        self.assertIn("Too dear", mail)
        self.assertNotIn("taken over: <", mail)
        self.assertRegex(mail, rf'/supplier/[\w-]{{43}}/feed/{feed.id}"')
        self.assertEqual(self._get_prices(self.mug), [(4.0, False, False)])

    def test_only_buyers_decide(self):
        feed = self._send("Code;Price\nM-1;5\n")
        for group in ('base.group_user', 'gift_base.group_production', 'base.group_portal'):
            user = new_test_user(self.env, f'feed_{group}', groups=group)
            for record in (feed, feed.line_ids):
                for name in ('action_approve', 'action_refuse'):
                    with self.subTest(group, name=name), self.assertRaises(AccessError):
                        getattr(record.with_user(user), name)()
        self.assertEqual(feed.line_ids.state, 'waiting')

    def test_a_later_price_begins_later_and_keeps_what_was_announced_before(self):
        month, year = self.today + 30 * DAY, self.today + 365 * DAY
        for day, price in ((year, 9), (month, 6), (self.today, 5)):
            feed = self._send(f"Code;Price;Valid from\nM-1;{price};{day}\n")
            self._approve(feed.line_ids)

        self.assertEqual(
            self._get_prices(self.mug),
            [
                (4.0, False, self.today - DAY),
                (9.0, year, False),
                (6.0, month, year - DAY),
                (5.0, self.today, month - DAY),
            ],
        )
        for day, price in ((self.today, 5.0), (month, 6.0), (year, 9.0)):
            seller = self.mug._select_seller(partner_id=self.mugs, date=day)
            self.assertEqual(seller.price, price)

    def test_open_orders_keep_their_prices(self):
        order = self._create_purchase(lines=[(self.mug, 10, 4.0)])
        draft = self._create_purchase(state='draft', lines=[(self.mug, 10, 4.0)])
        self._approve(self._send("Code;Price\nM-1;5\n").line_ids)

        self.assertEqual((order.order_line | draft.order_line).mapped('price_unit'), [4.0, 4.0])

    def test_a_price_of_all_variants_goes_on_for_those_that_are_not_in_the_list(self):
        attribute = self.env['product.attribute'].create(
            {'name': "Size", 'value_ids': [Command.create({'name': n}) for n in ('S', 'M', 'L')]}
        )
        template = self.env['product.template'].create(
            {
                'name': "Shirt",
                'attribute_line_ids': [
                    Command.create(
                        {
                            'attribute_id': attribute.id,
                            'value_ids': [Command.set(attribute.value_ids.ids)],
                        }
                    )
                ],
            }
        )
        small, medium, large = template.product_variant_ids
        small.default_code, medium.default_code = 'SH-S', 'SH-M'
        self.env['product.supplierinfo'].create(
            {'partner_id': self.mugs.id, 'product_tmpl_id': template.id, 'price': 8.0}
        )
        feed = self._send("Reference;Price\nSH-S;9\nSH-M;8,5\n")
        self._approve(feed.line_ids)

        sellers = [
            product._select_seller(partner_id=self.mugs).price for product in (small, medium, large)
        ]
        self.assertEqual(sellers, [9.0, 8.5, 8.0])

    def test_a_newer_list_takes_the_place_of_what_waits(self):
        older = self._send("Code;Price\nM-1;5\nC-1;3\n")
        later = self.today + 30 * DAY
        newer = self._send(f"Code;Price;Valid from\nM-1;6;\nC-1;4;{later}\n")

        self.assertEqual(older.line_ids.mapped('state'), ['refused', 'waiting'])
        self.assertIn("newer list", older.line_ids[0].note)
        self.assertEqual((older.state, newer.state), ('waiting', 'waiting'))
        self.assertFalse(self._get_mails(self.ann.partner_id), "nobody has decided")
        self._approve(older.line_ids)
        self.assertEqual(self._get_prices(self.mug), [(4.0, False, False)])

    def test_lists_of_a_supplier_are_taken_over_one_after_the_other(self):
        first = self._upload("Code;Stock\nM-1;5\n")
        first._send()
        second = self.feeds._receive(self.bob, b"Code;Stock\nM-1;6\n", 'x')
        second._work({})
        second._send()

        self.assertEqual(self.feeds._find_work(), first)
        self._work()
        self.assertEqual((first | second).mapped('state'), ['applied', 'applied'])
        told = self.mug._gift_get_supplier_stock()[self.mug.id][self.mugs.id]
        self.assertEqual(told[0], 6.0)
        self.assertEqual(first.state, 'applied')
        with self.assertRaisesRegex(UserError, "sent already"):
            first._set_columns({'0': 'code', '1': 'stock'}, has_headings=True)
        first._send()
        self.assertEqual(first.state, 'applied', "sending twice is sending once")

    def test_a_worker_that_was_stopped_while_taking_over_goes_on(self):
        self.patch(self.env.registry['gift.supplier.feed'], '_get_piece', lambda feed: 1)
        feed = self._send("Code;Price;Stock\nM-1;5;1\nC-1;3;2\n")
        feed.line_ids.with_user(self.buyer).action_approve()
        feed._work({})
        self.assertEqual(feed.line_ids.mapped('state'), ['applied', 'approved'])

        self._work()
        self.assertEqual(feed.state, 'applied')
        for product in self.mug | self.cup:
            self.assertEqual(len(self._get_prices(product)), 2)

    def test_a_row_makes_one_price(self):
        feed = self._send("Code;Price\nM-1;5\n")
        self._approve(feed.line_ids)
        with (
            mute_logger('odoo.sql_db'),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self._create_price(self.mug, price=5.0, gift_feed_line_id=feed.line_ids.id)

    def test_the_buyer_sees_what_a_price_means_for_the_margin(self):
        tax = self.env['account.tax'].create(
            {'name': "Included", 'amount': 20.0, 'price_include_override': 'tax_included'}
        )
        self.mug.write({'lst_price': 12.0, 'taxes_id': [Command.set(tax.ids)]})
        line = self._send("Code;Price\nM-1;5\n").line_ids.with_user(self.buyer)

        self.assertEqual(
            (line.list_price, line.old_margin, line.margin), (10.0, 60.0, 50.0), "of 10 without tax"
        )

    def test_taking_over_needs_as_many_queries_for_many_rows_as_for_few(self):
        def count(number):
            goods = self._create_many(number)
            rows = ''.join(f"{product.default_code};2;3\n" for product in goods)
            feed = self._send(f"Reference;Price;Stock\n{rows}")
            feed.line_ids.with_user(self.buyer).action_approve()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            feed._work({})
            self.env.flush_all()
            self.assertEqual(set(feed.line_ids.mapped('state')), {'applied'})
            return self.env.cr.sql_log_count - before

        count(2)
        self.assertLessEqual(count(60), count(2) + 3)

    def test_the_past_of_prices_stands_at_the_product(self):
        self._approve(self._send("Code;Price\nM-1;5\n").line_ids)
        action = self.mug.product_tmpl_id.with_user(self.buyer).action_view_gift_prices()
        variant = self.mug.with_user(self.buyer)
        self.assertEqual(variant.action_view_gift_prices()['domain'], action['domain'])

        prices = self.env[action['res_model']].search(action['domain'])
        self.assertEqual(sorted(prices.mapped('price')), [4.0, 5.0])

    def test_a_list_that_fails_again_and_again_does_not_hold_up_later_ones(self):
        first = self._upload("Code;Price\nM-1;5\n")
        first._send()
        second = self.feeds._receive(self.ann, b"Code;Price\nM-1;6\n", 'second.csv')
        while second.state == 'checking':
            second._work({})
        second._send()

        with (
            patch.object(type(first), '_apply_piece', side_effect=ValueError("odd")),
            mute_logger('odoo.addons.gift_supplier_portal.models.gift_supplier_feed_work'),
        ):
            for _time in range(5):
                self.assertEqual(self.feeds._find_work(), first)
                first._work_safely({})

        self.assertEqual((first.state, self.feeds._find_work()), ('applying', second))
        self.assertEqual(len(first.activity_ids), 1)
        staff = new_test_user(self.env, 'feed_staff', groups='gift_base.group_staff')
        with self.assertRaises(AccessError):
            first.with_user(staff).action_try_again()
        first.with_user(self.buyer).action_try_again()
        self.assertEqual(self.feeds._find_work(), first)
        self.assertFalse(first.activity_ids)
        self._work()
        self.assertNotEqual(first.state, 'applying')
        self.assertNotEqual(second.state, 'applying')
