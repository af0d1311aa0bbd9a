import uuid

from odoo import fields, models


class GiftReprintWizard(models.TransientModel):
    """Production or staff say what went wrong; the job is made again by that."""

    _name = 'gift.reprint.wizard'
    _description = 'Reprint'

    job_id = fields.Many2one('gift.job', required=True, readonly=True, ondelete='cascade')
    stage = fields.Selection(related='job_id.stage')
    cause_id = fields.Many2one('gift.reprint.cause', string="What went wrong", required=True)
    quantity = fields.Float(string="Pieces", required=True, default=1, digits='Product Unit')
    note = fields.Text()
    photo = fields.Image(max_width=1920, max_height=1920)
    reference = fields.Char(default=lambda self: str(uuid.uuid4()), readonly=True)

    def action_apply(self):
        """Button: make it again. A second click opens the job that the first one made."""
        self.ensure_one()
        self.job_id._check_operator()
        job_sudo = self.job_id.sudo()  # checked above; nobody may write jobs or stock directly
        new = job_sudo._reprint(
            self.cause_id,
            self.quantity,
            reference=self.reference,
            note=self.note or '',
            photo=self.photo,
        )
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'gift.job',
            'res_id': new.id,
            'view_mode': 'form',
            'views': [(False, 'form')],
            'target': 'current',
        }
