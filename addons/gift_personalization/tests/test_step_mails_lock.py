from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_proof_lock import ProofRaceCommon


@tagged('post_install', '-at_install')
class TestStepMailsRace(ProofRaceCommon):
    """Two scheduled actions write about the same steps in real transactions."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            order = env['sale.order'].browse(self.order_id)
            order.partner_id.email = 'emma@example.com'
            env['gift.step.mail'].create(
                {
                    'order_id': order.id,
                    'job_id': order.gift_job_ids.id,
                    'step': 'shipped',
                    'due_date': fields.Datetime.now() - timedelta(minutes=1),
                }
            )

    @staticmethod
    def _send(proof):
        proof.order_id._gift_send_news()

    def _count_mails(self):
        with self._open() as env:
            order = env['sale.order'].browse(self.order_id)
            self.assertTrue(all(order.gift_step_mail_ids.mapped('sent_date')))
            mails = env['mail.mail'].search(
                [('model', '=', 'sale.order'), ('res_id', '=', order.id)]
            )
            return len(mails.filtered(lambda mail: "on its way" in mail.subject))

    @mute_logger('odoo.sql_db')
    def test_two_actions_at_once_write_one_mail(self):
        results = self._run_at_once(one=self._send, other=self._send)

        self.assertEqual(results, {'one': None, 'other': None})
        self.assertEqual(self._count_mails(), 1)

    @mute_logger('odoo.sql_db')
    def test_an_action_that_begins_during_another_writes_none(self):
        with self._open() as env:
            self._send(env['gift.proof'].browse(self.proof_id))
            env.flush_all()
            results = self._run_beside(other=self._send, then=env.cr.commit)

        self.assertEqual(results, {'other': None})
        self.assertEqual(self._count_mails(), 1)

    @mute_logger('odoo.sql_db')
    def test_one_step_that_is_noted_twice_at_once_stands_once(self):
        def note(proof):
            job = proof.order_id.gift_job_ids
            proof.env['gift.step.mail']._queue(job, 'delivered')

        results = self._run_at_once(one=note, other=note)

        self.assertEqual(results, {'one': None, 'other': None})
        with self._open() as env:
            rows = env['sale.order'].browse(self.order_id).gift_step_mail_ids
            self.assertEqual(sorted(rows.mapped('step')), ['delivered', 'shipped'])
