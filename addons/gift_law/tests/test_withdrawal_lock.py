from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.gift_personalization.tests.test_proof_lock import ProofRaceCommon


@tagged('post_install', '-at_install')
class TestWithdrawalRace(ProofRaceCommon):
    """Two clicks at the same time, in real transactions."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            order = env['sale.order'].browse(self.order_id)
            wording = env['gift.law.wording']._store('right', 'en_US', 1, "You can withdraw.")
            order.order_line.gift_wording_id = wording

    def _delete(self):
        with self._open() as env:
            records = env['gift.withdrawal'].search([('order_id', '=', self.order_id)])
            for model in ('mail.mail', 'mail.message', 'mail.activity'):
                name = 'res_model' if model == 'mail.activity' else 'model'
                domain = [(name, '=', records._name), ('res_id', 'in', records.ids)]
                env[model].search(domain).unlink()
            records.unlink()
            env.cr.execute(SQL("DELETE FROM gift_notice WHERE res_model = 'gift.withdrawal'"))
            env.cr.execute(SQL("DELETE FROM gift_order_request WHERE order_id = %s", self.order_id))
        super()._delete()

    @staticmethod
    def _state(proof, key):
        order = proof.sale_line_id.order_id
        proof.env['gift.withdrawal']._receive(
            key,
            {
                'customer_name': "Emma",
                'email': 'emma@example.com',
                'order_ref': order.name,
                'goods': '',
                'company_id': order.company_id.id,
            },
            order=order,
            quantities={proof.sale_line_id: 1},
        )

    def _read(self):
        with self._open() as env:
            records = env['gift.withdrawal'].search([('order_id', '=', self.order_id)])
            return len(records), sum(records.line_ids.mapped('quantity'))

    @mute_logger('odoo.sql_db')
    def test_a_double_click_is_one_statement(self):
        self._run_at_once(
            first=lambda proof: self._state(proof, 'a' * 32),
            second=lambda proof: self._state(proof, 'a' * 32),
        )

        self.assertEqual(self._read(), (1, 1))

    @mute_logger('odoo.sql_db')
    def test_one_piece_is_withdrawn_from_once(self):
        self._run_at_once(
            first=lambda proof: self._state(proof, 'a' * 32),
            second=lambda proof: self._state(proof, 'b' * 32),
        )

        self.assertEqual(self._read(), (1, 1))
