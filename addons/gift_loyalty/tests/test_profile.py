from odoo.tests import HttpCase, new_test_user, tagged

from .gift_card_common import GiftCardCommon


@tagged('post_install', '-at_install')
class TestProfile(GiftCardCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, 'emma', groups='base.group_portal', name="Emma Fischer")
        cls.customer = cls.user.partner_id
        cls.customer.email = 'emma.f@example.com'

    def _order_gifts(self, count):
        for number in range(count):
            order = self._create_gift_order(f"Anna {number}", confirm=False)
            order.partner_id = self.customer
            order.action_confirm()

    def _read(self):
        self.env.invalidate_all()
        return str(self.customer.gift_profile_html)

    def test_the_profile_shows_orders_gifts_proofs_and_consents(self):
        self._order_gifts(2)
        order = self.env['sale.order'].search([('partner_id', '=', self.customer.id)], limit=1)

        page = self._read()

        self.assertIn(f"Order {order.name}", page)
        self.assertIn(f"Proof of {order.name}", page)
        self.assertEqual(page.count('/gift/preview/'), 2)
        self.assertIn(self.customer.currency_id.format(26), page.replace('<bdi>', ''))
        self.assertIn("May be written to about", page)

    def test_the_profile_tells_what_was_agreed_to_by_another_channel(self):
        purpose = self.env['gift.consent.purpose']._get('newsletter')
        self.assertNotIn("Text message", self._read())

        self.env['gift.consent']._note(
            'emma.f@example.com', purpose, 'given', {'source': 'staff'}, channel='sms'
        )

        self.assertIn("Text message", self._read())

    def test_a_customer_without_anything_has_no_empty_blocks(self):
        page = self._read()

        for title in ("Gifts made", "What happened", "People", "Points"):
            self.assertNotIn(title, page)

    def test_the_profile_tells_what_the_customer_has_asked(self):
        team = self.env['gift.ticket.team'].create({'name': "Care"})
        asked = {'team_id': team.id, 'partner_id': self.customer.id, 'email': 'emma.f@example.com'}
        solved, running, spam = self.env['gift.ticket'].create(
            [{'name': name, **asked} for name in ("The lid leaks", "And the mug", "Buy now")]
        )
        solved._set_stage('solved')
        solved._rate('3', "")
        spam._set_stage('spam')

        page = self._read()

        for words in ("The lid leaks", "And the mug", "1 open", "Good", f"Solved: {solved.number}",
                      f"Asked: {running.number}", f'/odoo/gift.ticket/{running.id}'):  # fmt: skip
            self.assertIn(words, page)
        self.assertNotIn("Buy now", page)

    def test_orders_of_other_customers_are_not_shown(self):
        order = self._create_gift_order("Ben")

        self.assertNotIn(order.name, self._read())

    def test_a_block_can_be_added(self):
        def blocks(profile):
            return [(lambda partner, family: {'parts': ["Added"]}, 'gift_loyalty.profile', False)]

        self.patch(type(self.env['gift.profile']), '_get_blocks', blocks)

        self.assertIn("Added", self._read())

    def test_more_orders_cost_no_more_queries(self):
        def count():
            self._read()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            str(self.customer.gift_profile_html)
            return self.env.cr.sql_log_count - before

        self._order_gifts(5)
        few = count()
        self._order_gifts(45)

        self.assertLessEqual(count(), few + 4)

    def test_the_customer_sees_an_overview_of_the_own_things(self):
        self._order_gifts(1)
        other = self._create_gift_order("Ben")
        self.authenticate('emma', 'emma')

        ticket = self.env['gift.ticket'].create(
            {
                'name': "The lid leaks",
                'team_id': self.env['gift.ticket.team'].create({'name': "Care"}).id,
                'partner_id': self.customer.id,
            }
        )
        page = self.url_open('/my').text

        self.assertIn("Your questions", page)
        self.assertIn(ticket.access_url, page)
        self.assertIn("Your gifts", page)
        self.assertEqual(page.count('/gift/preview/'), 1)
        self.assertNotIn(other.order_line._gift_get_preview_url(), page)
        self.assertNotIn("May be written to about", page)
