from datetime import timedelta

from odoo import fields, http
from odoo.tests import HttpCase, tagged

from .common import GiftCommon

ANNA = {'name': {'text': "Anna"}}


@tagged('post_install', '-at_install')
class TestKept(GiftCommon, HttpCase):
    """Designs are kept from the first edit and follow their maker into the account."""

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _keep(self, values=None, key=None, product=None):
        return self.make_jsonrpc_request(
            '/gift/design/keep',
            {
                'product_id': (product or self.gift_product).id,
                'values': values or ANNA,
                'key': key,
            },
        )

    def _find(self, *keys):
        return self.make_jsonrpc_request('/gift/design/find', {'keys': list(keys)})

    def _log_in(self, role='customer'):
        self.authenticate(f'gift_{role}', f'gift_{role}')
        return self.users[role].partner_id

    def _get_design(self, key):
        return self.env['gift.design']._find_by_key(key)

    # === FROM THE FIRST EDIT === #

    def test_the_first_edit_of_a_visitor_is_kept_and_named(self):
        answer = self._keep()

        design = self._get_design(answer['key'])
        self.assertEqual(design.values_json['name']['text'], "Anna")
        self.assertFalse(design.partner_id)
        self.assertTrue(design.saved_date)
        self.assertEqual(
            {name: answer[name] for name in ('id', 'name', 'product', 'guest')},
            {
                'id': design.id,
                'name': "Anna",
                'product': self.gift_product.product_tmpl_id.id,
                'guest': True,
            },
        )

    def test_later_edits_go_into_the_same_design(self):
        first = self._keep()

        second = self._keep({'name': {'text': "Paul"}}, key=first['key'])

        self.assertEqual((second['key'], second['id']), (first['key'], first['id']))
        self.assertEqual(self._get_design(first['key']).values_json['name']['text'], "Paul")

    def test_equal_values_are_not_written_again(self):
        design, _key = self._create_design()
        design._keep_values(ANNA)
        self.env.flush_all()
        design.invalidate_recordset()

        long_ago = fields.Datetime.now() - timedelta(days=3)
        design.saved_date = long_ago
        design._keep_values(ANNA)
        self.assertEqual(design.saved_date, long_ago)
        design._keep_values({'name': {'text': "Anne"}})
        self.assertGreater(design.saved_date, long_ago)

    def test_what_cannot_be_kept_is_answered_with_a_sentence(self):
        count = self.env['gift.design'].search_count([])
        for params in (
            {},
            {'product_id': self.product.id, 'values': ANNA},
            {'product_id': self.gift_product.id, 'values': {'name': 7}},
            {'product_id': 2**70, 'values': ANNA, 'key': {'x': 1}},
        ):
            with self.subTest(params=params):
                answer = self.make_jsonrpc_request('/gift/design/keep', params)
                self.assertIn("Please", answer['error'])
        self.assertEqual(self.env['gift.design'].search_count([]), count)

    def test_saving_too_often_is_refused(self):
        limits = self.env['gift.rate.limit']
        for _attempt in range(3):
            limits._gift_count('keep', '127.0.0.1', limit=600, seconds=600)
        self.patch(limits.__class__, '_gift_count', self._make_counter(limit=3))

        self.assertIn("Please wait", self._keep()['error'])
        self.assertIn("Please wait", self._find('x' * 32)['error'])

    def _make_counter(self, limit):
        original = self.env['gift.rate.limit'].__class__._gift_count

        def count(limits, scope, caller, **kwargs):
            return original(limits, scope, caller, **{**kwargs, 'limit': limit})

        return count

    # === FOUND AGAIN === #

    def test_a_returning_visitor_continues_by_the_key_the_browser_kept(self):
        key = self._keep()['key']
        self.authenticate(None, None)

        found = self._find(key)

        self.assertEqual([design['name'] for design in found], ["Anna"])
        page = self.url_open(found[0]['url']).text
        self.assertIn('value="Anna"', page)

    def test_without_the_key_the_page_stays_empty(self):
        design = self._get_design(self._keep()['key'])
        self.authenticate(None, None)

        for design_id in (design.id, 'x', '-1', 2**40, '٣'):
            with self.subTest(design_id=design_id):
                response = self.url_open(
                    self.gift_product.website_url, params={'gift_design': design_id}
                )
                self.assertEqual(response.status_code, 200)
                self.assertNotIn('value="Anna"', response.text)

    def test_wrong_keys_find_nothing(self):
        self._keep()

        for keys in (['x' * 32], [7, None, {}], [], ['d1.' + '0' * 32]):
            with self.subTest(keys=keys):
                self.assertEqual(self._find(*keys), [])
        self.assertEqual(self.make_jsonrpc_request('/gift/design/find', {'keys': 'abc'}), [])

    def test_the_page_of_the_product_offers_the_last_design(self):
        self._find(self._keep()['key'])

        page = self.url_open(self.gift_product.website_url).text

        self.assertIn('class="o_gift_kept_name">Anna</bdi>', page)

    def test_keeping_leaves_the_session_alone_so_that_no_cart_is_lost(self):
        before = dict(http.root.session_store.get(self.session.sid))

        self._keep()

        self.assertEqual(dict(http.root.session_store.get(self.session.sid)), before)

    # === OWNER === #

    def test_a_login_claims_the_designs_of_the_browser_once(self):
        key = self._keep()['key']
        partner = self._log_in()

        claimed = self._find(key)
        again = self._find(key)

        self.assertEqual([design['name'] for design in claimed], ["Anna"])
        self.assertEqual(again, [])
        self.assertEqual(self._get_design(key).partner_id, partner)

    def test_the_design_of_another_customer_is_never_claimed(self):
        design, key = self._create_design()
        design.partner_id = self.users['staff'].partner_id
        self._log_in()

        self.assertEqual(self._find(key), [])
        self.assertEqual(design.partner_id, self.users['staff'].partner_id)

    def test_another_customer_with_the_key_edits_a_copy(self):
        design, key = self._create_design()
        design.partner_id = self.users['staff'].partner_id
        partner = self._log_in()

        answer = self._keep({'name': {'text': "Eve"}}, key=key)

        self.assertNotEqual(answer['id'], design.id)
        self.assertEqual(self._get_design(answer['key']).partner_id, partner)
        self.assertEqual(design.values_json['name']['text'], "Anna")

    def test_what_is_edited_after_the_login_belongs_to_the_customer(self):
        key = self._keep()['key']
        partner = self._log_in()

        self._keep({'name': {'text': "Paul"}}, key=key)

        self.assertEqual(self._get_design(key).partner_id, partner)

    def test_an_own_design_opens_on_the_page_and_nobody_elses(self):
        design, _key = self._create_design()
        design.partner_id = self._log_in()

        self.assertIn('value="Anna"', self.url_open(design._get_page_url()).text)
        for role in ('staff', 'production', 'manager', None):
            with self.subTest(role=role):
                self.authenticate(role and f'gift_{role}', role and f'gift_{role}')
                self.assertNotIn('value="Anna"', self.url_open(design._get_page_url()).text)

    def test_the_key_of_an_owners_page_opens_the_design_until_its_key_changes(self):
        designs = self.env['gift.design']
        design, _key = self._create_design()
        key = design._get_page_key()

        self.assertEqual(designs._find_by_key(key), design)
        self.assertFalse(designs._find_by_key(key[:-1] + ('0' if key[-1] != '0' else '1')))
        self.assertFalse(designs._find_by_key(key.replace(f'd{design.id}.', f'd{design.id + 1}.')))
        design.key_hash = 'f' * 64
        self.assertFalse(designs._find_by_key(key))


@tagged('post_install', '-at_install')
class TestRetention(GiftCommon):
    """Designs nobody ordered go after the retention period, with their photos."""

    def _make_old(self, *records, days=61):
        self.env.flush_all()
        for record in records:
            self.env.cr.execute(
                f"UPDATE {record._table} SET write_date = now() - interval '{days} days'"
                " WHERE id IN %s",
                [tuple(record.ids)],
            )
        self.env.invalidate_all()

    def _create_photo_design(self, color, **values):
        photo = self._create_photo(color=color)
        design, _key = self._create_design(photos=photo)
        design.write(values)
        return design, photo

    def _clean(self):
        self.env['gift.design']._gc_abandoned()
        self.env['gift.design.revision']._gc_unused()
        self.env['gift.asset']._gc_unused()

    def test_an_old_design_of_a_visitor_goes_with_its_photo(self):
        design, photo = self._create_photo_design((1, 2, 3))
        revision = design._freeze()
        self._make_old(design, photo, revision)

        self._clean()

        self.assertFalse(design.exists())
        self.assertFalse(revision.exists())
        self.assertFalse(photo.exists())

    def test_a_younger_one_stays(self):
        design, photo = self._create_photo_design((1, 2, 3))
        self._make_old(design, photo, days=59)

        self._clean()

        self.assertTrue(design.exists())
        self.assertTrue(photo.exists())

    def test_what_lies_in_a_cart_stays_with_revision_and_photo(self):
        photo = self._create_photo(color=(1, 2, 3))
        values = {
            'name': {'text': "Anna"},
            'photo': {'asset': photo.sha256, 'width_px': 1600, 'height_px': 1200},
        }
        design, key = self._create_design(values=values, photos=photo)
        line_id = self.empty_cart._cart_add(self.gift_product.id, 1, gift_design_key=key)['line_id']
        line = self.env['sale.order.line'].browse(line_id)
        self._make_old(design, photo, line.gift_revision_id)

        self._clean()

        self.assertTrue(design.exists())
        self.assertTrue(line.gift_revision_id.exists())
        self.assertEqual(line.gift_revision_id.asset_ids, photo)

    def test_what_a_customer_edited_stays_and_what_was_only_opened_goes(self):
        partner = self.users['customer'].partner_id
        edited, photo = self._create_photo_design(
            (1, 2, 3), partner_id=partner.id, saved_date=fields.Datetime.now()
        )
        opened, _other = self._create_photo_design((3, 2, 1), partner_id=partner.id)
        self._make_old(edited, opened, photo)

        self._clean()

        self.assertTrue(edited.exists())
        self.assertTrue(photo.exists())
        self.assertFalse(opened.exists())

    def test_the_days_and_the_switch_are_settings(self):
        parameters = self.env['ir.config_parameter'].sudo()
        design, photo = self._create_photo_design((1, 2, 3))
        self._make_old(design, photo)
        parameters.set_param('gift_base.design_retention', 'False')
        self._clean()
        self.assertTrue(design.exists())
        parameters.set_param('gift_base.design_retention', 'True')
        parameters.set_param('gift_base.design_retention_days', '90')
        self._clean()
        self.assertTrue(design.exists())
        parameters.set_param('gift_base.design_retention_days', '60')
        self._clean()
        self.assertFalse(design.exists())

    def test_pictures_of_mockups_are_not_photos(self):
        asset = self._create_mockup_asset(color=(9, 9, 9))
        self._make_old(asset)

        self._clean()

        self.assertTrue(asset.exists())
