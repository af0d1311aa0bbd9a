import io
import re
import zipfile

from openpyxl import Workbook

from odoo.tests import HttpCase, tagged

from .parcel_common import ParcelCommon

HEADINGS = "Name;Street;Postcode;City;State;Country;E-mail;Message"
BEN = "Ben Ohm;Elm Street 5;94107;San Francisco;CA;USA;ben@example.com;Enjoy"
ADA = "Ada Grün;Ahornallee 3;50667;Köln;;Deutschland;;"


class UploadCommon(ParcelCommon, HttpCase):
    def setUp(self):
        super().setUp()
        self.cart = self._create_guest_cart()
        self.line = self._add_gift_to_cart(self.cart, "Anna", quantity=3)
        self._open_cart(self.cart)

    def _upload(self, content, name='people.csv', **data):
        content = content.encode() if isinstance(content, str) else content
        token = self._get_token()
        return self.url_open(
            '/shop/recipients/upload',
            data={'csrf_token': token, **data},
            files={'file': (name, content, 'application/octet-stream')},
        )

    def _get_token(self):
        page = self.url_open('/shop/recipients/upload').text
        return re.search(r'name="csrf_token" value="([^"]+)"', page).group(1)

    def _read_form(self, page):
        """Return what the browser would send from the page of the list."""
        text = re.search(r'<textarea name="rows"[^>]*>(.*?)</textarea>', page, re.DOTALL).group(1)
        boxes = re.findall(r'name="(row-\d+)"([^>]*)', page)
        checked = {name: '1' for name, rest in boxes if 'checked' in rest}
        seen = re.search(r'name="seen" value="(\d+)"', page).group(1)
        return {'rows': text.replace('&#34;', '"').replace('&amp;', '&'), 'seen': seen, **checked}


@tagged('post_install', '-at_install')
class TestRecipientsUpload(UploadCommon):
    """Many recipients come from a file or a paste and are looked at before they are stored."""

    # === THE WAY THROUGH === #

    def test_a_guest_uploads_people_looks_at_them_and_adds_them(self):
        page = self._upload(f"{HEADINGS}\n{BEN}\n{ADA}\n").text
        self.assertIn("2 people can be added", page)
        self.assertIn("Ahornallee 3, 50667, Köln, Germany", page)
        self.assertFalse(self.cart.gift_parcel_ids, "looked at, not stored")

        page = self._post('/shop/recipients/upload/add', **self._read_form(page)).text

        self.assertIn("The people of your list were added.", page)
        ben, ada = self.cart.gift_parcel_ids.sorted('id')
        self.assertEqual(
            (ben.name, ben.street, ben.zip, ben.city, ben.state_id.code, ben.country_id.code),
            ("Ben Ohm", "Elm Street 5", "94107", "San Francisco", "CA", "US"),
        )
        self.assertEqual(
            (ben.email, ben.message, ben.tell_recipient), ('ben@example.com', "Enjoy", False)
        )
        self.assertEqual((ada.name, ada.country_id.code), ("Ada Grün", "DE"))

    def test_a_workbook_and_a_paste_say_the_same(self):
        book = Workbook()
        for row in (HEADINGS, BEN, ADA):
            book.active.append(row.split(';'))
        buffer = io.BytesIO()
        book.save(buffer)

        pages = [
            self._upload(buffer.getvalue(), 'people.xlsx').text,
            self._upload(b'', '', pasted=f"{HEADINGS}\n{BEN}\n{ADA}".replace(';', '\t')).text,
        ]

        for page in pages:
            self.assertIn("2 people can be added", page)
            self.assertIn("Ada Grün", page)

    def test_broken_accents_are_mended_and_first_and_last_names_are_joined(self):
        rows = "Vorname,Nachname,Straße,PLZ,Ort,Land\nJosÃ©,Peña,Rue 1,75001,Paris,Frankreich\n"

        page = self._upload(rows).text

        self.assertIn("José Peña", page)
        self.assertIn("Rue 1, 75001, Paris, France", page)
        self.assertIn("were mended in this many cells: 1.", page)

    def test_legacy_encodings_are_read(self):
        page = self._upload(f"{HEADINGS}\n{ADA}\n".encode('cp1252')).text

        self.assertIn("Ada Grün", page)
        self.assertIn("Köln", page)

    def test_a_list_without_headings_is_taken_in_the_order_of_the_template(self):
        page = self._upload("Ben Ohm,Elm Street 5,,94107,San Francisco,CA,US\n").text

        self.assertIn("has no headings", page)
        self.assertIn("Elm Street 5, 94107, San Francisco, California, United States", page)

    def test_an_empty_country_is_that_of_the_buyer(self):
        self.cart.partner_shipping_id.country_id = self.env.ref('base.de')

        page = self._upload("Name;Street;Postcode;City\nAda;Ahornallee 3;50667;Köln\n").text

        self.assertIn("Ahornallee 3, 50667, Köln, Germany", page)

    def test_the_template_is_understood_and_no_cell_is_a_formula(self):
        answer = self.url_open('/shop/recipients/upload/template.csv')
        self.assertEqual(answer.headers['Content-Type'], 'text/csv; charset=utf-8')

        page = self._upload(answer.content).text

        self.assertIn("1 person can be added", page)
        self.assertIn("Maple Street 3, 10115, Berlin, Germany", page)

    # === PROBLEMS === #

    def test_rows_say_what_is_wrong_and_only_the_right_ones_are_added(self):
        wrong = [
            ";Elm Street 5;94107;San Francisco;CA;US;;",
            "Cem;;94107;San Francisco;CA;US;;",
            "Dan;Elm Street 5;94107;San Francisco;XX;US;;",
            "Eva;Elm Street 5;94107;San Francisco;CA;Atlantis;;",
            "Fay;Elm Street 5;94107;San Francisco;CA;US;nothing;",
            f"Gus;Elm Street 5;94107;San Francisco;CA;US;;{'x' * 201}",
        ]
        page = self._upload('\n'.join([HEADINGS, *wrong, BEN])).text
        for sentence in (
            "Please enter the name of the recipient.",
            "Please enter street and number.",
            "We do not know the state “XX” there.",
            "We do not know the country “Atlantis”.",
            "Please look at the e-mail address again.",
            "Please use at most 200 characters.",
        ):
            self.assertIn(sentence, page)
        self.assertIn("1 person can be added", page)
        form = self._read_form(page)

        everything = dict.fromkeys((f'row-{number}' for number in range(1, 9)), '1')
        self._post('/shop/recipients/upload/add', **{**form, **everything})

        self.assertEqual(self.cart.gift_parcel_ids.mapped('name'), ["Ben Ohm"])

    def test_equal_rows_and_known_people_are_asked_about(self):
        self._add_parcel("Zoe", self.cart)
        zoe = "zoe;Elm Street 5;94107;San Francisco;CA;US;;"

        page = self._upload('\n'.join([HEADINGS, BEN, BEN.upper(), zoe])).text

        self.assertIn("The same as row 1.", page)
        self.assertIn("This person is in your cart already.", page)
        chosen = [name for name in self._read_form(page) if name.startswith('row-')]
        self.assertEqual(chosen, ['row-1'])

    def test_a_double_click_adds_nobody_twice(self):
        form = self._read_form(self._upload(f"{HEADINGS}\n{BEN}\n").text)

        self._post('/shop/recipients/upload/add', **form)
        page = self._post('/shop/recipients/upload/add', **form).text

        self.assertIn("Your recipients have changed meanwhile", page)
        self.assertEqual(len(self.cart.gift_parcel_ids), 1)

    def test_more_people_than_an_order_can_have_are_refused_as_a_whole(self):
        rows = [BEN.replace("Ben Ohm", f"Person {number}") for number in range(51)]
        form = self._read_form(self._upload('\n'.join([HEADINGS, *rows])).text)

        page = self._post('/shop/recipients/upload/add', **form).text

        self.assertIn("An order can have 50 recipients, and this would be 51.", page)
        self.assertFalse(self.cart.gift_parcel_ids)

    def test_more_rows_than_a_list_can_have_are_refused(self):
        page = self._upload('\n'.join([HEADINGS, *[BEN] * 201])).text

        self.assertIn("A list can have between 1 and 200 people", page)

    def test_markup_in_a_cell_is_text(self):
        page = self._upload(
            f'{HEADINGS}\n<script>alert(1)</script>;"</textarea><b>";1;B;;DE;;\n'
        ).text

        self.assertNotIn('<script>alert(1)', page)
        self.assertNotIn('</textarea><b>', page)

    def test_hostile_files_get_a_sentence(self):
        bomb = io.BytesIO()
        with zipfile.ZipFile(bomb, 'w', zipfile.ZIP_DEFLATED) as archive:
            archive.writestr('[Content_Types].xml', '<Types/>')
            with archive.open('xl/workbook.xml', 'w') as member:
                member.write(b'<a/>')
                for _megabyte in range(400):
                    member.write(b' ' * 1_000_000)
        files = {
            'empty': b'',
            'binary': bytes(range(256)) * 40,
            'picture': b'\x89PNG\r\n\x1a\n' + b'\0' * 100,
            'large': b'a;b\n' * 600_000,
            'bomb': bomb.getvalue(),
            'broken': b'PK\x03\x04' + b'x' * 100,
            'old': b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + b'\0' * 600,
            'quote': b'Name;Street\n"Ben;' + b'x' * 2000,
            'headings only': HEADINGS.encode(),
        }
        for kind, content in files.items():
            with self.subTest(kind=kind):
                answer = self._upload(content, f'{kind}.csv')
                self.assertEqual(answer.status_code, 200)
                self.assertIn('role="alert"', answer.text)
        self.assertFalse(self.cart.gift_parcel_ids)

    # === ONE GIFT FOR EACH === #

    def test_everyone_gets_one_gift_and_missing_pieces_are_added(self):
        rows = [BEN.replace("Ben Ohm", f"Person {number}") for number in range(5)]
        form = self._read_form(self._upload('\n'.join([HEADINGS, *rows])).text)

        self._post('/shop/recipients/upload/add', gift=self.line.id, **form)

        parcels = self.cart.gift_parcel_ids
        self.assertEqual(len(parcels), 5)
        self.assertEqual([p.line_ids.product_uom_qty for p in parcels], [1] * 5)
        self.assertEqual(sum(self.cart.order_line.mapped('product_uom_qty')), 5)
        self.assertEqual(len(self.cart.order_line.gift_revision_id), 1)

    def test_more_pieces_than_people_leave_the_rest_with_the_buyer(self):
        form = self._read_form(self._upload(f"{HEADINGS}\n{BEN}\n{ADA}\n").text)
        self.env['account.fiscal.position'].search([]).active = False

        self._post('/shop/recipients/upload/add', gift=self.line.id, **form)

        quantities = {
            line.gift_parcel_id.name or '': line.product_uom_qty for line in self.cart.order_line
        }
        self.assertEqual(quantities, {'': 1, "Ben Ohm": 1, "Ada Grün": 1})

    def test_pieces_that_are_not_in_stock_add_nobody(self):
        product = self._create_product(
            name="Vase", is_storable=True, allow_out_of_stock_order=False
        )
        shelf = self.cart.warehouse_id.lot_stock_id
        self.env['stock.quant']._update_available_quantity(product, shelf, 2)
        vase = self.env['sale.order.line'].create(
            {'order_id': self.cart.id, 'product_id': product.id, 'product_uom_qty': 1}
        )
        rows = [BEN.replace("Ben Ohm", f"Person {number}") for number in range(4)]
        form = self._read_form(self._upload('\n'.join([HEADINGS, *rows])).text)

        page = self._post('/shop/recipients/upload/add', gift=vase.id, **form).text

        self.assertIn('role="alert"', page)
        self.assertFalse(self.cart.gift_parcel_ids)
        self.assertEqual(vase.product_uom_qty, 1)

    # === THE WORDS === #

    def test_the_words_stand_on_the_gift_receipt(self):
        order, ben, _cem = self._create_divided_order(confirm=False)
        ben.message = "Alles Liebe, الحب"
        order.action_confirm()
        self._approve(order.gift_job_ids)

        data = ben.picking_ids._gift_prepare_receipt()

        self.assertEqual(data.message, "Alles Liebe, الحب")
        self.assertTrue(ben.picking_ids._gift_build_receipt().startswith(b'%PDF'))

    def test_the_words_of_one_recipient_are_entered_and_bounded(self):
        form = self._prepare_parcel("Ben")
        page = self._post('/shop/recipients/new', message='x' * 201, **form).text
        self.assertIn("Please use at most 200 characters.", page)

        self._post('/shop/recipients/new', message="Enjoy\nit", **form)

        self.assertEqual(self.cart.gift_parcel_ids.message, "Enjoy it")
