from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.gift_base.insert import insert_once


class GiftSupplierAnswer(models.Model):
    """What a supplier's contact has answered about the open lines of an order, at once.

    Nobody writes answers; they come from the supplier's page by :meth:`_receive`.
    """

    _name = 'gift.supplier.answer'
    _description = "Supplier's answer"
    _order = 'id desc'

    order_id = fields.Many2one(
        'purchase.order', required=True, readonly=True, ondelete='cascade', index=True
    )
    contact_id = fields.Many2one(
        'gift.supplier.contact', string="Contact", readonly=True, ondelete='set null'
    )
    contact_name = fields.Char(string="Answered by", readonly=True)
    reference = fields.Char(required=True, readonly=True, help="A second click has the same.")
    line_ids = fields.One2many('gift.supplier.answer.line', 'answer_id', readonly=True)

    _reference_uniq = models.UniqueIndex('(order_id, reference)', "An answer counts once.")

    @api.model
    def _receive(self, order, contact, reference, entries):
        """Keep the answer to all lines of an order that are to be answered.

        Idempotent by ``reference``; of two simultaneous answers the second one sees the first.

        :param order: purchase.order in sudo that the contact may see.
        :param contact: gift.supplier.contact in sudo.
        :param str reference: made by the page that was answered.
        :param dict entries: ``{line: values}`` of gift.supplier.answer.line, typed.
        :return: the answer (sudo).
        :raise UserError: with the line and what is missing or wrong; nothing is kept then.
        """
        answers_sudo = self.sudo()  # checked by the page
        order._gift_lock_answers()
        known = answers_sudo.search([('order_id', '=', order.id), ('reference', '=', reference)])
        if known:
            return known
        order._gift_check_answerable(entries)
        insert_once(
            answers_sudo,
            {
                'order_id': order.id,
                'contact_id': contact.id,
                'contact_name': contact.partner_id.name,
                'reference': reference,
            },
        )
        order.invalidate_recordset(['gift_answer_ids'])  # written beside the ORM
        answer_sudo = answers_sudo.search(
            [('order_id', '=', order.id), ('reference', '=', reference)]
        )
        answer_sudo.line_ids._create_for(answer_sudo, entries)._settle()
        order._gift_after_answer(answer_sudo)
        return answer_sudo


class PurchaseOrder(models.Model):
    _inherit = 'purchase.order'

    gift_answer_ids = fields.One2many(
        'gift.supplier.answer', 'order_id', string="Supplier's answers", readonly=True
    )
    gift_answer_serial = fields.Integer(readonly=True, copy=False)

    def _gift_lock_answers(self):
        """Write the order's row: of two simultaneous callers the second one begins again."""
        self.ensure_one()
        self.with_context(tracking_disable=True).gift_answer_serial += 1
        self.flush_recordset(['gift_answer_serial'])

    def _gift_get_lines_to_answer(self):
        """Return the lines that wait for the supplier's answer."""
        lines = self._gift_get_shown_lines()
        return lines.filtered(lambda line: line._gift_get_answer_state() == 'open')

    def _gift_check_answerable(self, entries):
        """Refuse answers that leave lines out or are about lines that are not open.

        :raise UserError: with the line.
        """
        self.ensure_one()
        wanted = self._gift_get_lines_to_answer()
        if not wanted or self.state != 'purchase':
            raise UserError(
                self.env._("This order has been answered already. Reload the page to see it.")
            )
        for line in wanted:
            if line not in entries:
                raise UserError(
                    self.env._("Please answer every line: %s is missing.", line.name or line.id)
                )
        if len(entries) != len(wanted):
            raise UserError(
                self.env._("A line has changed meanwhile. Reload the page and answer again.")
            )

    def _gift_after_answer(self, answer):
        """Note the answer at the order and give the buyer what is to be decided."""
        self.ensure_one()
        if not self.acknowledged:
            self.action_acknowledge()
        waiting = answer.line_ids.filtered(lambda line: line.state == 'proposed')
        self.message_post(
            body=self.env._(
                "%(name)s has answered %(count)s lines; %(waiting)s wait for your decision.",
                name=answer.contact_name,
                count=len(answer.line_ids),
                waiting=len(waiting),
            )
        )
        self._gift_update_answer_state()
        if waiting:
            self._gift_schedule_decision(waiting)
