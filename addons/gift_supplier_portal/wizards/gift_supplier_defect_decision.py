from odoo import fields, models

from ..models.gift_supplier_defect_decision import DECISIONS


class GiftSupplierDefectDecision(models.TransientModel):
    """Asks the buyer what becomes of a defect."""

    _name = 'gift.supplier.defect.decision'
    _description = 'Decision about a defect'

    defect_id = fields.Many2one('gift.supplier.defect', required=True, readonly=True)
    decision = fields.Selection(DECISIONS, required=True)
    date = fields.Date(string="Replacement by")
    note = fields.Char(string="Why", help="The supplier reads it.")

    def action_decide(self):
        """Button: keep the decision; the supplier is told."""
        self.ensure_one()
        self.defect_id._check_buyer()
        defect_sudo = self.defect_id.sudo()  # checked above; buyers write no bills and no defects
        defect_sudo._decide(self.decision, note=(self.note or '').strip(), date=self.date)
        return {'type': 'ir.actions.act_window_close'}
