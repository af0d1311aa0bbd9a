from odoo import fields, models


class SaleOrderLine(models.Model):
    """A line goes to one recipient; a part of a quantity becomes a line of its own."""

    _inherit = 'sale.order.line'

    gift_parcel_id = fields.Many2one(
        'gift.parcel',
        string="Parcel",
        copy=False,
        readonly=True,
        index='btree_not_null',
        ondelete='set null',
        help="The recipient it is sent to; without one, the order's own delivery address.",
    )

    def _gift_is_sendable(self):
        """Return whether the line can be sent to a recipient: goods the customer sees."""
        self.ensure_one()
        return bool(
            self.product_id
            and not self.is_delivery
            and not self.display_type
            and not self.combo_item_id
            and self.product_id.type in ('consu', 'combo')
            and self.product_uom_qty > 0
        )

    def _gift_assign(self, parcel, quantity):
        """Send ``quantity`` pieces of the line to the parcel, or to the own address.

        Equal lines of one recipient become one. The caller has locked the order.
        """
        self.ensure_one()
        if self.gift_parcel_id == parcel:
            return
        rest = self.product_uom_qty - quantity
        twin = self._gift_find_parcel_twin(parcel)
        if self.product_uom_id.compare(rest, 0) > 0:
            self._gift_split(twin, parcel, quantity, rest)
        elif twin:
            twin.product_uom_qty += quantity
            self.unlink()
        else:
            (self | self.linked_line_ids.filtered('combo_item_id')).gift_parcel_id = parcel

    def _gift_split(self, twin, parcel, quantity, rest):
        if twin:
            twin.product_uom_qty += quantity
        else:
            self.copy(
                {
                    'order_id': self.order_id.id,
                    'product_uom_qty': quantity,
                    'gift_parcel_id': parcel.id,
                    'gift_design_id': self.gift_design_id.id,
                }
            )
        self.product_uom_qty = rest

    def _gift_find_parcel_twin(self, parcel):
        """Return the line of the parcel that is the same in everything else."""
        if self._gift_is_compound():
            return self.browse()
        return self.order_id.order_line.filtered(
            lambda other: (
                other != self
                and other.gift_parcel_id == parcel
                and other._gift_get_identity() == self._gift_get_identity()
                and not other._gift_is_compound()
                and other._gift_is_sendable()
            )
        )[:1]

    def _gift_get_identity(self):
        return (
            self.product_id,
            self.product_uom_id,
            self.gift_revision_id,
            self.gift_recipient or '',
            self.product_no_variant_attribute_value_ids,
        )

    def _gift_is_compound(self):
        """Return whether lines hang on this one, or it on them, or it has texts of its own."""
        return bool(
            self.linked_line_id or self.linked_line_ids or self.product_custom_attribute_value_ids
        )

    def _gift_can_be_split(self):
        """Return whether a part of the quantity can go to somebody else."""
        self.ensure_one()
        return self.product_uom_qty > 1 and not self.linked_line_ids and not self.linked_line_id

    def write(self, vals):
        """Override of `sale` to let parcels follow their lines into another cart."""
        if 'order_id' in vals:
            parcels_sudo = self.sudo().gift_parcel_id
            for parcel in parcels_sudo.filtered(lambda p: p.order_id.id != vals['order_id']):
                parcel.line_ids.filtered(lambda line: line not in self).gift_parcel_id = False
                parcel.order_id = vals['order_id']
        return super().write(vals)

    # === DELIVERY === #

    def _gift_lowers_delivery(self):
        """Hook: return whether a line with a negative price is a discount on delivery costs."""
        self.ensure_one()
        return False

    def _gift_waits_for_address(self):
        """Return whether the goods of the line wait for their recipient's address."""
        self.ensure_one()
        parcel_sudo = self.sudo().gift_parcel_id  # sellers have no rights on parcels
        return bool(parcel_sudo) and not parcel_sudo._has_address()

    def _action_launch_stock_rule(self, **kwargs):
        """Override of `sale_stock` to order goods of a parcel once its address is known."""
        waiting = self.filtered(lambda line: line._gift_waits_for_address())
        return super(SaleOrderLine, self - waiting)._action_launch_stock_rule(**kwargs)

    def _prepare_procurement_values(self):
        """Override of `sale_stock` to send the goods to their recipient."""
        values = super()._prepare_procurement_values()
        parcel_sudo = self.sudo().gift_parcel_id  # sellers have no rights on parcels
        if parcel_sudo:
            values['partner_id'] = parcel_sudo._ensure_partner().id
        if parcel_sudo.carrier_id and not self.route_ids:
            values['route_ids'] = parcel_sudo.carrier_id.route_ids
        return values
