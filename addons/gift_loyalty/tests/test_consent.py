from odoo.exceptions import UserError
from odoo.tests import tagged

from .consent_common import HOW, ConsentCommon


@tagged('post_install', '-at_install')
class TestConsent(ConsentCommon):
    """The last word of an address counts, and it is kept how it was said."""

    def test_nobody_gets_what_was_not_agreed_to(self):
        for code in ('newsletter', 'recommendation', 'occasion', 'review', 'points'):
            with self.subTest(code):
                self.assertFalse(self.customer._gift_allows(code))

    def test_what_was_agreed_to_holds_until_it_is_taken_back(self):
        self._say('given')
        self.assertTrue(self.customer._gift_allows('newsletter'))
        self.assertFalse(self.customer._gift_allows('recommendation'))
        self.assertFalse(self.customer._gift_allows('newsletter', channel='sms'))

        self.customer._gift_stop('newsletter', HOW)

        self.assertFalse(self.customer._gift_allows('newsletter'))

    def test_a_text_message_to_many_goes_to_who_agreed(self):
        people = self.env['res.partner'].create(
            [
                {'name': name, 'email': f'{name}@example.com', 'phone': f'+49 170 123456{place}'}
                for place, name in enumerate(('agrees', 'silent', 'stopped'))
            ]
        )
        for person, states in zip(people, (('given',), (), ('given', 'withdrawn')), strict=True):
            for state in states:
                self.consents._note(
                    person.email, self._purpose(), state, {'source': 'staff'}, channel='sms'
                )
        window = self.env['sms.composer'].create(
            {
                'composition_mode': 'mass',
                'res_model': 'res.partner',
                'res_ids': repr(people.ids),
                'body': "New gifts",
                'mass_force_send': False,
            }
        )

        messages = window._action_send_sms()

        found = {message.partner_id: (message.state, message.failure_type) for message in messages}
        self.assertEqual(found[people[0]][0], 'outgoing')
        for person in people[1:]:
            self.assertEqual(found[person], ('canceled', 'sms_optout'))

    def test_a_question_is_no_consent_and_takes_none_back(self):
        self._say('asked')
        self.assertFalse(self.customer._gift_allows('newsletter'))

        self._say('given')
        self._say('asked')

        self.assertTrue(self.customer._gift_allows('newsletter'))

    def test_the_proof_tells_what_was_shown_when_and_where(self):
        row = self._say('given')

        self.assertEqual(row.email, 'emma.fischer@example.com')
        self.assertEqual(row.partner_id, self.customer)
        self.assertEqual(row.wording, self._purpose().wording)
        self.assertEqual((row.version, row.lang, row.page), (1, 'en_US', '/my/preferences'))
        self.assertTrue(row.date)
        self.assertNotIn('203.0.113.7', str(row.read()))
        self.assertEqual(len(row.ip_hash), 32)

    def test_the_words_of_the_customers_language_are_kept(self):
        self.env['res.lang']._activate_lang('de_DE')
        purpose = self._purpose().with_context(lang='de_DE')
        purpose.wording = "Newsletter per Mail, bitte."

        row = self.consents.with_context(lang='de_DE')._note(
            'emma.fischer@example.com', purpose, 'given', HOW
        )

        self.assertEqual((row.wording, row.lang), ("Newsletter per Mail, bitte.", 'de_DE'))

    def test_a_changed_wording_is_a_new_version_and_leaves_old_proofs_alone(self):
        row = self._say('given')
        before = row.wording

        self._purpose().wording = "Send me everything."

        self.assertEqual(self._purpose().version, 2)
        self.assertEqual((row.wording, row.version), (before, 1))
        self.assertEqual(self._say('given').version, 2)

    def test_saying_the_same_again_adds_nothing(self):
        self._say('given')
        self.customer._gift_stop('newsletter', HOW)

        self.customer._gift_stop('newsletter', HOW)

        self.assertEqual(
            self.consents.search([('partner_id', '=', self.customer.id)]).mapped('state'),
            ['withdrawn', 'given'],
        )

    def test_nobody_rewrites_a_proof(self):
        row = self._say('given')

        with self.assertRaises(UserError):
            row.state = 'withdrawn'
        with self.assertRaises(UserError):
            row.unlink()

        self.assertEqual(row.state, 'given')

    def test_a_consent_belongs_to_the_address_and_not_to_a_new_one(self):
        self._say('given')

        self.customer.email = 'new@example.com'

        self.assertFalse(self.customer._gift_allows('newsletter'))

    def test_contacts_of_one_address_share_the_last_word(self):
        twin = self.customer.copy({'email': 'EMMA.fischer@example.com'})
        self._say('given')
        self.assertTrue(twin._gift_allows('newsletter'))

        twin._gift_stop('newsletter', HOW)

        self.assertFalse(self.customer._gift_allows('newsletter'))

    def test_odoos_list_of_blocked_addresses_beats_a_consent(self):
        self._say('given')

        self.env['mail.blacklist']._add('emma.fischer@example.com')

        self.assertFalse(self.customer._gift_allows('newsletter'))

    def test_customers_are_asked_about_their_gifts_until_they_object(self):
        self.assertFalse(self.customer._gift_allows('review'))
        order = self.env['sale.order'].create({'partner_id': self.customer.id})
        self.assertFalse(self.customer._gift_allows('review'))
        order.state = 'sale'
        self.assertTrue(self.customer._gift_allows('review'))
        self.assertFalse(self.customer._gift_allows('newsletter'))

        self.customer._gift_stop('review', HOW)

        self.assertFalse(self.customer._gift_allows('review'))

    def test_a_shop_that_only_writes_to_who_agreed_says_so_by_purpose(self):
        self.env['sale.order'].create({'partner_id': self.customer.id}).state = 'sale'

        self._purpose('review').rule = 'asked'

        self.assertFalse(self.customer._gift_allows('review'))

    def test_who_has_no_address_gets_nothing(self):
        nobody = self.env['res.partner'].create({'name': "Nobody", 'email': 'no address'})

        for code in ('newsletter', 'cart'):
            with self.subTest(code):
                self.assertFalse(nobody._gift_allows(code))
        self.assertFalse(self._say('given', email='no address'))

    def test_an_unknown_purpose_is_a_mistake_of_the_caller(self):
        with self.assertRaises(ValueError):
            self.customer._gift_allows('anything')

    def test_many_customers_cost_no_more_queries_than_a_few(self):
        def count(number):
            partners = self.env['res.partner'].create(
                [
                    {'name': f"Customer {index}", 'email': f'c{number}.{index}@example.com'}
                    for index in range(number)
                ]
            )
            self._say('given', 'review', f'c{number}.0@example.com')
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            allowing = partners._gift_filter_allowing('review')
            self.assertEqual(allowing, partners[0])
            return self.env.cr.sql_log_count - before

        count(2)
        self.assertEqual(count(10), count(200))
