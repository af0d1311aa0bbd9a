from odoo import fields, models


class GiftPrintMethod(models.Model):
    _inherit = 'gift.print.method'

    work_center_ids = fields.Many2many(
        'gift.work.center',
        'gift_work_center_method_rel',
        'method_id',
        'work_center_id',
        string="Work centre",
        help="Limits the pieces a day. Without one the method has no limit.",
    )
