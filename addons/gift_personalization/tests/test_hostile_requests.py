import json

from odoo.exceptions import UserError, ValidationError
from odoo.tests import HttpCase, tagged

from .proof_common import ProofCommon

NO_RECORDS = (None, 'x', -1, 1.5, [], {}, True, 2**70, '²')


@tagged('post_install', '-at_install')
class TestHostileRequests(ProofCommon, HttpCase):
    """Requests no page of ours sends get the answer of a wrong one, never an error."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proof = cls._create_proof("Ana", partner=cls.users['customer'].partner_id)

    def _post_json(self, url, **params):
        response = self.url_open(
            url,
            json.dumps({'params': params}),
            headers={'Content-Type': 'application/json'},
            timeout=60,
        )
        self.assertEqual(response.status_code, 200)
        self.assertNotIn('error', response.json(), response.text)
        return response.json().get('result')

    def test_a_token_of_other_letters_opens_nothing(self):
        for path in (f'/my/gifts/proof/{self.proof.id}', f'/my/orders/{self.proof.order_id.id}'):
            response = self.url_open(f'{path}?access_token=é', allow_redirects=False, timeout=60)

            self.assertIn(response.status_code, (303, 404), path)

    def test_a_key_of_half_characters_opens_nothing(self):
        key, product_id = '\ud800' * 32, self.proof.revision_id.product_id.id

        self.assertEqual(self._post_json('/gift/design/find', keys=[key]), [])
        self.assertIn("no longer there", self._post_json('/gift/names/progress', key=key)['error'])
        self.assertIn("no longer there", self._post_json('/gift/names/rows', key=key)['error'])
        preview = self._post_json('/gift/preview', product_id=product_id, values={}, key=key)
        self.assertTrue(preview['surfaces'])

    def test_a_comment_with_a_zero_is_kept_without_it(self):
        self.authenticate('gift_customer', 'gift_customer')
        token = (
            self.url_open('/my/designs', timeout=60).text.split('csrf_token: "')[1].split('"')[0]
        )

        self.url_open(
            f'/my/gifts/proof/{self.proof.id}/change',
            data={'csrf_token': token, 'comment': 'Bigger\0 please'},
            timeout=60,
        )

        self.assertEqual(self.proof.state, 'change_requested')
        self.assertEqual(self.proof.change_comment, 'Bigger please')

    def test_a_comment_that_is_a_file_is_none(self):
        with self.assertRaisesRegex(UserError, "tell us what to change"):
            self.proof._clean_comment(object())

    def test_an_address_with_dots_for_a_name_does_not_exist(self):
        self.assertEqual(self.url_open('/gift/shared/%2E%2E', timeout=60).status_code, 404)

    def test_a_drawing_with_a_zero_in_its_address_is_not_found(self):
        self.assertEqual(self.url_open('/gift/clipart/%00.svg', timeout=60).status_code, 404)

    def test_reordering_what_is_no_order_leads_home(self):
        sent = [{'order_id': odd, 'access_token': 'é'} for odd in NO_RECORDS]

        for params in (*sent, {}):
            with self.subTest(params=params):
                response = self.url_open(
                    '/my/orders/reorder',
                    json={'params': params},
                    allow_redirects=False,
                    timeout=60,
                )

                self.assertEqual(response.status_code, 303)
                self.assertURLEqual(response.headers['Location'], '/my')

    def test_the_shop_opens_with_filters_that_are_none(self):
        for sent in ('x-y', '1', '1-', '-', '1-2,x', '1-2-3', '9' * 60 + '-1', '²-1'):
            with self.subTest(sent=sent):
                response = self.url_open(f'/shop?attribute_values={sent}', timeout=60)

                self.assertEqual(response.status_code, 200)

    def test_the_shop_opens_with_prices_that_are_none(self):
        for sent in ('NaN', 'inf', '-inf', '1e999', '-1', 'x', '1e30'):
            with self.subTest(sent=sent):
                response = self.url_open(f'/shop?min_price={sent}&max_price={sent}', timeout=60)

                self.assertEqual(response.status_code, 200)

    def test_a_host_name_that_is_none_is_no_error(self):
        for host in ('x' * 80, 'a..b'):
            with self.subTest(host=host):
                website = self.env['website']._get_current_website_id(host)

                self.assertEqual(website, self.env['website']._get_current_website_id(''))
                response = self.url_open('/gift/health', headers={'Host': host}, timeout=60)
                self.assertEqual(response.status_code, 400)

    def test_entries_that_are_none_are_not_stored(self):
        design, _key = self.env['gift.design']._create_for(self.proof.revision_id.product_id)

        for odd in (True, 7, 'x', [1], {'name': 7}, {'name': None}, {'name': []}):
            with (
                self.subTest(odd=odd),
                self.assertRaisesRegex(ValidationError, "Please change them on the page"),
            ):
                design.values_json = odd
        design.values_json = False

    def test_a_design_that_was_emptied_opens(self):
        product = self.proof.revision_id.product_id
        key = self._post_json('/gift/design/keep', product_id=product.id, values={})['key']
        design = self._post_json('/gift/design/find', keys=[key])[0]

        response = self.url_open(design['url'], timeout=60)

        self.assertIn(f'gift_design={design["id"]}', response.url)
        self.assertEqual(response.status_code, 200)

    def test_correcting_what_is_no_line_says_so(self):
        for line_id in NO_RECORDS:
            with self.subTest(line_id=line_id):
                answer = self._post_json('/gift/order/correct', line_id=line_id, access_token='é')

                self.assertIn("This gift cannot be opened.", answer['error'])

    def test_a_line_of_the_cart_that_is_no_number_is_left_out(self):
        url = self.proof.revision_id.product_id.website_url

        for sent in ('²', '9' * 60, 'x', '-1', '1.5'):
            for name in ('gift_line', 'gift_again', 'gift_design', 'gift_correct'):
                with self.subTest(name=name, sent=sent):
                    response = self.url_open(f'{url}?{name}={sent}', timeout=60)

                    self.assertEqual(response.status_code, 200)

    def test_papers_of_jobs_with_endless_numbers_are_not_found(self):
        self.authenticate('gift_production', 'gift_production')

        for ids in ('9' * 6_000, '²', '-1,-2', '2147483648', ',', '1 OR 1=1'):
            for path in ('tickets.pdf', 'files.zip'):
                response = self.url_open(f'/gift/jobs/{path}?ids={ids}', timeout=60)

                self.assertEqual(response.status_code, 404, ids[:20])

    def test_a_mock_up_that_is_no_file_is_refused_in_a_sentence(self):
        surface = self.proof.revision_id.template_id.surface_ids[0]

        for image in ('x', '====', 'é', 7, True, [1], {'a': 1}, 'QUJD'):
            with (
                self.subTest(image=image),
                self.assertRaisesRegex(UserError, "Please choose a JPEG, PNG or WebP"),
            ):
                self.env['gift.mockup'].create({'surface_id': surface.id, 'image': image})
