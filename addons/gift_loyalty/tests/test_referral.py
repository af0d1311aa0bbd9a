from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .tier_common import TierCommon


class ReferralCommon(TierCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write(
            {
                'gift_referral_on': True,
                'gift_referral_giver_points': 100,
                'gift_referral_friend_points': 50,
                'gift_referral_min_amount': 20,
                'gift_referral_cap': 10,
            }
        )
        cls.program.gift_follows_tiers = False
        cls.link = cls.env['gift.referral.link']._open(cls.partner, cls.company, 'line of emma')
        cls.friend = cls._create_friend("Ben")

    @classmethod
    def _create_friend(cls, name, **values):
        return cls.env['res.partner'].create(
            {'name': name, 'email': f'{name}@friends.example'.lower(), **values}
        )

    def _bind(self, friend=None, line='another line'):
        return self.env['gift.referral']._bind(
            friend or self.friend, self.link.code, self.company, line
        )

    def _buy(self, friend=None, quantity=5):
        order = self._create_order(quantity=quantity, partner=friend or self.friend)
        self.invoice = self._settle(order)
        return order

    def _read_both(self, days=0):
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            self.env['gift.points.wallet']._release_due()
        wallets = [self._get_wallet(), self._get_wallet(self.friend)]
        return [self._read(wallet)[:2] if wallet else None for wallet in wallets]


@tagged('post_install', '-at_install')
class TestReferral(ReferralCommon):
    def test_both_get_points_after_the_return_window(self):
        referral = self._bind()
        self._buy()

        self.assertEqual(referral.state, 'rewarded')
        self.assertEqual(self._read_both(), [(100, 0), (150, 0)])
        self.assertEqual(self._read_both(days=15), [(0, 100), (0, 150)])

    def test_nothing_comes_before_the_order_is_paid_and_delivered(self):
        referral = self._bind()
        order = self._create_order(quantity=5, partner=self.friend)
        self._deliver(order)
        self.env['gift.order.settlement']._check_due()

        self.assertEqual(referral.state, 'bound')
        self.assertEqual(self._read_both(days=60), [None, (100, 0)])

    def test_looking_again_gives_nothing_twice(self):
        self._bind()
        order = self._buy()
        settlement = self.env['gift.order.settlement']
        for _time in range(2):
            settlement._touch(order)
            settlement._check_due()
            self.env['gift.referral']._look_at_orders(
                settlement.search([('order_id', '=', order.id)])
            )

        self.assertEqual(self._read_both(), [(100, 0), (150, 0)])

    def test_an_order_that_is_given_back_takes_the_points_of_both(self):
        referral = self._bind()
        self._buy()
        self._credit(self.invoice).action_post()
        self.env['gift.order.settlement']._check_due()

        self.assertEqual(referral.state, 'void')
        self.assertEqual(self._read_both(days=60), [(0, 0), (0, 0)])

    def test_a_small_first_order_does_not_count(self):
        self.company.gift_referral_min_amount = 101
        referral = self._bind()
        self._buy()

        self.assertEqual(referral.state, 'bound')

    def test_only_new_customers_count_and_once(self):
        other = self.env['gift.referral.link']._open(self.friend, self.company)
        self._buy()
        self.assertFalse(self._bind())

        ann = self._create_friend("Ann")
        first = self._bind(ann)
        again = self.env['gift.referral']._bind(ann, other.code, self.company)
        self.assertEqual((again, again.link_id), (first, self.link))

    def test_switched_off_or_unknown_codes_bind_nobody(self):
        referral = self.env['gift.referral']
        for code in ('', 'nonsense', "' OR 1=1", None, 5, 'x' * 500):
            with self.subTest(code=code):
                self.assertFalse(referral._bind(self.friend, code, self.company))
        self.company.gift_referral_on = False

        self.assertFalse(self._bind())

    def test_codes_cannot_be_guessed(self):
        codes = {
            self.env['gift.referral.link']
            ._open(self._create_friend(f"Friend {number}"), self.company)
            .code
            for number in range(5)
        }

        self.assertEqual(len(codes), 5)
        self.assertEqual({len(code) for code in codes}, {16})  # 80 bits in base 32


@tagged('post_install', '-at_install')
class TestReferralSigns(ReferralCommon):
    def _assert_looked_at(self, sign, friend=None, line='another line'):
        friend = friend or self.friend
        referral = self._bind(friend, line)
        self._buy(friend)
        self.assertEqual((referral.state, referral.signs), ('review', sign))
        self.assertFalse(self._get_wallet(self.partner))
        return referral

    def test_the_same_mailbox_is_looked_at(self):
        self.partner.email = 'emma.f@gmail.com'
        self._assert_looked_at(
            'mail', self._create_friend("Emma", email='emmaf+new@googlemail.com')
        )

    def test_the_same_address_is_looked_at(self):
        address = {'zip': "10119", 'country_id': self.env.ref('base.de').id}
        self.partner.write({'street': "Linienstraße 84", **address})
        self.friend.write({'street': "Linienstr. 84", **address})

        self._assert_looked_at('address')

    def test_the_same_customer_is_looked_at(self):
        contact = self._create_friend("Emma at work", parent_id=self.partner.id, type='contact')
        referral = self._bind(contact)
        self._buy(contact)

        self.assertEqual(referral.state, 'review')
        self.assertIn('customer', referral.signs)

    def test_the_same_line_is_looked_at(self):
        self._assert_looked_at('line', line='line of emma')

    def test_many_from_one_line_are_looked_at_over_all_links(self):
        for number in range(3):
            giver = self._create_friend(f"Giver {number}")
            link = self.env['gift.referral.link']._open(giver, self.company)
            friend = self._create_friend(f"Claim {number}")
            self.env['gift.referral']._bind(friend, link.code, self.company, 'one line')

        self._assert_looked_at('many', line='one line')

    def test_more_than_the_cap_is_looked_at(self):
        self.company.gift_referral_cap = 0

        self._assert_looked_at('cap')

    def test_the_team_rewards_or_refuses(self):
        staff = new_test_user(self.env, 'reviewer', groups='gift_base.group_staff')
        referral = self._assert_looked_at('line', line='line of emma')

        referral.with_user(staff).action_approve()

        self.assertEqual(referral.state, 'rewarded')
        self.assertIn("reviewer", referral.reason)
        self.assertEqual(self._read_both(), [(100, 0), (150, 0)])
        with self.assertRaises(UserError):
            referral.with_user(staff).action_refuse()

    def test_a_refused_invitation_gives_nothing(self):
        referral = self._assert_looked_at('line', line='line of emma')

        referral.action_refuse()

        self.assertEqual(referral.state, 'refused')
        self.assertEqual(self._read_both(), [None, (100, 0)])

    def test_others_decide_nothing(self):
        referral = self._assert_looked_at('line', line='line of emma')
        for group in ('sales_team.group_sale_salesman', 'base.group_portal'):
            user = new_test_user(self.env, f'other {group}', groups=group)
            with self.subTest(group), self.assertRaises(AccessError):
                referral.with_user(user).action_approve()


@tagged('post_install', '-at_install')
class TestReferralPages(ReferralCommon, HttpCase):
    def test_an_invitation_is_accepted_and_bound_at_the_sign_up(self):
        page = self.url_open(f'/r/{self.link.code}')
        self.assertEqual(page.status_code, 200)
        self.assertIn("50 points", page.text)
        self.assertNotIn("Emma", page.text)

        self._accept()
        self._sign_up('ben.new@friends.example')

        user = self.env['res.users'].search([('login', '=', 'ben.new@friends.example')])
        referral = self.env['gift.referral'].search([('friend_id', '=', user.partner_id.id)])
        self.assertEqual(referral.link_id, self.link)

    def _accept(self):
        answer = self.url_open(
            f'/r/{self.link.code}',
            data={'csrf_token': self._get_token(f'/r/{self.link.code}')},
            allow_redirects=False,
        )
        self.assertEqual(answer.status_code, 303)

    def _get_token(self, path):
        page = self.url_open(path).text
        return page.partition('csrf_token: "')[2].partition('"')[0]

    def _sign_up(self, login):
        self.env['website'].get_current_website().auth_signup_uninvited = 'b2c'
        token = self._get_token('/web/signup')
        values = {
            'login': login,
            'name': "Ben New",
            'password': "long enough 12",
            'confirm_password': "long enough 12",
            'csrf_token': token,
        }
        answer = self.url_open('/web/signup', data=values)
        self.assertEqual(answer.status_code, 200)

    def test_without_consent_to_cookies_a_visit_keeps_nothing(self):
        self.env['website'].get_current_website().cookies_bar = True
        self.url_open(f'/r/{self.link.code}')

        self._sign_up('ann.new@friends.example')

        self.assertFalse(self.env['gift.referral'].search([('link_id', '=', self.link.id)]))

    def test_wrong_codes_are_all_answered_alike(self):
        for code in ('nonsense', '%00', 'x' * 300, self.link.code[:-1]):
            with self.subTest(code=code):
                answer = self.url_open(f'/r/{code}')
                self.assertEqual(answer.status_code, 404)
        self.company.gift_referral_on = False
        self.assertEqual(self.url_open(f'/r/{self.link.code}').status_code, 404)

    def test_a_customer_makes_an_own_link(self):
        user = new_test_user(self.env, 'emma', groups='base.group_portal')
        self.authenticate('emma', 'emma')
        self.assertIn("Make my link", self.url_open('/my/loyalty').text)

        self.url_open('/my/loyalty/invite', data={'csrf_token': self._get_token('/my')})

        link = self.env['gift.referral.link']._get_of(user.partner_id, self.company)
        self.assertIn(f'/r/{link.code}', self.url_open('/my/loyalty').text)
