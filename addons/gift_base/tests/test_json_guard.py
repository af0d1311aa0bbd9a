import json

from odoo.tests import HttpCase, tagged

from odoo.addons.gift_base import json_guard

HALF = '\ud83d'  # half of an emoji, as a program leaves it that cuts texts between code units


@tagged('post_install', '-at_install')
class TestJsonGuard(HttpCase):
    """JSON that Odoo would answer with a traceback is refused, or made readable, before it."""

    def post(self, body, url='/web/session/get_lang_list'):
        return self.url_open(url, body, headers={'Content-Type': 'application/json'})

    def test_json_nested_thousands_deep_is_refused_in_a_sentence(self):
        response = self.post('{"params":{"x":' + '[' * 5_000 + ']' * 5_000 + '}}')

        self.assertEqual(response.status_code, 400)
        self.assertEqual(response.text, "This request is nested too deeply to be read.")

    def test_json_nested_a_hundred_deep_is_refused(self):
        response = self.post('{"params":{"x":' + '[' * 100 + ']' * 100 + '}}')

        self.assertEqual(response.status_code, 400)

    def test_json_that_is_deep_but_cut_is_refused(self):
        self.assertEqual(self.post('{"params":' + '[' * 5_000).status_code, 400)

    def test_json_nested_as_the_web_client_does_is_read(self):
        body = {'params': {'context': json.loads('[' * 40 + ']' * 40), 'x': [[]] * 200}}

        self.assertIn('jsonrpc', self.post(json.dumps(body)).json())

    def test_numbers_that_are_none_are_refused_in_a_sentence(self):
        for number in ('NaN', 'Infinity', '-Infinity', '1e400', '-1E+999'):
            with self.subTest(number=number):
                response = self.post(f'{{"params":{{"x":[{number}]}}}}')

                self.assertEqual(response.status_code, 400)
                self.assertEqual(response.text, "This request holds a number that is none.")

    def test_texts_that_look_like_such_numbers_are_read(self):
        body = json.dumps({'params': {'x': ['NaN', 'Infinity', '1e400', 1e300, 1e-400]}})

        self.assertIn('jsonrpc', self.post(body).json())

    def test_parameters_that_are_no_object_are_refused(self):
        for params in ([], [1], 'x', 1, True):
            with self.subTest(params=params):
                response = self.post(json.dumps({'params': params}))

                self.assertEqual(response.status_code, 400)
                self.assertEqual(response.text, "The parameters of this request are no object.")

    def test_half_an_emoji_is_replaced(self):
        self.authenticate('admin', 'admin')
        call = {'model': 'res.partner', 'method': 'create', 'args': [{'name': f'Anna {HALF}'}]}
        url = '/web/dataset/call_kw/res.partner/create'

        response = self.post(json.dumps({'params': {**call, 'kwargs': {}}, 'id': HALF}), url)

        self.assertEqual(response.json()['id'], '\N{REPLACEMENT CHARACTER}')
        partner = self.env['res.partner'].browse(response.json()['result'])
        self.assertEqual(partner.name, 'Anna \N{REPLACEMENT CHARACTER}')

    def test_a_whole_emoji_is_kept(self):
        self.authenticate('admin', 'admin')
        call = {'model': 'res.partner', 'method': 'create', 'args': [{'name': '👍🏽 \\ud800'}]}
        url = '/web/dataset/call_kw/res.partner/create'

        response = self.post(json.dumps({'params': {**call, 'kwargs': {}}}), url)

        partner = self.env['res.partner'].browse(response.json()['result'])
        self.assertEqual(partner.name, '👍🏽 \\ud800')

    def test_a_zero_in_json_is_removed(self):
        self.authenticate('admin', 'admin')
        call = {'model': 'res.partner', 'method': 'create', 'args': [{'name': 'An\0na'}]}
        url = '/web/dataset/call_kw/res.partner/create'

        response = self.post(json.dumps({'params': {**call, 'kwargs': {}}}), url)

        partner = self.env['res.partner'].browse(response.json()['result'])
        self.assertEqual(partner.name, 'Anna')

    def test_a_zero_in_an_address_is_no_error(self):
        self.assertEqual(self.url_open('/web/login?redirect=a%00b&login=%00').status_code, 200)

    def test_texts_of_forms_are_storable_and_the_rest_is_left_alone(self):
        form = {'a': 'x\0y\ud800', 'b': 1, 'c': ['\0'], 'd': None}

        cleaned = json_guard.storable(form)

        self.assertEqual(
            cleaned, {'a': 'xy\N{REPLACEMENT CHARACTER}', 'b': 1, 'c': [''], 'd': None}
        )

    def test_a_parameter_named_self_is_left_out(self):
        response = self.post(json.dumps({'params': {'self': 1}}))

        self.assertNotIn('error', response.json())

    def test_addresses_that_no_page_can_be_made_for_are_not_found(self):
        for path in ('/gift/x/%00', '/gift/x/..%2F..%2Fetc', '/gift/x/.%2Fy'):
            response = self.url_open(path)

            self.assertEqual(response.status_code, 404, path)
            self.assertEqual(response.text, "This address does not exist.")
