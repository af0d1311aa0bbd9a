from odoo import api, fields, models
from odoo.tools import float_round

from .maker_book import OWN

DROPSHIP = 'stock_dropshipping.route_drop_shipping'
MTO, BUY = 'stock.route_warehouse0_mto', 'purchase_stock.route_warehouse0_buy'


class GiftLineShare(models.Model):
    """How shares become procurements: by Odoo's own routes."""

    _inherit = 'gift.line.share'

    def _prepare_procurement(self, values):
        """Return the values of a procurement (sale_stock's) for the share's maker."""
        self.ensure_one()
        values = {**values, 'gift_share_id': self.id}
        if self.way != OWN:
            values['route_ids'] = self._get_routes()
        return values

    def _get_routes(self):
        """Return the routes: to the customer at once, or bought for exactly this delivery."""
        if self.way == 'customer':
            return self.env.ref(DROPSHIP)
        order_to_buy = self.env.ref(MTO)
        if not order_to_buy.active:
            order_to_buy.active = True  # switched off where Odoo is new
        return order_to_buy | self.env.ref(BUY)

    def _prepare_vendor(self, product):
        """Return the vendor's line (product.supplierinfo) of a product, or one not to be kept."""
        self.ensure_one()
        supplier = self.supplier_id
        sellers = product._prepare_sellers(False).filtered(
            lambda seller: (
                seller.partner_id.commercial_partner_id == supplier.commercial_partner_id
                and (not seller.company_id or seller.company_id == self.company_id)
            )
        )
        return sellers[:1] or self.env['product.supplierinfo'].new(
            {
                'partner_id': supplier.id,
                'product_tmpl_id': product.product_tmpl_id.id,
                'currency_id': self.capability_id.currency_id.id,
                'delay': self.capability_id.lead_days,
                'price': 0,
            }
        )

    def _add_piece_cost(self, price, order):
        """Return a purchase price with what the supplier takes for making a piece."""
        self.ensure_one()
        capability = self.capability_id
        return price + capability.currency_id._convert(
            capability.piece_cost, order.currency_id, order.company_id, fields.Date.today()
        )

    def _divide(self, pieces):
        """Return ``[(share, pieces), …]``: what is missing of each; a change goes to the first.

        The shares follow when the line's quantity has changed.
        """
        usable = self.filtered(lambda share: not share._is_in_trouble()) or self
        missing = {share: share.quantity - share._get_launched() for share in usable.sorted('id')}
        change = round(pieces - sum(missing.values()))
        for share in missing:
            step = change if change > 0 else max(change, -share.quantity)
            if step:
                share.quantity += step
                missing[share] += step
                change -= step
            if not change:
                break
        return [(share, count) for share, count in missing.items() if count]


class SaleOrderLine(models.Model):
    _inherit = 'sale.order.line'

    def _action_launch_stock_rule(self, **kwargs):
        """Override of `sale_stock` to look once more who makes what is about to be ordered."""
        if not self.env.context.get('skip_procurement'):
            self.filtered(lambda line: not line._gift_is_held())._gift_refresh_routing()
        return super()._action_launch_stock_rule(**kwargs)

    def _get_qty_procurement(self, previous_product_uom_qty=False):
        """Override of `sale_stock` to count every share: they go by different routes."""
        shares_sudo = self.sudo().gift_share_ids
        if not shares_sudo:
            return super()._get_qty_procurement(previous_product_uom_qty)
        pieces = sum(share._get_launched() for share in shares_sudo)
        waiting = shares_sudo._get_active().filtered(lambda share: share._is_in_trouble())
        # What waits for somebody else is not ordered again from who does not make it.
        pieces += sum(max(0, share.quantity - share._get_launched()) for share in waiting)
        return self.product_id.uom_id._compute_quantity(pieces, self.product_uom_id)

    def _create_procurements(self, product_qty, procurement_uom, values):
        """Override of `sale_stock`: one for each share of the line."""
        shares_sudo = self.sudo().gift_share_ids._get_active()
        if not shares_sudo:
            return super()._create_procurements(product_qty, procurement_uom, values)
        unit = self.product_id.uom_id
        pieces = procurement_uom._compute_quantity(product_qty, unit)
        procurements = []
        for share, count in shares_sudo._divide(float_round(pieces, precision_digits=3)):
            quantity = unit._compute_quantity(count, procurement_uom)
            procurements += super()._create_procurements(
                quantity, procurement_uom, share._prepare_procurement(values)
            )
            share._gift_update_state('ordered')
        return procurements


class StockMove(models.Model):
    _inherit = 'stock.move'

    gift_share_id = fields.Many2one(
        'gift.line.share', string="Who makes it", readonly=True, index='btree_not_null'
    )

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        """Override of `stock` to keep apart what different makers make."""
        return [*super()._prepare_merge_moves_distinct_fields(), 'gift_share_id']

    def _prepare_procurement_values(self):
        """Override of `stock` to buy from who makes it."""
        values = super()._prepare_procurement_values()
        if self.gift_share_id:
            values['gift_share_id'] = self.sudo().gift_share_id.id
        return values


class StockRule(models.Model):
    _inherit = 'stock.rule'

    def _get_custom_move_fields(self):
        """Override of `stock` to note on moves for which share they are."""
        return [*super()._get_custom_move_fields(), 'gift_share_id']

    @api.model
    def _gift_get_share(self, values):
        """Return the share (sudo) that a procurement is for, or an empty recordset."""
        shares_sudo = self.env['gift.line.share'].sudo()  # stock users have no rights on it
        return shares_sudo.browse(values.get('gift_share_id') or [])

    def _get_matching_supplier(self, product_id, product_qty, product_uom, company_id, values):
        """Override of `purchase_stock` to buy from who makes it."""
        share_sudo = self._gift_get_share(values)
        if share_sudo.supplier_id:
            return share_sudo._prepare_vendor(product_id)
        return super()._get_matching_supplier(
            product_id, product_qty, product_uom, company_id, values
        )

    @api.model
    def _get_procurements_to_merge_groupby(self, procurement):
        """Override of `purchase_stock` to keep shares apart."""
        share_id = procurement.values.get('gift_share_id') or 0
        return share_id, super()._get_procurements_to_merge_groupby(procurement)

    def _make_po_get_domain(self, company_id, values, partner):
        """Override of `purchase_stock`: one order goes to one customer's address."""
        domain = super()._make_po_get_domain(company_id, values, partner)
        if self.picking_type_id.code == 'dropship':
            domain += (('dest_address_id', '=', values.get('partner_id') or False),)
        return domain

    def _update_purchase_order_line(self, product_id, product_qty, product_uom, company_id, values,
                                    line):  # fmt: skip
        """Override of `purchase_stock` to keep what the making costs in the price."""
        result = super()._update_purchase_order_line(
            product_id, product_qty, product_uom, company_id, values, line
        )
        share_sudo = self._gift_get_share(values)
        if share_sudo.capability_id:
            result['price_unit'] = share_sudo._add_piece_cost(result['price_unit'], line.order_id)
        return result


class PurchaseOrderLine(models.Model):
    _inherit = 'purchase.order.line'

    gift_share_id = fields.Many2one(
        'gift.line.share', string="Who makes it", readonly=True, copy=False,
        index='btree_not_null', groups='purchase.group_purchase_user',
    )  # fmt: skip

    def _find_candidate(self, product_id, product_qty, product_uom, location_id, name, origin,
                        company_id, values):  # fmt: skip
        """Override of `purchase_stock`: pieces join a line of the same share alone."""
        share_id = values.get('gift_share_id') or False
        lines = self.filtered(lambda line: line.sudo().gift_share_id.id == share_id)
        return super(PurchaseOrderLine, lines)._find_candidate(
            product_id, product_qty, product_uom, location_id, name, origin, company_id, values
        )

    @api.model
    def _prepare_purchase_order_line_from_procurement(
        self, product_id, product_qty, product_uom, location_dest_id, name, origin, company_id,
        values, po,
    ):  # fmt: skip
        """Override of `purchase_stock` to buy the gift made, by the day on which we need it."""
        result = super()._prepare_purchase_order_line_from_procurement(
            product_id, product_qty, product_uom, location_dest_id, name, origin, company_id,
            values, po,
        )  # fmt: skip
        share_sudo = self.env['stock.rule']._gift_get_share(values)
        gift = self._gift_find_gift(values)
        if share_sudo.capability_id and gift:
            revision = gift.gift_revision_id
            result.update(
                gift_share_id=share_sudo.id,
                gift_revision_id=revision.id,
                gift_revision_hash=revision.hash,
                price_unit=share_sudo._add_piece_cost(result['price_unit'], po),
            )
            if share_sudo.date_here:
                result['date_planned'] = self.new({'order_id': po.id})._gift_to_moment(
                    share_sudo.date_here
                )
        return result
