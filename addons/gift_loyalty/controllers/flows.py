from odoo import http
from odoo.http import request

from odoo.addons.gift_personalization.controllers.own_designs import is_id
from odoo.addons.gift_personalization.controllers.shared import render_gone

# What browsers and mail programs send when they look at a page before anybody has clicked.
EARLY = ('Sec-Purpose', 'Purpose', 'X-Purpose', 'X-Moz')


class GiftFlows(http.Controller):
    @http.route(
        '/gift/go/<int:sending_id>/<string:token>',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        save_session=False,
    )
    def go(self, sending_id, token, **_kwargs):
        """Count the click on a mail's button and lead to what it is about.

        Where it leads is worked out here; nothing of the address decides it.
        """
        sendings = request.env['gift.flow.sending']
        sending_sudo = sendings._find_by_click(sending_id, token) if is_id(sending_id) else sendings
        if not sending_sudo:
            return render_gone()
        if self._is_person():
            sending_sudo._note_click()
        run_sudo = sending_sudo.run_id
        return request.redirect(run_sudo.flow_id._get_target(run_sudo))

    def _is_person(self):
        """Return whether nothing says that a program opens the link.

        A scanner that looks into links as a browser does cannot be told from a person.
        """
        sent = request.httprequest
        hints = (sent.headers.get(name, '').lower() for name in EARLY)
        is_early = any('prefetch' in hint or 'preview' in hint for hint in hints)
        return sent.method == 'GET' and not is_early and not request.env['ir.http'].is_a_bot()
