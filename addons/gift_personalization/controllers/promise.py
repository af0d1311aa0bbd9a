from odoo import fields, http
from odoo.http import request

MAX_QUANTITY = 10_000
MAX_AGE_S = 60


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
        body, age = '', MAX_AGE_S
        if variant:
            body, age = self._render(variant, self._get_quantity(quantity))
        return request.make_response(
            body,
            headers=[
                ('Content-Type', 'text/html; charset=utf-8'),
                ('Cache-Control', f'private, max-age={age}'),
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
        """Return the HTML and for how many seconds it is right."""
        cart = request.cart
        carriers = request.env['delivery.carrier']
        carrier = (cart and cart.carrier_id) or carriers._gift_get_usual(request.website)
        promises = request.env['gift.promise']
        company = request.website.company_id
        plan = promises._plan_product(product, quantity, company, carrier)
        if not plan:
            return '', MAX_AGE_S
        until = promises._get_order_moment(company, plan.steps[0].first)
        left = int((until - fields.Datetime.now()).total_seconds())
        body = request.env['ir.ui.view']._render_template(
            'gift_personalization.promise',
            {
                'plan': plan,
                'promises': promises,
                'carrier': carrier,
                'order_by': promises._format_moment_of(company, until, self._get_visitor_zone()),
            },
        )
        return body, max(0, min(MAX_AGE_S, left))

    def _get_visitor_zone(self):
        return request.cookies.get('tz')
