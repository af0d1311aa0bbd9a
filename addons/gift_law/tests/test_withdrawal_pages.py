import re

from odoo.tests import HttpCase, tagged

from .withdrawal_common import WithdrawalCommon

ENTERED = {
    'customer_name': "Emma Fischer",
    'email': 'emma.f@example.com',
    'goods': '',
}


@tagged('post_install', '-at_install')
class TestWithdrawalPages(WithdrawalCommon, HttpCase):
    """Two steps and a receipt, without a login."""

    def _send(self, path, step, **values):
        page = self.url_open('/gift/withdraw').text
        token = re.search(r'csrf_token: "([^"]+)"', page)[1]
        return self.url_open(path, data={'csrf_token': token, 'step': step, **values})

    def _get_key(self, page):
        return re.search(r'name="key" value="([0-9a-f]{32})"', page)[1]

    def test_a_guest_withdraws_in_two_steps(self):
        order = self._create_mixed_order()
        link = order._gift_get_withdrawal_url()
        _gift, plain = self._get_lines(order)
        chosen = {**ENTERED, 'order_ref': order.name, f'line_{plain.id}': '1'}

        form = self.url_open(link).text
        review = self._send(link, 'review', **chosen).text
        self.assertFalse(order.gift_withdrawal_ids)
        key = self._get_key(review)
        done = self._send(link, 'confirm', key=key, **chosen)
        again = self._send(link, 'confirm', key=key, **chosen)

        self.assertIn("Plain card", form)
        self.assertIn("cannot withdraw from the purchase", form)
        self.assertIn("Confirm withdrawal", review)
        withdrawal = order.gift_withdrawal_ids
        self.assertEqual(withdrawal.line_ids.mapped('quantity'), [1])
        self.assertIn("We have received your withdrawal", done.text)
        self.assertIn(withdrawal.statement, done.text)
        self.assertEqual(again.url, done.url)
        self.assertEqual(len(self._get_receipts(withdrawal)), 1)

    def test_the_answer_does_not_tell_whether_an_order_exists(self):
        order = self._create_mixed_order()
        answers = []
        for number, mail in (
            (order.name, 'emma.f@example.com'),
            (order.name, 'x@example.com'),
            ('S99999', 'emma.f@example.com'),
        ):
            values = {**ENTERED, 'order_ref': number, 'email': mail}
            key = self._get_key(self._send('/gift/withdraw', 'review', **values).text)
            done = self._send('/gift/withdraw', 'confirm', key=key, **values)
            text = re.search(r'<h1 class="h2">.*?</blockquote>', done.text, re.S)[0]
            text = re.sub(r'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d', '', text)
            answers.append(text.replace(number, '#').replace(mail, '@'))

        self.assertEqual(answers[0], answers[1])
        self.assertEqual(answers[0], answers[2])

    def test_it_is_linked_from_every_page_the_order_and_the_mail(self):
        order = self._create_mixed_order()
        order._send_order_confirmation_mail()

        self.assertIn('href="/gift/withdraw"', self.url_open('/shop').text)
        self.assertIn(order._gift_get_withdrawal_url(), self.url_open(order.get_portal_url()).text)
        bodies = ' '.join(order.message_ids.mapped('body'))
        self.assertIn(order._gift_get_withdrawal_url(), bodies)

    def test_what_is_missing_is_said_at_its_field(self):
        page = self._send('/gift/withdraw', 'review', email='no address', customer_name=' ').text

        for sentence in ("enter your name", "enter a mail address", "number of the order"):
            self.assertIn(sentence, page)
        self.assertIn('role="alert"', page)

    def test_odd_parameters_are_no_fault(self):
        order = self._create_mixed_order()
        link = order._gift_get_withdrawal_url()
        _gift, plain = self._get_lines(order)
        for values in (
            {'step': 'x', 'key': 'x'},
            {'step': 'confirm', 'key': '\u0000'},
            {'step': 'confirm', 'key': 'g' * 32, **ENTERED, 'order_ref': 'x' * 5000},
            {'step': 'review', f'line_{plain.id}': '²', **ENTERED, 'order_ref': order.name},
            {'step': 'review', f'line_{plain.id}': '9' * 50, **ENTERED, 'order_ref': order.name},
            {'step': 'review', f'line_{plain.id}': '-1', **ENTERED, 'order_ref': order.name},
        ):
            with self.subTest(values=values):
                answer = self._send(link, **values)
                self.assertEqual(answer.status_code, 200)
        self.assertFalse(order.gift_withdrawal_ids)

    def test_too_many_statements_get_a_sentence(self):
        for _number in range(20):
            self.env['gift.rate.limit'].create({'scope': 'withdraw', 'caller': '127.0.0.1'})
        values = {**ENTERED, 'order_ref': 'S1'}
        key = self._get_key(self._send('/gift/withdraw', 'review', **values).text)

        page = self._send('/gift/withdraw', 'confirm', key=key, **values).text

        self.assertIn("too often", page)
        self.assertFalse(self.env['gift.withdrawal'].search([]))
