import re

from werkzeug.exceptions import abort

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request, route

from odoo.addons.website_sale.controllers.cart import Cart
from odoo.addons.website_sale.controllers.main import WebsiteSale
from odoo.addons.website_sale.controllers.product_configurator import (
    WebsiteSaleProductConfiguratorController,
)
from odoo.addons.website_sale.controllers.reorder import CustomerPortal

from .own_designs import get_own_designs, get_past_line, is_id, search_own_designs
from .wishlist import start_from_wish

MOST = 10**12
FILTER = re.compile(r'[0-9]{1,9}-[0-9]{1,9}(,[0-9]{1,9})*')  # attribute-value,value,…


def read_price(sent):
    """Return a price from an address, 0 for what is none."""
    try:
        price = float(sent)
    except (TypeError, ValueError):
        return 0.0
    return price if 0 <= price < MOST else 0.0


class GiftWebsiteSale(WebsiteSale):
    @route()
    def shop(self, page=0, category=None, search='', min_price=0.0, max_price=0.0, **post):
        """Override of `website_sale`: a price that is no number filters nothing."""
        prices = {'min_price': read_price(min_price), 'max_price': read_price(max_price)}
        return super().shop(page=page, category=category, search=search, **prices, **post)

    def _prepare_product_values(
        self,
        product,
        category,
        gift_line=None,
        gift_again=None,
        gift_design=None,
        gift_wish=None,
        **kwargs,
    ):
        """Override of `website_sale` to add the designer of a personalised product.

        :param gift_line: id of a line of the visitor's cart whose design is edited.
        :param gift_again: id of a line of an own order whose design is the start of a new one.
        :param gift_design: id of an own design that is continued.
        :param gift_wish: id of an own wish whose design is the start of a new one.
        """
        values = super()._prepare_product_values(product, category, **kwargs)
        variant = values['product_variant']
        if variant and product._gift_is_personalised():
            values['gift'] = self._gift_prepare_designer(
                product,
                variant,
                values['combination_info'],
                self._gift_get_cart_line(gift_line) or get_past_line(gift_again),
                get_own_designs(gift_design) or start_from_wish(gift_wish, product),
            )
        return values

    def _gift_prepare_designer(self, product, variant, price_info, line_sudo, design_sudo):
        if line_sudo.product_template_id != product:
            line_sudo = line_sudo.browse()
        designer = variant._gift_prepare_designer(
            line_sudo.gift_revision_id,
            price_info,
            edited_line=line_sudo if line_sudo and line_sudo.order_id == request.cart else None,
            partner=None if request.env.user._is_public() else request.env.user.partner_id,
            design=design_sudo.filtered(lambda design: design.product_tmpl_id == product),
        )
        return {
            **designer,
            'latest': None if designer['key'] else self._gift_get_latest(product),
            'notes': design_sudo.start_notes or [],
        }

    def _gift_get_latest(self, product):
        """Return name and address of the visitor's last design of the product, or ``None``."""
        design_sudo = search_own_designs([('product_tmpl_id', '=', product.id)], limit=1)
        if not design_sudo:
            return None
        return {'name': design_sudo._get_label(), 'url': design_sudo._get_page_url()}

    def _gift_get_cart_line(self, line_id):
        order_sudo = request.cart
        if not order_sudo or not is_id(line_id):
            return request.env['sale.order.line'].sudo()
        return order_sudo._gift_get_own_line(int(line_id))

    @staticmethod
    def _get_attribute_value_dict(attribute_values):
        """Override of `website_sale`: what an address says wrongly filters nothing."""
        return WebsiteSale._get_attribute_value_dict(
            [value for value in attribute_values if FILTER.fullmatch(value)]
        )

    def order_2_return_dict(self, order):
        """Override of `website_sale`, which knows one delivery per order: each parcel has its."""
        deliveries = order.order_line.filtered('is_delivery')
        if len(deliveries) < 2:
            return super().order_2_return_dict(order)
        return {
            'transaction_id': order.id,
            'affiliation': order.company_id.name,
            'value': order.amount_total,
            'tax': order.amount_tax,
            'currency': order.currency_id.name,
            'items': self.order_lines_2_google_api(order.order_line),
            'shipping': sum(line.price_unit * line.product_uom_qty for line in deliveries),
        }


class GiftCart(Cart):
    def _get_additional_cart_notification_information(self, line):
        """Override of `website_sale` to show the design instead of the blank product."""
        values = super()._get_additional_cart_notification_information(line)
        if line.gift_revision_id:
            values['image_url'] = line._gift_get_preview_url()
        return values


class GiftProductConfigurator(WebsiteSaleProductConfiguratorController):
    def _should_show_product(self, product_template, parent_combination):
        """Override of `website_sale` to leave out options that need a design of their own."""
        return not product_template._gift_is_personalised() and super()._should_show_product(
            product_template, parent_combination
        )


class GiftReorder(CustomerPortal):
    @route()
    def my_orders_reorder(self, order_id=None, access_token=None):
        """Override of `website_sale` to order designs again as they are."""
        try:
            order_sudo = self._document_check_access(
                'sale.order', order_id, access_token=access_token
            )
        except (AccessError, MissingError):
            # Returned, a redirect would become a text in a JSON answer.
            abort(request.redirect('/my'))
        designed = order_sudo.order_line.filtered(
            lambda line: line.gift_revision_id and line._is_reorder_allowed(),
        )
        others = order_sudo.order_line.filtered(
            lambda line: not line.gift_revision_id and line._is_reorder_allowed(),
        )
        values = {'tracking_info': []}
        if others or not designed:
            request.update_context(gift_skip_designed=True)
            values = super().my_orders_reorder(order_id, access_token=access_token)
        refused = [message for line in designed if (message := self._gift_reorder(line, values))]
        if refused:
            cart_sudo = request.cart or request.website._create_cart()
            cart_sudo.shop_warning = '\n'.join(filter(None, [cart_sudo.shop_warning, *refused]))
        values['cart_quantity'] = request.cart.cart_quantity
        return values

    def _gift_reorder(self, line, values):
        """Add a line's design to the cart again; return why not, or ``None``."""
        product = line.product_id
        try:
            if line.gift_revision_id.sudo()._get_differences():
                return request.env._(
                    "“%(product)s” is made differently today. Please open your order and choose"
                    " “Order again” below the gift to compare both.",
                    product=line.name_short,
                )
            with request.env.cr.savepoint():
                _design, key = request.env['gift.design']._create_from_revision(
                    line.gift_revision_id,
                )
                cart_sudo = request.cart or request.website._create_cart()
                # Odoo's route adds to this very record; it stays for whom the gift is.
                request.cart = cart_sudo.with_context(gift_recipient=line.gift_recipient or '')
                answer = Cart().add_to_cart(
                    product_template_id=product.product_tmpl_id.id,
                    product_id=product.id,
                    quantity=line.product_uom_qty,
                    no_variant_attribute_value_ids=line.product_no_variant_attribute_value_ids.ids,
                    gift_design_key=key,
                )
        except UserError as error:
            return request.env._(
                "“%(product)s” was not added: %(reason)s Open its page to design it anew.",
                product=line.name_short,
                reason=str(error),
            )
        values['tracking_info'].extend(answer['tracking_info'])
        return answer['notification_info'].get('warning')
