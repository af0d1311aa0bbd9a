from odoo import http
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.http import request

from odoo.addons.sale.controllers.portal import PaymentPortal

from .portal import PAGE_HEADERS
from .requests import get_customers_order


class GiftRequestDeliveryPayment(PaymentPortal):
    """The page on which a customer pays what a dearer delivery method costs on top."""

    @http.route(
        '/my/orders/<int:order_id>/delivery/pay/<int:request_id>',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def pay_delivery(self, order_id, request_id, access_token=None, **_kwargs):
        """Show what it costs and Odoo's form to pay it."""
        order_sudo, request_sudo = self._find_unpaid(order_id, request_id, access_token)
        if request_sudo.state == 'done':
            return request.redirect(order_sudo.get_portal_url(anchor='gift_requests'))
        values = {
            'page_name': 'gift_request',
            'order': order_sudo,
            'entry': request_sudo,
            'is_payable': request_sudo._is_payable(),
            'error': '',
        }
        if values['is_payable']:
            values.update(self._prepare_form(order_sudo, request_sudo))
        return request.render(
            'gift_personalization.request_delivery_pay', values, headers=PAGE_HEADERS
        )

    @http.route(
        '/my/orders/<int:order_id>/delivery/pay/<int:request_id>/transaction',
        type='jsonrpc',
        auth='public',
        website=True,
    )
    def pay_delivery_transaction(self, order_id, request_id, access_token=None, **kwargs):
        """Begin the payment; the amount is that of the request, whatever was sent.

        :raise ValidationError: when it cannot be paid any more.
        """
        order_sudo, request_sudo = self._find_unpaid(order_id, request_id, access_token)
        self._validate_transaction_kwargs(kwargs)
        request_sudo._check_payable()
        form = self._prepare_form(order_sudo, request_sudo)
        self._check_way(form, kwargs)
        values = {
            **kwargs,
            'amount': form['amount'],
            'currency_id': form['currency'].id,
            'partner_id': form['partner_id'],
            'landing_route': form['landing_route'],
            'sale_order_id': order_sudo.id,
        }
        tx_sudo = self._create_transaction(
            custom_create_values={
                'sale_order_ids': [Command.set(order_sudo.ids)],
                'gift_paid_request_id': request_sudo.id,
            },
            **values,
        )
        return tx_sudo._get_processing_values()

    def _check_way(self, form, sent):
        """Refuse what the form does not offer.

        :raise ValidationError: with what to do instead.
        """
        methods = (None, *form['payment_methods_sudo'].ids)
        tokens = (None, *form['tokens_sudo'].ids)
        if (
            sent.get('provider_id') not in form['providers_sudo'].ids
            or sent.setdefault('payment_method_id', None) not in methods
            or sent.setdefault('token_id', None) not in tokens
            or sent.get('flow') not in ('redirect', 'direct', 'token')
            or sent.setdefault('is_validation', False)
        ):
            raise ValidationError(request.env._("Please choose one of the ways to pay shown here."))
        sent.setdefault('tokenization_requested', False)

    def _find_unpaid(self, order_id, request_id, access_token):
        """Return the order and the request (both sudo) that the customer pays.

        :raise NotFound: the same for one of another order and one that costs nothing.
        """
        order_sudo = get_customers_order(order_id, access_token)
        request_sudo = order_sudo.gift_request_ids.filtered(
            lambda entry: entry.id == request_id and entry.pay_until
        )
        if not request_sudo:
            raise request.not_found()
        return order_sudo, request_sudo

    def _prepare_form(self, order_sudo, request_sudo):
        """Return what Odoo's payment form needs. Transfers, which take days, are left out."""
        values = self._get_payment_values(order_sudo, payment_amount=request_sudo.surcharge)
        quick_sudo = values['providers_sudo'] & order_sudo._gift_get_quick_providers()
        methods_sudo = values['payment_methods_sudo'].filtered(
            lambda method: method.provider_ids & quick_sudo
        )
        return {
            **values,
            'providers_sudo': quick_sudo,
            'payment_methods_sudo': methods_sudo,
            'tokens_sudo': values['tokens_sudo'].filtered(lambda t: t.provider_id in quick_sudo),
            'amount': request_sudo.surcharge,
            'transaction_route': order_sudo.get_portal_url(
                suffix=f'/delivery/pay/{request_sudo.id}/transaction'
            ),
            'landing_route': order_sudo.get_portal_url(anchor='gift_requests'),
        }
