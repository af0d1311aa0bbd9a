from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import ReportCommon

FIGURES = (
    'job.jobs', 'job.quantity', 'job.proof_rounds', 'job.approval_mean', 'job.lead_mean',
    'job.due_count', 'job.kept_count', 'job.kept_rate', 'job.shipped_quantity',
    'job.reprint_quantity', 'job.reprint_rate',
)  # fmt: skip


@tagged('post_install', '-at_install')
class TestReportJob(ReportCommon):
    """A line of two mugs, ordered at 0:30 of April 1st in Berlin and promised for the 10th."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls._create_job("Anna", quantity=2)
        cls.order = cls.job.order_id
        cls.order.write(
            {'date_order': '2026-03-31 22:30:00', 'gift_first_promise': '2026-04-10 10:00:00'}
        )

    def _set(self, record, **values):
        """Set what only the workshop writes, at moments of our choice."""
        self.env.flush_all()
        record.invalidate_recordset()
        columns = ', '.join(f'"{name}" = %s' for name in values)
        self.env.cr.execute(
            f'UPDATE "{record._table}" SET {columns}, write_date = now() WHERE id = %s',
            (*values.values(), record.id),
        )

    def _log(self, job, stage, moment):
        self.env['gift.job.event'].sudo().create(
            {'job_id': job.id, 'kind': 'stage', 'to_stage': stage, 'date': moment}
        )
        self._set(job, stage=stage)

    def _leave(self, moment):
        self._log(self.job, 'packed', '2026-04-05 22:30:00')
        self._log(self.job, 'shipped', moment)

    def _read(self, now='2026-04-09 12:00:00', domain=()):
        with freeze_time(now):
            self.env['gift.report.refresh']._refresh_all(rebuild=True)
        own = [('order_id', '=', self.order.id), *domain]
        return dict(zip(FIGURES, self.env['gift.report.kpi']._read(FIGURES, own)[0], strict=True))

    def test_the_customers_time_is_told_from_the_shops(self):
        first = self._get_proof(self.job)
        self._set(
            first, state='superseded', sent_date='2026-04-01 08:00:00',
            change_date='2026-04-01 14:00:00',
        )  # fmt: skip
        first.sudo().create(
            {
                'sale_line_id': self.job.sale_line_id.id,
                'revision_id': first.revision_id.id,
                'number': 2,
                'policy': first.policy,
                'state': 'approved',
                'approval_kind': 'customer',
                'sent_date': '2026-04-02 08:00:00',
                'approved_date': '2026-04-02 10:00:00',
            }
        )
        figures = self._read()
        self.assertEqual((figures['job.proof_rounds'], figures['job.approval_mean']), (2, 8))

    def test_what_is_approved_with_the_order_took_no_time_of_the_customer(self):
        self._set(
            self._get_proof(self.job), state='approved', approval_kind='order',
            sent_date=None, approved_date='2026-04-01 08:00:00',
        )  # fmt: skip
        figures = self._read()
        self.assertEqual((figures['job.proof_rounds'], figures['job.approval_mean']), (0, None))

    def test_a_promise_is_kept_until_midnight_of_the_shop(self):
        self._leave('2026-04-10 21:59:00')
        figures = self._read('2026-04-12 12:00:00')
        self.assertEqual(figures['job.lead_mean'], 120)
        self.assertEqual(figures['job.shipped_quantity'], 2)
        self.assertEqual((figures['job.due_count'], figures['job.kept_count']), (1, 1))
        row = self.env['gift.report.job'].search([('order_id', '=', self.order.id)])
        self.assertEqual((row.placed_day, row.left_day), (date(2026, 4, 1), date(2026, 4, 10)))

        self.env.cr.execute(
            "UPDATE gift_job_event SET date = '2026-04-10 22:01:00'"
            " WHERE job_id = %s AND to_stage = 'shipped'",
            (self.job.id,),
        )
        figures = self._read('2026-04-12 12:00:00')
        self.assertEqual((figures['job.due_count'], figures['job.kept_count']), (1, 0))

    def test_what_is_overdue_was_not_kept_and_what_is_to_come_is_not_due(self):
        self.assertEqual(self._read('2026-04-10 12:00:00')['job.due_count'], 0)
        with freeze_time('2026-04-11 12:00:00'):
            refresh = self.env['gift.report.job']._refresh(self.env.cr.now())
        self.assertGreater(refresh, 0)  # the day has passed, though nothing was written
        figures = self._read('2026-04-11 12:00:00')
        self.assertEqual((figures['job.due_count'], figures['job.kept_rate']), (1, 0))
        self.assertEqual(figures['job.shipped_quantity'], 0)

    def test_cancelled_lines_do_not_count(self):
        self._set(self.job, stage='cancelled')
        self.assertEqual(self._read()['job.jobs'], 0)

    def test_a_reprint_counts_once_with_its_cause(self):
        self._leave('2026-04-06 10:00:00')
        cause = self.env['gift.reprint.cause'].search([], limit=1)
        again = self.job.sudo().create(
            {
                'sale_line_id': self.job.sale_line_id.id,
                'revision_id': self.job.revision_id.id,
                'revision_hash': self.job.revision_hash,
                'original_id': self.job.id,
                'reprint_of_id': self.job.id,
                'reprint_quantity': 1,
                'is_replacement': True,
            }
        )
        self.env['gift.reprint'].sudo().create(
            {
                'job_id': self.job.id,
                'new_job_id': again.id,
                'cause_id': cause.id,
                'fault': 'shop',
                'quantity': 1,
                'was_shipped': True,
                'date': '2026-04-20 22:30:00',
            }
        )
        figures = self._read('2026-04-21 12:00:00')
        self.assertEqual((figures['job.jobs'], figures['job.quantity']), (1, 2))
        self.assertEqual(figures['job.reprint_quantity'], 1)
        self.assertEqual(figures['job.reprint_rate'], 0.5)
        row = self.env['gift.report.job'].search(
            [('order_id', '=', self.order.id), ('kind', '=', 'again')]
        )
        self.assertEqual((row.cause_id, row.fault, row.day), (cause, 'shop', date(2026, 4, 21)))
        by_cause = self._read('2026-04-21 12:00:00', [('cause_id', '=', cause.id)])
        self.assertEqual(
            (by_cause['job.reprint_quantity'], by_cause['job.reprint_rate']), (1, None)
        )

    def test_parity_is_the_worst_of_the_current_files(self):
        for number, (kind, delta_e, ssim) in enumerate(
            (('pdf', 9.0, 0.5), ('pdf', 1.5, 0.995), ('png', 3.0, 0.99), ('svg', 0.0, 0.985))
        ):
            self.env['gift.print.file'].sudo().create(
                {
                    'job_id': self.job.id,
                    'name': f'{number}.{kind}',
                    'surface_key': 'front',
                    'kind': kind,
                    'file_format': kind,
                    'data': 'eA==',
                    'sha256': f'{number:064}',
                    'revision_hash': self.job.revision_hash,
                    'delta_e': delta_e,
                    'ssim': ssim,
                    'edge_shift_mm': 0.1,
                }
            )
        self._read()
        row = self.env['gift.report.job'].search([('order_id', '=', self.order.id)])
        self.assertEqual(
            (row.delta_e, row.delta_e_group, row.ssim, row.ssim_group, row.edge_group),
            (3.0, 'to_5', 0.985, 'from_98', 'to_01'),
        )
        self.assertEqual((row.maker, bool(row.method_id)), ('own', True))

    def test_an_option_is_taken_by_those_who_could(self):
        other = self._create_job("Ben").sale_line_id
        with freeze_time('2026-04-09 12:00:00'):
            self.env['gift.report.refresh']._refresh_all(rebuild=True)
        options = self.env['gift.report.option']
        domain = [('product_id', '=', other.product_id.id)]
        rows = options._read_group(
            [*domain, ('kind', '=', 'zone')], ['name'], ['used_count:sum', 'offered_count:sum']
        )
        self.assertIn((2, 2), [row[1:] for row in rows])
        for _name, used, offered in rows:
            self.assertLessEqual(used, offered)
            self.assertEqual(offered, 2)
        fonts = options._read_group(
            [*domain, ('kind', '=', 'font')], [], ['used_count:sum', 'take_rate:avg']
        )[0]
        self.assertEqual(fonts[0], 2)
        offered = options._read_group([*domain, ('kind', '=', 'font')], [], ['offered_count:sum'])
        self.assertEqual(fonts[1], 2 / offered[0][0])

    def test_a_refresh_comes_to_the_same_as_a_rebuild(self):
        refresh, jobs = self.env['gift.report.refresh'], self.env['gift.report.job']
        names = ('quantity', 'kept_count', 'due_count', 'reprint_quantity')
        refresh._refresh_all(rebuild=True)
        self._leave('2026-04-09 10:00:00')
        refresh._refresh_all()
        quick = [tuple(row[name] for name in names) for row in jobs.search([], order='line_id')]
        refresh._refresh_all(rebuild=True)
        whole = [tuple(row[name] for name in names) for row in jobs.search([], order='line_id')]
        self.assertEqual(quick, whole)
        self.assertIn((2, 1, 1, 0), whole)
