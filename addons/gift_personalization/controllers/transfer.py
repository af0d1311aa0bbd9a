from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from ..const import SAVE_WINDOW_S, SAVES_PER_CALLER
from .own_designs import get_own_designs, get_partner, get_past_line, is_id, remember_designs
from .portal import PAGE_HEADERS
from .shared import PUBLIC_HEADERS, count_attempt, find_share, render_gone

PRODUCTS_PER_PAGE = 24
SEARCH_CHARS = 80


class GiftTransfer(http.Controller):
    """A design on another product: choose the product, then look at what became of it."""

    # === WHERE THE DESIGN COMES FROM === #

    @http.route(
        '/my/designs/<int:design_id>/transfer',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def transfer_saved(self, design_id, **params):
        """Put an own saved design on another product."""
        design_sudo = get_own_designs(design_id)
        if not design_sudo:
            raise NotFound
        source = self._read_workspace(design_sudo)
        return self._answer(source, f'/my/designs/{design_sudo.id}/transfer', **params)

    @http.route(
        '/my/gifts/again/<int:line_id>/transfer',
        type='http',
        auth='user',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def transfer_ordered(self, line_id, **params):
        """Put the design of an own ordered gift on another product."""
        revision_sudo = get_past_line(line_id).gift_revision_id
        if not revision_sudo:
            raise NotFound
        source = revision_sudo._get_document(), revision_sudo.asset_ids, revision_sudo.product_id
        return self._answer(source, f'/my/gifts/again/{line_id}/transfer', **params)

    @http.route(
        '/gift/shared/<string:token>/transfer',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
    )
    def transfer_shared(self, token, **params):
        """Put what is shared on another product, as far as it may be copied."""
        share_sudo = find_share(token)
        if not share_sudo:
            return render_gone()
        values, _is_less = share_sudo._get_copied_values()
        revision_sudo = share_sudo.revision_id
        document = {**revision_sudo._get_document(), 'values': values}
        source = document, revision_sudo.asset_ids, revision_sudo.product_id
        return self._answer(
            source, f'/gift/shared/{token}/transfer', headers=PUBLIC_HEADERS, **params
        )

    def _read_workspace(self, design_sudo):
        """Return content document, photos and product of a workspace.

        :raise NotFound: when it cannot be read any more.
        """
        try:
            document = design_sudo._parse(design_sudo._get_content()).to_dict()
        except UserError as error:
            raise NotFound from error
        return document, design_sudo.asset_ids, design_sudo.product_id

    # === CHOICE OF THE PRODUCT === #

    def _answer(self, source, path, *, headers=None, **params):
        headers = headers or PAGE_HEADERS
        if request.httprequest.method == 'POST':
            return self._transfer(source, path, headers, **params)
        return self._render(source, path, headers, **params)

    def _get_targets(self, source):
        """Return ``(domain, {gift.template: number of entries it takes})``."""
        document, _assets, product = source
        domain = Domain.AND(
            [
                Domain(request.website.sale_product_domain()),
                Domain('is_published', '=', True),
                Domain('id', '!=', product.product_tmpl_id.id),
            ]
        )
        templates_sudo = request.env['gift.template'].sudo()  # read by visitors on product pages
        counts = request.env['gift.design']._count_transferred(document, templates_sudo.search([]))
        ids = [template.id for template in counts]
        products_sudo = request.env['product.template'].sudo()
        takers = products_sudo._search([('gift_template_id', 'in', ids)])
        return domain & Domain('id', 'in', takers), counts

    def _render(self, source, path, headers, *, q='', page='1', error='', status=200, **_params):
        domain, counts = self._get_targets(source)
        search = str(q).strip()[:SEARCH_CHARS]
        if search:
            domain &= Domain('name', 'ilike', search)
        products = request.env['product.template']
        pager = portal_pager(
            url=path,
            url_args={'q': search} if search else None,
            total=products.search_count(domain),
            page=int(page) if is_id(page) else 1,
            step=PRODUCTS_PER_PAGE,
        )
        # Links of Odoo's pager name the page in the path, this page in the query.
        found = products.search(domain, offset=pager['offset'], limit=PRODUCTS_PER_PAGE)
        values = {
            'page_name': 'gift_designs',
            'path': path,
            'search': search,
            'page': pager['page']['num'],
            'page_count': pager['page_count'],
            'cards': self._prepare_cards(found, counts),
            'total': self._count_entries(source),
            'error': error,
        }
        return request.render(
            'gift_personalization.design_transfer', values, status=status, headers=headers
        )

    def _count_entries(self, source):
        from ..engine.transfer import filled_zones

        return len(filled_zones(source[0]))

    def _prepare_cards(self, products, counts):
        prices = products._get_sales_prices(request.website)
        currency = request.website.currency_id
        return [
            {
                'product': product,
                'taken': counts[product.sudo().gift_template_id],
                'price': currency.format(prices[product.id]['price_reduce']),
            }
            for product in products
        ]

    # === TRANSFER === #

    def _transfer(self, source, path, headers, *, product_id='', **params):
        document, assets, _product = source
        try:
            count_attempt('keep', SAVES_PER_CALLER, SAVE_WINDOW_S)
            variant = self._get_variant(source, product_id)
            with request.env.cr.savepoint():
                design_sudo = request.env['gift.design']._transfer(
                    document, assets, variant, get_partner()
                )
        except UserError as refused:
            return self._render(source, path, headers, error=str(refused), status=409, **params)
        remember_designs(design_sudo)
        return request.redirect(design_sudo._get_page_url())

    def _get_variant(self, source, product_id):
        """Return the variant of a product from the list.

        :raise UserError: when it is none of them or not offered.
        """
        domain, _counts = self._get_targets(source)
        wanted = Domain('id', '=', int(product_id)) if is_id(product_id) else Domain.FALSE
        product = request.env['product.template'].search(domain & wanted)
        variant = product and product.env['product.product'].browse(
            product._get_first_possible_variant_id()
        )
        if not variant or not variant._is_add_to_cart_allowed():
            raise UserError(
                request.env._("This product is not offered at the moment. Please choose another.")
            )
        return variant
