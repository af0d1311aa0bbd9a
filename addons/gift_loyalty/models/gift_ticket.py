from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize

STAGES = [
    ('new', "New"),
    ('open', "We work on it"),
    ('waiting', "Waiting for the customer"),
    ('solved', "Solved"),
    ('merged', "Merged"),
    ('spam', "Spam"),
]
TRANSITIONS = {
    'new': ('spam',),
    'open': ('new', 'waiting', 'solved', 'spam'),
    'waiting': ('new', 'open', 'solved'),
    'solved': ('new', 'open', 'waiting'),
    'merged': ('new', 'open', 'waiting', 'solved'),
    'spam': ('new', 'open'),
}
RUNNING = ('new', 'open', 'waiting')
CHANNELS = [
    ('form', "Contact form"),
    ('mail', "Mail"),
    ('chat', "Chat"),
    ('staff', "Staff"),
]
PRIORITIES = [('0', "Normal"), ('1', "High"), ('2', "Urgent")]


class GiftTicket(models.Model):
    """A conversation with a customer, from the question to the answer that helped.

    Staff work on it; customers see theirs in the portal or by the link of their mails. The stage
    changes only by the methods that also move the deadlines.
    """

    _name = 'gift.ticket'
    _inherit = ['gift.state.mixin', 'portal.mixin', 'mail.thread', 'mail.activity.mixin']
    _description = 'Ticket'
    _order = 'priority desc, solve_due, id'
    _state_field = 'stage'
    _state_transitions = TRANSITIONS
    _primary_email = 'email'

    number = fields.Char(required=True, readonly=True, copy=False, default="New")
    name = fields.Char(string="Subject", required=True, tracking=True)
    team_id = fields.Many2one(
        'gift.ticket.team',
        required=True,
        tracking=True,
        index=True,
        default=lambda self: self._get_default_team(),
        ondelete='restrict',
    )
    company_id = fields.Many2one(
        'res.company', required=True, readonly=True, default=lambda self: self.env.company
    )
    stage = fields.Selection(
        STAGES,
        required=True,
        default='new',
        index=True,
        tracking=True,
        group_expand=True,
        copy=False,
    )
    priority = fields.Selection(PRIORITIES, default='0', required=True, tracking=True)
    channel = fields.Selection(CHANNELS, required=True, readonly=True, default='staff')
    user_id = fields.Many2one(
        'res.users', string="Assigned to", tracking=True, domain="[('share', '=', False)]"
    )
    partner_id = fields.Many2one('res.partner', string="Customer", index=True, tracking=True)
    email = fields.Char(string="Mail address")
    email_normalized = fields.Char(compute='_compute_email_normalized', store=True, index=True)
    customer_name = fields.Char(string="Name")
    order_id = fields.Many2one('sale.order', index=True, tracking=True)
    sale_line_id = fields.Many2one(
        'sale.order.line', string="Gift", domain="[('order_id', '=', order_id)]", tracking=True
    )
    order_ref = fields.Char(string="Order as told", readonly=True)
    description = fields.Text(string="Question", readonly=True)
    finding = fields.Text(string="Found", readonly=True, help="Why it may be spam.")
    merged_into_id = fields.Many2one('gift.ticket', readonly=True, index=True)
    request_ids = fields.One2many('gift.order.request', 'gift_ticket_id', readonly=True)
    picture_url = fields.Char(compute='_compute_picture_url', compute_sudo=True)
    order_html = fields.Html(compute='_compute_order_html', compute_sudo=True, sanitize=False)

    # === COMPUTE METHODS === #

    @api.model
    def _get_default_team(self):
        return self.env['gift.ticket.team'].search(
            [('company_id', 'in', (False, self.env.company.id))], limit=1
        )

    @api.depends('number', 'name')
    def _compute_display_name(self):
        for ticket in self:
            ticket.display_name = f'{ticket.number} · {ticket.name or ""}'

    @api.depends('email')
    def _compute_email_normalized(self):
        for ticket in self:
            ticket.email_normalized = email_normalize(ticket.email) or False

    @api.depends('sale_line_id')
    def _compute_picture_url(self):
        for ticket in self:
            line = ticket.sale_line_id
            ticket.picture_url = line.gift_revision_id and line._gift_get_preview_url()

    @api.depends('order_id', 'sale_line_id')
    def _compute_order_html(self):
        for ticket in self:
            line = ticket.sale_line_id.filtered('gift_revision_id')
            lines = line or ticket.order_id._gift_get_lines()
            ticket.order_html = (
                ticket.order_id._gift_render_progress(lines) if lines else Markup('')
            )

    def _compute_access_url(self):
        super()._compute_access_url()
        for ticket in self:
            ticket.access_url = f'/my/tickets/{ticket.id}'

    # === CREATION === #

    @api.model_create_multi
    def create(self, vals_list):
        """Give each ticket its number and its deadlines."""
        for vals in vals_list:
            vals['number'] = self.env['ir.sequence'].sudo().next_by_code('gift.ticket') or "New"
        tickets = super().create(vals_list)
        for ticket in tickets.sudo():  # deadlines are kept by methods alone
            ticket._start_clock()
        return tickets

    @api.onchange('order_id')
    def _onchange_order_id(self):
        self.partner_id = self.partner_id or self.order_id.partner_id
        if self.sale_line_id.order_id != self.order_id:
            self.sale_line_id = False

    @api.onchange('partner_id')
    def _onchange_partner_id(self):
        self.email = self.email or self.partner_id.email

    # === STAGES === #

    def _set_stage(self, stage):
        """Move tickets that are not there yet, with their clocks. Call it in sudo where needed.

        :raise UserError: when their stage does not lead there.
        """
        for ticket in self:
            before = ticket.stage
            if ticket._gift_update_state(stage):
                ticket._move_clock(before, stage)

    def _check_staff(self):
        if not self.env.user.has_group('gift_base.group_staff'):
            raise AccessError(self.env._("Only the gift shop's staff may do this."))
        self.check_access('write')

    def action_take(self):
        """Button: I work on it."""
        self._check_staff()
        self.write({'user_id': self.env.uid})
        self.sudo().filtered(lambda ticket: ticket.stage == 'new')._set_stage('open')
        return True

    def action_wait(self):
        """Button: the customer has to answer; the clock stands still."""
        self._check_staff()
        self.sudo()._set_stage('waiting')
        return True

    def action_solve(self):
        """Button: it is solved; the customer is asked how it was."""
        self._check_staff()
        self.sudo()._set_stage('solved')
        return True

    def action_reopen(self):
        """Button: it is not solved, or no spam."""
        self._check_staff()
        tickets_sudo = self.sudo()  # staff, checked above
        spam = tickets_sudo.filtered(lambda ticket: ticket.stage == 'spam')
        spam._set_stage('new')
        (tickets_sudo - spam)._set_stage('open')
        for ticket in spam:
            ticket._welcome()
        return True

    def action_spam(self):
        """Button: nobody answers this."""
        self._check_staff()
        self.sudo()._set_stage('spam')
        return True

    def action_merge(self):
        """Button: open the window that joins tickets."""
        self._check_staff()
        return self._open_window(
            'gift.ticket.merge',
            self.env._("Merge"),
            {
                'default_ticket_ids': self.ids,
                'default_target_id': self.ids[-1] if len(self) > 1 else False,
            },
        )

    def action_replace(self):
        """Button: open the window that makes a gift of the order again."""
        return self._open_settle('replacement', self.env._("Make it again"))

    def action_refund(self):
        """Button: open the window that pays a part of the order back."""
        return self._open_settle('refund', self.env._("Pay a part back"))

    def _open_settle(self, decision, title):
        self.ensure_one()
        self._check_staff()
        if not self.order_id:
            raise UserError(self.env._("Choose the order first that it is about."))
        context = {'default_ticket_id': self.id, 'default_decision': decision}
        return self._open_window('gift.ticket.settle', title, context)

    def _open_window(self, model, title, context):
        return {
            'type': 'ir.actions.act_window',
            'name': title,
            'res_model': model,
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'new',
            'context': context,
        }

    def write(self, vals):
        """Keep order and gift together."""
        result = super().write(vals)
        if {'order_id', 'sale_line_id'} & vals.keys():
            self._check_line()
        return result

    def _check_line(self):
        for ticket in self:
            if ticket.sale_line_id and ticket.sale_line_id.order_id != ticket.order_id:
                raise UserError(
                    self.env._("“%s” is not of this order.", ticket.sale_line_id.name_short)
                )
