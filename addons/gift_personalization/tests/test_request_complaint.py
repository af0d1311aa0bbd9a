import base64

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .common import make_picture
from .request_common import RequestCommon


class ComplaintCommon(RequestCommon):
    def setUp(self):
        super().setUp()
        self.cause = self.env.ref('gift_personalization.reprint_cause_misprint')
        self.lost = self.env.ref('gift_personalization.reprint_cause_lost')
        self.order, _tx = self._order_paid("Anna", quantity=2)
        self.line = self._get_lines(self.order)
        self.job = self.line.gift_job_ids
        self._ship(self.job)

    def _ship(self, jobs):
        self._pack(jobs)
        for job in jobs:
            job.action_ship()

    def _complain(self, line=None, *, photos=None, reference=None, **values):
        self.asked = getattr(self, 'asked', 0) + 1
        return self.env['gift.order.request']._request_complaint(
            self.order,
            self.line if line is None else line,
            {
                'quantity': 1,
                'cause': self.cause,
                'wish': 'replacement',
                'reason': "Smeared",
                **values,
            },
            photos=self._create_photo() if photos is None else photos,
            reference=reference or f'reference-{self.asked}',
            author=self.order.partner_id,
        )


@tagged('post_install', '-at_install')
class TestComplaint(ComplaintCommon):
    """Something is wrong with a gift: staff see it and answer with one click."""

    def test_staff_see_what_was_sent_beside_what_was_approved_and_packed(self):
        self.job.packing_check_ids.create(
            {
                'job_id': self.job.id,
                'asset_id': self.env['gift.asset']._ingest_photo(make_picture(640, 480)).id,
                'revision_hash': self.job.revision_hash,
            }
        )

        request = self._complain()

        labels = [label for label, _url in request._get_pictures()]
        self.assertEqual(labels, [
            "The customer's photo", "Design", "Approved proof, version 1",
            f"At packing, {self.job.name}",
        ])  # fmt: skip
        self.assertEqual(request.pictures.count('<img'), 4)
        self.assertEqual(request.amount_now, 13.0)
        self.assertIn("Smeared", request.activity_ids.note)

    def test_a_replacement_is_a_linked_job_of_the_same_design_without_a_price(self):
        request = self._complain()
        total = self.order.amount_total

        self._answer(request, 'replacement', answer="Sorry!")

        job = request.new_job_id
        self.assertRecordValues(job, [{
            'original_id': self.job.id,
            'revision_hash': self.job.revision_hash,
            'approved_hash': self.job.approved_hash,
            'is_replacement': True,
            'quantity': 1,
            'stage': 'ready',
        }])  # fmt: skip
        self.assertRecordValues(self.job.reprint_ids, [{
            'cause_id': self.cause.id, 'note': "Smeared", 'was_shipped': True, 'quantity': 1,
        }])  # fmt: skip
        self.assertTrue(self.job.reprint_ids.photo)
        self.assertEqual(self.order.amount_total, total)
        self.assertEqual(
            (request.state, request.outcome, request.amount), ('done', 'replacement', 0)
        )
        self.assertIn(
            "make it again exactly as you approved", self._get_mails(request)[-1].body_html
        )

    def test_a_second_click_makes_no_second_one(self):
        request = self._complain()
        self._answer(request, 'replacement')

        self._answer(request, 'replacement')
        self._answer(request, 'refund', amount=5.0)

        self.assertEqual(len(self.line.gift_reprint_job_ids), 1)
        self.assertEqual(request.amount, 0)

    def test_what_was_made_again_can_be_complained_about_again(self):
        self._answer(self._complain(quantity=2), 'replacement')
        again = self.line.gift_reprint_job_ids
        again.action_start()
        again.action_made()
        again.action_packed()
        again.action_ship()

        request = self._complain(quantity=2)
        self._answer(request, 'replacement')

        self.assertEqual(request.new_job_id.reprint_of_id, again)

    def test_more_pieces_than_were_shipped_are_not_made_again(self):
        self._answer(self._complain(quantity=2), 'replacement')
        request = self._complain()

        with self.assertRaisesRegex(UserError, "no job from which so many"):
            self._answer(request, 'replacement')
        self.assertEqual(request.state, 'open')

    def test_a_replacement_needs_a_cause(self):
        request = self._complain(cause=self.cause.browse())

        with self.assertRaisesRegex(UserError, "what went wrong"):
            self._answer(request, 'replacement')
        self._answer(request, 'replacement', cause_id=self.lost.id)

        self.assertEqual(request.cause_id, self.lost)

    def test_an_amount_is_paid_back_up_to_what_is_left(self):
        request = self._complain(wish='refund')
        for amount in (0.0, -1.0, 26.01):
            with self.subTest(amount=amount), self.assertRaisesRegex(UserError, "at most.*26.00"):
                self._answer(request, 'refund', amount=amount)

        self._answer(request, 'refund', amount=5.0)
        self._settle()

        self.assertEqual((request.outcome, request.money_state), ('refund', 'done'))
        self.assertEqual(self._get_refunded(self.order), [5.0])
        self.assertEqual(self.order.amount_total, 26.0)
        other = self._complain(wish='refund')
        with self.assertRaisesRegex(UserError, "at most.*21.00"):
            self._answer(other, 'refund', amount=21.5)

    def test_the_answer_alone_needs_a_sentence(self):
        request = self._complain(wish='other')
        with self.assertRaisesRegex(UserError, "in a sentence"):
            self._answer(request)

        self._answer(request, answer="It is the grain of the wood.")

        self.assertEqual((request.state, request.outcome), ('done', 'other'))

    def test_declined_with_a_sentence(self):
        request = self._complain()

        self._answer(request, 'decline', answer="This is how you approved it.")

        self.assertEqual(request.state, 'declined')
        self.assertFalse(self.line.gift_reprint_job_ids)

    def test_what_is_missing_is_asked_for(self):
        none = self.env['gift.asset']
        cases = [
            ({'line': self.line.browse()}, "choose the gift"),
            ({'quantity': 3}, "between 1 and 2"),
            ({'quantity': float('nan')}, "between 1 and 2"),
            ({'wish': 'state'}, "what we should do"),
            ({'photos': none}, "add a photo"),
            ({'photos': none, 'cause': self.cause.browse()}, "add a photo"),
            ({'reason': ''}, "tell us in a few words"),
        ]
        for values, sentence in cases:
            with self.subTest(values=values), self.assertRaisesRegex(UserError, sentence):
                self._complain(**values)

    def test_what_never_came_needs_no_photo(self):
        self.assertEqual(
            self._complain(photos=self.env['gift.asset'], cause=self.lost).state, 'open'
        )

    def test_what_has_not_left_is_not_complained_about(self):
        order, _tx = self._order_paid("Ben")

        self.assertFalse(order._gift_get_delivered_lines())
        with self.assertRaisesRegex(UserError, "choose the gift"):
            self._complain(order.order_line)

    def test_one_complaint_about_a_gift_at_a_time(self):
        self._complain()

        with self.assertRaisesRegex(UserError, "look at your complaint"):
            self._complain()

    def test_photos_are_given_up_after_their_time(self):
        request = self._complain()
        self.env.cr.execute("UPDATE gift_order_request_photo SET create_date = '2020-01-01'")

        request.photo_ids._gc_photos()

        self.assertFalse(request.photo_ids)

    def test_only_a_complaint_is_answered_with_a_new_piece_or_money(self):
        order, _tx = self._order_paid("Ben")
        self._make_ready(order.gift_job_ids)
        order.gift_job_ids.action_start()
        request = self._ask(order, reason="Twice")

        for decision in ('replacement', 'refund'):
            with self.subTest(decision=decision), self.assertRaisesRegex(UserError, "a complaint"):
                self._answer(request, decision)

    def test_only_staff_answer(self):
        request = self._complain()

        for role in ('customer', 'employee', 'production'):
            for button in ('action_make_again', 'action_pay_back'):
                with self.subTest(role=role, button=button), self.assertRaises(AccessError):
                    getattr(request.with_user(self.users[role]), button)()


@tagged('post_install', '-at_install')
class TestComplaintCredit(ComplaintCommon):
    def test_an_invoiced_amount_is_credited_to_the_cent_and_the_gift_stays_invoiced(self):
        tax = self.env['account.tax'].create(
            {'name': "19 %", 'amount': 19.0, 'price_include_override': 'tax_excluded'}
        )
        self.line.tax_ids = [Command.set(tax.ids)]
        self.line.product_id.invoice_policy = 'order'
        self.line._compute_qty_to_invoice()
        self.order._create_invoices().action_post()
        self._pay(self.order, 4.94)

        for amount in (5.0, 7.77, 0.01):
            request = self._complain(wish='refund')
            self._answer(request, 'refund', amount=amount)
            self._settle()
            with self.subTest(amount=amount):
                self.assertAlmostEqual(request.credit_note_id.amount_total, amount)
                self.assertEqual(self.line.qty_invoiced, 2)
        self.assertEqual(self._get_refunded(self.order), [0.01, 5.0, 7.77])


@tagged('post_install', '-at_install')
class TestReprintPhoto(ComplaintCommon):
    def test_the_floor_sees_the_customers_photo_with_the_reprint(self):
        self._answer(self._complain(), 'replacement')

        reprint = self.job.reprint_ids.with_user(self.users['production'])
        self.assertTrue(base64.b64decode(reprint.photo).startswith((b'\x89PNG', b'\xff\xd8')))
