from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..const import JSON_LIMIT_BYTES
from .designer import GiftDesigner
from .portal import PAGE_HEADERS

ASKS_PER_CALLER = 5
ASK_WINDOW_S = 3600


class GiftModeration(GiftDesigner):
    @http.route(
        '/gift/moderation/ask',
        type='jsonrpc',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
        max_content_length=JSON_LIMIT_BYTES,
    )
    def ask(self, product_id=None, values=None, key=None, comment=''):
        """Ask the staff to look at the words of a design that is not ordered yet.

        :return: ``{'key': key, 'message': sentence}``, or ``{'error': sentence}``.
        """
        try:
            with request.env.cr.savepoint():
                product = self._get_product(product_id)
                _count_ask()
                key = self._save(product, values, key)
                request.env['gift.design']._find_by_key(key)._ask_for_words(comment)
        except UserError as error:
            return {'error': str(error)}
        message = request.env._("Thank you, we have got your question.")
        return {'key': key, 'message': message}

    @http.route(
        '/gift/moderation/case/<int:case_id>/<string:side>.jpg',
        type='http',
        auth='user',
        methods=['GET'],
        readonly=True,
    )
    def case_side(self, case_id, side):
        """Return the picture of one side of the design that a case is about, for its readers."""
        cases = request.env['gift.moderation.case']
        case = cases.search([('id', '=', case_id)]) if cases.has_access('read') else cases
        keys = [key for key, _label in case._get_sides()] if case else []
        key = keys[0] if keys and side == 'first' else side
        picture = case._render_side(key) if key in keys else None
        if picture is None:
            raise request.not_found()
        headers = [
            ('Content-Type', 'image/jpeg'),
            ('Cache-Control', 'private, max-age=300'),
            ('X-Content-Type-Options', 'nosniff'),
        ]
        return request.make_response(picture, headers)


class GiftModerationPortal(CustomerPortal):
    """What was decided about a design, and the customer's question to look again."""

    @http.route(
        '/my/gifts/review/<int:case_id>',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def portal_review(self, case_id, access_token=None, comment=None, **_kwargs):
        """Show a decision to the holder of its link; a POST asks to look again."""
        try:
            case_sudo = self._document_check_access('gift.moderation.case', case_id, access_token)
        except (AccessError, MissingError):
            return request.redirect('/my')
        error = ''
        if request.httprequest.method == 'POST':
            try:
                with request.env.cr.savepoint():
                    _count_ask()
                    case_sudo._appeal(comment)
            except UserError as refusal:
                error = str(refusal)
        return request.render(
            'gift_personalization.portal_review',
            {
                **self._prepare_portal_layout_values(),
                'page_name': 'gifts',
                'case': case_sudo,
                'error': error,
                'comment': comment if error else '',
                'access_token': access_token,
            },
            headers=PAGE_HEADERS,
            status=409 if error else 200,
        )


def _count_ask():
    request.env['gift.rate.limit']._gift_count(
        'moderation',
        request.httprequest.remote_addr or '',
        limit=ASKS_PER_CALLER,
        seconds=ASK_WINDOW_S,
    )
