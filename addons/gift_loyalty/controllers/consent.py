from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import email_normalize

from odoo.addons.gift_personalization.controllers.own_designs import is_id
from odoo.addons.gift_personalization.controllers.shared import (
    PUBLIC_HEADERS,
    count_attempt,
    render_gone,
)

from ..const import QUESTIONS_PER_CALLER, QUESTIONS_WINDOW_S
from ..models.gift_consent import GIVEN, WITHDRAWN
from ..models.gift_consent_request import PREFERENCES, STOP

# The link is signed and its holder may have no session; a mail program has none.
SIGNED = {
    'type': 'http',
    'auth': 'public',
    'methods': ['GET', 'POST'],
    'website': True,
    'sitemap': False,
    'csrf': False,
    'save_session': False,
}


def get_how(source, page=''):
    """Return from where something is said, for :meth:`GiftConsent._note`; no signed address."""
    return {
        'source': source,
        'page': page or request.httprequest.path,
        'ip': request.httprequest.remote_addr,
    }


def get_purposes(*codes):
    """Return the purposes (sudo) in the visitor's language, all when none is named."""
    domain = [('code', 'in', codes)] if codes else []
    return request.env['gift.consent.purpose'].sudo().search(domain)


def agree(email, codes, source, mailing_list=None):
    """Take note of boxes that were ticked; a mail asks an address that is not known as its own.

    :raise UserError: when somebody asks for very many addresses.
    """
    if not codes or not email_normalize(email):
        return False
    purposes = get_purposes(*codes)
    count_attempt('consent', QUESTIONS_PER_CALLER, QUESTIONS_WINDOW_S)
    return request.env['gift.consent']._agree(email, purposes, get_how(source), mailing_list)


class GiftConsent(http.Controller):
    @http.route(
        '/gift/newsletter',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def newsletter(self, email='', **_post):
        """Show the form of the newsletter; its answer says nothing about the address."""
        values = {'purpose': get_purposes('newsletter'), 'email': str(email)[:200]}
        if request.httprequest.method == 'POST':
            values.update(self._ask(values['email'], values['purpose']))
        return request.render('gift_loyalty.newsletter', values, headers=PUBLIC_HEADERS)

    def _ask(self, email, purpose):
        if not email_normalize(email):
            return {'error': request.env._("Please enter a mail address such as anna@example.com.")}
        try:
            count_attempt('consent', QUESTIONS_PER_CALLER, QUESTIONS_WINDOW_S)
        except UserError as error:
            return {'error': str(error)}
        request.env['gift.consent']._request(email, purpose, get_how('newsletter'))
        return {'done': True}

    @http.route('/gift/confirm/<int:consent_id>/<string:token>', **SIGNED)
    def confirm(self, consent_id, token, **_post):
        """Confirm what was asked by mail. A look alone (GET) changes nothing: scanners look."""
        consents = request.env['gift.consent']
        asked = consents._find_question(consent_id, token) if is_id(consent_id) else consents
        if not asked:
            return render_gone()
        done = request.httprequest.method == 'POST'
        if done:
            asked._confirm(get_how('mail', '/gift/confirm'))
        values = {
            'questions': asked._get_questions(),
            'done': done,
            'preferences': consents._get_preferences_path(asked.email),
        }
        return request.render('gift_loyalty.consent_confirm', values, headers=PUBLIC_HEADERS)

    @http.route('/gift/stop/<string:who>/<string:purpose>/<string:token>', **SIGNED)
    def stop(self, who, purpose, token, **post):
        """Stop mails of one kind: by the page's button, or by a mail program's click (RFC 8058)."""
        consents = request.env['gift.consent']
        address = consents._open_link(STOP, who, token, purpose)
        found = get_purposes(purpose) if address else None
        if not found:
            return render_gone()
        done = request.httprequest.method == 'POST'
        if done:
            source = 'one_click' if 'List-Unsubscribe' in post else 'mail'
            consents._note(address, found, WITHDRAWN, get_how(source, '/gift/stop'))
        values = {
            'purpose': found,
            'done': done,
            'preferences': consents._get_preferences_path(address),
        }
        return request.render('gift_loyalty.consent_stop', values, headers=PUBLIC_HEADERS)

    @http.route('/gift/preferences/<string:who>/<string:token>', **SIGNED)
    def preferences_of_link(self, who, token, **post):
        """Show and change the mails of the address that holds the link."""
        address = request.env['gift.consent']._open_link(PREFERENCES, who, token)
        if not address:
            return render_gone()
        return self._preferences(address, get_how('mail', '/gift/preferences'), post)

    @http.route('/my/preferences', type='http', auth='user', methods=['GET', 'POST'], website=True)
    def my_preferences(self, **post):
        """Show and change which mails the customer gets."""
        address = email_normalize(request.env.user.partner_id.email) or ''
        return self._preferences(address, get_how('preferences'), post)

    @http.route('/mailing/my', type='http', auth='user', website=True)
    def mailing_my(self, **_kwargs):
        """Send who comes by Odoo's page of mailing lists to the one page that decides."""
        return request.redirect('/my/preferences')

    def _preferences(self, address, how, post):
        values = {'address': address, 'page_name': 'gift_preferences'}
        if request.httprequest.method == 'POST' and address:
            values.update(self._save(address, how, post))
        values['entries'] = self._get_entries(address)
        values['elsewhere'] = request.env['gift.consent']._get_elsewhere(address)
        return request.render('gift_loyalty.preferences', values, headers=PUBLIC_HEADERS)

    def _get_entries(self, address):
        consents, purposes = request.env['gift.consent'], get_purposes()
        last = consents._get_last(address, purposes)
        return [
            {
                'purpose': purpose,
                'is_on': bool(consents._get_allowed(purpose.code, {address})),
                'last': last.get(purpose.id),
            }
            for purpose in purposes
        ]

    def _save(self, address, how, post):
        """Note what changed on the page.

        :return: what the page says about it.
        """
        consents = request.env['gift.consent']
        wanted = set() if post.get('none') else {key for key in post if post[key] == 'on'}
        entries = self._get_entries(address)
        off = [one['purpose'] for one in entries if one['purpose'].code not in wanted]
        on = [
            one['purpose'] for one in entries if one['purpose'].code in wanted and not one['is_on']
        ]
        purposes = get_purposes().browse
        consents._note(address, purposes([one.id for one in off]), WITHDRAWN, how)
        for row in consents._get_elsewhere(address):
            if f'{row.purpose_id.code}.{row.channel}' not in wanted:
                consents._note(address, row.purpose_id, WITHDRAWN, how, channel=row.channel)
        return {'saved': True, **self._switch_on(address, purposes([one.id for one in on]), how)}

    def _switch_on(self, address, purposes, how):
        if not purposes:
            return {}
        if how['source'] == 'mail':  # who holds the link has the mailbox
            request.env['mail.blacklist'].sudo()._remove(address)
            request.env['gift.consent']._note(address, purposes, GIVEN, how)
            return {}
        try:
            count_attempt('consent', QUESTIONS_PER_CALLER, QUESTIONS_WINDOW_S)
        except UserError as error:
            return {'error': str(error)}
        return {'asked': request.env['gift.consent']._agree(address, purposes, how)}
