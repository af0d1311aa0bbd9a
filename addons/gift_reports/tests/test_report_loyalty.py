from datetime import date, datetime
from math import sqrt

from odoo.tests import tagged

from .common import ReportCommon

UPLIFT = (
    'flow.mailed_people', 'flow.held_people', 'flow.mailed_rate', 'flow.held_rate',
    'flow.uplift', 'flow.uplift_error', 'flow.added_revenue',
)  # fmt: skip


@tagged('post_install', '-at_install')
class TestReportLoyalty(ReportCommon):
    """Mails and what they bring, gift cards as a debt, members by tier."""

    def _begin(self, flow, mailed, held):
        emails = [f'reader{number}@example.com' for number in range(mailed + held)]
        self._create_run(flow, *emails[:mailed])
        self._create_run(flow, *emails[mailed:], state='held')
        return emails[:mailed], emails[mailed:]

    def _buy(self, emails, day=date(2026, 3, 3)):
        for email in emails:
            partner = self.env['res.partner'].create({'name': email, 'email': email})
            moment = datetime.combine(day, datetime.min.time().replace(hour=12))
            self._sell((self.mug, 1), partner_id=partner.id, date_order=moment)

    def _read(self, flow):
        self._refresh(rebuild=True)
        return self.env['gift.report.kpi']._read(UPLIFT, [('flow_id', '=', flow.id)])[0]

    def test_uplift_is_the_difference_to_those_who_got_nothing(self):
        flow = self._create_flow()
        mailed, held = self._begin(flow, 110, 100)
        self._buy(mailed[:11])
        self._buy(held[:5])
        self._buy(held[5:9], date(2026, 3, 20))  # the window is over
        people, held_people, rate, held_rate, uplift, error, added = self._read(flow)
        self.assertEqual((people, held_people, rate, held_rate), (110, 100, 0.1, 0.05))
        self.assertAlmostEqual(uplift, 0.05)
        self.assertAlmostEqual(error, 1.96 * sqrt(0.1 * 0.9 / 110 + 0.05 * 0.95 / 100))
        self.assertAlmostEqual(added, 110 - 50 / 100 * 110, 2)
        self.assertEqual((flow.people, flow.held_people), (110, 100))
        self.assertAlmostEqual(flow.buyers_percent, 100 * rate)
        self.assertAlmostEqual(flow.held_buyers_percent, 100 * held_rate)

    def test_too_few_say_nothing(self):
        flow = self._create_flow()
        mailed, _held = self._begin(flow, 110, 99)
        self._buy(mailed[:20])
        self.assertEqual(self._read(flow)[4:], (None, None, None))
        self._create_run(flow, 'last@example.com', state='held')
        self.assertIsNotNone(self._read(flow)[4])

    def test_few_buyers_say_nothing(self):
        flow = self._create_flow()
        mailed, _held = self._begin(flow, 100, 100)
        self._buy(mailed[:9])  # 4.5 in each group are to be expected by chance
        self.assertEqual(self._read(flow)[4:], (None, None, None))

    def test_mails_are_counted_by_their_traces(self):
        flow = self._create_flow()
        run = self._create_run(flow, 'anna@example.com')
        trace = self.env['mailing.trace'].create(
            {'model': 'gift.flow.run', 'res_id': run.id, 'email': run.email,
             'sent_datetime': '2026-03-02 08:00:00', 'open_datetime': '2026-03-02 09:00:00'}
        )  # fmt: skip
        self.env['gift.flow.sending'].create(
            {'run_id': run.id, 'email': run.email, 'date': '2026-03-02 08:00:00',
             'trace_id': trace.id}
        )  # fmt: skip
        self._refresh(rebuild=True)
        keys = ('flow.sent', 'flow.opened', 'flow.clicked', 'flow.open_rate', 'flow.click_rate')
        figures = self.env['gift.report.kpi']._read(keys, [('flow_id', '=', flow.id)])[0]
        self.assertEqual(figures, (1, 1, 0, 1, 0))
        trace.links_click_datetime = datetime(2026, 3, 2, 10)
        self._refresh()
        figures = self.env['gift.report.kpi']._read(keys, [('flow_id', '=', flow.id)])[0]
        self.assertEqual(figures, (1, 1, 1, 1, 1))

    def test_gift_cards_are_a_debt_until_they_are_spent(self):
        wallet = self._create_card(50.0)
        wallet._adjust(-20, "Mistake")
        self.env.flush_all()
        keys = ('card.sold', 'card.given', 'card.spent', 'card.other', 'card.outstanding')
        own = [('program_id', '=', wallet.program_id.id)]
        self.assertEqual(self.env['gift.report.kpi']._read(keys, own)[0], (0, 50, 0, -20, 30))

    def test_points_are_those_of_the_ledgers_own_report(self):
        self._create_wallet(80)
        self.env.flush_all()
        report = self.env['gift.points.report'].search([('program_id', '=', self.program.id)])
        figures = self.env['gift.report.kpi']._read(
            ['points.issued', 'points.outstanding'], [('program_id', '=', self.program.id)]
        )[0]
        self.assertEqual(figures, (sum(report.mapped('issued')), report[0].outstanding))
        self.assertEqual(figures, (80, 80))

    def test_members_are_counted_by_tier(self):
        status = self.env['gift.tier.status']._open(self.partner, self.company)
        self.env.flush_all()
        rows = self.env['gift.report.kpi']._read(
            ['member.members'], [('partner_id', '=', status.partner_id.id)], ['tier_id']
        )
        self.assertEqual([row[1] for row in rows], [1])
