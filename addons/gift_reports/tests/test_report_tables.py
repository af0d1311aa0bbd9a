from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from .common import ReportCommon

OWN = (
    'gift.report.sale', 'gift.report.stock', 'gift.report.stock.now', 'gift.report.job',
    'gift.report.option', 'gift.report.payment', 'gift.report.flow', 'gift.report.customer',
    'gift.report.cohort', 'gift.report.member',
)  # fmt: skip


@tagged('post_install', '-at_install')
class TestReportTables(ReportCommon):
    """What holds for every table of figures."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mug.is_storable = True
        cls._live_some()
        cls._refresh(rebuild=True)

    @classmethod
    def _live_some(cls):
        """Have something happen of which each table tells."""
        cls._receive(cls.mug, 5)
        cls._sell((cls.mug, 1))
        cls._create_job("Anna")
        cls._create_transaction(10.0)
        cls._create_run(cls._create_flow(), 'anna@example.com')
        cls.env['gift.tier.status']._open(cls.partner, cls.company)

    def _dump(self, model):
        """Return the rows of a table without their ids, in a fixed order."""
        table = self.env[model]
        names = sorted(
            name for name, field in table._fields.items() if field.column_type and name != 'id'
        )
        columns = SQL(', ').join(
            SQL.identifier(name) for name in names if table._fields[name].store
        )
        self.env.cr.execute(SQL("SELECT %s FROM %s", columns, SQL.identifier(table._table)))
        return sorted(map(repr, self.env.cr.fetchall()))

    def test_a_refresh_comes_to_the_same_as_a_rebuild(self):
        tables = self.env['gift.report.refresh']._get_tables()
        before = {model: self._dump(model) for model in tables}

        self._live_some()
        self.mug.list_price = 12
        self._refresh()
        followed = {model: self._dump(model) for model in tables}
        self._refresh(rebuild=True)

        for model in tables:
            with self.subTest(model=model):
                self.assertEqual(followed[model], self._dump(model))
        changed = {model for model in tables if before[model] != followed[model]}
        self.assertGreaterEqual(
            changed,
            {'gift.report.sale', 'gift.report.stock', 'gift.report.stock.now', 'gift.report.job',
             'gift.report.option', 'gift.report.payment', 'gift.report.flow',
             'gift.report.customer'},
        )  # fmt: skip

    def test_nobody_sees_another_companys_figures(self):
        elsewhere = self.env['res.company'].create({'name': "Elsewhere"})
        user = new_test_user(
            self.env,
            'tables_elsewhere',
            'gift_base.group_manager',
            company_id=elsewhere.id,
            company_ids=[elsewhere.id],
        )
        for model in OWN:
            with self.subTest(model=model):
                self.assertTrue(self.env[model].search([('company_id', '=', self.company.id)]))
                self.assertFalse(self.env[model].with_user(user).search([]))
