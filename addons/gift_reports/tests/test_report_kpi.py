import re
from pathlib import Path

from odoo.tests import tagged

from odoo.addons.gift_reports.kpis import KPIS, UNITS

from .common import ReportCommon

PAGE = Path(__file__).parents[3] / 'docs/manual/figures.md'


@tagged('post_install', '-at_install')
class TestReportKpi(ReportCommon):
    def test_every_measure_is_in_the_dictionary(self):
        for name in self.env['gift.report.refresh']._get_tables():
            model = self.env[name]
            known = {kpi.field for kpi in KPIS.values() if kpi.model == name}
            measures = {
                field.name
                for field in model._fields.values()
                if field.store and field.aggregator and field.name != 'id'
            }
            with self.subTest(model=name):
                self.assertEqual(measures, known)

    def test_figures_can_be_read_and_have_a_unit(self):
        for key, kpi in KPIS.items():
            with self.subTest(key=key):
                self.assertIn(kpi.unit, UNITS)
                self.assertEqual(len(self.env['gift.report.kpi']._read([key])[0]), 1)

    def test_fields_are_called_and_explained_as_in_the_dictionary(self):
        for kpi in KPIS.values():
            described = self.env[kpi.model].fields_get([kpi.field])[kpi.field]
            with self.subTest(key=kpi.key):
                self.assertEqual(described['string'], self.env._(kpi.name))
                self.assertIn(self.env._(kpi.formula), described['help'])

    def test_nothing_sold_is_zero_and_its_shares_are_not_known(self):
        nothing = [('id', '=', 0)]
        keys = ['sale.revenue', 'sale.orders', 'sale.margin_rate', 'sale.average_order']
        row = self.env['gift.report.kpi']._read(keys, nothing)[0]
        self.assertEqual(row, (0, 0, None, None))

    def test_the_same_figure_in_groups_adds_up(self):
        """The parts of each figure that adds up are its whole, by whatever one groups."""
        self._sell((self.mug, 2), (self.bowl, 1))
        self._sell((self.bowl, 1))
        self.mug.is_storable = True
        self._receive(self.mug, 5)
        self._create_job("Anna")
        self._create_transaction(10.0)
        self._create_transaction(-4.0, operation='refund')
        flow = self._create_flow()
        self._create_run(flow, 'anna@example.com')
        self._create_run(flow, 'ben@example.com', state='held')
        self._create_card(50.0)
        self.env['gift.tier.status']._open(self.partner, self.company)
        self._refresh()
        by_model = {}
        for key, kpi in KPIS.items():
            if kpi.aggregate.endswith(':sum') and not kpi.is_level:
                by_model.setdefault(kpi.model, []).append(key)
        for model, keys in by_model.items():
            whole = self.env['gift.report.kpi']._read(keys)[0]
            for dimension in self._get_dimensions(model):
                with self.subTest(model=model, dimension=dimension):
                    parts = self.env['gift.report.kpi']._read(keys, groupby=[dimension])
                    sums = [
                        round(sum(row[n] for row in parts), 2) for n in range(1, len(whole) + 1)
                    ]
                    self.assertEqual(sums, [round(figure, 2) for figure in whole])

    def _get_dimensions(self, model):
        """Return whatever rows can be grouped by."""
        for name, field in self.env[model]._fields.items():
            if field.store and field.type in ('date', 'many2one', 'selection'):
                yield f'{name}:month' if field.type == 'date' else name

    def test_a_level_is_that_of_the_last_month_and_no_sum_of_months(self):
        wallet = self._create_card(50.0)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE gift_points_move SET create_date = now() - interval '70 days'"
            " WHERE wallet_id = %s",
            (wallet.id,),
        )
        own = [('program_id', '=', wallet.program_id.id)]
        rows = self.env['gift.report.kpi']._read(
            ['card.given', 'card.outstanding'], own, ['month:month']
        )
        self.assertGreater(len(rows), 2)
        self.assertEqual({row[2] for row in rows}, {50})
        whole = self.env['gift.report.kpi']._read(['card.given', 'card.outstanding'], own)
        self.assertEqual(whole, [(50, 50)])

    def test_the_page_shows_a_user_what_he_may_see(self):
        page = self.env['gift.report.dictionary'].create({})
        self.assertIn("Margin (share)", page.content)
        staff = self._create_new_internal_user(login='kpi', groups='gift_base.group_staff')
        content = self.env['gift.report.dictionary'].with_user(staff).create({}).content
        self.assertIn("Average order value", content)
        self.assertNotIn("Margin", content)

    def test_the_manual_is_the_dictionary(self):
        rows = re.findall(r'^\| (?!figure)([^|]+?) \|', PAGE.read_text(), re.MULTILINE)
        names = [name.removesuffix(' *M*') for name in rows if not name.startswith('---')]
        self.assertEqual(names, [kpi.name._source for kpi in KPIS.values()])
