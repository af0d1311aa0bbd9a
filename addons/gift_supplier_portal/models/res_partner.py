from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = 'res.partner'

    gift_supplier_contact_ids = fields.One2many(
        'gift.supplier.contact', 'supplier_id', string="Supplier contacts",
        groups='purchase.group_purchase_user',
    )  # fmt: skip
    gift_answer_hours = fields.Integer(
        string="Answer within (hours)", groups='purchase.group_purchase_user',
        help="After this time (0: 24 hours) the supplier is reminded, after twice the time the"
        " buyer is told.",
    )  # fmt: skip
    gift_tolerance_days = fields.Integer(
        string="Later by (days)", groups='purchase.group_purchase_user',
        help="A proposal within all three limits is accepted by itself, unless it breaks a promise"
        " to a customer.",
    )  # fmt: skip
    gift_tolerance_price = fields.Float(
        string="Dearer by (%)", groups='purchase.group_purchase_user'
    )
    gift_tolerance_quantity = fields.Float(
        string="More or fewer by (%)", groups='purchase.group_purchase_user'
    )
    gift_bill_tolerance_own = fields.Boolean(
        string="Own tolerance for invoices", groups='purchase.group_purchase_user',
        help="Instead of the one in the settings.",
    )  # fmt: skip
    gift_bill_tolerance_quantity = fields.Float(
        string="Invoices: more by (%)", groups='purchase.group_purchase_user'
    )
    gift_bill_tolerance_price = fields.Float(
        string="Invoices: other price by (%)", groups='purchase.group_purchase_user'
    )
    gift_bill_tolerance_amount = fields.Float(
        string="Invoices: at most (per line)", groups='purchase.group_purchase_user',
        help="What a tolerated difference may cost, in the currency of the order; 0 is no limit.",
    )  # fmt: skip
    gift_sees_purchases = fields.Boolean(
        compute='_compute_gift_sees_purchases', compute_sudo=True,
        help="Whether a person with a login sees the orders of the supplier.",
    )  # fmt: skip

    @api.depends('commercial_partner_id')
    def _compute_gift_sees_purchases(self):
        """Who is a contact sees orders by its role; of others Odoo's own rules decide."""
        contacts = self.env['gift.supplier.contact'].with_context(active_test=False)
        found = {
            contact.partner_id: contact
            for contact in contacts.search([('partner_id', 'in', self.ids)])
        }
        for partner in self:
            contact = found.get(partner)
            partner.gift_sees_purchases = not contact or contact._may('orders')
