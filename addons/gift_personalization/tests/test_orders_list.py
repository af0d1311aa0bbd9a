from freezegun import freeze_time
from lxml import html

from odoo.tests import HttpCase, tagged

from odoo.addons.portal.controllers.portal import CustomerPortal

from .promise_common import MONDAY
from .test_wanted import WantedCommon


@tagged('post_install', '-at_install')
class TestOrdersList(WantedCommon, HttpCase):
    """The list of orders tells of each how far its gifts are."""

    def setUp(self):
        super().setUp()
        self.customer = self.users['customer'].partner_id

    def _own(self, order):
        order.partner_id = self.customer
        return order

    def _get_entries(self, path='/my/orders'):
        """Return ``{order: the words of its gifts}`` of the list, and the page."""
        self.authenticate('gift_customer', 'gift_customer')
        page = html.fromstring(self.url_open(path).content)
        rows = page.xpath("//tr[contains(@class, 'o_gift_order_entry')]")
        heads = [row.getprevious().xpath('string(.//a)').strip() for row in rows]
        return dict(zip(heads, rows, strict=True)), page

    def _get_words(self, row):
        return ' '.join(row.text_content().split())

    def test_an_order_shows_its_gift_its_step_and_its_promised_day(self):
        order = self._own(self._order(carrier=self.carrier))

        row = self._get_entries()[0][order.name]

        words = self._get_words(row)
        self.assertIn("Ordered and paid", words)
        self.assertIn("Arrives by Thu 3 Dec", words)
        [picture] = row.xpath('.//img')
        self.assertEqual(picture.get('alt'), order.order_line.name_short)
        self.assertTrue(picture.get('src').startswith('/gift/preview/'))
        again = row.xpath(".//a[contains(@class, 'btn')]/@href")
        self.assertEqual(again, [f'/my/gifts/again/{order.order_line.id}'])
        self.assertEqual(self.url_open(again[0]).status_code, 200)

    def test_recipients_and_steps_are_counted(self):
        order, ben, _cem = self._create_divided_order(confirm=False)
        self._own(order).carrier_id = self.carrier
        with freeze_time(MONDAY):
            order.action_confirm()
        ben.line_ids.gift_job_ids.stage = 'packed'

        words = self._get_words(self._get_entries()[0][order.name])

        self.assertIn("3 recipients", words)
        self.assertIn("2 × Ordered and paid · 1 × Packed", words)

    def test_what_waits_for_the_customer_comes_first(self):
        order = self._own(self._order(policy='customer'))
        order.gift_proof_ids._send()

        words = self._get_words(self._get_entries()[0][order.name])

        self.assertTrue(words.startswith("Waiting for your approval"), words)

    def test_what_has_left_promises_no_day_any_more(self):
        order = self._own(self._order(carrier=self.carrier))
        order.gift_job_ids.stage = 'shipped'

        words = self._get_words(self._get_entries()[0][order.name])

        self.assertIn("Shipped", words)
        self.assertNotIn("Arrives by", words)

    def test_many_gifts_are_four_pictures_and_a_number(self):
        order = self._order("A", "B", "C", "D", "E", "F")
        self._own(order)

        row = self._get_entries()[0][order.name]

        self.assertEqual(len(row.xpath('.//img')), 4)
        self.assertIn("+2", self._get_words(row))
        [again] = row.xpath(".//a[contains(@class, 'btn')]/@href")
        self.assertTrue(again.endswith('#gift_lines'))

    def test_an_order_without_gifts_looks_as_before(self):
        order = self.env['sale.order'].create(
            {
                'partner_id': self.customer.id,
                'order_line': [(0, 0, {'product_id': self.plain_product.id})],
            }
        )
        order.action_confirm()

        entries, page = self._get_entries()

        self.assertEqual(entries, {})
        self.assertIn(order.name, page.text_content())

    def test_orders_of_somebody_else_are_not_in_the_list(self):
        self._order()

        self.assertEqual(self._get_entries()[0], {})

    def test_the_list_is_cut_into_pages_as_before(self):
        moments = [f'2026-11-30 09:0{minute}:00' for minute in range(3)]
        orders = [self._own(self._order(moment=moment)) for moment in moments]
        self.patch(CustomerPortal, '_items_per_page', 2)

        first = self._get_entries()[0]
        second = self._get_entries('/my/orders/page/2')[0]

        self.assertEqual((len(first), len(second)), (2, 1))
        self.assertEqual({*first, *second}, {order.name for order in orders})

    def _count_queries(self, count):
        for _number in range(count):
            self._order("Anna", "Ben")
        orders = self.env['sale.order'].search([('state', '=', 'sale')], limit=count)
        self.env.flush_all()
        render = self.env['ir.qweb']._render
        template = 'gift_personalization.portal_order_entry'
        for order in orders:
            order._portal_ensure_token()
        self.env.flush_all()
        pages = []
        for shown in (orders[:1], orders):  # the first one compiles the template
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            pages = [
                str(render(template, {'order': order, 'entry': order._gift_get_list_entry()}))
                for order in shown.sudo()
            ]
        self.assertEqual(''.join(pages).count('<img'), 2 * count)
        return self.cr.sql_log_count - before

    def test_the_list_needs_no_query_per_order(self):
        few = self._count_queries(5)
        many = self._count_queries(20)

        self.assertLessEqual(many, few + 2)
