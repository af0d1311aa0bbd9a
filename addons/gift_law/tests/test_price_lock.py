from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.gift_personalization.tests.test_proof_lock import ProofRaceCommon


@tagged('post_install', '-at_install')
class TestPriceRace(ProofRaceCommon):
    """Two background jobs, or a job and a manager, write the same price down at the same time."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            self._get_product(env).write({'is_published': True, 'list_price': 10.0})
        with self._open() as env:  # a change that is not written down yet
            self.env.cr.precommit.clear()
            env.cr.execute(
                "UPDATE product_template SET list_price = 12 WHERE id = %s",
                [self._get_product(env).id],
            )
            env.invalidate_all()

    def _get_product(self, env):
        return env['gift.proof'].browse(self.proof_id).sale_line_id.product_id.product_tmpl_id

    def _read_prices(self):
        with self._open() as env:
            product = self._get_product(env).product_variant_id
            rows = env['gift.price'].search(
                [('product_id', '=', product.id), ('pricelist_id', '=', False)], order='number'
            )
            by_website = rows.grouped('website_id').values()
            return {tuple(part.mapped('price')) for part in by_website}

    def _record(self, proof):
        proof.env['gift.price']._record(self._get_product(proof.env))

    @mute_logger('odoo.sql_db')
    def test_two_background_jobs_write_a_price_down_once(self):
        self.assertEqual(self._read_prices(), {(10.0,)})

        results = self._run_at_once(first=self._record, second=self._record)

        self.assertEqual(results, {'first': None, 'second': None})
        self.assertEqual(self._read_prices(), {(10.0, 12.0)})

    @mute_logger('odoo.sql_db')
    def test_a_manager_beside_the_background_job_has_the_last_word(self):
        def change(proof):
            self._get_product(proof.env).list_price = 14.0

        results = self._run_at_once(manager=change, job=self._record)

        self.assertEqual(results, {'manager': None, 'job': None})
        [prices] = self._read_prices()
        self.assertEqual(prices[0], 10.0)
        self.assertEqual(prices[-1], 14.0)
        self.assertEqual(len(set(prices)), len(prices))
