from ast import literal_eval
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tests import new_test_user, tagged

from .tier_common import TierCommon


@tagged('post_install', '-at_install')
class TestTier(TierCommon):
    def _look(self, days=0):
        with freeze_time(fields.Datetime.now() + timedelta(days=days)):
            self.env['gift.tier.status']._look_at_all()

    def test_a_customer_rises_when_the_order_is_paid_and_delivered(self):
        order = self._create_order(quantity=5)
        self._deliver(order)
        self.env['gift.order.settlement']._check_due()
        self.assertFalse(self.partner._gift_get_tier())

        self._pay(self._invoice(order))
        self.env['gift.order.settlement']._check_due()

        self.assertEqual(self.partner._gift_get_tier(), self.silver)
        self.assertEqual(self._get_status().spent, 100)
        self.assertEqual(self._get_status().change_ids.mapped('cause'), ['reached'])

    def test_contacts_of_one_company_reach_a_tier_together(self):
        firm = self.env['res.partner'].create({'name': "Firm", 'is_company': True})
        contacts = self.env['res.partner'].create(
            [{'name': name, 'parent_id': firm.id} for name in ("Ann", "Ben")]
        )
        for contact in contacts:
            self._settle(self._create_order(quantity=3, partner=contact))

        self.assertEqual(self._get_status(firm).spent, 120)
        self.assertEqual(contacts[1]._gift_get_tier(), self.silver)
        self.assertEqual(contacts.mapped('gift_tier_id'), self.silver)

    def test_customers_are_found_by_their_tier_and_by_having_one(self):
        firm = self.env['res.partner'].create({'name': "Firm", 'is_company': True})
        contact = self.env['res.partner'].create({'name': "Ann", 'parent_id': firm.id})
        self._settle(self._create_order(quantity=6, partner=contact))
        partners = self.env['res.partner']
        among = Domain('id', 'in', (firm | contact | self.partner).ids)

        def find(*condition):
            return partners.search(among & Domain('gift_tier_id', *condition))

        self.assertEqual(find('=', self.silver.id), firm | contact)
        self.assertFalse(find('=', self.gold.id))
        self.assertEqual(find('!=', False), firm | contact)
        self.assertEqual(find('=', False), self.partner)
        self.assertEqual(find('in', [self.gold.id, False]), self.partner)
        segment = self.env.ref('gift_loyalty.mailing_filter_tier').mailing_domain
        self.assertEqual(partners.search(among & Domain(literal_eval(segment))), firm | contact)

    def test_a_refund_is_taken_off_and_the_tier_stays_for_the_grace(self):
        invoice = self._settle(self._create_order(quantity=5))

        self._credit(invoice).action_post()
        self.env['gift.order.settlement']._check_due()
        status = self._get_status()

        self.assertEqual(status.spent, 0)
        self.assertEqual(status.tier_id, self.silver)
        self.assertEqual(status.drop_on, fields.Date.context_today(status) + timedelta(days=30))

        self._look(29)
        self.assertEqual(status.tier_id, self.silver)
        self._look(30)
        self._look(30)
        self.assertFalse(status.tier_id)
        self.assertEqual(status.change_ids.mapped('cause'), ['lost', 'reached'])

    def test_orders_fall_out_of_the_window(self):
        self._settle(self._create_order(quantity=5))

        self._look(300)
        self.assertFalse(self._get_status().drop_on)
        self._look(370)

        self.assertTrue(self._get_status().drop_on)
        self.assertEqual(self._get_status().spent, 0)

    def test_delivery_and_gift_cards_do_not_count(self):
        card = self.env['product.product'].create(
            {'name': "Gift card", 'type': 'service', 'list_price': 400, 'taxes_id': False}
        )
        self.env['loyalty.program'].create(
            {
                'name': "Gift cards",
                'program_type': 'gift_card',
                'applies_on': 'future',
                'trigger': 'auto',
                'rule_ids': [Command.create({'product_ids': card.ids})],
                'reward_ids': [Command.create({'discount_mode': 'per_point', 'discount': 1})],
            }
        )
        order = self._create_order(quantity=5, confirm=False)
        order.order_line = [
            Command.create({'product_id': card.id}),
            Command.create(
                {
                    'product_id': self.plain_product.id,
                    'price_unit': 30,
                    'is_delivery': True,
                }
            ),
        ]

        self.assertEqual(order._gift_get_qualifying_amount(), 100)

    def test_a_discount_counts_less(self):
        self._create_wallet(80)
        order = self._create_order(quantity=6, reward=True)

        self.assertEqual(order._gift_get_qualifying_amount(), 115)

    def test_a_look_is_taken_once_a_day(self):
        self._settle(self._create_order(quantity=5))
        today = self.env['gift.tier.status']

        self._look()
        self.assertNotIn(self.partner.id, today._find_unseen(self.company))
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.assertIn(self.partner.id, today._find_unseen(self.company))

    def test_a_customer_who_drops_is_told_once(self):
        template = self.env.ref('gift_loyalty.mail_template_tier_notice')
        invoice = self._settle(self._create_order(quantity=5))
        self.patch(
            self.registry['res.partner'], '_gift_allows', lambda partner, purpose, **kw: True
        )
        self._credit(invoice).action_post()
        self.env['gift.order.settlement']._check_due()

        self._look()
        self._look(1)

        mails = self.env['mail.mail'].search(
            [('model', '=', 'gift.tier.status'), ('res_id', '=', self._get_status().id)]
        )
        self.assertEqual(len(mails), 1)
        self.assertIn("Silver", mails.subject)
        self.assertIn("100.00", mails.body_html)
        self.assertEqual(template.model, 'gift.tier.status')

    def test_a_customer_who_wants_no_mails_gets_none(self):
        invoice = self._settle(self._create_order(quantity=5))
        self.patch(
            self.registry['res.partner'], '_gift_allows', lambda partner, purpose, **kw: False
        )
        self._credit(invoice).action_post()
        self.env['gift.order.settlement']._check_due()

        self._look()

        self.assertFalse(self.env['mail.mail'].search([('model', '=', 'gift.tier.status')]))


@tagged('post_install', '-at_install')
class TestTierByHand(TierCommon):
    def _apply(self, groups='gift_base.group_manager', **values):
        user = new_test_user(self.env, f'setter {groups}', groups=groups)
        wizard = self.env['gift.tier.override'].create(
            {'partner_id': self.partner.id, 'reason': "Goodwill", **values}
        )
        return wizard.with_user(user).action_apply()

    def test_a_manager_sets_a_tier_with_a_reason(self):
        self._apply(tier_id=self.gold.id)

        status = self._get_status()
        self.assertEqual(status.tier_id, self.gold)
        self.assertEqual(status.change_ids.mapped('reason'), ["Goodwill"])

    def test_a_tier_that_was_set_stays_whatever_is_spent(self):
        self._apply(tier_id=self.gold.id)
        with freeze_time(fields.Datetime.now() + timedelta(days=400)):
            self.env['gift.tier.status']._look_at_all()

        self.assertEqual(self._get_status().tier_id, self.gold)

    def test_after_its_last_day_the_grace_begins(self):
        today = fields.Date.context_today(self.partner)
        self._apply(tier_id=self.gold.id, until=today + timedelta(days=5))
        for days, tier in ((5, self.gold), (6, self.gold), (36, self.env['gift.tier'])):
            with freeze_time(fields.Datetime.now() + timedelta(days=days)):
                self.env['gift.tier.status']._look_at_all()
            self.assertEqual(self._get_status().tier_id, tier, days)

        self.assertEqual(self._get_status().change_ids.mapped('cause'), ['lost', 'freed', 'set'])

    def test_a_day_that_has_passed_is_refused(self):
        yesterday = fields.Date.context_today(self.partner) - timedelta(days=1)

        with self.assertRaises(ValidationError):
            self._apply(tier_id=self.gold.id, until=yesterday)

    def test_without_a_reason_nothing_is_set(self):
        with self.assertRaises(ValidationError):
            self._apply(tier_id=self.gold.id, reason="  ")

    def test_salesmen_and_staff_set_none(self):
        for groups in ('sales_team.group_sale_salesman', 'gift_base.group_staff'):
            with self.subTest(groups), self.assertRaises(AccessError):
                self._apply(groups, tier_id=self.gold.id)

        self.assertFalse(self._get_status())

    def test_the_history_cannot_be_changed(self):
        self._apply(tier_id=self.gold.id)

        with self.assertRaises(UserError):
            self._get_status().change_ids.write({'reason': "Other"})
