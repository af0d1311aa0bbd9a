from odoo import api, fields, models

from odoo.addons.gift_personalization.models.working_days import WorkingDays

WAYS = [
    ('own', "Our workshop"),
    ('shop', "Supplier, sent to us"),
    ('customer', "Supplier, sent to the customer"),
]
TROUBLES = [
    ('nobody', "Nobody can make it"),
    ('declined', "The supplier declined"),
    ('down', "The supplier is down"),
    ('silent', "The supplier does not answer"),
]


class GiftLineShare(models.Model):
    """Pieces of one order line that one maker makes. For the customer it stays one line.

    Nobody has the right to write shares: routing makes them, buyers move them by buttons.
    """

    _name = 'gift.line.share'
    _inherit = ['gift.state.mixin']
    _description = 'Who makes it'
    _order = 'id desc'
    _rec_name = 'maker_name'
    _state_transitions = {'ordered': ('planned',), 'ended': ('planned', 'ordered')}

    sale_line_id = fields.Many2one(
        'sale.order.line', string="Order line", required=True, readonly=True, index=True,
        ondelete='cascade',
    )  # fmt: skip
    order_id = fields.Many2one(related='sale_line_id.order_id', store=True, index=True)
    order_name = fields.Char(related='order_id.name', string="Order")
    company_id = fields.Many2one(related='sale_line_id.company_id', store=True)
    product_id = fields.Many2one(related='sale_line_id.product_id', store=True)
    way = fields.Selection(WAYS, string="How", required=True, readonly=True)
    capability_id = fields.Many2one(
        'gift.supplier.capability', readonly=True, index=True, ondelete='restrict',
        groups='purchase.group_purchase_user',
    )  # fmt: skip
    supplier_id = fields.Many2one('res.partner', readonly=True, index='btree_not_null')
    maker_name = fields.Char(string="Who makes it", compute='_compute_maker_name')
    state = fields.Selection(
        [('planned', "Planned"), ('ordered', "Ordered"), ('ended', "Moved")],
        required=True, readonly=True, default='planned', index=True,
    )  # fmt: skip
    quantity = fields.Integer(string="Pieces", readonly=True)
    revision_hash = fields.Char(string="Design hash", readonly=True)
    date_start = fields.Date(readonly=True, help="From when on the design was to be approved.")
    date_here = fields.Date(string="With us", readonly=True, help="At the customer's, if sent so.")
    date_arrival = fields.Date(string="Arrives", readonly=True)
    currency_id = fields.Many2one(related='company_id.currency_id')
    cost = fields.Monetary(readonly=True, groups='purchase.group_purchase_user')
    reasons = fields.Json(readonly=True, groups='purchase.group_purchase_user')
    explanation = fields.Text(
        string="Why", compute='_compute_explanation', groups='purchase.group_purchase_user'
    )
    slot_ids = fields.One2many('gift.line.share.slot', 'share_id', readonly=True)
    purchase_line_ids = fields.One2many(
        'purchase.order.line', 'gift_share_id', readonly=True,
        groups='purchase.group_purchase_user',
    )  # fmt: skip
    move_ids = fields.One2many(
        'stock.move', 'gift_share_id', readonly=True, groups='stock.group_stock_user'
    )
    serial = fields.Integer(readonly=True)  # written first by whoever moves it
    trouble = fields.Selection(TROUBLES, string="What is wrong", readonly=True, index=True)
    trouble_date = fields.Datetime(string="Since", readonly=True)
    buyer_id = fields.Many2one('res.users', string="Buyer", readonly=True)

    # === COMPUTE METHODS === #

    @api.depends('way', 'supplier_id')
    def _compute_maker_name(self):
        for share in self:
            supplier_sudo = share.supplier_id.sudo()  # its name is no secret of ours
            share.maker_name = supplier_sudo.name or self.env._("Our workshop")

    @api.depends('reasons')
    def _compute_explanation(self):
        for share in self:
            share.explanation = '\n'.join(
                share._explain_reason(reason) for reason in share.reasons or []
            )

    def _explain_reason(self, reason):
        """Return a stored reason of the engine as a sentence: “Pens Ltd: dearer by 1.20”."""
        words = {
            'pieces': reason['pieces'],
            'day': self.env['gift.promise']._format_day(fields.Date.to_date(reason['day']))
            if reason['day']
            else '',
            'amount': self.currency_id.format(reason['amount']),
        }
        text = getattr(self, f"_explain_{reason['code']}")(words)
        return self.env._("%(maker)s: %(reason)s", maker=reason['name'], reason=text)

    def _explain_chosen(self, words):
        return self.env._("makes %(pieces)s, arrives %(day)s", **words)

    def _explain_dearer(self, words):
        return self.env._("dearer by %(amount)s, would arrive %(day)s", **words)

    def _explain_score(self, words):
        return self.env._("costs the same, has the lower score or takes longer", **words)

    def _explain_later(self, words):
        return self.env._("left out, or another line of the order would be late", **words)

    def _explain_late(self, words):
        return self.env._("too late, would arrive %(day)s", **words)

    def _explain_full(self, words):
        if words['day']:
            return self.env._("full until %(day)s", **words)
        return self.env._("full", **words)

    def _explain_approval(self, words):
        return self.env._("the design is not approved", **words)

    def _explain_fixed(self, words):
        return self.env._("the product is made by somebody else only", **words)

    def _explain_method(self, words):
        return self.env._("does not do this print method", **words)

    def _explain_product(self, words):
        return self.env._("does not make this product", **words)

    def _explain_size(self, words):
        return self.env._("too big", **words)

    def _explain_country(self, words):
        return self.env._("does not send to this country", **words)

    def _explain_down(self, words):
        if words['day']:
            return self.env._("down until %(day)s", **words)
        return self.env._("down", **words)

    # === PIECES === #

    def _get_active(self):
        """Return the shares that still make something."""
        return self.filtered(lambda share: share.state != 'ended')

    def _get_launched(self):
        """Return how many pieces are on order or on their way to the customer, made ones too."""
        self.ensure_one()
        share_sudo = self.sudo()  # who sells neither buys nor moves goods
        product = share_sudo.product_id
        if self.way == 'customer':
            lines = share_sudo.purchase_line_ids.filtered(lambda line: line.state != 'cancel')
            return sum(
                line.product_uom_id._compute_quantity(line.product_qty, product.uom_id)
                for line in lines
            )
        return sum(
            move.product_uom._compute_quantity(
                move.quantity if move.state == 'done' else move.product_uom_qty, product.uom_id
            )
            for move in share_sudo._get_deliveries()
        )

    def _get_deliveries(self):
        """Return the moves (sudo) that begin the way from our stock to the customer."""
        moves = self.sudo().move_ids.filtered(lambda move: move.state != 'cancel')
        return moves.filtered(
            lambda move: (
                (move.location_final_id or move.location_dest_id)._is_outgoing()
                and not move.move_orig_ids.gift_share_id & self
            )
        )

    def _get_received(self):
        """Return how many pieces the supplier has delivered or says are on their way."""
        self.ensure_one()
        received = 0
        for line in self.sudo().purchase_line_ids.filtered(lambda line: line.state != 'cancel'):
            on_way = max(0, line.product_qty - line.qty_received - line._gift_get_shippable())
            received += line.qty_received + on_way
        return round(received)

    def _get_open_pieces(self):
        """Return how many pieces can still go to somebody else."""
        self.ensure_one()
        if self.state == 'ended':
            return 0
        if self.way != 'own':
            return max(0, self.quantity - self._get_received())
        job_sudo = self.sudo().sale_line_id.gift_job_ids
        is_begun = job_sudo and job_sudo.stage not in ('to_proof', 'waiting', 'ready')
        return 0 if is_begun else self.quantity

    def _is_awaited(self):
        """Return whether the pieces (sudo) are still to come from a supplier who answers to us."""
        self.ensure_one()
        lines = self.purchase_line_ids.filtered(lambda line: line.state == 'purchase')
        if not lines:
            return True
        is_here = self._get_received() >= self.quantity
        return not is_here and any(order._gift_has_contacts() for order in lines.order_id)

    def _get_promised_day(self):
        """Return the day that the customer was promised, or ``None``."""
        line_sudo = self.sudo().sale_line_id
        return line_sudo._gift_get_due_day(WorkingDays(line_sudo.company_id))


class GiftLineShareSlot(models.Model):
    """Pieces that a share takes of a supplier's day."""

    _name = 'gift.line.share.slot'
    _description = "Pieces of a supplier's day"
    _order = 'date, id'

    share_id = fields.Many2one('gift.line.share', required=True, index=True, ondelete='cascade')
    capability_id = fields.Many2one(
        'gift.supplier.capability', required=True, index=True, ondelete='restrict'
    )
    date = fields.Date(required=True)
    pieces = fields.Integer(required=True)
