from odoo.exceptions import UserError
from odoo.http import request, route

from odoo.addons.website_sale.controllers.cart import Cart

from .cart_params import check_cart_params
from .own_designs import is_id
from .recipients import GiftRecipients
from .shop import GiftWebsiteSale

CARD_KEY = 'gift_card_parcel'


class GiftExtras(GiftRecipients):
    """Cards and wraps on the page of recipients."""

    @route(
        '/shop/recipients/wrap',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def wrap(self, parcel='', product='', **_post):
        """Wrap what goes to a recipient (empty: to the own address), or unwrap it."""
        cart_sudo = self._get_cart()
        if not cart_sudo:
            return request.redirect('/shop/cart')
        parcel_sudo = self._get_parcel(parcel, or_own=True)
        chosen = self._get_wrap(product)
        try:
            with request.env.cr.savepoint():
                cart_sudo._gift_set_wrap(chosen, parcel_sudo)
        except UserError as error:
            return self._render_page(error=str(error))
        return request.redirect('/shop/recipients?done=' + ('wrapped' if chosen else 'unwrapped'))

    def _get_wrap(self, product_id):
        """Return the variant of an offered wrap (sudo), or nothing."""
        if not is_id(product_id):
            return request.env['product.product'].sudo()
        templates = self._search_extras('wrap')
        return templates.product_variant_ids.filtered(
            lambda product: product.id == int(product_id)
        ).sudo()

    def _search_extras(self, kind):
        return request.env['product.template']._gift_search_extras(request.website, kind)

    def _get_done_message(self, done):
        """Override to tell what became of a wrap."""
        _ = request.env._
        messages = {
            'wrapped': _("The wrap is in your cart."),
            'unwrapped': _("The wrap was taken out."),
        }
        return messages.get(done) or super()._get_done_message(done)

    def _prepare_page(self, cart_sudo):
        """Override to offer cards and wraps for each address."""
        wraps = self._search_extras('wrap').product_variant_ids
        return {
            **super()._prepare_page(cart_sudo),
            'cards': self._search_extras('card'),
            'wraps': wraps.filtered(lambda product: product._is_add_to_cart_allowed()),
        }


class GiftCardPage(GiftWebsiteSale):
    def _prepare_product_values(self, product, category, gift_parcel=None, **kwargs):
        """Override to remember for whom a message card is made.

        :param gift_parcel: id of a recipient of the visitor's cart.
        """
        if product.gift_extra == 'card':
            parcels_sudo = request.cart.gift_parcel_ids if request.cart else ()
            known = [parcel.id for parcel in parcels_sudo if str(parcel.id) == str(gift_parcel)]
            request.session[CARD_KEY] = known and [product.id, known[0]]
        return super()._prepare_product_values(product, category, **kwargs)


class GiftCardCart(Cart):
    @route()
    def add_to_cart(self, product_template_id=None, product_id=None, quantity=1.0, *args, **kwargs):
        """Override of `website_sale` to put a message card to the recipient it was made for."""
        check_cart_params(product_template_id, product_id, quantity=quantity, **kwargs)
        made_for = request.session.get(CARD_KEY)
        if made_for and made_for[0] == product_template_id and request.cart:
            request.session.pop(CARD_KEY)
            if made_for[1] in request.cart.gift_parcel_ids.ids:
                # Odoo's route adds to this very record.
                request.cart = request.cart.with_context(gift_parcel_id=made_for[1])
        return super().add_to_cart(product_template_id, product_id, quantity, *args, **kwargs)
