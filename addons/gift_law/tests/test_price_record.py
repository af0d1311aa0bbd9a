from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .price_common import PriceCommon


@tagged('post_install', '-at_install')
class TestPriceRecord(PriceCommon):
    """A price is written down once, when it changes, in the transaction that changes it."""

    def _commit(self):
        """Do what the end of a transaction does."""
        self.env.flush_all()
        self.env.cr.precommit.run()

    def test_a_new_list_price_is_written_down_when_the_transaction_ends(self):
        self.template.list_price = 17.0
        self.assertEqual(self._get_rows(), [(20.0, False)])

        self._commit()

        self.assertEqual(self._get_rows(), [(20.0, False), (17.0, False)])

    def test_a_price_that_no_customer_could_see_is_none(self):
        self.template.list_price = 1.0
        self.template.list_price = 20.0

        self._commit()

        self.assertEqual(self._get_rows(), [(20.0, False)])

    def test_an_equal_price_is_written_down_once(self):
        for _time in range(3):
            self._record()
            self.prices._cron_record()

        self.assertEqual(self._get_rows(), [(20.0, False)])

    def test_a_rule_of_a_price_list_is_written_down_when_it_comes_changes_and_goes(self):
        rule = self._reduce(10, 9)
        rule.percent_price = 20
        self._commit()
        rule.unlink()
        with freeze_time(self.now + timedelta(seconds=5)):
            self._commit()

        expected = [(20.0, False), (18.0, True), (16.0, True), (20.0, False)]
        self.assertEqual(self._get_rows(), expected)

    def test_a_rule_with_dates_begins_and_ends_on_time_although_the_work_was_late(self):
        start, end = self._ago(6), self._ago(4)
        self.env['ir.config_parameter'].set_param(
            'gift_law.prices_recorded_until', fields.Datetime.to_string(self._ago(7))
        )
        self.env['product.pricelist.item'].create(
            {
                'pricelist_id': self.pricelist.id,
                'compute_price': 'percentage',
                'percent_price': 50,
                'date_start': start,
                'date_end': end,
            }
        )
        self.env.cr.precommit.clear()

        self.prices._cron_record()

        rows = self.prices.search(
            [('product_id', '=', self.mug.id), ('pricelist_id', '=', self.pricelist.id)],
            order='number',
        )
        self.assertEqual(
            [(row.price, row.date_start) for row in rows],
            [(20.0, self._ago(60)), (10.0, start), (20.0, end + timedelta(seconds=1))],
        )

    def test_the_work_is_asked_for_when_a_rule_begins_and_ends(self):
        start, end = self.now + timedelta(days=2), self.now + timedelta(days=3)
        cron = self.env.ref('gift_law.ir_cron_prices')
        self.env['ir.cron.trigger'].search([('cron_id', '=', cron.id)]).unlink()

        self._reduce(10, 0, date_start=start, date_end=end)

        triggers = self.env['ir.cron.trigger'].search([('cron_id', '=', cron.id)])
        self.assertEqual(sorted(triggers.mapped('call_at')), [start, end + timedelta(seconds=1)])

    def test_what_is_taken_off_the_shop_is_no_longer_charged(self):
        self.template.is_published = False
        self._commit()

        latest = self.prices.search(
            [('product_id', '=', self.mug.id), ('pricelist_id', '=', self.pricelist.id)], limit=1
        )
        self.assertFalse(latest.is_offered)

    def test_what_was_never_on_the_shop_has_no_price(self):
        hidden = self.env['product.product'].create({'name': "Hidden", 'list_price': 5.0})
        self._commit()

        self.assertFalse(self.prices.search([('product_tmpl_id', '=', hidden.product_tmpl_id.id)]))

    def test_each_website_has_its_own_prices(self):
        other = self.env['website'].create({'name': "Other shop"})
        self.template.website_id = self.website
        self._record()

        self.assertFalse(self.prices.search([('website_id', '=', other.id)]))

    def test_the_extra_price_of_a_variant_is_written_down(self):
        attribute = self.env['product.attribute'].create(
            {'name': "Size", 'value_ids': [Command.create({'name': n}) for n in ("S", "L")]}
        )
        line = {'attribute_id': attribute.id, 'value_ids': [Command.set(attribute.value_ids.ids)]}
        self.template.write({'attribute_line_ids': [Command.create(line)]})
        large = self.template.product_variant_ids[1]
        self._commit()

        large.product_template_attribute_value_ids.price_extra = 3.0
        with freeze_time(self.now + timedelta(seconds=5)):
            self._commit()

        self.assertEqual(self._get_rows(large), [(20.0, False), (23.0, False)])

    def test_nobody_changes_or_deletes_what_was_charged(self):
        row = self.prices.search([('product_id', '=', self.mug.id)], limit=1)

        with self.assertRaisesRegex(UserError, "cannot be changed"):
            row.price = 1.0
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            row.unlink()

    def test_old_rows_go_and_what_a_reduction_is_measured_by_stays(self):
        self.env['ir.config_parameter'].set_param('gift_law.price_retention_days', '60')
        self._forget()
        self._record(400)
        self._charge(18.0, 300)
        self._charge(20.0, 290)
        self._reduce(50, 280)

        self.prices._cron_record()

        self.assertEqual(self._get_rows(), [(10.0, True)])
        self.assertEqual(self._show(), (10.0, 18.0, 18.0))

    def test_the_number_of_queries_does_not_grow_with_the_products(self):
        def count(products):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.prices._record(products.product_tmpl_id, self.now + timedelta(minutes=1))
            return self.env.cr.sql_log_count - before

        def create(number):
            values = {'name': "Cup", 'list_price': 8.0, 'is_published': True}
            return self.env['product.product'].create([values] * number)

        count(create(1))  # warm
        few, many = count(create(2)), count(create(30))

        self.assertLessEqual(many, few + 2)
