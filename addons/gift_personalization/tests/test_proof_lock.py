import threading

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tests import TransactionCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from .test_revision import RevisionCommon


class ProofRaceCommon(TransactionCase):
    """One committed order with a proof, and threads with transactions of their own."""

    def setUp(self):
        super().setUp()
        self.db = Registry(get_db_name())
        with self._open() as env:
            template = RevisionCommon._create_template(env, key='answers-test')
            product = env['product.product'].create(
                {
                    'name': "Mug",
                    'is_storable': False,
                    'gift_template_id': template.id,
                }
            )
            design, _key = env['gift.design']._create_for(product)
            order = env['sale.order'].create(
                {
                    'partner_id': env['res.partner'].create({'name': "Emma"}).id,
                    'order_line': [
                        (
                            0,
                            0,
                            {
                                'product_id': product.id,
                                'gift_revision_id': design._freeze({'name': {'text': "Emma"}}).id,
                            },
                        )
                    ],
                }
            )
            order.action_confirm()
            self.proof_id = order.gift_proof_ids.id
            self.order_id = order.id
        self.addCleanup(self._delete)

    def _open(self):
        return _Transaction(self.db)

    def _delete(self):
        """Take back what was committed; logs refuse to be deleted in any other way."""
        with self._open() as env:
            order = env['sale.order'].browse(self.order_id)
            line, job, product = order.order_line, order.gift_job_ids, order.order_line.product_id
            template, proofs = product.gift_template_id, order.gift_proof_ids
            revisions = env['gift.design.revision'].search([('product_id', '=', product.id)])
            method, partner = template.surface_ids.method_id, order.partner_id
            for records in (proofs, order, job):
                model = records._name
                env.cr.execute(
                    SQL(
                        "DELETE FROM gift_notice WHERE res_model = %s AND res_id IN %s",
                        model,
                        tuple(records.ids),
                    )
                )
                domain = [('model', '=', model), ('res_id', 'in', records.ids)]
                env['mail.mail'].search(domain).unlink()
                env['mail.message'].search(domain).unlink()
                env['mail.activity'].search(
                    [
                        ('res_model', '=', model),
                        ('res_id', 'in', records.ids),
                    ]
                ).unlink()
            for table, column, ids in (
                ('gift_proof', 'id', tuple(proofs.ids)),
                ('gift_print_file', 'job_id', (job.id,)),
                ('gift_job_event', 'job_id', (job.id,)),
                ('gift_job', 'id', (job.id,)),
                ('stock_move', 'sale_line_id', tuple(line.ids)),
                ('sale_order', 'id', (order.id,)),
                ('gift_design', 'product_id', (product.id,)),
                ('gift_design_revision', 'id', tuple(revisions.ids)),
            ):
                env.cr.execute(
                    SQL(
                        "DELETE FROM %s WHERE %s IN %s",
                        SQL.identifier(table),
                        SQL.identifier(column),
                        ids,
                    )
                )
            env.invalidate_all()
            product.product_tmpl_id.unlink()
            template.unlink()
            method.unlink()
            partner.unlink()

    def _run_beside(self, then, **answer):
        """Run an answer that has to wait for this transaction, which ``then`` ends."""
        started = threading.Event()
        results, run = self._prepare_runs(started.set)
        [item] = answer.items()
        thread = threading.Thread(target=run, args=item)
        thread.start()
        self.assertTrue(started.wait(30))
        thread.join(0.5)
        self.assertTrue(thread.is_alive(), "It did not wait for the other transaction.")
        then()
        thread.join(60)
        return results

    def _run_at_once(self, **answers):
        """Run each answer in a thread; return ``{name: None or the refusing sentence}``."""
        results, run = self._prepare_runs(threading.Barrier(len(answers), timeout=30).wait)
        threads = [threading.Thread(target=run, args=item) for item in answers.items()]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return results

    def _prepare_runs(self, begin):
        """Return the results and a function that runs an answer in a transaction of its own.

        :param begin: called once per answer, after the transaction has taken its snapshot.
        """
        results = {}

        def run(name, answer):
            for attempt in range(5):  # as Odoo does with a request
                try:
                    with self._open() as env:
                        proof = env['gift.proof'].browse(self.proof_id)
                        self.assertTrue(proof.state)  # takes the snapshot
                        if not attempt:
                            begin()
                        answer(proof)
                    results[name] = None
                    return
                except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
                    continue
                except UserError as error:
                    results[name] = str(error)
                    return

        return results, run

    def _read(self, *names):
        with self._open() as env:
            return env['gift.proof'].browse(self.proof_id).read(names)[0]

    @staticmethod
    def _approve(proof, name="Emma"):
        proof._approve(
            expected_hash=proof.revision_hash,
            partner=proof.partner_id,
            name=name,
            spelling_checked=True,
        )

    @staticmethod
    def _ask(proof):
        proof._request_change(comment="Blue, please", partner=proof.partner_id)


@tagged('post_install', '-at_install')
class TestSimultaneousAnswers(ProofRaceCommon):
    """The customer answers in two windows at once, in two real transactions."""

    @mute_logger('odoo.sql_db')
    def test_of_an_approval_and_a_change_request_exactly_one_wins(self):
        results = self._run_at_once(approve=self._approve, ask=self._ask)

        self.assertEqual(set(results), {'approve', 'ask'})
        winners = [name for name, refusal in results.items() if refusal is None]
        self.assertEqual(len(winners), 1, results)
        proof = self._read('state', 'approved_hash', 'change_comment')
        if winners == ['approve']:
            self.assertEqual((proof['state'], proof['change_comment']), ('approved', False))
            self.assertRegex(results['ask'], "approved already")
        else:
            self.assertEqual((proof['state'], proof['approved_hash']), ('change_requested', False))
            self.assertRegex(results['approve'], "asked for a change")

    @mute_logger('odoo.sql_db')
    def test_two_clicks_at_once_store_one_approval_and_one_mail(self):
        results = self._run_at_once(
            first=lambda proof: self._approve(proof, "First"),
            second=lambda proof: self._approve(proof, "Second"),
        )

        self.assertEqual(results, {'first': None, 'second': None})
        self.assertEqual(self._read('state')['state'], 'approved')
        with self._open() as env:
            self.assertEqual(
                env['gift.notice'].search_count(
                    [
                        ('res_model', '=', 'gift.proof'),
                        ('res_id', '=', self.proof_id),
                        ('kind', '=', 'approved'),
                    ]
                ),
                1,
            )


class _Transaction:
    """A real transaction: committed at its end, rolled back after an error."""

    def __init__(self, registry):
        self.registry = registry

    def __enter__(self):
        self.cursor = self.registry.cursor()
        return api.Environment(self.cursor, SUPERUSER_ID, {})

    def __exit__(self, error_type, _error, _traceback):
        if error_type:
            self.cursor.rollback()
        else:
            self.cursor.commit()
        self.cursor.close()
