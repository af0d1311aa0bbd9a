from odoo.tests import TransactionCase, tagged

from ..models.word_breaks import find_word_breaks
from .common import GiftCommon

THAI = "สวัสดีครับคุณแม่ที่รัก"
BREAKS = [6, 10, 13, 16]


@tagged('post_install', '-at_install')
class TestFindWordBreaks(TransactionCase):
    """Places between words that no blank separates."""

    def test_words_of_thai_lao_and_khmer_are_found(self):
        self.assertEqual(find_word_breaks(THAI), BREAKS)
        self.assertEqual(find_word_breaks("ສະບາຍດີທຸກຄົນ"), [7])
        self.assertEqual(find_word_breaks("សួស្តីអ្នកទាំងអស់គ្នា"), [6, 10])

    def test_only_places_inside_such_words_are_told(self):
        self.assertEqual(find_word_breaks("Anna สวัสดีครับ 123 x"), [11])
        for text in ("", "Anna and Paul", "日本語の文", "שלום", "a-b c"):
            with self.subTest(text=text):
                self.assertEqual(find_word_breaks(text), [])


@tagged('post_install', '-at_install')
class TestWordBreaks(GiftCommon):
    """A design carries the places where its lines may end."""

    def _get_value(self, key, **value):
        design, _key = self._create_design(values={'name': {'text': "A"}, key: value})
        return design.values_json[key]

    def test_several_lines_carry_the_places_of_the_cleaned_text(self):
        value = self._get_value('message', text=f"\u202e {THAI}  \r\nok")

        self.assertEqual(value['text'], f"{THAI}\nok")
        self.assertEqual(value['breaks'], BREAKS)

    def test_places_of_the_browser_are_not_taken(self):
        self.assertEqual(self._get_value('message', text=THAI, breaks=[1, 2])['breaks'], BREAKS)
        self.assertNotIn('breaks', self._get_value('message', text="Anna", breaks=[1, 2]))
        self.assertNotIn('breaks', self._get_value('message', text="Anna", breaks="x"))

    def test_one_line_and_other_scripts_stay_as_they_were(self):
        self.assertNotIn('breaks', self._get_value('name', text="สวัสดี"))
        self.assertNotIn('breaks', self._get_value('message', text="Anna and Paul"))
