from urllib.parse import urlsplit

import stripe

from odoo import api, models
from odoo.tools.urls import urljoin

from odoo.addons.payment_stripe import const as stripe_const
from odoo.addons.payment_stripe.controllers.main import StripeController

from .. import const

MODES = {'test': 'test', 'enabled': 'live'}


class GiftPaymentDoctor(models.TransientModel):
    """The examinations. Each yields findings: (code, level, text, advice)."""

    _inherit = 'gift.payment.doctor'

    @api.model
    def _find_all(self, provider):
        """Return the findings (list of dict) about a provider; Stripe is asked what it knows."""
        provider_sudo = provider.sudo()  # looks at keys without showing them; rights were checked
        findings = [
            *self._find_in_keys(provider_sudo),
            *self._find_in_secrets(provider_sudo),
            *self._find_in_address(provider_sudo),
            *self._find_in_crons(),
            *self._find_in_sdk(),
            *self._find_at_stripe(provider_sudo),
        ]
        names = ('code', 'level', 'text', 'advice')
        return [dict(zip(names, finding, strict=True)) for finding in findings]

    # === HERE === #

    def _find_in_keys(self, provider):
        keys = {
            'secret': (provider.stripe_secret_key or '', ('sk_', 'rk_')),
            'publishable': (provider.stripe_publishable_key or '', ('pk_',)),
        }
        wanted = MODES.get(provider.state)
        modes = set()
        for name, (key, prefixes) in keys.items():
            prefix = next((prefix for prefix in prefixes if key.startswith(prefix)), '')
            mode = key[len(prefix) :].partition('_')[0] if prefix else ''
            modes.add(mode)
            if not key:
                yield self._say_key_missing(name)
            elif mode not in ('test', 'live'):
                yield self._say_key_odd(name)
            elif wanted and mode != wanted:
                yield self._say_key_mode(name, mode, wanted)
        if len(modes) == 1 and modes == {wanted}:
            yield ('keys', 'ok', self.env._("Both keys are there and of the right mode."), '')

    def _say_key_missing(self, name):
        return (
            f'{name}_key_missing',
            'error',
            self.env._("The %(name)s key is missing.", name=name),
            self.env._("Copy it from Stripe: Developers, API keys."),
        )

    def _say_key_odd(self, name):
        return (
            f'{name}_key_odd',
            'error',
            self.env._("The %(name)s key does not look like one of Stripe.", name=name),
            self.env._("Copy it again from Stripe: Developers, API keys. Check for blanks."),
        )

    def _say_key_mode(self, name, mode, wanted):
        return (
            f'{name}_key_mode',
            'error',
            self.env._(
                "The %(name)s key is a %(mode)s key, but the provider needs a %(wanted)s one.",
                name=name,
                mode=mode,
                wanted=wanted,
            ),
            self.env._(
                "Switch Stripe's page to the right mode and copy the key from there, or change the"
                " provider's state."
            ),
        )

    def _find_in_secrets(self, provider):
        secrets = {
            'webhook': (provider.stripe_webhook_secret, self.env._("Odoo's endpoint")),
            'events': (provider.gift_stripe_events_secret, self.env._("the second endpoint")),
        }
        for code, (secret, name) in secrets.items():
            if not secret:
                yield (
                    f'{code}_secret_missing',
                    'error',
                    self.env._("The signing secret of %(name)s is missing.", name=name),
                    self.env._(
                        "Press the button beside the field. Until then what Stripe tells about"
                        " payments is refused."
                    ),
                )
            elif not secret.startswith('whsec_'):
                yield (
                    f'{code}_secret_odd',
                    'error',
                    self.env._("The signing secret of %(name)s is not one of Stripe.", name=name),
                    self.env._(
                        "It begins with whsec_. Copy it from the endpoint's page at Stripe."
                    ),
                )
            else:
                yield (
                    f'{code}_secret',
                    'ok',
                    self.env._("The signing secret of %(name)s is there.", name=name),
                    '',
                )

    def _find_in_address(self, provider):
        address = urlsplit(provider.get_base_url())
        if address.hostname in const.LOOPBACK:
            yield (
                'address_local',
                'warning' if provider.state == 'test' else 'error',
                self.env._("Stripe cannot reach %(address)s.", address=address.netloc),
                self.env._("Set the website's domain, so that Stripe's messages arrive."),
            )
        elif address.scheme != 'https':
            yield (
                'address_insecure',
                'error',
                self.env._("The shop's address is not https."),
                self.env._("Stripe sends messages and shows cards only over https."),
            )
        else:
            yield ('address', 'ok', self.env._("The shop's address is https."), '')

    def _find_in_crons(self):
        for xmlid in (
            'payment.cron_post_process_payment_tx',
            'gift_payment.ir_cron_capture',
            'gift_payment.ir_cron_missed_events',
        ):
            cron = self.env.ref(xmlid, raise_if_not_found=False)
            cron_sudo = cron and cron.sudo()  # whether it runs is no secret
            if not cron_sudo or not cron_sudo.active:
                yield (
                    'cron_off',
                    'error',
                    self.env._(
                        "The background work “%(name)s” is switched off.",
                        name=cron_sudo.name if cron_sudo else xmlid,
                    ),
                    self.env._("Switch it on under Settings, Technical, Scheduled Actions."),
                )

    def _find_in_sdk(self):
        if stripe.api_version not in (None, const.SDK_API_VERSION):
            yield (
                'sdk_version',
                'warning',
                self.env._(
                    "The installed SDK speaks %(found)s, the shop was made for %(wanted)s.",
                    found=stripe.api_version,
                    wanted=const.SDK_API_VERSION,
                ),
                self.env._("Install the version of stripe that requirements/ names."),
            )

    # === AT STRIPE === #

    def _find_at_stripe(self, provider):
        client = provider._gift_get_stripe_client()
        try:
            account = client.v1.accounts.retrieve_current()
            endpoints = list(client.v1.webhook_endpoints.list({'limit': 100}).auto_paging_iter())
        except (stripe.StripeError, ValueError) as error:
            return [('stripe', 'error', self._explain(provider, error), '')]
        return [
            *self._find_in_account(account),
            *self._find_in_endpoint(
                endpoints,
                urljoin(provider.get_base_url(), StripeController._webhook_url),
                stripe_const.API_VERSION,
                stripe_const.HANDLED_WEBHOOK_EVENTS,
            ),
            *self._find_in_endpoint(
                endpoints,
                provider._gift_get_events_url(),
                const.SDK_API_VERSION,
                const.EVENT_TYPES,
            ),
        ]

    def _explain(self, provider, error):
        if isinstance(error, stripe.StripeError):
            return provider._gift_explain_stripe_error(error)
        return self.env._("Stripe's answer could not be read. Try again in a minute.")

    def _find_in_account(self, account):
        advice = self.env._("Finish what Stripe asks for on its dashboard.")
        if not account.charges_enabled:
            text = self.env._("Stripe does not let the account take payments yet.")
            yield ('charges_off', 'error', text, advice)
        if not account.payouts_enabled:
            text = self.env._("Stripe does not pay out to the bank account yet.")
            yield ('payouts_off', 'warning', text, advice)
        if account.charges_enabled and account.payouts_enabled:
            yield ('account', 'ok', self.env._("The account takes payments and pays out."), '')

    def _find_in_endpoint(self, endpoints, url, version, events):
        found = [endpoint for endpoint in endpoints if endpoint.url == url]
        if not found:
            yield (
                'endpoint_missing',
                'error',
                self.env._("Stripe has no endpoint %(url)s.", url=url),
                self.env._("Empty the signing secret and press the button beside it."),
            )
        for endpoint in found:
            yield from self._find_in_found(endpoint, version, events)

    def _find_in_found(self, endpoint, version, events):
        problems = []
        if endpoint.status != 'enabled':
            problems.append(
                (
                    'endpoint_off',
                    'error',
                    self.env._("The endpoint %(url)s is switched off.", url=endpoint.url),
                    self.env._("Switch it on at Stripe: Developers, Webhooks."),
                )
            )
        if endpoint.api_version != version:
            problems.append(
                (
                    'endpoint_version',
                    'error',
                    self.env._(
                        "The endpoint %(url)s has the API version %(found)s instead of %(wanted)s.",
                        url=endpoint.url,
                        found=endpoint.api_version or self.env._("of the account"),
                        wanted=version,
                    ),
                    self.env._(
                        "Delete it at Stripe, empty its signing secret and press the button beside"
                        " it: the version is chosen when an endpoint is made."
                    ),
                )
            )
        missing = set(events) - set(endpoint.enabled_events)
        if missing and '*' not in endpoint.enabled_events:
            problems.append(
                (
                    'endpoint_events',
                    'error',
                    self.env._(
                        "The endpoint %(url)s does not send: %(events)s.",
                        url=endpoint.url,
                        events=', '.join(sorted(missing)),
                    ),
                    self.env._("Add these events at Stripe: Developers, Webhooks."),
                )
            )
        yield from problems or [
            ('endpoint', 'ok', self.env._("The endpoint %(url)s is right.", url=endpoint.url), '')
        ]
