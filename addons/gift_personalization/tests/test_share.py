import re
from datetime import timedelta

from odoo import fields, http
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import GiftCommon

LINK = re.compile(r'data-link="[^"]*(/gift/shared/[^"/]+)"')


class ShareCase(GiftCommon, HttpCase):
    """A customer with a saved design, and short ways to its links."""

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

    def _save(self, values=None, photos=None, **fields_values):
        design, _key = self._create_design(
            values=values or {'name': {'text': "Anna"}}, photos=photos
        )
        design.write(
            {
                'partner_id': self.customer.partner_id.id,
                'saved_date': fields.Datetime.now(),
                **fields_values,
            }
        )
        return design

    def _save_with_photo(self):
        photo = self._create_photo(color=(1, 2, 3))
        values = {
            'name': {'text': "Anna"},
            'photo': {'asset': photo.sha256, 'width_px': 1600, 'height_px': 1200},
        }
        return self._save(values, photo), photo

    def _post(self, path, **data):
        data = {'csrf_token': http.Request.csrf_token(self), **data}
        return self.url_open(path, data=data)

    def _share(self, design, **data):
        """Make a link as the owner; return its path."""
        return LINK.search(self._post(f'/my/designs/{design.id}/share', **data).text)[1]

    def _get_share(self, path):
        return self.env['gift.design.share']._find_by_token(path.rsplit('/', 1)[1])


@tagged('post_install', '-at_install')
class TestShare(ShareCase):
    """A link shows a design as it was when it was shared, and nothing of its owner."""

    # === LINK === #

    def test_a_link_is_shown_once_and_only_its_hash_is_kept(self):
        design = self._save()

        path = self._share(design)

        share = self._get_share(path)
        self.assertEqual(share.design_id, design)
        self.assertEqual(share.date_end, fields.Date.today() + timedelta(days=30))
        self.assertNotIn(path.rsplit('/', 1)[1], share.sudo().token_hash)
        self.assertNotIn(path, self.url_open(f'/my/designs/{design.id}/share').text)

    def test_others_see_picture_product_and_price_and_nothing_of_the_owner(self):
        self.customer.partner_id.write({'name': "Zyx Owner", 'email': 'zyx@example.com'})
        path = self._share(self._save(title="For my secret love"))
        self._log_in(None)

        page = self.url_open(path)

        self.assertEqual(page.status_code, 200)
        self.assertIn("Test gift", page.text)
        self.assertRegex(page.text, r'From <strong><bdi>[^<]*10\.00[^<]*</bdi>')
        self.assertRegex(page.text, r'<bdi>[^<]*13\.00[^<]*</bdi></strong> as shown here')
        for secret in ("Zyx", 'zyx@example.com', "secret love", 'gift_design='):
            self.assertNotIn(secret, page.text)
        self.assertEqual(page.headers['X-Robots-Tag'], 'noindex')
        self.assertEqual(page.headers['Referrer-Policy'], 'no-referrer')

    def test_messengers_get_a_title_and_a_picture(self):
        path = self._share(self._save())
        self._log_in(None)

        page = self.url_open(path).text
        picture = re.search(r'property="og:image" content="http[^"]*(/gift/shared/[^"]+)"', page)[1]
        answer = self.url_open(picture)

        self.assertIn('property="og:title" content="Test gift"', page)
        self.assertIn('name="robots" content="noindex"', page)
        self.assertEqual(answer.headers['Content-Type'], 'image/jpeg')
        self.assertTrue(answer.content.startswith(b'\xff\xd8'))

    def test_a_picture_is_drawn_once_for_a_link(self):
        path = self._share(self._save())

        first = self.url_open(f'{path}/front.jpg')
        drawn = self.env['ir.attachment'].search(
            [('res_model', '=', 'gift.design.share'), ('res_id', '=', self._get_share(path).id)]
        )
        again = self.url_open(f'{path}/front.jpg')

        self.assertEqual(len(drawn), 1)
        self.assertEqual(first.content, again.content)
        self.assertEqual(self.url_open(f'{path}/back.jpg').status_code, 404)

    def test_the_link_keeps_showing_what_was_shared(self):
        design = self._save()
        path = self._share(design)
        shared = self.url_open(f'{path}/front.jpg').content

        design._keep_values({'name': {'text': "Paul"}})

        page = self.url_open(path).text
        self.assertIn('<dd class="mb-2" dir="auto">Anna</dd>', page)
        self.assertIn("changed after this link was made", page)
        self.assertEqual(self.url_open(f'{path}/front.jpg').content, shared)

    def test_a_design_that_cannot_be_made_is_not_shared(self):
        design = self._save({'message': {'text': "Hello"}})

        answer = self._post(f'/my/designs/{design.id}/share')

        self.assertEqual(answer.status_code, 409)
        self.assertIn("Name: please fill this in.", answer.text)
        self.assertFalse(self.env['gift.design.share'].search([('design_id', '=', design.id)]))

    def test_a_design_has_at_most_twenty_links(self):
        design = self._save()
        for _index in range(20):
            self.env['gift.design.share']._create_for(design)

        answer = self._post(f'/my/designs/{design.id}/share')

        self.assertIn("has 20 links already", answer.text)

    # === END OF A LINK === #

    def test_links_that_do_not_work_look_all_the_same(self):
        revoked, expired = self._share(self._save()), self._share(self._save())
        share = self._get_share(revoked)
        self._post(f'/my/designs/{share.design_id.id}/share/{share.id}/revoke')
        self._get_share(expired).date_end = fields.Date.today() - timedelta(days=1)

        pages = [
            self.url_open(path)
            for path in (revoked, expired, '/gift/shared/' + 'x' * 32, '/gift/shared/x')
        ]

        self.assertEqual({page.status_code for page in pages}, {404})
        texts = {re.sub(r'csrf_token: "[^"]+"|/gift/shared/[\w-]+', '', p.text) for p in pages}
        self.assertEqual(len(texts), 1)
        for path in (revoked, expired):
            self.assertEqual(self.url_open(f'{path}/front.jpg').status_code, 404)
            self.assertEqual(self._post(f'{path}/copy').status_code, 404)

    def test_guessing_links_is_throttled(self):
        for _index in range(60):
            self.env['gift.rate.limit'].create({'scope': 'wrong-link', 'caller': '127.0.0.1'})

        self.assertEqual(self.url_open('/gift/shared/' + 'x' * 32).status_code, 429)
        self.assertEqual(self.url_open(self._share(self._save())).status_code, 200)

    def test_expired_links_are_deleted_and_deleted_designs_take_theirs_along(self):
        expired, other = self._share(self._save()), self._share(self._save())
        self._get_share(expired).date_end = fields.Date.today() - timedelta(days=1)
        share = self._get_share(other)
        before = self.env['gift.design.share'].search([])

        self.env['gift.design.share']._gc_expired()
        self.assertEqual(len(before.exists()), len(before) - 1)
        share.design_id.unlink()

        self.assertFalse(share.exists())
        self.assertEqual(self.url_open(other).status_code, 404)

    def test_only_accounts_make_links_without_an_end(self):
        design = self._save()
        self.assertFalse(self._get_share(self._share(design, days='0')).date_end)
        in_a_month = fields.Date.today() + timedelta(days=30)
        for odd in ('-1', 'x', '99999'):
            self.assertEqual(self._get_share(self._share(design, days=odd)).date_end, in_a_month)

        self._log_in(None)
        kept = self.make_jsonrpc_request(
            '/gift/design/keep',
            {'product_id': self.gift_product.id, 'values': {'name': {'text': "Ida"}}},
        )
        self.make_jsonrpc_request('/gift/design/find', {'keys': [kept['key']]})
        guests = self.env['gift.design'].browse(kept['id'])

        self.assertEqual(self._get_share(self._share(guests, days='0')).date_end, in_a_month)

    # === COPY === #

    def test_a_visitor_designs_one_like_this_and_the_shared_one_stays(self):
        design = self._save()
        path = self._share(design)
        self._log_in(None)
        before = self.env['gift.design'].search([])

        page = self._post(f'{path}/copy')

        copy = self.env['gift.design'].search([]) - before
        self.assertIn(f'gift_design={copy.id}', page.url)
        self.assertIn('value="Anna"', page.text)
        self.assertFalse(copy.partner_id)
        self.assertFalse(copy.saved_date)
        copy._keep_values({'name': {'text': "Paul"}})
        self.assertEqual(design.values_json['name']['text'], "Anna")

    def test_a_copy_has_the_photo_only_where_the_owner_allows_it(self):
        design, photo = self._save_with_photo()
        shown, allowed = self._share(design), self._share(design, photos='1')
        self._log_in(None)
        designs = self.env['gift.design']

        before = designs.search([])
        page = self._post(f'{shown}/copy')
        without = designs.search([]) - before
        self._post(f'{allowed}/copy')
        with_photo = designs.search([]) - before - without

        self.assertNotIn('photo', without.values_json)
        self.assertFalse(without.asset_ids)
        self.assertIn("The photo is not part of the copy", page.text)
        self.assertNotIn(photo.sha256, page.text)
        self.assertEqual(with_photo.values_json['photo']['asset'], photo.sha256)
        self.assertEqual(with_photo.asset_ids, photo)

    def test_the_note_goes_when_the_copy_is_ordered(self):
        design, _photo = self._save_with_photo()
        copy = self._get_share(self._share(design))._copy_for()
        self.assertTrue(copy.start_notes)

        copy._freeze()

        self.assertFalse(copy.start_notes)

    def test_a_product_that_is_not_offered_is_shown_but_not_copied(self):
        path = self._share(self._save())
        self.gift_product.product_tmpl_id.is_published = False
        self._log_in(None)

        page, answer = self.url_open(path), self._post(f'{path}/copy')

        self.assertIn("not offered at the moment", page.text)
        self.assertNotIn("Design one like this", page.text)
        self.assertEqual(answer.status_code, 409)


@tagged('post_install', '-at_install')
class TestShareAccess(ShareCase):
    """Links are made and taken back by the owner of the design alone."""

    def test_nobody_else_makes_sees_or_takes_back_links(self):
        design = self._save()
        share = self._get_share(self._share(design))
        page = f'/my/designs/{design.id}/share'
        for role in (None, 'employee', 'production', 'staff', 'manager'):
            self._log_in(role)
            with self.subTest(role=role):
                self.assertEqual(self.url_open(page).status_code, 404)
                self.assertEqual(self._post(page).status_code, 404)
                self.assertEqual(self._post(f'{page}/{share.id}/revoke').status_code, 404)
        self.assertEqual(self.env['gift.design.share'].search([]), share)

    def test_a_link_of_another_design_is_not_taken_back(self):
        mine, other = self._save(), self._save()
        other.partner_id = self.users['staff'].partner_id
        share, _token = self.env['gift.design.share']._create_for(other)

        self._post(f'/my/designs/{mine.id}/share/{share.id}/revoke')

        self.assertTrue(share.exists())

    def test_changes_need_the_token_of_the_session(self):
        design = self._save()
        path = self._share(design)
        share = self._get_share(path)
        for address in (
            f'/my/designs/{design.id}/share',
            f'/my/designs/{design.id}/share/{share.id}/revoke',
            f'{path}/copy',
        ):
            with self.subTest(address=address):
                self.assertEqual(self.url_open(address, data={'days': '7'}).status_code, 400)
        self.assertEqual(self.env['gift.design.share'].search([]), share)

    @mute_logger('odoo.addons.base.models.ir_model')
    def test_only_managers_read_the_records_and_nobody_the_secret(self):
        share, _token = self.env['gift.design.share']._create_for(self._save())
        for role in ('visitor', 'customer', 'employee', 'production', 'staff'):
            with self.subTest(role=role), self.assertRaises(AccessError):
                share.with_user(self.users[role]).read(['date_end'])
        manager = share.with_user(self.users['manager'])
        self.assertTrue(manager.read(['design_id']))
        with self.assertRaises(AccessError):
            manager.read(['token_hash'])
        with self.assertRaises(AccessError):
            manager.unlink()
