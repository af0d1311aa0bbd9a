import base64
import io
from datetime import date, timedelta

from freezegun import freeze_time
from PIL import Image

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, TransactionCase, new_test_user, tagged

from .score_common import TODAY, ScoreCommon
from .test_supplier_artwork import ArtworkCommon

SOON = date(2026, 10, 20)


def build_photo(color='red'):
    """Return a JPEG with a comment that must not survive."""
    buffer = io.BytesIO()
    Image.new('RGB', (400, 300), color).save(buffer, 'JPEG', comment=b'secret camera')
    return buffer.getvalue()


class DefectCommon(ScoreCommon):
    @classmethod
    def _receive(cls, supplier=None, count=10, **values):
        line = cls._promise(supplier, **values)
        cls._arrive(line, count, '2026-09-10 08:00:00')
        return line

    @classmethod
    def _report(cls, line, *, quantity=2, reference='r1', photos=0, **values):
        assets = cls.env['gift.asset']
        for number in range(photos):
            assets |= assets._ingest_photo(build_photo(('red', 'blue')[number]))
        return cls.env['gift.supplier.defect']._report(
            line.sudo(),
            {'quantity': quantity, 'cause': 'print', 'source': 'receipt', **values},
            assets,
            reference=reference,
        )


@tagged('post_install', '-at_install')
class TestSupplierDefect(DefectCommon, TransactionCase):
    """From the report to the replacement or the credit."""

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(TODAY))
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)
        self.line = self._receive()

    def test_the_stock_team_reports_on_a_receipt_once(self):
        stocker = new_test_user(self.env, 'stocker', groups='stock.group_stock_user')
        picking = self.line.move_ids.picking_id
        self.env['delivery.carrier'].create({'name': "Post", 'product_id': self.mug.id})
        receipt = Form(picking.with_user(stocker))
        self.assertTrue(receipt.gift_may_report)
        action = picking.with_user(stocker).action_gift_report_defect()
        form = Form(
            self.env[action['res_model']].with_user(stocker).with_context(action['context'])
        )
        self.assertEqual(form.move_id.with_context(gift_by_product=True).display_name, "Blank mug")
        form.quantity, form.cause, form.note = 3, 'article', "Blue instead of white"
        form.photo_1 = base64.b64encode(build_photo())
        wizard = form.save()
        mails = len(self._get_mails(self.ann.partner_id))

        wizard.action_report()
        wizard.action_report()

        defect = self.line.gift_defect_ids
        self.assertRecordValues(
            defect,
            [
                {
                    'quantity': 3, 'cause': 'article', 'source': 'receipt', 'state': 'reported',
                    'supplier_id': self.mugs.id, 'picking_id': picking.id,
                    'reported_by_id': stocker.id,
                }
            ],
        )  # fmt: skip
        self.assertEqual(len(self._get_mails(self.ann.partner_id)), mails + 1)
        mail = self._get_mails(self.ann.partner_id)[-1]
        self.assertIn(f'/defect/{defect.id}', mail)
        self.assertIn("Blue instead of white", mail)
        data = defect.photo_ids.asset_id._get_bytes('screen')
        self.assertNotIn(b'secret camera', data)
        self.assertFalse(wizard.photo_1)

    def test_what_was_scanned_last_can_be_reported(self):
        line = self._promise()
        shipment = self.env['gift.supplier.shipment']._announce(
            line.order_id.sudo(), self.ann, 'scan', {}, [('', {line: 10})]
        )
        stocker = new_test_user(self.env, 'scanner', groups='stock.group_stock_user')
        scan = self.env['gift.supplier.receipt'].with_user(stocker).create({})
        scan.code = shipment.parcel_ids.name
        scan.action_receive()
        action = scan.action_report_defect()
        wizards = self.env[action['res_model']].with_user(stocker)
        form = Form(wizards.with_context(action['context']))
        form.cause = 'transit'

        form.save().action_report()

        self.assertEqual(line.gift_defect_ids.parcel_id, shipment.parcel_ids)

    def test_no_more_pieces_are_faulty_than_there_are(self):
        self._report(self.line, quantity=8)
        for quantity in (3, 0, -1, float('nan'), float('inf')):
            with self.subTest(quantity), self.assertRaises(UserError):
                self._report(self.line, quantity=quantity, reference='r2')
        draft = self._create_purchase(state='draft').order_line
        with self.assertRaises(UserError):
            self._report(draft, reference='r3')

        self.assertEqual(len(self.line.gift_defect_ids), 1)

    def test_a_replacement_is_ordered_once_for_nothing(self):
        defect = self._report(self.line)
        defect._answer(self.ann, 'replacement', date=SOON)
        self._decide(defect, 'replacement')
        with self.assertRaises(UserError):
            defect._decide('replacement')

        new_line = defect.replacement_line_ids
        self.assertRecordValues(
            new_line,
            [
                {
                    'order_id': self.line.order_id.id, 'product_id': self.mug.id,
                    'product_qty': 2, 'price_unit': 0, 'gift_promised_date': SOON,
                }
            ],
        )  # fmt: skip
        self.assertEqual(new_line._gift_get_answer_state(), 'agreed')
        self.assertEqual(new_line.move_ids.product_uom_qty, 2)
        self.env['gift.supplier.defect']._cron_follow()
        self.assertEqual(defect.state, 'decided')
        self._arrive(new_line, 2, '2026-10-20 08:00:00')
        self.env['gift.supplier.defect']._cron_follow()
        self.assertEqual(defect.state, 'closed')
        with freeze_time('2026-11-05'):
            self.assertEqual(list(self._read_lines(new_line | self.line)), [self.line])

    def _decide(self, defect, decision, **values):
        buyer = new_test_user(self.env, 'decider', groups='purchase.group_purchase_user')
        action = defect.with_user(buyer).action_decide()
        wizards = self.env[action['res_model']].with_user(buyer).with_context(action['context'])
        wizards.create({'decision': decision, **values}).action_decide()

    def test_a_credit_waits_for_its_paper_and_asks_for_no_second_bill(self):
        self.line.order_id.action_create_invoice()
        self.line.order_id.invoice_ids.invoice_date = fields.Date.today()
        self.line.order_id.invoice_ids.action_post()
        defect = self._report(self.line, quantity=3)
        defect._answer(self.ann, 'credit')
        self._decide(defect, 'credit', note="Thanks")

        self.assertRecordValues(
            defect.refund_id,
            [
                {
                    'move_type': 'in_refund', 'state': 'draft', 'amount_untaxed': 12,
                    'ref': defect.name, 'partner_id': self.mugs.id,
                }
            ],
        )  # fmt: skip
        self.assertEqual((defect.credit_amount, defect.state), (12, 'decided'))
        self.assertEqual(self.line.order_id.invoice_status, 'invoiced')
        defect.refund_id.invoice_date = fields.Date.today()
        defect.refund_id.action_post()
        self.env['gift.supplier.defect']._cron_follow()
        self.assertEqual((defect.state, self.line.qty_to_invoice), ('closed', 0))

    def test_who_says_nothing_is_reminded_once_then_the_buyer_is_told(self):
        defect = self._report(self.line)
        cron = self.env['gift.supplier.defect']
        mails = len(self._get_mails(self.ann.partner_id))
        cron._cron_follow()
        self.assertEqual(defect.reminders, 0)
        for days in (3, 6, 9):
            with freeze_time(fields.Datetime.to_datetime(TODAY) + timedelta(days=days)):
                cron._cron_follow()

        self.assertEqual(defect.reminders, 2)
        self.assertEqual(len(self._get_mails(self.ann.partner_id)), mails + 1)
        activities = defect.order_id.activity_ids.filtered(
            lambda activity: activity.summary == "Decide about defects"
        )
        self.assertEqual(activities.user_id, self.buyer)

    def test_answers_need_what_belongs_to_them(self):
        defect = self._report(self.line)
        for kind, values in (
            ('replacement', {}),
            ('replacement', {'date': date(2026, 10, 1)}),
            ('disputed', {}),
            ('steal', {}),
        ):
            with self.subTest(kind, **values), self.assertRaises(UserError):
                defect._answer(self.ann, kind, **values)
        self.assertEqual(defect.state, 'reported')
        defect._answer(self.ann, 'disputed', reason="Your picture was like that")
        with self.assertRaises(UserError):
            defect._answer(self.bob, 'credit')
        self._decide(defect, 'withdrawn', note="Right")

        self.assertEqual((defect.state, defect.answer), ('closed', 'disputed'))
        self.assertFalse(defect.replacement_line_ids or defect.refund_id)

    def test_faults_are_in_the_scorecard_unless_they_were_not_the_suppliers(self):
        silent, disputed, ours, credit = (
            self._report(self.line, quantity=1, reference=f'x{number}') for number in range(4)
        )
        disputed._answer(self.ann, 'disputed', reason="x")
        ours._decide('withdrawn')
        credit._decide('credit')

        score = self.env['gift.supplier.score'].search([('supplier_id', '=', self.mugs.id)])
        self.assertRecordValues(
            score, [{'received_quantity': 10, 'defect_quantity': 2, 'defect_rate': 0.2}]
        )
        self.assertEqual(silent.state, 'reported')
        for _number in range(4):
            self._receive()
        scores = self.mugs._gift_get_scores()  # 2 of 50 faulty
        self.assertAlmostEqual(scores[self.mugs], 0.5 + 0.25 * 0.6 + 0.1 + 0.15)


@tagged('post_install', '-at_install')
class TestSupplierReprint(ArtworkCommon, TransactionCase):
    """Gifts that are made again for a supplier's fault."""

    def _reprint(self, name):
        _jobs, line = self._buy("Anna")
        job = line.gift_sale_line_id.gift_job_ids
        job.stage = 'made'
        cause = self.env.ref(f'gift_personalization.{name}')
        for _click in range(2):
            job._reprint(cause, 1, reference='reprint')
        return line

    def test_a_suppliers_fault_is_reported_once_with_its_design(self):
        line = self._reprint('reprint_cause_blank_fault')

        self.assertRecordValues(
            line.gift_defect_ids,
            [
                {
                    'quantity': 1, 'cause': 'other', 'source': 'workshop', 'is_reprint': True,
                    'revision_hash': line.gift_revision_hash, 'state': 'reported',
                }
            ],
        )  # fmt: skip
        defect = line.gift_defect_ids
        defect._decide('replacement', date=fields.Date.today() + timedelta(days=5))
        new_line = defect.replacement_line_ids
        self.assertEqual(new_line.gift_revision_hash, line.gift_revision_hash)
        self.assertEqual(new_line._gift_get_package().revision_hash, line.gift_revision_hash)

    def test_our_own_fault_is_not_reported(self):
        self.assertFalse(self._reprint('reprint_cause_misprint').gift_defect_ids)
