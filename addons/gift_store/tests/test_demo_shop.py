from odoo import fields
from odoo.tests import HttpCase, tagged

from odoo.addons.gift_store.models.gift_store_demo import DEMO

COUNTED = (
    'gift.design.revision', 'gift.job', 'gift.mockup', 'gift.supplier.defect', 'gift.template',
    'product.image', 'product.product', 'product.public.category', 'purchase.order', 'res.partner',
    'res.users', 'sale.order', 'stock.quant',
)  # fmt: skip


@tagged('post_install', '-at_install')
class TestDemoShop(HttpCase):
    """The demo shop is loaded once for all tests of this class."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loader = cls.env['gift.store.demo']
        cls.loader._load_demo_shop()
        cls.products = cls.env['product.template'].search(
            [('gift_template_id.key', 'in', list(cls.loader._get_products()))]
        )

    def test_the_shop_offers_twelve_gifts_in_five_categories(self):
        kinds = self.products.public_categ_ids.filtered(lambda category: not category.parent_id)

        self.assertGreaterEqual(len(self.products.filtered('is_published')), 12)
        self.assertGreaterEqual(len(kinds), 5)
        self.assertTrue(all(self.products.mapped('image_1920')))
        self.assertTrue(all(kinds.mapped('image_1920')))

    def test_a_card_and_wraps_come_along_with_gifts(self):
        extras = {
            kind: self.env['product.template']._gift_search_extras(self.env['website'], kind)
            for kind in ('card', 'wrap')
        }

        self.assertIn("Message card", extras['card'].mapped('name'))
        self.assertTrue(all(extras['card'].mapped('gift_template_id')))
        self.assertGreaterEqual(len(extras['wrap']), 2)
        for wrap in extras['wrap']:
            self.assertTrue(wrap._gift_get_size())
            self.assertGreater(wrap.product_variant_id.free_qty, 0)
            self.assertTrue(wrap.image_1920)

    def test_a_gift_card_is_designed_and_sold_in_amounts(self):
        card = self.loader._get('product_giftcard')
        program = self.loader._get('program_gift_card')
        prices = sorted(variant.lst_price for variant in card.product_variant_ids)

        self.assertEqual(prices, [25, 50, 75, 100, 150])
        self.assertTrue(card.is_published and card.image_1920 and card.gift_template_id)
        self.assertEqual(program.trigger_product_ids, card.product_variant_ids)
        self.assertEqual(program.gift_expiry_months, 36)

    def test_a_code_and_a_sale_of_the_season_run(self):
        code = self.loader._get('program_welcome')
        sale = self.loader._get('program_season')

        self.assertEqual(code.rule_ids.code, 'WELCOME10')
        self.assertEqual(code.gift_max_per_customer, 1)
        self.assertTrue(sale.date_from < sale.date_to)

    def test_every_gift_goes_into_a_wrap(self):
        wraps = self.env['product.template']._gift_search_extras(self.env['website'], 'wrap')
        gifts = self.products.filtered(lambda gift: not gift.gift_extra)

        for gift in gifts:
            line = self.env['sale.order.line'].new(
                {'product_id': gift.product_variant_ids[0].id, 'product_uom_qty': 1}
            )

            with self.subTest(gift=gift.name):
                self.assertTrue(gift._gift_get_size())
                self.assertTrue(any(wrap._gift_has_room(line) for wrap in wraps))

    def test_every_variant_has_its_mockup_with_the_area_inside(self):
        for variant in self.products.product_variant_ids:
            values = variant.product_template_attribute_value_ids.product_attribute_value_id
            for surface in variant.gift_template_id.surface_ids:
                mockup = surface._get_mockup(variant)

                with self.subTest(variant=variant.display_name, surface=surface.key):
                    self.assertTrue(mockup.asset_id)
                    self.assertLessEqual(mockup.attribute_value_ids, values)
                    self.assertLessEqual(mockup.area_x + mockup.area_width, 1)
                    self.assertLessEqual(mockup.area_y + mockup.area_height, 1)

    def test_every_kind_of_zone_and_material_is_shown(self):
        surfaces = self.products.gift_template_id.surface_ids
        zones = surfaces.zone_ids

        kinds = zones._fields['zone_type'].get_values(self.env)
        materials = surfaces.mockup_ids._fields['material'].get_values(self.env)
        self.assertEqual(set(zones.mapped('zone_type')), set(kinds))
        self.assertEqual(set(surfaces.mockup_ids.mapped('material')), set(materials) - {'engraved'})
        waiting = zones.filtered('visible_zone_id')
        self.assertEqual(set(waiting.mapped('key')), {'date', 'number'})
        self.assertTrue(zones.filtered(lambda zone: zone.arc == 'up'))
        self.assertTrue(zones.filtered(lambda zone: zone.outline_mm and zone.outline_color_id))

    def test_orders_stand_in_every_stage(self):
        jobs = self.env['gift.job'].search([])
        states = set(jobs.sale_line_id.gift_proof_ids.mapped('state'))
        stages = {key for key, _label in jobs._fields['stage']._description_selection(self.env)}

        self.assertEqual(set(jobs.mapped('stage')), stages)
        self.assertLessEqual({'to_check', 'sent', 'change_requested', 'approved'}, states)

    def test_a_smeared_notebook_is_made_again_with_the_approved_design(self):
        order = self.env.ref('gift_store.demo_order_smeared_notebook')
        spoiled, again = order.gift_job_ids.sorted('id')

        self.assertEqual((spoiled.stage, again.stage), ('replaced', 'in_production'))
        self.assertEqual(again.reprint_of_id, spoiled)
        self.assertEqual(again.approved_hash, spoiled.approved_hash)
        self.assertEqual(again._get_file_problem(), '')
        self.assertEqual(spoiled.reprint_ids.mapped('cause_id.name'), ["Misprint"])

    def test_mockups_are_seen_flat_round_and_at_an_angle(self):
        mockups = self.products.gift_template_id.surface_ids.mockup_ids
        kinds = mockups._fields['mapping'].get_values(self.env)

        self.assertEqual(set(mockups.mapped('mapping')), set(kinds))

    def test_a_batch_of_mugs_lies_on_gang_sheets(self):
        batch = self.env.ref('gift_store.demo_batch_mugs')

        self.assertEqual((batch.state, batch.sheet_state), ('open', 'done'))
        self.assertGreaterEqual(batch.job_count, 2)
        for sheet in batch.sheet_ids:
            self.assertEqual(sheet._get_problem(), '')

    def test_orders_are_in_the_currency_of_the_shop(self):
        orders = self.env['gift.job'].search([]).sale_line_id.order_id

        self.assertTrue(orders)
        self.assertEqual(orders.currency_id, orders.company_id.currency_id)

    def test_every_variant_has_a_cost_and_orders_have_a_margin(self):
        gifts = self.products.filtered(lambda gift: not gift.gift_extra).product_variant_ids
        share = self.env['gift.report.kpi']._read(['sale.margin_rate'])[0][0]

        self.assertTrue(all(gifts.mapped('standard_price')))
        self.assertTrue(0.3 < share < 0.9)

    def test_customers_of_the_former_shop_can_be_told(self):
        history = self.env.ref('gift_store.demo_history')
        prediction = self.env['gift.report.prediction'].search(
            [('company_id', '=', self.env.company.id)]
        )
        segments = self.env['gift.report.customer']._read_group([], ['segment'])

        self.assertEqual(history.state, 'done')
        self.assertGreater(history.result['kept']['rows'], 2500)
        self.assertEqual(prediction.state, 'ready')
        self.assertGreaterEqual(len(segments), 8)

    def test_the_sales_of_the_former_shop_are_the_same_each_time(self):
        today = fields.Date.to_date('2026-05-17')

        first = self.loader._build_history(today)

        self.assertEqual(first, self.loader._build_history(today))
        self.assertNotIn('2026-05', first)

    def test_what_was_shipped_was_approved_and_has_good_files(self):
        shipped = self.env['gift.job'].search([('stage', '=', 'shipped')])

        for job in shipped:
            self.assertEqual(job.approved_hash, job.sale_line_id.gift_revision_id.hash)
            self.assertEqual(job._get_file_problem(), '')
            self.assertEqual(set(job.sale_line_id.move_ids.picking_id.mapped('state')), {'done'})

    def test_stripe_waits_for_the_fake_with_secrets_of_its_own(self):
        stripe = self.env.ref('payment.payment_provider_stripe')
        keys = (stripe.stripe_secret_key, stripe.stripe_publishable_key)
        secrets = {stripe.stripe_webhook_secret, stripe.gift_stripe_events_secret}

        self.assertEqual((stripe.state, stripe.is_published), ('test', False))
        self.assertTrue(keys[0].startswith('sk_test_fake') and keys[1].startswith('pk_test_fake'))
        self.assertEqual({len(secret) for secret in secrets}, {54})
        self.assertEqual(len(secrets), 2)
        self.env['gift.store.demo']._load_payment()
        self.assertEqual((stripe.stripe_secret_key, stripe.stripe_publishable_key), keys)

    def test_no_mail_waits_to_be_sent(self):
        self.assertFalse(self.env['mail.mail'].search([('email_to', 'like', 'example.com')]))
        self.assertFalse(
            self.env['mail.mail'].search([('recipient_ids.email', 'like', 'example.com')])
        )

    def test_customers_have_asked_about_their_orders(self):
        tickets = self.env['gift.ticket'].search(
            [('id', 'in', [self.loader._get(f'ticket_{key}').id for key in
                           ('chip', 'late', 'photo', 'again')])]
        )  # fmt: skip

        self.assertEqual(set(tickets.mapped('stage')), {'new', 'open', 'waiting', 'solved'})
        self.assertTrue(all(tickets.mapped('picture_url')))
        for ticket in tickets:
            self.assertEqual(ticket.order_id.partner_id, ticket.partner_id)
            self.assertIn(ticket.description[:20], ticket._get_conversation()[0].body)
        self.assertFalse(any(tickets.mapped('solved_late')))

    def test_customers_have_people_and_days_with_the_gift_of_last_time(self):
        occasions = self.loader._get('customer_emma').gift_occasion_ids

        self.assertEqual(set(occasions.mapped('name')), {"Mama", "Nora"})
        self.assertTrue(occasions.filtered(lambda one: one.name == "Mama")._get_past_line())
        self.assertTrue(all(one.remind_on > one._get_today() for one in occasions))

    def test_points_have_a_value_and_customers_can_invite(self):
        program = self.loader._get('loyalty_program')
        self.env.flush_all()

        owed = self.env['gift.points.report'].search([('program_id', '=', program.id)])
        self.assertGreater(sum(owed.mapped('liability')), 0)
        self.assertTrue(self.env.company.gift_referral_on)

    def test_two_materials_are_to_be_ordered(self):
        alerts = self.env['gift.stock.alert'].search([('state', '=', 'open')])
        keys = ('material_satin_ribbon', 'material_mug_carton')
        levels = {
            alert.product_id: (alert.level, alert.proposed_quantity, bool(alert.supplier_id))
            for alert in alerts
        }

        ribbon, carton = (self.loader._get(key) for key in keys)
        self.assertEqual(levels[ribbon], ('out', 20.0, True))
        self.assertEqual(levels[carton], ('low', 100.0, True))

    def test_a_supplier_has_sent_an_invoice_that_matches_and_one_that_differs(self):
        invoices = self.env['gift.supplier.invoice'].search([], order='id')

        self.assertEqual(invoices.mapped('status'), ['matched', 'differs'])
        self.assertEqual(set(invoices.bill_id.mapped('state')), {'draft'})
        self.assertFalse(any(invoices.mapped('total_gap')))

    def test_two_suppliers_have_months_of_scores(self):
        scores = self.env['gift.supplier.score'].search([])

        months = {key: len(found) for key, found in scores.grouped('supplier_id').items()}
        self.assertEqual(
            set(months), {self.loader._get('supplier_keramik'), self.loader._get('supplier_gravur')}
        )
        self.assertGreaterEqual(min(months.values()), 4)
        self.assertTrue(0 < sum(scores.mapped('otif_count')) < sum(scores.mapped('due_count')))
        self.assertEqual(sum(scores.mapped('answered_count')), sum(scores.mapped('due_count')))

    def test_broken_pieces_were_reported_with_a_photo(self):
        defect = self.loader._get('defect_keramik')

        self.assertEqual((defect.state, defect.cause, defect.quantity), ('reported', 'transit', 6))
        self.assertEqual(len(defect.photo_ids), 1)

    def test_a_second_call_creates_nothing(self):
        counts = [self.env[model].search_count([]) for model in COUNTED]

        self.loader._load_demo_shop()

        self.assertEqual([self.env[model].search_count([]) for model in COUNTED], counts)

    def test_visitors_see_every_product_with_its_picture(self):
        for product in self.products:
            page = self.url_open(product.website_url)
            picture = self.url_open(f'/web/image/product.template/{product.id}/image_512')

            with self.subTest(product=product.name):
                self.assertEqual(page.status_code, 200)
                self.assertIn('o_gift_designer', page.text)
                self.assertEqual(picture.status_code, 200)
                self.assertEqual(picture.headers['Content-Type'], 'image/jpeg')

    def test_people_log_in_with_the_right_they_are_shown_for(self):
        for login in ('staff', 'production', 'manager'):
            user = self.env['res.users'].search([('login', '=', login)])
            self.assertTrue(user.has_group(f'gift_base.group_{login}'))
            self.authenticate(login, login)

        emma = self.env['res.users'].search([('login', '=', 'emma@example.com')])
        self.assertTrue(emma._is_portal())
        self.authenticate('emma@example.com', 'emma')

    def test_every_picture_belongs_to_a_described_variant(self):
        gift_card = self.loader._read_json('gift_card.json')
        described = {**self.loader._get_products(), 'giftcard': gift_card}

        known = {
            f"{key}-{surface['key']}-{variant}"
            for key, description in described.items()
            for surface in description['surfaces']
            for variant in description['variants']
        }

        self.assertFalse({path.stem for path in (DEMO / 'mockups').glob('*.jpg')} - known)
