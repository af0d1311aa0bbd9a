from odoo import http
from odoo.http import request

from .visitor import find_visitor, render_nothing, render_page


class GiftSupplierScorecard(http.Controller):
    """A supplier's own scorecard: by month, what each number means, and which lines were late."""

    @http.route(
        '/supplier/<string:key>/score',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def score(self, key, **_kwargs):
        """Show the scorecard of the visitor's supplier; a link to one order does not open it."""
        visitor = find_visitor(key, 'orders')
        if not visitor or visitor.access.order_id:
            return render_nothing(key)
        scores = request.env['gift.supplier.score']
        cards = scores._get_cards(visitor.contact.supplier_id)
        return render_page(visitor, 'page_score', {'cards': cards})
