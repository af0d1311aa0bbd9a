from ast import literal_eval
from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .consent_common import HOW, ConsentCommon


@tagged('post_install', '-at_install')
class TestMails(ConsentCommon, MailCase):
    """Nothing leaves for somebody who did not agree, whichever way it is sent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env['res.partner'].create({'name': "Otto", 'email': 'otto@example.com'})
        cls.template = cls.env['mail.template'].create(
            {
                'name': "Ideas",
                'model_id': cls.env.ref('base.model_res_partner').id,
                'subject': "Ideas",
                'partner_to': '{{ object.id }}',
                'use_default_to': False,
                'email_from': 'shop@example.com',
                'body_html': "<p>Ideas</p>",
            }
        )

    def _create_mailing(self, model, domain, **values):
        return self.env['mailing.mailing'].create(
            {
                'subject': "Spring",
                'body_html': '<p>Spring <a href="/unsubscribe_from_list">Stop</a></p>',
                'mailing_model_id': self.env['ir.model']._get(model).id,
                'mailing_domain': domain,
                'email_from': 'shop@example.com',
                **values,
            }
        )

    def _get_traces(self, mailing):
        return dict(mailing.mailing_trace_ids.mapped(lambda one: (one.email, one.trace_status)))

    def test_a_mailing_reaches_only_who_agreed_to_its_purpose(self):
        self._say('given')
        self._say('given', 'recommendation', 'otto@example.com')
        ids = (self.customer | self.other).ids
        mailing = self._create_mailing('res.partner', [('id', 'in', ids)])

        with self.mock_mail_gateway():
            mailing.action_send_mail()

        self.assertEqual(
            self._get_traces(mailing),
            {'emma.fischer@example.com': 'sent', 'otto@example.com': 'cancel'},
        )
        self.assertEqual(
            [mail['email_to'] for mail in self._mails], [[self.customer.email_formatted]]
        )

    def test_a_mailing_for_another_purpose_asks_for_that_one(self):
        self._say('given')
        mailing = self._create_mailing(
            'res.partner',
            [('id', '=', self.customer.id)],
            gift_purpose_id=self._purpose('recommendation').id,
        )

        with self.mock_mail_gateway():
            mailing.action_send_mail()

        self.assertEqual(self._get_traces(mailing), {'emma.fischer@example.com': 'cancel'})

    def test_a_subscription_without_a_consent_is_not_enough(self):
        mailing_list = self.env['mailing.list'].create({'name': "Imported"})
        self.env['mailing.contact'].create(
            {'email': 'bought@example.com', 'list_ids': mailing_list.ids}
        )
        mailing = self._create_mailing(
            'mailing.list',
            [('list_ids', 'in', mailing_list.ids)],
            contact_list_ids=mailing_list.ids,
        )

        with self.mock_mail_gateway():
            mailing.action_send_mail()

        self.assertEqual(self._get_traces(mailing), {'bought@example.com': 'cancel'})

    def test_each_mailing_is_stopped_by_one_click_and_its_link_only_shows_a_page(self):
        self._say('given')
        mailing = self._create_mailing('res.partner', [('id', '=', self.customer.id)])

        with self.mock_mail_gateway():
            mailing.action_send_mail()

        mail, path = self._mails[0], self.customer._gift_get_stop_path('newsletter')
        self.assertIn(path, mail['headers']['List-Unsubscribe'])
        self.assertEqual(mail['headers']['List-Unsubscribe-Post'], 'List-Unsubscribe=One-Click')
        self.assertIn(path, mail['body'])

    def test_mails_of_the_shop_ask_and_carry_the_headers(self):
        self._say('given', 'recommendation')
        mail = self.customer._gift_send_mail(self.template, self.customer, 'recommendation')
        self.assertFalse(self.other._gift_send_mail(self.template, self.other, 'recommendation'))

        with self.mock_mail_gateway():
            mail.send()

        path = self.customer._gift_get_stop_path('recommendation')
        self.assertIn(path, self._mails[0]['headers']['List-Unsubscribe'])

    def test_who_stops_while_the_mail_waits_does_not_get_it(self):
        self._say('given', 'recommendation')
        mail = self.customer._gift_send_mail(self.template, self.customer, 'recommendation')
        mail.auto_delete = False

        self.customer._gift_stop('recommendation', HOW)
        with self.mock_mail_gateway():
            mail.send()

        self.assertFalse(self._mails)
        self.assertEqual(mail.state, 'cancel')

    def test_segments_know_occasions_and_what_was_ordered(self):
        order = self._create_gift_order()
        order.partner_id = self.other
        category = self.env['product.public.category'].create({'name': "Mugs"})
        order.order_line.product_id.public_categ_ids = category
        occasion = self.env['gift.occasion'].create(
            {'partner_id': self.customer.id, 'name': "Oma", 'month': 3, 'day': 20}
        )
        both = self.customer | self.other
        expected = {
            'birthdays': self.customer,
            'occasion_soon': self.customer,
            'gifts': self.other,
            'category': self.other,
        }

        for name, partners in expected.items():
            segment = self.env.ref(f'gift_loyalty.mailing_filter_{name}')
            domain = literal_eval(segment.mailing_domain)
            occasion.remind_on = fields.Date.today() + timedelta(days=20)
            with self.subTest(name):
                found = self.env['res.partner'].search(domain)
                self.assertEqual(found & both, partners)
        soon = literal_eval(
            self.env.ref('gift_loyalty.mailing_filter_occasion_soon').mailing_domain
        )
        occasion.remind_on = fields.Date.today() + timedelta(days=40)
        self.assertFalse(self.env['res.partner'].search(soon) & both)

    def test_mails_about_orders_need_no_consent(self):
        mail = self.env['mail.mail'].create(
            {'email_to': 'otto@example.com', 'body_html': "<p>Your order</p>", 'subject': "Order"}
        )

        with self.mock_mail_gateway():
            mail.send()

        self.assertEqual(len(self._mails), 1)
        self.assertNotIn('List-Unsubscribe', self._mails[0]['headers'])
