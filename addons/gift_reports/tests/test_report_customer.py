import gzip
from ast import literal_eval
from datetime import date, datetime
from pathlib import Path

from freezegun import freeze_time

from odoo.tests import new_test_user, tagged

from .common import ReportCommon

CDNOW = Path(__file__).parents[3] / 'tests/unit/gift_reports/data/cdnow_sample.csv.gz'


@tagged('post_install', '-at_install')
class TestReportCustomer(ReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls.env['res.partner'].create(
            [{'name': name, 'email': f'{name}@example.com'} for name in ("anna", "ben", "cleo")]
        )
        cls.anna, cls.ben, cls.cleo = cls.customers

    def _order(self, partner, day, pieces=1, product=None):
        moment = datetime.combine(date.fromisoformat(day), datetime.min.time().replace(hour=12))
        return self._sell((product or self.mug, pieces), partner_id=partner.id, date_order=moment)

    def _read_customer(self, partner, *names):
        row = self.env['gift.report.customer'].search([('partner_id', '=', partner.id)])
        return tuple(row[name] for name in names)

    def _sell_some(self):
        self._order(self.anna, '2026-01-10')
        self._order(self.anna, '2026-03-01', 2)
        self._order(self.ben, '2026-01-20', 5)
        self._order(self.cleo, '2026-02-02')

    def test_customers_have_their_orders_money_and_scores(self):
        self._sell_some()
        back = self._credit(self._invoice(self._order(self.cleo, '2026-02-05', 3)))
        back.invoice_date = back.date = date(2026, 2, 20)
        back.action_post()
        with freeze_time('2026-03-10 12:00:00'):
            self._refresh(rebuild=True)
        names = ('first_day', 'last_day', 'days_since', 'orders', 'revenue', 'repeat_count')
        self.assertEqual(
            self._read_customer(self.anna, *names),
            (date(2026, 1, 10), date(2026, 3, 1), 9, 2, 30, 1),
        )
        self.assertEqual(self._read_customer(self.ben, *names)[3:], (1, 50, 0))
        self.assertEqual(self._read_customer(self.cleo, *names)[3:], (2, 10, 1))
        own = [('partner_id', 'in', self.customers.ids)]
        figures = self.env['gift.report.kpi']._read(
            ['customer.customers', 'customer.repeat_rate', 'customer.revenue'], own
        )[0]
        self.assertEqual(figures, (3, 2 / 3, 90))

    def test_favourites_are_what_most_pieces_were_bought_of(self):
        mugs, bowls = self.env['product.category'].create([{'name': "Mugs"}, {'name': "Bowls"}])
        self.mug.categ_id, self.bowl.categ_id = mugs, bowls
        self._order(self.anna, '2026-01-10', 1, self.bowl)
        self._order(self.anna, '2026-03-01', 2)
        self._order(self.ben, '2026-01-20', 1)
        self._order(self.ben, '2026-01-25', 1, self.bowl)  # as many, later
        given = self._order(self.cleo, '2026-02-02', 1, self.bowl)
        given.order_line.gift_parcel_id = self.env['gift.parcel'].create(
            {'order_id': given.id, 'name': "Dora", 'occasion': 'wedding'}
        )
        self._refresh(rebuild=True)
        names = ('favourite_categ_id', 'favourite_occasion')
        self.assertEqual(self._read_customer(self.anna, *names), (mugs, False))
        self.assertEqual(self._read_customer(self.ben, *names), (bowls, False))
        self.assertEqual(self._read_customer(self.cleo, *names), (bowls, 'wedding'))

        self.bowl.categ_id = False
        self._refresh(rebuild=True)
        self.assertEqual(self._read_customer(self.cleo, *names)[1], 'wedding')

    def test_contacts_of_a_firm_are_one_customer(self):
        firm = self.env['res.partner'].create({'name': "Firm", 'is_company': True})
        (self.anna | self.ben).parent_id = firm
        self._sell_some()
        self._refresh(rebuild=True)
        self.assertEqual(self._read_customer(firm, 'orders'), (3,))
        self.assertEqual(self._read_customer(self.anna, 'orders', 'customer_count'), (0, 0))

    def test_cohorts_count_who_came_back_and_mark_the_running_month(self):
        self._sell_some()
        with freeze_time('2026-03-10 12:00:00'):
            self._refresh(rebuild=True)
        cells = self.env['gift.report.cohort'].search(
            [('cohort_month', '>=', '2026-01-01')], order='cohort_month, number'
        )
        self.assertEqual(
            [
                (str(c.cohort_month)[:7], c.number, c.size, c.active_count, c.is_complete)
                for c in cells
            ],
            [
                ('2026-01', 0, 2, 2, True),
                ('2026-01', 1, 2, 0, True),
                ('2026-01', 2, 2, 1, False),
                ('2026-02', 0, 1, 1, True),
                ('2026-02', 1, 1, 0, False),
            ],
        )
        first = self.env['gift.report.kpi']._read(
            ['cohort.retention', 'cohort.size'], [('number', '=', 1)]
        )[0]
        self.assertEqual(first, (0, 3))

    def test_few_customers_have_no_prediction_and_are_told_why(self):
        self._sell_some()
        with freeze_time('2026-03-10 12:00:00'):
            self._refresh(rebuild=True)
        prediction = self.env['gift.report.prediction'].search(
            [('company_id', '=', self.company.id)]
        )
        self.assertEqual(prediction.state, 'not_enough_data')
        self.assertIn("500 are needed", prediction.missing)
        self.assertEqual(self._read_customer(self.anna, 'is_predicted', 'clv'), (False, 0))

    def test_segments_choose_customers_for_mailings(self):
        self._sell_some()
        with freeze_time('2026-03-10 12:00:00'):
            self._refresh(rebuild=True)
        segment = self._read_customer(self.anna, 'segment')[0]
        self.assertTrue(segment)
        partners = self.env['res.partner']
        contact = partners.create({'name': "Branch", 'parent_id': self.anna.id})
        self.anna.is_company = True
        found = partners.search(
            [('gift_segment', '=', segment), ('id', 'in', [*self.customers.ids, contact.id])]
        )
        self.assertIn(self.anna, found)
        self.assertIn(contact, found)
        self.assertEqual(contact.gift_segment, segment)
        stranger = partners.create({'name': "Stranger"})
        self.assertFalse(stranger.gift_segment)
        self.assertIn(stranger, partners.search([('gift_segment', '=', False)]))
        self.assertNotIn(self.anna, partners.search([('gift_segment', '=', False)]))
        january = partners.search([('gift_first_order_month', '=', '2026-01-01')])
        self.assertLessEqual(self.anna | self.ben, january)
        self.assertNotIn(self.cleo, january)
        mailing = self.env['mailing.mailing'].create(
            {
                'subject': "Come back",
                'mailing_model_id': self.env.ref('base.model_res_partner').id,
                'mailing_domain': f"[('gift_segment', '=', '{segment}')]",
            }
        )
        self.assertIn(self.anna.id, mailing._get_recipients())

    def test_the_profile_and_the_filters_of_mailings_know_the_segment(self):
        self._sell_some()
        with freeze_time('2026-03-10 12:00:00'):
            self._refresh(rebuild=True)
        row = self.env['gift.report.customer'].search([('partner_id', '=', self.anna.id)])
        label = dict(row._fields['segment']._description_selection(self.env))[row.segment]

        self.assertIn(label, str(self.anna.gift_profile_html))
        row.segment = 'at_risk'
        self.env.invalidate_all()
        for name, is_found in (('best', False), ('new', False), ('at_risk', True)):
            segment = self.env.ref(f'gift_reports.mailing_filter_{name}')
            found = self.env['res.partner'].search(literal_eval(segment.mailing_domain))
            with self.subTest(name):
                self.assertEqual(self.anna in found, is_found)

    def test_a_flow_may_ask_for_a_segment(self):
        self._sell_some()
        with freeze_time('2026-03-10 12:00:00'):
            self._refresh(rebuild=True)
        segment = self._read_customer(self.ben, 'segment')[0]
        flow = self.env['gift.flow'].create(
            {
                'name': "Back",
                'trigger': 'welcome',
                'purpose_id': self.env['gift.consent.purpose'].search([], limit=1).id,
                'step_ids': [(0, 0, {'name': "Mail", 'condition': 'segment', 'segment': segment})],
            }
        )
        run = self.env['gift.flow.run'].new(
            {
                'flow_id': flow.id,
                'step_id': flow.step_ids.id,
                'partner_id': self.ben.id,
                'email': 'ben@example.com',
            }
        )
        self.assertTrue(run._meets_condition())
        other = {'champions': 'lost'}.get(segment, 'champions')
        flow.step_ids.segment = other
        self.assertFalse(run._meets_condition())

    def test_customers_see_no_segments(self):
        self._sell_some()
        self._refresh(rebuild=True)
        user = new_test_user(self.env, 'segment-staff', 'gift_base.group_staff')
        plain = new_test_user(self.env, 'segment-plain', 'base.group_user')
        self.assertIn('gift_segment', self.anna.with_user(user).fields_get())
        self.assertNotIn('gift_segment', self.anna.with_user(plain).fields_get())

    def test_the_second_refresh_of_a_day_reads_only_news(self):
        self._sell_some()
        self._refresh(rebuild=True)
        state = self.env['gift.report.refresh']._get_state('gift.report.customer')
        state._refresh_table(datetime(2126, 1, 1))
        state.since = datetime.now().replace(hour=23, minute=59, second=59)
        state._refresh_table(state.since)
        self.assertEqual(state.row_count, 0)
        self.assertTrue(self._read_customer(self.anna, 'orders'))

    def test_a_published_history_comes_to_the_published_figures(self):
        """CDNOW's sample to 1997-09-30, imported as any export: see ADR 69 for the sources."""
        with freeze_time('1997-09-30 12:00:00'):
            history = self._import_history(
                gzip.decompress(CDNOW.read_bytes()), keep_free=True, keep_duplicates=True
            )
            self._refresh(rebuild=True)
        self.assertEqual(history.state, 'done', history.problem)
        prediction = self.env['gift.report.prediction'].search(
            [('company_id', '=', self.company.id)]
        )
        self.assertEqual((prediction.state, prediction.missing), ('ready', ''), prediction.problem)
        found = dict(part.split('=') for part in prediction.parameters.split(', '))
        published = {'r': 0.243, 'alpha': 4.414, 'a': 0.793, 'b': 2.426}
        for name, value in published.items():
            self.assertAlmostEqual(float(found[name]), value, 3, name)
        rows = self.env['gift.report.customer'].search([('is_predicted', '=', True)])
        self.assertGreater(len(rows), 2300)
        self.assertTrue(all(row.clv >= 0 and 0 <= row.alive <= 1 for row in rows))
        january = self.env['gift.report.cohort'].search(
            [('cohort_month', '=', '1997-01-01'), ('number', '<=', 6)], order='number'
        )
        self.assertEqual(january[0].size, 781)
        self.assertEqual(january[1:].mapped('active_count'), [124, 95, 70, 65, 77, 65])
