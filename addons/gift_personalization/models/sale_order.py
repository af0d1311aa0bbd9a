from odoo import models
from odoo.exceptions import UserError, ValidationError


class SaleOrder(models.Model):
    """The cart: one line per design. The browser names a design by its key and nothing else."""

    _inherit = 'sale.order'

    # === ADD === #

    def _cart_add(self, product_id, quantity=1.0, *, uom_id=None, **kwargs):
        """Override of `website_sale` to freeze the visitor's design and to require one.

        ``gift_design_key`` is the only argument read from the browser. A linked (optional) product
        does not take part in the design of its main product.

        :raise GiftDesignRequired: for a product that needs a design, without a valid key.
        :raise UserError: when the design has an error, with its sentence.
        """
        key = kwargs.pop('gift_design_key', None)
        kwargs.pop('gift_design', None)  # a record that only this method may pass on
        product = self.env['product.product'].browse(product_id).exists()
        if product.product_tmpl_id and product.product_tmpl_id._gift_is_personalised():
            key = None if kwargs.get('linked_line_id') else key
            kwargs['gift_design'] = self._gift_freeze_for_cart(product, key)
        return super()._cart_add(product_id, quantity, uom_id=uom_id, **kwargs)

    def _gift_freeze_for_cart(self, product, key):
        """Return the workspace (sudo) of the key, with the revision to be sold in `revision_id`."""
        design_sudo = self.env['gift.design']._find_by_key(key)
        if not design_sudo or design_sudo.product_id != product:
            product._gift_refuse_without_design()
        design_sudo._freeze()
        return design_sudo

    def _cart_find_product_line(self, product_id, uom_id, *args, gift_design=None, **kwargs):
        """Override of `website_sale` to merge equal designs for the same recipient only.

        A line without a design absorbs no design and the other way round; what is for one person
        stays apart (context ``gift_recipient``), and so does what is in a parcel (context
        ``gift_parcel_id``).
        """
        lines = super()._cart_find_product_line(product_id, uom_id, *args, **kwargs)
        revision = gift_design.revision_id if gift_design else None
        return lines.filtered(
            lambda line: (
                line.gift_revision_id == (revision or line.gift_revision_id.browse())
                and (line.gift_recipient or '') == self.env.context.get('gift_recipient', '')
                and line.gift_parcel_id.id == self.env.context.get('gift_parcel_id', False)
            ),
        )

    def _prepare_order_line_values(
        self, product_id, quantity, uom_id, *, gift_design=None, **kwargs
    ):
        """Override of `website_sale` to link the frozen design to the new line."""
        values = super()._prepare_order_line_values(product_id, quantity, uom_id, **kwargs)
        if self.env.context.get('gift_parcel_id'):
            values['gift_parcel_id'] = self.env.context['gift_parcel_id']
        if gift_design:
            if values['product_id'] != gift_design.product_id.id:
                gift_design.product_id._gift_refuse_without_design()
            values.update(
                gift_design_id=gift_design.id,
                gift_revision_id=gift_design.revision_id.id,
                gift_recipient=self.env.context.get('gift_recipient'),
            )
        return values

    # === EDIT === #

    def _gift_get_own_line(self, line_id):
        """Return the line of this cart whose design may be edited, or an empty recordset."""
        return self.order_line.filtered(
            lambda line: (
                line.id == line_id
                and line._show_in_cart()
                and line.product_id.product_tmpl_id._gift_is_personalised()
            ),
        )

    def _gift_replace_design(self, line, product, key):
        """Give a cart line another design; merges with a line that already has it.

        :param line: line of this cart.
        :param product: the variant of the new design, of the same product as the line's.
        :return: the line that carries the design now.
        :raise UserError: when the design has an error or the line is no longer in the cart.
        """
        self.ensure_one()
        if self.state != 'draft' or line.order_id != self:
            raise UserError(
                self.env._(
                    "This line is no longer in your cart. Please add the design to the cart again.",
                )
            )
        if product.product_tmpl_id != line.product_id.product_tmpl_id:
            product._gift_refuse_without_design()
        design_sudo = self._gift_freeze_for_cart(product, key)
        twin = self._gift_find_twin(line, design_sudo)
        if twin or product != line.product_id:
            return self._gift_move_line(line, product, key)
        line.write(
            {
                'gift_design_id': design_sudo.id,
                'gift_revision_id': design_sudo.revision_id.id,
            }
        )
        priced = line.with_context(force_price_recomputation=True)
        priced._compute_price_unit()
        priced._compute_discount()
        self._verify_cart_after_update()
        return line

    def _gift_find_twin(self, line, design):
        return self.order_line.filtered(
            lambda other: (
                other != line
                and other.gift_revision_id == design.revision_id
                and other.gift_recipient == line.gift_recipient
                and other.gift_parcel_id == line.gift_parcel_id
                and other.product_uom_id == line.product_uom_id
                and other.linked_line_id == line.linked_line_id
            ),
        )[:1]

    def _gift_move_line(self, line, product, key):
        """Put the line's quantity on the line of another variant or of an equal design."""
        quantity, linked = line.product_uom_qty, line.linked_line_ids
        no_variant_ids = line.product_no_variant_attribute_value_ids.ids
        uom_id = line.product_uom_id.id
        whose = {
            'gift_recipient': line.gift_recipient or '',
            'gift_parcel_id': line.gift_parcel_id.id,
        }
        if not linked:
            line.unlink()  # first, so that its own stock is free again
        result = self.with_context(**whose)._cart_add(
            product.id,
            quantity,
            uom_id=uom_id,
            no_variant_attribute_value_ids=no_variant_ids,
            gift_design_key=key,
        )
        target = self.env['sale.order.line'].browse(result['line_id'])
        if not target:
            raise UserError(
                result['warning']
                or self.env._(
                    "This variant is sold out. Please choose another one.",
                )
            )
        if linked:
            linked.linked_line_id = target
            line.unlink()
        return target

    # === READINESS === #

    def _gift_get_lines_without_design(self):
        """Return the lines that cannot be made because their design is missing."""
        return self.order_line.filtered(lambda line: line._gift_is_design_missing())

    def _is_cart_ready(self):
        """Override of `website_sale` to wait for the designs."""
        return super()._is_cart_ready() and not self._gift_get_lines_without_design()

    def _check_cart_is_ready_to_be_paid(self):
        """Override of `website_sale` to say which design is missing.

        :raise ValidationError: with the product that needs a design.
        """
        missing = self._gift_get_lines_without_design()[:1]
        if missing:
            raise ValidationError(
                self.env._(
                    "“%(product)s” has no design yet. Please open your cart and add it, or remove"
                    " the product.",
                    product=missing.name_short,
                )
            )
        return super()._check_cart_is_ready_to_be_paid()
