import re
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.gift_personalization.tests.parcel_common import ParcelCommon

from ..const import CODES_PER_CALLER
from .gift_card_common import GiftCardCommon

CODE = re.compile(r'^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$')
BAD = "This code cannot be used."
TOO_OFTEN = "That was too often"


class CodeCommon(GiftCardCommon, HttpCase):
    _open_cart = ParcelCommon._open_cart
    _post = ParcelCommon._post

    def setUp(self):
        super().setUp()
        self.yesterday = fields.Date.today() - timedelta(days=1)
        self.cart = self.env['sale.order'].create(
            {
                'partner_id': self.public_partner.id,
                'website_id': self.website.id,
                'order_line': [Command.create({'product_id': self.plain_product.id})],
            }
        )
        self._open_cart(self.cart)

    def _create_bad_codes(self):
        """Return codes that are good for nothing, each for another reason."""
        archived = self._create_card_program(name="Old vouchers")
        used = self._create_card(5)
        self._create_order(card=used)
        codes = [
            "7777-7777-7777-7777",
            self._create_card(50, expiration_date=self.yesterday).code,
            used.code,
            self._create_card(0).code,
            self._create_card(50, program_id=archived.id).code,
            self._create_card(50, active=False).code,
        ]
        archived.active = False
        return codes


@tagged('post_install', '-at_install')
class TestGiftCardCode(CodeCommon):
    def test_every_way_to_make_a_card_gives_it_a_long_code(self):
        wizard = self.env['loyalty.generate.wizard'].create(
            {'program_id': self.card_program.id, 'coupon_qty': 2, 'points_granted': 10}
        )
        wizard.generate_coupons()
        order = self._buy_cards(2)

        codes = (self.card_program.coupon_ids | self._get_cards(order)).mapped('code')

        self.assertEqual(len(set(codes)), 4)
        for code in codes:
            self.assertRegex(code, CODE)

    def test_a_code_is_taken_in_the_cart_however_it_is_typed(self):
        card = self._create_card(15)

        self._post('/shop/pricelist', promo=f' {card.code.lower().replace("-", "")} ')

        self.assertEqual(self.cart.amount_total, 5)

    def test_codes_that_cannot_be_used_get_one_answer_in_the_cart(self):
        answers = set()
        for code in self._create_bad_codes():
            page = self._post('/shop/pricelist', promo=code)
            alert = re.search(r'<div[^>]*role="alert"[^>]*>\s*([^<]+)', page.text)
            answers.add((page.status_code, page.url, alert.group(1).strip()))
            self.assertNotIn(code, page.text)

        self.assertEqual(len(answers), 1, answers)
        self.assertEqual(self.cart.amount_total, 20)

    def test_codes_that_cannot_be_used_get_one_answer_as_a_link(self):
        answers = set()
        for code in self._create_bad_codes():
            page = self.url_open(f'/coupon/{code}?r=/shop/cart', allow_redirects=False)
            answers.add((page.status_code, page.headers['Location']))

        self.assertEqual(len(answers), 1, answers)
        self.assertIn('cannot+be+used', answers.pop()[1])

    def test_a_running_code_says_which_condition_is_missing(self):
        self.env['loyalty.program'].create(
            {
                'name': "Big orders",
                'program_type': 'promo_code',
                'applies_on': 'current',
                'trigger': 'with_code',
                'rule_ids': [
                    Command.clear(),
                    Command.create({'mode': 'with_code', 'code': "BIG", 'minimum_amount': 500}),
                ],
                'reward_ids': [Command.clear(), Command.create({'discount': 10})],
            }
        )

        page = self._post('/shop/pricelist', promo="BIG")

        self.assertIn("A minimum of 500", page.text)

    def test_staff_see_why_a_code_does_not_work(self):
        card = self._create_card(50, expiration_date=self.yesterday)

        result = self._create_order(confirm=False)._try_apply_code(card.code)

        self.assertIn("expired", result['error'])

    def test_who_tries_many_codes_has_to_wait(self):
        card = self._create_card(15)
        for path in ('/shop/pricelist?promo=A', '/coupon/B', '/shop/claimreward?reward_id=1'):
            for _attempt in range(CODES_PER_CALLER // 3):
                self.url_open(path, allow_redirects=False)

        refused = self._post('/shop/pricelist', promo=card.code)
        self.url_open(f'/coupon/{card.code}')
        balance = self._post('/gift-card', code=card.code)

        self.assertIn(TOO_OFTEN, refused.text)
        self.assertEqual(self.cart.amount_total, 20)
        self.assertEqual(balance.status_code, 429)
        self.assertIn(TOO_OFTEN, balance.text)

    def test_odd_parameters_are_answered(self):
        for path in (
            '/shop/pricelist',
            '/shop/pricelist?promo=%00',
            f'/shop/pricelist?promo={"A" * 3000}',
            '/coupon/%00',
            '/coupon/%20',
            '/shop/claimreward',
            '/shop/claimreward?reward_id=x&product_id=y',
            f'/shop/claimreward?reward_id={"9" * 30}',
            f'/shop/claimreward?reward_id={self.card_reward.id}&product_id=-1',
        ):
            with self.subTest(path):
                self.assertLess(self.url_open(path).status_code, 500)


@tagged('post_install', '-at_install')
class TestGiftCardBalance(CodeCommon):
    def _ask(self, code):
        return self._post('/gift-card', code=code)

    def test_the_page_tells_what_is_left_and_until_when(self):
        card = self._create_card(42.5, expiration_date=fields.Date.today() + timedelta(days=9))

        page = self._ask(card.code.lower())

        self.assertIn('42.50', page.text)
        self.assertIn(card.code, page.text)
        self.assertIn("Good until", page.text)
        self.assertIn("Pay my cart with it", page.text)
        self.assertIn('no-store', page.headers['Cache-Control'])

    def test_codes_that_are_worth_nothing_get_one_answer(self):
        answers = set()
        for code in [*self._create_bad_codes(), "A" * 90]:
            page = self._ask(code)
            self.assertIn(BAD, page.text)
            body = page.text.split('<main')[1].replace(code, '').replace(' value=""', '')
            answers.add((page.status_code, re.sub(r'value="[^"]*"', '', body)))

        self.assertEqual(len(answers), 1)

    def test_a_card_of_another_kind_has_no_balance_here(self):
        points = self.env['loyalty.program'].create(
            {
                'name': "Points",
                'program_type': 'loyalty',
                'applies_on': 'both',
                'trigger': 'auto',
                'reward_ids': [Command.create({'required_points': 5})],
            }
        )
        card = self.env['loyalty.card'].create(
            {'program_id': points.id, 'partner_id': self.partner.id, 'points': 10}
        )

        self.assertIn(BAD, self._ask(card.code).text)

    def test_good_and_bad_codes_ask_the_database_the_same(self):
        good = self._create_card(10).code
        codes = [good, *self._create_bad_codes()]
        cards = self.env['loyalty.card']
        counts = set()

        for code in codes:
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            bool(cards._gift_find_spendable(code))
            counts.add(self.env.cr.sql_log_count - before)

        self.assertEqual(len(counts), 1, counts)

    def test_an_empty_field_says_what_to_do(self):
        self.assertIn("Enter the code of your gift card.", self._ask(' ').text)

    def test_the_form_needs_its_token(self):
        self.assertEqual(self.url_open('/gift-card', data={'code': 'A'}).status_code, 400)
