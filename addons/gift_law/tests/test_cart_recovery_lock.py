from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.gift_personalization.tests.test_proof_lock import ProofRaceCommon


@tagged('post_install', '-at_install')
class TestCartReminderRace(ProofRaceCommon):
    """Two scheduled actions remind of the same cart in real transactions."""

    def setUp(self):
        super().setUp()
        with self._open() as env:
            order = env['sale.order'].browse(self.order_id)
            order.partner_id.email = 'emma@example.com'
            self.cart_id = order.copy().id
        self.addCleanup(self._delete_cart)  # before the order: the last one is first

    def _delete_cart(self):
        with self._open() as env:
            cart = env['sale.order'].browse(self.cart_id)
            self._get_mails(env).unlink()
            env.cr.execute(
                SQL(
                    "DELETE FROM gift_notice WHERE res_model = 'sale.order' AND res_id = %s",
                    self.cart_id,
                )
            )
            cart.unlink()

    def _get_mails(self, env):
        return env['mail.mail'].search(
            [('model', '=', 'sale.order'), ('res_id', '=', self.cart_id)]
        )

    def _remind(self, proof):
        proof.env['sale.order'].browse(self.cart_id)._gift_remind()

    def _count_mails(self):
        with self._open() as env:
            self.assertTrue(env['sale.order'].browse(self.cart_id).cart_recovery_email_sent)
            return len(self._get_mails(env))

    @mute_logger('odoo.sql_db')
    def test_two_actions_at_once_send_one_mail(self):
        results = self._run_at_once(one=self._remind, other=self._remind)

        self.assertEqual(results, {'one': None, 'other': None})
        self.assertEqual(self._count_mails(), 1)

    @mute_logger('odoo.sql_db')
    def test_an_action_that_begins_during_another_sends_none(self):
        with self._open() as env:
            self._remind(env['gift.proof'].browse(self.proof_id))
            env.flush_all()
            results = self._run_beside(other=self._remind, then=env.cr.commit)

        self.assertEqual(results, {'other': None})
        self.assertEqual(self._count_mails(), 1)
