from unittest.mock import patch

import psycopg2.errors

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from odoo.addons.gift_base.models import ir_cron

BUSY = psycopg2.errors.SerializationFailure("could not serialize access")


@tagged('post_install', '-at_install')
class TestCronRetry(TransactionCase):
    """Background work that meets another transaction begins again, as a request does."""

    def setUp(self):
        super().setUp()
        self.cron = self.env['ir.cron'].create(
            {
                'name': "Count",
                'model_id': self.env.ref('base.model_res_partner').id,
                'state': 'code',
                'code': "env['res.partner'].create({'name': 'counted'})",
                'interval_type': 'days',
            }
        )
        self.startPatcher(patch.object(ir_cron, 'PAUSE_S', 0))

    def _run(self, *outcomes):
        """Run the job; an exception in place of ``None`` is raised after the work was done."""
        action = self.registry['ir.actions.server']
        run, left = action.run, list(outcomes)

        def run_or_fail(actions):
            run(actions)
            outcome = left.pop(0)
            if outcome:
                raise outcome

        self.env.flush_all()
        with (
            self.enter_registry_test_mode(),
            self.registry.cursor() as cr,
            patch.object(action, 'run', run_or_fail),
        ):
            cron = self.cron.with_env(self.env(cr=cr))
            cron._callback(cron.name, cron.ir_actions_server_id.id)
        return len(outcomes) - len(left)

    def _count(self):
        return self.env['res.partner'].search_count([('name', '=', 'counted')])

    def test_a_job_that_met_another_transaction_is_done_once_at_the_next_attempt(self):
        tries = self._run(BUSY, BUSY, None)

        self.assertEqual((tries, self._count()), (3, 1))

    def test_a_job_without_a_conflict_runs_once(self):
        self.assertEqual(self._run(None, None), 1)

    def test_another_mistake_is_not_tried_again(self):
        with self.assertRaises(UserError), mute_logger('odoo.addons.base.models.ir_cron'):
            self._run(UserError("No."), None)

    def test_a_conflict_that_stays_is_reported(self):
        with self.assertRaises(psycopg2.errors.SerializationFailure):
            self._run(*[BUSY] * ir_cron.TRIES, None)
