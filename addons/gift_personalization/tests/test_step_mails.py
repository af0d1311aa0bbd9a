from datetime import timedelta
from unittest.mock import patch

from odoo.fields import Datetime
from odoo.tests import HttpCase, tagged

from .parcel_common import ParcelCommon


class StepMailCommon(ParcelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.email = 'emma@example.com'
        cls.env['ir.config_parameter'].set_param('gift_personalization.step_mail_minutes', 0)

    def _send(self):
        """Run the scheduled action; return the mails about steps that were written by it."""
        known = self._get_mails()
        with self.enter_registry_test_mode():
            self.env.ref('gift_personalization.ir_cron_step_mails').method_direct_trigger()
        self.env.invalidate_all()
        return self._get_mails() - known

    def _get_mails(self):
        domain = [('model', '=', 'sale.order'), ('body_html', 'ilike', 'Fewer mails like this')]
        return self.env['mail.mail'].search(domain, order='id')

    def _create_shipped(self, *texts):
        order = self._create_gift_order(*texts)
        self._pack(order.gift_job_ids)
        order.picking_ids.carrier_tracking_ref = 'TRACK-1'
        for job in order.gift_job_ids:
            job.action_ship()
        return order


@tagged('post_install', '-at_install')
class TestStepMails(StepMailCommon):
    def test_usually_the_customer_hears_of_shipping_and_arrival_only(self):
        order = self._create_gift_order("Anna")
        self._pack(order.gift_job_ids)
        self.assertFalse(self._send())

        order.gift_job_ids.action_ship()
        shipped = self._send()
        order.picking_ids._gift_set_delivered('carrier')
        arrived = self._send()

        self.assertEqual(shipped.subject, f"Your gift is on its way ({order.name})")
        self.assertEqual(arrived.subject, f"Your gift has arrived ({order.name})")

    def test_gifts_that_go_on_together_are_one_mail(self):
        order = self._create_shipped("Anna", "Ben", "Cem")

        mail = self._send()

        self.assertEqual(mail.subject, f"Your gifts are on their way ({order.name})")
        for text in ("Anna", "Ben", "Cem"):
            self.assertIn(text, mail.body_html)
        self.assertEqual(mail.body_html.count('TRACK-1</a>') or mail.body_html.count('TRACK-1'), 1)

    def test_steps_wait_for_their_neighbours(self):
        self.env['ir.config_parameter'].set_param('gift_personalization.step_mail_minutes', 5)
        order = self._create_shipped("Anna")
        self.assertFalse(self._send())

        order.gift_step_mail_ids.due_date = Datetime.now() - timedelta(seconds=1)

        self.assertEqual(len(self._send()), 1)

    def test_a_step_is_told_once(self):
        order = self._create_shipped("Anna")
        self.assertEqual(len(self._send()), 1)

        order.gift_job_ids._gift_send_stage_mail()

        self.assertFalse(self._send())
        self.assertEqual(len(order.gift_step_mail_ids), 1)

    def test_each_parcel_names_its_recipient(self):
        order, ben, _cem = self._create_divided_order()
        for job in order.gift_job_ids:
            self._pack(job)
        for picking in order.picking_ids:
            picking.carrier_tracking_ref = f'TRACK-{picking.gift_parcel_id.name or "own"}'
        ben.write({'asks_address': True, 'address_hidden': True})
        for job in order.gift_job_ids:
            job.action_ship()

        body = self._send().body_html

        self.assertIn('TRACK-Cem', body)
        self.assertIn('TRACK-own', body)
        self.assertNotIn('TRACK-Ben', body)  # it would show the address
        self.assertIn('>Cem</strong>', body)

    def test_each_parcel_of_a_large_order_is_told(self):
        order, _ben, _cem = self._create_divided_order()
        volume = 'odoo.addons.gift_personalization.models.sale_order_volume.GROUPED_ABOVE'
        with patch(volume, 1):
            for job in order.gift_job_ids:
                self._pack(job)
            for picking in order.picking_ids:
                picking.carrier_tracking_ref = f'TRACK-{picking.gift_parcel_id.name or "own"}'
            for job in order.gift_job_ids:
                job.action_ship()

        body = self._send().body_html

        self.assertIn('TRACK-Ben', body)
        self.assertIn('TRACK-Cem', body)

    def test_what_is_no_longer_wanted_is_not_sent(self):
        order = self._create_shipped("Anna")

        order._gift_set_mail_steps(())

        self.assertFalse(self._send())
        self.assertTrue(order.gift_step_mail_ids.sent_date)

    def test_the_customers_choice_counts_for_orders_to_come_and_the_orders_before_it(self):
        first, second = self._create_gift_order("Anna"), self._create_gift_order("Ben")

        first._gift_set_mail_steps({'packed'}, always=True)
        self.assertEqual(second._gift_get_mail_steps(), {'packed'})
        second._gift_set_mail_steps({'shipped'})

        self.assertEqual(first._gift_get_mail_steps(), {'packed'})
        self.assertEqual(second._gift_get_mail_steps(), {'shipped'})

    def test_mail_programs_are_told_how_to_stop_them(self):
        order = self._create_shipped("Anna")

        headers = self._send().headers

        self.assertIn("'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'", headers)
        self.assertIn(order._gift_get_mails_url('/stop'), headers)

    def test_a_customer_who_says_that_it_has_arrived_gets_no_mail_about_it(self):
        order = self._create_shipped("Anna")
        self._send()

        order.picking_ids._gift_set_delivered('customer')

        self.assertFalse(self._send())

    def test_a_later_date_is_told_with_its_reason(self):
        order = self._create_gift_order("Anna")
        later = order.commitment_date + timedelta(days=7)

        order._gift_move_promise(later, 'capacity')

        mail = self._send()
        self.assertEqual(mail.subject, f"Your gift arrives later ({order.name})")
        self.assertIn("Our workshop was fully booked", mail.body_html)


@tagged('post_install', '-at_install')
class TestMailChoice(StepMailCommon, HttpCase):
    def test_the_link_of_a_mail_keeps_a_choice(self):
        order = self._create_gift_order("Anna")
        self.authenticate(None, None)
        url = order._gift_get_mails_url()
        self.assertIn("Write to me when", self.url_open(url).text)

        answer = self._post(url, packed='1', delivered='1', nonsense='1')

        self.assertIn("Your choice is kept", answer.text)
        self.assertEqual(order._gift_get_mail_steps(), {'packed', 'delivered'})
        self.assertFalse(order.partner_id.gift_mail_steps)

    def test_one_click_stops_them_without_a_session_and_opening_the_link_does_not(self):
        order = self._create_gift_order("Anna")
        url = order._gift_get_mails_url('/stop')
        self.url_open(url)
        self.assertEqual(order._gift_get_mail_steps(), {'shipped', 'delivered', 'later'})

        answer = self.url_open(url, data={'List-Unsubscribe': 'One-Click'})

        self.assertEqual((answer.status_code, answer.text), (200, ''))
        self.assertEqual(order._gift_get_mail_steps(), set())
