from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

DECISIONS = [
    ('replacement', "Replacement"),
    ('credit', "Credit"),
    ('withdrawn', "Not the supplier's fault"),
]


class GiftSupplierDefect(models.Model):
    """What a buyer decides about a defect: new pieces for nothing, money back, or neither."""

    _inherit = 'gift.supplier.defect'

    decision = fields.Selection(DECISIONS, readonly=True)
    decision_note = fields.Char(string="Why", readonly=True)
    decided_by_id = fields.Many2one('res.users', string="Decided by", readonly=True)
    decided_date = fields.Datetime(string="Decided on", readonly=True)
    replacement_line_ids = fields.One2many(
        'purchase.order.line', 'gift_defect_id', string="Replacement", readonly=True
    )
    credit_amount = fields.Monetary(
        string="Credit without taxes", readonly=True, help="Expected from the supplier."
    )
    refund_id = fields.Many2one('account.move', string="Credit note", readonly=True, copy=False)

    def _decide(self, decision, *, note='', date=None):
        """Keep the decision and do what it means, once, however often and by whom it is called.

        :param str decision: one of ``DECISIONS``.
        :param str note: why; the supplier reads it.
        :param date: by when a replacement arrives; what the supplier answered when not given.
        :raise UserError: with what is missing.
        """
        self.ensure_one()
        self.order_id._gift_lock_answers()
        self._gift_lock()
        if self.state not in ('reported', 'answered'):
            raise UserError(self.env._("%s was decided already.", self.name))
        date = date or self.answer_date
        if decision == 'replacement' and not date:
            raise UserError(self.env._("Please enter the day by which the replacement arrives."))
        if decision == 'replacement' and self.order_id.state != 'purchase':
            raise UserError(self.env._("A cancelled order can have no replacement."))
        self._gift_update_state(
            'decided',
            decision=decision,
            decision_note=note,
            decided_by_id=self.env.uid,
            decided_date=fields.Datetime.now(),
            reminder_due=False,
        )
        if decision == 'replacement':
            self._order_replacement(date)
        elif decision == 'credit':
            self._draft_credit_note()
        decisions = dict(self._fields['decision']._description_selection(self.env))
        self._log(
            self.env._("Decided: %(decision)s %(note)s", decision=decisions[decision], note=note)
        )
        self._mail_contacts('mail_template_defect_decision')
        if decision == 'withdrawn':
            self._close()

    # === REPLACEMENT === #

    def _order_replacement(self, date):
        """Order the same pieces again for nothing, with the same design."""
        line = self.purchase_line_id
        agreed = self.answer == 'replacement' and self.answer_date == date
        new_line = line.copy(
            {
                'order_id': line.order_id.id,
                'name': self.env._("%(line)s (replacement, %(defect)s)", line=line.name,
                                   defect=self.name),
                'product_qty': self.quantity,
                'price_unit': 0.0,
                'date_planned': line._gift_to_moment(date),
                'gift_promised_date': date if agreed else False,
                'gift_sale_line_id': line.gift_sale_line_id.id,
                'gift_revision_id': line.gift_revision_id.id,
                'gift_revision_hash': line.gift_revision_hash,
                'gift_defect_id': self.id,
                'move_dest_ids': False,
            }
        )  # fmt: skip
        new_line._gift_release_artwork()
        self.order_id._gift_update_answer_state()

    # === CREDIT === #

    def _draft_credit_note(self):
        """Write down the money that is expected, in a draft that waits for the supplier's paper.

        Its line is not linked to the purchase line: Odoo would then ask for the bill once more.
        """
        line = self.purchase_line_id
        order = self.order_id.with_company(self.company_id)
        values = order.with_context(default_move_type='in_refund')._prepare_invoice()
        item = {
            **line._prepare_account_move_line(),
            'quantity': self.quantity,
            'price_unit': line.price_unit,
            'purchase_line_id': False,
        }
        refund = self.env['account.move'].with_company(self.company_id).create(
            {
                **values,
                'ref': self.name,
                'invoice_origin': f'{order.name}, {self.name}',
                'invoice_line_ids': [Command.create(item)],
            }
        )  # fmt: skip
        self.write({'refund_id': refund.id, 'credit_amount': refund.amount_untaxed})

    # === END === #

    def _is_settled(self):
        """Return whether what was decided has come."""
        self.ensure_one()
        if self.decision == 'replacement':
            lines = self.replacement_line_ids
            return all(
                line.product_uom_id.compare(line.qty_received, self.quantity) >= 0
                for line in lines
            ) and bool(lines)  # fmt: skip
        if self.decision == 'credit':
            return self.refund_id.state == 'posted'
        return True

    def _close(self):
        self.ensure_one()
        if self._gift_update_state('closed'):
            self._log(self.env._("Closed."))

    # === BUTTONS === #

    def action_decide(self):
        """Button: ask the buyer for the decision."""
        self.ensure_one()
        self._check_buyer()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Decide"),
            'res_model': 'gift.supplier.defect.decision',
            'view_mode': 'form',
            'target': 'new',
            'context': {
                'default_defect_id': self.id,
                'default_decision': 'withdrawn' if self.answer == 'disputed' else self.answer,
                'default_date': self.answer_date,
            },
        }

    def action_close(self):
        """Button: end a defect whose replacement or credit came in another way."""
        self._check_buyer()
        for defect_sudo in self.sudo():  # checked above; nobody writes defects
            defect_sudo._close()


class PurchaseOrderLine(models.Model):
    _inherit = 'purchase.order.line'

    gift_defect_id = fields.Many2one(
        'gift.supplier.defect', string="Replacement for", readonly=True, copy=False,
        ondelete='restrict',
    )  # fmt: skip

    _gift_defect_uniq = models.UniqueIndex(
        '(gift_defect_id) WHERE gift_defect_id IS NOT NULL', "A defect is replaced once."
    )
