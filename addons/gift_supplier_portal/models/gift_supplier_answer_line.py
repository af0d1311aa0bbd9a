from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, formatLang

from odoo.addons.gift_personalization.models.working_days import WorkingDays

KINDS = [
    ('accept', "Accepted as ordered"),
    ('change', "Changed"),
    ('substitute', "Something else instead"),
    ('decline', "Declined"),
]


class GiftSupplierAnswerLine(models.Model):
    """The answer to one line: what was asked, what is proposed, and what we have decided.

    Nothing of it is written to the purchase line before it is accepted.
    """

    _name = 'gift.supplier.answer.line'
    _inherit = ['gift.state.mixin']
    _description = 'Answer to a line'
    _order = 'id desc'
    _rec_name = 'purchase_line_id'
    _state_transitions = {'accepted': ('proposed',), 'rejected': ('proposed',)}

    answer_id = fields.Many2one(
        'gift.supplier.answer', required=True, readonly=True, ondelete='cascade', index=True
    )
    purchase_line_id = fields.Many2one(
        'purchase.order.line', string="Line", required=True, readonly=True, ondelete='cascade',
        index=True,
    )  # fmt: skip
    order_id = fields.Many2one(related='purchase_line_id.order_id', store=True, index=True)
    company_id = fields.Many2one(related='order_id.company_id', store=True)
    currency_id = fields.Many2one(related='order_id.currency_id')
    supplier_id = fields.Many2one(related='order_id.partner_id', string="Supplier", store=True)
    buyer_id = fields.Many2one(related='order_id.user_id', string="Buyer", store=True)
    product_id = fields.Many2one(related='purchase_line_id.product_id')
    contact_name = fields.Char(related='answer_id.contact_name')
    kind = fields.Selection(KINDS, required=True, readonly=True)
    state = fields.Selection(
        [('proposed', "To decide"), ('accepted', "Accepted"), ('rejected', "Rejected")],
        required=True, readonly=True, default='proposed', index=True, group_expand=True,
    )  # fmt: skip
    is_automatic = fields.Boolean(
        string="Within the tolerance", readonly=True, help="Accepted by itself."
    )
    asked_quantity = fields.Float(readonly=True, digits='Product Unit')
    asked_date = fields.Date(readonly=True)
    asked_price = fields.Float(readonly=True, digits='Product Price')
    quantity = fields.Float(string="Proposed quantity", readonly=True, digits='Product Unit')
    date = fields.Date(string="Proposed date", readonly=True, help="Of the last delivery.")
    price = fields.Float(string="Proposed price", readonly=True, digits='Product Price')
    delivery_ids = fields.One2many('gift.supplier.delivery', 'answer_line_id', readonly=True)
    substitute = fields.Char(string="Offered instead", readonly=True)
    reason = fields.Char(readonly=True)
    summary = fields.Text(string="Proposal", compute='_compute_summary')
    effect = fields.Text(string="Customers' promises", readonly=True)
    is_promise_late = fields.Boolean(string="Breaks a promise", readonly=True)
    decided_by_id = fields.Many2one('res.users', string="Decided by", readonly=True)
    decided_date = fields.Datetime(string="Decided on", readonly=True)
    decision_note = fields.Char(string="Why", readonly=True)

    @api.depends('kind', 'quantity', 'date', 'price', 'delivery_ids')
    @api.depends_context('lang')
    def _compute_summary(self):
        for line in self:
            line.summary = ' '.join(line._get_sentences())

    # === CREATION === #

    @api.model
    def _create_for(self, answer, entries):
        """Store the answers to lines next to what was asked, all at once.

        :param dict entries: ``{line: values}`` with ``kind``; of a change ``price``, ``reason`` and
            ``deliveries``, a list of ``(quantity, date)``; of a substitute ``substitute``,
            ``price`` and ``reason``; of a decline ``reason``.
        :return: the records, in the same sequence.
        :raise UserError: with the line and what is wrong.
        """
        records = self.create(
            [self._prepare_for(answer, line, values) for line, values in entries.items()]
        )
        changes = records.filtered(lambda record: record.kind == 'change')
        changes.filtered(lambda record: not record._is_change()).kind = 'accept'
        for record in records:
            record._check_entry()
        return records

    @api.model
    def _prepare_for(self, answer, line, values):
        asked = line._gift_get_asked()
        deliveries = sorted(
            values.get('deliveries') or [(asked['quantity'], asked['date'])],
            key=lambda delivery: delivery[1],
        )
        is_declined = values['kind'] == 'decline'
        return {
            'answer_id': answer.id,
            'purchase_line_id': line.id,
            'kind': values['kind'],
            **{f'asked_{name}': value for name, value in asked.items()},
            'quantity': 0 if is_declined else sum(part for part, _day in deliveries),
            'date': deliveries[-1][1],
            'price': values.get('price', asked['price']),
            'reason': values.get('reason'),
            'substitute': values.get('substitute'),
            'delivery_ids': [
                fields.Command.create({'quantity': part, 'date': day})
                for part, day in ([] if is_declined else deliveries)
            ],
        }

    def _is_change(self):
        self.ensure_one()
        return len(self.delivery_ids) > 1 or any(
            self[name] != self[f'asked_{name}'] for name in ('quantity', 'date', 'price')
        )

    def _check_entry(self):
        """Refuse what cannot be meant.

        :raise UserError: with the line.
        """
        self.ensure_one()
        name = self.purchase_line_id.name or ''
        today = WorkingDays(self.company_id).today()
        if self.kind != 'accept' and not self.reason:
            raise UserError(self.env._("Please give a reason for %s.", name))
        if self.kind == 'substitute' and not self.substitute:
            raise UserError(self.env._("Please say what you offer instead of %s.", name))
        if self.kind == 'substitute' and not self.purchase_line_id._gift_may_be_substituted():
            raise UserError(
                self.env._("%s is made for one customer and cannot be something else.", name)
            )
        if any(part.quantity <= 0 for part in self.delivery_ids) or self.price < 0:
            raise UserError(self.env._("Quantities and prices of %s must be above zero.", name))
        if self.kind != 'accept' and any(part.date < today for part in self.delivery_ids):
            raise UserError(self.env._("A date of %s has passed. Choose a later one.", name))
        received = self.purchase_line_id.qty_received
        if self.kind in ('change', 'decline') and self.quantity < received:
            raise UserError(
                self.env._(
                    "%(count)g pieces of %(line)s have arrived already.", count=received, line=name
                )  # fmt: skip
            )

    # === WORDS === #

    def _get_sentences(self):
        """Return what the supplier proposes, in words."""
        self.ensure_one()
        if self.kind == 'accept':
            return [self.env._("As ordered.")]
        if self.kind == 'decline':
            return [self.env._("Cannot be delivered.")]
        parts = []
        if self.kind == 'substitute':
            parts.append(self.env._("Instead: %s.", self.substitute))
        if self.quantity != self.asked_quantity:
            parts.append(
                self.env._(
                    "Quantity %(new)g instead of %(old)g.",
                    new=self.quantity,
                    old=self.asked_quantity,
                )  # fmt: skip
            )
        if self.price != self.asked_price:
            parts.append(
                self.env._(
                    "Price %(new)s instead of %(old)s.",
                    new=self._get_price_text(self.price),
                    old=self._get_price_text(self.asked_price),
                )  # fmt: skip
            )
        if len(self.delivery_ids) > 1:
            parts.append(self.env._("In parts: %s.", self._get_delivery_text()))
        elif self.date != self.asked_date:
            parts.append(
                self.env._(
                    "On %(new)s instead of %(old)s.",
                    new=format_date(self.env, self.date),
                    old=format_date(self.env, self.asked_date),
                )  # fmt: skip
            )
        return parts

    def _get_price_text(self, price):
        """Return a price with as many decimals as prices have, however small the change is."""
        return formatLang(self.env, price, dp='Product Price', currency_obj=self.currency_id)

    def _get_delivery_text(self):
        return ', '.join(
            self.env._(
                "%(count)g on %(date)s", count=part.quantity, date=format_date(self.env, part.date)
            )
            for part in self.delivery_ids
        )

    # === DECISION === #

    def _settle(self):
        """Accept what needs no decision; find out what the rest means for customers."""
        accepted = self.filtered(lambda line: line.kind == 'accept')
        accepted._gift_update_state('accepted', **self._prepare_decision(''))
        accepted._apply()
        for line in self - accepted:
            line = line.with_context(lang=line.buyer_id.lang or self.env.lang)  # who reads it
            effects = line.purchase_line_id._gift_get_effects(line)
            line.write(
                {
                    'effect': '\n'.join(effect['text'] for effect in effects),
                    'is_promise_late': any(effect['is_late'] for effect in effects),
                }
            )
            if line._is_tolerable():
                line.is_automatic = True
                line._accept(note=self.env._("Within the supplier's tolerance."))
            else:
                line._note_alternatives()

    def _is_tolerable(self):
        """Return whether a change is small enough to be accepted by itself.

        One that breaks a promise to a customer never is.
        """
        self.ensure_one()
        if self.kind != 'change' or self.is_promise_late:
            return False
        supplier = self.supplier_id.commercial_partner_id
        late = (self.date - self.asked_date).days
        dearer = self.price - self.asked_price
        other = abs(self.quantity - self.asked_quantity)
        return (
            late <= supplier.gift_tolerance_days
            and dearer * 100 <= supplier.gift_tolerance_price * self.asked_price + 1e-6
            and other * 100 <= supplier.gift_tolerance_quantity * self.asked_quantity + 1e-6
        )

    def _accept(self, note='', product=None):
        """Take a proposal over into the purchase line. Idempotent, one of two callers applies it.

        :param product: product.product that is bought instead, of a substitute.
        """
        for order, lines in self.grouped('order_id').items():
            order._gift_lock_answers()
            accepted = lines._gift_update_state('accepted', **lines._prepare_decision(note))
            if accepted:
                accepted._apply(product)
                order._gift_update_answer_state()

    def _reject(self, note):
        """Refuse a proposal: the line is to be answered again. Idempotent.

        :param str note: why; the supplier reads it.
        """
        if not note:
            raise UserError(self.env._("Please say why: the supplier reads it."))
        for order, lines in self.grouped('order_id').items():
            order._gift_lock_answers()
            lines._gift_update_state('rejected', **lines._prepare_decision(note))
            order._gift_update_answer_state()

    def _prepare_decision(self, note):
        return {
            'decided_by_id': self.env.uid,
            'decided_date': fields.Datetime.now(),
            'decision_note': note,
        }

    # === BUTTONS === #

    def _check_buyer(self):
        if not self.env.user.has_group('purchase.group_purchase_user'):
            raise AccessError(self.env._("Only buyers decide about proposals of suppliers."))
        self.check_access('read')

    def action_accept(self):
        """Button: accept proposals; a substitute asks for the product first."""
        self._check_buyer()
        if any(line.kind == 'substitute' for line in self):
            return self._open_decision('accept')
        lines_sudo = self.sudo()  # checked above; nobody writes answers
        lines_sudo._accept()
        lines_sudo._tell_supplier()
        return True

    def action_reject(self):
        """Button: reject proposals with a reason."""
        self._check_buyer()
        return self._open_decision('reject')

    def _open_decision(self, decision):
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Decide"),
            'res_model': 'gift.supplier.decision',
            'view_mode': 'form',
            'target': 'new',
            'context': {
                'default_line_ids': [fields.Command.set(self.ids)],
                'default_decision': decision,
            },
        }

    def _tell_supplier(self):
        """Mail the contact who has answered what we have decided, one mail for each order."""
        known = self.browse(self.ids)  # read together: what was accepted was forgotten
        for order, lines in known.grouped('order_id').items():
            contacts = lines.answer_id.contact_id.filtered(lambda contact: contact._may('orders'))
            for contact in contacts:
                texts = [
                    (line.purchase_line_id.name, line.state, line.decision_note or '', line.summary)
                    for line in lines.with_context(lang=contact.partner_id.lang or self.env.lang)
                ]
                self.env['gift.supplier.access']._send_link(
                    contact, order, template='mail_template_decision', gift_decisions=texts
                )
