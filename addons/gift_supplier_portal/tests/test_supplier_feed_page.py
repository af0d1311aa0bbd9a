import io
from unittest.mock import patch

import openpyxl

from odoo.tests import tagged

from .feed_common import FeedCommon
from .pages import SupplierPages

LIST = "Code;Price;Stock\nM-1;5;7\nC-1;oops;\n"


@tagged('post_install', '-at_install')
class TestSupplierFeedPage(FeedCommon, SupplierPages):
    """The way of a list through the pages of a supplier."""

    def setUp(self):
        super().setUp()
        self.path = self._create_link(self.ann)

    def _post_file(self, text, name='list.csv', path=None):
        path = path or self.path
        page = self.url_open(f'{path}/feed').text
        token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
        return self.url_open(
            f'{path}/feed/upload', data={'csrf_token': token}, files={'file': (name, text)}
        )

    def test_a_list_goes_from_the_template_to_the_buyer(self):
        page = self.url_open(f'{self.path}/feed').text
        self.assertIn('template.xlsx', page)
        self.assertNotIn('type="file"', page, "a code comes first, so that no file is lost")
        book = self.url_open(f'{self.path}/feed/template.xlsx')
        sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
        self.assertEqual(
            [row[0] for row in sheet.iter_rows(values_only=True)],
            ["Your item number", 'C-1', 'M-1'],
        )
        csv = self.url_open(f'{self.path}/feed/template.csv')
        self.assertIn('C-1,OUR-CUP,', csv.content.decode('utf-8-sig'))
        self._unlock(self.path)

        answer = self._post_file(LIST)
        feed = self.feeds.search([('supplier_id', '=', self.mugs.id)])
        url = f'{self.path}/feed/{feed.id}'
        self.assertTrue(answer.url.endswith(url))
        self.assertIn('id="supplier_feed_progress"', answer.text)
        progress = self.url_open(f'{url}/progress').json()
        self.assertEqual(progress, {'state': 'checking', 'done': 0, 'total': 0, 'is_busy': True})
        self._work()

        page = self.url_open(url).text
        self.assertIn("+25.0", page)
        self.assertIn("“oops” is no number.", self.url_open(f'{url}?tab=error').text)
        errors = self.url_open(f'{url}/errors.csv').content.decode('utf-8-sig')
        self.assertIn("3,C-1,,Price,“oops” is no number.", errors)
        self.assertEqual(feed.state, 'checked', "looking changes nothing")
        self._post(f'{url}/send')
        self._work()
        self.assertEqual(feed.state, 'waiting')
        self.assertIn("Waits", self.url_open(url).text)
        feed.with_user(self.buyer).action_approve()
        self._work()
        self.assertIn("Taken over", self.url_open(url).text)
        self.assertNotIn("Choose the columns", self.url_open(f'{self.path}/feed').text)

    def test_columns_are_chosen_on_the_page_and_nothing_typed_is_lost(self):
        self._unlock(self.path)
        self._post_file("Ding;Wert\nM-1;5\n")
        feed = self.feeds.search([('supplier_id', '=', self.mugs.id)])
        url = f'{self.path}/feed/{feed.id}'

        answer = self._post(f'{url}/columns', column_0='code', column_1='name', column_9='price')
        self.assertEqual(answer.status_code, 409)
        self.assertIn("Choose the column with your item number", answer.text)
        self.assertRegex(answer.text, r'<option value="name" selected="selected"')
        self._post(f'{url}/columns', column_0='code', column_1='price', has_headings='1')
        self._work()
        self.assertEqual((feed.state, feed.changed_count), ('checked', 1))
        self._post(f'{url}/drop')
        self.assertEqual(feed.state, 'dropped')
        self.assertIn("was dropped by Ann", self.url_open(url).text)

    def test_bad_files_and_bad_addresses_get_a_sentence(self):
        self._unlock(self.path)
        for text, sentence in (
            (b'', "Choose a file first"),
            (b'PK\x03\x04 broken', "This workbook is damaged"),
            (b'%PDF-1.7 \0 not a list', "This is no price list"),
        ):
            with self.subTest(sentence):
                answer = self._post_file(text)
                self.assertEqual(answer.status_code, 409)
                self.assertIn(sentence, answer.text)
        self.assertEqual(self._post(f'{self.path}/feed/upload', file='text').status_code, 409)
        self._post_file("=1+1;<script>alert(1)</script>\n", '<b>x</b>\r\n"=.csv')
        feed = self.feeds.search([('supplier_id', '=', self.mugs.id)])
        page = self.url_open(f'{self.path}/feed/{feed.id}?tab=x&page=99999999999999999999').text
        self.assertNotIn('<script>alert', page)
        self.assertNotIn('<b>x</b>', page)
        for path in ('template.exe', '999999999999', '0', f'{feed.id}/errors.csv', f'{feed.id}/x'):
            with self.subTest(path):
                answer = self.url_open(f'{self.path}/feed/{path}')
                self.assertEqual(answer.status_code, 404)

    def test_too_many_uploads_are_asked_to_wait(self):
        self._unlock(self.path)
        with patch('odoo.addons.gift_supplier_portal.controllers.feed.FEEDS_PER_CONTACT', 1):
            self.assertEqual(self._post_file(LIST).status_code, 200)
            answer = self._post_file(LIST)
        self.assertEqual(answer.status_code, 409)

    def test_a_page_with_many_rows_needs_as_many_queries_as_one_with_few(self):
        def count(number):
            goods = self._create_many(number)
            rows = ''.join(f"{product.default_code};2\n" for product in goods)
            feed = self._upload(f"Reference;Price\n{rows}")
            url = f'{self.path}/feed/{feed.id}'
            self.url_open(url)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(self.url_open(url).text.count('<td class="text-break" style'), number)
            return self.env.cr.sql_log_count - before

        count(2)
        self.assertLessEqual(count(50), count(2) + 3)

    def test_the_scripts_of_the_page_pass_their_unit_tests(self):
        self.browser_js(
            '/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&filter=gift_supplier_portal',
            '',
            '',
            login='admin',
            timeout=120,
            success_signal='[HOOT] Test suite succeeded',
        )

    def test_the_scheduled_action_does_the_work(self):
        feed = self.feeds._receive(self.ann, LIST.encode(), 'list.csv')
        with self.enter_registry_test_mode():
            self.env.ref('gift_supplier_portal.ir_cron_feeds').method_direct_trigger()

        self.assertEqual((feed.state, feed.changed_count, feed.error_count), ('checked', 1, 1))
