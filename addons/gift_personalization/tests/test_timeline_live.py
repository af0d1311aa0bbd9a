import json
from contextlib import suppress

from odoo.tests import tagged

from ..models.sale_order_live import NEWS
from .parcel_common import ParcelCommon


@tagged('post_install', '-at_install')
class TestLive(ParcelCommon):
    def setUp(self):
        super().setUp()
        self.order = self._create_gift_order("Anna", "Ben")
        self.jobs = self.order.gift_job_ids
        self._commit()

    def _commit(self):
        """Forget what is to be told after the commit; return the orders it is about."""
        orders = self.env.cr.postcommit.data.get(NEWS, set())
        self.env.cr.postcommit.clear()
        return orders

    def test_a_stage_is_told(self):
        self._make_ready(self.jobs[0])
        self._commit()

        self.jobs[0].action_start()

        self.assertEqual(self._commit(), {self.order.id})

    def test_many_jobs_of_an_order_are_told_once(self):
        self._make_ready(self.jobs)
        self._commit()

        self.jobs.action_start()
        self.jobs.action_made()
        self.jobs.action_packed()

        self.assertEqual(self._commit(), {self.order.id})

    def test_each_kind_of_news_is_told(self):
        self._pack(self.jobs)
        self._commit()
        picking = self.order.picking_ids
        news = {
            'number': lambda: picking.write({'carrier_tracking_ref': 'T-1'}),
            'left': lambda: self.jobs[0].action_ship(),
            'arrival': lambda: picking._gift_set_delivered('staff'),
            'promise': lambda: self.order.write({'commitment_date': '2027-01-04 11:00:00'}),
        }
        for kind, happen in news.items():
            with self.subTest(kind=kind):
                happen()
                self.assertEqual(self._commit(), {self.order.id})

    def test_what_the_page_does_not_show_is_not_told(self):
        self.order.write({'client_order_ref': "X"})
        self.order.picking_ids.write({'note': "X"})

        self.assertEqual(self._commit(), set())

    def test_a_failed_savepoint_takes_no_news_along(self):
        self._make_ready(self.jobs)
        self._commit()

        with suppress(ZeroDivisionError), self.env.cr.savepoint():
            self.jobs[0].action_start()
            raise ZeroDivisionError
        self.jobs[1].action_start()

        self.assertEqual(self._commit(), {self.order.id})

    def test_the_message_says_nothing_but_that_something_changed_once_for_each_order(self):
        orders = self.order | self._create_gift_order("Cem")
        self.env['bus.bus'].search([]).unlink()

        orders._gift_send_progress()
        self.env.cr.precommit.run()

        rows = self.env['bus.bus'].search([('channel', 'like', 'gift_progress')], order='id')
        self.assertEqual(
            [(json.loads(row.channel)[1:], json.loads(row.message)) for row in rows],
            [
                (
                    ['sale.order', order.id, 'gift_progress'],
                    {'type': 'gift_progress', 'payload': {'order_id': order.id}},
                )
                for order in orders
            ],
        )

    def test_gathering_the_news_of_many_jobs_asks_the_database_nothing(self):
        orders = self.order | self._create_gift_order(*"CDEFGHIJKL")
        jobs = orders.gift_job_ids
        jobs.mapped('order_id')

        with self.assertQueryCount(0):
            for job in jobs:
                job.order_id._gift_tell_progress()

        self.assertEqual(self._commit(), set(orders.ids))
