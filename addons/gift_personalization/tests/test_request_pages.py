from odoo import http
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import make_picture
from .request_common import RequestCommon
from .test_request_complaint import ComplaintCommon


@tagged('post_install', '-at_install')
class TestCancelPages(RequestCommon, HttpCase):
    """The customer's way: choose, see what happens, confirm. The link of the order is enough."""

    def setUp(self):
        super().setUp()
        self.order, _tx = self._order_paid("Anna", "Ben", quantity=2)
        self.anna, self.ben = self._get_lines(self.order)
        self.token = self.order._portal_ensure_token()
        self.authenticate(None, None)

    def _open(self, page='cancel', token=None):
        token = self.token if token is None else token
        return self.url_open(f'/my/orders/{self.order.id}/{page}?access_token={token}')

    def _send(self, page, **data):
        return self._post(
            f'/my/orders/{self.order.id}/{page}', **{'access_token': self.token, **data}
        )

    def _read_hidden(self, page, name):
        return self._find_value(page.text, name)

    def _find_value(self, text, name):
        start = text.index(f'name="{name}"')
        return text[start:].split('value="', 1)[1].split('"', 1)[0]

    def _confirm(self, review, **data):
        hidden = {name: self._read_hidden(review, name) for name in ('reference', 'shown')}
        return self._send('cancel/confirm', **{**hidden, **data})

    def test_the_order_page_leads_to_the_cancellation(self):
        page = self.url_open(self.order.get_portal_url())

        self.assertIn(f'/my/orders/{self.order.id}/cancel?access_token={self.token}', page.text)

    def test_looking_changes_nothing(self):
        page = self._open()

        self.assertIn("Pieces to cancel", page.text)
        self._send('cancel/review', **{f'cancel-{self.ben.id}': '1'})
        self.assertEqual(self.order.order_line.mapped('product_uom_qty'), [2, 2])
        self.assertFalse(self.order.gift_request_ids)

    def test_the_review_shows_the_money_and_the_confirmation_does_it(self):
        choice = {f'cancel-{self.ben.id}': '1'}
        review = self._send('cancel/review', **choice)
        self.assertIn("13.00", review.text)

        answer = self._confirm(review, **choice)

        self.assertEqual(self.ben.product_uom_qty, 1)
        self.assertIn('#gift_requests', answer.url)
        self.assertIn("To be paid back:", answer.text)
        self._settle()
        self.assertIn("Paid back:", self.url_open(self.order.get_portal_url()).text)

    def test_the_whole_order_by_one_button(self):
        review = self._send('cancel/review', whole='1')
        self.assertIn("Cancel the whole order", review.text)

        choice = {f'cancel-{line.id}': '2' for line in self.order.order_line}
        self._confirm(review, **choice)

        self.assertEqual(self.order.state, 'cancel')

    def test_sending_the_confirmation_twice_cancels_once(self):
        choice = {f'cancel-{self.ben.id}': '1'}
        review = self._send('cancel/review', **choice)

        for _again in range(2):
            self.assertEqual(self._confirm(review, **choice).status_code, 200)

        self.assertEqual(self.ben.product_uom_qty, 1)

    def test_a_started_gift_becomes_a_question_and_the_typed_reason_stays(self):
        self._make_ready(self.ben.gift_job_ids)
        self.ben.gift_job_ids.action_start()
        choice = {f'cancel-{self.ben.id}': '1'}
        review = self._send('cancel/review', **choice)
        self.assertIn("Ask the shop", review.text)

        again = self._confirm(review, **choice, reason=' ')
        self.assertEqual(again.status_code, 409)
        self.assertIn("tell us in a few words why", again.text)
        answer = self._confirm(again, **choice, reason="Ordered <b>twice</b>")

        self.assertIn("We answer soon", answer.text)
        self.assertIn("Ordered &lt;b&gt;twice&lt;/b&gt;", answer.text)
        self.assertEqual(self.ben.product_uom_qty, 2)

    def test_what_became_different_is_shown_again_before_anything_is_done(self):
        choice = {f'cancel-{self.ben.id}': '1'}
        review = self._send('cancel/review', **choice)
        self._make_ready(self.ben.gift_job_ids)
        self.ben.gift_job_ids.action_start()

        answer = self._confirm(review, **choice, reason="Twice")

        self.assertEqual(answer.status_code, 409)
        self.assertIn("changed meanwhile", answer.text)
        self.assertIn("Ask the shop", answer.text)
        self.assertFalse(self.order.gift_request_ids)

    def test_odd_parameters_are_answered_with_a_sentence(self):
        name = f'cancel-{self.ben.id}'
        odd = ['-1', '1.5', 'x', '9' * 30, '²', '1e3', 'nan', '\u0661', '<b>', '3']
        for value in odd:
            for page in ('cancel/review', 'cancel/confirm'):
                with self.subTest(page=page, value=value):
                    answer = self._send(page, **{name: value, 'shown': value, 'reference': value})
                    self.assertEqual(answer.status_code, 409)
                    self.assertIn('role="alert"', answer.text)
        answer = self._send('cancel/confirm', **{name: '1', 'reference': '\0' * 99, 'shown': '\0'})
        self.assertEqual(answer.status_code, 409)
        self.assertIn("choose what you want", self._send('cancel/review').text)
        self.assertEqual(self.ben.product_uom_qty, 2)
        self.assertFalse(self.order.gift_request_ids)

    def test_an_amount_or_state_from_the_browser_counts_for_nothing(self):
        choice = {f'cancel-{self.ben.id}': '1'}
        self._confirm(
            self._send('cancel/review', **choice),
            **choice,
            amount='999',
            owed='999',
            state='done',
            price='0',
        )

        self.assertEqual(self.order.gift_request_ids.amount, 13.0)

    def test_too_many_attempts_are_slowed_down(self):
        choice = {f'cancel-{self.ben.id}': '9'}
        for _attempt in range(60):
            self._send('cancel/confirm', **choice)

        self.assertIn(
            "too often", self._send('cancel/confirm', **{f'cancel-{self.ben.id}': '1'}).text
        )

    @mute_logger('odoo.http')
    def test_a_change_needs_the_token_of_the_session(self):
        url = f'/my/orders/{self.order.id}/cancel/confirm'
        answer = self.url_open(url, data={'access_token': self.token, 'csrf_token': 'wrong'})

        self.assertEqual(answer.status_code, 400)


@tagged('post_install', '-at_install')
class TestComplaintPages(ComplaintCommon, HttpCase):
    """A complaint with photos, by the link of the order."""

    def setUp(self):
        super().setUp()
        self.token = self.order._portal_ensure_token()
        self.authenticate(None, None)

    def _send(self, *photos, **data):
        values = {
            'access_token': self.token,
            'csrf_token': http.Request.csrf_token(self),
            'reference': 'reference-of-a-page',
            'line': self.line.id,
            f'quantity-{self.line.id}': '1',
            'cause': self.cause.id,
            'wish': 'replacement',
            'reason': "Smeared",
            **data,
        }
        files = [('photos', (f'{n}.jpg', photo, 'image/jpeg')) for n, photo in enumerate(photos)]
        url = f'/my/orders/{self.order.id}/complaint/send'
        return self.url_open(url, data=values, files=files or None)

    def _make_photo(self):
        return make_picture(640, 480, image_format='JPEG')

    def test_the_order_page_leads_to_the_form_and_shows_what_was_sent(self):
        self.assertIn(f'/my/orders/{self.order.id}/complaint', self._open_order().text)

        answer = self._send(self._make_photo(), self._make_photo())

        self.assertIn('#gift_requests', answer.url)
        self.assertIn("We answer soon", answer.text)
        request = self.order.gift_request_ids
        self.assertEqual((request.kind, request.reason, request.wish), (
            'complaint', "Smeared", 'replacement',
        ))  # fmt: skip
        for photo in request.photo_ids:
            self.assertIn(f'/gift/request/photo/{photo.id}.jpg?access_token=', answer.text)

    def _open_order(self):
        return self.url_open(self.order.get_portal_url())

    def test_a_photo_is_written_anew_and_served_as_a_picture_only(self):
        self._send(self._make_photo() + b'<script>alert(1)</script>')
        photo = self.order.gift_request_ids.photo_ids

        answer = self.url_open(f'{photo.url}?access_token={self.token}')

        self.assertEqual(answer.headers['Content-Type'], 'image/jpeg')
        self.assertEqual(answer.headers['X-Content-Type-Options'], 'nosniff')
        self.assertNotIn(b'script', answer.content)

    def test_a_file_that_is_no_photo_is_refused_and_the_text_stays(self):
        for data in (b'<svg onload="alert(1)"/>', b'MZ\x90', b'', b'\xff\xd8\xff' + b'\0' * 99):
            with self.subTest(data=data):
                answer = self._send(data, reason="Smeared <here>")
                self.assertEqual(answer.status_code, 409)
                self.assertIn('role="alert"', answer.text)
                self.assertIn("Smeared &lt;here&gt;", answer.text)
                self.assertIn("choose your photos again", answer.text)
        self.assertFalse(self.order.gift_request_ids)

    def test_five_photos_are_too_many(self):
        answer = self._send(*[self._make_photo()] * 5)

        self.assertEqual(answer.status_code, 409)
        self.assertIn("at most 4 photos", answer.text)

    def test_sent_twice_is_asked_once(self):
        for _again in range(2):
            self._send(self._make_photo())

        self.assertEqual(len(self.order.gift_request_ids), 1)

    def test_odd_parameters_are_answered_with_a_sentence(self):
        other = self._create_gift_order("Ben").order_line
        cases = [
            {'line': 'x'}, {'line': other.id}, {'line': '9' * 30}, {'line': '²'}, {'line': '-1'},
            {f'quantity-{self.line.id}': '0'}, {f'quantity-{self.line.id}': '9'},
            {f'quantity-{self.line.id}': '1e5'}, {'wish': 'done'}, {'wish': '\0'},
            {'reason': ''}, {'reason': ' \0 '},
        ]  # fmt: skip
        for data in cases:
            with self.subTest(data=data):
                answer = self._send(self._make_photo(), **data)
                self.assertEqual(answer.status_code, 409)
                self.assertIn('role="alert"', answer.text)
        self.assertFalse(self.order.gift_request_ids)
        self._send(self._make_photo(), cause='x', reference='\0')
        self.assertFalse(self.order.gift_request_ids.cause_id)
