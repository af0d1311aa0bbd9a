from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, escape_psql

from odoo.addons.gift_base.insert import insert_once
from odoo.addons.gift_base.tools import signed_token
from odoo.addons.gift_personalization.models.guarded import notify_staff

STATES = [
    ('received', "To answer"),
    ('accepted', "Waiting for the goods"),
    ('refunded', "Paid back"),
    ('refused', "Refused"),
]
TRANSITIONS = {
    'accepted': ('received',),
    'refunded': ('received', 'accepted'),
    'refused': ('received', 'accepted'),
}
MATCHES_PER_NAME = 5


class GiftWithdrawal(models.Model):
    """A customer's statement that a contract is withdrawn from, as it was received.

    It is kept and acknowledged whether or not it names an order of the shop. Nobody writes it over
    RPC: the page makes it, and staff answer it (:meth:`_accept`, :meth:`_refuse`, :meth:`_refund`).
    """

    _name = 'gift.withdrawal'
    _inherit = ['gift.state.mixin', 'mail.thread', 'mail.activity.mixin']
    _description = 'Withdrawal from a contract'
    _order = 'id desc'
    _state_transitions = TRANSITIONS
    _mail_post_access = 'read'

    key = fields.Char(
        required=True,
        readonly=True,
        groups='base.group_system',
        help="Made by the page, so that a repeated click is known.",
    )
    customer_name = fields.Char(string="Name", required=True, readonly=True)
    email = fields.Char(required=True, readonly=True, help="The receipt was sent there.")
    order_ref = fields.Char(string="Order number", required=True, readonly=True)
    goods = fields.Text(string="What is withdrawn from", readonly=True)
    statement = fields.Text(readonly=True, help="The receipt's words.")
    date = fields.Datetime(string="Received on", required=True, readonly=True)
    lang = fields.Char(string="Language", readonly=True)
    company_id = fields.Many2one('res.company', required=True, readonly=True)
    website_id = fields.Many2one('website', readonly=True)
    order_id = fields.Many2one('sale.order', readonly=True, index=True, ondelete='restrict')
    currency_id = fields.Many2one(related='order_id.currency_id')
    deadline = fields.Datetime(
        string="Period ends", readonly=True, help="As it was known then; empty: not delivered yet."
    )
    is_late = fields.Boolean(string="Too late", compute='_compute_is_late')
    line_ids = fields.One2many('gift.withdrawal.line', 'withdrawal_id', readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default='received', index=True)
    answer = fields.Text(string="Our answer", readonly=True)

    _key_uniq = models.Constraint('UNIQUE(key)', "This withdrawal was received already.")

    @api.depends('customer_name', 'order_ref')
    def _compute_display_name(self):
        for record in self:
            record.display_name = f'{record.customer_name} · {record.order_ref}'

    @api.depends('date', 'deadline')
    def _compute_is_late(self):
        for record in self:
            record.is_late = bool(record.deadline and record.date > record.deadline)

    # === RECEIVING === #

    @api.model
    def _find_by_key(self, key):
        return self.sudo().search([('key', '=', key)])  # the key is the visitor's secret

    @api.model
    def _receive(self, key, values, order=None, quantities=None):
        """Keep a statement, acknowledge it and tell the staff; a repeated one is left alone.

        :param str key: of the page, unguessable.
        :param dict values: checked ``customer_name``, ``email``, ``order_ref``, ``goods``.
        :param order: sale.order (sudo) whose signed link was used, or ``None``.
        :param dict quantities: pieces by line of that order.
        :return: the withdrawal (sudo).
        :raise UserError: when pieces are named that cannot be withdrawn from (any more).
        """
        records_sudo = self.sudo()  # visitors make statements through this method only
        found = records_sudo.search([('key', '=', key)])
        if found or not self._claim_key(key):
            return found
        if order is None:
            order = self._match(values)
            is_all = order and not values.get('goods')
            quantities = order._gift_get_withdrawable() if is_all else {}
        lines = order._gift_check_withdrawal(quantities) if order and quantities else {}
        record = records_sudo.create(
            {
                **values,
                'key': key,
                'date': fields.Datetime.now(),
                'lang': self.env.lang,
                'order_id': order.id,
                'deadline': order._gift_get_withdrawal_end() if order else False,
                'line_ids': [
                    fields.Command.create({'sale_line_id': line.id, 'quantity': quantity})
                    for line, quantity in lines.items()
                ],
            }
        )
        record.statement = record._build_statement()
        record._send_once('receipt', 'gift_law.mail_template_withdrawal_receipt')
        record._tell_staff()
        return record

    @api.model
    def _claim_key(self, key):
        """Return whether the statement is new; a simultaneous second one waits and runs again."""
        return insert_once(
            self.env['gift.notice'].sudo(),  # nobody writes notices but code
            {
                'res_model': self._name,
                'res_id': 0,
                'kind': f'received-{key}',
                'date': fields.Datetime.now(),
            },
        )

    @api.model
    def _match(self, values):
        """Return the confirmed order (sudo) that number and mail address belong to, or none."""
        orders_sudo = self.env['sale.order'].sudo()  # nothing of it is shown to the visitor
        mail = email_normalize(values['email'])
        orders = orders_sudo.search(
            [
                ('name', '=ilike', escape_psql(values['order_ref'].strip())),
                ('state', '=', 'sale'),
                ('company_id', '=', values['company_id']),
            ],
            limit=MATCHES_PER_NAME,
        )
        return orders.filtered(lambda o: mail and mail in o._gift_get_customer_mails())[:1]

    def _build_statement(self):
        """Return what was stated, as the receipt repeats it."""
        self.ensure_one()
        goods = [f'{line.quantity:g} × {line.sale_line_id.name_short}' for line in self.line_ids]
        if self.goods or not goods or not self._is_from_link():
            goods = [self.goods or self.env._("everything that can be withdrawn from")]
        return self.env._(
            "I, %(name)s, withdraw from the contract of order %(order)s for: %(goods)s.",
            name=self.customer_name,
            order=self.order_ref,
            goods=', '.join(goods),
        )

    def _is_from_link(self):
        return bool(self.env.context.get('gift_from_link'))

    def _tell_staff(self):
        note = self.statement
        if not self.order_id:
            note += ' ' + self.env._("No order with this number and mail address was found.")
        notify_staff(self, self.env._("A customer withdraws from a contract"), note)

    def _send_once(self, kind, template_xmlid):
        """Put a mail about the withdrawal into the queue, unless it has been sent before."""
        self.ensure_one()
        if self.env['gift.notice']._claim(self, kind):
            author = self.with_user(self.env.ref('base.user_root')).sudo()
            self.env.ref(template_xmlid).sudo().with_env(author.env).send_mail(self.id)
            self.env.ref('mail.ir_cron_mail_scheduler_action').sudo()._trigger()

    def _format_date(self):
        """Return day and time of receipt in the shop's time zone, with its name."""
        zone = self.company_id.partner_id.tz or self.env.ref('base.user_root').tz or 'UTC'
        local = fields.Datetime.context_timestamp(self.with_context(tz=zone), self.date)
        return f'{local:%Y-%m-%d %H:%M:%S} ({zone})'

    # === ANSWERING === #

    def _accept(self, answer=''):
        """Say yes and where to send the goods. Idempotent."""
        if self._gift_update_state('accepted', answer=answer):
            self._send_once('accepted', 'gift_law.mail_template_withdrawal_answer')
            self.activity_ids.action_feedback()

    def _refuse(self, answer):
        """Say no, with a reason. Idempotent.

        :raise UserError: without a reason.
        """
        if not (answer or '').strip():
            raise UserError(self.env._("Please tell the customer why, in a sentence."))
        if self._gift_update_state('refused', answer=answer.strip()):
            self._send_once('refused', 'gift_law.mail_template_withdrawal_answer')
            self.activity_ids.action_feedback()

    def _get_return_codes(self):
        """Return the return codes of the deliveries that the goods came with."""
        self.ensure_one()
        pickings = self.line_ids.sale_line_id.move_ids.picking_id.filtered(
            lambda picking: picking.state == 'done' and picking.picking_type_code == 'outgoing'
        )
        return [picking._gift_get_return_code() for picking in pickings.sorted('id')]

    # === BUTTONS === #

    def action_answer(self):
        """Button: open the window in which staff answer."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Answer"),
            'res_model': 'gift.withdrawal.answer',
            'views': [(False, 'form')],
            'target': 'new',
            'context': {'default_withdrawal_id': self.id},
        }


def get_link(order):
    """Return the path of the page on which an order's goods are withdrawn from."""
    token = signed_token(order.env, 'withdraw', str(order.id))
    return f'/gift/withdraw/{order.id}/{token}'
