from freezegun import freeze_time

from odoo.tests import HttpCase, tagged, warmup

from .promise_common import MONDAY
from .test_wanted import DEC, WantedCommon


@tagged('post_install', '-at_install')
class TestWantedPage(WantedCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.cart = self.env['sale.order'].create(
            {
                'partner_id': self.public_partner.id,
                'website_id': self.website.id,
                'carrier_id': self.carrier.id,
            }
        )
        self.line = self._add_gift_to_cart(self.cart, "Anna", quantity=2)
        self._open_cart(self.cart)

    def _get(self, url='/shop/wanted-date', **kwargs):
        with freeze_time(MONDAY):
            return self.url_open(url, **kwargs)

    def _choose(self, day, **data):
        with freeze_time(MONDAY):
            return self._post('/shop/wanted-date', date=day, **data)

    def test_a_visitor_chooses_a_day_and_the_cart_says_until_when_to_order(self):
        page = self._get().text
        self.assertIn('<optgroup label="December 2026">', page)
        self.assertIn('<option value="2026-12-03">Thursday 3 December 2026</option>', page)
        self.assertNotIn('value="2026-12-02"', page)
        self.assertIn('<label class="form-label" for="gift_wanted">', page)

        page = self._choose('2026-12-17')

        self.assertTrue(page.url.endswith('/shop/cart'))
        self.assertEqual(self.cart.gift_wanted_date, DEC[16])
        self.assertIn("Thu 17 Dec", page.text)
        self.assertRegex(page.text, r'Order by <bdi[^>]*>Mon 14 Dec, 12:00\s?PM \(Berlin time\)')
        self.assertIn('<option value="2026-12-17" selected="selected">', self._get().text)

    def test_the_moment_is_shown_in_the_time_zone_of_the_visitor(self):
        self._choose('2026-12-17')
        self.opener.cookies.set('tz', 'America/New_York')

        self.assertRegex(
            self._get('/shop/cart').text, r'Order by <bdi[^>]*>Mon 14 Dec, 6:00\s?AM</bdi>'
        )

    def test_with_a_proof_the_cart_says_until_when_to_approve(self):
        self.gift_template.proof_policy = 'customer'

        page = self._choose('2026-12-17').text

        self.assertRegex(page, r'Approve your proof by <bdi[^>]*>Fri 11 Dec</bdi>')

    def test_a_day_that_is_not_offered_is_refused_with_the_nearest(self):
        page = self._choose('2026-12-02')

        self.assertEqual(page.status_code, 200)
        self.assertRegex(page.text, r'role="alert">It cannot arrive by Wed 2 Dec\. The nearest')
        self.assertFalse(self.cart.gift_wanted_date)

    def test_hostile_parameters_are_answered_with_a_page(self):
        for day in ('x', '2026-13-45', '0000-00-00', '9' * 5000, '<b>', '2026-12-03T00:00'):
            with self.subTest(day=day[:20]):
                answer = self._choose(day)
                self.assertEqual(answer.status_code, 200)
                self.assertIn("Please choose a date.", answer.text)
        for query in ('back=https://evil.example', 'back=//x', 'parcel=', 'tz=../../etc'):
            with self.subTest(query=query):
                answer = self._get(f'/shop/wanted-date?{query}')
                self.assertEqual(answer.status_code, 200)
                self.assertNotIn('evil', answer.text)
        for parcel in ('0', '-1', 'x', '9' * 30, '1 OR 1=1'):
            with self.subTest(parcel=parcel):
                self.assertEqual(self._get(f'/shop/wanted-date?parcel={parcel}').status_code, 404)
        self.opener.cookies.set('tz', '../../../etc/passwd')
        self._choose('2026-12-17')
        self.assertIn("(Berlin time)", self._get('/shop/cart').text)

    def test_without_a_gift_there_is_nothing_to_choose(self):
        self.line.unlink()

        self.assertTrue(self._get().url.endswith('/shop/cart'))

    def test_a_lost_day_is_told_in_the_cart_and_at_the_payment(self):
        self._choose('2026-12-03')
        self._order(quantity=5)

        page = self._get('/shop/cart').text

        self.assertRegex(page, r'role="alert">It cannot arrive by Thu 3 Dec\. The nearest')
        self.assertNotIn("Order by", page.split('o_gift_wanted', 1)[1].split('</section>')[0])

    def test_a_recipient_has_a_day_of_its_own(self):
        ben = self._add_parcel("Ben", self.cart)
        self._assign(self.line, ben, 1)
        self.assertIn(f'/shop/wanted-date?parcel={ben.id}', self._get('/shop/recipients').text)

        page = self._choose('2026-12-17', parcel=ben.id)

        self.assertTrue(page.url.endswith('/shop/recipients'))
        self.assertIn("Arrives by <bdi>Thu 17 Dec</bdi>", page.text)
        self.assertEqual((ben.wanted_date, self.cart.gift_wanted_date), (DEC[16], False))

    def test_the_order_page_says_what_was_promised_for_whom(self):
        order, ben, _cem = self._create_divided_order(confirm=False)
        order.carrier_id = self.carrier
        self._want(order, DEC[6])
        self._want(ben, DEC[16])
        self._confirm(order)

        page = self.url_open(order.get_portal_url()).text

        section = page.split('id="gift_promise"', 1)[1].split('</div>')[0]
        self.assertIn("Thu 17 Dec", section)
        self.assertRegex(section, r'Ben</bdi>: <strong><bdi>Thu 17 Dec')
        self.assertRegex(section, r'Cem</bdi>: <strong><bdi>Mon 7 Dec')
        self.assertIn(("Arrives by", "Thu 17 Dec"), order._gift_get_receipt_facts())


@tagged('post_install', '-at_install')
class TestWantedQueries(WantedCommon):
    @warmup
    def test_the_questions_hardly_grow_with_recipients(self):
        def count(recipients):
            order = self._cart(quantity=recipients)
            line = order.order_line
            for number in range(recipients - 1):
                self._assign(line, self._add_parcel(f"P{number}", order), 1)
            self._want(order, DEC[16])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            with freeze_time(MONDAY):
                self.assertFalse(order._gift_get_wanted_problem())
            return self.cr.sql_log_count - before

        few, many = count(2), count(5)

        self.assertLessEqual(many - few, 3 * 3)
