from odoo.http import Controller, request, route

from ..models.gift_step_mail import STEPS
from .shared import PUBLIC_HEADERS, render_gone


class GiftMails(Controller):
    """Which mails the customer of an order wants, by a signed link of each mail."""

    @route(
        '/gift/mails/<int:order_id>/<string:token>',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def choose_mails(self, order_id, token, always='', **post):
        """Show the choice, or keep it. Opening the link changes nothing: scanners open it, too."""
        order_sudo = request.env['sale.order']._gift_find_by_mails_token(order_id, token)
        if not order_sudo:
            return render_gone()
        is_kept = request.httprequest.method == 'POST'
        if is_kept:
            chosen = {key for key, _label in STEPS if post.get(key) == '1'}
            order_sudo._gift_set_mail_steps(chosen, always=always == '1')
        return request.render(
            'gift_personalization.mail_choice',
            {'order': order_sudo, 'steps': self._get_steps(), 'is_kept': is_kept},
            headers=PUBLIC_HEADERS,
        )

    def _get_steps(self):
        field = request.env['gift.step.mail']._fields['step']
        return field._description_selection(request.env)

    @route(
        '/gift/mails/<int:order_id>/<string:token>/stop',
        type='http',
        auth='public',
        methods=['POST'],
        csrf=False,
        sitemap=False,
        save_session=False,
    )
    def stop_mails(self, order_id, token, **_post):
        """Stop the mails of the order, as mail programs ask for it with one click (RFC 8058)."""
        order_sudo = request.env['sale.order']._gift_find_by_mails_token(order_id, token)
        if not order_sudo:
            raise request.not_found()
        order_sudo._gift_set_mail_steps(())
        return request.make_response('', [('Content-Type', 'text/plain')])
