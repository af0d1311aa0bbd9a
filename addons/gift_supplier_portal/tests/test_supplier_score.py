from datetime import date

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

from .score_common import DUE, ORDERED, TODAY, ScoreCommon

IN_TIME, LATE, SHORT, MISSED = (
    (True, True, True), (False, True, False), (True, False, False), (False, False, False),
)  # fmt: skip


@tagged('post_install', '-at_install')
class TestSupplierScore(ScoreCommon, TransactionCase):
    """Every number of the scorecard on orders made by hand."""

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(TODAY))

    def _assert_line(self, line, outcome, *, lead=0, **numbers):
        entry = self._read_lines(line)[line]
        self.assertEqual((entry.is_on_time, entry.is_in_full, entry.is_otif), outcome)
        self.assertEqual(entry.lead_days, lead)
        for name, value in numbers.items():
            self.assertEqual(entry[name], value, name)

    def test_a_day_ends_at_midnight_of_the_company(self):
        on_time, late = self._promise(), self._promise()
        self._arrive(on_time, 10, '2026-09-10 21:59:00')
        self._arrive(late, 10, '2026-09-10 22:01:00')

        self._assert_line(on_time, IN_TIME, lead=8, complete_date=DUE)
        self._assert_line(late, LATE, lead=9, complete_date=date(2026, 9, 11))

    def test_parts_count_together_by_the_first_promise(self):
        in_time, late, never, over = (self._promise() for _number in range(4))
        self._arrive(in_time, 6, '2026-09-08 08:00:00')
        self._arrive(in_time, 4, '2026-09-10 08:00:00')
        self._arrive(late, 6, '2026-09-09 08:00:00')
        self._arrive(late, 4, '2026-09-14 08:00:00')
        self._arrive(never, 6, '2026-09-09 08:00:00')
        self._arrive(over, 12, '2026-09-01 08:00:00')

        self._assert_line(in_time, IN_TIME, lead=8)
        self._assert_line(late, LATE, lead=10, due_quantity=6, received_quantity=10)
        self._assert_line(never, MISSED, due_quantity=6, received_quantity=6)
        self._assert_line(over, IN_TIME, lead=1, received_quantity=12)

    def test_lines_that_never_arrive_are_late_from_the_day_after(self):
        line, today = self._promise(), self._promise(due=date(2026, 10, 5))

        self._assert_line(line, MISSED, wanted_quantity=10, last_date=False)
        self.assertFalse(self._read_lines(today))
        with freeze_time('2026-10-05 22:01:00'):
            self._assert_line(today, MISSED)

    def test_a_later_date_changes_nothing(self):
        line = self._promise()
        later = date(2026, 9, 30)
        line._gift_set_deliveries([(10, later)])
        self._answer_again(line, deliveries=[(10, later)])
        self._arrive(line, 10, '2026-09-20 08:00:00')

        self.assertEqual(line.date_planned.date(), later)
        self._assert_line(line, LATE, lead=14, due_date=DUE)

    def _answer_again(self, line, **values):
        line.product_qty += 1  # opens it again
        self._answer(line, 'change', **values)

    def test_returns_follow_the_order_line(self):
        refused, replaced, later = (self._promise() for _number in range(3))
        for line, moment, refund in (
            (refused, '2026-09-08 08:00:00', True),
            (replaced, '2026-09-08 08:00:00', False),
            (later, '2026-09-15 08:00:00', True),
        ):
            move = self._arrive(line, 10, '2026-09-07 08:00:00')
            self._return(move, 3, moment, refund=refund)

        self._assert_line(refused, LATE, lead=5, due_quantity=7, received_quantity=7)
        self._assert_line(replaced, IN_TIME, lead=5, received_quantity=10)
        self._assert_line(later, IN_TIME, lead=5, due_quantity=10, received_quantity=7)

    def test_who_gives_up_misses_what_we_take_back_does_not_count(self):
        declined, ours, cancelled, too_late, shorter, never = (
            self._promise() for _number in range(6)
        )
        declined.product_qty = 9
        self._answer(declined, 'decline')
        ours.product_qty = 6
        self._arrive(ours, 6, '2026-09-10 08:00:00')
        with freeze_time('2026-09-10 09:00:00'):
            cancelled.order_id.button_cancel()
        with freeze_time('2026-09-11 09:00:00'):
            too_late.order_id.button_cancel()
        shorter.product_qty = 11
        self._answer(shorter, 'change', deliveries=[(8, DUE)])
        self._arrive(shorter, 8, '2026-09-10 08:00:00')
        never.product_qty = 0

        self._assert_line(declined, MISSED, wanted_quantity=9)
        self._assert_line(ours, IN_TIME, lead=8, wanted_quantity=6)
        self._assert_line(too_late, MISSED, wanted_quantity=10)
        self._assert_line(shorter, SHORT, wanted_quantity=10, received_quantity=8)
        self.assertFalse(self._read_lines(cancelled | never))

    def test_who_never_answers_is_measured_by_what_we_asked(self):
        line, declined, silent = self._order(), self._order(), self._order(self.pens)
        self._answer(declined, 'decline')
        self._arrive(line, 10, '2026-09-10 08:00:00')

        self._assert_line(line, IN_TIME, lead=8, is_promised=False, due_date=DUE)
        self._assert_line(silent, MISSED)
        self.assertFalse(self._read_lines(declined))

    def test_the_first_promise_is_the_suppliers(self):
        line = self._order()
        self._answer(line, 'change', deliveries=[(4, date(2026, 9, 14)), (6, date(2026, 9, 15))])
        self._arrive(line, 4, '2026-09-14 08:00:00')
        self._arrive(line, 6, '2026-09-15 08:00:00')

        self._assert_line(line, IN_TIME, lead=11, due_date=date(2026, 9, 15))

    def test_other_units_and_deliveries_to_customers_count(self):
        dozen = self._order(count=2)
        dozen.order_id.button_draft()
        dozen.product_uom_id = self.env.ref('uom.product_uom_dozen')
        with freeze_time(ORDERED):
            dozen.order_id.button_confirm()
        dozen.gift_requested_quantity = 2
        self._arrive(dozen, 1, '2026-09-09 08:00:00')
        self._arrive(dozen, 1, '2026-09-10 08:00:00')
        customer = self.env['res.partner'].create({'name': "Cora"})
        kind = self.env['stock.picking.type'].search(
            [('code', '=', 'dropship'), ('company_id', '=', self.env.company.id)], limit=1
        )
        dropshipped = self._promise(picking_type_id=kind.id, dest_address_id=customer.id)
        move = self._arrive(dropshipped, 10, '2026-09-10 08:00:00')

        self.assertEqual(move.location_dest_id.usage, 'customer')
        self._assert_line(dozen, IN_TIME, lead=8, wanted_quantity=2, received_quantity=2)
        self._assert_line(dropshipped, IN_TIME, lead=8)

    def test_working_days_leave_holidays_out(self):
        self.env['resource.calendar.leaves'].create(
            {
                'name': "Holiday", 'calendar_id': self.env.company.resource_calendar_id.id,
                'date_from': '2026-09-01 22:00:00', 'date_to': '2026-09-03 21:59:59',
            }
        )  # fmt: skip
        line = self._promise()
        self._arrive(line, 10, '2026-09-10 08:00:00')

        self._assert_line(line, IN_TIME, lead=6)

    # === MONTHS === #

    def _fill_months(self):
        """Deliver 5 lines of September with lead times 1, 2, 4, 8, 9, and one of August."""
        for day in ('01', '02', '04', '10', '11'):
            self._arrive(self._promise(), 10, f'2026-09-{day} 08:00:00')
        line = self._order(due=date(2026, 8, 31))
        self._answer(line)
        self._arrive(line, 10, '2026-08-31 09:00:00')

    def test_a_month_has_exact_counts_means_and_variances(self):
        self._fill_months()
        september, august = self.env['gift.supplier.score'].search([])

        self.assertRecordValues(
            september,
            [
                {
                    'supplier_id': self.mugs.id, 'month': date(2026, 9, 1), 'due_count': 5,
                    'otif_count': 4, 'on_time_count': 4, 'in_full_count': 5, 'otif_rate': 0.8,
                    'lead_count': 5, 'lead_mean': 4.8, 'lead_variance': 12.7,
                    'received_quantity': 50,
                }
            ],
        )  # fmt: skip
        self.assertRecordValues(
            august, [{'due_count': 1, 'otif_rate': 1, 'lead_count': 1, 'lead_mean': 0}]
        )

    def test_rates_of_months_come_from_their_sums(self):
        self._fill_months()
        rates = ['otif_rate:avg', 'lead_mean:avg', 'lead_variance:avg', 'due_count:sum']
        ((otif, mean, variance, count),) = self.env['gift.supplier.score']._read_group(
            [], [], rates
        )

        self.assertEqual(count, 6)
        self.assertAlmostEqual(otif, 5 / 6)  # the mean of the months would be 0.9
        self.assertAlmostEqual(mean, 24 / 6)
        self.assertAlmostEqual(variance, (166 - 24 * 24 / 6) / 5)

    def test_companies_are_measured_apart_in_their_own_days(self):
        other = self.env['res.company'].create({'name': "Honolulu"})
        self._set_calendar(other, 'Pacific/Honolulu')
        self.env.user.company_ids |= other
        lines = {}
        for company in (self.env.company, other):
            kind = self.env['stock.picking.type'].search(
                [('code', '=', 'incoming'), ('company_id', '=', company.id)], limit=1
            )
            line = self._order(company_id=company.id, picking_type_id=kind.id)
            self._answer(line)
            self._arrive(line, 10, '2026-09-11 08:00:00')  # 22:00 of the 10th in Honolulu
            lines[company] = line
        buyer = new_test_user(
            self.env, 'one_company', groups='purchase.group_purchase_user',
            company_id=other.id, company_ids=[Command.set(other.ids)],
        )  # fmt: skip

        self._assert_line(lines[self.env.company], LATE, lead=9)
        self._assert_line(lines[other], IN_TIME, lead=9)  # ordered on a Sunday there
        scores = self.env['gift.supplier.score']
        self.assertEqual(len(scores.search([('supplier_id', '=', self.mugs.id)])), 2)
        self.assertEqual(scores.with_user(buyer).search([]).company_id, other)

    # === ANSWERS AND PRICES === #

    def test_response_is_measured_until_the_last_line_is_answered(self):
        fast, slow, silent = (self._order() for _number in range(3))
        self._answer(fast, moment='2026-08-31 14:00:00')
        self._answer(slow, moment='2026-09-02 08:00:00')
        fresh = self._order(due=date(2026, 9, 11))
        self.env.cr.execute(
            "UPDATE purchase_order SET date_approve = %s WHERE id = %s",
            ['2026-10-05 08:00:00', fresh.order_id.id],
        )

        score = self.env['gift.supplier.score'].search([('supplier_id', '=', self.mugs.id)])
        self.assertRecordValues(
            score,
            [
                {
                    'due_count': 4, 'asked_count': 3, 'answered_count': 2, 'in_time_count': 1,
                    'response_sum': 54, 'response_mean': 27,
                }
            ],
        )  # fmt: skip
        self.assertAlmostEqual(score.response_rate, 1 / 3)
        self.assertFalse(silent.gift_answer_line_ids)

    def test_prices_are_compared_with_what_the_order_asked(self):
        agreed, billed = self._order(), self._order(price=10.0)
        self._answer(agreed, 'change', price=4.4)
        self._answer(billed)
        self._arrive(billed, 10, '2026-09-10 08:00:00')
        self._bill(billed, 10.5)

        lines = self._read_lines()
        self.assertEqual((lines[agreed].asked_amount, lines[agreed].paid_amount), (40, 44))
        self.assertEqual((lines[billed].asked_amount, lines[billed].paid_amount), (100, 105))
        score = self.env['gift.supplier.score'].search([])
        self.assertAlmostEqual(score.price_variance, 149 / 140 - 1)

    def test_another_currency_is_compared_at_one_rate(self):
        currency = self.env['res.currency'].create(
            {'name': 'TST', 'symbol': 'T', 'rate_ids': [
                Command.create({'name': '2026-08-01', 'rate': 2.0}),
                Command.create({'name': '2026-09-05', 'rate': 4.0}),
            ]}
        )  # fmt: skip
        line = self._promise(price=8.0, currency_id=currency.id)
        self._arrive(line, 10, '2026-09-10 08:00:00')
        self._bill(line, 10.0)

        entry = self._read_lines()[line]
        self.assertEqual((entry.asked_amount, entry.paid_amount), (40, 50))

    def _bill(self, line, price):
        line.order_id.action_create_invoice()
        bill = line.order_id.invoice_ids
        bill.invoice_date = DUE
        bill.invoice_line_ids.price_unit = price
        bill.action_post()
        return bill

    # === ONE NUMBER === #

    def test_scores_weigh_what_is_known(self):
        for number in range(5):
            line = self._order(price=10.0)
            self._answer(line, moment='2026-08-31 14:00:00', price=10.5, kind='change')
            if number:
                self._arrive(line, 10, '2026-09-10 08:00:00')
        few = self._promise(self.pens)
        self._arrive(few, 10, '2026-09-10 08:00:00')

        partners = self.mugs | self.ann.partner_id | self.pens
        scores = partners._gift_get_scores()
        wanted = 0.5 * 0.8 + 0.25 * 1 + 0.1 * 1 + 0.15 * 0.5
        self.assertAlmostEqual(scores[self.mugs], wanted)
        self.assertAlmostEqual(scores[self.ann.partner_id], wanted)
        self.assertIsNone(scores[self.pens])
        self.assertEqual(self.env['res.partner']._gift_get_scores(), {})
        self.assertEqual(
            ((self.mugs | self.pens).mapped('on_time_rate'), self.cleo.partner_id.on_time_rate),
            ([80, 100], 100),
        )
        self.assertAlmostEqual(self.mugs.gift_score, 100 * wanted)
        self.assertEqual(self.pens.gift_score, -1)
        with freeze_time('2027-05-05'):
            self.assertIsNone(self.mugs._gift_get_scores()[self.mugs])

    def test_many_suppliers_cost_as_many_queries_as_two(self):
        for supplier in (self.mugs, self.pens):
            self._arrive(self._promise(supplier), 10, '2026-09-10 08:00:00')
        partners = self.mugs | self.pens
        many = partners | self.env['res.partner'].create(
            [{'name': f"Supplier {number}", 'is_company': True} for number in range(48)]
        )

        self._count_queries(partners)  # warm
        self.assertEqual(self._count_queries(many), self._count_queries(partners))

    def _count_queries(self, partners):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        partners._gift_get_scores()
        return self.env.cr.sql_log_count - before
