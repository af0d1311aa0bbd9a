import uuid

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .guarded import get_staff_user, guarded, notify_staff

KINDS = [
    ('cancel', "Cancellation"),
    ('address', "Change of address"),
    ('date', "Change of date"),
    ('delivery', "Change of delivery method"),
    ('complaint', "Complaint"),
]
STATES = [
    ('open', "To answer"),
    ('unpaid', "To be paid"),
    ('done', "Done"),
    ('declined', "Declined"),
    ('expired', "Not paid"),
]
MONEY_STATES = [
    ('none', "Nothing to pay back"),
    ('due', "On its way"),
    ('done', "Paid back"),
    ('hand', "Staff pay it back"),
]
TRANSITIONS = {
    'unpaid': ('open',),
    'done': ('open', 'unpaid'),
    'declined': ('open', 'unpaid'),
    'expired': ('unpaid',),
}
MAX_TEXT = 2000


class GiftOrderRequest(models.Model):
    """What a customer wants to have changed about a confirmed order, and what became of it.

    What is still possible is done at once; after the step that forbids it, staff answer. Nobody
    has the right to write requests: they change only in :meth:`_accept` and :meth:`_decline`,
    called in sudo after the caller was checked, and when what they cost was paid.
    """

    _name = 'gift.order.request'
    _inherit = ['gift.state.mixin', 'mail.thread', 'mail.activity.mixin']
    _description = 'Request about an order'
    _order = 'id desc'
    _state_transitions = TRANSITIONS
    _mail_post_access = 'read'

    order_id = fields.Many2one(
        'sale.order', required=True, readonly=True, ondelete='restrict', index=True
    )
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True)
    partner_id = fields.Many2one(
        related='order_id.partner_id', string="Customer", store=True, index=True
    )
    currency_id = fields.Many2one(related='order_id.currency_id')
    kind = fields.Selection(KINDS, required=True, readonly=True, index=True)
    state = fields.Selection(
        STATES, required=True, readonly=True, default='open', index=True, group_expand=True
    )
    is_self_service = fields.Boolean(
        string="Done by the customer", readonly=True, help="At once, without an answer of the shop."
    )
    reason = fields.Text(string="What the customer says", readonly=True)
    line_ids = fields.One2many(
        'gift.order.request.line', 'request_id', string="Gifts", readonly=True
    )
    answer = fields.Text(string="Our answer", readonly=True)
    answered_by_id = fields.Many2one('res.users', string="Answered by", readonly=True)
    answered_date = fields.Datetime(string="Answered on", readonly=True)
    author_id = fields.Many2one('res.partner', string="Asked by", readonly=True)
    reference = fields.Char(
        required=True,
        readonly=True,
        default=lambda self: str(uuid.uuid4()),
        help="Made by the page on which it was asked for, so that a repeated click is known.",
    )
    summary = fields.Char(compute='_compute_summary', compute_sudo=True)

    _reference_uniq = models.Constraint(
        'UNIQUE(order_id, reference)', "This was asked for already. Reload the page to see it."
    )

    # === COMPUTE METHODS === #

    @api.depends('kind', 'order_id.name')
    def _compute_display_name(self):
        kinds = dict(self._fields['kind']._description_selection(self.env))
        for request in self:
            name = request.sudo().order_id.name or ''  # a reader of the request may see its number
            request.display_name = f'{kinds.get(request.kind)} · {name}'

    @api.depends('line_ids.quantity', 'line_ids.sale_line_id')
    def _compute_summary(self):
        for request in self:
            request.summary = request._get_summary()

    def _get_summary(self):
        """Hook: return in a few words what it is about."""
        self.ensure_one()
        return ', '.join(
            f'{entry.quantity:g} × {entry.sale_line_id.name_short}' for entry in self.line_ids
        )

    # === ASKING === #

    @api.model
    def _find(self, order, reference):
        """Return the request of an order that a page has made already, or an empty recordset."""
        return self.search([('order_id', '=', order.id), ('reference', '=', reference)])

    @api.model
    def _clean_text(self, text):
        """Return what somebody wrote, without what cannot be stored, at most 2,000 characters."""
        return (text if isinstance(text, str) else '').replace('\0', '').strip()[:MAX_TEXT]

    def _start(self, problem=''):
        """Do at once what the customer may do, or ask the staff.

        :param str problem: why the customer cannot do it; empty: it is done now.
        """
        self.ensure_one()
        if problem:
            self._ask_staff(problem)
        else:
            self.is_self_service = True
            self._accept('')
        return self

    def _ask_staff(self, problem):
        self._check_reason()
        note = self.env._(
            "%(what)s. The customer says: %(reason)s (%(problem)s)",
            what=self.summary or self._get_kind_label(),
            reason=self.reason,
            problem=problem,
        )
        notify_staff(self, self._get_kind_label(), note)
        self._tell('received')
        self._tell('staff')

    def _check_reason(self):
        if not self.reason:
            raise UserError(self.env._("Please tell us in a few words why, so that we can help."))

    def _get_kind_label(self):
        return dict(self._fields['kind']._description_selection(self.env))[self.kind]

    # === ANSWERING === #

    def _accept(self, answer, **values):
        """Do what was asked for. Idempotent; safe under two simultaneous callers.

        :raise UserError: when it is not possible any more.
        """
        self.ensure_one()
        self.order_id._gift_touch()
        self._gift_lock()
        if self.state == 'done':
            return
        self._check_open()
        self._check_acceptable(values)
        self._gift_update_state('done', **self._prepare_answer(answer), **values)
        getattr(self, f'_do_{self.kind}')()
        self._close()
        self._tell('done')

    def _decline(self, answer):
        """Say no, with a sentence. Idempotent.

        :raise UserError: without a sentence.
        """
        self.ensure_one()
        answer = self._clean_text(answer)
        if not answer:
            raise UserError(self.env._("Please tell the customer why, in a sentence."))
        self._gift_lock()
        if self.state == 'declined':
            return
        self._check_open()
        self._gift_update_state('declined', **self._prepare_answer(answer))
        self._close()
        self._tell('declined')

    def _check_open(self):
        if self.state != 'open':
            raise UserError(
                self.env._("This was answered meanwhile. Reload the page to see the answer.")
            )

    def _check_acceptable(self, values):
        """Hook: refuse a yes that is not possible. The order is locked.

        :param dict values: what is written with the yes.
        :raise UserError: with what to do instead.
        """

    def _prepare_answer(self, answer):
        return {
            'answer': self._clean_text(answer),
            'answered_by_id': self.env.uid,
            'answered_date': fields.Datetime.now(),
        }

    def _close(self):
        self.activity_ids.action_feedback(feedback=self.answer or self.env._("Done."))
        note = self._get_closing_note()
        author = self.author_id if self.is_self_service else self.env.user.partner_id
        self.order_id._gift_post_note(note, author)

    def _get_closing_note(self):
        state = dict(self._fields['state']._description_selection(self.env))[self.state]
        parts = (f'{self._get_kind_label()}: {state}', self.summary, self.reason, self.answer)
        return '\n'.join(filter(None, parts))

    # === MAILS === #

    def _tell(self, kind):
        """Send a mail about the request, once. Never raises."""
        template = f'gift_personalization.mail_template_request_{kind}'
        with guarded(self.order_id, self.env._("A mail about a request could not be sent")):
            self.env['gift.notice']._send_once(self, kind, template)

    def _get_staff_partner(self):
        """Return who of the staff gets the shop's own mail about the request."""
        return get_staff_user(self).partner_id

    # === BUTTONS === #

    def _check_staff(self):
        """Refuse users who are not of the staff and requests that they cannot see.

        :raise AccessError: with a whole sentence.
        """
        if not self.env.user.has_group('gift_base.group_staff'):
            raise AccessError(self.env._("Only the gift shop's staff may do this."))
        self.check_access('read')

    def action_accept(self):
        """Button: open the window in which staff say yes."""
        return self._open_answer('accept', self.env._("Accept"))

    def action_decline(self):
        """Button: open the window in which staff say no."""
        return self._open_answer('decline', self.env._("Decline"))

    def _open_answer(self, decision, title):
        self.ensure_one()
        self._check_staff()
        return {
            'type': 'ir.actions.act_window',
            'name': title,
            'res_model': 'gift.order.request.answer',
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'default_request_id': self.id, 'default_decision': decision},
        }


class SaleOrder(models.Model):
    _inherit = 'sale.order'

    gift_request_ids = fields.One2many(
        'gift.order.request',
        'order_id',
        string="Requests",
        readonly=True,
        copy=False,
        groups='gift_base.group_staff',
    )
    gift_request_count = fields.Integer(compute='_compute_gift_request_count', compute_sudo=True)

    @api.depends('gift_request_ids')
    def _compute_gift_request_count(self):
        for order in self:
            order.gift_request_count = len(order.gift_request_ids)

    def _gift_get_request_ways(self):
        """Hook: return the buttons of the order page, each kind of request adds its own.

        :return: ``[{'url', 'label', 'icon'}, …]``
        """
        self.ensure_one()
        return []

    def _gift_prepare_way(self, page, label, icon):
        return {'url': self.get_portal_url(suffix=f'/{page}'), 'label': label, 'icon': icon}

    def action_gift_view_requests(self):
        """Button: open the requests about the order."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id(
            'gift_personalization.gift_order_request_action'
        )
        return {**action, 'domain': [('order_id', '=', self.id)], 'context': {}}
