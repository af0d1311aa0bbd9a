from odoo import http
from odoo.tests import HttpCase, new_test_user, tagged

from .consent_common import ConsentCommon

EMAIL = 'emma.fischer@example.com'


@tagged('post_install', '-at_install')
class TestPages(ConsentCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, 'emma', groups='base.group_portal')
        cls.user.partner_id.email = 'emma.user@example.com'

    def _post(self, path, csrf=True, **data):
        if csrf:
            if self.session is None:
                self.authenticate(None, None)
            data['csrf_token'] = http.Request.csrf_token(self)
        return self.url_open(path, data=data or {'x': ''})

    def _read(self, email):
        self.env.invalidate_all()
        return self.consents.search([('email', '=', email)], order='id').mapped('state')

    def test_the_newsletter_answers_every_address_alike(self):
        self._say('given', email='known@example.com')
        texts = set()
        for email in ('known@example.com', 'new@example.com'):
            answer = self._post('/gift/newsletter', email=email)
            self.assertEqual(answer.status_code, 200)
            texts.add('look into your mailbox' in answer.text)

        self.assertEqual(texts, {True})
        self.assertEqual(self._read('new@example.com'), ['asked'])

    def test_a_mistyped_address_is_told_beside_the_field(self):
        answer = self._post('/gift/newsletter', email='emma')

        self.assertIn("Please enter a mail address", answer.text)
        self.assertIn('aria-invalid="true"', answer.text)

    def test_looking_at_the_link_confirms_nothing_and_the_button_does(self):
        self.consents._request(EMAIL, self._purpose(), {'source': 'newsletter'})
        path = self.consents.search([('email', '=', EMAIL)])._get_confirm_path()

        self.assertIn("Do you want these mails?", self.url_open(path).text)
        self.assertEqual(self._read(EMAIL), ['asked'])
        answer = self._post(path, csrf=False)

        self.assertIn("this is confirmed", answer.text)
        self.assertEqual(self._read(EMAIL), ['asked', 'given'])
        self.assertEqual(self.url_open(path + 'x').status_code, 404)

    def test_one_click_stops_and_a_look_does_not(self):
        self._say('given')
        path = self.customer._gift_get_stop_path('newsletter')

        self.assertIn("Stop these mails", self.url_open(path).text)
        self.assertEqual(self._read(EMAIL), ['given'])
        answer = self._post(path, csrf=False, **{'List-Unsubscribe': 'One-Click'})

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self._read(EMAIL), ['given', 'withdrawn'])
        row = self.consents.search([('email', '=', EMAIL)], limit=1)
        self.assertEqual((row.source, row.page), ('one_click', '/gift/stop'))

    def test_links_of_others_open_nothing(self):
        self._say('given')
        path = self.customer._gift_get_stop_path('newsletter')
        for wrong in (
            path[:-1] + ('0' if path[-1] != '0' else '1'),
            path.replace('/newsletter/', '/review/'),
            path.replace(f'/p{self.customer.id}/', f'/p{self.user.partner_id.id}/'),
            path.replace(f'/p{self.customer.id}/', '/p99999999999999999999/'),
            path.replace(f'/p{self.customer.id}/', '/x1/'),
        ):
            with self.subTest(wrong):
                self.assertEqual(self._post(wrong, csrf=False).status_code, 404)
        self.assertEqual(self._read(EMAIL), ['given'])

    def test_the_page_without_a_login_changes_what_was_ticked(self):
        path = self.customer._gift_get_preferences_path()

        answer = self._post(path, csrf=False, newsletter='on', cart='on')

        self.assertIn("Saved.", answer.text)
        self.assertTrue(self.customer._gift_allows('newsletter'))
        self.assertTrue(self.customer._gift_allows('cart'))
        self._post(path, csrf=False, none='1', newsletter='on')
        self.env.invalidate_all()
        self.assertFalse(self.customer._gift_allows('newsletter'))
        self.assertFalse(self.customer._gift_allows('cart'))

    def test_what_was_agreed_to_on_the_phone_is_shown_and_stopped_but_not_begun(self):
        def say(state, channel):
            self.consents._note(EMAIL, self._purpose(), state, {'source': 'staff'}, channel=channel)

        say('given', 'sms')
        say('given', 'post')
        say('withdrawn', 'post')
        path = self.customer._gift_get_preferences_path()

        page = self.url_open(path).text
        self.assertIn('name="newsletter.sms"', page)
        self.assertNotIn('name="newsletter.post"', page)
        self._post(path, csrf=False, **{'newsletter.sms': 'on', 'newsletter.post': 'on'})
        self.env.invalidate_all()
        self.assertTrue(self.customer._gift_allows('newsletter', channel='sms'))
        self.assertFalse(self.customer._gift_allows('newsletter', channel='post'))

        page = self._post(path, csrf=False, newsletter='on').text
        self.env.invalidate_all()
        self.assertNotIn('newsletter.sms', page)
        self.assertFalse(self.customer._gift_allows('newsletter', channel='sms'))
        self.assertTrue(self.customer._gift_allows('newsletter'))

    def test_an_account_whose_address_was_never_confirmed_is_asked_by_mail(self):
        self.authenticate('emma', 'emma')
        self.assertEqual(self.url_open('/my/preferences').status_code, 200)

        answer = self._post('/my/preferences', newsletter='on', cart='on')

        self.assertIn("please press its button", answer.text)
        self.assertFalse(self.user.partner_id._gift_allows('newsletter'))
        states = self._read('emma.user@example.com')
        self.assertEqual(states.count('asked'), 1)

    def test_an_account_needs_the_form_of_the_page(self):
        self._say('given', email='emma.user@example.com')
        self.authenticate('emma', 'emma')

        answer = self.url_open('/my/preferences', data={'none': '1'})

        self.assertEqual(answer.status_code, 400)
        self.assertEqual(self._read('emma.user@example.com'), ['given'])

    def test_signing_up_asks_with_empty_boxes(self):
        self.env['ir.config_parameter'].set_param('auth_signup.invitation_scope', 'b2c')
        self.env['website'].search([]).auth_signup_uninvited = 'b2c'
        page = self.url_open('/web/signup').text
        box = page.split('id="gift_box_newsletter"')[1].split('>')[0]
        self.assertNotIn('checked', box)

        self._post(
            '/web/signup',
            login='lea@example.com',
            name="Lea",
            password='kept-secret-1',
            confirm_password='kept-secret-1',
            gift_newsletter='on',
        )

        self.assertTrue(self.env['res.users'].search([('login', '=', 'lea@example.com')]))
        self.assertEqual(self._read('lea@example.com'), ['asked'])

    def test_who_ticks_nothing_is_asked_nothing(self):
        self.env['ir.config_parameter'].set_param('auth_signup.invitation_scope', 'b2c')
        self.env['website'].search([]).auth_signup_uninvited = 'b2c'

        self._post(
            '/web/signup',
            login='tom@example.com',
            name="Tom",
            password='kept-secret-1',
            confirm_password='kept-secret-1',
        )

        self.assertTrue(self.env['res.users'].search([('login', '=', 'tom@example.com')]))
        self.assertEqual(self._read('tom@example.com'), [])

    def test_odoos_form_asks_back_too(self):
        mailing_list = self.env['mailing.list'].create({'name': "Spring", 'is_public': True})

        answer = self.make_jsonrpc_request(
            '/website_mass_mailing/subscribe',
            {'list_id': mailing_list.id, 'value': 'nora@example.com', 'subscription_type': 'email'},
        )

        self.assertEqual(answer['toast_type'], 'success')
        self.assertEqual(self._read('nora@example.com'), ['asked'])
        self.assertFalse(mailing_list.subscription_ids)

    def test_odoos_form_without_an_address_says_what_is_missing(self):
        for odd in ({}, {'value': None}, {'value': ['a']}, {'value': "Anna", 'list_id': 'x'}):
            with self.subTest(sent=odd):
                answer = self.make_jsonrpc_request('/website_mass_mailing/subscribe', odd)

                self.assertEqual(answer['toast_type'], 'danger')
                self.assertIn("anna@example.com", answer['toast_content'])

    def test_odoos_page_of_lists_leads_to_the_one_page(self):
        self.authenticate('emma', 'emma')

        self.assertTrue(self.url_open('/mailing/my').url.endswith('/my/preferences'))
