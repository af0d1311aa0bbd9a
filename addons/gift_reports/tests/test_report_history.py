import io

import openpyxl
from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import EXPORT, ReportCommon

HEADINGS = EXPORT.split('\n', 1)[0]


@tagged('post_install', '-at_install')
class TestReportHistory(ReportCommon):
    def _read_customers(self):
        self._refresh(rebuild=True)
        rows = self.env['gift.report.customer'].search([('company_id', '=', self.company.id)])
        return {
            row.display_name: (str(row.first_day), row.orders, row.revenue)
            for row in rows
            if row.first_day.year == 2025
        }

    def test_an_export_becomes_customers(self):
        history = self._upload_history()
        history.action_check()
        self.assertEqual((history.state, history.problem), ('checked', False))
        columns = {line.field: line.column for line in history.column_ids}
        self.assertEqual((columns['customer'], columns['price']), ('CustomerID', 'UnitPrice'))
        history.action_import()
        self.assertEqual(history.state, 'waiting')
        self.env['gift.report.history']._cron_import()
        self.assertEqual((history.state, history.order_count), ('done', 4))
        result = history.result
        self.assertEqual((result['rows'], result['customers']), (7, 2))
        counts = [result['kept'], result['refunds'], *result['left_out'].values()]
        self.assertEqual(sum(count['rows'] for count in counts), 7)
        self.assertEqual(set(result['left_out']), {'adjustment', 'no_customer'})
        self.assertIn("Nobody is named as the customer", history.summary)
        self.assertEqual(
            self._read_customers(),
            {
                'anna@elsewhere.test': ('2025-01-13', 2, 70),
                '17850': ('2025-02-14', 2, 60),
            },
        )

    def test_customers_the_shop_knows_are_one_with_their_orders(self):
        self.partner.write({'email': 'Anna@Elsewhere.test'})
        other = self.env['res.partner'].create({'name': "Seventeen", 'ref': '17850'})
        self._sell((self.mug, 1))
        self._import_history()
        customers = self._read_customers()
        self.assertEqual(customers[self.partner.display_name], ('2025-01-13', 3, 80))
        self.assertEqual(customers[other.display_name], ('2025-02-14', 2, 60))
        self.assertEqual(other.gift_first_order_month.isoformat(), '2025-02-01')

    def test_the_same_file_counts_once(self):
        self._import_history()
        again = self._upload_history(name='again.csv')
        again.action_check()
        with self.assertRaisesRegex(UserError, "imported already, as sales.csv"):
            again.action_import()

    def test_an_import_can_be_taken_back(self):
        history = self._import_history()
        self.assertTrue(self._read_customers())
        history.action_take_back()
        self.assertFalse(self._read_customers())
        self._import_history()
        self.assertTrue(self._read_customers())

    def test_a_column_that_was_not_found_is_asked_for(self):
        text = EXPORT.replace(HEADINGS, "a,b,c,Quantity,d,UnitPrice,who,e").replace('@', ' at ')
        history = self._upload_history(text)
        history.action_check()
        if history.state == 'failed':
            self.assertIn("Say which column holds", history.problem)
        for line in history.column_ids:
            told = {'customer': 'who', 'date': 'd', 'invoice': 'a', 'sku': 'b'}
            line.column = told.get(line.field, line.column)
        history.action_check()
        self.assertEqual(history.state, 'checked')
        history.column_ids.filtered(lambda line: line.field == 'country').column = "nowhere"
        history.action_check()
        self.assertEqual(history.state, 'failed')
        self.assertIn("There is no column nowhere", history.problem)

    def test_workbooks_are_read_too(self):
        book = openpyxl.Workbook()
        for row in EXPORT.strip().split('\n'):
            book.active.append(row.split(','))
        content = io.BytesIO()
        book.save(content)
        history = self._upload_history(content.getvalue(), name='sales.xlsx')
        history.action_check()
        history.action_import()
        self.env['gift.report.history']._cron_import()
        self.assertEqual((history.state, history.order_count), ('done', 4))

    def test_what_is_no_export_is_told_in_a_sentence(self):
        cases = {
            b'': "empty",
            b'\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR' * 20: "neither a CSV nor an Excel",
            b'PK\x03\x04 no archive': "cannot be opened",
        }
        for content, words in cases.items():
            with self.subTest(words=words):
                history = self._upload_history(content or b'\n')
                history.action_check()
                self.assertEqual(history.state, 'failed')
                self.assertIn(words, history.problem)

    def test_a_day_after_today_is_left_out(self):
        with freeze_time('2025-04-01 12:00:00'):
            history = self._import_history()
        self.assertEqual(history.result['left_out']['future']['rows'], 2)
