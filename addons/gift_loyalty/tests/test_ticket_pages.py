import re

from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.gift_personalization.tests.common import make_picture

from .ticket_common import TicketCommon


@tagged('post_install', '-at_install')
class TestTicketPages(TicketCommon, HttpCase):
    """The contact form, the customer's conversation and the question how it was."""

    def setUp(self):
        super().setUp()
        self.env['gift.rate.limit'].search([]).unlink()

    def _post(self, url, page='/support', files=None, **values):
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.url_open(page).text)[1]
        return self.url_open(url, data={'csrf_token': token, **values}, files=files)

    def _ask(self, **values):
        before = self.env['gift.ticket'].search([])
        entered = {
            'customer_name': "Emma", 'email': 'emma.f@example.com', 'subject': "Lid",
            'body': "It leaks.", 'order_ref': '', **values,
        }  # fmt: skip
        page = self._post('/support', **entered)
        return page, self.env['gift.ticket'].search([]) - before

    def test_the_form_makes_a_ticket_and_never_shows_its_link(self):
        page, ticket = self._ask(files=[('files', ('p.png', make_picture(640, 480), 'image/png'))])

        self.assertIn("we have got your question", page.text)
        self.assertRecordValues(ticket, [{
            'name': "Lid", 'channel': 'form', 'partner_id': self.partner.id, 'stage': 'new',
        }])  # fmt: skip
        self.assertEqual(ticket._get_conversation().attachment_ids.mapped('name'), ['p.jpg'])
        self.assertNotIn(ticket.access_token, page.text)

    def test_the_same_question_twice_is_one(self):
        _page, first = self._ask()
        _page, again = self._ask()

        self.assertEqual((len(first), len(again)), (1, 0))

    def test_only_the_buyers_order_is_linked_and_the_answer_is_the_same(self):
        order = self._create_gift_order("Anna")

        own_page, own = self._ask(order_ref=order.name.lower())
        page, foreign = self._ask(order_ref=order.name, email='eve@example.com')
        none_page, _none = self._ask(order_ref='%', body="Other")

        self.assertEqual((own.order_id, foreign.order_id.ids), (order, []))
        self.assertEqual(foreign.order_ref, order.name)
        self.assertEqual({own_page.url, page.url, none_page.url}, {page.url})

    def test_who_fills_the_trap_is_thanked_and_heard_by_nobody(self):
        page, ticket = self._ask(homepage='http://spam.example')

        self.assertIn("we have got your question", page.text)
        self.assertFalse(ticket)

    def test_odd_input_is_answered_in_words(self):
        for values in (
            {'email': 'nobody'}, {'customer_name': ' '}, {'body': '\0'},
            {'files': [('files', ('x.exe', b'MZ', 'image/png'))]},
        ):  # fmt: skip
            with self.subTest(values):
                page, ticket = self._ask(**values)
                self.assertEqual(page.status_code, 409)
                self.assertIn("lease", page.text)
                self.assertFalse(ticket)

    def test_too_many_questions_have_to_wait(self):
        for number in range(10):
            self._ask(body=f"Number {number}")

        page, ticket = self._ask(body="One more")

        self.assertEqual(page.status_code, 409)
        self.assertIn("too often", page.text)
        self.assertFalse(ticket)

    def test_a_guest_reads_and_answers_by_the_link(self):
        ticket = self._create_ticket()
        self._answer(ticket, "Please <b>send</b> a photo.")
        ticket.message_post(body="Secret note", subtype_xmlid='mail.mt_note')
        url = f'/my/tickets/{ticket.id}?access_token={ticket._portal_ensure_token()}'
        ticket._set_stage('waiting')

        page = self.url_open(url)
        self.assertIn("send", page.text)
        self.assertNotIn("Secret note", page.text)
        done = self._post(f'/my/tickets/{ticket.id}/answer', url, body="<script>x</script>",
                          access_token=ticket.access_token)  # fmt: skip

        self.assertIn("we have got your message", done.text)
        self.assertNotIn("<script>x", done.text)
        self.assertEqual(ticket.stage, 'open')
        self.assertEqual(ticket._get_conversation()[-1].author_id, self.partner)

    def test_somebody_else_who_answers_the_mail_is_not_called_you(self):
        ticket = self._create_ticket()
        url = f'/my/tickets/{ticket.id}?access_token={ticket._portal_ensure_token()}'
        neighbour = self.env['res.partner'].create({'name': "Nora Next", 'email': 'n@example.com'})
        ticket.message_post(
            body="It came to me.", author_id=neighbour.id, message_type='email',
            subtype_xmlid='mail.mt_comment',
        )  # fmt: skip

        page = self.url_open(url).text

        self.assertIn("Nora Next", page)
        self.assertNotIn(">You<", page.partition("Nora Next")[2].partition("It came to me.")[0])

    def test_nobody_else_reads_a_conversation_or_its_files(self):
        ticket = self._create_ticket()
        ticket._post_from_customer("See", [('p.jpg', make_picture(640, 480, image_format='JPEG'))])
        file_url = f'/my/tickets/{ticket.id}/file/{ticket._get_conversation().attachment_ids.id}'
        token = ticket._portal_ensure_token()
        new_test_user(self.env, 'eve@example.com', groups='base.group_portal')

        for login in (None, 'eve@example.com'):
            self.authenticate(login, login)
            for url in (
                f'/my/tickets/{ticket.id}', f'/my/tickets/{ticket.id}?access_token=wrong',
                f'/my/tickets/{ticket.id}?access_token={token[:-1]}',
                '/my/tickets/999999', file_url,
            ):  # fmt: skip
                with self.subTest(login=login, url=url):
                    self.assertEqual(self.url_open(url).status_code, 404)
        self.assertEqual(self.url_open(f'{file_url}?access_token={token}').status_code, 200)

    def test_an_account_lists_its_own(self):
        user = new_test_user(self.env, 'lena@example.com', groups='base.group_portal')
        own = self._create_ticket(partner_id=user.partner_id.id, name="Mine")
        self._create_ticket(name="Somebody else's")
        self.authenticate('lena@example.com', 'lena@example.com')

        page = self.url_open('/my/tickets')

        self.assertIn("Mine", page.text)
        self.assertNotIn("Somebody else", page.text)
        self.assertEqual(self.url_open(own.access_url).status_code, 200)

    def test_the_rating_is_kept_by_a_click_on_send_alone(self):
        ticket = self._create_ticket()
        url = ticket._get_rating_url('1')

        page = self.url_open(url)
        self.assertIn("How was our help?", page.text)
        self.assertFalse(ticket.rating)
        self._post(ticket._get_rating_url(), url, rating='3', comment="Quick!")

        self.assertRecordValues(ticket, [{'rating': '3', 'rating_comment': "Quick!"}])
        self._post(ticket._get_rating_url(), url, rating='9')
        self.assertEqual(ticket.rating, '3')
        for wrong in (ticket._get_rating_url()[:-1], f'/gift/ticket/rate/{ticket.id + 1}/x'):
            self.assertEqual(self.url_open(wrong).status_code, 404)
