from odoo.tests import tagged

from .parcel_common import ParcelCommon


@tagged('post_install', '-at_install')
class TestParcelDelivery(ParcelCommon):
    """A divided order: a delivery for each recipient, one invoice for all."""

    def test_every_recipient_gets_a_delivery_at_the_right_address(self):
        order, ben, cem = self._create_divided_order()

        self._approve(order.gift_job_ids)

        pickings = order.picking_ids
        self.assertEqual(len(pickings), 3)
        self.assertEqual(
            {picking.gift_parcel_id: picking.partner_id for picking in pickings},
            {self.no_parcel: self.partner, ben: ben.partner_id, cem: cem.partner_id},
        )
        self.assertEqual(
            (ben.partner_id.name, ben.partner_id.city, cem.partner_id.city),
            ("Ben", "San Francisco", "Reno"),
        )
        self.assertEqual(pickings.move_ids.mapped('product_uom_qty'), [1, 1, 1])

    def test_plain_goods_and_gifts_of_one_recipient_travel_together(self):
        order = self._create_gift_order("Anna", plain=3, confirm=False)
        ben = self._add_parcel("Ben", order)
        for line in order.order_line:
            self._assign(line, ben, 1)
        order.action_confirm()

        self._approve(order.gift_job_ids)

        self.assertEqual(len(order.picking_ids), 2)
        self.assertEqual(ben.picking_ids.move_ids.product_id, order.order_line.product_id)
        own = order.picking_ids - ben.picking_ids
        self.assertEqual(own.move_ids.mapped('product_uom_qty'), [2])

    def test_an_order_without_recipients_has_one_delivery_to_its_own_address(self):
        order = self._create_gift_order("Anna", "Lea", plain=1)

        self._approve(order.gift_job_ids)

        self.assertEqual(len(order.picking_ids), 1)
        self.assertEqual(order.picking_ids.partner_id, self.partner)
        self.assertFalse(order.picking_ids.gift_parcel_id)

    def test_goods_added_later_join_the_delivery_of_their_recipient(self):
        order, ben, _cem = self._create_divided_order()
        self._approve(order.gift_job_ids)

        ben.line_ids.product_uom_qty = 4

        self.assertEqual(len(order.picking_ids), 3)
        self.assertEqual(ben.picking_ids.move_ids.product_uom_qty, 4)

    def test_the_revenue_counts_once(self):
        order, _ben, _cem = self._create_divided_order()
        self.assertEqual(order.amount_total, 3 * 13.0)
        order.order_line.product_id.invoice_policy = 'order'

        invoice = order._create_invoices()

        self.assertEqual(len(invoice), 1)
        self.assertEqual(invoice.amount_total, 3 * 13.0)
        self.assertEqual(invoice.partner_id, self.partner)

    def test_one_parcel_leaves_while_the_others_wait(self):
        order, ben, _cem = self._create_divided_order()
        self._approve(order.gift_job_ids)
        self._pack_lines(ben.line_ids)

        ben.picking_ids.sudo()._gift_validate_complete()

        stages = {line.gift_parcel_id: line.gift_job_ids.stage for line in order.order_line}
        self.assertEqual(stages[ben], 'shipped')
        self.assertEqual(sorted(stages.values()), ['ready', 'ready', 'shipped'])

    def _pack_lines(self, lines):
        for job in lines.gift_job_ids:
            job._write_print_files()
        for job in lines.order_id.gift_job_ids - lines.gift_job_ids:
            job._write_print_files()
        lines.gift_job_ids.action_start()
        lines.gift_job_ids.action_made()
        lines.gift_job_ids.action_packed()

    def test_tracking_is_told_per_parcel(self):
        order, ben, cem = self._create_divided_order()
        self._approve(order.gift_job_ids)
        self._pack_lines(ben.line_ids)
        ben.picking_ids.carrier_tracking_ref = 'BEN-1'
        self.assertEqual(ben._get_trackings(), [])

        ben.picking_ids.sudo()._gift_validate_complete()

        self.assertEqual([t['number'] for t in ben._get_trackings()], ['BEN-1'])
        self.assertEqual(cem._get_trackings(), [])

    def test_a_parcel_without_an_address_waits_until_it_is_there(self):
        order, ben, _cem = self._create_divided_order(confirm=False)
        ben.street = False
        order.action_confirm()

        self._approve(order.gift_job_ids)
        self.assertFalse(ben.line_ids.move_ids)
        self.assertEqual(len(order.picking_ids), 2)

        ben.street = "Elm Street 7"
        ben.line_ids._gift_release_procurement()

        self.assertEqual(ben.picking_ids.partner_id.street, "Elm Street 7")

    def test_a_corrected_address_reaches_the_delivery(self):
        order, ben, _cem = self._create_divided_order()
        self._approve(order.gift_job_ids)

        ben.with_user(self.users['staff']).city = "Oakland"

        self.assertEqual(ben.picking_ids.partner_id.city, "Oakland")

    def test_the_address_is_not_in_the_givers_address_book(self):
        order, ben, _cem = self._create_divided_order()

        self._approve(order.gift_job_ids)

        self.assertFalse(ben.partner_id.parent_id)
        self.assertFalse(ben.partner_id.email)
        self.assertNotIn("Azure", ben.partner_id.display_name)
        self.assertEqual(ben.partner_id.display_name, "Ben")

    def test_odoos_shipping_mail_does_not_go_to_the_recipient(self):
        order, ben, _cem = self._create_divided_order()
        order.company_id.stock_move_email_validation = True
        self._approve(order.gift_job_ids)
        self._pack_lines(ben.line_ids)
        ben.partner_id.email = 'ben@example.com'  # by whomever, later
        before = self.env['mail.mail'].search([])

        ben.picking_ids.sudo()._gift_validate_complete()

        mails = self.env['mail.mail'].search([]) - before
        self.assertEqual(mails.recipient_ids | self.partner, self.partner)
        self.assertNotIn(ben.partner_id, ben.picking_ids.message_ids.notified_partner_ids)

    def test_a_reprint_goes_to_the_recipient_too(self):
        order, ben, _cem = self._create_divided_order()
        self._approve(order.gift_job_ids)
        self._pack_lines(ben.line_ids)
        ben.picking_ids.sudo()._gift_validate_complete()
        cause = self.env['gift.reprint.cause'].search([], limit=1)

        new_job = ben.line_ids.gift_job_ids._reprint(cause, 1, reference='window')

        self.assertEqual(new_job.replacement_move_ids.picking_id.partner_id, ben.partner_id)
        self.assertEqual(new_job.replacement_move_ids.picking_id.gift_parcel_id, ben)

    def test_a_cancelled_line_leaves_the_other_parcels_alone(self):
        order, ben, cem = self._create_divided_order()
        self._approve(order.gift_job_ids)

        ben.line_ids.product_uom_qty = 0

        self.assertEqual(ben.line_ids.gift_job_ids.stage, 'cancelled')
        self.assertEqual(cem.picking_ids.move_ids.product_uom_qty, 1)

    def test_a_recipient_that_gets_nothing_is_forgotten_at_the_confirmation(self):
        order, ben, _cem = self._create_divided_order(confirm=False)
        nobody = self._add_parcel("Nobody", order)

        order.action_confirm()

        self.assertFalse(nobody.exists())
        self.assertTrue(ben.exists())

    def test_packing_knows_for_whom_a_job_is(self):
        order, ben, _cem = self._create_divided_order()

        self.assertEqual(ben.line_ids.gift_job_ids.recipient, "Ben")
        self.assertEqual(
            sorted(job.recipient or '' for job in order.gift_job_ids), ['', "Ben", "Cem"]
        )

    def test_two_steps_of_delivery_keep_the_recipients_apart(self):
        self.env['stock.warehouse'].search(
            [('company_id', '=', self.env.company.id)]
        ).delivery_steps = 'pick_ship'
        order, ben, cem = self._create_divided_order()

        self._approve(order.gift_job_ids)

        self.assertEqual(len(order.picking_ids.filtered(lambda p: p.gift_parcel_id == ben)), 1)
        self.assertEqual(len(order.picking_ids), 3)
        self.assertNotEqual(ben.picking_ids, cem.picking_ids)
