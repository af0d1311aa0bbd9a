from odoo import api, fields, models
from odoo.exceptions import UserError


class StockRule(models.Model):
    _inherit = 'stock.rule'

    @api.model
    def _get_procurements_to_merge_groupby(self, procurement):
        """Override of `purchase_stock` to keep what is bought for different gifts apart."""
        gift = self.env['purchase.order.line']._gift_find_gift(procurement.values)
        return gift.id, super()._get_procurements_to_merge_groupby(procurement)


class PurchaseOrder(models.Model):
    _inherit = 'purchase.order'

    def _prepare_grouped_data(self, rfq):
        """Override of `purchase`: orders with gifts are not merged, their lines would be."""
        own = rfq.id if rfq.order_line.gift_sale_line_id else 0
        return (*super()._prepare_grouped_data(rfq), own)

    def button_confirm(self):
        """Override of `purchase` to order nothing but what customers have approved."""
        self.order_line._gift_check_designs()
        return super().button_confirm()

    def button_approve(self, force=False):
        """Override of `purchase` to check once more and to release the artwork."""
        self.order_line._gift_check_designs()
        result = super().button_approve(force=force)
        confirmed = self.filtered(lambda order: order.state == 'purchase')
        confirmed.order_line._gift_release_artwork()
        # The mail of the order, just sent, leads to what is ready by now.
        confirmed.order_line.sudo().gift_package_ids._note_told()
        return result

    def button_cancel(self):
        """Override of `purchase`: the artwork of cancelled orders is taken back."""
        result = super().button_cancel()
        cancelled = self.filtered(lambda order: order.state == 'cancel')
        cancelled.order_line.gift_package_ids._withdraw(self.env._("The order was cancelled."))
        return result


class PurchaseOrderLine(models.Model):
    """A line that is bought for one gift: its own, never merged, with the design it was for."""

    _inherit = 'purchase.order.line'

    gift_sale_line_id = fields.Many2one(
        'sale.order.line', string="Gift", readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict', groups='purchase.group_purchase_user,gift_base.group_production',
    )  # fmt: skip
    gift_revision_id = fields.Many2one(
        'gift.design.revision', string="Design", readonly=True, copy=False, ondelete='restrict',
        groups='gift_base.group_production',
        help="What the supplier puts on it. Empty: the workshop does that.",
    )  # fmt: skip
    gift_revision_hash = fields.Char(string="Design hash", readonly=True, copy=False)
    gift_package_ids = fields.One2many(
        'gift.supplier.package', 'purchase_line_id', string="Artwork", readonly=True,
        groups='purchase.group_purchase_user',
    )  # fmt: skip

    # === PROCUREMENT === #

    @api.model
    def _gift_find_gift(self, values):
        """Return the customer's personalised line (sudo) that a procurement is for, or nothing."""
        lines_sudo = self.env['sale.order.line'].sudo()  # stock users have no rights on it
        line_sudo = lines_sudo.browse(values.get('sale_line_id') or [])
        moves_sudo = (values.get('move_dest_ids') or self.env['stock.move']).sudo()
        line_sudo = line_sudo or moves_sudo._gift_get_line()
        line_sudo = line_sudo if len(line_sudo) == 1 else lines_sudo
        return line_sudo if line_sudo.gift_revision_id else lines_sudo

    def _find_candidate(self, product_id, product_qty, product_uom, location_id, name, origin,
                        company_id, values):  # fmt: skip
        """Override of `purchase_stock`: pieces join a line of the same gift and design alone."""
        gift = self._gift_find_gift(values)
        lines = self.filtered(lambda line: line.sudo().gift_sale_line_id == gift)
        if gift:
            current = gift.gift_revision_id.hash
            lines = lines.filtered(lambda line: line.gift_revision_hash in (False, current))
        return super(PurchaseOrderLine, lines)._find_candidate(
            product_id, product_qty, product_uom, location_id, name, origin, company_id, values
        )

    @api.model
    def _prepare_purchase_order_line_from_procurement(
        self, product_id, product_qty, product_uom, location_dest_id, name, origin, company_id,
        values, po,
    ):  # fmt: skip
        """Override of `purchase_stock` to note which gift a line is for."""
        result = super()._prepare_purchase_order_line_from_procurement(
            product_id, product_qty, product_uom, location_dest_id, name, origin, company_id,
            values, po,
        )  # fmt: skip
        gift = self._gift_find_gift(values)
        if gift:
            result['gift_sale_line_id'] = gift.id
            if po._is_dropshipped() or product_id.gift_supplier_makes:
                revision = gift.gift_revision_id
                result.update(gift_revision_id=revision.id, gift_revision_hash=revision.hash)
        return result

    # === CHECKS === #

    def _gift_check_designs(self):
        """Refuse lines whose design is not exactly what the customer has approved.

        :raise UserError: with the line and the reason.
        """
        for line_sudo in self.sudo().filtered('gift_revision_hash'):  # buyers see no designs
            problem = line_sudo._gift_get_design_problem()
            if problem:
                raise UserError(
                    self.env._(
                        "%(line)s of %(order)s cannot be ordered: %(problem)s.",
                        line=line_sudo.product_id.display_name,
                        order=line_sudo.order_id.name,
                        problem=problem,
                    )
                )

    def _gift_get_design_problem(self):
        """Return why the design must not be made, or an empty string (sudo)."""
        self.ensure_one()
        gift, revision = self.gift_sale_line_id, self.gift_revision_id
        hashes = {revision.hash, gift.gift_revision_id.hash, self.gift_revision_hash}
        if len(hashes) != 1:
            return self.env._("the customer's design has changed since")
        if gift.gift_job_ids.approved_hash != self.gift_revision_hash:
            return self.env._("the customer has not approved the design")
        try:
            revision._get_document()
        except UserError as error:
            return str(error)
        return ''

    # === ARTWORK === #

    def _gift_release_artwork(self):
        """Release the artwork of confirmed lines whose files are written. Idempotent."""
        for line_sudo in self.sudo().filtered('gift_revision_hash'):
            if line_sudo.order_id.state == 'purchase' and line_sudo.product_qty > 0:
                line_sudo.env['gift.supplier.package']._release(line_sudo)

    def _gift_get_package(self):
        """Return the newest artwork of the line (sudo), withdrawn or not."""
        self.ensure_one()
        packages = self.sudo().gift_package_ids
        return packages.sorted('number')[-1:].with_prefetch(packages._prefetch_ids)


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    gift_supplier_makes = fields.Boolean(
        string="The supplier personalises it",
        help="Its purchase lines carry the artwork of the customer's design. Goods that the"
        " supplier sends to the customer always do.",
    )
