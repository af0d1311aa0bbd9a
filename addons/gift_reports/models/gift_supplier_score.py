from odoo import models


class GiftSupplierScore(models.Model):
    _name = 'gift.supplier.score'
    _inherit = ['gift.supplier.score', 'gift.report.explained']
