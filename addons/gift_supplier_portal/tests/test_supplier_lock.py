from datetime import date

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import TransactionCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from . import invoice_files


@tagged('post_install', '-at_install')
class TestSupplierRace(TransactionCase):
    """Two callers in real transactions, each of which began before the other one ended."""

    def setUp(self):
        super().setUp()
        env = self._open()
        supplier = env['res.partner'].create({'name': "Race Ltd", 'is_company': True})
        person = env['res.partner'].create(
            {'name': "Rita", 'email': 'rita@example.com', 'parent_id': supplier.id}
        )
        contact = env['gift.supplier.contact'].create({'partner_id': person.id})
        self.connector_id = (
            env['gift.supplier.connector'].create({'contact_id': contact.id, 'kind': 'csv'}).id
        )
        product = env['product.product'].create({'name': "Race mug", 'is_storable': True})
        order = env['purchase.order'].create(
            {
                'partner_id': supplier.id,
                'order_line': [
                    (0, 0, {'product_id': product.id, 'product_qty': 10, 'price_unit': 4.0})
                ],
            }
        )
        order.button_confirm()
        self.ids = (supplier.id, contact.id, product.id, order.id)
        self.addCleanup(self._delete)
        env.cr.commit()

    def _open(self):
        """Return an environment with a transaction of its own, closed after the test."""
        cursor = Registry(get_db_name()).cursor()
        self.addCleanup(cursor.close)
        return api.Environment(cursor, SUPERUSER_ID, {})

    def _delete(self):
        env = self._open()
        supplier_id, _contact_id, product_id, _order_id = self.ids
        orders = env['purchase.order'].search([('partner_id', '=', supplier_id)])
        order_ids, pickings = orders.ids, orders.picking_ids
        for query, ids in (
            ("DELETE FROM mail_message WHERE model = 'gift.supplier.connector' AND res_id IN %s",
             [self.connector_id]),
            ("DELETE FROM gift_supplier_connector WHERE id IN %s", [self.connector_id]),
            ("DELETE FROM stock_move_line WHERE product_id IN %s", [product_id]),
            ("DELETE FROM stock_move WHERE product_id IN %s", [product_id]),
            ("DELETE FROM stock_picking WHERE id IN %s", pickings.ids or [0]),
            ("DELETE FROM gift_notice WHERE res_model = 'purchase.order' AND res_id IN %s",
             order_ids),
            ("DELETE FROM mail_activity WHERE res_model = 'purchase.order' AND res_id IN %s",
             order_ids),
            ("DELETE FROM mail_message WHERE model = 'purchase.order' AND res_id IN %s",
             order_ids),
            ("DELETE FROM gift_supplier_invoice WHERE order_id IN %s", order_ids),
            ("DELETE FROM account_move WHERE partner_id IN %s", [supplier_id]),
            ("UPDATE purchase_order_line SET gift_defect_id = NULL WHERE order_id IN %s",
             order_ids),
            ("DELETE FROM mail_message WHERE model = 'gift.supplier.defect' AND res_id IN"
             " (SELECT id FROM gift_supplier_defect WHERE order_id IN %s)", order_ids),
            ("DELETE FROM gift_supplier_defect WHERE order_id IN %s", order_ids),
            ("DELETE FROM purchase_order WHERE id IN %s", order_ids),
        ):  # fmt: skip
            env.cr.execute(query, (tuple(ids),))
        env.invalidate_all()
        env['product.product'].browse(product_id).product_tmpl_id.unlink()
        partners = env['res.partner'].browse(supplier_id)
        (partners.child_ids | partners).unlink()
        env.cr.commit()

    def _get(self, env):
        order = env['purchase.order'].browse(self.ids[3])
        self.assertEqual(order.state, 'purchase')  # takes the snapshot
        return order, env['gift.supplier.contact'].browse(self.ids[1]), order.order_line

    def _race(self, act):
        """Let two transactions act one after the other; return what the second one is told."""
        first, second = self._open(), self._open()
        ours, theirs = self._get(first), self._get(second)
        act(first, *ours, 'first')
        first.cr.commit()
        with mute_logger('odoo.sql_db'), self.assertRaises(SerializationFailure):
            act(second, *theirs, 'second')
        second.cr.rollback()
        second.invalidate_all()
        try:  # as Odoo runs a request again
            act(second, *self._get(second), 'second')
        except UserError as error:
            second.cr.rollback()
            return str(error)
        return ''

    def test_two_ship_notices_do_not_ship_more_than_was_ordered(self):
        def announce(env, order, contact, line, reference):
            env['gift.supplier.shipment']._announce(
                order, contact, reference, {}, [('', {line: 7})]
            )

        self.assertIn("Only 3 of Race mug", self._race(announce))

    def test_of_two_answers_the_second_one_is_told(self):
        def answer(env, order, contact, line, reference):
            entries = {line: {'kind': 'accept'}}
            env['gift.supplier.answer']._receive(order, contact, reference, entries)

        self.assertIn("answered already", self._race(answer))

    def _send_invoice(self, number, states):
        """Return what sends an invoice over 7 pieces at 4.00 with a file of its own."""

        def send(env, order, contact, line, reference):
            invoice = env['gift.supplier.invoice']._upload(
                order, contact, reference, invoice_files.pdf(b'x', name=reference)
            )
            header = {
                'kind': 'invoice', 'number': number.format(reference), 'amount_tax': 0,
                'invoice_date': '2026-01-15', 'amount_total': 28.0,
            }  # fmt: skip
            row = {'purchase_line_id': line.id, 'quantity': 7, 'price_unit': 4.0}
            line.tax_ids = False
            invoice._send(header, [row])
            states.append(invoice.state)

        return send

    def test_of_two_invoices_with_one_number_the_second_one_is_told(self):
        self.assertIn("have an invoice RE-1", self._race(self._send_invoice("RE-1", [])))

    def test_two_invoices_do_not_bill_more_than_was_ordered_unseen(self):
        states = []

        self.assertEqual(self._race(self._send_invoice("RE-{}", states)), '')

        self.assertEqual(states, ['received', 'differs'])

    def test_one_number_for_two_orders_is_taken_once(self):
        env = self._open()
        other = env['purchase.order'].browse(self.ids[3]).copy()
        other.button_confirm()
        env.cr.commit()
        send = self._send_invoice("RE-1", [])
        first, second = self._open(), self._open()
        ours, (theirs, contact, _line) = self._get(first), self._get(second)
        theirs = theirs.browse(other.id)
        self.assertEqual(theirs.state, 'purchase')

        send(first, *ours, 'first')
        first.cr.commit()
        with (
            mute_logger('odoo.sql_db'),
            self.assertRaisesRegex(UserError, "have an invoice RE-1"),
        ):
            send(second, theirs, contact, theirs.order_line, 'second')

        second.cr.rollback()
        self.assertFalse(self._open()['account.move'].search([('invoice_origin', '=', other.name)]))

    def test_of_two_requests_with_the_same_key_one_acts(self):
        def ask(env, order, contact, line, reference):
            connector = env['gift.supplier.connector'].browse(self.connector_id)
            _asked, is_new = env['gift.supplier.request']._begin(connector, 'race-key', 'hash')
            if not is_new:
                raise UserError(env._("Known"))

        self.assertEqual(self._race(ask), "Known")

    def test_events_of_simultaneous_changes_are_numbered_one_after_the_other(self):
        def tell(env, order, contact, line, reference):
            env['gift.supplier.event']._note('order.confirmed', order)
            env.cr.flush()

        self.assertEqual(self._race(tell), '')
        events = self._open()['gift.supplier.event'].search(
            [('connector_id', '=', self.connector_id)], order='number'
        )
        # One of the confirmation itself, one of the first caller; the second was not committed.
        self.assertEqual(events.mapped('number'), [1, 2])

    def _report(self, env, line, reference, quantity=7):
        values = {'quantity': quantity, 'cause': 'print', 'source': 'receipt'}
        defects = env['gift.supplier.defect']
        return defects._report(line, values, env['gift.asset'], reference=reference)

    def test_two_reports_are_not_about_more_pieces_than_there_are(self):
        def report(env, order, contact, line, reference):
            self._report(env, line, reference)

        self.assertIn("3 pieces of Race mug", self._race(report))

    def test_of_two_decisions_one_orders_the_replacement(self):
        env = self._open()
        self._report(env, self._get(env)[2], 'one', quantity=2)
        env.cr.commit()

        def decide(env, order, contact, line, reference):
            order.gift_defect_ids._decide('replacement', date=date(2030, 3, 1))

        self.assertIn("was decided already", self._race(decide))
        order, _contact, lines = self._get(self._open())
        self.assertEqual(len(lines), 2)
        self.assertEqual(order.gift_defect_ids.replacement_line_ids.product_qty, 2)
