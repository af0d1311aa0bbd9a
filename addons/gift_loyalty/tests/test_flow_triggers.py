from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .flow_common import EMAIL, FlowCommon
from .review_common import ReviewCommon


@tagged('post_install', '-at_install')
class TestTriggers(FlowCommon):
    """What begins a flow, what it tells and what it brings."""

    def _create_one(self, trigger, purpose='recommendation', **values):
        self.flow.active = False
        self._say('given', purpose) if purpose else None
        return self._create_flow(
            trigger=trigger,
            purpose_id=self._purpose(purpose).id if purpose else False,
            step_ids=[self._prepare_step("{{product}}{{order}}{{points}} {{day}}", 0)],
            **values,
        )

    def _get_mail(self, flow):
        return flow.run_ids.sending_ids.trace_id.mail_mail_id

    def test_a_cart_is_reminded_of_by_the_flow_instead_of_the_shops_own_mail(self):
        flow = self._create_one('cart', 'cart')
        website = self.env['website'].get_current_website()
        self.env['website'].search([]).send_abandoned_cart_email = False
        website.send_abandoned_cart_email = True
        website.send_abandoned_cart_email_activation_time = '2020-01-01'
        cart = self._create_gift_order(confirm=False, plain=1)
        cart.write(
            {
                'partner_id': self.customer.id,
                'website_id': website.id,
                'date_order': self.now - timedelta(hours=12),
            }
        )
        before = self.env['mail.mail'].search([])

        for _i in range(2):
            self.env['website']._send_abandoned_cart_email()
            cart.cart_recovery_email_sent = False
            self._run(0)

        mail = self.env['mail.mail'].search([]) - before
        self.assertEqual(mail, self._get_mail(flow))
        self.assertEqual(len(mail), 1)
        run = flow.run_ids
        self.assertIn(f'id={cart.id}&', flow._get_target(run))

    def test_a_cart_that_was_ordered_meanwhile_is_not_reminded_of(self):
        flow = self._create_one('cart', 'cart', stop_on_order=False)
        cart = self._create_gift_order(confirm=False, plain=1)
        flow._enter(EMAIL, f'cart:{cart.id}', cart, self.customer)
        cart.action_confirm()

        self._run(0)

        self.assertEqual((flow.run_ids.state, flow.run_ids.reason), ('stopped', 'gone'))
        self.assertFalse(self._get_mail(flow))

    def test_what_is_gone_ends_the_flow(self):
        flow = self._create_one('cart', 'cart')
        cart = self._create_gift_order(confirm=False, plain=1)
        flow._enter(EMAIL, f'cart:{cart.id}', cart, self.customer)
        cart.unlink()

        self._run(0)

        self.assertEqual(flow.run_ids.reason, 'gone')

    def test_who_has_not_ordered_for_long_enters_once_for_the_last_order(self):
        flow = self._create_one('winback', days=180)
        order = self._order(hours=-24 * 181)
        self._order(hours=-24 * 300)

        self._run(0)
        self._run(1)

        self.assertEqual(flow.run_ids.mapped('event'), [f'winback:{order.id}'])
        self.assertEqual(len(flow.run_ids.sending_ids), 1)

    def test_an_order_begins_the_flow_after_orders(self):
        flow = self._create_one('purchase', stop_on_order=False)
        order = self._order()
        order.website_id = self.env['website'].search([], limit=1)
        flow.activated_on = self.now - timedelta(hours=1)

        self._run(0)

        self.assertIn(order.name, self._get_mail(flow).subject)

    def test_an_occasion_is_reminded_of_by_the_flow_instead_of_the_shops_own_mail(self):
        flow = self._create_one('occasion', 'occasion')
        today = self.env['gift.occasion']._get_today()
        day = today + timedelta(days=60)
        occasion = self.env['gift.occasion'].create(
            {'partner_id': self.customer.id, 'name': "Oma", 'month': day.month, 'day': day.day}
        )
        occasion.remind_on = today

        for _i in range(2):
            self.env['gift.occasion']._cron_remind()
            occasion.remind_on = today
            self._run(0)

        self.assertEqual(len(flow.run_ids), 1)
        self.assertIn("Birthday: Oma", self._get_mail(flow).subject)

    def test_points_that_end_are_told_of_once_a_day_of_ending(self):
        program = self.env['loyalty.program'].create(
            {
                'name': "Points",
                'program_type': 'loyalty',
                'applies_on': 'both',
                'trigger': 'auto',
                'portal_point_name': "stars",
            }
        )
        card = self.env['loyalty.card'].create(
            {'program_id': program.id, 'partner_id': self.customer.id}
        )
        wallet = card._gift_get_wallet()
        wallet._add_bonus(40, key='start', reason="Start")
        wallet.lot_ids.expires_on = fields.Date.today() + timedelta(days=20)
        week = self._create_one('points', 'points', days=7)
        month = self._create_one('points', 'points', days=30)

        self._run(0)
        self._run(24)

        self.assertFalse(week.run_ids)
        self.assertEqual(len(month.run_ids.sending_ids), 1)
        self.assertIn("40", self._get_mail(month).subject)

    def test_a_product_that_is_there_again_is_told_of_to_who_asked(self):
        flow = self._create_one('stock', '')
        product = self.plain_product
        product.is_published = True
        product.stock_notification_partner_ids = self.customer

        self.env['product.product']._send_availability_email()
        self.env['product.product']._send_availability_email()
        self._run(0)

        self.assertEqual(len(flow.run_ids.sending_ids), 1)
        self.assertFalse(product.stock_notification_partner_ids)
        self.assertIn(product.name, self._get_mail(flow).subject)

    def test_only_what_was_asked_for_needs_no_purpose(self):
        with self.assertRaises(ValidationError):
            self._create_flow(purpose_id=False)

    def test_results_count_opens_clicks_orders_and_compare_with_the_held_out(self):
        self._say('given')
        self._say('given', email='otto@example.com')
        otto = self.env['res.partner'].create({'name': "Otto", 'email': 'otto@example.com'})
        self._run(0)
        run = self._get_run()
        sending = run.sending_ids
        sending.trace_id.set_sent()
        sending.trace_id.set_opened()
        sending.trace_id.set_clicked()
        self._get_run('otto@example.com').write({'state': 'held', 'due_on': False})
        self._order(amount=80.0, hours=1)
        self._order(amount=1000.0, hours=24 * 8)  # too late to count
        self._order(partner=otto, amount=20.0, hours=2)
        self.env.invalidate_all()

        variant = self.first.variant_ids
        self.assertEqual(
            (variant.sent, variant.opened, variant.clicked, variant.orders, variant.revenue),
            (1, 1, 1, 2, 100.0),
        )
        flow = self.flow
        self.assertEqual((flow.people, flow.buyers_percent, flow.per_person), (1, 100, 80))
        self.assertEqual(
            (flow.held_people, flow.held_buyers_percent, flow.held_per_person), (1, 100, 20)
        )


@tagged('post_install', '-at_install')
class TestReviewFlow(ReviewCommon):
    """The buyer of a gift that has arrived is asked once, some days later."""

    def test_a_gift_that_arrived_is_asked_about_after_the_days_of_the_flow(self):
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)
        flow = self.env.ref('gift_loyalty.flow_review')
        (self.env['gift.flow'].search([]) - flow).active = False
        self.line.product_id.is_published = True
        flow.write({'days': 7, 'activated_on': fields.Datetime.now() - timedelta(days=1)})
        self.env['gift.flow']._cron_run()
        self.assertFalse(flow.run_ids)

        flow.days = 1
        for _i in range(2):
            self.env['gift.flow']._cron_run()

        self.assertEqual(flow.run_ids.mapped('event'), [f'review:{self.line.order_id.id}'])
        mail = flow.run_ids.sending_ids.trace_id.mail_mail_id
        self.assertEqual(len(mail), 1)
        self.assertIn(self.line.product_id.name, mail.subject)
        self.assertEqual(flow._get_target(flow.run_ids), self.line._gift_get_review_url())

    def test_an_arrival_that_is_told_late_is_asked_about_for_thirty_days_more(self):
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)
        flow = self.env.ref('gift_loyalty.flow_review')
        (self.env['gift.flow'].search([]) - flow).active = False
        self.line.product_id.is_published = True
        flow.write({'days': 7, 'activated_on': fields.Datetime.now() - timedelta(days=365)})
        self._create_arrived(partner=self._create_buyer(), days=7 + 31)
        self.env['gift.flow']._cron_run()
        self.assertFalse(flow.run_ids)

        late = self._create_arrived(partner=self._create_buyer(), days=7 + 29)
        self.env['gift.flow']._cron_run()
        self.assertEqual(flow.run_ids.mapped('event'), [f'review:{late.order_id.id}'])
