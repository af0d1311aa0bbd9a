from datetime import timedelta

from odoo import Command, api, fields, models

KEY = 'giftcard'
PER_CENT = {'reward_type': 'discount', 'discount_mode': 'percent'}


class GiftStoreDemo(models.AbstractModel):
    """The gift card of the demo shop, a code for new customers and a sale of the season."""

    _inherit = 'gift.store.demo'

    # === GIFT CARD === #

    @api.model
    def _load_gift_card(self):
        description = self._read_json('gift_card.json')
        if self._get(f'product_{KEY}'):
            return
        template = self._ensure_template(KEY, description)
        product = self._ensure(
            f'product_{KEY}', 'product.template', self._prepare_gift_card(description, template)
        )
        self._set_amounts(product, description['amounts'])
        variant = product.product_variant_ids[0]
        product.image_1920 = self._draw_sample(variant, description['samples'][0])
        self._load_gift_card_program(description, product)

    @api.model
    def _prepare_gift_card(self, description, template):
        return {
            'name': description['name'],
            'default_code': 'GIFTCARD',
            'type': 'service',
            'list_price': description['amounts'][0],
            'purchase_ok': False,
            'invoice_policy': 'order',
            'taxes_id': [Command.clear()],
            'supplier_taxes_id': [Command.clear()],
            'public_categ_ids': [Command.set(self._get_categories(description).ids)],
            'website_sequence': description['sequence'],
            'is_published': True,
            'description_ecommerce': self._build_text(description),
            'website_meta_description': description['summary'],
            'gift_template_id': template.id,
            'attribute_line_ids': [
                Command.create(
                    {
                        'attribute_id': self._get_attribute('amount').id,
                        'value_ids': [
                            Command.set(self._get_amount_values(description['amounts']).ids)
                        ],
                    }
                )
            ],
        }

    @api.model
    def _get_amount_values(self, amounts):
        values = self.env['product.attribute.value']
        for number, amount in enumerate(amounts):
            values |= self._get_value('amount', amount, {'name': f'{amount} €', 'sequence': number})
        return values

    @api.model
    def _set_amounts(self, product, amounts):
        values = product.attribute_line_ids.product_template_value_ids.sorted('id')
        for value, amount in zip(values, amounts, strict=True):
            value.price_extra = amount - amounts[0]

    @api.model
    def _load_gift_card_program(self, description, product):
        """Create the programme; sale and redemption meet on one account of what the shop owes."""
        program = self._ensure(
            'program_gift_card',
            'loyalty.program',
            {
                'name': "Gift cards",
                'program_type': 'gift_card',
                'applies_on': 'future',
                'trigger': 'auto',
                'gift_expiry_months': description['months'],
                'portal_point_name': self.env.company.currency_id.symbol,
                'rule_ids': [
                    Command.clear(),
                    Command.create(
                        {
                            'reward_point_amount': 1,
                            'reward_point_mode': 'money',
                            'reward_point_split': True,
                            'product_ids': product.product_variant_ids.ids,
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
                            'description': "Gift card",
                        }
                    ),
                ],
            },
        )
        account = self._get_liability_account()
        if account:
            redeemed = program.reward_ids.discount_line_product_id.product_tmpl_id
            (product | redeemed).property_account_income_id = account

    @api.model
    def _get_liability_account(self):
        """Return the account of gift cards; empty where the shop has no chart of accounts."""
        company = self._get('website').company_id
        if not company.chart_template:
            return self.env['account.account']
        return self._ensure(
            'account_gift_card',
            'account.account',
            {
                'name': "Gift cards not redeemed yet",
                'code': '294800',
                'account_type': 'liability_current',
                'company_ids': [Command.set(company.ids)],
            },
        )

    # === PROMOTIONS === #

    @api.model
    def _load_promotions(self):
        """A code for new customers, and a sale of the season that ends by itself."""
        today = fields.Date.context_today(self)
        self._ensure(
            'program_welcome',
            'loyalty.program',
            self._prepare_promotion(
                "10 % for new customers",
                'promo_code',
                {'mode': 'with_code', 'code': 'WELCOME10', 'minimum_amount': 30},
                {**PER_CENT, 'discount': 10, 'description': "10 % off your first order"},
                gift_max_per_customer=1,
            ),
        )
        candles = self._get('product_candle')
        if candles:
            products = candles.product_variant_ids.ids
            self._ensure(
                'program_season',
                'loyalty.program',
                self._prepare_promotion(
                    "Candle weeks",
                    'promotion',
                    {'product_ids': products, 'minimum_qty': 2},
                    {
                        **PER_CENT,
                        'discount': 15,
                        'discount_applicability': 'specific',
                        'discount_product_ids': products,
                        'description': "Candle weeks: 15 % off two or more",
                    },
                    date_from=today,
                    date_to=today + timedelta(days=42),
                ),
            )

    @api.model
    def _prepare_promotion(self, name, kind, rule, reward, **values):
        return {
            'name': name,
            'program_type': kind,
            'applies_on': 'current',
            'trigger': 'with_code' if kind == 'promo_code' else 'auto',
            'gift_counts_confirmed': True,
            'rule_ids': [Command.clear(), Command.create(rule)],
            'reward_ids': [Command.clear(), Command.create(reward)],
            **values,
        }
