import re

from odoo import http
from odoo.tests import HttpCase, new_test_user, tagged

from .test_occasion import OccasionCommon


@tagged('post_install', '-at_install')
class TestOccasionPages(OccasionCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = new_test_user(cls.env, 'emma', groups='base.group_portal')
        cls.user.partner_id.email = 'emma.user@example.com'
        cls.owner = cls.user.partner_id

    def setUp(self):
        super().setUp()
        self.authenticate('emma', 'emma')

    def _post(self, path, **data):
        data['csrf_token'] = http.Request.csrf_token(self)
        return self.url_open(path, data=data)

    def _save(self, **values):
        form = {
            'name': "Grandma",
            'kind': 'birthday',
            'month': '3',
            'day': '20',
            'lead': '14',
            'is_reminding': 'on',
        }
        return self._post('/my/occasions/save', **{**form, **values})

    def _read(self):
        self.env.invalidate_all()
        return self.occasions.search([('partner_id', '=', self.owner.id)])

    def test_a_consent_is_never_ticked_before(self):
        page = self.url_open('/my/occasions').text

        box = re.search(r'<input[^>]*id="occasion_reminding"[^>]*>', page)[0]
        self.assertNotIn('checked', box)
        self._save(is_reminding='')
        self.assertFalse(self._read().is_reminding)
        self.assertFalse(self.owner._gift_allows('occasion'))

    def test_a_customer_adds_changes_and_deletes_an_occasion(self):
        page = self._save()
        self.assertIn("Birthday: Grandma", page.text)
        occasion = self._read()
        self.assertEqual((occasion.month, occasion.day, occasion.lead), (3, 20, '14'))

        self._save(id=occasion.id, name="Oma", day='21', is_reminding='')
        self.assertEqual(len(self._read()), 1)
        self.assertEqual((occasion.name, occasion.day, occasion.remind_on), ("Oma", 21, False))

        self._post(f'/my/occasions/{occasion.id}/delete')
        self._post(f'/my/occasions/{occasion.id}/delete')
        self.assertFalse(self._read())

    def test_the_first_reminder_asks_the_mailbox_once(self):
        page = self._save()
        self.assertIn("please press its button", page.text)
        self.assertFalse(self.owner._gift_allows('occasion'))
        asked = self.consents.search([('email', '=', 'emma.user@example.com')])

        asked._confirm({'source': 'mail'})
        page = self._save(name="Grandpa")

        self.assertIn("Saved.", page.text)
        self.assertTrue(self.owner._gift_allows('occasion'))

    def test_bad_input_keeps_what_was_entered_and_says_what_is_wrong(self):
        page = self._save(day='31', month='2')
        self.assertIn("There is no such day", page.text)
        self.assertIn('value="Grandma"', page.text)
        for values in ({'name': ' '}, {'year': '12'}, {'month': 'x'}, {'day': '٣'}):
            with self.subTest(values):
                self.assertEqual(self._save(**values).status_code, 200)
        self.assertFalse(self._read())

    def test_occasions_of_others_are_neither_shown_nor_changed(self):
        other = self._create(name="Not yours", partner=self.customer)

        self.assertNotIn("Not yours", self.url_open(f'/my/occasions/{other.id}').text)
        self._save(id=other.id, name="Mine")
        self._post(f'/my/occasions/{other.id}/delete')

        self.assertEqual(other.exists().name, "Not yours")
        self.assertEqual(self._read().name, "Mine")
        self.assertNotIn("Not yours", self.url_open('/my/occasions/calendar.ics').text)

    def test_the_calendar_is_a_file_and_a_link_that_can_be_taken_back(self):
        self._create(partner=self.owner)
        answer = self.url_open('/my/occasions/calendar.ics')
        self.assertIn('text/calendar', answer.headers['Content-Type'])
        self.assertIn("SUMMARY:Birthday: Grandma", answer.text)

        self._post('/my/occasions/calendar')
        self.env.invalidate_all()
        path = self.owner._gift_get_calendar_path()
        self.authenticate(None, None)
        self.assertIn("SUMMARY:Birthday: Grandma", self.url_open(path).text)
        self.authenticate('emma', 'emma')
        self._post('/my/occasions/calendar', close='1')

        self.assertEqual(self.url_open(path).status_code, 404)
        self._post('/my/occasions/calendar')
        self.assertEqual(self.url_open(path).status_code, 404)

    def test_one_click_in_the_mail_stops_one_occasion(self):
        occasion, other = self._create(partner=self.owner), self._create(partner=self.owner)
        self.authenticate(None, None)

        self.url_open(occasion._get_silence_path())
        self.env.invalidate_all()
        self.assertTrue(occasion.is_reminding)
        self.url_open(occasion._get_silence_path(), data={'x': ''})

        self.env.invalidate_all()
        self.assertFalse(occasion.is_reminding)
        self.assertTrue(other.is_reminding)
        self.assertEqual(self.url_open(occasion._get_silence_path() + '0').status_code, 404)

    def test_an_order_for_somebodys_day_offers_to_remind_next_year(self):
        order = self._create_gift_order()
        order.partner_id = self.owner
        line = order.order_line.filtered('gift_revision_id')[:1]
        parcel = self.env['gift.parcel'].create(
            {'order_id': order.id, 'name': "Grandma Lea", 'occasion': 'birthday'}
        )
        line.gift_parcel_id = parcel
        self.assertIn("remind you next year", self.url_open(f'/my/orders/{order.id}').text)

        page = self.url_open(f'/my/occasions?parcel={parcel.id}').text
        self.assertIn('value="Grandma Lea"', page)
        self._save(name="Grandma Lea", parcel_id=parcel.id)

        self.assertEqual(self._read().line_id, line)
        self.assertNotIn("remind you next year", self.url_open(f'/my/orders/{order.id}').text)
