import io
import json

from odoo import http
from odoo.tests import HttpCase, tagged

from .names_common import NamesCommon

ROUTES = ('upload', 'columns', 'rename', 'again', 'delete')


@tagged('post_install', '-at_install')
class TestNameListRoutes(NamesCommon, HttpCase):
    """The page of a list: for whoever started it and nobody else."""

    def setUp(self):
        super().setUp()
        self._log_in(None)

    def _log_in(self, role):
        login = role and f'gift_{role}'
        self.authenticate(login, login)

    def _ask(self, route, **params):
        return self.make_jsonrpc_request(f'/gift/names/{route}', params)

    def _start(self, values=None):
        answer = self._ask('start', product_id=self.gift_product.id, values=values or {})
        return answer['url'].rsplit('/', 1)[1]

    def _post(self, key, action, files=None, **data):
        return self.url_open(
            f'/gift/names/{key}/{action}',
            data={'csrf_token': http.Request.csrf_token(self), **data},
            files=files,
        )

    def _find(self, key):
        return self.env['gift.name.list']._find_by_key(key)

    # === THE WAY THROUGH === #

    def test_a_visitor_goes_from_the_product_page_to_the_cart(self):
        key = self._start({'message': {'text': "Hello"}})
        page = self.url_open(f'/gift/names/{key}').text
        self.assertIn("Give us the names", page)

        data = "Name;Anzahl\nJosé;2\nViel zu lang für hier;1".encode('cp1252')
        page = self._post(key, 'upload', files={'file': ('g.csv', io.BytesIO(data))}).text
        self.assertIn('role="progressbar"', page)
        self._work()
        page = self.url_open(f'/gift/names/{key}').text
        self.assertIn("this is too long", page)
        self.assertIn('value="Viel zu lang für hier"', page)

        wrong = self._find(key).row_ids.filtered('is_error')
        answer = self._ask('row', key=key, row_id=wrong.id, changes={'texts': {'name': "Zoë"}})
        self.assertNotIn("too long", answer['html'])
        self.assertIn("2 pieces", answer['summary'].replace('<span>', '').replace('</span>', ''))
        self.assertEqual(self._ask('order', key=key)['state'], 'adding')
        self._work()

        self.assertEqual(self._ask('progress', key=key)['state'], 'added')
        cart = self.url_open('/shop/cart').text
        self.assertIn("Name: José", cart)
        self.assertIn("Name: Zoë", cart)

    def test_a_hostile_file_gets_a_sentence(self):
        key = self._start()

        answer = self._post(key, 'upload', files={'file': ('x.xlsx', io.BytesIO(b'PK\3\4no'))})

        self.assertEqual(answer.status_code, 400)
        self.assertIn("damaged or of another kind", answer.text)
        self.assertFalse(self._find(key).row_ids)

    def test_a_file_with_a_zero_in_its_name_is_read(self):
        key = self._start()

        answer = self._post(key, 'upload', files={'file': ('a\0b.csv', io.BytesIO(b'Anna'))})

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self._find(key).row_ids.mapped('texts'), [{'name': "Anna"}])
        self.assertNotIn('\0', self._find(key).source_name)

    def test_pasted_rows_that_are_a_file_are_none(self):
        key = self._start()

        answer = self._post(key, 'upload', files={'pasted': ('a.txt', io.BytesIO(b'Anna'))})

        self.assertEqual(answer.status_code, 400)
        self.assertIn("There are no names in this list", answer.text)

    def test_pasted_text_comes_back_when_it_is_refused(self):
        key = self._start()

        answer = self._post(key, 'upload', pasted="<b>\n" * 1002)

        self.assertEqual(answer.status_code, 400)
        self.assertIn("up to 1000 rows", answer.text)
        self.assertIn("&lt;b&gt;", answer.text)

    def test_tabs_and_pages_show_their_rows(self):
        key = self._start()
        self._post(key, 'upload', pasted='\n'.join([*(f"Name {n}" for n in range(30)), "Name 3"]))
        self._work()

        self.assertEqual(self._ask('rows', key=key, tab='all')['html'].count('data-row='), 25)
        self.assertEqual(
            self._ask('rows', key=key, tab='all', page=2)['html'].count('data-row='), 6
        )
        twins = self._ask('rows', key=key, tab='duplicates')
        self.assertEqual(twins['html'].count('data-row='), 2)
        self.assertEqual(self._ask('rows', key=key, tab='no such tab', page='x')['tab'], 'all')

    def test_columns_rename_delete_and_files(self):
        key = self._start()
        self._post(key, 'upload', pasted="=1+1\tx")

        self._post(key, 'columns', column_1='zone:name', column_0='zone:message')
        self.assertEqual(self._find(key).row_ids.texts, {'message': "=1+1", 'name': "x"})
        self._work()
        self._find(key).row_ids.is_error = True
        problems = self.url_open(f'/gift/names/{key}/problems.csv')
        self.assertIn("'=1+1", problems.content.decode('utf-8-sig'))
        self.assertIn("attachment", problems.headers['Content-Disposition'])
        template = self.url_open(f'/gift/names/{key}/template.csv').content.decode('utf-8-sig')
        self.assertEqual(template.split('\r\n')[0], "Name,Message,Quantity,Recipient")
        self._post(key, 'rename', name="  Wedding ")
        self.assertEqual(self._find(key).name, "Wedding")
        self.assertIn("Wedding", self.url_open('/my/designs').text)
        self._post(key, 'delete')
        self.assertFalse(self._find(key))

    def test_the_picture_of_a_row_is_drawn_when_it_is_asked_for(self):
        key = self._start()
        self._post(key, 'upload', pasted="Anna")
        self._work()
        row = self._find(key).row_ids

        answer = self.url_open(f'/gift/names/{key}/row/{row.id}/x.jpg')

        self.assertEqual(answer.headers['Content-Type'], 'image/jpeg')
        self.assertEqual(answer.content, row._get_picture())

    # === ACCESS === #

    def _create_foreign(self, role):
        partner = self.users[role].partner_id if role else None
        names, key = self._create_list("Secret", partner=partner)
        self._work()
        return names, key

    def _assert_closed(self, names, key):
        self.assertEqual(self.url_open(f'/gift/names/{key}').status_code, 404)
        for action in ROUTES:
            self.assertEqual(self._post(key, action, pasted="x").status_code, 404, action)
        for path in ('template.csv', 'problems.csv', f'row/{names.row_ids.id}/x.jpg'):
            self.assertEqual(self.url_open(f'/gift/names/{key}/{path}').status_code, 404, path)
        answers = [
            self._ask('progress', key=key),
            self._ask('rows', key=key),
            self._ask('row', key=key, row_id=names.row_ids.id, changes={'texts': {'name': "x"}}),
            self._ask('row', key=key, row_id=names.row_ids.id, is_deleted=True),
            self._ask('order', key=key),
        ]
        for answer in answers:
            self.assertEqual(list(answer), ['error'])
        self.assertEqual(names.row_ids.texts, {'name': "Secret"})
        self.assertNotIn("Secret", json.dumps(answers))

    def test_the_list_of_a_customer_opens_for_nobody_else_even_with_its_key(self):
        names, key = self._create_foreign('customer')

        for role in (None, 'staff'):
            with self.subTest(role=role):
                self._log_in(role)
                self._assert_closed(names, key)
        self._log_in('customer')
        self.assertIn("Secret", self.url_open(f'/gift/names/{names._get_page_key()}').text)

    def test_a_wrong_key_opens_nothing(self):
        names, key = self._create_foreign(None)

        for wrong in (key[::-1], f'n{names.id}.{"0" * 32}', str(names.id)):
            with self.subTest(key=wrong):
                self._assert_closed(names, wrong)

    def test_a_row_of_another_list_is_not_reached_through_an_own_one(self):
        names, _key = self._create_foreign(None)
        key = self._start()

        answer = self._ask('row', key=key, row_id=names.row_ids.id, is_deleted=True)

        self.assertEqual(list(answer), ['error'])
        self.assertTrue(names.row_ids.exists())
        self.assertEqual(
            self.url_open(f'/gift/names/{key}/row/{names.row_ids.id}/x.jpg').status_code, 404
        )

    def test_a_login_makes_the_lists_of_the_session_the_customers_own(self):
        key = self._start()
        names = self._find(key)

        self._log_in('customer')
        self.session['gift_name_lists'] = [names.id]
        http.root.session_store.save(self.session)
        page = self.url_open('/my/designs').text

        self.assertIn("Lists of names", page)
        self.assertEqual(names.partner_id, self.users['customer'].partner_id)

    def test_lists_of_others_are_not_listed(self):
        self._create_foreign('staff')
        self._create_foreign(None)

        self._log_in('customer')

        self.assertNotIn("Lists of names", self.url_open('/my/designs').text)

    def test_a_list_needs_a_product_that_can_be_personalised(self):
        for product_id in (self.product.id, 0, 'x', None, 10**12):
            with self.subTest(product=product_id):
                answer = self._ask('start', product_id=product_id, values={})
                self.assertIn("cannot be personalised now", answer['error'])
