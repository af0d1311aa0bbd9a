from odoo import api, fields, models


class ProductProduct(models.Model):
    """What is bought for the shelf, and what is bought or made for an order."""

    _inherit = 'product.product'

    gift_stock_alert_count = fields.Integer(
        string="Stock alerts",
        compute='_compute_gift_stock_alert_count',
        groups='gift_base.group_staff,purchase.group_purchase_user',
    )

    def _compute_gift_stock_alert_count(self):
        alerts = self.env['gift.stock.alert']
        groups = alerts._read_group(
            [('product_id', 'in', self.ids), ('state', '!=', 'resolved')],
            ['product_id'],
            ['__count'],
        )
        counts = {product.id: count for product, count in groups}
        for product in self:
            product.gift_stock_alert_count = counts.get(product._origin.id, 0)

    def action_gift_stock_alerts(self):
        """Button: the alerts of the variants."""
        return self.env['gift.stock.alert']._get_action([('product_id', 'in', self.ids)])

    # === BOUGHT FOR THE SHELF === #

    @api.model
    def _gift_find_not_stocked(self, company):
        """Return the ids (set) of what has no shelf: kits, what is bought or made for an order."""
        return self._gift_find_kits(company) | self._gift_find_ordered(company)

    @api.model
    def _gift_find_kits(self, company):
        """Return the ids (set) of kits; they are known where Odoo's manufacturing is installed."""
        if 'mrp.bom' not in self.env:
            return set()
        boms_sudo = self.env['mrp.bom'].sudo()  # who looks at stock need not read lists of parts
        kits = boms_sudo.search(
            [('type', '=', 'phantom'), ('company_id', 'in', (False, company.id))]
        )
        variants = kits.product_id
        templates = kits.filtered(lambda bom: not bom.product_id).product_tmpl_id
        return {*variants.ids, *templates.product_variant_ids.ids}

    @api.model
    def _gift_find_ordered(self, company, domain=()):
        """Return the ids (set) of products that are dropshipped or made to order.

        :param domain: further domain on the products.
        """
        routes = self._gift_get_order_routes(company)
        if not routes:
            return set()
        categories_sudo = self.env['product.category'].sudo()
        categories = categories_sudo.search([('route_ids', 'in', routes.ids)])
        by_category = [('categ_id', 'child_of', categories.ids)] if categories else [(0, '=', 1)]
        found = self.sudo().search(
            ['|', ('product_tmpl_id.route_ids', 'in', routes.ids), *by_category, *domain]
        )
        return set(found.ids)

    @api.model
    def _gift_get_order_routes(self, company):
        """Return the routes (sudo) that bring goods to the customer without a shelf."""
        rules_sudo = self.env['stock.rule'].sudo()
        rules = rules_sudo.search(
            [
                ('location_dest_id.usage', '=', 'customer'),
                ('company_id', 'in', (False, company.id)),
                '|',
                ('route_id.product_selectable', '=', True),
                ('route_id.product_categ_selectable', '=', True),
                '|',
                ('action', '=', 'buy'),
                ('procure_method', '=', 'make_to_order'),
            ]
        )
        made_to_order = self.env.ref('stock.route_warehouse0_mto', raise_if_not_found=False)
        routes = rules.route_id | (made_to_order or self.env['stock.route']).sudo()
        return routes.filtered('active')


class ProductTemplate(models.Model):
    _inherit = 'product.template'

    gift_stock_alert_count = fields.Integer(
        string="Stock alerts",
        compute='_compute_gift_stock_alert_count',
        groups='gift_base.group_staff,purchase.group_purchase_user',
    )

    @api.depends('product_variant_ids.gift_stock_alert_count')
    def _compute_gift_stock_alert_count(self):
        for template in self:
            counts = template.product_variant_ids.mapped('gift_stock_alert_count')
            template.gift_stock_alert_count = sum(counts)

    def action_gift_stock_alerts(self):
        """Button: the alerts of the variants."""
        return self.product_variant_ids.action_gift_stock_alerts()
