"""Two suppliers with two contacts each, and orders in every state."""

from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user

from odoo.addons.base.tests.common import BaseCommon


class SupplierCommon(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mugs = cls._create_supplier("Mugs Ltd")
        cls.pens = cls._create_supplier("Pens Ltd")
        cls.ann, cls.bob = (cls._create_contact(cls.mugs, name) for name in ("Ann", "Bob"))
        cls.cleo, cls.dan = (cls._create_contact(cls.pens, name) for name in ("Cleo", "Dan"))
        cls.buyer = new_test_user(
            cls.env, 'supplier_buyer', groups='purchase.group_purchase_manager',
            email='buyer@example.com',
        )  # fmt: skip
        cls.mug = cls._create_goods("Blank mug")
        cls.pen = cls._create_goods("Pen")

    @classmethod
    def _create_supplier(cls, name):
        return cls.env['res.partner'].create({'name': name, 'is_company': True})

    @classmethod
    def _create_contact(cls, supplier, name, **values):
        partner = cls.env['res.partner'].create(
            {'name': name, 'parent_id': supplier.id, 'email': f'{name.lower()}@example.com'}
        )
        return cls.env['gift.supplier.contact'].create({'partner_id': partner.id, **values})

    @classmethod
    def _create_goods(cls, name, **values):
        return cls.env['product.product'].create(
            {'name': name, 'type': 'consu', 'is_storable': True, 'purchase_method': 'purchase',
             'lst_price': 777.77, **values}
        )  # fmt: skip

    @classmethod
    def _create_purchase(cls, supplier=None, *, state='purchase', lines=None, **values):
        """Create an order of 10 mugs at 4.00; ``lines`` is ``[(product, quantity, price), …]``."""
        order = cls.env['purchase.order'].create(
            {
                'partner_id': (supplier or cls.mugs).id,
                'user_id': cls.buyer.id,
                'origin': "S12345",
                'order_line': [
                    Command.create(
                        {
                            'product_id': product.id,
                            'product_qty': quantity,
                            'price_unit': price,
                            'date_planned': fields.Datetime.to_datetime('2030-03-01 12:00:00'),
                        }
                    )
                    for product, quantity, price in lines or [(cls.mug, 10, 4.0)]
                ],
                **values,
            }
        )
        if state in ('purchase', 'cancel'):
            order.button_confirm()
        if state == 'cancel':
            order.button_cancel()
        if state == 'sent':
            order.state = 'sent'
        return order

    @classmethod
    def _create_link(cls, contact, order=None):
        """Return the path of the pages that a new link opens."""
        _access, token = cls.env['gift.supplier.access']._create_for(contact, order)
        return f'/supplier/{token}'

    @classmethod
    def _find_access(cls, path):
        return cls.env['gift.supplier.access']._find_by_token(path.split('/')[2])

    def _get_mails(self, partner):
        """Return the bodies of the mails that wait for a partner, oldest first."""
        mails = self.env['mail.mail'].sudo().search([], order='id')
        mails = mails.filtered(lambda mail: partner in mail.recipient_ids)
        return [str(mail.body_html) for mail in mails]
