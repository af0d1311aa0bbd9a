import re
import secrets

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import email_normalize

from odoo.addons.gift_base.tools import check_signed_token
from odoo.addons.gift_personalization.controllers.own_designs import is_id
from odoo.addons.gift_personalization.controllers.shared import PUBLIC_HEADERS, count_attempt

KEY = re.compile(r'[0-9a-f]{32}')
LENGTHS = {'customer_name': 100, 'email': 254, 'order_ref': 64, 'goods': 2000}
STATEMENTS_PER_CALLER, CALLER_WINDOW_S = 20, 600
RECEIPTS_PER_MAIL, MAIL_WINDOW_S = 10, 24 * 3600


class GiftWithdrawalPages(http.Controller):
    """The withdrawal function: statement, confirmation, receipt. No login (article 11a)."""

    @http.route(
        ['/gift/withdraw', '/gift/withdraw/<int:order_id>/<string:token>'],
        type='http', auth='public', methods=['GET', 'POST'], website=True, sitemap=False,
    )  # fmt: skip
    def withdraw(self, order_id=0, token='', **post):
        """Show the form, repeat what was entered, or take the statement."""
        order_sudo = self._find_order(order_id, token)
        if request.httprequest.method == 'GET':
            return self._render('form', order_sudo, self._prepare(order_sudo))
        values, errors = self._read(post)
        quantities = self._read_quantities(post, order_sudo)
        if order_sudo and not any(quantities.values()) and not values['goods']:
            errors[''] = request.env._("Please choose what you withdraw from.")
        if errors or post.get('step') not in ('review', 'confirm'):
            return self._render('form', order_sudo, values, errors, quantities)
        if post['step'] == 'review' or not KEY.fullmatch(self._text(post, 'key')):
            return self._render('review', order_sudo, values, quantities=quantities)
        return self._confirm(self._text(post, 'key'), values, order_sudo, quantities)

    @http.route(
        '/gift/withdraw/done/<string:key>',
        type='http', auth='public', methods=['GET'], website=True, sitemap=False,
    )  # fmt: skip
    def done(self, key, **_kwargs):
        """Show what was received, to who sent it."""
        record_sudo = request.env['gift.withdrawal']._find_by_key(key)
        if not record_sudo:
            return request.redirect('/gift/withdraw')
        return request.render(
            'gift_law.withdrawal_done', {'withdrawal': record_sudo}, headers=PUBLIC_HEADERS
        )

    def _confirm(self, key, values, order_sudo, quantities):
        records = request.env['gift.withdrawal'].with_context(gift_from_link=bool(order_sudo))
        if not records._find_by_key(key):
            try:
                count_attempt('withdraw', STATEMENTS_PER_CALLER, CALLER_WINDOW_S)
                request.env['gift.rate.limit']._gift_count(
                    'withdraw-mail', values['email'], limit=RECEIPTS_PER_MAIL, seconds=MAIL_WINDOW_S
                )
                with request.env.cr.savepoint():
                    records._receive(
                        key,
                        {
                            **values,
                            'company_id': request.website.company_id.id,
                            'website_id': request.website.id,
                        },
                        order=order_sudo or None,
                        quantities=quantities,
                    )
            except UserError as error:
                return self._render('form', order_sudo, values, {'': str(error)}, quantities)
        return request.redirect(f'/gift/withdraw/done/{key}')

    # === READING === #

    def _find_order(self, order_id, token):
        """Return the order (sudo) of a signed link; a wrong link opens the form without lines."""
        orders_sudo = request.env['sale.order'].sudo()  # the signature is checked below
        if not is_id(order_id) or not check_signed_token(
            request.env, 'withdraw', str(order_id), token
        ):
            return orders_sudo
        return orders_sudo.browse(order_id).exists().filtered(lambda order: order.state == 'sale')

    def _prepare(self, order_sudo):
        user = request.env.user
        partner = order_sudo.partner_id or (user.partner_id if not user._is_public() else None)
        return {
            'customer_name': (partner and partner.name) or '',
            'email': (partner and partner.email) or '',
            'order_ref': order_sudo.name or '',
            'goods': '',
        }

    def _text(self, post, name):
        value = post.get(name)
        return value.strip() if isinstance(value, str) else ''

    def _read(self, post):
        """Return ``(values, errors)`` of what was entered; errors by field."""
        env = request.env
        values = {name: self._text(post, name)[:most] for name, most in LENGTHS.items()}
        errors = {}
        if not values['customer_name']:
            errors['customer_name'] = env._("Please enter your name.")
        if not email_normalize(values['email']):
            errors['email'] = env._("Please enter a mail address; the receipt is sent there.")
        if not values['order_ref']:
            errors['order_ref'] = env._("Please enter the number of the order.")
        return values, errors

    def _read_quantities(self, post, order_sudo):
        found = {}
        for line, most in (order_sudo._gift_get_withdrawable() if order_sudo else {}).items():
            text = self._text(post, f'line_{line.id}')
            quantity = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
            found[line] = min(quantity, most)
        return found

    def _render(self, page, order_sudo, values, errors=None, quantities=None):
        return request.render(
            f'gift_law.withdrawal_{page}',
            {
                'values': values,
                'errors': errors or {},
                'quantities': quantities or {},
                'order': order_sudo,
                'action': order_sudo._gift_get_withdrawal_url() if order_sudo else '/gift/withdraw',
                'left': order_sudo._gift_get_withdrawable() if order_sudo else {},
                'exempt': order_sudo.order_line.filtered(
                    lambda line: line._gift_get_withdrawal() == 'exempt'
                ),
                'end': order_sudo._gift_get_withdrawal_end() if order_sudo else False,
                'key': secrets.token_hex(16),
                'company': request.website.company_id,
            },
            headers=PUBLIC_HEADERS,
        )
