"""The order desk works with the role of the gift shop alone; imported by test_access."""

from lxml import etree

from odoo.exceptions import AccessError

READ, WORK = 'r', 'rwc'


class OrderDeskAccessCases:
    """What each role may do with Odoo's own records of an order."""

    ROLES = ('visitor', 'customer', 'employee', 'production', 'staff', 'manager')
    MATRIX = {
        #                   visitor customer employee production staff manager
        'sale.order': ('', READ, '', '', WORK, WORK),
        'sale.order.line': ('', READ, '', '', 'rwcu', 'rwcu'),
        'stock.picking': ('', READ, '', '', WORK, WORK),
        'account.move': ('', READ, '', '', READ, READ),
        'gift.order.refund': ('', '', '', '', 'rwcu', 'rwcu'),
    }
    # Where suppliers are part of the shop its managers buy, with Odoo's own rights of buyers.
    BUYS = {'stock.picking': 'rwcu', 'account.move': 'rwcu'}
    LETTERS = {'r': 'read', 'w': 'write', 'c': 'create', 'u': 'unlink'}

    def test_every_role_has_exactly_its_rights_on_orders(self):
        for model, rights in self.MATRIX.items():
            for role, allowed in zip(self.ROLES, rights, strict=True):
                records = self.env[model].with_user(self.users[role])
                found = ''.join(
                    letter for letter, name in self.LETTERS.items() if records.has_access(name)
                )
                if role == 'manager' and records.env.user.has_group('purchase.group_purchase_user'):
                    allowed = self.BUYS.get(model, allowed)
                with self.subTest(model=model, role=role):
                    self.assertEqual(found, allowed)

    def test_staff_work_on_orders_of_colleagues_with_every_field_of_the_form(self):
        order, _tx = self._order_paid("Anna")
        order.user_id = self.users['manager']
        own = order.with_user(self.users['staff'])

        form = etree.fromstring(own.get_view(view_type='form')['arch'])
        for path, records in (
            ('//field[not(ancestor::field)]/@name', own),
            ("//field[@name='order_line']/list/field/@name", own.order_line),
        ):
            self.assertTrue(records.web_read({name: {} for name in form.xpath(path)}))
        own.write({'client_order_ref': "PO 7"})
        own.order_line.filtered('gift_revision_id').write({'gift_recipient': "Aunt May"})
        own.message_post(body="She called.")

        self.assertEqual(order.client_order_ref, "PO 7")

    def test_staff_confirm_and_cancel_orders(self):
        order = self._create_gift_order("Anna", confirm=False).with_user(self.users['staff'])

        order.action_confirm()
        self.assertEqual(order.state, 'sale')
        order._action_cancel()

        self.assertEqual(order.state, 'cancel')

    def test_production_sees_the_job_but_neither_order_nor_prices(self):
        order, _tx = self._order_paid("Anna")
        job = order.gift_job_ids.with_user(self.users['production'])

        self.assertEqual(job.read(['order_name'])[0]['order_name'], order.name)
        for record in (order, order.order_line, order.invoice_ids, order.transaction_ids):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(self.users['production']).check_access('read')
                record.with_user(self.users['production']).read(['display_name'])

    def test_staff_change_neither_products_nor_the_shop(self):
        staff = self.users['staff']
        for model in (
            'product.template', 'product.pricelist', 'delivery.carrier', 'account.payment',
            'payment.provider', 'res.users', 'loyalty.program',
        ):  # fmt: skip
            if model not in self.env:
                continue
            with self.subTest(model=model):
                self.assertFalse(self.env[model].with_user(staff).has_access('write'))
