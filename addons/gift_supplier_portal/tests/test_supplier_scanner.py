"""Programs of mail servers open every link, again and again."""

import re
from html import unescape

from odoo.tests import new_test_user, tagged

from .routes_common import RoutesCommon

TIMES = 20
KEY = re.compile('/supplier/[^/]{43}')
LINK = re.compile(r'(?:href|src)="([^"]+)"')


@tagged('post_install', '-at_install')
class TestSupplierScanner(RoutesCommon):
    """GET and HEAD leave every row of the database as it is."""

    def test_every_page_that_a_link_opens_stays_without_effect(self):
        ended, owner = self._create_link(self.ann), self._create_link(self.bob)
        rules = sorted(rule for method, rule in self._get_routes() if method == 'GET')
        urls = [self._fill(rule, owner.split('/')[2]) for rule in rules]
        urls += [f'{ended}/order/{self.order.id}?revoked', '/supplier/me']
        self._find_access(ended)._revoke()

        self._assert_unchanged(urls)

        self.assertGreater(len(rules), 25)
        self.assertFalse(self.order.acknowledged)

    def test_every_link_of_every_mail_to_suppliers_and_buyers_stays_without_effect(self):
        mails = self._have_mails_sent()
        links = {unescape(link) for mail in mails for link in LINK.findall(mail)}
        base = self.base_url()
        urls = sorted(link.removeprefix(base) for link in links if link.startswith(('/', base)))
        self.assertTrue(all(link.startswith(('http', '/', 'mailto:', '#')) for link in links))
        for part in (
            '/order/', f"/defect/{self.records['defect_id'].id}", '/invoice/',
            f'/my/purchase/{self.order.id}', '/odoo/stock-alerts/', '/odoo/late-purchases/',
            f"/feed/{self.records['feed_id'].id}",
        ):  # fmt: skip
            with self.subTest(part):
                self.assertTrue([url for url in urls if part in url], urls)

        self._assert_unchanged(urls)

        self.assertFalse(self.order.acknowledged)

    def test_what_a_machine_reads_stays_without_effect(self):
        connector = self.env['gift.supplier.connector'].create(
            {'contact_id': self.bob.id, 'url': 'https://machine.example.com/orders'}
        )
        headers = {'Authorization': f'Bearer {connector._make_token()}'}
        begin = '/supplier/api/v1'
        rules = {rule for method, rule in self._get_routes(begin) if method == 'GET'}
        urls = sorted(self._fill(rule, '') for rule in rules if '<path:' not in rule)
        urls.append(f"{begin}/artwork/{self.records['package_id'].id}/package")
        shipment, parcel = self.records['shipment_id'], self.records['shipment_id'].parcel_ids
        shipment._set_pallets({parcel: 1})
        codes = {
            self.opener.get(self.base_url() + url, headers=headers).status_code for url in urls
        }
        self.assertEqual(codes, {200, 404}, "they are answered, not refused")
        before = self._read_counts()
        for url in urls:
            for _time in range(TIMES):
                self.opener.get(self.base_url() + url, headers=headers, timeout=60)
                self.opener.head(self.base_url() + url, headers=headers, timeout=60)

        after = self._read_counts()
        self.assertGreater(len(urls), 6)
        self.assertEqual(
            {table for table in after if after[table] != before.get(table)},
            {'gift_rate_limit'},
            "calls are counted, against machines that run wild",
        )
        self.assertFalse(self.records['package_id'].download_ids)

    def _have_mails_sent(self):
        """Return the bodies of all mails that the business of suppliers sends."""
        self.patch(self.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)
        env, order, line = self.env, self.order, self.order.order_line
        self.bob.may_orders = True
        manager = new_test_user(
            env, 'scanned', groups='gift_base.group_manager', email='scanned@example.com'
        )
        env['mail.mail'].search([]).unlink()
        for contact in (self.ann, self.bob):
            env['gift.supplier.access']._send_link(contact)
            env['gift.supplier.code']._send(self._find_access(self._create_link(contact, order)))
        self._create_purchase()  # confirmed: its contacts get a link
        for name in ('email_template_edi_purchase', 'email_template_edi_purchase_done',
                     'email_template_edi_purchase_reminder'):  # fmt: skip
            env.ref(f'purchase.{name}').send_mail(order.id)
        other = self._create_purchase()
        answer = env['gift.supplier.answer']._receive(
            other, self.ann, 'y', {other.order_line: {'kind': 'change', 'reason': "r", 'price': 9}}
        )
        answer.line_ids._reject("Too dear")
        answer.line_ids._tell_supplier()
        self.bob._invite("Eve", 'eve@example.com', {'may_orders': True})
        defect = self.records['defect_id']
        defect._ask_supplier()
        defect._decide('withdrawn', note="Our fault")
        self.records['package_id']._withdraw("A newer version")
        env['gift.supplier.package']._cron_tell()
        invoice = self._send_invoice()
        invoice._refuse("Wrong")
        feed = self.records['feed_id']
        feed.line_ids.write({'state': 'refused', 'decided_by_id': self.buyer.id, 'note': "Dear"})
        feed._tell_decision()
        env['ir.config_parameter'].set_param('gift_supplier_portal.stock_digest_hour', '0')
        env['gift.stock.digest'].search([]).unlink()
        env['gift.stock.rule'].create(
            {'scope': 'product', 'product_tmpl_id': self.mug.product_tmpl_id.id,
             'kind': 'threshold', 'quantity': 10**6}
        )  # fmt: skip
        env['gift.stock.alert']._check_company(env.company)
        other.order_line.gift_promised_date = other.date_order.date().replace(year=2020)
        env['gift.late.purchase']._check_company(env.company)
        env['gift.stock.digest']._send(env.company)
        self.assertTrue(manager.partner_id in env['mail.mail'].search([]).recipient_ids)
        order.message_post(body="Look", partner_ids=self.buyer.partner_id.ids)
        line.order_id.activity_schedule('mail.mail_activity_data_todo', user_id=self.buyer.id)
        return [str(mail.body_html) for mail in env['mail.mail'].search([])]

    def _send_invoice(self):
        invoice = self.records['invoice_id']
        header = {'kind': 'invoice', 'number': "R-1", 'invoice_date': self.order.date_order.date(),
                  'amount_tax': 0, 'amount_total': 5.0}  # fmt: skip
        row = {'name': "Freight", 'quantity': 1, 'price_unit': 5.0, 'is_extra': True}
        invoice._send(header, [row])
        return invoice

    def _assert_unchanged(self, urls):
        for url in urls:
            self.url_open(url)  # what pages are made of, such as their styles, may be stored once
        before, kinds = self._read_counts(), set()
        for url in urls:
            kind = KEY.sub('/supplier/key', url)
            times = 1 if kind in kinds else TIMES  # the same page by the link of a colleague
            kinds.add(kind)
            for _time in range(times):
                self.opener.get(self.base_url() + url, timeout=60)
                self.opener.head(self.base_url() + url, timeout=60, allow_redirects=True)
            with self.subTest(url):
                self.assertEqual(self._read_counts(), before)
