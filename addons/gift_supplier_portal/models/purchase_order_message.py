from odoo import api, fields, models


class PurchaseOrder(models.Model):
    """Orders as suppliers' machines read and answer them."""

    _inherit = 'purchase.order'

    def _gift_prepare_summary(self):
        self.ensure_one()
        order = self._gift_prepare_head()
        names = ('id', 'name', 'state', 'confirmed')
        return {**{name: order[name] for name in names}, 'answer': self.gift_answer_state or None}

    def _gift_prepare_message(self):
        """Return the order with how far it is: answers, what has arrived, what is on its way."""
        self.ensure_one()
        lines = [
            {
                **line._gift_prepare_event_line(),
                'received': line.qty_received,
                'shippable': line._gift_get_shippable() if self.state == 'purchase' else 0.0,
                'answer': line._gift_get_answer_state(),
            }
            for line in self._gift_get_shown_lines()
        ]
        shipments = [shipment._prepare_message() for shipment in self.gift_shipment_ids]
        return {**self._gift_prepare_head(), 'lines': lines, 'shipments': shipments}


class GiftSupplierShipment(models.Model):
    _inherit = 'gift.supplier.shipment'

    def _prepare_message(self):
        self.ensure_one()
        return {
            'id': self.id,
            'name': self.name,
            'order': self.order_id.id,
            'state': self.state,
            'carrier': self.carrier or None,
            'arrival_date': fields.Date.to_string(self.arrival_date) or None,
            'parcels': [
                {
                    'name': parcel.name,
                    'tracking': parcel.tracking or None,
                    'pallet': parcel.pallet_id.code or None,
                    'received': bool(parcel.received_date),
                    'lines': [
                        {'line': entry.purchase_line_id.id, 'quantity': entry.quantity}
                        for entry in parcel.line_ids
                    ],
                }
                for parcel in self.parcel_ids
            ],
        }


class GiftSupplierStock(models.Model):
    _inherit = 'gift.supplier.stock'

    @api.model
    def _find_products(self, supplier, codes):
        """Return ``{code: product}`` of a supplier's own codes, by the rules of price lists.

        Left out are codes that stand for no product or for several, and what we buy no more.
        """
        feeds_sudo = self.env['gift.supplier.feed'].sudo()  # of the supplier itself
        catalogue = feeds_sudo._build_catalogue(supplier, self.env.company)
        products = self.env['product.product']
        found = {code: catalogue.look_up(code)[0] for code in codes}
        return {code: products.browse(entry.id) for code, entry in found.items() if entry}
