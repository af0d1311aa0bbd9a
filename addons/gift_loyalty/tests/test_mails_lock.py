import threading
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tests import TransactionCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from odoo.addons.gift_personalization.tests.test_proof_lock import _Transaction

EMAIL = 'race@example.com'


@tagged('post_install', '-at_install')
class TestMailsRace(TransactionCase):
    """Two jobs at once, with transactions of their own: nobody gets a mail twice."""

    def setUp(self):
        super().setUp()
        self.db = Registry(get_db_name())
        with _Transaction(self.db) as env:
            partner = env['res.partner'].create({'name': "Race", 'email': EMAIL})
            for code in ('occasion', 'newsletter'):
                purpose = env['gift.consent.purpose']._get(code)
                env['gift.consent']._note(EMAIL, purpose, 'given', {'source': 'mail'})
            day = env['gift.occasion']._get_today() + timedelta(days=60)
            occasion = env['gift.occasion'].create(
                {'partner_id': partner.id, 'name': "Oma", 'month': day.month, 'day': day.day}
            )
            occasion.remind_on = env['gift.occasion']._get_today()
            flow = env['gift.flow'].create(
                {
                    'name': "Race",
                    'trigger': 'welcome',
                    'purpose_id': env['gift.consent.purpose']._get('newsletter').id,
                    'step_ids': [
                        Command.create(
                            {
                                'name': "One",
                                'variant_ids': [Command.create({'subject': "One", 'body': "One"})],
                            }
                        )
                    ],
                }
            )
            self.ids = {'partner': partner.id, 'occasion': occasion.id, 'flow': flow.id}
        self.addCleanup(self._delete)

    def _delete(self):
        with _Transaction(self.db) as env:
            flow = env['gift.flow'].browse(self.ids['flow'])
            env['mail.mail'].search([('gift_sending_id.flow_id', '=', flow.id)]).unlink()
            flow.run_ids.sending_ids.trace_id.unlink()
            flow.unlink()
            partner = env['res.partner'].browse(self.ids['partner'])
            env['mail.mail'].search([('recipient_ids', 'in', partner.ids)]).unlink()
            for table, where in (
                ('gift_consent', SQL("email = %s", EMAIL)),
                (
                    'gift_notice',
                    SQL("res_model = 'gift.occasion' AND res_id = %s", self.ids['occasion']),
                ),
            ):
                env.cr.execute(SQL("DELETE FROM %s WHERE %s", SQL.identifier(table), where))
            env['mailing.contact'].search([('email_normalized', '=', EMAIL)]).unlink()
            env.invalidate_all()
            partner.unlink()

    def _run_at_once(self, work):
        barrier, ended = threading.Barrier(2, timeout=30), []

        def run():
            for attempt in range(5):  # as Odoo does with a job
                try:
                    with _Transaction(self.db) as env:
                        env.cr.execute("SELECT 1 FROM gift_flow LIMIT 1")  # takes the snapshot
                        if not attempt:
                            barrier.wait()
                        work(env)
                    ended.append(True)
                    return
                except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                    continue

        threads = [threading.Thread(target=run) for _i in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(ended, [True, True])

    def _count_mails(self):
        with _Transaction(self.db) as env:
            domain = [('recipient_ids', 'in', [self.ids['partner']])]
            return env['mail.mail'].search_count(domain)

    @mute_logger('odoo.sql_db')
    def test_an_occasion_is_reminded_of_once(self):
        self._run_at_once(lambda env: env['gift.occasion'].browse(self.ids['occasion'])._remind())

        self.assertEqual(self._count_mails(), 1)

    @mute_logger('odoo.sql_db')
    def test_a_person_enters_a_flow_once_and_gets_each_step_once(self):
        def enter(env):
            flow = env['gift.flow'].browse(self.ids['flow'])
            partner = env['res.partner'].browse(self.ids['partner'])
            flow._enter(EMAIL, 'race', None, partner)

        self._run_at_once(enter)
        with _Transaction(self.db) as env:
            run = env['gift.flow.run'].search([('flow_id', '=', self.ids['flow'])])
            self.assertEqual(len(run), 1)
            run.due_on = fields.Datetime.now() - timedelta(minutes=1)
            run_id = run.id

        self._run_at_once(lambda env: env['gift.flow.run'].browse(run_id)._advance())

        self.assertEqual(self._count_mails(), 1)
