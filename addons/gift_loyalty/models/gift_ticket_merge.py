from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError


class GiftTicket(models.Model):
    """Two tickets about the same thing become one; nothing that was said is lost."""

    _inherit = 'gift.ticket'

    def _merge_into(self, target):
        """Move the conversation to another ticket. Idempotent; safe under two callers.

        :raise UserError: tickets of different customers or companies, or a ticket into itself.
        """
        for ticket in self:
            (ticket | target)._gift_lock()
            ticket.invalidate_recordset(['merged_into_id'])
            if ticket.merged_into_id:
                continue
            ticket._check_mergeable(target)
            ticket._set_stage('merged')
            ticket.merged_into_id = target
            ticket._hand_over(target)

    def _check_mergeable(self, target):
        if self == target or target.merged_into_id or target.stage == 'spam':
            raise UserError(self.env._("Choose another ticket that is still worked on."))
        if self.company_id != target.company_id:
            raise UserError(self.env._("Tickets of different companies cannot be merged."))
        partners = (self.partner_id | target.partner_id).commercial_partner_id
        if len(partners) > 1:
            raise UserError(
                self.env._(
                    "These tickets are of different customers: one would read what the other wrote."
                )
            )

    def _hand_over(self, target):
        comment = self.env.ref('mail.mt_comment')
        said = self.message_ids.filtered(lambda message: message.subtype_id == comment)
        files = self.env['ir.attachment'].search(
            [('res_model', '=', self._name), ('res_id', '=', self.id)]
        )
        said.write({'res_id': target.id})
        files.write({'res_id': target.id})
        target.message_subscribe(partner_ids=self.message_partner_ids.ids)
        self.request_ids.gift_ticket_id = target
        if not target.order_id:
            target.write({'order_id': self.order_id.id, 'sale_line_id': self.sale_line_id.id})
        note = Markup("<p>%s</p>")
        self.message_post(body=note % self.env._("Merged into %s.", target.display_name))
        target.message_post(body=note % self.env._("%s was merged into this.", self.display_name))


class GiftOrderRequest(models.Model):
    _inherit = 'gift.order.request'

    gift_ticket_id = fields.Many2one(
        'gift.ticket', string="Ticket", readonly=True, ondelete='set null', index='btree_not_null'
    )
