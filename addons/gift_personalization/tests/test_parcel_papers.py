import re

from odoo.tests import HttpCase, tagged

from .paper_reader import Paper
from .parcel_common import ParcelCommon


@tagged('post_install', '-at_install')
class TestParcelPapers(ParcelCommon, HttpCase):
    """What lies in a parcel: never a price, and the giver's name only where he wants it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.name = "Gertrud Giver"
        cls.order, cls.ben, cls.cem = cls._create_divided_order()
        cls._approve(cls.order.gift_job_ids)

    def _build_papers(self, picking):
        """Return every paper of a parcel: the slip (HTML), its receipt and its tickets (PDF)."""
        self.env.invalidate_all()
        slip, _type = self.env['ir.actions.report']._render_qweb_html(
            'stock.action_report_delivery', picking.ids
        )
        jobs = picking.move_ids.sale_line_id.gift_job_ids
        return {
            'slip': re.sub(rb'data-oe-[^ >]*|\?unique=[0-9a-f]*', b'', slip),
            'receipt': picking._gift_build_receipt(),
            'ticket': jobs._build_tickets_pdf(),
        }

    def _change_prices(self):
        for line in self.order.order_line:
            line.write({'price_unit': 98765.43, 'discount': 12.5})
        self.order.order_line.product_id.write({'list_price': 98765.43, 'standard_price': 444.44})

    def test_no_paper_changes_with_the_prices(self):
        for picking in self.order.picking_ids:
            before = self._build_papers(picking)

            self._change_prices()

            after = self._build_papers(picking)
            for paper, content in before.items():
                with self.subTest(paper=paper, parcel=picking.gift_parcel_id.name):
                    self.assertEqual(after[paper], content)

    def test_the_slip_has_no_amount(self):
        self._change_prices()

        slip = self._build_papers(self.ben.picking_ids)['slip'].decode()

        self.assertIn("Ben", slip)
        self.assertNotIn("98765", slip.replace(',', ''))
        self.assertNotIn("444.44", slip)
        self.assertNotIn(self.order.currency_id.symbol, re.sub(r'<[^>]*>', '', slip))

    def test_no_paper_has_an_amount_in_any_number_format(self):
        picking = self.ben.picking_ids
        for lang in ('de_DE', 'fr_FR', 'ar_001'):
            self.env['res.lang']._activate_lang(lang)
            (self.partner | self.ben.partner_id).lang = lang
            self.order.order_line.write({'price_unit': 13.0, 'discount': 0.0})
            before = self._build_papers(picking)

            self._change_prices()

            after = self._build_papers(picking)
            text = re.sub(rb'<[^>]*>', b' ', after['slip']).decode()
            digits = ''.join(str(int(letter)) for letter in text if letter.isdecimal())
            with self.subTest(lang=lang):
                self.assertEqual(after, before)
                self.assertNotIn('9876543', digits)
                self.assertNotIn('44444', digits)

    def test_the_slip_does_not_name_the_giver(self):
        for parcel in (self.ben, self.cem):
            slip = self._build_papers(parcel.picking_ids)['slip'].decode()
            self.assertNotIn("Gertrud", slip)

    def _get_facts(self, picking):
        return [text for _label, text in picking._gift_prepare_receipt().facts[:3]]

    def test_the_receipt_names_recipient_giver_and_occasion(self):
        self.ben.occasion = 'birthday'
        self.cem.write({'occasion': 'other', 'hide_sender': True})

        self.assertEqual(
            self._get_facts(self.ben.picking_ids), ["Ben", "Gertrud Giver", "Birthday"]
        )
        self.assertEqual(self._get_facts(self.cem.picking_ids), ["Cem", "", ""])

    def test_an_order_without_recipients_has_a_receipt_too(self):
        order = self._create_gift_order("Anna", plain=2)
        self._approve(order.gift_job_ids)

        data = order.picking_ids._gift_prepare_receipt()

        self.assertEqual(data.rows, (("2 ×", "Plain card"), ("1 ×", "Test gift")))
        self.assertTrue(order.picking_ids._gift_build_receipt().startswith(b'%PDF'))

    def test_the_return_code_stays_and_finds_its_delivery(self):
        ben, cem = self.ben.picking_ids, self.cem.picking_ids

        code = ben._gift_get_return_code()

        self.assertRegex(code, r'^[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}$')
        self.assertEqual(ben._gift_get_return_code(), code)
        self.assertNotEqual(cem._gift_get_return_code(), code)
        found = self.env['stock.picking'].search([('gift_return_code', '=', code)])
        self.assertEqual(found, ben)

    # === ROUTE === #

    def test_whoever_packs_gets_the_receipts_of_several_deliveries(self):
        self.authenticate('gift_production', 'gift_production')
        ids = ','.join(map(str, (self.ben | self.cem).picking_ids.ids))

        answer = self.url_open(f'/gift/deliveries/receipts.pdf?ids={ids}')

        self.assertEqual(answer.status_code, 200)
        self.assertEqual(answer.content.count(b'/MediaBox'), 2)

    def test_papers_that_are_joined_can_be_read_aloud_each_in_its_language(self):
        self.authenticate('gift_production', 'gift_production')
        pickings = (self.ben | self.cem).picking_ids
        for picking, lang in zip(pickings, ('de_DE', 'ar_001'), strict=True):
            self.env['res.lang']._activate_lang(lang)
            picking.partner_id.lang = lang
        jobs = self.order.gift_job_ids

        receipts, tickets = (
            Paper(self.url_open(f'{path}?ids={",".join(map(str, records.ids))}').content)
            for path, records in (
                ('/gift/deliveries/receipts.pdf', pickings),
                ('/gift/jobs/tickets.pdf', jobs),
            )
        )

        self.assertEqual((receipts.problems, tickets.problems), ([], []))
        self.assertEqual(receipts.langs, ['de-DE', 'ar-001'])
        self.assertIn(pickings[0]._gift_get_return_code(), receipts.title)
        self.assertEqual(receipts.tags.count('/H1'), 2)
        self.assertEqual(receipts.figures, [], "a gift receipt shows no gift")
        self.assertEqual(tickets.figures, ["Picture: Test gift"] * len(jobs))
        self.assertIn("Ben", receipts.text)

    def test_occasion_and_hidden_giver_are_chosen_on_the_page(self):
        cart = self._create_guest_cart()
        self._add_gift_to_cart(cart, "Anna")
        parcel = self._add_parcel("Ben", cart)
        self._open_cart(cart)
        form = {**self._prepare_parcel("Ben"), 'occasion': 'wedding', 'hide_sender': '1'}

        self._post(f'/shop/recipients/{parcel.id}', **form)

        self.assertEqual((parcel.occasion, parcel.hide_sender), ('wedding', True))
        page = self.url_open(f'/shop/recipients/{parcel.id}').text
        self.assertIn('checked="checked"', page)

        self._post(f'/shop/recipients/{parcel.id}', **self._prepare_parcel("Ben"), occasion='?')

        self.assertEqual((parcel.occasion, parcel.hide_sender), (False, False))
