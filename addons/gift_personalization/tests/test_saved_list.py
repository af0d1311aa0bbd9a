from unittest.mock import patch

from odoo import fields, http
from odoo.tests import HttpCase, tagged

from odoo.addons.website_sale.tests.common import MockRequest

from .common import GiftCommon

ANNA = {'name': {'text': "Anna"}}
ACTIONS = ('rename', 'duplicate', 'delete')


@tagged('post_install', '-at_install')
class TestDesignList(GiftCommon, HttpCase):
    """The list of saved designs: everybody's own and nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.users['customer']

    def setUp(self):
        super().setUp()
        self._log_in('customer')

    def _log_in(self, role):
        login = role and f'gift_{role}'
        self.authenticate(login, login)

    def _save(self, text="Anna", partner=None, **values):
        design, _key = self._create_design(values={'name': {'text': text}})
        owner = self.customer.partner_id if partner is None else partner
        design.write(
            {
                'partner_id': owner.id if owner else False,
                'saved_date': fields.Datetime.now(),
                **values,
            }
        )
        return design

    def _post(self, design, action, **data):
        return self.url_open(
            f'/my/designs/{design.id}/{action}',
            data={'csrf_token': http.Request.csrf_token(self), **data},
        )

    def _list(self, **params):
        return self.url_open('/my/designs', params=params)

    # === LIST === #

    def test_the_list_shows_own_designs_with_picture_and_actions(self):
        design = self._save()
        self._save("Foreign", partner=self.users['staff'].partner_id)

        page = self._list().text

        self.assertIn('<bdi class="o_gift_design_name">Anna</bdi>', page)
        self.assertIn(f'src="{design._get_picture_url()}"', page)
        self.assertIn(f'gift_design={design.id}', page)
        self.assertNotIn("Foreign", page)

    def test_an_empty_list_leads_to_the_shop(self):
        page = self._list().text

        self.assertIn("Nothing is saved yet", page)
        self.assertIn('href="/shop">Find a gift', page)

    def test_a_workspace_that_was_only_opened_is_not_listed(self):
        self._save("Opened", saved_date=False)

        self.assertNotIn("Opened", self._list().text)

    def test_the_home_of_the_account_counts_the_designs(self):
        self._save()
        self._save("Paul")

        answer = self.make_jsonrpc_request('/my/counters', {'counters': ['gift_design_count']})

        self.assertEqual(answer['gift_design_count'], 2)

    def test_pages_hold_twenty_four_designs(self):
        for index in range(25):
            self._save(f"Gift {index}")

        first, second = self._list().text, self.url_open('/my/designs/page/2').text

        self.assertEqual(first.count('class="o_gift_design card'), 24)
        self.assertEqual(second.count('class="o_gift_design card'), 1)

    def test_pages_are_private(self):
        headers = self._list().headers

        self.assertEqual(headers['Cache-Control'], 'private, no-store')
        self.assertEqual(headers['X-Robots-Tag'], 'noindex')

    def test_a_design_whose_product_is_gone_can_be_deleted_only(self):
        self._save()
        self.gift_product.product_tmpl_id.is_published = False

        page = self._list().text

        self.assertIn("not offered at the moment", page)
        self.assertNotIn('/duplicate"', page)
        self.assertIn('/delete"', page)

    # === CHANGES === #

    def test_a_design_is_renamed_and_odd_characters_are_taken_out(self):
        design = self._save()

        self._post(design, 'rename', title="  For\x00 Mum\n <b> " + 'x' * 100)

        self.assertTrue(design.title.startswith("For Mum <b> xxx"))
        self.assertEqual(len(design.title), 60)
        self.assertIn("For Mum &lt;b&gt;", self._list().text)

    def test_an_empty_name_brings_back_the_first_text(self):
        design = self._save(title="Old")

        self._post(design, 'rename', title=" ")

        self.assertEqual(design._get_label(), "Anna")

    def test_a_copy_holds_the_same_entries_and_photos_and_its_own_key(self):
        photo = self._create_photo(color=(5, 6, 7))
        design = self._save()
        design.asset_ids = photo

        response = self._post(design, 'duplicate')

        copy = self.env['gift.design'].search(
            [('partner_id', '=', self.customer.partner_id.id), ('id', '!=', design.id)]
        )
        self.assertIn("A copy of the design stands first", response.text)
        self.assertEqual(copy.title, "Anna (copy)")
        self.assertEqual(copy.values_json, design.values_json)
        self.assertEqual(copy.asset_ids, photo)
        self.assertNotEqual(copy.sudo().key_hash, design.sudo().key_hash)

    def test_deleting_keeps_what_was_ordered(self):
        design = self._save()
        key = design._get_page_key()
        line_id = self.empty_cart._cart_add(self.gift_product.id, 1, gift_design_key=key)['line_id']
        line = self.env['sale.order.line'].browse(line_id)

        self._post(design, 'delete')

        self.assertFalse(design.exists())
        self.assertFalse(line.gift_design_id)
        self.assertEqual(line._gift_get_texts(), ["Name: Anna"])

    def test_changes_need_the_token_of_the_session(self):
        design = self._save()
        for action in ACTIONS:
            with self.subTest(action=action):
                response = self.url_open(f'/my/designs/{design.id}/{action}', data={'title': "x"})
                self.assertEqual(response.status_code, 400)
        self.assertEqual(design.title, False)
        self.assertTrue(design.exists())

    def test_looking_at_an_address_changes_nothing(self):
        design = self._save()
        for action in ACTIONS:
            with self.subTest(action=action):
                response = self.url_open(f'/my/designs/{design.id}/{action}')
                self.assertIn(response.status_code, (404, 405))
        self.assertTrue(design.exists())

    # === ACCESS === #

    def test_nobody_else_opens_or_changes_a_design(self):
        design = self._save()
        for role in (None, 'employee', 'production', 'staff', 'manager'):
            self._log_in(role)
            for action in ACTIONS:
                with self.subTest(role=role, action=action):
                    response = self._post(design, action, title="Mine")
                    self.assertEqual(response.status_code, 404)
            with self.subTest(role=role, action='picture'):
                self.assertEqual(self.url_open(design._get_picture_url()).status_code, 404)
            self.assertNotIn('o_gift_design_name', self._list().text)
        self.assertTrue(design.exists())
        self.assertFalse(design.title)
        self.assertEqual(self.env['gift.design'].search_count([('title', '=like', '%copy%')]), 0)

    def test_odd_addresses_are_not_found(self):
        for path in ('0', '99999999999999999999', '-1', 'x'):
            with self.subTest(path=path):
                self.assertEqual(self.url_open(f'/my/designs/{path}/v.jpg').status_code, 404)

    # === VISITORS === #

    def test_a_visitor_sees_and_changes_the_designs_of_the_browser(self):
        self._log_in(None)
        kept = self.make_jsonrpc_request(
            '/gift/design/keep', {'product_id': self.gift_product.id, 'values': ANNA}
        )
        self.make_jsonrpc_request('/gift/design/find', {'keys': [kept['key']]})
        design = self.env['gift.design'].browse(kept['id'])

        page = self._list().text
        self._post(design, 'rename', title="For Mum")
        self._post(design, 'duplicate')

        self.assertIn('<bdi class="o_gift_design_name">Anna</bdi>', page)
        self.assertIn(f'data-key="{design._get_page_key()}"', page)
        self.assertEqual(design.title, "For Mum")
        self.assertIn("For Mum (copy)", self._list().text)

    def test_an_account_does_not_show_the_keys_of_its_designs(self):
        design = self._save()

        self.assertNotIn(design._get_page_key(), self._list().text)

    # === PICTURE === #

    def test_the_picture_is_drawn_once_for_a_content(self):
        design = self._save()

        response = self.url_open(design._get_picture_url())

        self.assertEqual(response.headers['Content-Type'], 'image/jpeg')
        drawn = design.picture_hash
        with self._refuse_drawing():
            again = self.url_open(design._get_picture_url())
        self.assertEqual(again.content, response.content)
        design._keep_values({'name': {'text': "Paul"}})
        version = design._get_picture_url()
        self.assertNotEqual(self.url_open(version).content, response.content)
        self.assertNotEqual(design.picture_hash, drawn)

    def _refuse_drawing(self):
        revisions = self.env['gift.design.revision'].__class__
        return patch.object(revisions, '_render_design', side_effect=AssertionError)

    # === CART === #

    def test_an_edited_cart_line_keeps_one_entry_in_the_list(self):
        design = self._save(title="For Anna")
        design._freeze()
        edited = self._save("Anne")

        edited._take_place_of(design)

        self.assertEqual(edited.title, "For Anna")
        self.assertFalse(design.saved_date)

    def test_a_design_that_went_on_keeps_its_place(self):
        design = self._save()
        design._freeze()
        design._keep_values({'name': {'text': "Something else"}})
        edited = self._save("Anne")

        edited._take_place_of(design)

        self.assertTrue(design.saved_date)


@tagged('post_install', '-at_install')
class TestDesignListQueries(GiftCommon, HttpCase):
    def _count_queries(self, number):
        partner = self.users['customer'].partner_id
        for index in range(number):
            design, _key = self._create_design(values={'name': {'text': f"Gift {index}"}})
            design.write({'partner_id': partner.id, 'saved_date': fields.Datetime.now()})
        self.env.flush_all()
        designs = self.env['gift.design'].search([('partner_id', '=', partner.id)])
        render = self.env['ir.ui.view']._render_template
        with MockRequest(self.env, website=self.website) as request:
            render('gift_personalization.my_design_list', {'designs': designs, 'request': request})
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            page = render(
                'gift_personalization.my_design_list', {'designs': designs, 'request': request}
            )
        self.assertEqual(page.count('o_gift_design_name'), len(designs))
        return self.cr.sql_log_count - before

    def test_a_list_of_twenty_designs_needs_no_query_per_design(self):
        few = self._count_queries(2)
        many = self._count_queries(18)

        self.assertEqual(many, few)
        self.assertLessEqual(many, 20)
