from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

DECISIONS = [('replacement', "Make it again"), ('refund', "Pay a part back")]


class GiftTicketSettle(models.TransientModel):
    """Staff make a gift again or pay a part back, from the ticket: the flow of complaints."""

    _name = 'gift.ticket.settle'
    _description = 'Replacement or refund from a ticket'

    ticket_id = fields.Many2one('gift.ticket', required=True, readonly=True)
    order_id = fields.Many2one(related='ticket_id.order_id')
    decision = fields.Selection(DECISIONS, required=True, default='replacement')
    line_id = fields.Many2one(
        'sale.order.line',
        string="Gift",
        compute='_compute_line_id',
        store=True,
        readonly=False,
        domain="[('order_id', '=', order_id), ('gift_revision_id', '!=', False)]",
    )
    quantity = fields.Float(string="Pieces", default=1.0, required=True)
    cause_id = fields.Many2one('gift.reprint.cause', string="What went wrong")
    currency_id = fields.Many2one(related='order_id.currency_id')
    amount = fields.Monetary(compute='_compute_amount', store=True, readonly=False)
    answer = fields.Text(string="Message to the customer")
    request_count = fields.Integer(
        compute='_compute_request_count',
        store=True,
        readonly=False,
        help="Settled already when the window was opened.",
    )

    @api.depends('ticket_id')
    def _compute_request_count(self):
        for wizard in self:
            wizard.request_count = len(wizard.ticket_id.sudo().request_ids)  # only counted

    @api.depends('ticket_id')
    def _compute_line_id(self):
        for wizard in self:
            order_sudo = wizard.ticket_id.order_id.sudo()  # staff who read the ticket choose of it
            lines = order_sudo._gift_get_delivered_lines() if order_sudo else order_sudo.order_line
            wizard.line_id = wizard.ticket_id.sale_line_id.id or lines[:1].id

    @api.depends('line_id', 'quantity')
    def _compute_amount(self):
        for wizard in self:
            line, currency = wizard.line_id, wizard.currency_id
            price = line.price_total / line.product_uom_qty if line.product_uom_qty else 0.0
            amount = price * max(wizard.quantity, 0.0)
            wizard.amount = currency.round(amount) if currency else amount

    def action_apply(self):
        """Button: do it. A second click finds it done."""
        self.ensure_one()
        self.ticket_id._check_staff()
        ticket_sudo = self.ticket_id.sudo()  # checked above; nobody may write requests
        order_sudo = ticket_sudo.order_id
        self._check_line(order_sudo)
        order_sudo._gift_touch()
        requests_sudo = self.env['gift.order.request'].sudo()
        reference = f'ticket-{self.ticket_id.id}-{self.id}'
        request_sudo = requests_sudo._find(order_sudo, reference)
        if not request_sudo:
            self._check_alone(ticket_sudo)
            request_sudo = requests_sudo.create(self._prepare_request(reference))
            request_sudo._accept(self.answer, outcome=self.decision, **self._prepare_outcome())
            ticket_sudo._note_first_answer()
        return {'type': 'ir.actions.act_window_close'}

    def _check_line(self, order_sudo):
        line_sudo = self.line_id.sudo()
        if not order_sudo or line_sudo not in order_sudo._gift_get_delivered_lines():
            raise UserError(
                self.env._("Choose an order, and a gift of it that has left the house.")
            )
        if not 0 < self.quantity <= line_sudo._gift_get_delivered_qty():
            raise UserError(
                self.env._(
                    "Choose between 1 and %(count)g pieces.",
                    count=line_sudo._gift_get_delivered_qty(),
                )
            )

    def _check_alone(self, ticket_sudo):
        """:raise UserError: when somebody else has settled something while this window was open."""
        ticket_sudo.invalidate_recordset(['request_ids'])
        if len(ticket_sudo.request_ids) > self.request_count:
            raise UserError(
                self.env._(
                    "%s has settled something of this ticket while your window was open. Close it"
                    " and look at the ticket.",
                    ticket_sudo.request_ids.sorted('id')[-1].create_uid.name,
                )
            )

    def _prepare_request(self, reference):
        ticket = self.ticket_id
        return {
            'order_id': ticket.order_id.id,
            'kind': 'complaint',
            'reason': ticket.description or ticket.name,
            'wish': self.decision,
            'reference': reference,
            'cause_id': self.cause_id.id,
            'author_id': ticket.partner_id.id,
            'gift_ticket_id': ticket.id,
            'line_ids': [
                Command.create({'sale_line_id': self.line_id.id, 'quantity': self.quantity})
            ],
        }

    def _prepare_outcome(self):
        if self.decision == 'refund':
            return {'amount': self.amount}
        return {'cause_id': self.cause_id.id}
