from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .names_common import NamesCommon


@tagged('post_install', '-at_install')
class TestNameList(NamesCommon):
    """From a file to rows that were laid out by the engine."""

    # === READING === #

    def test_headings_say_what_a_column_fills(self):
        names, _key = self._create_list("Qty\tMESSAGE\tName\tRecipient\n2\tHello\tJosé\tAunt Zoë")

        self.assertEqual(
            names.columns,
            {'0': 'quantity', '1': 'zone:message', '2': 'zone:name', '3': 'recipient'},
        )
        self.assertRecordValues(
            names.row_ids,
            [
                {
                    'number': 1,
                    'texts': {'message': "Hello", 'name': "José"},
                    'quantity': 2,
                    'recipient': "Aunt Zoë",
                }
            ],
        )

    def test_names_without_headings_fill_the_text_zones_in_their_order(self):
        names, _key = self._create_list("Anna\nPaul")

        self.assertEqual(names.row_ids.mapped('texts'), [{'name': "Anna"}, {'name': "Paul"}])

    def test_a_broken_file_in_a_legacy_encoding_keeps_its_accents(self):
        names, _key = self._create_list(pasted=None)

        names._read_file("Name;Message\nJosé;Ça va\nZoÃ«;x".encode('cp1252'), 'guests.csv')

        self.assertEqual(
            names.row_ids.mapped('texts'),
            [{'name': "José", 'message': "Ça va"}, {'name': "Zoë", 'message': "x"}],
        )
        self.assertEqual((names.encoding, names.repaired), ('cp1252', 1))

    def test_a_refused_file_leaves_the_rows_as_they_were(self):
        names, _key = self._create_list("Anna")

        with self.assertRaisesRegex(UserError, "up to 1000 rows"):
            names._read_pasted("x\n" * 1002)

        self.assertEqual(names.row_ids.texts, {'name': "Anna"})

    def test_every_code_of_a_file_has_a_sentence(self):
        names, _key = self._create_list(pasted=None)
        for code, sentence in names._get_file_sentences().items():
            with self.subTest(code=code):
                filled = sentence % {'limit': 1, 'limit_mb': 2, 'row': 3}
                self.assertTrue(filled.endswith("."))

    def test_other_columns_make_the_rows_anew(self):
        names, _key = self._create_list("Anna\tHello\nPaul\tBye")

        names._set_columns({'0': 'zone:message', '1': 'zone:name', '7': 'quantity'})

        self.assertEqual(
            names.row_ids.mapped('texts'),
            [{'message': "Anna", 'name': "Hello"}, {'message': "Paul", 'name': "Bye"}],
        )

    def test_two_columns_for_one_field_are_refused(self):
        names, _key = self._create_list("Anna\tHello")

        with self.assertRaisesRegex(UserError, "Two columns"):
            names._set_columns({'0': 'zone:name', '1': 'zone:name'})

        self.assertEqual(names.row_ids.texts, {'name': "Anna", 'message': "Hello"})

    def test_sizes_of_the_list_choose_the_variant(self):
        variants = self._create_gift_variants("S", "L")
        small, large = variants

        names, _key = self._create_list(
            "Name\tsize\nAnna\tl\nPaul\tS\nMia\t\nJo\tXXL", product=small
        )

        self.assertEqual(
            [row.product_id for row in names.row_ids.sorted('number')],
            [large, small, small, small],
        )
        self.assertEqual(
            [row.issues or {} for row in names.row_ids.sorted('number')],
            [{}, {}, {}, {'variant': "XXL"}],
        )

    # === CHECK === #

    def test_rows_are_reviewed_errors_first_then_duplicates_then_the_tightest(self):
        names = self._create_checked(
            "Name\tQty\nJo\t1\nMaximiliana\t1\nToo long for this\t1\nanna\t1\nAnna \t1\nEva\tmany"
        )

        self.assertEqual(names.state, 'ready')
        order = [text for text, _error, _twin in self._summary(names)]
        self.assertEqual(set(order[:2]), {"Too long for this", "Eva"})
        self.assertEqual(set(order[2:4]), {"anna", "Anna"})
        self.assertEqual(order[4:], ["Maximiliana", "Jo"])

    def test_messages_are_plain_sentences(self):
        names = self._create_checked("Name\tQty\nToo long for this\t0")

        self.assertEqual(
            [entry['message'] for entry in names.row_ids._get_messages()],
            [
                "“0” is no number of pieces. Please enter 1 to 10000.",
                "Name: this is too long, at most 12 characters fit here.",
            ],
        )

    def test_twins_for_different_recipients_are_no_duplicates(self):
        names = self._create_checked("Name\tRecipient\nAnna\tA\nAnna\tB\nAnna\tb")

        self.assertEqual(names.row_ids.sorted('number').mapped('is_duplicate'), [False, True, True])

    def test_what_the_list_was_started_with_is_on_every_gift(self):
        names = self._create_checked(
            "Anna\nPaul",
            values={
                'name': {'text': "Old", 'font': self.font_script.sha256, 'color': '#c01020'},
                'message': {'text': "With love"},
            },
        )

        for row in names.row_ids:
            values = row._get_engine_design().to_dict()['values']
            self.assertEqual(values['name']['text'], row.texts['name'])
            self.assertEqual(values['name']['font'], self.font_script.sha256)
            self.assertEqual(values['name']['color'], '#c01020')
            self.assertEqual(values['message']['text'], "With love")
            self.assertEqual(row.price_extra, 5.0)

    def test_an_empty_cell_is_an_empty_text(self):
        names = self._create_checked("Name\tMessage\n\tHello", values={'name': {'text': "Old"}})

        self.assertEqual(
            [entry['message'] for entry in names.row_ids._get_messages()],
            ["Name: please fill this in."],
        )

    def test_the_work_goes_on_after_a_stop_between_two_chunks(self):
        names, _key = self._create_list('\n'.join(f"Anna {number}" for number in range(60)))
        names._work()
        self.assertEqual(names._get_progress()['done'], 25)

        self._work()

        self.assertEqual(
            names._get_progress(), {'state': 'ready', 'done': 60, 'total': 60, 'problem': ''}
        )

    def test_a_failure_of_ours_ends_with_a_sentence(self):
        names, _key = self._create_list("Anna")

        with (
            patch.object(type(names.row_ids), '_prepare_check', side_effect=ZeroDivisionError),
            mute_logger('odoo.addons.gift_personalization.models.gift_name_list_work'),
        ):
            self._work()

        self.assertEqual(names.state, 'ready')
        self.assertIn("went wrong on our side", names.problem)
        self.assertTrue(names.row_ids.is_error)

    # === CHANGES === #

    def test_a_mended_row_is_checked_at_once(self):
        names = self._create_checked("Name\tQty\nToo long for this\tx\nPaul\t1")
        row = names.row_ids.filtered('is_error')

        row._edit({'texts': {'name': " Paul "}, 'quantity': "3", 'recipient': " Aunt  Zoë "})

        self.assertRecordValues(
            row,
            [
                {
                    'is_error': False,
                    'is_duplicate': False,
                    'quantity': 3,
                    'recipient': "Aunt Zoë",
                    'texts': {'name': "Paul"},
                }
            ],
        )

    def test_an_edit_knows_only_zones_and_variants_of_the_product(self):
        names = self._create_checked("Anna")

        names.row_ids._edit({'texts': {'photo': "x", 'name': 3}, 'product_id': self.product.id})

        self.assertEqual(names.row_ids.texts, {'name': "Anna"})
        self.assertEqual(names.row_ids.product_id, self.gift_product)

    def test_the_picture_is_drawn_once_for_a_content(self):
        names = self._create_checked("Anna")
        first = names.row_ids._get_picture()

        with patch.object(
            type(self.env['gift.design.revision']), '_render_design', side_effect=AssertionError
        ):
            self.assertEqual(names.row_ids._get_picture(), first)

        self.assertEqual(first[:3], b'\xff\xd8\xff')

    # === KEYS AND RETENTION === #

    def test_a_list_is_found_by_its_key_and_by_its_page_key_only(self):
        names, key = self._create_list()

        self.assertEqual(names._find_by_key(key), names)
        self.assertEqual(names._find_by_key(names._get_page_key()), names)
        for wrong in (key[:-1], f'n{names.id}.{"0" * 32}', '', None, names.id, names.key_hash):
            self.assertFalse(names._find_by_key(wrong))

    def test_old_lists_of_visitors_and_ordered_ones_go(self):
        partner = self.users['customer'].partner_id
        visitor, _key = self._create_list()
        kept, _key = self._create_list(partner=partner)
        ordered, _key = self._create_list(partner=partner)
        fresh, _key = self._create_list()
        ordered.state = 'added'
        self.env.flush_all()
        old = visitor | kept | ordered
        self.env.cr.execute(
            "UPDATE gift_name_list SET write_date = '2020-01-01' WHERE id IN %s", [tuple(old.ids)]
        )

        self.env['gift.name.list']._gc_abandoned()

        self.assertEqual((old | fresh).exists(), kept | fresh)
