from odoo.tests import HttpCase, tagged

from .test_correction import CorrectionCommon


@tagged('post_install', '-at_install')
class TestCorrectionAccess(CorrectionCommon, HttpCase):
    """Who may open and save the design of a paid line."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.proof = cls._create_proof("Anna", partner=cls.users['customer'].partner_id)
        cls.line = cls.proof.sale_line_id
        cls.order = cls.line.order_id
        cls.token = cls.order._portal_ensure_token()
        cls.stranger = cls.env['res.users'].create(
            {
                'name': "Stranger",
                'login': 'gift_stranger',
                'password': 'gift_stranger',
                'group_ids': [(6, 0, cls.env.ref('base.group_portal').ids)],
            }
        )

    def _save(self, token=None, key=None, text="Anne", **params):
        if key is None:
            key = self._create_design(self.gift_product)[1]
        return self.make_jsonrpc_request(
            '/gift/order/correct',
            {
                'line_id': self.line.id,
                'access_token': token,
                'values': {'name': {'text': text}},
                'key': key,
                **params,
            },
        )

    def _assert_untouched(self):
        self.assertEqual(self.line.gift_revision_id, self.proof.revision_id)
        self.assertEqual(self.proof.state, 'sent')

    def test_the_holder_of_the_orders_link_corrects_it(self):
        answer = self._save(self.token)

        new = self.line.gift_proof_ids.sorted('number')[-1]
        self.assertEqual(answer, {'redirect': new.get_portal_url()})
        self.assertEqual(self.line._gift_get_texts(), ["Name: Anne"])
        self.assertEqual(self.order.message_ids[0].author_id, self.order.partner_id)

    def test_the_customer_corrects_it_without_a_token(self):
        self.authenticate('gift_customer', 'gift_customer')

        self.assertIn('redirect', self._save())
        self.assertEqual(self.line._gift_get_texts(), ["Name: Anne"])

    def test_nobody_else_does(self):
        cases = [
            (None, 'wrong'),
            (None, None),
            ('gift_stranger', None),
            ('gift_stranger', self.proof.access_token),
            ('gift_employee', self.token),
            ('gift_production', self.token),
            ('gift_staff', self.token),
            ('gift_manager', self.token),
        ]
        for login, token in cases:
            with self.subTest(login=login, token=token):
                self.authenticate(login, login)
                self.assertIn("cannot be opened", self._save(token)['error'])
                self._assert_untouched()

    def test_odd_parameters_are_answered_with_a_sentence(self):
        design_of_another_product = self._create_design(self._create_gift_variants()[0])[1]
        cases = [
            {'line_id': 'x'},
            {'line_id': None},
            {'line_id': -1},
            {'line_id': 10**30},
            {'line_id': [1]},
            {'line_id': '²'},
            {'access_token': {'a': 1}},
            {'key': 'wrong'},
            {'key': 5},
            {'key': design_of_another_product},
            {'values': 'nonsense'},
            {'values': {'name': {'text': 7}}},
            {'values': {'name': {'text': "A" * 300}}},
        ]
        for params in cases:
            with self.subTest(params):
                self.assertIn('error', self._save(self.token, **params))
                self._assert_untouched()

    def test_the_page_opens_with_the_design_for_the_customer_only(self):
        url = self.line._gift_get_correction_url()
        page = self.url_open(url).text
        self.assertIn('value="Anna"', page)
        self.assertIn('data-save-url="/gift/order/correct"', page)
        self.assertIn("This gift is paid", page)

        self.authenticate('gift_stranger', 'gift_stranger')
        page = self.url_open(url.replace(self.token, 'x' * 36)).text
        self.assertNotIn('value="Anna"', page)
        self.assertNotIn('data-save-url', page)

    def test_the_link_is_shown_until_production_starts(self):
        order_url = self.order.get_portal_url()
        proof_url = self.proof.get_portal_url()
        for url in (order_url, proof_url):
            self.assertIn("Correct it yourself", self.url_open(url).text)
        self._approve(self.proof)
        self.line.gift_job_id._write_print_files()
        self.line.gift_job_id.action_start()

        for url in (order_url, proof_url):
            self.assertNotIn("Correct it yourself", self.url_open(url).text)
        self.assertNotIn('data-save-url', self.url_open(self.line._gift_get_correction_url()).text)
        self.assertIn("started to make", self._save(self.token)['error'])

    def test_production_cannot_download_the_file_of_a_replaced_design(self):
        self._approve(self.proof)
        job = self.line.gift_job_id
        job._write_print_files()
        url = f'/gift/print-file/{job.current_file_ids[0].id}'
        self.authenticate('gift_production', 'gift_production')
        self.assertEqual(self.url_open(url).status_code, 200)

        self._correct_line(self.line)
        self.env.flush_all()

        self.assertEqual(self.url_open(url).status_code, 404)

    def test_too_many_corrections_are_slowed_down(self):
        for _attempt in range(20):
            self._save(self.token, text="A" * 300)

        self.assertIn("too often", self._save(self.token)['error'])
        self._assert_untouched()
