from odoo.tests import HttpCase, tagged

from .parcel_common import ParcelCommon

SENTENCE = "A few words: we cannot print these words. Please choose other words, or ask us"


class WordsCommon(ParcelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['gift.moderation.word'].create(
            [
                {'pattern': "zorgle", 'severity': 'block', 'reason': 'hate'},
                {'pattern': "flubber", 'severity': 'review', 'reason': 'trademark'},
            ]
        )


@tagged('post_install', '-at_install')
class TestParcelWords(WordsCommon):
    """What staff decide about the giver's words for a recipient."""

    def setUp(self):
        super().setUp()
        self.cart = self._create_guest_cart()
        self.line = self._add_gift_to_cart(self.cart, "Anna")

    def _order(self, **values):
        parcel = self._add_parcel("Ben", self.cart)
        parcel.write(values)
        self._assign(self.line, parcel, 1)
        self.cart.action_confirm()
        return parcel

    def _get_message(self, parcel):
        """Return what the gift receipt of the parcel prints."""
        picking = self.env['stock.picking'].create(
            {
                'picking_type_id': self.cart.warehouse_id.out_type_id.id,
                'partner_id': self.cart.partner_id.id,
            }
        )
        picking.gift_parcel_id = parcel
        return picking._gift_prepare_receipt().message

    def test_words_on_no_list_open_no_case(self):
        parcel = self._order(message="Happy birthday")

        self.assertFalse(parcel.case_ids)
        self.assertEqual(self._get_message(parcel), "Happy birthday")

    def test_words_to_look_at_are_printed_once_they_were_approved(self):
        parcel = self._order(message="You old zorgle", words_asked=True)

        case = parcel.case_ids
        self.assertRecordValues(case, [{
            'kind': 'text', 'state': 'appealed', 'reason': 'hate', 'order_id': self.cart.id,
            'partner_id': self.cart.partner_id.id, 'texts': ["You old zorgle"],
        }])  # fmt: skip
        self.assertIn("A few words: “You old zorgle”", case.finding)
        self.assertEqual(self._get_message(parcel), '')

        case.with_user(self.users['staff']).action_approve()

        self.assertEqual(self._get_message(parcel), "You old zorgle")

    def test_rejected_words_are_left_off_and_the_gift_is_made(self):
        parcel = self._order(message="You old zorgle", words_asked=True)

        parcel.case_ids._decide('rejected', note="No, sorry.")

        self.assertEqual(self._get_message(parcel), '')
        self.assertFalse(self.line._gift_get_holding_cases())
        self.assertEqual(self.line.gift_proof_ids.state, 'sent')

    def test_words_that_staff_look_at_first_open_a_case(self):
        parcel = self._order(message="Flubber for you")

        self.assertEqual((parcel.case_ids.state, parcel.case_ids.reason), ('open', 'trademark'))

    def test_a_name_on_a_list_is_seen_and_never_refused(self):
        parcel = self._order(name="Zorgle")

        self.assertEqual(parcel.case_ids.state, 'open')
        self.assertIn("Recipient: “Zorgle”", parcel.case_ids.finding)

    def test_the_design_of_the_same_line_is_moderated_on_its_own(self):
        parcel = self._order(message="Flubber for you")
        case = parcel.case_ids

        self.line._gift_moderate()
        parcel._moderate_words()

        self.assertEqual(case.state, 'open')
        self.assertEqual(parcel.case_ids, case)


@tagged('post_install', '-at_install')
class TestParcelWordsForm(WordsCommon, HttpCase):
    """The form tells what is not printed, and how it may be kept."""

    def setUp(self):
        super().setUp()
        self.cart = self._create_guest_cart()
        self._add_gift_to_cart(self.cart, "Anna")
        self._open_cart(self.cart)

    def _send(self, **values):
        form = {k: v for k, v in self._prepare_parcel("Ben").items() if v is not None}
        return self._post('/shop/recipients/new', **form, **values).text

    def test_listed_words_are_told_at_their_field_and_kept_in_it(self):
        page = self._send(message="You old zorgle")

        self.assertIn(SENTENCE, page)
        self.assertIn("You old zorgle</textarea>", page)
        self.assertIn('name="words_asked"', page)
        self.assertFalse(self.cart.gift_parcel_ids)

    def test_the_giver_keeps_them_by_asking(self):
        page = self._send(message="You old zorgle", words_asked='1')

        self.assertIn("The person was added", page)
        self.assertTrue(self.cart.gift_parcel_ids.words_asked)

    def test_nothing_is_asked_about_other_words(self):
        page = self._send(message="Flubber", words_asked='1')

        self.assertIn("The person was added", page)
        self.assertFalse(self.cart.gift_parcel_ids.words_asked)
