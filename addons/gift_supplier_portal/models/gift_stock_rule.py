from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..engine.shortage import Rule

# The nearest rule decides: of a product, of its category (the deepest first), of everything.
SCOPES = [
    ('all', "All tracked products"),
    ('category', "A category"),
    ('product', "A product"),
]
KINDS = [
    ('threshold', "Quantity left"),
    ('cover', "Days of cover"),
    ('forecast', "Forecast"),
]


class GiftStockRule(models.Model):
    """When managers are told that there is too little of a product."""

    _name = 'gift.stock.rule'
    _description = 'Stock rule'
    _order = 'sequence, id'

    name = fields.Char(compute='_compute_name')
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    warehouse_id = fields.Many2one(
        'stock.warehouse', domain="[('company_id', '=', company_id)]", ondelete='cascade',
        help="Empty: each warehouse in which the product is kept.",
    )  # fmt: skip
    scope = fields.Selection(SCOPES, string="Applies to", required=True, default='all')
    categ_id = fields.Many2one(
        'product.category', string="Category", ondelete='cascade', help="With those below it."
    )
    product_tmpl_id = fields.Many2one(
        'product.template', string="Product", domain="[('is_storable', '=', True)]",
        ondelete='cascade', help="Each of its variants is looked at alone.",
    )  # fmt: skip
    product_id = fields.Many2one(
        'product.product', string="Only the variant", ondelete='cascade',
        domain="[('product_tmpl_id', '=', product_tmpl_id)]",
    )  # fmt: skip
    kind = fields.Selection(KINDS, required=True, default='cover')
    quantity = fields.Float(
        digits='Product Unit', default=5.0,
        help="Quantity left: that many or fewer can be sold. Forecast: fewer than that will be left"
        " by the time an order that is made now arrives.",
    )  # fmt: skip
    cover_days = fields.Integer(string="Lasts fewer than (days)", default=14)
    usage_days = fields.Integer(
        string="Mean use of the last (days)", default=30, required=True,
        help="What customers and the workshop took, less what came back.",
    )  # fmt: skip
    order_days = fields.Integer(
        string="Order for (days)", default=30, required=True,
        help="How long a proposed order should last.",
    )  # fmt: skip
    user_ids = fields.Many2many(
        'res.users', string="Who is told", domain="[('share', '=', False)]",
        help="Empty: all managers of the gift shop.",
    )  # fmt: skip
    checked_date = fields.Datetime(string="Checked on", readonly=True, copy=False)

    @api.depends('scope', 'kind', 'product_id', 'product_tmpl_id', 'categ_id', 'warehouse_id')
    @api.depends_context('lang')
    def _compute_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        scopes = dict(self._fields['scope']._description_selection(self.env))
        for rule in self:
            what = rule.product_id or rule.product_tmpl_id or rule.categ_id
            parts = (
                what.display_name or scopes.get(rule.scope, ''),
                kinds.get(rule.kind, ''),
                rule.warehouse_id.name or '',
            )
            rule.name = ' · '.join(filter(None, parts))

    @api.constrains('scope', 'categ_id', 'product_tmpl_id', 'product_id')
    def _check_scope(self):
        for rule in self:
            if rule.scope == 'category' and not rule.categ_id:
                raise ValidationError(self.env._("Choose the category that the rule applies to."))
            if rule.scope == 'product' and not rule.product_tmpl_id:
                raise ValidationError(self.env._("Choose the product that the rule applies to."))
            if rule.product_id and rule.product_id.product_tmpl_id != rule.product_tmpl_id:
                raise ValidationError(
                    self.env._(
                        "%(variant)s is no variant of %(product)s. Choose another variant or none.",
                        variant=rule.product_id.display_name,
                        product=rule.product_tmpl_id.display_name,
                    )
                )

    @api.constrains('quantity', 'cover_days', 'usage_days', 'order_days')
    def _check_numbers(self):
        for rule in self:
            if rule.quantity < 0:
                raise ValidationError(self.env._("The quantity of a stock rule is 0 or more."))
            if not (1 <= rule.usage_days <= 366 and 1 <= rule.order_days <= 366):
                raise ValidationError(
                    self.env._("Use is counted, and orders last, between 1 and 366 days.")
                )
            if rule.kind == 'cover' and not 1 <= rule.cover_days <= 366:
                raise ValidationError(self.env._("A stock lasts between 1 and 366 days."))

    @api.constrains('warehouse_id', 'company_id')
    def _check_warehouse(self):
        for rule in self:
            if rule.warehouse_id and rule.warehouse_id.company_id != rule.company_id:
                raise ValidationError(
                    self.env._(
                        "The warehouse %(warehouse)s belongs to another company than the rule.",
                        warehouse=rule.warehouse_id.name,
                    )
                )

    @api.model
    def _create_defaults(self):
        """Give each company without a rule one for everything it keeps in stock."""
        companies = self.env['res.company'].search([])
        known = self.with_context(active_test=False).search([]).company_id
        self.create([{'company_id': company.id} for company in companies - known])

    # === WHICH RULE DECIDES === #

    def _prepare_engine_rule(self):
        self.ensure_one()
        return Rule(
            kind=self.kind,
            quantity=self.quantity,
            cover_days=self.cover_days,
            order_days=self.order_days,
        )

    def _get_rank(self):
        """Return how near the rule is to a product: the greatest decides."""
        self.ensure_one()
        depth = (self.categ_id.parent_path or '').count('/') if self.scope == 'category' else 0
        scope = ('all', 'category', 'product').index(self.scope)
        return scope, bool(self.product_id), depth, bool(self.warehouse_id)

    def _get_recipients(self):
        """Return the users who are told; managers who do not work for the company are not."""
        self.ensure_one()
        users = self.sudo().user_ids  # who runs the check need not read users
        if not users:
            return self._get_managers(self.company_id)
        return self._filter_told(users, self.company_id)

    @api.model
    def _get_managers(self, company):
        """Return the managers of the gift shop who work for a company."""
        managers = self.env.ref('gift_base.group_manager').sudo().all_user_ids
        return self._filter_told(managers, company)

    @api.model
    def _filter_told(self, users, company):
        return users.filtered(
            lambda user: (
                user.active
                and user._is_internal()
                and not user._is_superuser()
                and company in user.company_ids
            )
        )


class ResCompany(models.Model):
    _inherit = 'res.company'

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base` to look after the stock of a new company, too."""
        companies = super().create(vals_list)
        self.env['gift.stock.rule'].sudo()._create_defaults()  # who adds companies needs no rules
        return companies
