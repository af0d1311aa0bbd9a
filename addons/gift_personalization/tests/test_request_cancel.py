from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .request_common import RequestCommon


@tagged('post_install', '-at_install')
class TestCancelAtOnce(RequestCommon):
    """Nobody has begun: the customer cancels, and everything follows."""

    def test_a_whole_order_is_cancelled_with_jobs_proofs_and_bookings(self):
        order, _tx = self._order_paid("Anna", "Ben")
        self._approve(order.gift_job_ids[:1])

        request = self._ask(order)

        self.assertEqual((request.state, request.is_self_service), ('done', True))
        self.assertEqual(order.state, 'cancel')
        self.assertEqual(set(order.gift_job_ids.mapped('stage')), {'cancelled'})
        self.assertEqual(set(order.gift_proof_ids.mapped('state')), {'cancelled'})
        self.assertFalse(order.order_line.gift_booking_ids)
        self.assertEqual((request.amount, request.money_state), (26.0, 'due'))

    def test_one_gift_of_two_is_cancelled_and_the_other_goes_on(self):
        order, _tx = self._order_paid("Anna", "Ben")
        anna, ben = self._get_lines(order)

        request = self._ask(order, {ben: 1})

        self.assertEqual((order.state, order.amount_total), ('sale', 13.0))
        self.assertEqual((anna.product_uom_qty, ben.product_uom_qty), (1, 0))
        self.assertEqual(anna.gift_job_ids.stage, 'waiting')
        self.assertEqual(ben.gift_job_ids.stage, 'cancelled')
        self.assertEqual(ben.gift_proof_ids.state, 'cancelled')
        self.assertEqual(anna.gift_proof_ids.state, 'sent')
        self.assertEqual(request.amount, 13.0)

    def test_a_part_of_a_quantity_is_cancelled(self):
        order, _tx = self._order_paid("Anna", quantity=5)
        [line] = self._get_lines(order)

        request = self._ask(order, {line: 2})

        self.assertEqual((line.product_uom_qty, line.gift_job_ids.quantity), (3, 3))
        self.assertEqual(line.gift_job_ids.stage, 'waiting')
        self.assertEqual(request.amount, 26.0)
        self.assertIn("cancelled pieces", line.gift_job_ids.event_ids.sorted('id')[-1].note)

    def test_written_print_files_of_a_cancelled_gift_are_revoked(self):
        order, _tx = self._order_paid("Anna", "Ben")
        _anna, ben = self._get_lines(order)
        self._make_ready(ben.gift_job_ids)
        self.assertEqual(ben.gift_job_ids.file_state, 'done')

        self._ask(order, {ben: 1})

        job = ben.gift_job_ids
        self.assertFalse(any(map(job._gift_is_current_file, job.file_ids)))
        self.assertFalse(job.files_hash)

    def test_goods_that_were_ordered_from_the_stock_are_given_back(self):
        product = self._create_gift_product(name="Stocked", is_storable=True)
        self.env['stock.quant']._update_available_quantity(
            product, self.env.ref('stock.stock_location_stock'), 10
        )
        order, _tx = self._order_paid("Anna", quantity=4, product=product)
        [line] = self._get_lines(order)
        self._approve(line.gift_job_ids)
        self.assertEqual(sum(line.move_ids.mapped('product_uom_qty')), 4)

        self._ask(order, {line: 1})

        open_moves = line.move_ids.filtered(lambda move: move.state != 'cancel')
        self.assertEqual(sum(open_moves.mapped('product_uom_qty')), 3)
        self._ask(order, {line: 3})
        self.assertEqual(set(line.move_ids.mapped('state')), {'cancel'})
        self.assertEqual(order.state, 'cancel')

    def test_an_order_that_is_locked_is_changed_and_stays_locked(self):
        order, _tx = self._order_paid("Anna", "Ben")
        order.locked = True

        self._ask(order, {self._get_lines(order)[0]: 1})

        self.assertEqual((order.amount_total, order.locked), (13.0, True))

    def test_the_pieces_that_stay_keep_the_price_that_was_agreed(self):
        order, _tx = self._order_paid("Anna", quantity=3)
        [line] = self._get_lines(order)
        self.gift_product.list_price = 50.0

        request = self._ask(order, {line: 1})

        self.assertEqual((line.price_unit, order.amount_total), (13.0, 26.0))
        self.assertEqual(request.amount, 13.0)

    def test_a_job_leaves_a_batch_whose_sheets_were_laid_for_more_pieces(self):
        order, _tx = self._order_paid("Anna", quantity=3)
        [line] = self._get_lines(order)
        job = line.gift_job_ids
        self._make_ready(job)
        job.action_create_batch()

        self._ask(order, {line: 1})

        self.assertFalse(job.batch_id)
        self.assertEqual((job.stage, job.quantity), ('ready', 2))

    def test_the_same_page_sent_twice_cancels_once(self):
        order, _tx = self._order_paid("Anna", quantity=3)
        [line] = self._get_lines(order)

        first = self._ask(order, {line: 1}, reference='the-same-page')
        second = self._ask(order, {line: 1}, reference='the-same-page')

        self.assertEqual(first, second)
        self.assertEqual(line.product_uom_qty, 2)

    def test_what_is_not_there_is_refused_with_a_sentence(self):
        order, _tx = self._order_paid("Anna", quantity=3)
        [line] = self._get_lines(order)
        other = self._create_gift_order("Cem").order_line

        for wanted in ({line: 4}, {line: -1}, {line: float('inf')}, {line: float('nan')}):
            with self.subTest(wanted=wanted), self.assertRaisesRegex(UserError, "between 1 and 3"):
                self._ask(order, wanted)
        with self.assertRaisesRegex(UserError, "cannot be cancelled any more"):
            self._ask(order, {other: 1})
        self.assertEqual(line.product_uom_qty, 3)

    def test_the_customer_gets_one_mail_and_no_staff_are_asked(self):
        order, _tx = self._order_paid("Anna")

        request = self._ask(order)

        mails = self._get_mails(request)
        self.assertEqual(mails.mapped('subject'), [f"Cancellation: done ({order.name})"])
        self.assertIn("13.00", mails.body_html)
        self.assertFalse(request.activity_ids)


@tagged('post_install', '-at_install')
class TestWhatGoesAlong(RequestCommon):
    """What has no sense without the cancelled gifts falls away with them, and nothing else."""

    def _divide(self):
        order, ben, cem = self._create_divided_order(confirm=False)
        order._set_delivery_method(self.fixed)
        order.action_confirm()
        self.assertEqual(order.amount_total, 3 * 13.0 + 3 * 5.0)
        self._pay(order)
        return order, ben, cem

    def test_the_delivery_of_a_parcel_falls_away_with_its_last_gift(self):
        order, ben, _cem = self._divide()
        line = ben._get_goods()

        plan = order._gift_plan_cancellation({line: 1})

        self.assertEqual(plan.get_along().mapped('is_delivery'), [True])
        self.assertEqual((plan.difference, plan.owed, plan.is_whole), (18.0, 18.0, False))

    def test_the_delivery_stays_while_the_parcel_has_another_gift(self):
        order = self._create_gift_order("Anna", "Ben", confirm=False)
        order._set_delivery_method(self.fixed)
        order.action_confirm()
        self._pay(order)
        anna, _ben = self._get_lines(order)

        self.assertEqual(order._gift_plan_cancellation({anna: 1}).owed, 13.0)
        self.assertEqual(self._ask(order).amount, 31.0)

    def test_a_wrap_goes_with_the_last_gift_of_its_parcel(self):
        order, ben, _cem = self._divide()
        wrap = self._create_product(name="Box", list_price=4.0, taxes_id=False, is_storable=False)
        wrap.product_tmpl_id.gift_extra = 'wrap'
        line = self.env['sale.order.line'].create(
            {'order_id': order.id, 'product_id': wrap.id, 'gift_parcel_id': ben.id}
        )
        self._pay(order, 4.0)

        plan = order._gift_plan_cancellation({ben._get_goods() - line: 1})

        self.assertIn(line, plan.get_along())
        self.assertEqual(plan.owed, 22.0)

    def test_gift_wrap_alone_is_no_order(self):
        order = self._create_gift_order("Anna", confirm=False)
        wrap = self._create_product(name="Box", list_price=4.0, taxes_id=False, is_storable=False)
        wrap.product_tmpl_id.gift_extra = 'wrap'
        order.order_line = [Command.create({'product_id': wrap.id})]
        order.action_confirm()

        self._ask(order, {self._get_lines(order): 1})

        self.assertEqual(order.state, 'cancel')

    def test_the_difference_of_a_corrected_design_goes_with_its_gift(self):
        self.env['ir.config_parameter'].set_param('gift_personalization.edit_dearer', 'line')
        self.gift_product.website_published = True
        order, _tx = self._order_paid("Anna", "Ben", quantity=2)
        anna, _ben = self._get_lines(order)
        values = {'name': {'text': "Anna"}, 'message': {'text': "Hello"}}
        anna._gift_correct(self._create_design(values=values)[0], author=self.partner)
        self._pay(order, 4.0)

        self.assertEqual(order._gift_plan_cancellation({anna: 1}).owed, 15.0)
        self._ask(order, {anna: 2})

        self.assertEqual(order.amount_total, 26.0)
        self.assertFalse(order.gift_waits_for_payment)

    def test_taxes_and_a_discount_of_the_line_are_paid_back_as_they_were_charged(self):
        tax = self.env['account.tax'].create(
            {'name': "20 %", 'amount': 20.0, 'price_include_override': 'tax_excluded'}
        )
        order = self._create_gift_order("Anna", quantity=3, confirm=False)
        order.order_line.write({'tax_ids': [Command.set(tax.ids)], 'discount': 10.0})
        order.action_confirm()
        self._pay(order)

        plan = order._gift_plan_cancellation({order.order_line: 1})

        self.assertAlmostEqual(order.amount_total, 42.12)
        self.assertAlmostEqual(plan.owed, 14.04)

    def test_a_discount_on_the_order_is_kept_in_proportion(self):
        order = self._create_gift_order("Anna", "Ben", confirm=False)
        product = self._create_product(name="Discount", type='service', taxes_id=False)
        order.order_line = [Command.create({'product_id': product.id, 'price_unit': -2.6})]
        order.action_confirm()
        self._pay(order)
        anna = self._get_lines(order)[0]

        request = self._ask(order, {anna: 1})

        self.assertAlmostEqual(request.amount, 11.7)
        self.assertAlmostEqual(order.amount_total, 11.7)


@tagged('post_install', '-at_install')
class TestCancelAsked(RequestCommon):
    """Production has begun: the customer asks, staff answer."""

    def setUp(self):
        super().setUp()
        self.order, _tx = self._order_paid("Anna", "Ben")
        self.anna, self.ben = self._get_lines(self.order)
        self._make_ready(self.order.gift_job_ids)
        self.ben.gift_job_ids.action_start()

    def test_it_needs_a_reason(self):
        with self.assertRaisesRegex(UserError, "tell us in a few words why"):
            self._ask(self.order, {self.ben: 1}, reason='  ')

    def test_the_customer_is_told_that_we_answer_and_staff_have_something_to_do(self):
        request = self._ask(self.order, {self.ben: 1}, reason="Ordered twice")

        self.assertEqual((request.state, request.is_self_service), ('open', False))
        self.assertEqual(self.ben.product_uom_qty, 1)
        self.assertIn("Ordered twice", request.activity_ids.note)
        customer, staff = self._get_mails(request)
        self.assertEqual(customer.subject, f"We have got your request ({self.order.name})")
        self.assertIn("Ordered twice", staff.body_html)
        self.assertIn(f'/odoo/gift.order.request/{request.id}', staff.body_html)

    def test_what_is_not_begun_is_still_cancelled_at_once(self):
        self.assertEqual(self._ask(self.order, {self.anna: 1}).state, 'done')

    def test_all_of_it_is_asked_for_where_one_gift_is_begun(self):
        request = self._ask(self.order, reason="Wrong year")

        self.assertEqual(request.state, 'open')
        self.assertEqual(self.order.state, 'sale')

    def test_asking_twice_for_the_same_gift_is_refused(self):
        self._ask(self.order, {self.ben: 1}, reason="Ordered twice")

        with self.assertRaisesRegex(UserError, "have asked us already"):
            self._ask(self.order, {self.ben: 1}, reason="Please!")

    def test_staff_accept_and_the_gift_is_taken_off_though_it_is_being_made(self):
        request = self._ask(self.order, {self.ben: 1}, reason="Ordered twice")
        self.assertEqual(request.amount_now, 13.0)

        self._answer(request, answer="We could still stop it.")

        self.assertRecordValues(request, [{
            'state': 'done',
            'answer': "We could still stop it.",
            'answered_by_id': self.users['staff'].id,
            'amount': 13.0,
        }])  # fmt: skip
        self.assertEqual(self.ben.gift_job_ids.stage, 'cancelled')
        self.assertFalse(request.activity_ids)
        self.assertEqual(len(self._get_mails(request)), 3)

    def test_staff_decline_with_a_sentence(self):
        request = self._ask(self.order, {self.ben: 1}, reason="Ordered twice")
        with self.assertRaisesRegex(UserError, "in a sentence"):
            self._answer(request, 'decline', answer=" ")

        self._answer(request, 'decline', answer="It is engraved already.")

        self.assertEqual((request.state, self.ben.product_uom_qty), ('declined', 1))
        self.assertIn("engraved already", self._get_mails(request)[-1].body_html)
        with self.assertRaisesRegex(UserError, "answered meanwhile"):
            self._answer(request)

    def test_accepting_what_has_left_meanwhile_is_refused(self):
        request = self._ask(self.order, {self.ben: 1}, reason="Ordered twice")
        self.anna.gift_job_ids.action_start()
        jobs = self.order.gift_job_ids
        jobs.action_made()
        jobs.action_packed()
        jobs[0].action_ship()

        with self.assertRaisesRegex(UserError, "left our house"):
            self._answer(request)

    def test_a_page_that_showed_something_else_is_refused(self):
        order = self._create_gift_order("Cem")
        self._pay(order)
        requests = self.env['gift.order.request']
        wanted = {order.order_line: 1}
        shown = requests._get_shown(order._gift_plan_cancellation(wanted))
        self._make_ready(order.gift_job_ids)
        order.gift_job_ids.action_start()

        with self.assertRaisesRegex(UserError, "changed meanwhile"):
            self._ask(order, wanted, shown=shown, reason="x")

    def test_only_staff_answer(self):
        request = self._ask(self.order, {self.ben: 1}, reason="Ordered twice")

        for role in ('customer', 'employee', 'production'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._answer(request, role=role)
        for name in ('action_accept', 'action_decline', 'action_paid_by_hand'):
            with self.subTest(button=name), self.assertRaises(AccessError):
                getattr(request.with_user(self.users['production']), name)()
