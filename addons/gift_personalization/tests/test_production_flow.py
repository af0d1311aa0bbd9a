import threading

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, HttpCase, tagged
from odoo.tests.common import get_db_name

from .production_common import ProductionCommon


@tagged('post_install', '-at_install')
class TestScanPage(ProductionCommon, HttpCase):
    def test_a_worker_scans_a_job_through_the_page(self):
        job = self._create_job("أحمد")
        self._make_ready(job)
        user = self.users['production']

        self.start_tour(f'/odoo/gift-scan?code={job.name}', 'gift_scan', login=user.login)

        self.assertEqual(job.stage, 'in_production')
        self.assertEqual(job._get_last_event().user_id, user)


@tagged('post_install', '-at_install')
class TestRaces(BaseCase):
    """Simultaneous callers, with real transactions: the records are committed and removed again."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            cls.job_id = cls._create_ready_job(api.Environment(cr, SUPERUSER_ID, {})).id
        cls.addClassCleanup(cls._remove)

    @classmethod
    def _create_ready_job(cls, env):
        method = env['gift.print.method'].create({'name': "Race", 'code': 'race-test'})
        template = env['gift.template'].create(
            {
                'name': "Race",
                'key': 'race-test',
                'proof_policy': 'customer',
                'surface_ids': [
                    Command.create(
                        {
                            'name': "Front",
                            'key': 'front',
                            'width_mm': 60,
                            'height_mm': 30,
                            'method_id': method.id,
                            'zone_ids': [
                                Command.create(
                                    {
                                        'name': "Name",
                                        'key': 'name',
                                        'x_mm': 5,
                                        'y_mm': 5,
                                        'width_mm': 50,
                                        'height_mm': 20,
                                    }
                                )
                            ],
                        }
                    )
                ],
            }
        )
        product = env['product.product'].create(
            {'name': "Race gift", 'gift_template_id': template.id}
        )
        partner = env['res.partner'].create({'name': "Race customer"})
        design, _key = env['gift.design']._create_for(product)
        design._save_values({'name': {'text': "Race"}})
        revision = design._freeze()
        cls.revision_hash = revision.hash
        order = env['sale.order'].create(
            {
                'partner_id': partner.id,
                'order_line': [
                    Command.create({'product_id': product.id, 'gift_revision_id': revision.id})
                ],
            }
        )
        order.action_confirm()
        return order.gift_job_ids

    @classmethod
    def _remove(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            job = env['gift.job'].browse(cls.job_id)
            line, order, revision = job.sale_line_id, job.order_id, job.revision_id
            product, partner, template = line.product_id, order.partner_id, revision.template_id
            method = template.surface_ids.method_id
            env['ir.attachment'].search(
                [
                    ('res_model', '=', 'gift.print.file'),
                    ('res_id', 'in', job.file_ids.ids),
                ]
            ).unlink()
            order.picking_ids.action_cancel()
            order.picking_ids.unlink()
            for model, condition in (
                ('gift.print.file', f'job_id = {job.id}'),
                ('gift.job.event', f'job_id = {job.id}'),
                ('gift.job', f'id = {job.id}'),
                ('gift.proof', f'sale_line_id = {line.id}'),
            ):
                cr.execute(f'DELETE FROM {env[model]._table} WHERE {condition}')
            env['mail.message'].search(
                [
                    ('model', 'in', ('gift.job', 'gift.proof')),
                    ('res_id', 'in', job.ids),
                ]
            ).unlink()
            env.invalidate_all()
            order.action_cancel()
            order.invalidate_recordset()
            order.unlink()
            env['gift.design'].search([('product_id', '=', product.id)]).unlink()
            revision.unlink()
            product.product_tmpl_id.unlink()
            template.unlink()
            method.unlink()
            partner.unlink()

    def _run(self, function):
        """Run ``function(job)`` in an own transaction; again after a conflict, as Odoo does."""
        for _attempt in range(3):
            with self.registry.cursor() as cr:
                job = api.Environment(cr, SUPERUSER_ID, {})['gift.job'].browse(self.job_id)
                try:
                    return function(job)
                except SerializationFailure:
                    cr.rollback()
        return None

    def _race(self, first, second):
        """Let ``second`` start while ``first`` holds its locks; return the result of ``second``."""
        results = []
        with self.registry.cursor() as cr:
            first(api.Environment(cr, SUPERUSER_ID, {})['gift.job'].browse(self.job_id))
            cr.flush()
            thread = threading.Thread(target=lambda: results.append(self._run(second)))
            thread.start()
            thread.join(timeout=0.7)
            self.assertTrue(thread.is_alive(), "The second transaction did not wait for the first.")
        thread.join(timeout=20)
        self.assertEqual(len(results), 1)
        return results[0]

    def _approve(self, job):
        proof = job.sale_line_id.gift_proof_ids
        proof._approve(
            expected_hash=self.revision_hash,
            partner=job.order_id.partner_id,
            name="Race",
            spelling_checked=True,
        )

    def _try(self, job, function):
        try:
            function(job)
        except UserError as error:
            return str(error)
        return ''

    def test_simultaneous_approval_writing_and_scanning(self):
        # two approvals of the same page: one counts, the other finds it done
        self.assertIsNone(self._race(self._approve, self._approve))
        self.assertEqual(self._run(lambda job: job.stage), 'waiting')
        moves = self._run(lambda job: sum(job.sale_line_id.move_ids.mapped('product_uom_qty')))
        self.assertEqual(moves, 1)

        # files written twice at once are written once
        self._race(lambda job: job._write_print_files(), lambda job: job._write_print_files())
        self.assertEqual(self._run(lambda job: (job.stage, len(job.file_ids))), ('ready', 2))

        # two scanners read the same ticket at once: one stage forward, not two
        answer = self._race(
            lambda job: job.action_scan(job.name),
            lambda job: job.action_scan(job.name),
        )
        self.assertEqual(answer['status'], 'repeat')
        self.assertEqual(self._run(lambda job: job.stage), 'in_production')

        # the design cannot change once a scan has started production
        refused = self._run(
            lambda job: self._try(
                job,
                lambda j: j._gift_on_proof_reopened(
                    j.sale_line_id.gift_proof_ids[:1],
                ),
            )
        )
        self.assertIn("In production", refused)
