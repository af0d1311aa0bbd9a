from odoo import api, fields, models

WATCHED = {'product_id', 'name', 'product_qty', 'product_uom_id', 'price_unit', 'date_planned'}
STATES = {'sent': 'requested', 'purchase': 'confirmed', 'cancel': 'cancelled'}


class PurchaseOrder(models.Model):
    """What suppliers' machines are told of orders."""

    _inherit = 'purchase.order'

    def button_approve(self, force=False):
        """Override of `purchase` to tell the supplier's machine."""
        result = super().button_approve(force=force)
        confirmed = self.filtered(lambda order: order.state == 'purchase')
        self.env['gift.supplier.event']._note('order.confirmed', confirmed)
        return result

    def button_cancel(self):
        """Override of `purchase` to tell the supplier's machine."""
        known = self.filtered(lambda order: order.state == 'purchase')
        result = super().button_cancel()
        self.env['gift.supplier.event']._note('order.cancelled', known)
        return result

    def _gift_choose_event(self, kinds):
        """Return the one event that tells all that happened to the order, or nothing."""
        self.ensure_one()
        if self.state == 'cancel':
            return 'order.cancelled' if 'order.cancelled' in kinds else None
        if self.state != 'purchase':
            return None
        return 'order.confirmed' if 'order.confirmed' in kinds else 'order.changed'

    def _gift_prepare_event(self):
        """Return the order for a supplier's machine: no customer, no price of ours."""
        self.ensure_one()
        lines = [line._gift_prepare_event_line() for line in self._gift_get_shown_lines()]
        return {'order': {**self._gift_prepare_head(), 'lines': lines}}

    def _gift_prepare_head(self):
        return {
            'id': self.id,
            'name': self.name,
            'state': STATES[self.state],
            'confirmed': f'{self.date_approve.isoformat()}Z' if self.date_approve else None,
            'currency': self.currency_id.name,
            'company': self.company_id.name,
            'buyer': self.user_id.name or None,
            'your_reference': self.partner_ref or None,
            'to_customer': self._is_dropshipped(),
        }


class PurchaseOrderLine(models.Model):
    _inherit = 'purchase.order.line'

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `purchase` to tell the supplier's machine of new lines."""
        lines = super().create(vals_list)
        lines._gift_note_changed()
        return lines

    def write(self, vals):
        """Override of `purchase` to tell the supplier's machine of changes."""
        result = super().write(vals)
        if WATCHED & set(vals):
            self._gift_note_changed()
        return result

    def unlink(self):
        """Override of `purchase` to tell the supplier's machine of lines that went."""
        self._gift_note_changed()
        return super().unlink()

    def _gift_note_changed(self):
        orders = self.order_id.filtered(lambda order: order.state == 'purchase')
        self.env['gift.supplier.event']._note('order.changed', orders)

    def _gift_prepare_event_line(self):
        self.ensure_one()
        asked = self._gift_get_asked()
        return {
            'id': self.id,
            'product': self.product_id.default_code or None,
            'your_product': self._gift_get_supplier_code() or None,
            'name': self.name or '',
            'quantity': asked['quantity'],
            'unit': self.product_uom_id.name or '',
            'price': asked['price'],
            'date': fields.Date.to_string(asked['date']),
            'design': self.gift_revision_hash or None,
        }

    def _gift_get_supplier_code(self):
        """Return the supplier's own code of the product."""
        supplier = self.order_id.partner_id.commercial_partner_id
        sellers = self.product_id.seller_ids.filtered(
            lambda seller: (
                seller.partner_id.commercial_partner_id == supplier
                and seller.product_code
                and seller.product_id in (self.product_id, seller.product_id.browse())
            )
        )
        return sellers.sorted(lambda seller: not seller.product_id)[:1].product_code
