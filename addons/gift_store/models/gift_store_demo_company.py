import base64
import secrets

from odoo import Command, api, models

from .gift_store_demo import DEMO


class GiftStoreDemo(models.AbstractModel):
    """Company, website, delivery, payment and people of the demo shop."""

    _inherit = 'gift.store.demo'

    # === COMPANY === #

    @api.model
    def _load_company(self):
        if self._get('website'):
            return
        shop = self._read_json('shop.json')
        website = self.env['website'].get_current_website()
        self._set_company(website.company_id, shop['company'])
        website.write(
            {
                'name': shop['name'],
                'logo': self._read_picture(DEMO.parent / 'static/src/img/logo.svg'),
                'account_on_checkout': 'optional',
                'auth_signup_uninvited': 'b2c',
                **dict.fromkeys(
                    (
                        'social_facebook',
                        'social_instagram',
                        'social_linkedin',
                        'social_tiktok',
                        'social_twitter',
                        'social_youtube',
                        'social_github',
                    ),
                    False,
                ),
            }
        )
        self._load_delivery(website, shop['delivery'])
        self._load_payment()
        self._mark('website', website)

    @api.model
    def _set_company(self, company, vals):
        euro = self.env.ref('base.EUR')
        euro.active = True
        if company.currency_id != euro and not company.sudo()._existing_accounting():
            company.currency_id = euro
        pricelists = self.env['product.pricelist'].search([('item_ids', '=', False)])
        pricelists.currency_id = company.currency_id
        company.write(
            {
                **vals,
                'stock_text_confirmation': False,  # text messages cost money
                'country_id': self.env.ref('base.de').id,
                'account_sale_tax_id': False,
                'logo': self._read_picture(DEMO / 'logo.png'),
            }
        )

    @api.model
    def _read_picture(self, path):
        return base64.b64encode(path.read_bytes())

    @api.model
    def _load_delivery(self, website, carriers):
        """Set up the delivery methods. Odoo's own first method becomes the standard one."""
        own = self.env.ref('delivery.free_delivery_carrier', raise_if_not_found=False)
        for sequence, (key, vals) in enumerate(carriers.items()):
            vals = {**vals, 'sequence': sequence, 'is_published': True, 'website_id': website.id}
            if key == 'standard' and own:
                own.write(vals)
                self._mark('carrier_standard', own)
                continue
            product = self._ensure(
                f'delivery_{key}',
                'product.product',
                {
                    'name': vals['name'],
                    'type': 'service',
                    'sale_ok': False,
                    'purchase_ok': False,
                    'list_price': vals['fixed_price'],
                    'taxes_id': [Command.clear()],
                    'invoice_policy': 'order',
                },
            )
            self._ensure(
                f'carrier_{key}',
                'delivery.carrier',
                {
                    **vals,
                    'delivery_type': 'fixed',
                    'product_id': product.id,
                },
            )
        self._get('carrier_standard').product_id.taxes_id = [Command.clear()]

    @api.model
    def _load_payment(self):
        """Let visitors pay with the demo provider where it is installed, and by wire transfer."""
        demo = self.env.ref('payment.payment_provider_demo', raise_if_not_found=False)
        if demo and demo.module_state == 'installed':
            demo.write({'state': 'test', 'is_published': True})
        wire = self.env.ref('payment.payment_provider_transfer', raise_if_not_found=False)
        if wire and wire.module_state == 'installed':
            wire.write({'state': 'enabled', 'is_published': True})
        self._load_stripe()

    @api.model
    def _load_stripe(self):
        """Prepare Stripe for the fake that `make run` starts; it is not offered without it.

        The signing secrets are drawn anew for each shop: a known one would let anybody pay.
        """
        stripe = self.env.ref('payment.payment_provider_stripe', raise_if_not_found=False)
        if stripe and stripe.module_state == 'installed' and not stripe.stripe_secret_key:
            stripe.write(
                {
                    'state': 'test',
                    'is_published': False,
                    'stripe_secret_key': f'sk_test_fake{secrets.token_hex(12)}',
                    'stripe_publishable_key': f'pk_test_fake{secrets.token_hex(12)}',
                    'stripe_webhook_secret': f'whsec_{secrets.token_hex(24)}',
                    'gift_stripe_events_secret': f'whsec_{secrets.token_hex(24)}',
                }
            )

    @api.model
    def _load_languages(self, codes):
        """Activate languages and offer them on the website."""
        for code in codes:
            language = self.env['res.lang']._activate_lang(code)
            if language:
                self.env['base.language.install'].create(
                    {
                        'lang_ids': [Command.set(language.ids)],
                        'website_ids': [Command.set(self._get('website').ids)],
                        'overwrite': False,
                    }
                ).lang_install()

    # === PEOPLE === #

    @api.model
    def _load_people(self):
        people = self._read_json('people.json')
        for login, person in people['users'].items():
            self._ensure_user(login, person)
        for key, vals in people['customers'].items():
            self._ensure(f'customer_{key}', 'res.partner', self._prepare_customer(vals))
        emma = self._get('customer_emma')
        if not emma.user_ids:
            self.env['res.users'].create(
                {
                    'login': emma.email,
                    'password': 'emma',
                    'partner_id': emma.id,
                    'group_ids': [Command.set(self.env.ref('base.group_portal').ids)],
                }
            )

    @api.model
    def _ensure_user(self, login, person):
        if self._get(f'user_{login}'):
            return
        known = self.env['res.users'].search([('login', '=', login)])
        user = known or self.env['res.users'].create(
            {
                'name': person['name'],
                'login': login,
                'password': login,
                'email': f'{login}@example.com',
                'notification_type': 'inbox',
                'group_ids': [Command.set([self.env.ref(group).id for group in person['groups']])],
            }
        )
        self._mark(f'user_{login}', user)

    @api.model
    def _prepare_customer(self, vals):
        country = self.env.ref(f"base.{vals['country']}")
        return {
            **{name: value for name, value in vals.items() if name != 'country'},
            'country_id': country.id,
        }
