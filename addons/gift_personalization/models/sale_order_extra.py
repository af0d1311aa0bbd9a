from odoo import models
from odoo.exceptions import UserError, ValidationError


class SaleOrder(models.Model):
    """Cards and wraps of a cart: ordinary lines of a parcel, sold, stocked and made as such."""

    _inherit = 'sale.order'

    def _gift_offers_extras(self):
        """Return whether the shop of the cart offers message cards or wraps."""
        templates = self.env['product.template']
        return bool(templates._gift_search_extras(self.website_id, 'card', 'wrap'))

    def _gift_get_wrap(self, parcel):
        """Return the lines of the wrap of a parcel (empty: of the own address)."""
        self.ensure_one()
        return self._gift_get_sendable_lines().filtered(
            lambda line: (
                line.gift_parcel_id == parcel and line.product_template_id.gift_extra == 'wrap'
            )
        )

    def _gift_set_wrap(self, product, parcel):
        """Wrap what goes to a parcel in ``product`` (empty: in nothing); one wrap per parcel.

        :param product: product.product whose kind and offer were checked.
        :raise UserError: when it is too small or sold out; nothing changes then.
        """
        self.ensure_one()
        self._gift_lock_rows()
        self._gift_check_open()
        if product:
            self._gift_check_wrap(product, parcel)
        self._gift_get_wrap(parcel).unlink()
        if product:
            whose = self.with_context(gift_parcel_id=parcel.id)
            result = whose._cart_add(product.id, 1)
            if not result.get('quantity'):
                raise UserError(
                    result.get('warning')
                    or self.env._("“%s” is sold out. Please choose another wrap.", product.name)
                )
        self._verify_cart_after_update()

    def _gift_check_wrap(self, product, parcel):
        goods = self._gift_get_wrapped(parcel)
        if not goods:
            raise UserError(self.env._("There is nothing to wrap yet."))
        if not product.product_tmpl_id._gift_has_room(goods):
            raise UserError(self._gift_get_wrap_sentence(product))

    def _gift_get_wrapped(self, parcel):
        """Return the lines of a parcel that are gifts, no cards and no wraps."""
        return self._gift_get_sendable_lines().filtered(
            lambda line: line.gift_parcel_id == parcel and not line.product_template_id.gift_extra
        )

    def _gift_get_card_places(self):
        """Return ``{line: lines of message cards}``: each card beside the first gift it goes with.

        A card that goes alone has no place beside a gift.
        """
        self.ensure_one()
        lines = self.sudo().order_line.filtered(lambda line: line._gift_is_sendable())
        parts = lines.grouped('gift_parcel_id').values()
        places = {}
        for part in parts:
            cards = part.filtered(lambda line: line.product_template_id.gift_extra == 'card')
            gifts = part.filtered(lambda line: not line.product_template_id.gift_extra)
            if cards and gifts:
                places[gifts.sorted('id')[0]] = cards.filtered('gift_revision_id')
        return places

    def _gift_get_wrap_sentence(self, product):
        return self.env._(
            "“%s” is too small for what goes to this address. Please choose a larger wrap, or"
            " none.",
            product.name,
        )

    def _check_cart_is_ready_to_be_paid(self):
        """Override of `website_sale` to find wraps that have become too small.

        :raise ValidationError: with the wrap.
        """
        for wrap in self._gift_get_sendable_lines():
            template = wrap.product_template_id
            if template.gift_extra == 'wrap' and not template._gift_has_room(
                self._gift_get_wrapped(wrap.gift_parcel_id)
            ):
                raise ValidationError(self._gift_get_wrap_sentence(wrap.product_id))
        return super()._check_cart_is_ready_to_be_paid()
