import hashlib

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import email_normalize

from odoo.addons.gift_personalization.const import COMPLAINT_LIMIT_BYTES, UPLOAD_LIMIT_BYTES
from odoo.addons.gift_personalization.controllers.own_designs import get_partner
from odoo.addons.gift_personalization.controllers.portal import PAGE_HEADERS
from odoo.addons.gift_personalization.controllers.shared import count_attempt

from ..models.gift_ticket_files import MAX_FILES

QUESTIONS_PER_CALLER, QUESTIONS_PER_MAIL, WINDOW_S = 20, 10, 3600
LENGTHS = {'customer_name': 100, 'email': 254, 'subject': 150, 'body': 5000, 'order_ref': 40}
TRAP = 'homepage'  # a field that people do not see; programs fill it


class GiftSupport(http.Controller):
    """The contact form: a question becomes a ticket. No login, no script needed."""

    @http.route(
        '/support',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=True,
        max_content_length=COMPLAINT_LIMIT_BYTES,
    )
    def support(self, done='', order='', **post):
        """Show the form, or take a question. The answer is the same for every order number."""
        if request.httprequest.method == 'GET':
            return self._render(self._prepare(str(order)), done=done == '1')
        values = {name: self._text(post, name)[:most] for name, most in LENGTHS.items()}
        if self._text(post, TRAP):
            return request.redirect('/support?done=1')
        try:
            self._check(values)
            self._count(values)
            with request.env.cr.savepoint():
                self._store(values, self._read_files())
        except UserError as error:
            return self._render(values, error=str(error), status=409)
        return request.redirect('/support?done=1')

    # === READING === #

    def _text(self, post, name):
        value = post.get(name)
        return value.replace('\0', '').strip() if isinstance(value, str) else ''

    def _prepare(self, order):
        partner = get_partner()
        return {
            'customer_name': (partner and partner.name) or '',
            'email': (partner and partner.email) or '',
            'subject': '',
            'body': '',
            'order_ref': order[: LENGTHS['order_ref']],
        }

    def _check(self, values):
        """:raise UserError: with what is missing."""
        if not email_normalize(values['email']):
            raise UserError(request.env._("Please enter a mail address, so that we can answer."))
        if not values['customer_name']:
            raise UserError(request.env._("Please enter your name."))
        if not values['body']:
            raise UserError(request.env._("Please write what your question is."))

    def _count(self, values):
        count_attempt('support', QUESTIONS_PER_CALLER, WINDOW_S)
        request.env['gift.rate.limit']._gift_count(
            'support-mail',
            email_normalize(values['email']),
            limit=QUESTIONS_PER_MAIL,
            seconds=WINDOW_S,
        )

    def _read_files(self):
        """Return the files that were sent, made safe.

        :raise UserError: when one of them cannot be kept.
        """
        sent = [file for file in request.httprequest.files.getlist('files') if file.filename]
        files = [(file.filename, file.read(UPLOAD_LIMIT_BYTES + 1)) for file in sent]
        kept, dropped = request.env['gift.ticket'].sudo()._keep_safe(files)  # reads bytes only
        if dropped:
            raise UserError(
                request.env._(
                    "We cannot take %(files)s. Please send at most %(count)s pictures (JPEG, PNG,"
                    " WebP) or PDF files of up to 10 MB.",
                    files=', '.join(dropped),
                    count=MAX_FILES,
                )
            )
        return kept

    # === STORING === #

    def _store(self, values, files):
        tickets_sudo = request.env['gift.ticket'].sudo()  # visitors have no rights on tickets
        tickets_sudo = tickets_sudo.with_company(request.website.company_id)
        team_sudo = tickets_sudo._get_default_team()
        if not self._claim(team_sudo, values):
            return
        order_sudo = self._find_order(values)
        partner = get_partner()
        tickets_sudo._receive(
            {
                'name': values['subject'] or values['body'].split('\n')[0][:80],
                'description': values['body'],
                'email': values['email'],
                'customer_name': values['customer_name'],
                'order_ref': values['order_ref'],
                'channel': 'form',
                'company_id': request.website.company_id.id,
            },
            files=files,
            is_safe=True,
            order=order_sudo,
            partner=partner if partner and self._is_own(partner, values) else None,
        )

    def _claim(self, team_sudo, values):
        """Return whether this question is sent the first time today: a double click is one."""
        parts = (str(fields.Date.today()), *values.values())
        digest = hashlib.sha256('\0'.join(parts).encode()).hexdigest()
        return request.env['gift.notice'].sudo()._claim(team_sudo, f'form-{digest}')

    def _is_own(self, partner, values):
        return partner.email_normalized == email_normalize(values['email'])

    def _find_order(self, values):
        """Return the order (sudo) that was named, if it is of this mail address or account."""
        orders_sudo = request.env['sale.order'].sudo()  # compared with who asks
        if not values['order_ref']:
            return orders_sudo
        order_sudo = orders_sudo.search(
            [('name', '=ilike', self._escape(values['order_ref'])), ('state', '=', 'sale')], limit=1
        )
        buyer = order_sudo.partner_id.commercial_partner_id
        partner = get_partner()
        is_own = partner and partner.commercial_partner_id == buyer
        same_mail = order_sudo.partner_id.email_normalized == email_normalize(values['email'])
        return order_sudo if order_sudo and (is_own or same_mail) else orders_sudo

    def _escape(self, text):
        for letter in '\\%_':
            text = text.replace(letter, f'\\{letter}')
        return text.lstrip('#').strip()

    def _render(self, values, *, error='', done=False, status=200):
        return request.render(
            'gift_loyalty.support_page',
            {'values': values, 'error': error, 'done': done, 'trap': TRAP},
            status=status,
            headers=PAGE_HEADERS,
        )
