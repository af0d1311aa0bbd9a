from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_gift_card_race import OrderRaceCommon

RUNS = 2


@tagged('post_install', '-at_install')
class TestPromotionRace(OrderRaceCommon):
    """Two orders with the last use of a promotion are confirmed at once."""

    def _prepare_last(self, **limits):
        with self._open() as env:
            program = env['loyalty.program'].create(
                {
                    'name': "Last",
                    'program_type': 'promotion',
                    'applies_on': 'current',
                    'trigger': 'auto',
                    'rule_ids': [Command.clear(), Command.create({'minimum_qty': 0})],
                    'reward_ids': [Command.clear(), Command.create({'discount': 10})],
                    **limits,
                }
            )
            self.made['loyalty.program'] += program.ids
            product = env['product.template'].browse(self.made['product.template'])
            line = Command.create({'product_id': product.product_variant_id.id})
            orders = env['sale.order'].create(
                [
                    {'partner_id': self.made['res.partner'][0], 'order_line': [line]}
                    for _order in range(2)
                ]
            )
            for order in orders:
                order._update_programs_and_rewards()
                for card, rewards in order._get_claimable_rewards().items():
                    if card.program_id == program:
                        order._apply_program_reward(rewards, card)
            self.made['sale.order'] += orders.ids
            return program.id, orders.ids

    @mute_logger('odoo.sql_db')
    def test_the_last_use_goes_to_one_of_two(self):
        for _run in range(RUNS):
            program_id, order_ids = self._prepare_last(
                limit_usage=True, max_usage=1, gift_counts_confirmed=True
            )

            answers = self._run_at_once(order_ids, lambda order: order.action_confirm())

            self.assertEqual(answers, ['done', 'refused'])
            self._check_uses(program_id, 1)

    @mute_logger('odoo.sql_db')
    def test_a_customers_last_use_goes_to_one_of_two(self):
        for _run in range(RUNS):
            program_id, order_ids = self._prepare_last(gift_max_per_customer=1)

            answers = self._run_at_once(order_ids, lambda order: order.action_confirm())

            self.assertEqual(answers, ['done', 'refused'])
            self._check_uses(program_id, 1)

    def _check_uses(self, program_id, uses):
        with self._open() as env:
            rewards = env['loyalty.program'].browse(program_id).reward_ids
            orders = env['sale.order'].search(
                [('state', '=', 'sale'), ('order_line.reward_id', 'in', rewards.ids)]
            )
            self.assertEqual(len(orders), uses)
            env['loyalty.program'].browse(program_id).active = False
