from odoo.fields import Command

from odoo.addons.gift_personalization.tests.production_common import ProductionCommon

BUCKETS = ('pending', 'available', 'held', 'debt')


class PointsCommon(ProductionCommon):
    """A programme: one point per unit of money; 50 points are 5.00 off an order."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['loyalty.program'].search([]).active = False
        cls.program = cls._create_program()
        cls.reward = cls.program.reward_ids
        cls.partner.write({'name': "Emma Fischer", 'email': 'emma.f@example.com'})
        cls.plain_product.write({'taxes_id': False, 'list_price': 20.0, 'invoice_policy': 'order'})

    def setUp(self):
        super().setUp()
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)

    @classmethod
    def _create_program(cls, **values):
        return cls.env['loyalty.program'].create(
            {
                'name': "Keepsakes",
                'program_type': 'loyalty',
                'applies_on': 'both',
                'trigger': 'auto',
                'portal_point_name': "points",
                'gift_release': 'return',
                'gift_return_days': 14,
                'rule_ids': [
                    Command.create({'reward_point_mode': 'money', 'reward_point_amount': 1})
                ],
                'reward_ids': [
                    Command.create(
                        {
                            'reward_type': 'discount',
                            'discount_mode': 'per_order',
                            'discount': 5,
                            'discount_applicability': 'order',
                            'required_points': 50,
                        }
                    )
                ],
                **values,
            }
        )

    @classmethod
    def _create_wallet(cls, points=0, partner=None):
        card = cls.env['loyalty.card'].create(
            {'program_id': cls.program.id, 'partner_id': (partner or cls.partner).id}
        )
        wallet = card._gift_get_wallet()
        if points:
            wallet._add_bonus(points, key=f'start:{card.id}', reason="Welcome")
        return wallet

    @classmethod
    def _create_order(cls, quantity=5, reward=False, confirm=True, partner=None):
        """Create an order of plain pieces (20.00 each), with the reward when asked for."""
        order = cls.env['sale.order'].create(
            {
                'partner_id': (partner or cls.partner).id,
                'order_line': [
                    Command.create(
                        {
                            'product_id': cls.plain_product.id,
                            'product_uom_qty': quantity,
                        }
                    )
                ],
            }
        )
        order._update_programs_and_rewards()
        if reward:
            cls._take_reward(order)
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _take_reward(cls, order):
        card = cls.env['loyalty.card'].search(
            [('program_id', '=', cls.program.id), ('partner_id', '=', order.partner_id.id)]
        )
        return order._apply_program_reward(cls.reward, card)

    @classmethod
    def _get_wallet(cls, partner=None):
        card = cls.env['loyalty.card'].search(
            [
                ('program_id', '=', cls.program.id),
                ('partner_id', '=', (partner or cls.partner).id),
            ]
        )
        return card._gift_get_wallet()

    @classmethod
    def _deliver(cls, order):
        for picking in order.picking_ids.filtered(lambda p: p.state not in ('done', 'cancel')):
            for move in picking.move_ids:
                move.quantity = move.product_uom_qty
            picking.with_context(skip_backorder=True).button_validate()

    @classmethod
    def _invoice(cls, order):
        move = order._create_invoices()
        move.action_post()
        return move

    @classmethod
    def _pay(cls, move):
        cls.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=move.ids
        ).create({})._create_payments()

    @classmethod
    def _credit(cls, move, **quantities):
        """Post a credit note of an invoice; ``quantities`` by line name, all when empty."""
        wizard = (
            cls.env['account.move.reversal']
            .with_context(active_model='account.move', active_ids=move.ids)
            .create({'journal_id': move.journal_id.id})
        )
        note = cls.env['account.move'].browse(wizard.reverse_moves()['res_id'])
        return note

    def _check_ledger(self, wallet):
        """Assert that the balance is the sum of the entries and of the lots."""
        wallet.invalidate_recordset()
        shown = {name: wallet[name] for name in BUCKETS}
        lots = self.env['gift.points.lot'].search([('wallet_id', '=', wallet.id)])
        self.assertEqual(wallet._get_sum(), shown)
        for name in BUCKETS[:3]:
            self.assertAlmostEqual(sum(lots.mapped(name)), shown[name], 2)
        self.assertAlmostEqual(wallet.card_id.points, shown['available'] - shown['debt'], 2)

    def _read(self, wallet):
        self._check_ledger(wallet)
        return tuple(wallet[name] for name in BUCKETS)
