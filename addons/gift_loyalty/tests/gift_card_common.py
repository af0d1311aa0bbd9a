from odoo.fields import Command

from odoo.addons.gift_personalization.tests.production_common import ProductionCommon


class GiftCardCommon(ProductionCommon):
    """A programme of gift cards, and a card of 50.00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['loyalty.program'].search([]).active = False
        cls.card_product = cls.env['product.product'].create(
            {
                'name': "Voucher",
                'type': 'service',
                'list_price': 50.0,
                'taxes_id': False,
                'invoice_policy': 'order',
                'is_published': True,
            }
        )
        cls.card_program = cls._create_card_program()
        cls.card_reward = cls.card_program.reward_ids
        cls.partner.write({'name': "Emma Fischer", 'email': 'emma.f@example.com'})
        cls.plain_product.write({'taxes_id': False, 'list_price': 20.0, 'invoice_policy': 'order'})

    @classmethod
    def _create_card_program(cls, **values):
        return cls.env['loyalty.program'].create(
            {
                'name': "Vouchers",
                'program_type': 'gift_card',
                'applies_on': 'future',
                'trigger': 'auto',
                'rule_ids': [
                    Command.clear(),
                    Command.create(
                        {
                            'reward_point_amount': 1,
                            'reward_point_mode': 'money',
                            'reward_point_split': True,
                            'product_ids': cls.card_product.ids,
                        }
                    ),
                ],
                'reward_ids': [
                    Command.clear(),
                    Command.create(
                        {
                            'reward_type': 'discount',
                            'discount_mode': 'per_point',
                            'discount': 1,
                            'discount_applicability': 'order',
                            'required_points': 0.01,
                        }
                    ),
                ],
                **values,
            }
        )

    @classmethod
    def _create_card(cls, points=50.0, **values):
        return cls.env['loyalty.card'].create(
            {'program_id': cls.card_program.id, 'points': points, **values}
        )

    @classmethod
    def _create_order(cls, *products, confirm=True, card=None, quantity=1, **values):
        """Create an order of pieces, paid with a gift card when one is given."""
        order = cls.env['sale.order'].create(
            {
                'partner_id': cls.partner.id,
                'order_line': [
                    Command.create({'product_id': product.id, 'product_uom_qty': quantity})
                    for product in products or [cls.plain_product]
                ],
                **values,
            }
        )
        order._update_programs_and_rewards()
        if card:
            cls._pay_with(order, card)
        if confirm:
            order.action_confirm()
        return order

    @classmethod
    def _pay_with(cls, order, card):
        result = order._try_apply_code(card.code)
        for found, rewards in result.items():
            order._apply_program_reward(rewards, found)
        return result

    @classmethod
    def _buy_cards(cls, quantity=1, **kwargs):
        return cls._create_order(cls.card_product, quantity=quantity, **kwargs)

    @classmethod
    def _get_cards(cls, order):
        return order.order_line.gift_card_ids.sorted('id')

    @classmethod
    def _invoice(cls, order):
        move = order._create_invoices()
        move.action_post()
        return move

    @classmethod
    def _credit(cls, move, quantity=None):
        """Post a credit note of an invoice, of some pieces of its lines when given."""
        wizard = (
            cls.env['account.move.reversal']
            .with_context(active_model='account.move', active_ids=move.ids)
            .create({'journal_id': move.journal_id.id})
        )
        note = cls.env['account.move'].browse(wizard.reverse_moves()['res_id'])
        if quantity is not None:
            note.invoice_line_ids.quantity = quantity
        note.action_post()
        return note
