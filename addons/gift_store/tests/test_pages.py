import re

from odoo.tests import HttpCase, tagged

from odoo.addons.gift_personalization.tests.common import GiftCommon

PAGES = (
    '/',
    '/shop',
    '/how-it-works',
    '/help',
    '/delivery',
    '/imprint',
    '/terms-of-sale',
    '/privacy',
    '/contactus',
)


@tagged('post_install', '-at_install')
class TestPages(GiftCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.category = cls.env['product.public.category'].create({'name': "Test tableware"})
        cls.gift_product.product_tmpl_id.public_categ_ids = cls.category
        cls.gift_product.product_tmpl_id.website_sequence = -1000

    def _get_page(self, path):
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200, path)
        return response.text

    def test_a_visitor_can_read_every_page(self):
        for path in PAGES:
            with self.subTest(path=path):
                self.assertEqual(len(re.findall(r'<h1[\s>]', self._get_page(path))), 1)

    def test_every_page_links_to_help_and_legal_pages(self):
        for path in PAGES:
            links = set(re.findall(r'href="(/[^"#?]*)"', self._get_page(path)))
            with self.subTest(path=path):
                self.assertLessEqual(
                    {'/help', '/delivery', '/imprint', '/terms-of-sale', '/privacy'},
                    links,
                )

    def test_pages_ask_no_other_server_for_fonts(self):
        page = self._get_page('/')
        styles = re.findall(r'href="(/web/assets/[^"]+\.css)"', page)

        self.assertTrue(styles)
        self.assertNotIn('fonts.gstatic.com', page)
        for style in styles:
            self.assertNotIn('fonts.googleapis.com', self._get_page(style))

    def test_pictures_of_the_home_page_have_a_size_and_a_text(self):
        pictures = re.findall(r'<img\s[^>]*>', self._get_main(self._get_page('/')))

        self.assertTrue(pictures)
        for picture in pictures:
            with self.subTest(picture=picture):
                self.assertRegex(picture, r'width="\d+"')
                self.assertRegex(picture, r'height="\d+"')
                self.assertIn('alt=', picture)

    def test_pictures_of_the_home_page_are_there(self):
        main = self._get_main(self._get_page('/'))
        for address in re.findall(r'<(?:img|source)\s[^>]*src(?:set)?="([^"]+)"', main):
            with self.subTest(address=address):
                response = self.url_open(address)
                self.assertEqual(response.status_code, 200)
                self.assertTrue(response.headers['Content-Type'].startswith('image/'))

    def _get_main(self, page):
        return page[page.index('id="wrap"') : page.index('<footer')]

    def test_the_home_page_shows_categories_that_have_products(self):
        empty = self.env['product.public.category'].create({'name': "Test nothing in it"})

        main = self._get_main(self._get_page('/'))

        self.assertIn(self.category.name, main)
        self.assertNotIn(empty.name, main)

    def test_an_unknown_address_leads_back_to_the_shop(self):
        response = self.url_open('/there-is-no-such-page')

        self.assertEqual(response.status_code, 404)
        self.assertIn('href="/shop"', response.text)
        self.assertIn("this page is gone", response.text)

    def test_the_search_of_the_header_finds_products(self):
        page = self._get_page('/')
        self.assertRegex(page, r'<form[^>]*action="/shop"')

        self.assertIn(
            self.gift_product.name, self._get_page(f'/shop?search={self.gift_product.name}')
        )

    def test_bestsellers_are_those_that_were_ordered_most(self):
        products = self.env['product.template']
        for name, quantity in (("Test rare", 1), ("Test liked", 400000), ("Test fair", 300000)):
            product = self._create_product(name=name, is_storable=False, is_published=True)
            order = self.env['sale.order'].create(
                {
                    'partner_id': self.partner.id,
                    'order_line': [(0, 0, {'product_id': product.id, 'product_uom_qty': quantity})],
                }
            )
            order.action_confirm()
            products |= product.product_tmpl_id

        bestsellers = self.website._gift_get_bestsellers()

        self.assertEqual(bestsellers[:2].mapped('name'), ["Test liked", "Test fair"])

    def test_a_product_page_promises_what_the_terms_say(self):
        plain = self.env['product.template'].create(
            {'name': "Test ribbon", 'list_price': 3, 'is_published': True}
        )
        gift_page = self._get_main(self._get_page(self.gift_product.website_url))
        plain_page = self._get_main(self._get_page(plain.website_url))

        self.assertIn("You approve a proof before we make it.", gift_page)
        self.assertNotIn("14 days to return it.", gift_page)
        self.assertIn("14 days to return it.", plain_page)
        for page in (gift_page, plain_page):
            self.assertNotIn("money-back", page)
            self.assertIn('href="/terms-of-sale"', page)

    def test_the_terms_that_are_sent_are_those_of_the_page(self):
        self.env['ir.config_parameter'].set_param('account.use_invoice_terms', 'True')

        html = self.website._gift_get_terms_html()

        self.assertEqual(self.website._gift_get_terms_url(), '/terms-of-sale')
        self.assertIn("<h1>Terms of sale</h1>", html)
        self.assertIn(self.env.company.name, html)

    def test_pages_of_a_right_to_left_language_are_mirrored(self):
        arabic = self.env['res.lang']._activate_lang('ar_001')
        self.env['website'].search([]).language_ids += arabic

        page = self._get_page(f'/{arabic.url_code}/shop')
        [styles] = re.findall(r'href="(/web/assets/[^"]+frontend[^"]*\.css)"', page)
        css = self._get_page(styles)

        self.assertIn('.rtl.', styles)
        self.assertTrue(re.search(r'body\s*\{[^}]*direction:\s*rtl', css), "not mirrored")
