import io
from datetime import date
from unittest.mock import patch

from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from odoo.addons.gift_reports.kpis import KPIS
from odoo.addons.gift_reports.reports import PERIOD_FIELDS, RATIOS, REPORTS

from .common_files import FIRST, LAST, FilesCommon, evaluate


@tagged('post_install', '-at_install')
class TestReportFile(FilesCommon):
    def test_reports_ask_for_figures_of_one_read_model(self):
        for spec in REPORTS:
            for section in spec.sections:
                with self.subTest(report=spec.key, section=section.key):
                    self.assertEqual(len({KPIS[key].model for key in section.kpis}), 1)
                    self.assertTrue(not section.drawn or section.drawn in section.kpis)
        for key, parts in RATIOS.items():
            self.assertEqual(len({KPIS[name].model for name in (key, *parts)}), 1)

    def test_the_same_figure_in_workbook_paper_and_view(self):
        compared = totals = 0
        for spec in REPORTS:
            request = self._ask(spec.key)
            builder = self.env['gift.report.builder'].with_user(self.manager)
            content = builder._collect(request)
            book = self._make(self.manager, request)

            for block in content.blocks:
                section = block.section
                sheet = book[self.env._(section.name)]
                views = self.env[section.model].with_user(self.manager)
                domain = [('company_id', '=', self.company.id), *section.domain]
                if section.model in PERIOD_FIELDS:
                    name = PERIOD_FIELDS[section.model]
                    domain += [(name, '>=', FIRST), (name, '<=', LAST)]
                headings = [cell.value for cell in sheet[3]]
                for kpi in block.kpis:
                    place = headings.index(self.env._(kpi.name))
                    wanted = views._read_group(domain, [], [kpi.aggregate])[0][0] or 0
                    with self.subTest(report=spec.key, section=section.key, kpi=kpi.key):
                        if not section.groupby:
                            shown = sheet.cell(4, place + 1).value or 0
                            self.assertAlmostEqual(shown, wanted, 4)
                            self.assertAlmostEqual(block.column(kpi.key)[0] or 0, wanted, 4)
                            compared += 1
                            continue
                        cells = [
                            row[place].value for row in sheet.iter_rows(4, 3 + len(block.rows))
                        ]
                        for cell, value in zip(cells, block.column(kpi.key), strict=True):
                            self.assertAlmostEqual(cell or 0, value or 0, 4)
                        total = sheet.cell(4 + len(block.rows), place + 1).value
                        if block.rows and total:
                            self.assertAlmostEqual(evaluate(sheet, total) or 0, wanted, 2)
                            totals += 1
        self.assertGreater(compared, 50)
        self.assertGreater(totals, 100)

    def test_every_sum_has_a_total(self):
        book = self._make(self.manager, self._ask())
        sheet = book['By product']
        last = [cell.value for cell in sheet[sheet.max_row]]
        headings = [cell.value for cell in sheet[3]]
        shown = dict(zip(headings, last, strict=True))

        self.assertTrue(shown['Revenue'].startswith('=SUM'))
        self.assertTrue(shown['Margin (share)'].startswith('=IF'))
        self.assertFalse(shown['Orders'], "an order with two products would count twice")
        self.assertFalse(shown['Average order value'])

    def test_the_shop_day_decides(self):
        lines = self._make(self.manager, self._ask())['Order lines']
        days = sorted({row[0].value.date() for row in lines.iter_rows(4, lines.max_row - 1)})
        self.assertEqual(days, [date(2026, 10, 2), date(2026, 10, 3)])

    def test_lines_come_with_their_figures(self):
        sheet = self._make(self.manager, self._ask())['Order lines']
        headings = [cell.value for cell in sheet[3]]
        place = headings.index('Revenue')
        revenue = self._sum([('day', '>=', FIRST), ('day', '<=', LAST),
                             ('company_id', '=', self.company.id)], 'revenue')[0]  # fmt: skip
        cells = [row[place].value for row in sheet.iter_rows(4, sheet.max_row - 1)]
        self.assertAlmostEqual(sum(cells), revenue, 2)
        self.assertAlmostEqual(evaluate(sheet, sheet.cell(sheet.max_row, place + 1).value), revenue)

    def test_lines_are_fetched_in_parts(self):
        lines = self.env['gift.report.lines'].with_user(self.manager)
        whole = list(lines._build_table(self._ask()).rows)
        with patch('odoo.addons.gift_reports.models.gift_report_lines.FETCH', 3):
            parts = list(lines._build_table(self._ask()).rows)
        self.assertEqual(len(whole), 4)
        self.assertEqual(parts, whole)

    def test_a_file_of_staff_holds_no_cost(self):
        request = self._ask()
        staff, manager = (self._texts(self._make(user, request))
                          for user in (self.staff, self.manager))  # fmt: skip
        for name in ('Cost', 'Margin', 'Margin (share)'):
            self.assertIn(name, manager)
            self.assertNotIn(name, staff)
        reduced = self._texts(self._make(self.manager, self._ask(with_cost=False)))
        self.assertFalse({'Cost', 'Margin', 'Margin (share)'} & reduced)

    def test_a_report_that_one_may_not_see_is_refused(self):
        with self.assertRaises(AccessError):
            self._make(self.staff, self._ask('suppliers'))
        employee = self._create_new_internal_user(login='files_employee')
        with self.assertRaises(AccessError):
            self._make(employee, self._ask())

    def test_another_company_is_refused(self):
        other = self.env['res.company'].create({'name': "Elsewhere"})
        request = self._ask()
        foreign = type(request)(request.report, other, FIRST, LAST)
        with self.assertRaises(AccessError):
            self._make(self.staff, foreign)

    def test_names_that_look_like_formulas_are_texts(self):
        book = self._make(self.manager, self._ask())
        found = [
            cell
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, str) and ('cmd' in cell.value)
        ]
        self.assertTrue(any(cell.value.startswith('=') for cell in found))
        self.assertTrue(any(cell.value.startswith('@') for cell in found))
        for cell in found:
            self.assertEqual(cell.data_type, 's')

    def test_filters_narrow_and_are_said(self):
        category = self.env['product.category'].create({'name': "Glasses"})
        self.bowl.categ_id = category
        self._refresh(rebuild=True)
        content = self.env['gift.report.builder']._collect(self._ask(category=category))
        whole = content.blocks[0]
        self.assertEqual(whole.column('sale.revenue')[0], 60.0)
        self.assertEqual(content.filters, (("Category", "Glasses"),))
        channel = self.env['gift.report.builder']._collect(self._ask(channel='website'))
        self.assertEqual(channel.blocks[0].column('sale.orders')[0], 0)

    def test_the_summary_compares_with_before(self):
        content = self.env['gift.report.builder']._collect(self._ask('summary'))
        self.assertEqual(content.blocks[0].column('sale.orders'), [2, 1, 1])

    def test_the_paper_says_the_figures_of_the_views(self):
        content = self.env['gift.report.builder'].with_user(self.manager)._collect(
            self._ask('summary')
        )  # fmt: skip
        paper = self.env['gift.report.paper'].with_user(self.manager)._prepare_paper(content)
        domain = [('company_id', '=', self.company.id)]
        month = [*domain, ('day', '>=', FIRST), ('day', '<=', LAST)]
        before = [*domain, ('day', '>=', date(2026, 9, 1)), ('day', '<=', date(2026, 9, 30))]
        money = self.company.currency_id.format
        now, earlier = self._sum(month, 'revenue')[0], self._sum(before, 'revenue')[0]
        head, chart, products = paper.parts[:3]

        self.assertEqual(head.rows[0][:3], ("Revenue", money(now), money(earlier)))
        self.assertEqual(head.rows[1][1], '2')
        self.assertEqual(len(chart.values), 31)
        self.assertAlmostEqual(sum(chart.values), now, 2)
        goods = self._sum([*month, ('product_id', '=', self.bowl.id)], 'revenue')[0]
        self.assertIn(("Bowl", money(goods)), [row[:2] for row in products.rows])

    def test_arabic_sheets_run_from_the_right(self):
        self.env['res.lang']._activate_lang('ar_001')
        self.manager.lang = 'ar_001'
        user = self.manager
        file = io.BytesIO()
        choice = self.env['gift.report.request'].with_user(user).with_context(lang='ar_001')
        choice._write_file(self._ask(), 'xlsx', file)
        book = load_workbook(file)
        self.assertTrue(all(sheet.sheet_view.rightToLeft for sheet in book))
        paper = io.BytesIO()
        choice._write_file(self._ask('summary'), 'pdf', paper)
        self.assertTrue(paper.getvalue().startswith(b'%PDF'))

    def test_the_form_asks_in_the_shops_days(self):
        with freeze_time('2026-10-31 23:30:00'):  # half past midnight in Berlin
            wizard = self.env['gift.report.file'].with_user(self.staff).create({})
            self.assertEqual((wizard.first_day, wizard.last_day), (FIRST, LAST))
            wizard.period = 'yesterday'
            self.assertEqual(wizard.first_day, LAST)

    def test_the_form_refuses_what_cannot_be(self):
        wizards = self.env['gift.report.file'].with_user(self.staff)
        with self.assertRaises(ValidationError):
            wizards.create({'report': 'sales', 'file_format': 'pdf'})
        wizard = wizards.create({'period': 'own', 'first_day': LAST, 'last_day': FIRST})
        with self.assertRaises(UserError):
            wizard.action_download()
