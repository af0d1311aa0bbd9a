import re

from odoo import http
from odoo.tests import HttpCase, tagged

from .proof_common import ProofCommon


@tagged('post_install', '-at_install')
class TestProofPortal(ProofCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.owner = cls.users['customer']
        cls.proof = cls._create_proof("Ana", partner=cls.owner.partner_id)
        cls.stranger = cls.env['res.users'].create(
            {
                'name': "Stranger",
                'login': 'gift_stranger',
                'password': 'gift_stranger',
                'group_ids': [(6, 0, cls.env.ref('base.group_portal').ids)],
            }
        )

    # === HELPERS === #

    def _open(self, path='', token=None, **params):
        """Open a page of the proof; with the token by default, without for ``token=''``."""
        params['access_token'] = self.proof.access_token if token is None else token
        query = '&'.join(f'{name}={value}' for name, value in params.items() if value)
        return self.url_open(f'/my/gifts/proof/{self.proof.id}{path}?{query}', timeout=30)

    def _get_form(self, page):
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))

    def _post(self, action, data, proof=None):
        url = f'/my/gifts/proof/{(proof or self.proof).id}/{action}'
        return self.url_open(url, data=data, timeout=30)

    def _approve_page(self, **changes):
        form = self._get_form(self._open())
        return self._post('approve', {**form, 'name': "Anna Berg", 'spelling': '1', **changes})

    def _assert_untouched(self):
        self.assertEqual(self.proof.state, 'sent')
        self.assertFalse(self.proof.approved_hash)
        self.assertFalse(self.proof.change_comment)

    # === WHO MAY SEE IT === #

    def test_the_holder_of_the_link_sees_picture_texts_and_what_approving_means(self):
        page = self._open()

        self.assertEqual(page.status_code, 200)
        self.assertIn("Please look at your gift", page.text)
        self.assertRegex(page.text, r'dir="auto" class="o_gift_text">Ana<')
        self.assertIn(f'/my/gifts/proof/{self.proof.id}/surface/front.jpg', page.text)
        self.assertIn(self.proof.revision_hash[:12], page.text)
        self.assertIn("Yes, print it exactly like this", page.text)
        self.assertIn('no-store', page.headers['Cache-Control'])
        self.assertEqual(page.headers['Referrer-Policy'], 'same-origin')

    def test_the_customer_sees_it_without_a_token_when_logged_in(self):
        self.authenticate('gift_customer', 'gift_customer')

        self.assertIn("Please look at your gift", self._open(token='').text)
        self.assertEqual(self._open('/surface/front.jpg', token='').status_code, 200)

    def test_one_of_the_team_looks_but_does_not_answer_for_the_customer(self):
        form = self._get_form(self._open())
        for login in ('gift_staff', 'gift_manager'):
            self.authenticate(login, login)

            csrf = http.Request.csrf_token(self)
            page = self._open()
            answers = [
                self._post(
                    'approve',
                    {**form, 'csrf_token': csrf, 'name': "Ana Berg", 'spelling': '1'},
                ),
                self._post('change', {**form, 'csrf_token': csrf, 'comment': "Blue"}),
                self._post(
                    'silence',
                    {**form, 'csrf_token': csrf, 'agree': '1', 'name': "Ana Berg"},
                ),
            ]

            self.assertIn("The customer approves this version here", page.text)
            self.assertNotIn('name="spelling"', page.text)
            for answer in answers:
                self.assertEqual(answer.status_code, 409)
                self.assertIn("only the customer can answer here", answer.text)
            self._assert_untouched()

    def test_others_see_nothing_and_learn_nothing(self):
        cases = [
            (None, None, 'wrong-token'),
            (None, None, ''),
            ('gift_stranger', 'gift_stranger', ''),
            ('gift_stranger', 'gift_stranger', 'x' * 36),
            ('gift_employee', 'gift_employee', ''),
        ]
        for login, password, token in cases:
            with self.subTest(login=login, token=token):
                self.authenticate(login, password)
                page = self._open(token=token)
                self.assertEqual(page.status_code, 404)
                self.assertNotIn("Ana", page.text)
                picture = self._open('/surface/front.jpg', token=token)
                self.assertEqual(picture.status_code, 404)

    def test_the_page_of_a_missing_proof_is_the_same_as_that_of_another_customer(self):
        missing = self.url_open('/my/gifts/proof/99999999')
        foreign = self._open(token='')

        self.assertEqual(missing.status_code, foreign.status_code)
        self.assertIn("This page cannot be opened", missing.text)
        self.assertIn("This page cannot be opened", foreign.text)

    def test_the_token_of_one_gift_opens_no_other(self):
        other = self._create_proof("Ben")

        page = self.url_open(f'/my/gifts/proof/{other.id}?access_token={self.proof.access_token}')

        self.assertEqual(page.status_code, 404)
        self.assertNotIn("Ben", page.text)

    # === PICTURES === #

    def test_pictures_are_cached_privately_and_only_of_known_surfaces(self):
        picture = self._open('/surface/front.jpg')

        self.assertEqual(picture.headers['Content-Type'], 'image/jpeg')
        self.assertTrue(picture.content.startswith(b'\xff\xd8'))
        self.assertIn('private', picture.headers['Cache-Control'])
        self.assertIn(self.proof.revision_hash, picture.headers['ETag'])
        large = self._open('/surface/front.jpg', size='large')
        self.assertGreater(len(large.content), len(picture.content))
        for key in ('back', "'%20or%201=1", 'FRONT'):
            with self.subTest(key):
                self.assertEqual(self._open(f'/surface/{key}.jpg').status_code, 404)
        self.assertEqual(self._open('/surface/front.jpg', size='9999999').content, picture.content)

    # === APPROVE === #

    def test_the_customer_approves_and_gets_a_receipt(self):
        page = self._approve_page()

        self.assertEqual(page.status_code, 200)
        self.assertIn("Receipt of your approval", page.text)
        self.assertIn(self.proof.revision_hash, page.text)
        self.assertEqual(self.proof.state, 'approved')
        self.assertEqual(self.proof.approved_name, "Anna Berg")
        self.assertEqual(self.proof.approved_ip, '127.0.0.1')
        self.assertTrue(self.proof.approved_user_agent)
        self.assertNotIn("Yes, print it", page.text)

    def test_the_holder_of_the_link_counts_as_the_customer_and_a_user_as_himself(self):
        self.authenticate('gift_customer', 'gift_customer')
        self._approve_page()

        self.assertEqual(self.proof.approved_by_id, self.owner.partner_id)

    def test_looking_at_the_page_or_opening_the_address_of_the_button_approves_nothing(self):
        self._open()

        for action in ('approve', 'change'):
            response = self._open(f'/{action}')
            self.assertEqual(response.status_code, 405)
        self._assert_untouched()

    def test_nothing_is_approved_without_the_token_against_forged_forms(self):
        form = self._get_form(self._open())
        form.pop('csrf_token')

        response = self._post('approve', {**form, 'name': "Anna"})

        self.assertEqual(response.status_code, 400)
        response = self._post('change', {**form, 'comment': "Blue"})
        self.assertEqual(response.status_code, 400)
        self._assert_untouched()

    def test_a_forged_or_stale_page_is_refused_with_a_sentence(self):
        for changes in ({'hash': '0' * 64}, {'hash': ''}, {'shown': ''}, {'shown': 'x' * 5000}):
            with self.subTest(changes):
                page = self._approve_page(**changes)
                self.assertEqual(page.status_code, 409)
                self.assertIn("no longer the newest", page.text)
        self._assert_untouched()

    def test_the_page_spells_the_texts_out_and_needs_the_tick(self):
        page = self._open()
        self.assertRegex(page.text, r'<span>capital A</span>')
        self.assertIn('id="gift_spelling"', page.text)

        page = self._approve_page(spelling='')

        self.assertEqual(page.status_code, 409)
        self.assertIn("tick that you checked the spelling", page.text)
        self._assert_untouched()

    def test_a_wrong_token_approves_nothing(self):
        page = self._approve_page(access_token='wrong')

        self.assertEqual(page.status_code, 404)
        self._assert_untouched()

    def test_another_customer_approves_nothing(self):
        self.authenticate('gift_stranger', 'gift_stranger')
        form = self._get_form(self._open())
        form.pop('access_token')

        page = self._post('approve', {**form, 'name': "Stranger"})

        self.assertEqual(page.status_code, 404)
        self._assert_untouched()

    def test_a_replaced_version_shows_the_way_to_the_new_one_and_cannot_be_approved(self):
        form = self._get_form(self._open())
        new = self._correct(self.proof, "Anna")

        page = self._post('approve', {**form, 'name': "Anna Berg"})

        self.assertEqual(page.status_code, 409)
        self.assertIn("There is a newer version of this gift", page.text)
        self.assertIn(f'/my/gifts/proof/{new.id}?access_token=', page.text)
        self.assertEqual((self.proof.state, new.state), ('superseded', 'sent'))
        page = self.url_open(new.get_portal_url())
        self.assertIn("Compare the versions", page.text)
        self.assertRegex(page.text, r'<del[^>]*>Ana</del>')

    def test_a_cancelled_order_says_so(self):
        form = self._get_form(self._open())
        self.proof.order_id._action_cancel()

        page = self._post('approve', {**form, 'name': "Anna Berg"})

        self.assertEqual(page.status_code, 409)
        self.assertIn("This order was cancelled", page.text)
        self.assertFalse(self.proof.approved_hash)

    # === CHANGE === #

    def test_the_customer_asks_for_a_change_and_sees_the_own_words_as_text(self):
        form = self._get_form(self._open())
        nasty = "<script>alert(1)</script>\n\u202eRTL"

        page = self._post('change', {**form, 'comment': nasty})

        self.assertEqual(page.status_code, 200)
        self.assertIn("We have your wish for a change", page.text)
        self.assertNotIn("<script>alert(1)", page.text)
        self.assertIn("&lt;script&gt;alert(1)", page.text)
        self.assertEqual(self.proof.state, 'change_requested')
        self.assertNotIn('<script', self.proof.message_ids[0].body)
        self.assertNotIn('<script', self.proof.activity_ids.note)

    def test_ten_thousand_characters_are_refused_and_kept_in_the_form(self):
        form = self._get_form(self._open())

        page = self._post('change', {**form, 'comment': "y" * 10000})

        self.assertEqual(page.status_code, 409)
        self.assertIn("10000 characters, at most 2000", page.text)
        self.assertIn("yyyyyyyyyy", page.text)
        self._assert_untouched()

    def test_an_empty_request_is_refused(self):
        form = self._get_form(self._open())

        page = self._post('change', {**form, 'comment': " \n"})

        self.assertIn("Please tell us what to change", page.text)
        self._assert_untouched()

    # === LIST, HOME AND ORDER === #

    def test_the_list_shows_own_gifts_and_those_to_answer_first(self):
        self._create_proof("Foreign")
        done = self._create_proof("Done", partner=self.owner.partner_id)
        self._approve(done)
        self.authenticate('gift_customer', 'gift_customer')

        page = self.url_open('/my/gifts').text

        self.assertNotIn("Foreign", page)
        self.assertLess(page.index(">Ana<"), page.index(">Done<"))

    def test_the_list_needs_a_login_and_strangers_see_an_empty_one(self):
        self.authenticate(None, None)
        self.assertIn('/web/login', self.url_open('/my/gifts').url)

        self.authenticate('gift_stranger', 'gift_stranger')
        self.assertIn("not ordered a personalised gift yet", self.url_open('/my/gifts').text)

    def test_home_counts_gifts_and_those_to_answer(self):
        self.authenticate('gift_customer', 'gift_customer')

        counters = self.make_jsonrpc_request(
            '/my/counters',
            {'counters': ['gift_count', 'gift_proof_count']},
        )

        self.assertEqual((counters['gift_count'], counters['gift_proof_count']), (1, 1))

    def test_the_order_page_shows_gift_state_button_and_timeline(self):
        order = self.proof.order_id
        page = self.url_open(order.get_portal_url()).text

        self.assertIn(self.proof.sale_line_id._gift_get_preview_url(), page)
        self.assertIn("Look at your gift and approve it", page)
        self.assertIn(f'/my/gifts/proof/{self.proof.id}?access_token=', page)
        self.assertRegex(page, r'o_gift_done[^>]*>\s*<span>Ordered and paid')
        self.assertRegex(page, r'o_gift_current" aria-current="step">\s*<span>Your approval')

        self._approve(self.proof)
        page = self.url_open(order.get_portal_url()).text
        self.assertRegex(page, r'o_gift_done[^>]*>\s*<span>Approved')
