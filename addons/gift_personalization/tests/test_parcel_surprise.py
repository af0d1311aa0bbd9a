import re
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .test_parcel_link import ParcelLinkCommon

SECRET = "Secret Lane 77"
EMAILS = {name: f'{name.lower()}@example.com' for name in ("Ben", "Cem", "Dan")}


@tagged('post_install', '-at_install')
class TestParcelSurprise(ParcelLinkCommon, HttpCase):
    """An order with a recipient of each kind, from the order to the refund: who reads what.

    Ben: nobody chose anything. Cem: enters the address himself, hidden from the giver. Dan: is
    told when it is on its way.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.before = cls.env['mail.mail'].search([])
        cls.order = cls._create_gift_order("Anna", quantity=4, confirm=False)
        empty = dict.fromkeys(('street', 'zip', 'city'), '')
        asked = {'asks_address': True, 'address_hidden': True, 'state_id': False, **empty}
        wishes = {"Ben": {}, "Cem": asked, "Dan": {'tell_recipient': True}}
        cls.parcels = {
            name: cls._add_parcel(name, cls.order, email=EMAILS[name], **values)
            for name, values in wishes.items()
        }
        for parcel in cls.parcels.values():
            line = cls.order.order_line.filtered(lambda line: not line.gift_parcel_id)
            cls._assign(line, parcel, 1)
        cls.order.gift_mail_steps = 'in_production,packed,shipped,delivered,later'
        cls._live()

    @classmethod
    def _live(cls):
        """Let everything happen that can happen to an order."""
        order = cls.order
        order.action_confirm()
        order._send_order_confirmation_mail()
        cls.parcels["Cem"]._set_recipient_address(cls._prepare_address(name="Cem", street=SECRET))
        order.gift_proof_ids.filtered(lambda proof: proof.state == 'to_check').action_send()
        cls._approve(order.gift_job_ids)
        for job in order.gift_job_ids:
            job._write_print_files()
        jobs = order.gift_job_ids
        jobs.action_start()
        jobs.action_made()
        jobs.action_packed()
        for picking in order.picking_ids:
            picking.carrier_tracking_ref = f'TRACK-{picking.id}'
            picking.partner_id.email = picking.partner_id.email or 'by-whomever@example.com'
            picking.sudo()._gift_validate_complete()
        order.picking_ids._gift_set_delivered('staff')
        cls.env['gift.step.mail'].search([]).due_date = fields.Datetime.now() - timedelta(days=1)
        cls.classPatch(cls.registry['ir.cron'], '_commit_progress', lambda *args, **kwargs: 60)
        cls.env['gift.step.mail']._cron_send()
        order.order_line.product_id.invoice_policy = 'order'
        cls.invoice = order._create_invoices()
        cls.invoice.action_post()
        cls.requests = cls.env['gift.order.request'].create(
            [
                {
                    'order_id': order.id,
                    'kind': kind,
                    'state': state,
                    'reference': f'{kind}-{state}',
                    'parcel_id': cls.parcels["Cem"].id if kind == 'address' else False,
                }
                for kind in ('cancel', 'address', 'complaint')
                for state in ('open', 'done', 'declined')
            ]
        )

    def _get_mails(self):
        """Return ``{address: mails}`` of all that was written."""
        found = {}
        for mail in self.env['mail.mail'].search([]) - self.before:
            people = [*mail.recipient_ids.mapped('email'), *(mail.email_to or '').split(',')]
            for address in filter(None, (email.strip() for email in people if email)):
                address = re.sub(r'.*<(.*)>', r'\1', address)
                found[address] = found.get(address, self.env['mail.mail']) | mail
        return found

    # === THE RECIPIENTS === #

    def test_everyone_gets_exactly_what_the_giver_chose(self):
        mails = self._get_mails()

        self.assertNotIn(EMAILS["Ben"], mails)
        self.assertNotIn('by-whomever@example.com', mails)
        self.assertEqual(len(mails[EMAILS["Cem"]]), 1)
        self.assertIn("Where should we send", mails[EMAILS["Cem"]].subject)
        self.assertEqual(mails[EMAILS["Dan"]].mapped('subject'), ["A parcel for you is on its way"])
        self.assertGreaterEqual(len(mails['giver@example.com']), 4)

    def test_mails_to_recipients_hold_no_price_no_picture_and_no_gift(self):
        mails = self._get_mails()
        for name in ("Cem", "Dan"):
            mail = mails[EMAILS[name]]
            self.assertFalse(mail.attachment_ids)
            for spoiler in (
                "13.00",
                "13,00",
                "Test gift",
                "Anna",
                self.order.name,
                '/gift/preview',
            ):
                with self.subTest(name=name, spoiler=spoiler):
                    self.assertNotIn(spoiler, f'{mail.subject} {mail.body_html}')

    # === THE GIVER === #

    def _search_templates(self):
        """Return every mail template whose record belongs to an order."""
        models = (
            'sale.order', 'gift.job', 'gift.proof', 'gift.parcel', 'gift.order.request',
            'stock.picking', 'account.move', 'gift.moderation.case',
        )  # fmt: skip
        return self.env['mail.template'].search([('model', 'in', models)])

    def _find_records(self, model):
        order = self.order
        return {
            'sale.order': order,
            'gift.job': order.gift_job_ids,
            'gift.proof': order.gift_proof_ids,
            'gift.parcel': order.gift_parcel_ids,
            'stock.picking': order.picking_ids,
            'account.move': self.invoice,
            'gift.order.request': self.requests,
        }.get(model, self.env[model])

    def test_no_mail_of_any_template_tells_a_hidden_address(self):
        templates = self._search_templates()
        self.assertGreater(len(templates), 20)
        for template in templates:
            records = self._find_records(template.model)
            rendered = template._generate_template(
                records.ids, ('subject', 'body_html', 'email_to', 'partner_to', 'email_cc')
            )
            for record in records:
                values = rendered[record.id]
                with self.subTest(template=template.name, record=record.id):
                    self.assertNotIn(SECRET, str(values.get('body_html')))
                    self.assertNotIn(SECRET, str(values.get('subject')))

    def test_no_template_of_ours_writes_to_a_recipient_unasked(self):
        own = self._search_templates().filtered(
            lambda t: t.get_external_id()[t.id].startswith('gift_')
        )
        ben = self.parcels["Ben"]
        for template in (
            own
            - self.env.ref('gift_personalization.mail_template_parcel_link')
            - self.env.ref('gift_personalization.mail_template_parcel_shipped')
        ):
            records = self._find_records(template.model)
            rendered = template._generate_template(
                records.ids, ('email_to', 'partner_to', 'email_cc'), find_or_create_partners=False
            )
            for values in rendered.values():
                with self.subTest(template=template.name):
                    self.assertNotIn(EMAILS["Ben"], str(values.get('email_to')))
                    self.assertNotIn(EMAILS["Ben"], str(values.get('email_cc')))
                    self.assertNotIn(ben.partner_id.id, values.get('partner_ids') or [])

    def test_the_givers_mails_about_a_gift_name_its_recipient_or_nobody(self):
        templates = self._search_templates().filtered(
            lambda t: t.model in ('gift.job', 'gift.proof')
        )
        for name, parcel in self.parcels.items():
            others = set(self.parcels) - {name}
            jobs = parcel.line_ids.gift_job_ids
            for template in templates:
                records = jobs if template.model == 'gift.job' else parcel.line_ids.gift_proof_ids
                rendered = template._generate_template(records.ids, ('subject', 'body_html'))
                for values in rendered.values():
                    text = re.sub(r'<[^>]*>', ' ', f"{values['subject']} {values['body_html']}")
                    with self.subTest(template=template.name, name=name):
                        self.assertFalse(others & set(re.findall(r'\w+', text)))

    def test_the_page_and_the_papers_of_the_order_do_not_tell_a_hidden_address(self):
        order = self.order
        token = order._portal_ensure_token()
        page = self.url_open(f'/my/orders/{order.id}?access_token={token}')
        self.assertEqual(page.status_code, 200)
        self.assertIn("Elm Street 5", page.text, "Ben's address is the giver's own word")
        self.assertNotIn(SECRET, page.text)
        reports = self.env['ir.actions.report']
        for report, record in (
            ('sale.action_report_saleorder', order),
            ('account.account_invoices', self.invoice),
        ):
            html, _kind = reports._render_qweb_html(report, record.ids)
            with self.subTest(report=report):
                self.assertIn(order.order_line[0].product_id.name, html.decode())
                self.assertNotIn(SECRET, html.decode())
        self.assertNotIn(SECRET, str(order._gift_prepare_receipt()))
