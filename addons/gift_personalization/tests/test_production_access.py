from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tests.common import JsonRpcException
from odoo.tools import mute_logger

from .production_common import ProductionCommon

MODELS = ('gift.job', 'gift.job.event', 'gift.print.file')
INSIDE = ('production', 'staff', 'manager')
OUTSIDE = ('visitor', 'customer', 'employee')


@tagged('post_install', '-at_install')
class TestProductionAccess(ProductionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls._create_job()
        cls._make_ready(cls.job)
        cls.records = {
            'gift.job': cls.job,
            'gift.job.event': cls.job.event_ids,
            'gift.print.file': cls.job.file_ids,
        }

    def test_the_production_team_reads_jobs_events_and_files(self):
        for role in INSIDE:
            for model, records in self.records.items():
                with self.subTest(role=role, model=model):
                    mine = records.with_user(self.users[role])
                    self.assertTrue(mine.has_access('read'))
                    self.assertTrue(mine.read([]))

    def test_salespeople_without_a_role_of_the_gift_shop_read_their_orders(self):
        seller = new_test_user(
            self.env, 'gift_seller', groups='sales_team.group_sale_salesman_all_leads'
        )
        order = self.job.order_id.with_user(seller)

        self.assertEqual(order.read()[0]['name'], self.job.order_id.name)
        ours = [name for name in order.order_line.fields_get() if name.startswith('gift_')]
        self.assertTrue(order.order_line.read(ours))
        self.assertNotIn('gift_job_ids', order.read()[0])

    def test_nobody_else_reads_jobs_events_or_files(self):
        for role in OUTSIDE:
            for model, records in self.records.items():
                with self.subTest(role=role, model=model), self.assertRaises(AccessError):
                    records.with_user(self.users[role]).read(['id'])

    def test_nobody_writes_creates_or_deletes_them_by_hand(self):
        for role in (*INSIDE, *OUTSIDE):
            for model, records in self.records.items():
                for operation in ('write', 'create', 'unlink'):
                    with self.subTest(role=role, model=model, operation=operation):
                        self.assertFalse(
                            records[:1].with_user(self.users[role]).has_access(operation)
                        )

    def test_stages_do_not_move_by_writing(self):
        for role in INSIDE:
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.job.with_user(self.users[role]).stage = 'shipped'
        self.assertEqual(self.job.stage, 'ready')

    def test_buttons_of_the_floor_are_for_the_production_team(self):
        for role in OUTSIDE:
            for button in (
                'action_start',
                'action_print_tickets',
                'action_download_files',
                'action_ship',
            ):
                with self.subTest(role=role, button=button), self.assertRaises(AccessError):
                    getattr(self.job.with_user(self.users[role]), button)()
        self.assertEqual(self.job.stage, 'ready')

    def test_production_cannot_use_the_buttons_of_the_order_desk(self):
        job = self.job.with_user(self.users['production'])

        for button in ('action_make_again', 'action_write_files_again'):
            with self.subTest(button=button), self.assertRaises(AccessError):
                getattr(job, button)()

    def test_production_cannot_approve_a_proof_by_moving_a_job(self):
        waiting = self._create_job("Ben").with_user(self.users['production'])

        with self.assertRaisesRegex(UserError, "has not approved"):
            waiting.action_start()

        self.assertEqual(waiting.stage, 'waiting')

    def test_only_the_production_team_scans(self):
        for role in OUTSIDE:
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._scan(self.job.name, role)
        self.assertEqual(self.job.stage, 'ready')

    def test_jobs_of_another_company_are_not_seen(self):
        company = self.env['res.company'].create({'name': "Other shop"})
        user = self.users['production'].copy(
            {
                'login': 'gift_other_company',
                'company_id': company.id,
                'company_ids': [(6, 0, company.ids)],
            }
        )

        answer = self.env['gift.job'].with_user(user).action_scan(self.job.name)

        self.assertEqual(answer['status'], 'unknown')
        self.assertEqual(self.job.stage, 'ready')


@tagged('post_install', '-at_install')
class TestProductionRoutes(ProductionCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.job = cls._create_job()
        cls._make_ready(cls.job)
        cls.paths = (
            f'/gift/jobs/tickets.pdf?ids={cls.job.id}',
            f'/gift/jobs/files.zip?ids={cls.job.id}',
            f'/gift/print-file/{cls.job.current_file_ids[0].id}',
        )

    def _log_in(self, role):
        login = self.users[role].login if role != 'visitor' else None
        self.authenticate(login, login)

    def test_papers_and_files_are_for_the_production_team(self):
        for role in INSIDE:
            self._log_in(role)
            for path in self.paths:
                with self.subTest(role=role, path=path):
                    response = self.url_open(path)
                    self.assertEqual(response.status_code, 200)
                    self.assertIn('no-store', response.headers['Cache-Control'])

    def test_nobody_else_gets_papers_or_files(self):
        for role in OUTSIDE:
            self._log_in(role)
            for path in self.paths:
                with self.subTest(role=role, path=path):
                    response = self.url_open(path, allow_redirects=False)
                    self.assertIn(response.status_code, (303, 404))
                    self.assertNotIn('pdf', response.headers['Content-Type'])

    @mute_logger('odoo.http')
    def test_a_customer_cannot_scan_over_the_network(self):
        self._log_in('customer')

        with self.assertRaises(JsonRpcException):
            self.make_jsonrpc_request(
                '/web/dataset/call_kw/gift.job/action_scan',
                {
                    'model': 'gift.job',
                    'method': 'action_scan',
                    'args': [self.job.name],
                    'kwargs': {},
                },
            )

        self.assertEqual(self.job.stage, 'ready')
