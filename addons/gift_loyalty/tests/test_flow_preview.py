from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ..models.gift_flow import TRIGGERS
from .flow_common import FlowCommon

WORDS = "{{customer}} {{product}} {{order}} {{points}} {{day}} {{gifts}}"


@tagged('post_install', '-at_install')
class TestFlowPreview(FlowCommon):
    """A marketer chooses a customer and sees the mail as that customer would get it."""

    def _preview(self, flow=None, partner=None, **values):
        return self.env['gift.flow.preview'].create(
            {
                'step_id': (flow or self.flow).step_ids[:1].id,
                'partner_id': (partner or self.customer).id,
                **values,
            }
        )

    def _create_of(self, trigger, **values):
        step = self._prepare_step(WORDS, 0)
        variant = step[2]['variant_ids'][0][2]
        variant['body'] = f'<p>{WORDS}</p>'
        return self._create_flow(trigger=trigger, step_ids=[step], **values)

    def test_it_shows_a_customers_data_and_sends_nothing(self):
        before = self.env['mail.mail'].search_count([])

        preview = self._preview(lang='en_US')

        self.assertEqual(preview.subject, "Welcome Emma Fischer")
        self.assertIn("Hello Emma Fischer", preview.body)
        self.assertEqual(self.env['mail.mail'].search_count([]), before)
        self.assertFalse(self.flow.run_ids)

    def test_nobody_speaks_in_the_customers_name_by_its_links(self):
        body = self._preview().body

        self.assertIn("Choose my mails", body)
        self.assertNotIn('/gift/preferences/', body)
        self.assertNotIn('/gift/stop/', body)

    def test_it_comes_in_the_language_and_the_wording_of_the_customer(self):
        self.env['res.lang']._activate_lang('de_DE')
        self.first.variant_ids.with_context(lang='de_DE').subject = "Hallo {{customer}}"
        self.customer.lang = 'de_DE'
        other = self.first.variant_ids.copy({'subject': "Other", 'weight': 0})

        preview = self._preview()

        self.assertEqual(preview.subject, "Hallo Emma Fischer")
        self.first.variant_ids[0].weight, other.weight = 0, 1
        self.assertEqual(self._preview().variant_id, other)

    def test_it_says_why_the_customer_would_not_get_it(self):
        self.assertIn("does not want mails for “Newsletter”", self._preview().note)

        self._say('given')

        self.assertFalse(self._preview().note)
        nobody = self.env['res.partner'].create({'name': "Without"})
        preview = self._preview(partner=nobody)
        self.assertEqual((preview.note, preview.subject), ("Without has no mail address.", ''))

    def test_every_kind_of_flow_has_one_for_a_customer_of_whom_nothing_is_known(self):
        self._say('given')
        for trigger, _label in TRIGGERS:
            with self.subTest(trigger):
                preview = self._preview(self._create_of(trigger))

                self.assertIn("Emma Fischer", preview.subject)
                self.assertEqual("There is nothing" in (preview.note or ''), trigger != 'welcome')

    def test_every_kind_of_flow_shows_what_it_is_about(self):
        self._say('given')
        order = self._order()
        cart = order.copy()
        self.plain_product.write({'is_published': True, 'name': "A plain mug"})
        day = fields.Date.today() + timedelta(days=400)
        self.env['gift.occasion'].create(
            {'partner_id': self.customer.id, 'name': "Oma", 'month': day.month, 'day': day.day}
        )
        self._give_points(ends_in=100)
        expected = {
            'cart': cart.order_line.product_id.name,
            'purchase': order.name,
            'review': "A plain mug",
            'winback': order.name,
            'occasion': "Birthday: Oma",
            'stock': "A plain mug",
            'points': "40",
        }
        for trigger, words in expected.items():
            with self.subTest(trigger):
                preview = self._preview(self._create_of(trigger))

                self.assertIn(words, preview.subject)
                self.assertNotIn("There is nothing", preview.note or '')

    def test_points_that_have_ended_since_the_last_mail_are_none_of_it(self):
        self._say('given')
        wallet = self._give_points(ends_in=3)
        flow = self._create_of('points', days=7)
        flow._enter(self.customer.email, 'points', wallet, self.customer)
        self.assertFalse(self._preview(flow).note)
        wallet.lot_ids.expires_on = fields.Date.today() - timedelta(days=1)
        wallet._expire_due()

        preview = self._preview(flow)

        self.assertIn("has passed", preview.note)
        self.assertIn("Emma Fischer", preview.subject)

    def _give_points(self, ends_in):
        program = self.env['loyalty.program'].create(
            {
                'name': "Points",
                'program_type': 'loyalty',
                'applies_on': 'both',
                'trigger': 'auto',
                'portal_point_name': "stars",
                'reward_ids': [Command.create({'required_points': 50})],
            }
        )
        card = self.env['loyalty.card'].create(
            {'program_id': program.id, 'partner_id': self.customer.id}
        )
        wallet = card._gift_get_wallet()
        wallet._add_bonus(40, key='start', reason="Start")
        wallet.lot_ids.expires_on = fields.Date.today() + timedelta(days=ends_in)
        return wallet
