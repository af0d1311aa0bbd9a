from odoo.tests import HttpCase, tagged

from .parcel_common import ParcelCommon
from .production_common import ProductionCommon


@tagged('post_install', '-at_install')
class TestTimeline(ProductionCommon):
    def _get_states(self, job):
        return {step['key']: step['state'] for step in job._get_timeline()}

    def _ship(self):
        job = self._create_job()
        self._pack(job)
        job.order_id.picking_ids.carrier_tracking_ref = 'TRACK-1'
        job.action_ship()
        return job

    def test_a_new_job_waits_for_the_approval_of_its_customer(self):
        job = self._create_job()

        self.assertEqual(
            self._get_states(job),
            {
                'paid': 'done',
                'proof_sent': 'done',
                'approved': 'current',
                'in_production': 'next',
                'packed': 'next',
                'shipped': 'next',
                'delivered': 'next',
            },
        )

    def test_an_approved_job_waits_for_production_even_before_its_files_are_written(self):
        job = self._create_job()
        self._approve(job)

        states = self._get_states(job)
        self.assertEqual((states['approved'], states['in_production']), ('done', 'current'))

    def test_a_shipped_job_tells_dates_and_tracking_and_is_under_way(self):
        job = self._ship()

        *before, shipped, delivered = job._get_timeline()

        self.assertEqual({step['state'] for step in (*before, shipped)}, {'done'})
        self.assertTrue(all(step['date'] for step in (*before, shipped)))
        self.assertEqual(shipped['tracking_ref'], 'TRACK-1')
        self.assertEqual((delivered['key'], delivered['state']), ('delivered', 'current'))

    def test_a_gift_has_arrived_when_somebody_has_said_so(self):
        job = self._ship()

        job.order_id.picking_ids._gift_set_delivered('carrier', '2026-11-30 10:00:00')

        delivered = job._get_timeline()[-1]
        self.assertEqual(
            (delivered['state'], str(delivered['date'])), ('done', '2026-11-30 10:00:00')
        )
        self.assertEqual(job.order_id.picking_ids.gift_delivered_source, 'carrier')
        self.assertEqual(job._get_last_event().kind, 'delivery')

    def test_the_first_word_about_an_arrival_counts(self):
        job = self._ship()
        picking = job.order_id.picking_ids
        picking._gift_set_delivered('carrier', '2026-11-30 10:00:00')

        self.assertFalse(picking._gift_set_delivered('customer'))

        self.assertEqual(str(picking.gift_delivered_date), '2026-11-30 10:00:00')
        self.assertEqual(picking.gift_delivered_source, 'carrier')

    def test_an_arrival_noted_by_mistake_is_taken_back(self):
        job = self._ship()
        picking = job.order_id.picking_ids
        picking.action_gift_delivered()

        picking.action_gift_not_delivered()

        self.assertEqual(job._get_timeline()[-1]['state'], 'current')
        self.assertIn("not arrived", job._get_last_event().note)

    def test_what_has_not_left_cannot_arrive(self):
        job = self._create_job()
        self._pack(job)

        self.assertFalse(job.order_id.picking_ids._gift_set_delivered('staff'))

        self.assertFalse(job.order_id.picking_ids.gift_delivered_date)

    def test_a_gift_in_two_parcels_has_arrived_with_the_second(self):
        job = self._ship()
        first = job.order_id.picking_ids
        second = first.copy()
        second.action_confirm()
        second.move_ids.sale_line_id = job.sale_line_id
        second.move_ids.write({'quantity': 1, 'picked': True})
        second._action_done()

        first._gift_set_delivered('staff')
        self.assertFalse(job._get_delivered_date())
        second._gift_set_delivered('staff')

        self.assertTrue(job._get_delivered_date())

    def test_steps_of_the_proof_are_left_out_where_there_is_none(self):
        self.gift_template.proof_policy = 'none'
        job = self._create_job()

        self.assertEqual(
            [step['key'] for step in job._get_timeline()],
            ['paid', 'in_production', 'packed', 'shipped', 'delivered'],
        )

    def test_a_cancelled_job_has_no_timeline(self):
        job = self._create_job()
        job.order_id._action_cancel()

        self.assertEqual(job._get_timeline(), [])

    def test_a_deleted_word_is_no_step_now(self):
        line = self._create_job().sale_line_id

        self.assertEqual(line._gift_get_now([]), '')
        self.assertEqual(line._gift_get_now(line._gift_get_timeline()), "Waiting for your approval")

    def test_the_word_for_now_is_the_last_step_that_was_done(self):
        job = self._create_job()
        self._make_ready(job)
        job.action_start()
        line = job.sale_line_id

        self.assertEqual(line._gift_get_now(line._gift_get_timeline()), "In production")

    def test_staff_see_the_steps_on_the_order_and_on_the_job(self):
        job = self._ship()

        for html in (job.progress_html, job.order_id.gift_progress_html):
            self.assertIn("In production", html)
            self.assertIn("TRACK-1", html)
            self.assertNotIn("<form", html)

    def test_the_limit_of_a_change_names_the_day_of_its_production(self):
        line = self._create_job().sale_line_id
        line.gift_booking_ids.unlink()
        self.assertEqual(line._gift_get_edit_limit(), "Possible until we start to make it.")

        self.env['ir.config_parameter'].set_param('gift_personalization.edit_until', 'approval')
        self.assertEqual(line._gift_get_edit_limit(), "Possible until you approve the proof.")


@tagged('post_install', '-at_install')
class TestProgressPage(ParcelCommon, HttpCase):
    def _ship(self, order):
        for job in order.gift_job_ids:
            self._pack(job)
        for number, picking in enumerate(order.picking_ids):
            picking.carrier_tracking_ref = f'TRACK-{number}'
        for job in order.gift_job_ids:
            job.action_ship()

    def _get_page(self, order, part=''):
        token = order._portal_ensure_token()
        return self.url_open(f'/my/orders/{order.id}{part}?access_token={token}')

    def test_the_guests_page_holds_the_part_that_is_fetched_again(self):
        order = self._create_gift_order("Anna")

        page, part = self._get_page(order), self._get_page(order, '/progress')

        self.assertEqual((page.status_code, part.status_code), (200, 200))
        self.assertIn('id="gift_progress"', page.text)
        self.assertIn("Waiting for your approval", part.text)
        self.assertNotIn('<html', part.text)
        self.assertEqual(part.headers['Cache-Control'], 'private, no-store')

    def test_each_parcel_tells_carrier_number_and_arrival(self):
        order, ben, _cem = self._create_divided_order()
        self._ship(order)
        first, second, _third = order.picking_ids.sorted('id')
        ben.picking_ids._gift_set_delivered('staff')

        text = self._get_page(order, '/progress').text

        self.assertIn(first.carrier_tracking_ref, text)
        self.assertIn(second.carrier_tracking_ref, text)
        self.assertEqual(text.count("Arrived on"), 1)
        self.assertEqual(text.count("It has arrived"), 2)

    def test_the_customer_says_that_a_parcel_has_arrived(self):
        order, ben, _cem = self._create_divided_order()
        self._ship(order)
        self.authenticate(None, None)

        self._post(
            f'/my/orders/{order.id}/parcels/{ben.picking_ids.id}/arrived',
            access_token=order._portal_ensure_token(),
        )

        self.assertEqual(ben.picking_ids.gift_delivered_source, 'customer')
        self.assertEqual(len(order.picking_ids.filtered('gift_delivered_date')), 1)

    def test_the_way_to_a_withheld_address_is_not_shown(self):
        order, ben, _cem = self._create_divided_order()
        ben.write({'asks_address': True, 'address_hidden': True})
        self._ship(order)
        secret = ben.picking_ids.carrier_tracking_ref

        for part in ('', '/progress'):
            text = self._get_page(order, part).text
            self.assertNotIn(secret, text)
            self.assertIn("would tell the address", text)

    def test_times_are_those_of_the_guests_browser(self):
        order = self._create_gift_order("Anna")
        order.date_order = '2026-11-30 23:30:00'
        self.authenticate(None, None)

        found = {}
        for zone in ('Asia/Tokyo', 'America/New_York', 'no/where'):
            self.opener.cookies.set('tz', zone, domain='127.0.0.1')
            self.opener.cookies.set('tz', zone)
            found[zone] = self._get_page(order, '/progress').text

        self.assertIn("1 Dec, 08:30", found['Asia/Tokyo'])
        self.assertIn("30 Nov, 18:30", found['America/New_York'])
        self.assertNotIn("1 Dec, 08:30", found['no/where'])

    def test_a_part_of_the_page_reads_ten_gifts_as_fast_as_two(self):
        counts = []
        for names in ("AB", "ABCDEFGHIJ"):
            order = self._create_gift_order(*names)
            order._portal_ensure_token()
            self.env.flush_all()
            self.env.invalidate_all()
            order_sudo = order.sudo()
            before = self.env.cr.sql_log_count
            for line in order_sudo._gift_get_lines():
                line._gift_get_now(line._gift_get_timeline())
            order_sudo._gift_get_shipments()
            counts.append(self.env.cr.sql_log_count - before)

        self.assertEqual(counts[0], counts[1])
