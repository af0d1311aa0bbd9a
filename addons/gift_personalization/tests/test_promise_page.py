from freezegun import freeze_time

from odoo.tests import HttpCase, tagged, warmup

from .promise_common import MONDAY, PromiseCommon

QUERIES = 40
LINE_QUERIES = 3


@tagged('post_install', '-at_install')
class TestPromisePage(PromiseCommon, HttpCase):
    def _ask(self, product=None, quantity=1, **kwargs):
        product = product or self.gift_product
        url = f'/gift/promise?product={product.id}&quantity={quantity}'
        with freeze_time(MONDAY):
            return self.url_open(url, **kwargs)

    def test_a_visitor_reads_the_date_and_why(self):
        self.gift_template.proof_policy = 'customer'
        self._order(quantity=5, policy='none', moment='2026-12-04 09:00:00')
        self.gift_template.proof_policy = 'customer'
        self.carrier.write({'is_published': True, 'sequence': -5})

        page = self._ask()

        self.assertEqual(page.status_code, 200)
        self.assertEqual(page.headers['Cache-Control'], 'private, max-age=60')
        self.assertRegex(
            page.text,
            r'Order by <bdi[^>]*>today, 12:00\s?PM \(Berlin time\)</bdi>, arrives by\s*'
            r'<strong[^>]*><bdi>Thu 10 Dec</bdi>',
        )
        self.assertIn("Approve your proof within 3 working days.", page.text)
        for sentence in (
            "Your order counts from Mon 30 Nov.",
            "You approve the proof by Thu 3 Dec.",
            "It is made on Mon 7 Dec. The days before are fully booked.",
            "Finished, packed and handed over on Tue 8 Dec.",
            f"{self.carrier.name}: it arrives between Wed 9 Dec and Thu 10 Dec.",
        ):
            self.assertIn(sentence, page.text)

    def test_nothing_is_said_of_products_that_are_not_offered(self):
        hidden = self._create_gift_product(name="Hidden", website_published=False)
        for query in (
            f'product={self.plain_product.id}',
            f'product={hidden.id}',
            'product=999999999',
            'product=x',
            'product=12345678901234567890',
            '',
        ):
            with self.subTest(query=query):
                answer = self.url_open(f'/gift/promise?{query}')
                self.assertEqual((answer.status_code, answer.text), (200, ''))

    def test_any_quantity_is_answered(self):
        for quantity in ('0', '-4', 'nan', 'inf', '1e9', '2.5', 'x', ''):
            with self.subTest(quantity=quantity):
                self.assertEqual(self._ask(quantity=quantity).status_code, 200)

    def test_the_product_page_leaves_room_and_asks_later(self):
        page = self.url_open(self.gift_product.website_url).text

        self.assertRegex(
            page, r'o_gift_promise mb-3"[^>]*hidden="hidden"[^>]*data-url="/gift/promise"'
        )
        self.assertNotIn("Why this date?", page)


@tagged('post_install', '-at_install')
class TestPromiseQueries(PromiseCommon):
    @warmup
    def test_the_questions_do_not_grow_with_bookings_or_pieces(self):
        def ask(quantity):
            self.env.invalidate_all()
            with freeze_time(MONDAY):
                return self.env['gift.promise']._plan_product(
                    self.gift_product, quantity, self.env.company, self.carrier
                )

        for _number in range(4):
            self._order(quantity=3)
        with self.assertQueryCount(QUERIES):
            ask(1)
        for _number in range(4):
            self._order(quantity=3)

        with self.assertQueryCount(QUERIES):
            plan = ask(40)

        self.assertEqual(len(plan.slots[self.method.id]), 9)

    @warmup
    def test_the_promise_of_a_cart_asks_little_more_for_more_lines(self):
        def count(*texts):
            order = self._order(*texts, confirm=False)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            with freeze_time(MONDAY):
                self.assertEqual(len(order._gift_get_cart_promise()['lines']), len(texts))
            return self.cr.sql_log_count - before

        one, eight = count("Anna"), count(*"ABCDEFGH")

        self.assertLessEqual(eight - one, 7 * LINE_QUERIES)
