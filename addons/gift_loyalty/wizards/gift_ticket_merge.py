from odoo import fields, models


class GiftTicketMerge(models.TransientModel):
    """Staff join tickets about the same thing."""

    _name = 'gift.ticket.merge'
    _description = 'Merge tickets'

    ticket_ids = fields.Many2many('gift.ticket', required=True)
    target_id = fields.Many2one('gift.ticket', string="Into", required=True)

    def action_apply(self):
        """Button: merge. A second click changes nothing."""
        self.ensure_one()
        tickets = self.ticket_ids | self.target_id
        tickets._check_staff()
        target_sudo = self.target_id.sudo()  # checked above; conversations move with their files
        (self.ticket_ids.sudo() - target_sudo)._merge_into(target_sudo)
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'gift.ticket',
            'res_id': self.target_id.id,
            'view_mode': 'form',
            'views': [(False, 'form')],
        }
