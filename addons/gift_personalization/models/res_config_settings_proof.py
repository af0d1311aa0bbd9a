from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = 'res.config.settings'

    gift_proof_user_id = fields.Many2one(
        'res.users',
        string="Looks after proofs",
        config_parameter='gift_personalization.proof_user_id',
        domain="[('share', '=', False)]",
        help="Gets the activities about proofs. Empty: the salesperson of the order, or else the"
        " first member of the staff.",
    )
