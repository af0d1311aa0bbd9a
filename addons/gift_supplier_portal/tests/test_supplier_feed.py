from datetime import date

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from .feed_common import FeedCommon


@tagged('post_install', '-at_install')
class TestSupplierFeed(FeedCommon, TransactionCase):
    """Uploading and checking a price list: what it would change, and what is wrong with it."""

    def test_a_list_is_read_and_says_what_it_would_change(self):
        self.env['gift.supplier.stock']._tell(self.mugs, {self.mug: (3, None)})
        feed = self._upload(
            "Artikelnummer;Preis;Bestand;Lieferbar ab;Mindestmenge\n"
            "M-1;4,40;3;;\n"
            "C-1;2,00;7;24.12.2030;\n"
            "C-1;1,80;7;24.12.2030;100\n"
            "\n"
            "X-9;1,00;;;\n"
        )

        self.assertRecordValues(
            feed,
            [{'state': 'checked', 'row_count': 4, 'done_count': 4, 'changed_count': 1,
              'new_count': 1, 'stock_count': 2, 'same_count': 0, 'error_count': 1,
              'contact_name': "Ann", 'supplier_id': self.mugs.id}],
        )  # fmt: skip
        changed, stock, new, _wrong = feed.line_ids
        self.assertRecordValues(
            changed,
            [{'number': 2, 'product_id': self.mug.id, 'price': 4.4, 'old_price': 4.0,
              'delay': 5, 'date_start': self.today, 'stock_effect': 'same'}],
        )  # fmt: skip
        self.assertAlmostEqual(changed.change_percent, 10.0)
        self.assertEqual((stock.stock, stock.available_from), (7.0, date(2030, 12, 24)))
        self.assertEqual((new.price_effect, new.min_quantity), ('new', 100.0))
        self.assertEqual(self._get_errors(feed), {6: ['unknown']}, "as the spreadsheet counts")
        self.assertEqual(self._get_prices(self.mug), [(4.0, False, False)], "nothing is sent yet")

    def test_each_wrong_row_says_why(self):
        gone = self._create_goods("Gone", default_code='GONE', purchase_ok=False)
        self._create_price(gone, price=1.0, product_code='G-1')
        feed = self._upload(
            "Your item number;Our reference;Price;Currency;Stock;Lead time;Valid from;Minimum\n"
            "M-1;;1e308;;;;;\n"
            "M-1;;NaN;;-3;1,5;soon;\n"
            ";;5;;;;;\n"
            ";OUR-PEN;5;;;;;\n"
            "G-1;;5;;;;;\n"
            "M-1;OUR-CUP;5;;;;;\n"
            "C-1;;5;XXX;;;;\n"
            "C-1;;0;;;;;\n"
            "M-1;;=1+1;;;;;\n"
        )

        self.assertEqual(
            self._get_errors(feed),
            {
                2: ['large', 'duplicate'],
                3: ['number', 'negative', 'delay', 'date', 'duplicate'],
                4: ['no_product'],
                5: ['foreign'],
                6: ['discontinued'],
                7: ['mismatch'],
                8: ['currency', 'duplicate'],
                9: ['zero', 'duplicate'],
                10: ['number', 'duplicate'],
            },
        )
        for line in feed.line_ids:
            for _label, sentence in line._get_issues():
                self.assertTrue(sentence.endswith('.') and '%' not in sentence, sentence)
        foreign = feed.line_ids.filtered(lambda line: line.number == 5)
        self.assertIn("do not buy from this supplier", foreign.issue_text)
        self.assertIn("We buy nothing with the number “OUR-PEN”", str(foreign._get_issues()))
        with self.assertRaisesRegex(UserError, "Every row has an error"):
            feed._send()

    def test_errors_are_a_file_that_runs_nothing(self):
        feed = self._upload("Code,Price\n=HYPERLINK(1),2\n@x,3\nM-1,oops\n")
        rows = feed._build_errors().decode('utf-8-sig').splitlines()

        self.assertEqual(len(rows), 4)
        self.assertIn(",'=HYPERLINK(1),", rows[1])
        self.assertIn(",'@x,", rows[2])
        self.assertIn("“oops” is no number.", rows[3])

    def test_the_template_is_read_back_as_no_change(self):
        self.env['gift.supplier.stock']._tell(self.mugs, {self.cup: (5, date(2031, 1, 2))})
        self._create_price(self.cup, price=1.25, min_qty=50, product_code='C-1')
        for kind in ('csv', 'xlsx'):
            with self.subTest(kind):
                data = self.feeds._build_template(self.mugs, self.env.company, kind)
                feed = self._upload(data, name=f'list.{kind}')
                self.assertRecordValues(
                    feed, [{'row_count': 3, 'same_count': 3, 'error_count': 0, 'state': 'checked'}]
                )
                self.assertNotIn('P-1', feed.line_ids.mapped('code'), "another supplier's")

    def test_a_workbook_is_read_with_its_numbers_and_days(self):
        feed = self._upload(
            self._write_book(
                [
                    ["Item no", "Price", "Valid from"],
                    ["M-1", 1.234, date(2031, 2, 3)],
                    ["C-1", "=1+1"],
                ]
            ),
            name='list.xlsx',
        )

        first, second = feed.line_ids
        self.assertEqual((first.price, first.date_start), (1.234, date(2031, 2, 3)))
        self.assertEqual(second.price_effect, 'none', "a formula is not worked out")

    def test_the_columns_of_a_supplier_are_remembered(self):
        text = "Ding;Was es kostet;Rest\nM-1;9;5\n"
        feed = self._upload(text)
        self.assertEqual((feed.state, feed.line_ids), ('uploaded', feed.line_ids.browse()))

        with self.assertRaisesRegex(UserError, "Two columns"):
            feed._set_columns({'0': 'code', '1': 'price', '2': 'price'}, has_headings=True)
        with self.assertRaisesRegex(UserError, "Choose the column"):
            feed._set_columns({'0': 'code', '1': 'id', '7': 'price'}, has_headings=True)
        feed._set_columns({'0': 'code', '1': 'price'}, has_headings=True)
        self._work()
        self.assertEqual((feed.state, feed.changed_count, feed.stock_count), ('checked', 1, 0))

        again = self._upload(text)
        self.assertEqual(again.columns, {'0': 'code', '1': 'price'})
        self.assertEqual((again.state, again.changed_count), ('checked', 1))
        self.assertEqual((feed.state, len(feed.line_ids)), ('dropped', 0), "a newer file is there")
        other = self._upload(text, self.cleo)
        self.assertEqual(other.state, 'uploaded', "another supplier's columns are its own")

    def test_other_columns_check_the_rows_anew(self):
        feed = self._upload("Code;Price;Other price\nM-1;9;8\n")
        feed._set_columns({'0': 'code', '2': 'price'}, has_headings=True)
        self._work()

        self.assertEqual(feed.line_ids.price, 8.0)

    def test_files_that_are_no_lists_are_refused_in_a_sentence(self):
        from .feed_files import build_bomb, build_entities

        for data, sentence in (
            (b'', "Choose a file"),
            (b'%PDF-1.7 \0 not a list', "no price list"),
            (b'PK\x03\x04 broken', "damaged"),
            (b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old', "old Excel file"),
            (build_bomb(), "unpacks to far more"),
            (build_entities(), "damaged"),
            (b'a' * (10 * 1024**2 + 1), "larger than 10 MB"),
            (b'Code;Price\n"M-1' + b'x' * 600, "more than 500 characters"),
        ):
            with self.subTest(sentence), self.assertRaisesRegex(UserError, sentence):
                self.feeds._receive(self.ann, data, 'x')
        self.assertFalse(self.feeds.search([('supplier_id', '=', self.mugs.id)]))

    def test_what_is_wrong_behind_the_first_rows_is_told_on_the_page(self):
        long = "Code;Price\n" + "M-1;4\n" * 9 + f'M-1;"{"x" * 600}"\n'
        feed = self.feeds._receive(self.ann, long.encode(), 'x')
        for listed in self.feeds._find_work():
            listed._work_safely({})

        self.assertEqual(feed.state, 'uploaded')
        self.assertIn("Row 11", feed.problem)
        self.assertFalse(feed.line_ids)

    def test_encodings_and_headings_of_spreadsheets_are_found(self):
        text = f"sep=;\nArtikel-Nr.;Währung;Preis\nM-1;{self.euro};4,40\n"
        for encoding in ('utf-8-sig', 'cp1252', 'utf-16'):
            with self.subTest(encoding):
                feed = self._upload(text.encode(encoding))
                self.assertEqual((feed.changed_count, feed.error_count), (1, 0))
        excel = self._upload("Item no\tPrice\nM-1\t4.40\n")
        self.assertEqual(excel.changed_count, 1)

    def test_a_worker_that_was_stopped_goes_on_where_it_was(self):
        self.patch(self.env.registry['gift.supplier.feed'], '_get_piece', lambda feed: 2)
        rows = ''.join(f"N-{number};1\n" for number in range(5))
        feed = self.feeds._receive(self.ann, f"Code;Price\n{rows}".encode(), 'x')
        feed._work({})
        self.assertEqual(
            feed._get_progress(), {'state': 'checking', 'done': 2, 'total': 5, 'is_busy': True}
        )

        feed._work({})  # another worker, which has read nothing yet
        feed._work({})

        self.assertEqual((feed.state, feed.done_count), ('checked', 5))
        self.assertEqual(feed.line_ids.mapped('number'), [2, 3, 4, 5, 6])

    def test_checking_needs_as_many_queries_for_many_rows_as_for_few(self):
        def count(number):
            goods = self._create_many(number)
            rows = ''.join(f"{product.default_code};2;3\n" for product in goods)
            feed = self.feeds._receive(self.ann, f"Reference;Price;Stock\n{rows}".encode(), 'x')
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            feed._work({})
            self.env.flush_all()
            self.assertEqual(feed.changed_count, number)
            return self.env.cr.sql_log_count - before

        count(2)
        self.assertLessEqual(count(60), count(2) + 3)
