from datetime import timedelta

import psycopg2

from odoo import api, fields
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

from .common import ReportCommon


@tagged('post_install', '-at_install')
class TestReportRefresh(ReportCommon):
    def test_each_table_has_one_state(self):
        self._refresh()
        self._refresh()
        states = self.env['gift.report.refresh'].search([])
        self.assertEqual(
            sorted(states.mapped('name')), sorted(self.env['gift.report.refresh']._get_tables())
        )
        self.assertIn('gift.report.sale', states.mapped('name'))

    def test_what_did_not_change_is_not_written_again(self):
        order = self._sell((self.mug, 1))
        state = self.env['gift.report.refresh']._get_state('gift.report.sale')
        later = fields.Datetime.now() + timedelta(hours=1)
        state._refresh_table(later)
        fact = self.report.search([('order_id', '=', order.id)])
        self.assertEqual(state.since, later)
        state._refresh_table(later)
        self.assertEqual(state.row_count, 0)
        self.assertTrue(fact.exists())


@tagged('post_install', '-at_install')
class TestHorizon(BaseCase):
    """With real transactions: what is committed late is read by the next refresh."""

    def test_the_horizon_is_the_begin_of_the_oldest_transaction(self):
        registry = Registry(get_db_name())
        with registry.cursor() as old, registry.cursor() as young:
            old.execute("SELECT now() AT TIME ZONE 'UTC'")
            begin = old.fetchone()[0]
            env = api.Environment(young, api.SUPERUSER_ID, {})
            self.assertLessEqual(env['gift.report.refresh']._read_horizon(), begin)
            young.rollback()
            old.rollback()

    def test_of_two_refreshes_the_second_is_turned_away(self):
        registry = Registry(get_db_name())
        with registry.cursor() as first, registry.cursor() as second:
            states = [
                api.Environment(cr, api.SUPERUSER_ID, {})['gift.report.refresh']._get_state(
                    'gift.report.sale'
                )
                for cr in (first, second)
            ]
            horizon = states[0]._read_horizon()
            states[0]._refresh_table(horizon)
            states[0].env.flush_all()
            first.commit()
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                states[1]._refresh_table(horizon)
            second.rollback()
