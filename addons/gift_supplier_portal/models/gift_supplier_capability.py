from odoo import api, fields, models
from odoo.exceptions import ValidationError

WEEKDAYS = ('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')


class GiftSupplierCapability(models.Model):
    """What one machine of a supplier can make, how much of it a day, and at what price.

    Nobody but buyers reads it: suppliers see neither each other's nor their own.
    """

    _name = 'gift.supplier.capability'
    _inherit = ['mail.thread']
    _description = 'What a supplier can make'
    _order = 'partner_id, name, id'

    name = fields.Char(required=True, help="For our buyers, such as “Engraving”.")
    active = fields.Boolean(default=True)
    partner_id = fields.Many2one(
        'res.partner', string="Supplier", required=True, index=True, ondelete='restrict',
        domain="[('is_company', '=', True)]", tracking=True,
    )  # fmt: skip
    company_id = fields.Many2one(
        'res.company', required=True, index=True, default=lambda self: self.env.company
    )
    serial = fields.Integer(readonly=True, copy=False)  # written by who takes pieces

    # === WHAT === #

    method_ids = fields.Many2many('gift.print.method', string="Print methods", required=True)
    product_ids = fields.Many2many(
        'product.template', string="Products", domain="[('gift_template_id', '!=', False)]",
        help="No products and no categories: every product.",
    )  # fmt: skip
    categ_ids = fields.Many2many('product.category', string="Product categories")
    max_width_mm = fields.Integer(string="Widest (mm)", help="0: no limit. A side may be turned.")
    max_height_mm = fields.Integer(string="Highest (mm)", help="0: no limit.")

    # === WHERE TO === #

    to_shop = fields.Boolean(
        string="Sends to us", default=True, help="We receive, pack and send it to the customer."
    )
    to_customer = fields.Boolean(string="Sends to the customer")
    country_ids = fields.Many2many(
        'res.country', string="Countries", help="Where it sends to. Empty: everywhere."
    )
    transit_days = fields.Integer(string="On the way (days)", default=2)

    # === HOW MUCH AND WHEN === #

    daily_pieces = fields.Integer(string="Pieces a day", help="0: no limit.")
    lead_days = fields.Integer(
        string="Lead time (working days)", default=2, help="From the artwork to the finished piece."
    )
    monday = fields.Boolean(default=True)
    tuesday = fields.Boolean(default=True)
    wednesday = fields.Boolean(default=True)
    thursday = fields.Boolean(default=True)
    friday = fields.Boolean(default=True)
    saturday = fields.Boolean()
    sunday = fields.Boolean()
    closure_ids = fields.One2many('gift.supplier.closure', 'capability_id', string="Closed")
    down_from = fields.Date(
        string="Down from", tracking=True,
        help="The supplier cannot work: nothing is ordered, open gifts can go to somebody else.",
    )  # fmt: skip
    down_until = fields.Date(string="Down until", tracking=True, help="Empty: nobody knows.")
    down_reason = fields.Char(string="Why", tracking=True)
    is_down = fields.Boolean(string="Down", compute='_compute_is_down')

    # === COST === #

    currency_id = fields.Many2one(
        'res.currency', required=True, default=lambda self: self.env.company.currency_id
    )
    piece_cost = fields.Monetary(
        string="Cost of a piece", help="On top of the vendor's price of the product."
    )
    setup_cost = fields.Monetary(string="Set-up", help="Once for each design.")
    shipping_cost = fields.Monetary(string="Shipping", help="Once for each order.")

    share_ids = fields.One2many('gift.line.share', 'capability_id', readonly=True)

    @api.depends('down_from', 'down_until')
    def _compute_is_down(self):
        today = fields.Date.context_today(self)
        for capability in self:
            first, last = capability.down_from, capability.down_until
            capability.is_down = bool(first) and first <= today and (not last or today <= last)

    @api.depends('partner_id.name', 'name')
    def _compute_display_name(self):
        for capability in self:
            names = filter(None, (capability.partner_id.name, capability.name))
            capability.display_name = ' – '.join(names)

    # === CHECKS === #

    @api.constrains(
        'max_width_mm', 'max_height_mm', 'transit_days', 'daily_pieces', 'lead_days',
        'piece_cost', 'setup_cost', 'shipping_cost',
    )  # fmt: skip
    def _check_figures(self):
        figures = ('max_width_mm', 'max_height_mm', 'daily_pieces', 'piece_cost', 'setup_cost')
        for capability in self:
            if min(capability[name] for name in (*figures, 'shipping_cost')) < 0:
                raise ValidationError(self.env._("Sizes, pieces and costs cannot be negative."))
            if not (0 <= capability.lead_days <= 90 and 0 <= capability.transit_days <= 90):
                raise ValidationError(
                    self.env._("Lead time and way take between 0 and 90 days each.")
                )

    @api.constrains('method_ids', 'to_shop', 'to_customer', *WEEKDAYS)
    def _check_usable(self):
        for capability in self:
            if not capability.method_ids:
                raise ValidationError(self.env._("Choose what the supplier can do with a product."))
            if not (capability.to_shop or capability.to_customer):
                raise ValidationError(self.env._("Say whether it sends to us or to the customer."))
            if not any(capability[day] for day in WEEKDAYS):
                raise ValidationError(self.env._("The supplier works on one day at least."))

    @api.constrains('down_from', 'down_until')
    def _check_down(self):
        for capability in self:
            first, last = capability.down_from, capability.down_until
            if last and (not first or last < first):
                raise ValidationError(self.env._("Say from when to when the supplier is down."))

    # === USE === #

    def write(self, vals):
        """Override to offer somebody else for what a supplier who is down was to make."""
        result = super().write(vals)
        if {'down_from', 'down_until', 'active'} & set(vals):
            self._note_down()
        return result

    def _note_down(self):
        """Let the open shares of suppliers who are down now look for somebody else."""
        gone = self.filtered(lambda capability: capability.is_down or not capability.active)
        shares_sudo = gone.sudo().share_ids  # buyers write no shares
        shares_sudo.filtered(lambda share: share.state != 'ended')._note_trouble('down')

    def _claim(self):
        """Write the rows that are taken pieces from: of two who take them one begins again."""
        for capability in self.sorted('id'):
            capability.with_context(tracking_disable=True).serial += 1
        self.flush_recordset(['serial'])

    def _get_closed_days(self):
        """Return ``[(first, last), …]`` of the dates on which nothing is made."""
        return [(closure.date_from, closure.date_to) for closure in self.closure_ids]


class GiftSupplierClosure(models.Model):
    """Days on which a supplier does not work."""

    _name = 'gift.supplier.closure'
    _description = 'Closed days of a supplier'
    _order = 'date_from, id'

    capability_id = fields.Many2one(
        'gift.supplier.capability', required=True, index=True, ondelete='cascade'
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="Until", required=True)
    name = fields.Char(string="Reason")

    _dates_ordered = models.Constraint(
        'CHECK(date_from <= date_to)', "The last closed day cannot be before the first one."
    )
