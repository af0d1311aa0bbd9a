import base64
import io
from datetime import timedelta

import pikepdf
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.gift_personalization.tests.paper_reader import Paper
from odoo.addons.gift_personalization.tests.parcel_common import ParcelCommon

from .gift_card_common import GiftCardCommon

ANNA = 'anna@example.com'


class LetterCommon(GiftCardCommon):
    """A gift card with a design of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gift_template.surface_ids.zone_ids.price_extra = 0
        cls.card_product.gift_template_id = cls.gift_template
        cls.revision = cls._create_revision(cls.card_product, {'name': {'text': "Anna"}})
        cls.letters = cls.env['gift.card.letter']
        cls.env.company.resource_calendar_id.tz = 'Europe/Berlin'
        cls.now = fields.Datetime.to_datetime('2026-12-01 12:00:00')

    def setUp(self):
        super().setUp()
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)
        frozen = freeze_time(self.now)
        frozen.start()
        self.addCleanup(frozen.stop)

    def _buy(self, quantity=1, confirm=True, paid=True, **values):
        order = self._create_order(self.card_product, quantity=quantity, confirm=False)
        order.order_line.gift_revision_id = self.revision
        letter = self.letters._for_line(order.order_line)
        letter._choose({'email': ANNA, 'recipient': "Anna", **values})
        if confirm:
            order.action_confirm()
        if confirm and paid:
            self._pay(order)
        return order, letter

    def _pay(self, order):
        move = self._invoice(order)
        self.env['account.payment.register'].with_context(
            active_model='account.move', active_ids=move.ids
        ).create({})._create_payments()

    def _find_mails(self):
        return self.env['mail.mail'].search([('email_to', '=', ANNA)])

    def _send(self, **later):
        with freeze_time(self.now + timedelta(**later)):
            self.letters._cron_send()
            self.letters._cron_send()


@tagged('post_install', '-at_install')
class TestGiftCardLetter(LetterCommon):
    def test_a_paid_card_goes_to_its_recipient_once_with_picture_words_and_pdf(self):
        order, letter = self._buy(message="Happy birthday!", giver="Emma")

        self._send()

        mail = self._find_mails()
        card = order.order_line.gift_card_ids
        self.assertEqual((len(mail), letter.state, letter.sent_to), (1, 'sent', ANNA))
        for text in ("Anna", "Emma", "Happy birthday!", card.code, '50.00'):
            self.assertIn(text, mail.body_html)
        self.assertIn(order.order_line._gift_get_preview_url(), mail.body_html)
        self.assertIn("Emma: A gift card for you", mail.subject)
        paper = Paper(base64.b64decode(mail.attachment_ids.datas))
        self.assertEqual((paper.problems, len(paper.pdf.pages)), ([], 1))
        self.assertEqual(paper.title, "Gift card")
        [picture] = paper.figures
        self.assertRegex(picture, "^Picture: .* – Name: Anna$")

    def test_the_buyer_gets_no_mail_with_the_code_of_a_gift(self):
        order, _letter = self._buy()

        self._send()

        code = order.order_line.gift_card_ids.code
        with_code = self.env['mail.mail'].search([('body_html', 'like', code)])
        self.assertEqual(with_code.mapped('email_to'), [ANNA])

    def test_several_pieces_are_several_pages(self):
        self._buy(quantity=3)

        self._send()

        pdf = pikepdf.open(io.BytesIO(base64.b64decode(self._find_mails().attachment_ids.datas)))
        self.assertEqual(len(pdf.pages), 3)

    def test_it_waits_for_the_payment(self):
        order, letter = self._buy(paid=False)

        self._send()
        self.assertEqual((letter.state, len(self._find_mails())), ('waiting', 0))

        self._pay(order)
        self._send()
        self.assertEqual((letter.state, len(self._find_mails())), ('sent', 1))

    def test_it_goes_out_at_eight_in_the_morning_of_the_shop(self):
        _order, letter = self._buy(send_on='2026-12-24')

        self.assertEqual(str(letter.send_at), '2026-12-24 07:00:00')  # 8 in Berlin
        self._send(days=22, hours=18)  # 24 December, 06:00 UTC
        self.assertFalse(self._find_mails())
        self._send(days=22, hours=20)
        self.assertEqual(len(self._find_mails()), 1)

    def test_the_day_follows_summer_time(self):
        _order, letter = self._buy(send_on='2027-07-01')

        self.assertEqual(str(letter.send_at), '2027-07-01 06:00:00')

    def test_without_a_recipient_the_buyer_gets_it(self):
        order, letter = self._buy(email=False, recipient=False)

        self._send()

        self.assertEqual(letter.sent_to, self.partner.email)
        mail = self.env['mail.mail'].search([('email_to', '=', self.partner.email)], limit=1)
        self.assertIn(order.order_line.gift_card_ids.code, mail.body_html)

    def test_the_address_is_corrected_until_it_has_gone_out(self):
        _order, letter = self._buy(send_on='2026-12-24', email='ana@example.com')

        letter._choose({'email': ANNA, 'send_on': fields.Date.to_date('2026-12-02')})
        self._send(days=1)

        self.assertEqual(letter.sent_to, ANNA)
        with self.assertRaises(UserError):
            letter._choose({'email': 'other@example.com'})

    def test_it_is_sent_again_when_asked_and_not_too_often(self):
        _order, letter = self._buy()
        self._send()

        for _time in range(9):
            letter._send_again()

        self.assertEqual((letter.times, len(self._find_mails())), (10, 10))
        with self.assertRaises(UserError):
            letter._send_again()

    def test_a_cancelled_order_sends_nothing(self):
        order, letter = self._buy(paid=False, send_on='2026-12-24')

        order._action_cancel()
        self._send(days=30)

        self.assertEqual((letter.state, len(self._find_mails())), ('void', 0))

    def test_a_refunded_card_is_not_sent(self):
        order, letter = self._buy(send_on='2026-12-24')

        self._credit(order.invoice_ids)
        self._send(days=30)

        self.assertEqual((letter.state, len(self._find_mails())), ('void', 0))
        with self.assertRaises(UserError):
            letter._send_again()

    def test_nothing_is_made_packed_or_approved(self):
        order, _letter = self._buy()

        self.assertFalse(order.gift_job_ids or order.gift_proof_ids or order.picking_ids)
        self.assertFalse(order._gift_needs_proof())

    def test_photos_that_are_looked_at_hold_it(self):
        order, letter = self._buy()
        case = self.env['gift.moderation.case'].create(
            {
                'kind': 'photo',
                'sale_line_id': order.order_line.id,
                'revision_id': self.revision.id,
                'partner_id': self.partner.id,
            }
        )

        self._send()
        self.assertEqual(letter.state, 'waiting')

        case.state = 'approved'
        self._send()
        self.assertEqual(letter.state, 'sent')

    def test_words_that_are_not_printed_are_not_mailed(self):
        self.env['gift.moderation.word'].create(
            {'pattern': 'grumpelwort', 'severity': 'block', 'reason': 'insult'}
        )
        zone = self.letters._get_zone()

        for name in ('message', 'recipient', 'giver'):
            with self.subTest(name), self.assertRaises(UserError):
                self.letters._clean({name: "You Grumpelwort!"}, zone=zone)

    def test_a_card_that_is_good_for_some_months_says_until_when(self):
        self.card_program.gift_expiry_months = 36
        order, _letter = self._buy()
        card = order.order_line.gift_card_ids

        self.assertEqual(str(card.expiration_date), '2029-12-01')
        with freeze_time('2029-12-02 12:00:00'):
            self.env['gift.points.wallet']._expire_due()
        self.assertEqual(card.points, 0)

    def test_staff_who_let_a_card_be_good_longer_keep_its_money(self):
        self.card_program.gift_expiry_months = 1
        order, _letter = self._buy()
        card = order.order_line.gift_card_ids

        card.expiration_date = '2030-01-31'
        with freeze_time('2027-06-01 12:00:00'):
            self.env['gift.points.wallet']._expire_due()

        self.assertEqual(card.points, 50)

    def test_the_timeline_tells_how_far_it_is(self):
        order, _letter = self._buy(send_on='2026-12-24')
        line = order.order_line

        before = [(step['label'], step['state']) for step in line._gift_get_timeline()]
        self._send(days=24)
        after = [(step['label'], step['state']) for step in line._gift_get_timeline()]

        self.assertEqual(before, [("Paid", 'done'), ("Goes to Anna", 'current')])
        self.assertEqual(after, [("Paid", 'done'), ("Sent to Anna", 'done')])

    def test_equal_cards_for_two_people_stay_two_lines(self):
        order, _letter = self._buy(confirm=False)

        found = order._cart_find_product_line(
            self.card_product.id, self.card_product.uom_id.id, gift_design=None
        )

        self.assertFalse(found)


@tagged('post_install', '-at_install')
class TestGiftCardLetterPages(LetterCommon, HttpCase):
    _open_cart = ParcelCommon._open_cart
    _post = ParcelCommon._post

    def setUp(self):
        super().setUp()
        self.order, self.letter = self._buy(confirm=False, email=False, recipient=False)
        self.line = self.order.order_line
        self.authenticate(None, None)

    def _open(self):
        self.order.write({'partner_id': self.public_partner.id, 'website_id': self.website.id})
        self._open_cart(self.order)

    def _store(self, **values):
        return self._post(
            f'/shop/gift-card/{self.line.id}',
            **{'whom': 'other', 'email': ANNA, 'recipient': "Anna", **values},
        )

    def test_the_giver_chooses_in_the_cart(self):
        self._open()

        page = self._store(send_on='2026-12-24', message="Enjoy!\nEmma", giver="Emma")

        self.assertTrue(page.url.endswith('/shop/cart'))
        self.assertIn("Goes to", page.text)
        self.assertEqual(
            (self.letter.email, str(self.letter.send_on), self.letter.message),
            (ANNA, '2026-12-24', "Enjoy!\nEmma"),
        )

    def test_mistakes_are_told_and_what_was_typed_stays(self):
        self._open()

        for values, sentence in (
            ({'email': 'anna'}, "is no e-mail address"),
            ({'email': ''}, "Enter the e-mail address"),
            ({'send_on': '2026-11-30'}, "from today on"),
            ({'send_on': '2028-01-01'}, "from today on"),
            ({'send_on': 'x'}, "from today on"),
            ({'message': 'm' * 501}, "501 characters"),
        ):
            page = self._store(**values)
            with self.subTest(values):
                self.assertEqual(page.status_code, 409)
                self.assertIn(sentence, page.text)
                self.assertIn('value="Anna"', page.text)
        self.assertFalse(self.letter.email)

    def test_one_can_keep_it(self):
        self._open()
        self._store()

        self._store(whom='me')

        self.assertFalse(self.letter.email or self.letter.recipient)

    def test_lines_of_other_carts_are_not_found(self):
        self._open()
        other, _letter = self._buy(confirm=False)

        self.assertEqual(self.url_open(f'/shop/gift-card/{other.order_line.id}').status_code, 404)
        self.assertEqual(self.url_open('/shop/gift-card/99999999999').status_code, 404)

    def test_the_order_page_shows_and_changes_it(self):
        self.letter._choose({'email': ANNA, 'recipient': "Anna", 'send_on': '2026-12-24'})
        self.order.action_confirm()
        token = self.order._portal_ensure_token()

        page = self.url_open(self.order.get_portal_url())
        self._post(
            f'/my/orders/{self.order.id}/gift-card/{self.line.id}',
            access_token=token,
            whom='other',
            email='ana@example.com',
            send_on='2026-12-25',
        )

        self.assertIn("Goes to Anna", page.text)
        self.assertNotIn(self.line.gift_card_ids.code, page.text)
        self.assertEqual(self.letter.email, 'ana@example.com')
        self.assertEqual(str(self.letter.send_at), '2026-12-25 07:00:00')

    def test_a_sent_card_goes_again_from_the_order_page_three_times_a_day(self):
        self.letter._choose({'email': ANNA})
        self.order.action_confirm()
        self._pay(self.order)
        self._send()
        path = f'/my/orders/{self.order.id}/gift-card/{self.line.id}/again'
        token = self.order._portal_ensure_token()

        answers = [self._post(path, access_token=token).status_code for _time in range(4)]

        self.assertEqual(answers, [200, 200, 200, 409])
        self.assertEqual(len(self._find_mails()), 4)
        page = self.url_open(self.order.get_portal_url())
        self.assertNotIn(self.line.gift_card_ids.code, page.text)

    def test_without_the_orders_link_nothing_opens(self):
        self.order.action_confirm()

        for path in ('', '/again'):
            page = self._post(
                f'/my/orders/{self.order.id}/gift-card/{self.line.id}{path}', access_token='x'
            )
            with self.subTest(path):
                self.assertEqual(page.status_code, 404)
