from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .test_proof_lock import ProofRaceCommon


class RequestRaceCommon(ProofRaceCommon):
    """Customers, production and the background work at the same time, in real transactions."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            order = env['sale.order'].browse(self.order_id)
            order.order_line.product_uom_qty = 3
            self._approve(env['gift.proof'].browse(self.proof_id))
            order.gift_job_ids._write_print_files()
            self.assertEqual(order.gift_job_ids.stage, 'ready')

    def _delete(self):
        with self._open() as env:
            requests = env['gift.order.request'].search([('order_id', '=', self.order_id)])
            for model in ('mail.mail', 'mail.message', 'mail.activity'):
                name = 'res_model' if model == 'mail.activity' else 'model'
                domain = [(name, '=', requests._name), ('res_id', 'in', requests.ids)]
                env[model].search(domain).unlink()
            for table in ('gift_order_request_line', 'gift_order_request'):
                column = 'id' if table == 'gift_order_request' else 'request_id'
                env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE %s IN %s",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        (0, *requests.ids),
                    )
                )
            env.cr.execute(
                SQL("DELETE FROM gift_notice WHERE res_model = %s", 'gift.order.request')
            )
        super()._delete()

    @staticmethod
    def _cancel(proof, pieces=1, reason=''):
        line = proof.sale_line_id
        proof.env['gift.order.request']._request_cancel(
            line.order_id,
            {line: pieces},
            reference=f'race-{id(proof)}',
            reason=reason,
            author=proof.partner_id,
        )

    @staticmethod
    def _claim(proof):
        proof.sale_line_id.gift_job_id.action_start()

    def _read(self):
        with self._open() as env:
            order = env['sale.order'].browse(self.order_id)
            requests = order.gift_request_ids
            return {
                'state': order.state,
                'pieces': order.order_line.product_uom_qty,
                'stage': order.gift_job_ids.stage,
                'done': len(requests.filtered(lambda r: r.state == 'done')),
                'open': len(requests.filtered(lambda r: r.state == 'open')),
            }


@tagged('post_install', '-at_install')
class TestCancelRace(RequestRaceCommon):
    @mute_logger('odoo.sql_db')
    def test_two_cancellations_at_once_take_off_what_there_is_and_no_more(self):
        results = self._run_at_once(
            first=lambda proof: self._cancel(proof, 2),
            second=lambda proof: self._cancel(proof, 2),
        )

        refused = [sentence for sentence in results.values() if sentence]
        self.assertEqual(len(refused), 1, results)
        self.assertRegex(refused[0], "between 1 and 1")
        self.assertEqual(self._read()['pieces'], 1)
        self.assertEqual(self._read()['done'], 1)

    @mute_logger('odoo.sql_db')
    def test_two_cancellations_that_both_fit_are_both_done(self):
        results = self._run_at_once(first=self._cancel, second=self._cancel)

        self.assertEqual(results, {'first': None, 'second': None})
        found = self._read()
        self.assertEqual((found['pieces'], found['done']), (1, 2))

    @mute_logger('odoo.sql_db')
    def test_of_a_claim_and_a_cancellation_the_later_one_sees_the_first(self):
        results = self._run_at_once(
            claim=self._claim,
            cancel=lambda proof: self._cancel(proof, 3, reason="Twice"),
        )

        found = self._read()
        if results['claim'] is None:
            self.assertEqual((found['stage'], found['open']), ('in_production', 1))
            self.assertEqual(found['pieces'], 3)
        else:
            self.assertEqual((found['state'], found['stage']), ('cancel', 'cancelled'))
            self.assertEqual(found['done'], 1)

    @mute_logger('odoo.sql_db')
    def test_a_cancellation_that_begins_during_a_claim_becomes_a_question(self):
        with self._open() as env:
            self._claim(env['gift.proof'].browse(self.proof_id))
            env.flush_all()
            results = self._run_beside(
                cancel=lambda proof: self._cancel(proof, 1, reason="Twice"), then=env.cr.commit
            )

        self.assertEqual(results, {'cancel': None})
        found = self._read()
        self.assertEqual((found['pieces'], found['open'], found['done']), (3, 1, 0))

    @mute_logger('odoo.sql_db')
    def test_a_claim_that_begins_during_a_cancellation_finds_nothing_to_make(self):
        with self._open() as env:
            self._cancel(env['gift.proof'].browse(self.proof_id), 3)
            env.flush_all()
            results = self._run_beside(claim=self._claim, then=env.cr.commit)

        self.assertTrue(results['claim'])
        self.assertEqual(self._read()['stage'], 'cancelled')

    @mute_logger('odoo.sql_db')
    def test_two_of_the_staff_who_accept_at_once_take_off_once(self):
        with self._open() as env:
            proof = env['gift.proof'].browse(self.proof_id)
            self._claim(proof)
            self._cancel(proof, 1, reason="Twice")

        def accept(proof):
            proof.order_id.gift_request_ids._accept("Done")

        results = self._run_at_once(first=accept, second=accept)

        self.assertEqual(results, {'first': None, 'second': None})
        self.assertEqual(self._read()['pieces'], 2)

    @mute_logger('odoo.sql_db')
    def test_of_a_yes_and_a_no_at_once_one_counts(self):
        with self._open() as env:
            proof = env['gift.proof'].browse(self.proof_id)
            self._claim(proof)
            self._cancel(proof, 1, reason="Twice")

        results = self._run_at_once(
            yes=lambda proof: proof.order_id.gift_request_ids._accept(""),
            no=lambda proof: proof.order_id.gift_request_ids._decline("Too late"),
        )

        winners = [name for name, refusal in results.items() if refusal is None]
        self.assertEqual(len(winners), 1, results)
        self.assertEqual(self._read()['pieces'], 2 if winners == ['yes'] else 3)
