from odoo import models


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    def _gift_get_new_occasions(self):
        """Return the parcels (sudo) of the order whose occasion its customer has not kept yet."""
        self.ensure_one()
        parcels_sudo = self.sudo().gift_parcel_ids.filtered('occasion')
        kept = (
            self.env['gift.occasion']
            .sudo()
            .search(
                [('partner_id', '=', self.partner_id.id), ('parcel_id', 'in', parcels_sudo.ids)]
            )
        )
        return parcels_sudo - kept.parcel_id


class GiftParcel(models.Model):
    _inherit = 'gift.parcel'

    def _get_occasion_values(self):
        """Return what an occasion made from this parcel starts with.

        The day is the wanted one, else the promised one: the customer corrects it.
        """
        self.ensure_one()
        order = self.order_id
        day = (
            self.wanted_date
            or self.promise_date
            or (order.commitment_date or order.date_order).date()
        )
        gifts = self.line_ids.filtered('gift_revision_id')
        return {
            'name': self.name,
            'kind': self.occasion or 'other',
            'month': day.month,
            'day': day.day,
            'line_id': gifts[:1].id,
            'parcel_id': self.id,
        }
