from datetime import timedelta

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from .consent_common import HOW, ConsentCommon

EMAIL = 'emma.fischer@example.com'


@tagged('post_install', '-at_install')
class TestRequest(ConsentCommon):
    """An address agrees by a link that was mailed to it, and by nothing else."""

    def _request(self, *codes, email=EMAIL, **options):
        purposes = self.env['gift.consent.purpose'].search([('code', 'in', codes)])
        self.consents._request(email, purposes, HOW, **options)
        return self.consents.search([('state', '=', 'asked')], order='id')

    def _get_mails(self, email=EMAIL):
        return self.env['mail.mail'].search([('email_to', '=', email)])

    def test_the_mail_asks_and_nothing_is_agreed_to_before_its_link_is_used(self):
        asked = self._request('newsletter', 'recommendation')

        mail = self._get_mails()
        self.assertEqual(len(mail), 1)
        self.assertIn(asked[0]._get_confirm_path(), mail.body_html)
        self.assertIn(self._purpose('recommendation').wording, mail.body_html)
        self.assertFalse(self.customer._gift_allows('newsletter'))

        asked[0]._confirm({'source': 'mail'})

        self.assertTrue(self.customer._gift_allows('newsletter'))
        self.assertTrue(self.customer._gift_allows('recommendation'))

    def test_the_proof_keeps_the_words_of_the_question(self):
        asked = self._request('newsletter')
        shown = asked.wording
        self._purpose().wording = "Something else"

        asked._confirm({'source': 'mail'})

        given = self.consents.search([('state', '=', 'given')])
        self.assertEqual((given.wording, given.version, given.asked_id), (shown, 1, asked))

    def test_a_second_click_adds_nothing_and_does_not_undo_a_stop(self):
        asked = self._request('newsletter')
        asked._confirm({'source': 'mail'})
        self.customer._gift_stop('newsletter', HOW)

        asked._confirm({'source': 'mail'})

        self.assertFalse(self.customer._gift_allows('newsletter'))
        self.assertEqual(self.consents.search_count([('state', '=', 'given')]), 1)

    def test_a_foreign_address_is_not_flooded(self):
        for _i in range(5):
            self._request('newsletter')

        self.assertEqual(len(self._get_mails()), 3)

    def test_a_link_ends_after_two_days(self):
        asked = self._request('newsletter')
        token = asked._get_confirm_path().rsplit('/', 1)[1]
        self.assertEqual(self.consents._find_question(asked.id, token), asked)

        self._set_date(asked, fields.Datetime.now() - timedelta(hours=49))

        self.assertFalse(self.consents._find_question(asked.id, token))

    def _set_date(self, asked, date):
        asked.flush_recordset()
        self.env.cr.execute(SQL("UPDATE gift_consent SET date = %s WHERE id = %s", date, asked.id))
        asked.invalidate_recordset()

    def test_a_wrong_link_opens_nothing(self):
        asked = self._request('newsletter')
        token = asked._get_confirm_path().rsplit('/', 1)[1]

        for number, sent in ((asked.id, token[:-1]), (asked.id, 'ü'), (asked.id + 1, token)):
            with self.subTest(sent):
                self.assertFalse(self.consents._find_question(number, sent))

    def test_an_address_that_confirmed_once_is_not_asked_again(self):
        self._request('newsletter')._confirm({'source': 'mail'})

        asked = self.consents._agree(EMAIL, self._purpose('occasion'), HOW)

        self.assertFalse(asked)
        self.assertTrue(self.customer._gift_allows('occasion'))

    def test_an_address_that_never_confirmed_is_asked(self):
        self._say('given')  # entered by somebody, not from the mailbox

        self.assertTrue(self.consents._agree(EMAIL, self._purpose('occasion'), HOW))

        self.assertFalse(self.customer._gift_allows('occasion'))

    def test_confirming_joins_the_list_and_stopping_leaves_it(self):
        mailing_list = self.env['mailing.list'].create({'name': "Spring"})
        self._request('newsletter', mailing_list=mailing_list)._confirm({'source': 'mail'})
        subscription = mailing_list.subscription_ids
        self.assertEqual(subscription.contact_id.email_normalized, EMAIL)
        self.assertFalse(subscription.opt_out)

        self.customer._gift_stop('newsletter', HOW)

        self.assertTrue(subscription.opt_out)

    def test_what_is_said_about_text_messages_leaves_the_mails_alone(self):
        mailing_list = self.env['mailing.list'].create({'name': "Spring"})
        self._request('newsletter', mailing_list=mailing_list)._confirm({'source': 'mail'})
        for state in ('given', 'withdrawn'):
            self.consents._note(EMAIL, self._purpose(), state, {'source': 'staff'}, channel='sms')

        self.assertTrue(self.customer._gift_allows('newsletter'))
        self.assertFalse(mailing_list.subscription_ids.opt_out)

    def test_a_text_message_of_who_wants_no_mails_needs_its_own_word(self):
        self.consents._note(EMAIL, self._purpose(), 'given', {'source': 'staff'}, channel='sms')
        self.env['mail.blacklist']._add(EMAIL)

        self.assertTrue(self.customer._gift_allows('newsletter', channel='sms'))
        self.assertFalse(self.customer._gift_allows('newsletter'))
        self.assertFalse(self.env['mailing.contact'].search([('email_normalized', '=', EMAIL)]))

    def test_who_was_blocked_and_asks_for_mails_gets_them_again(self):
        self.env['mail.blacklist']._add(EMAIL)

        self._request('newsletter')._confirm({'source': 'mail'})

        self.assertTrue(self.customer._gift_allows('newsletter'))

    def test_links_of_mails_stand_for_one_address_and_purpose(self):
        path = self.customer._gift_get_stop_path('newsletter')
        _empty, _gift, _stop, who, purpose, token = path.split('/')
        self.assertNotIn('emma', path)
        self.assertEqual(self.consents._open_link('mail-stop', who, token, purpose), EMAIL)

        self.assertFalse(self.consents._open_link('mail-stop', who, token, 'review'))
        self.assertFalse(self.consents._open_link('mail-preferences', who, token))
        self.customer.email = 'other@example.com'
        self.assertFalse(self.consents._open_link('mail-stop', who, token, purpose))

    def test_what_nobody_confirmed_is_forgotten_and_proofs_are_kept(self):
        self._request('newsletter', email='nobody@example.com')
        self._request('newsletter')[-1]._confirm({'source': 'mail'})
        self._say('given', 'points', 'gone@example.com')
        self._say('withdrawn', 'points', 'gone@example.com')
        self._say('given', 'points', 'stays@example.com')
        emails = ['nobody@example.com', EMAIL, 'gone@example.com', 'stays@example.com']

        def count():
            self.consents._gc_old()
            return [self.consents.search_count([('email', '=', email)]) for email in emails]

        def age(days):
            self.env.flush_all()
            self.env.cr.execute(
                SQL("UPDATE gift_consent SET date = date - %s * interval '1 day'", days)
            )

        self.assertEqual(count(), [1, 2, 2, 1])
        age(31)
        self.assertEqual(count(), [0, 2, 2, 1])
        age(1070)
        self.assertEqual(count(), [0, 2, 0, 1])
