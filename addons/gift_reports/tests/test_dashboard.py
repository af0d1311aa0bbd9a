import base64
import importlib.util
import json
import re
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time

from odoo import tools
from odoo.tests import new_test_user, tagged

from odoo.addons.gift_reports.kpis import KPIS

from .common import ReportCommon

SCRIPT = Path(__file__).parents[3] / 'scripts/dashboards.py'
PAGES = (
    'morning', 'sales', 'margin', 'stock', 'suppliers', 'customers', 'production', 'quality',
    'loyalty', 'payments',
)  # fmt: skip
READERS = {
    'morning': 'manager',
    'sales': 'staff',
    'margin': 'manager',
    'stock': 'staff',
    'suppliers': 'manager',
    'customers': 'staff',
    'production': 'production',
    'quality': 'staff',
    'loyalty': 'manager',
    'payments': 'manager',
}
MANAGERS = {key for key, role in READERS.items() if role == 'manager'}


@tagged('post_install', '-at_install')
class TestDashboard(ReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboards = {
            key: cls.env.ref(f'gift_reports.spreadsheet_dashboard_{key}') for key in PAGES
        }
        cls.files = {
            key: json.loads(base64.b64decode(dashboard.spreadsheet_binary_data))
            for key, dashboard in cls.dashboards.items()
        }
        cls.users = {
            role: new_test_user(cls.env, f'dashboard_{role}', f'gift_base.group_{role}')
            for role in ('manager', 'staff', 'production')
        }

    def _read_measure(self, env, pivot, measure):
        """Return a measure of a pivot as the spreadsheet asks for it, without groups."""
        aggregate = measure['id'] if ':' in measure['id'] else '__count'
        return env[pivot['model']]._read_group(pivot['domain'], [], [aggregate])[0][0]

    def _read_cell(self, key, cell):
        """Return the first figure of a formula on a page's sheet of data."""
        formula = self.files[key]['sheets'][1]['cells'][cell]
        number, measure = re.search(r'PIVOT\.VALUE\((\d+),"([^"]+)"\)', formula).groups()
        return self._read_measure(self.env, self.files[key]['pivots'][number], {'id': measure})

    def test_the_files_are_what_the_script_makes(self):
        spec = importlib.util.spec_from_file_location('dashboards', SCRIPT)
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)

        files = script.build_files()

        self.assertEqual(set(files), {f'{key}_dashboard.json' for key in PAGES})
        for name, text in files.items():
            with self.subTest(file=name):
                self.assertTrue((script.FILES / name).read_text() == text)

    def test_fields_menus_and_actions_exist(self):
        with patch.dict(tools.config.options, {'test_enable': True}):
            for dashboard in self.dashboards.values():
                dashboard._check_spreadsheet_data()

    def test_figures_are_those_of_the_dictionary(self):
        self._sell((self.mug, 2), (self.bowl, 1))
        self._refresh()
        known = {(kpi.model, kpi.aggregate): key for key, kpi in KPIS.items()}
        reader = self.env['gift.report.kpi']
        shown = set()
        for key, data in self.files.items():
            for pivot in data['pivots'].values():
                if not pivot['model'].startswith('gift.report.') or (
                    pivot['model'] == 'gift.report.prediction'
                ):
                    continue
                groups = [
                    ':'.join(filter(None, (group['fieldName'], group.get('granularity'))))
                    for group in (*pivot['rows'], *pivot['columns'])
                ]
                for measure in pivot['measures']:
                    kpi = known[pivot['model'], measure['id']]
                    rows = self.env[pivot['model']]._read_group(
                        pivot['domain'], groups, [f"{measure['fieldName']}:{measure['aggregator']}"]
                    )
                    with self.subTest(page=key, kpi=kpi, groups=groups):
                        wanted = reader._read([kpi], pivot['domain'], groups)
                        given = [(*row[:-1], reader._clean(KPIS[kpi], row[-1])) for row in rows]
                        self.assertEqual(given, wanted)
                    shown.add(kpi)
        self.assertGreater(len(shown), 25)

    def test_charts_show_figures_of_the_dictionary(self):
        known = {(kpi.model, kpi.aggregate) for kpi in KPIS.values()}
        for key, data in self.files.items():
            for figure in data['sheets'][0]['figures']:
                about = figure['data'].get('metaData', {})
                model, measure = about.get('resModel', ''), about.get('measure')
                if model.startswith('gift.report.'):
                    how = self.env[model]._fields[measure].aggregator
                    with self.subTest(page=key, chart=figure['id']):
                        self.assertIn((model, f'{measure}:{how}'), known)

    def test_the_morning_shows_yesterday_and_this_month(self):
        with freeze_time('2026-09-16 09:00:00'):
            self._sell((self.bowl, 1))
            self._sell((self.mug, 1))
        with freeze_time('2026-08-03 09:00:00'):
            self._sell((self.bowl, 5))
        with freeze_time('2026-08-30 09:00:00'):  # later in its month than today
            self._sell((self.bowl, 7))
        self._refresh(rebuild=True)

        with freeze_time('2026-09-17 09:00:00'):
            cells = [self._read_cell('morning', cell) for cell in ('B2', 'B3', 'B4', 'B6', 'C6')]

        self.assertEqual(cells, [40.0, 2, 20.0, 40.0, 150.0])

    def test_late_jobs_are_those_due_before_today(self):
        jobs = self.files['production']['lists']['1']

        found = self.env['gift.job'].search(jobs['domain'])
        late = self.env['gift.job'].search([('is_late', '=', True)])

        self.assertEqual(found, late)

    def test_a_page_is_read_by_its_readers_with_their_rights(self):
        for key, role in READERS.items():
            env = self.env(user=self.users[role])
            data = self.files[key]
            for pivot in data['pivots'].values():
                for measure in pivot['measures']:
                    with self.subTest(page=key, model=pivot['model'], measure=measure['id']):
                        self._read_measure(env, pivot, measure)
            for block in data['lists'].values():
                env[block['model']].search_read(block['domain'], block['columns'], limit=1)
            menus = env['ir.ui.menu']._visible_menu_ids()
            links = re.findall(r'ir_menu_xml_id/([\w.]+)', json.dumps(data['sheets'][0]['cells']))
            for menu in {*data['chartOdooMenusReferences'].values(), *links}:
                with self.subTest(page=key, menu=menu):
                    self.assertIn(self.env.ref(menu).id, menus)

    def test_nobody_sees_the_pages_of_others(self):
        group = self.env.ref('gift_reports.spreadsheet_dashboard_group')
        wanted = {
            'manager': set(PAGES),
            'staff': {'sales', 'stock', 'customers', 'production', 'quality'},
            'production': {'production'},
        }
        for role, keys in wanted.items():
            dashboards = self.env['spreadsheet.dashboard'].with_user(self.users[role])
            found = dashboards.search([('dashboard_group_id', '=', group.id)])
            with self.subTest(role=role):
                self.assertEqual(found.ids, [self.dashboards[k].id for k in PAGES if k in keys])

    def test_cost_is_on_pages_of_managers_only(self):
        secret = {(kpi.model, kpi.aggregate) for kpi in KPIS.values() if kpi.for_managers}
        for key, data in self.files.items():
            shown = {
                (pivot['model'], measure['id'])
                for pivot in data['pivots'].values()
                for measure in pivot['measures']
            }
            with self.subTest(page=key):
                self.assertEqual(bool(shown & secret), key in MANAGERS)

    def test_every_text_can_be_translated(self):
        for key, data in self.files.items():
            for sheet in data['sheets']:
                for cell, content in sheet['cells'].items():
                    bare = re.sub(r'_t\("[^"]*"\)|PIVOT\.VALUE\([^)]*\)|"[^"]*_[^"]*"', '', content)
                    with self.subTest(page=key, cell=cell):
                        self.assertTrue(content.startswith(('=', '[')))
                        if content.startswith('=') and 'ODOO.LIST' not in content:
                            self.assertFalse(re.search(r'"[^"]*[a-z]{3}[^"]*"', bare))

    def test_cells_of_tables_and_lists_open_their_records(self):
        """Odoo opens records only of ``=PIVOT(`` and of a formula with one function of data."""
        for key, data in self.files.items():
            cells = data['sheets'][0]['cells']
            tables = [content for content in cells.values() if 'PIVOT(' in content]
            lists = [content for content in cells.values() if 'ODOO.LIST(' in content]
            with self.subTest(page=key):
                self.assertTrue(tables or lists)
                for content in tables:
                    self.assertRegex(content, r'^=PIVOT\(\d+, IF\(Data!')
                    self.assertNotIn('PIVOT.', content)
                for content in lists:
                    self.assertEqual(content.count('ODOO.LIST('), 1)
