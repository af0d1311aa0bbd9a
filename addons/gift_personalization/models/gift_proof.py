from odoo import api, fields, models

# target: states that lead to it
PROOF_TRANSITIONS = {
    'sent': ('to_check', 'change_requested'),
    'approved': ('to_check', 'sent'),
    'change_requested': ('sent',),
    'superseded': ('to_check', 'sent', 'change_requested', 'approved'),
    'cancelled': ('to_check', 'sent', 'change_requested', 'approved'),
}
CLOSED_STATES = ('superseded', 'cancelled')
MAX_COMMENT = 2000
MAX_NAME = 120


class GiftProof(models.Model):
    """One revision that was shown to the customer for approval.

    Nobody has the right to write proofs: they change only through :meth:`_send`, :meth:`_approve`,
    :meth:`_request_change`, :meth:`_supersede_with` and :meth:`_cancel`, called in sudo after the
    caller has checked who may do it. So the record of an approval cannot be edited afterwards.
    """

    _name = 'gift.proof'
    _inherit = ['portal.mixin', 'mail.thread', 'mail.activity.mixin', 'gift.state.mixin']
    _description = 'Proof'
    _order = 'id desc'
    _state_transitions = PROOF_TRANSITIONS
    _mail_post_access = 'read'

    sale_line_id = fields.Many2one(
        'sale.order.line',
        string="Order line",
        required=True,
        readonly=True,
        ondelete='restrict',
    )
    order_id = fields.Many2one(related='sale_line_id.order_id', store=True, index=True)
    partner_id = fields.Many2one(
        related='sale_line_id.order_id.partner_id',
        string="Customer",
        store=True,
        index=True,
    )
    company_id = fields.Many2one(related='sale_line_id.company_id', store=True)
    product_id = fields.Many2one(related='sale_line_id.product_id')
    quantity = fields.Float(related='sale_line_id.product_uom_qty', digits='Product Unit')
    number = fields.Integer(
        string="Version",
        required=True,
        readonly=True,
        help="Counts the proofs of an order line.",
    )
    revision_id = fields.Many2one(
        'gift.design.revision',
        string="Design",
        required=True,
        readonly=True,
        ondelete='restrict',
    )
    revision_hash = fields.Char(related='revision_id.hash', string="Design hash", store=True)
    policy = fields.Selection(
        selection='_get_policies',
        required=True,
        readonly=True,
        help="The proof policy of the product when the proof was made.",
    )
    state = fields.Selection(
        [
            ('to_check', "To check"),
            ('sent', "Waiting for customer"),
            ('change_requested', "Change requested"),
            ('approved', "Approved"),
            ('superseded', "Replaced"),
            ('cancelled', "Cancelled"),
        ],
        required=True,
        readonly=True,
        default='to_check',
        index=True,
        tracking=True,
        copy=False,
        group_expand=True,
    )

    # === APPROVAL: who, when, from where, what === #
    approval_kind = fields.Selection(
        [('customer', "On the proof page"), ('order', "With the order")],
        readonly=True,
    )
    approved_by_id = fields.Many2one(
        'res.partner',
        string="Approved by",
        readonly=True,
        ondelete='restrict',
    )
    approved_name = fields.Char(string="Name given", readonly=True)
    approved_date = fields.Datetime(string="Approved on (UTC)", readonly=True)
    approved_ip = fields.Char(
        string="From address",
        readonly=True,
        groups='gift_base.group_staff',
    )
    approved_user_agent = fields.Char(
        string="With browser",
        readonly=True,
        groups='gift_base.group_staff',
    )
    approved_wording = fields.Text(string="Wording shown", readonly=True)
    approved_hash = fields.Char(string="Hash approved", readonly=True)

    # === CHANGE REQUEST === #
    change_comment = fields.Text(string="Change asked for", readonly=True)
    change_date = fields.Datetime(string="Change asked on", readonly=True)
    change_by_id = fields.Many2one(
        'res.partner',
        string="Change asked by",
        readonly=True,
        ondelete='restrict',
    )
    answer = fields.Text(
        string="Our answer",
        readonly=True,
        help="What staff answered to the request for a change.",
    )

    # === SENDING === #
    sent_date = fields.Datetime(string="Sent on", readonly=True)
    reminder_count = fields.Integer(string="Reminders", readonly=True)
    next_reminder_date = fields.Date(string="Next reminder", readonly=True, index='btree_not_null')

    _number_uniq = models.Constraint(
        'UNIQUE(sale_line_id, number)',
        "A version of a proof is counted once.",
    )
    _open_uniq = models.UniqueIndex(
        "(sale_line_id) WHERE state NOT IN ('superseded', 'cancelled')",
        "There is already an open proof of this order line. Reload the page to see it.",
    )

    # === COMPUTE METHODS === #

    @api.model
    def _get_policies(self):
        return self.env['gift.template']._fields['proof_policy'].selection

    @api.depends('order_id.name', 'sale_line_id.product_id', 'number')
    def _compute_display_name(self):
        for proof in self:
            line_sudo = proof.sudo().sale_line_id  # the customer reads no order lines of colleagues
            proof.display_name = self.env._(
                "%(order)s · %(product)s · version %(number)s",
                order=line_sudo.order_id.name,
                product=line_sudo.product_id.name,
                number=proof.number,
            )

    def _compute_access_url(self):
        super()._compute_access_url()
        for proof in self:
            proof.access_url = f'/my/gifts/proof/{proof.id}'

    def get_base_url(self):
        """Override of `base` to link to the website on which the gift was ordered."""
        if not self:
            return super().get_base_url()
        self.ensure_one()
        return self.sudo().order_id.get_base_url()

    # === CREATION === #

    @api.model
    def _create_for_job(self, job):
        """Return the open proof of the job's order line; make it when there is none. Idempotent.

        :param job: gift.job of a confirmed order.
        :return: gift.proof (sudo) of the line's current design.
        """
        return self._create_for_line(job.sudo().sale_line_id)

    @api.model
    def _create_for_line(self, line):
        line_sudo = line.sudo()  # follows the confirmation, which visitors start by paying
        proof_sudo = line_sudo._gift_get_open_proof()
        if not proof_sudo:
            proof_sudo = self.sudo().create(self._prepare_values(line_sudo))
            proof_sudo._start()
        elif proof_sudo.revision_id != line_sudo.gift_revision_id:
            proof_sudo = proof_sudo._supersede_with(line_sudo.gift_revision_id)
        return proof_sudo

    @api.model
    def _prepare_values(self, line):
        return {
            'sale_line_id': line.id,
            'revision_id': line.gift_revision_id.id,
            'number': max(line.gift_proof_ids.mapped('number'), default=0) + 1,
            'policy': line.product_template_id._gift_get_proof_policy(
                line.gift_revision_id.template_id,
            ),
        }

    def _start(self):
        """Do with a new proof what the product's policy says."""
        self.ensure_one()
        if self.policy == 'none':
            self._approve_by_order()
        elif self.policy == 'customer':
            self._send()
        else:
            self._notify_staff(
                self.env._("Check the proof"),
                self.env._(
                    "Look at the picture and the texts, then send the proof to the customer.",
                ),
            )

    # === READING === #

    def _is_current(self):
        """Return whether the proof shows the design that its order line has now."""
        self.ensure_one()
        line_sudo = self.sudo().sale_line_id
        return self.state not in CLOSED_STATES and self.revision_id == line_sudo.gift_revision_id

    def _can_be_answered(self):
        """Return whether the customer may approve the proof or ask for a change now."""
        self.ensure_one()
        return self.state == 'sent' and self._is_current() and self.order_id.state == 'sale'

    def _get_newest(self):
        """Return the newest proof of the same order line."""
        self.ensure_one()
        return self.sale_line_id.gift_proof_ids.sorted('number')[-1:]

    def _get_earlier(self):
        """Return the versions before this one that the customer has seen, oldest first."""
        self.ensure_one()
        return self.sale_line_id.gift_proof_ids.filtered(
            lambda proof: proof.number < self.number and proof.sent_date,
        ).sorted('number')

    def _get_previous(self):
        """Return the version before this one that the customer has seen, or an empty recordset."""
        return self._get_earlier()[-1:]

    def _get_job(self):
        """Return the production job (sudo) that waits for the proof, or an empty recordset."""
        return self.sudo().sale_line_id.gift_job_id
