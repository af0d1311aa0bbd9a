from odoo import fields, models


class ProductSupplierinfo(models.Model):
    """A price's past: which list it came from, who sent it, who approved it."""

    _inherit = 'product.supplierinfo'

    gift_feed_line_id = fields.Many2one(
        'gift.supplier.feed.line', string="From row", readonly=True, copy=False,
        ondelete='set null', groups='purchase.group_purchase_user',
    )  # fmt: skip
    gift_feed_id = fields.Many2one(
        related='gift_feed_line_id.feed_id', string="From list",
        groups='purchase.group_purchase_user',
    )  # fmt: skip
    gift_sent_by = fields.Char(
        related='gift_feed_id.contact_name', string="Sent by", groups='purchase.group_purchase_user'
    )
    gift_approved_by_id = fields.Many2one(
        related='gift_feed_line_id.decided_by_id', string="Approved by",
        groups='purchase.group_purchase_user',
    )  # fmt: skip

    _gift_feed_line_uniq = models.UniqueIndex(
        '(gift_feed_line_id) WHERE gift_feed_line_id IS NOT NULL', "A row makes one price."
    )
