import json
import os
from urllib.parse import urlsplit

import requests

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.payment.const import SENSITIVE_KEYS

from .. import const, logging_filter

SENSITIVE_KEYS.update(const.SECRET_KEYS | const.PERSONAL_KEYS)
logging_filter.install()


class PaymentProvider(models.Model):
    """Where Stripe is reached.

    For trying the shop without an account, the environment of the process may name a fake of
    Stripe. Each of the guards of `_gift_get_fake_base` alone keeps a real shop from using it.
    """

    _inherit = 'payment.provider'

    gift_capture_on_approval = fields.Boolean(
        string="Charge when approved",
        default=True,
        help="Orders with gifts that the customer approves first are only reserved on the card, and"
        " charged when everything is approved. Payment methods that cannot reserve are charged at"
        " once.",
    )
    gift_on_expiry = fields.Selection(
        [('capture', "Charge the card"), ('void', "Release the amount")],
        string="When a reservation ends",
        default='capture',
        required=True,
        help="What happens one day before the bank releases an amount whose gifts are not approved"
        " yet. Staff and customer are told two days before.",
    )

    def _gift_get_fake_base(self):
        """Return the address of the fake that stands for Stripe, or an empty string.

        The fake is used only when it is named by the process (nobody who can write to the database
        may send the secret key elsewhere), runs on this machine, and the provider is in test mode
        with test keys.
        """
        self.ensure_one()
        base = os.environ.get(const.FAKE_BASE_VARIABLE, '').rstrip('/')
        self_sudo = self.sudo()  # only the prefixes of the keys are looked at
        if (
            not base
            or urlsplit(base).hostname not in const.LOOPBACK
            or self.code != 'stripe'
            or self.state != 'test'
            or not (self_sudo.stripe_secret_key or '').startswith(const.TEST_SECRET_PREFIXES)
            or not (self_sudo.stripe_publishable_key or '').startswith(const.TEST_PUBLIC_PREFIX)
        ):
            return ''
        return base

    def _build_request_url(self, endpoint, *, is_proxy_request=False, **kwargs):
        """Override of `payment_stripe` to reach a fake of Stripe, where one is allowed."""
        url = super()._build_request_url(endpoint, is_proxy_request=is_proxy_request, **kwargs)
        base = '' if self.code != 'stripe' or is_proxy_request else self._gift_get_fake_base()
        return f'{base}/v1/{endpoint}' if base else url

    def _parse_response_content(self, response, **kwargs):
        """Override of `payment_stripe` to refuse an answer that is none, in words.

        :raise ValidationError: when Stripe, or what stands before it, answered something else.
        """
        if self.code != 'stripe':
            return super()._parse_response_content(response, **kwargs)
        try:
            return super()._parse_response_content(response, **kwargs)
        except requests.exceptions.JSONDecodeError:
            raise ValidationError(
                self.env._(
                    "The payment provider's answer could not be read. Nothing was confirmed;"
                    " please try again in a minute."
                )
            ) from None

    @api.model
    def _gift_get_stripe_script(self):
        """Return the address of the script for the payment page.

        It is that of the fake only when no provider of the website's company is a real one.
        """
        providers_sudo = self.sudo().search(  # visitors cannot read providers
            [
                ('code', '=', 'stripe'),
                ('state', '!=', 'disabled'),
                ('company_id', 'in', self.env.companies.ids),
            ]
        )
        bases = {provider._gift_get_fake_base() for provider in providers_sudo}
        if len(bases) == 1 and (base := bases.pop()):
            return f'{base}/v3/'
        return const.STRIPE_SCRIPT

    # === CAPTURE ON APPROVAL === #

    def _gift_captures_later(self, payment_method, orders):
        """Return whether a payment of orders is only reserved until their gifts are approved.

        :param payment_method: payment.method of the payment.
        :param orders: sale.order that are paid.
        """
        self.ensure_one()
        method_sudo = payment_method.sudo()  # visitors cannot read payment methods
        primary_sudo = method_sudo.primary_payment_method_id or method_sudo
        return (
            self.code == 'stripe'
            and self.gift_capture_on_approval
            and primary_sudo.support_manual_capture not in (False, 'none')
            and any(order._gift_waits_for_approval() for order in orders)
        )

    def _stripe_get_inline_form_values(
        self, amount, currency, partner_id, is_validation, payment_method_sudo=None, **kwargs
    ):
        """Override of `payment_stripe` to tell the browser when the amount is only reserved."""
        values = super()._stripe_get_inline_form_values(
            amount,
            currency,
            partner_id,
            is_validation,
            payment_method_sudo=payment_method_sudo,
            **kwargs,
        )
        order_sudo = (
            self.env['sale.order'].sudo().browse(kwargs.get('sale_order_id') or []).exists()
        )
        if payment_method_sudo and self._gift_captures_later(payment_method_sudo, order_sudo):
            return json.dumps({**json.loads(values), 'capture_method': 'manual'})
        return values
