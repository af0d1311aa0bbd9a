from odoo.exceptions import AccessError
from odoo.service.model import get_public_method


class DeliveryRequestAccessCases:
    """Another delivery method of an order: its customer's and the holder's of its link."""

    def setUp(self):
        super().setUp()
        partner = self.users['customer'].partner_id
        partner.write({'country_id': self.home.id})
        self.order = self._create_gift_order("Anna", confirm=False)
        self.order.partner_id = partner
        self.order._set_delivery_method(self.fixed)
        self.order.action_confirm()
        self.token = self.order._portal_ensure_token()

    def _get_status(self, login, token, **data):
        self.authenticate(login, login)
        path = f'/my/orders/{self.order.id}/delivery/0'
        if data:
            return self._post(path, **{'access_token': token or '', **data}).status_code
        return self.url_open(f'{path}?access_token={token}' if token else path).status_code

    def test_the_page_opens_for_the_customer_and_the_holder_of_the_link_only(self):
        for login, token, status in (
            (None, self.token, 200),
            ('gift_customer', None, 200),
            (None, None, 404),
            (None, 'wrong', 404),
            ('gift_employee', self.token, 404),
            ('gift_production', self.token, 404),
            ('gift_staff', self.token, 404),
            ('gift_manager', None, 404),
        ):
            with self.subTest(login=login, token=token):
                self.assertEqual(self._get_status(login, token), status)

    def test_nobody_else_chooses_a_method(self):
        for login, token in ((None, None), (None, 'wrong'), ('gift_staff', self.token)):
            with self.subTest(login=login):
                status = self._get_status(login, token, carrier=self.fixed.id, reason="x")
                self.assertEqual(status, 404)
        self.assertFalse(self.order.gift_request_ids)

    def test_nothing_of_it_can_be_called_over_rpc(self):
        private = {
            'gift.order.request': ('_request_delivery', '_do_delivery', '_credit_delivery'),
            'sale.order': ('_gift_send_by', '_gift_plan_delivery', '_gift_set_own_carrier'),
        }
        for model, names in private.items():
            for name in names:
                with self.subTest(method=f'{model}.{name}'), self.assertRaises(AccessError):
                    get_public_method(self.env[model], name)
