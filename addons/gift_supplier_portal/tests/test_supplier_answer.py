from datetime import date, timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import format_date

from .common import SupplierCommon
from .pages import SupplierPages

ASKED = date(2030, 3, 1)
LATER = date(2030, 3, 8)


@tagged('post_install', '-at_install')
class TestSupplierAnswer(SupplierCommon, TransactionCase):
    """Answers line by line, decisions, and what they write."""

    def setUp(self):
        super().setUp()
        self.order = self._create_purchase(lines=[(self.mug, 10, 4.0), (self.pen, 100, 1.0)])
        self.mug_line, self.pen_line = self.order.order_line

    def _answer(self, reference='ref', order=None, contact=None, **kinds):
        """Answer both lines; ``mug`` and ``pen`` are values, accepted when not given."""
        lines = {'mug': self.mug_line, 'pen': self.pen_line}
        entries = {line: kinds.get(name, {'kind': 'accept'}) for name, line in lines.items()}
        return self.env['gift.supplier.answer']._receive(
            order or self.order, contact or self.ann, reference, entries
        )

    def _change(self, **values):
        return {'kind': 'change', 'reason': "Kiln repair", **values}

    def _get_receipts(self, line):
        """Return ``[(quantity, day, receipt), …]`` of what is to arrive."""
        moves = line.move_ids.filtered(lambda move: move.state != 'cancel')
        return sorted(
            (move.product_uom_qty, move.date.date(), move.picking_id.id) for move in moves
        )

    # === ANSWERING === #

    def test_what_is_accepted_needs_no_decision(self):
        answer = self._answer()

        self.assertEqual(answer.line_ids.mapped('state'), ['accepted', 'accepted'])
        self.assertEqual(self.order.gift_answer_state, 'done')
        self.assertTrue(self.order.acknowledged)
        self.assertEqual(self.mug_line.gift_promised_date, ASKED)
        self.assertFalse(self.order._gift_get_lines_to_answer())

    def test_every_line_is_to_be_answered(self):
        with self.assertRaises(UserError) as caught:
            self.env['gift.supplier.answer']._receive(
                self.order, self.ann, 'ref', {self.mug_line: {'kind': 'accept'}}
            )
        self.assertIn("Pen is missing", str(caught.exception))

        self.assertFalse(self.order.gift_answer_ids)

    def test_a_proposal_writes_nothing_until_it_is_accepted(self):
        before = self._get_receipts(self.mug_line)
        answer = self._answer(mug=self._change(price=4.5, deliveries=[(8, LATER)]))
        line = answer.line_ids.filtered(lambda line: line.purchase_line_id == self.mug_line)

        self.assertEqual(line.state, 'proposed')
        self.assertEqual((self.mug_line.product_qty, self.mug_line.price_unit), (10, 4.0))
        self.assertEqual(self._get_receipts(self.mug_line), before)
        self.assertEqual(self.order.gift_answer_state, 'proposed')
        self.assertIn("Quantity 8 instead of 10.", line.summary)
        line.with_user(self.buyer).action_accept()

        self.assertEqual((self.mug_line.product_qty, self.mug_line.price_unit), (8, 4.5))
        self.assertEqual(self.mug_line._gift_get_asked()['date'], LATER)
        self.assertEqual([entry[:2] for entry in self._get_receipts(self.mug_line)], [(8, LATER)])
        self.assertEqual(self.mug_line.gift_requested_date, ASKED)
        self.assertEqual(self.mug_line.gift_promised_date, LATER)
        self.assertEqual(self.order.gift_answer_state, 'done')
        self.assertIn("accepted.", self._get_mails(self.ann.partner_id)[-1])

    def test_the_buyer_reads_every_value_that_a_proposal_changes(self):
        self._answer(mug=self._change(price=4.5, deliveries=[(8, LATER)]))
        line = self.mug_line._gift_get_answer()
        activity = self.order.gift_decision_activity_id

        words = ("Quantity 8 instead of 10.", "4.50", "4.00", "On 03/08/2030 instead of 03/01/2030")
        arch = line.get_view(view_type='list')['arch']
        self.assertIn('name="summary"', arch)
        self.assertEqual(line._fields['summary'].type, 'text', "lists cut one line, not a text")
        for word in words:
            self.assertIn(word, line.summary)
            self.assertIn(word, activity.note)
        self.assertIn("Kiln repair", activity.note)
        self.assertEqual(activity.user_id, self.buyer)

        line.with_user(self.buyer).action_accept()

        mail = self._get_mails(self.ann.partner_id)[-1]
        for word in words:
            self.assertIn(word, mail)
        self.assertFalse(activity.exists(), "there is nothing left to decide")

    def test_the_buyer_sees_who_else_sells_what_is_declined(self):
        self.env['product.supplierinfo'].create(
            [
                {'partner_id': self.pens.id, 'product_tmpl_id': self.mug.product_tmpl_id.id,
                 'price': 4.4, 'min_qty': minimum, 'delay': 3}
                for minimum in (1, 5000)
            ]
        )  # fmt: skip
        there = fields.Date.today() + timedelta(days=3)
        self._answer(mug={'kind': 'decline', 'reason': "Sold out"}, pen=self._change(price=2.0))
        mug, pen = (line._gift_get_answer() for line in (self.mug_line, self.pen_line))

        self.assertIn("Pens Ltd: ", mug.alternatives)
        self.assertIn("4.40", mug.alternatives)
        self.assertIn(format_date(self.env, there), mug.alternatives)
        self.assertEqual(mug.alternatives.count("Pens Ltd"), 1)
        self.assertNotIn("Mugs Ltd", mug.alternatives)
        self.assertFalse(pen.alternatives, "only the price is asked")
        self.assertIn('name="alternatives"', mug.get_view(view_type='list')['arch'])

    def test_the_buyer_sees_when_nobody_else_sells_it(self):
        self._answer(mug={'kind': 'decline', 'reason': "Sold out"})

        self.assertEqual(
            self.mug_line._gift_get_answer().alternatives, "Nobody else sells it to us."
        )

    def test_a_price_that_changes_by_less_than_a_cent_is_told(self):
        self.env.ref('product.decimal_price').digits = 4
        self.mug_line.price_unit = 0.035
        self._answer(mug=self._change(price=0.0355))

        self.assertIn("0.0355", self.mug_line._gift_get_answer().summary)

    def test_parts_become_receipts_of_their_own(self):
        answer = self._answer(mug=self._change(deliveries=[(4, LATER), (6, ASKED)]))

        answer.line_ids.filtered(lambda line: line.state == 'proposed')._accept()

        receipts = self._get_receipts(self.mug_line)
        self.assertEqual([entry[:2] for entry in receipts], [(4, LATER), (6, ASKED)])
        self.assertEqual(len({entry[2] for entry in receipts}), 2)
        self.assertEqual(self.mug_line.product_qty, 10)
        self.assertEqual(len(self._get_receipts(self.pen_line)), 1)
        first = self.order.picking_ids.browse(receipts[1][2])
        first.move_ids.quantity = 0
        for move in first.move_ids:
            move.write({'quantity': move.product_uom_qty, 'picked': True})
        first.button_validate()
        self.assertEqual(self.mug_line.qty_received, 6)

    def test_a_rejected_proposal_is_answered_again(self):
        self._answer(mug=self._change(price=9.0))
        line = self.mug_line._gift_get_answer()
        with self.assertRaises(UserError):
            line._reject('')

        line._reject("Too dear")

        self.assertEqual(self.mug_line.price_unit, 4.0)
        self.assertEqual(self.order._gift_get_lines_to_answer(), self.mug_line)
        self.assertEqual(self.order.gift_answer_state, 'open')
        self.env['gift.supplier.answer']._receive(
            self.order, self.ann, 'ref2', {self.mug_line: {'kind': 'accept'}}
        )
        self.assertEqual(self.order.gift_answer_state, 'done')

    def test_a_declined_line_leaves_the_order_when_the_buyer_agrees(self):
        self._answer(mug={'kind': 'decline', 'reason': "Sold out"})
        line = self.mug_line._gift_get_answer()
        self.assertEqual((line.state, self.mug_line.product_qty), ('proposed', 10))

        line.with_user(self.buyer).action_accept()

        self.assertEqual(self.mug_line.product_qty, 0)
        self.assertFalse([entry for entry in self._get_receipts(self.mug_line) if entry[0]])
        self.assertIn("Get it elsewhere: Blank mug", self.order.activity_ids.mapped('summary'))

    def test_a_substitute_becomes_a_line_of_its_own(self):
        other = self._create_goods("Other mug")
        self._answer(
            mug={
                'kind': 'substitute',
                'reason': "Old one ends",
                'substitute': "Mug B",
                'price': 3.5,
            }
        )
        line = self.mug_line._gift_get_answer()
        self.assertEqual(line.action_accept()['res_model'], 'gift.supplier.decision')
        with self.assertRaises(UserError):
            line._accept()

        line._accept(product=other)

        new = self.order.order_line - self.mug_line - self.pen_line
        self.assertRecordValues(
            new, [{'product_id': other.id, 'product_qty': 10, 'price_unit': 3.5}]
        )
        self.assertEqual(self.mug_line.product_qty, 0)
        self.assertEqual(self.order.gift_answer_state, 'done')

    def test_what_we_change_afterwards_is_to_be_answered_again(self):
        self._answer()

        self.mug_line.product_qty = 12

        self.assertEqual(self.order._gift_get_lines_to_answer(), self.mug_line)

    def test_odd_answers_are_refused_in_words(self):
        past = fields.Date.today() - timedelta(days=1)
        for values, words in (
            ({'kind': 'change', 'price': 5.0}, "reason"),
            (self._change(deliveries=[(10, past)]), "has passed"),
            (self._change(deliveries=[(0, LATER)]), "above zero"),
            (self._change(price=-1.0), "above zero"),
            ({'kind': 'substitute', 'reason': "x"}, "offer instead"),
            ({'kind': 'decline'}, "reason"),
        ):
            with self.subTest(words):
                with self.assertRaises(UserError) as caught:
                    self._answer(mug=values)
                self.assertIn(words, str(caught.exception))
        self.assertEqual((self.mug_line.product_qty, self.mug_line.price_unit), (10, 4.0))

    # === TOLERANCE === #

    def test_small_changes_are_accepted_by_themselves(self):
        self.mugs.write(
            {
                'gift_tolerance_days': 3,
                'gift_tolerance_price': 5.0,
                'gift_tolerance_quantity': 10.0,
            }
        )
        within = date(2030, 3, 4)
        self._answer(
            mug=self._change(price=4.2, deliveries=[(9, within)]),
            pen=self._change(price=1.06),
        )

        self.assertRecordValues(
            self.mug_line._gift_get_answer(), [{'state': 'accepted', 'is_automatic': True}]
        )
        self.assertEqual((self.mug_line.product_qty, self.mug_line.price_unit), (9, 4.2))
        self.assertRecordValues(
            self.pen_line._gift_get_answer(), [{'state': 'proposed', 'is_automatic': False}]
        )

    def test_without_a_tolerance_every_change_is_decided(self):
        self._answer(mug=self._change(deliveries=[(10, date(2030, 3, 2))]))
        self.assertEqual(self.mug_line._gift_get_answer().state, 'proposed')

    # === ONCE === #

    def test_the_same_answer_twice_counts_once(self):
        first = self._answer('one', mug=self._change(price=5.0))
        again = self._answer('one', mug=self._change(price=5.0))

        self.assertEqual(first, again)
        self.assertEqual(len(self.order.gift_answer_ids), 1)
        with self.assertRaises(UserError):
            self._answer('two')

    def test_a_proposal_is_decided_once(self):
        self._answer(mug=self._change(deliveries=[(6, ASKED), (6, LATER)]))
        line = self.mug_line._gift_get_answer()

        line._accept()
        line._accept()

        self.assertEqual(self.mug_line.product_qty, 12)
        self.assertEqual(sum(entry[0] for entry in self._get_receipts(self.mug_line)), 12)
        with self.assertRaises(UserError):
            line._reject("Too late")

    # === REMINDERS === #

    def test_a_silent_supplier_is_reminded_once_and_then_the_buyer_is_told(self):
        for _turn in range(4):
            self.order.gift_answer_due = fields.Datetime.now() - timedelta(minutes=1)
            self.order._gift_remind()

        mails = self._get_mails(self.ann.partner_id)
        self.assertEqual(sum("still waits for your answer" in mail for mail in mails), 1)
        self.assertIn("The supplier does not answer", self.order.activity_ids.mapped('summary'))

    def test_who_has_answered_is_not_reminded(self):
        self._answer()
        count = len(self._get_mails(self.ann.partner_id))

        self.order._gift_remind()

        self.assertEqual(len(self._get_mails(self.ann.partner_id)), count)
        self.assertEqual(self.order.gift_reminders, 0)


@tagged('post_install', '-at_install')
class TestSupplierAnswerPage(SupplierCommon, SupplierPages):
    """The form of a contact."""

    def setUp(self):
        super().setUp()
        self.order = self._create_purchase(lines=[(self.mug, 10, 4.0), (self.pen, 100, 1.0)])
        self.path = self._create_link(self.ann, self.order)
        self.page = f'{self.path}/order/{self.order.id}'

    def _send(self, **values):
        return self._post(f'{self.page}/answer', reference='abc', **values)

    def test_nothing_is_kept_without_the_code(self):
        page = self._send(accept_rest='1')

        self.assertIn("Confirm that it is you", page.text)
        self.assertFalse(self.order.gift_answer_ids)

    def test_the_form_keeps_what_was_typed_when_something_is_missing(self):
        mug, pen = self.order.order_line
        self._unlock(self.path)
        values = {
            f'kind_{mug.id}': 'change',
            f'quantity_{mug.id}_0': '6', f'date_{mug.id}_0': '2030-03-01',
            f'quantity_{mug.id}_1': '4', f'date_{mug.id}_1': '2030-03-09',
            f'reason_{mug.id}': "Kiln <b>repair", f'price_{mug.id}': '4',
        }  # fmt: skip

        page = self._send(**values)
        self.assertEqual(page.status_code, 409)
        self.assertIn("Pen is missing", page.text)
        self.assertIn('value="2030-03-09"', page.text)
        self.assertNotIn("<b>repair", page.text)
        self.assertFalse(self.order.gift_answer_ids)
        page = self._send(accept_rest='1', **values)

        self.assertIn("we have got your answer", page.text)
        self.assertRecordValues(
            mug._gift_get_answer().delivery_ids,
            [{'quantity': 6, 'date': ASKED}, {'quantity': 4, 'date': date(2030, 3, 9)}],
        )
        self.assertEqual(pen._gift_get_answer().kind, 'accept')

    def test_the_contact_sees_every_value_it_has_changed_before_and_after_the_decision(self):
        mug = self.order.order_line[0]
        self._unlock(self.path)
        values = {f'quantity_{mug.id}_0': '8', f'date_{mug.id}_0': '2030-03-08',
                  f'price_{mug.id}': '4.5', f'reason_{mug.id}': "r"}  # fmt: skip

        pages = [self._send(accept_rest='1', **{f'kind_{mug.id}': 'change'}, **values).text]
        mug._gift_get_answer()._accept()
        pages.append(self.url_open(self.page).text)

        for page, badge in zip(pages, ("We look at it", "Agreed"), strict=True):
            for word in (badge, "Quantity 8 instead of 10.", "4.50", "On 03/08/2030 instead of"):
                with self.subTest(badge=badge, word=word):
                    self.assertIn(word, page)

    def test_hostile_values_are_answered_in_words(self):
        mug = self.order.order_line[0]
        foreign = self._create_purchase(self.pens).order_line
        self._unlock(self.path)
        for values in (
            {f'kind_{mug.id}': 'change', f'price_{mug.id}': 'nan'},
            {f'kind_{mug.id}': 'change', f'price_{mug.id}': '1e400'},
            {f'kind_{mug.id}': 'change', f'quantity_{mug.id}_0': '5', f'date_{mug.id}_0': '31.2.'},
            {f'kind_{mug.id}': 'change', f'quantity_{mug.id}_0': '5'},
            {f'kind_{mug.id}': 'steal'},
            {f'kind_{foreign.id}': 'decline', f'reason_{foreign.id}': 'x'},
        ):  # fmt: skip
            with self.subTest(values):
                self.assertEqual(self._send(**values).status_code, 409)
        self.assertFalse(self.env['gift.supplier.answer'].search([]))
