from odoo import http
from odoo.http import request

MAX_QUANTITY = 10_000


class GiftPromise(http.Controller):
    """When a gift arrives, for the product page. It asks after the page is there."""

    @http.route(
        '/gift/promise',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        readonly=True,
        sitemap=False,
        save_session=False,
    )
    def promise(self, product=None, quantity=None, **_kwargs):
        """Return the promise of a published product as a piece of HTML; empty without one."""
        variant = self._get_product(product)
        body = self._render(variant, self._get_quantity(quantity)) if variant else ''
        return request.make_response(
            body,
            headers=[
                ('Content-Type', 'text/html; charset=utf-8'),
                ('Cache-Control', 'private, max-age=60'),
                ('Vary', 'Cookie, Accept-Language'),
                ('X-Robots-Tag', 'noindex'),
            ],
        )

    def _get_product(self, product_id):
        """Return the personalised variant that the visitor may see, or nothing."""
        product_id = str(product_id or '')
        products = request.env['product.product']
        if not product_id.isdecimal() or len(product_id) > 9:
            return products
        found = products.search([('id', '=', int(product_id))])  # by the visitor's own rights
        return found.filtered(
            lambda product: (
                product.product_tmpl_id._gift_is_personalised()
                and product._is_add_to_cart_allowed()
            )
        )

    def _get_quantity(self, quantity):
        try:
            wanted = float(quantity or 1)
        except ValueError:
            return 1
        return min(wanted, MAX_QUANTITY) if wanted > 0 else 1

    def _render(self, product, quantity):
        cart = request.cart
        carriers = request.env['delivery.carrier']
        carrier = (cart and cart.carrier_id) or carriers._gift_get_usual(request.website)
        promises = request.env['gift.promise']
        plan = promises._plan_product(product, quantity, request.website.company_id, carrier)
        if not plan:
            return ''
        return request.env['ir.ui.view']._render_template(
            'gift_personalization.promise',
            {'plan': plan, 'promises': promises, 'carrier': carrier, 'is_product_page': True},
        )
