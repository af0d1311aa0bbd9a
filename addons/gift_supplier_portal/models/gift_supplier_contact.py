from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

ROLES = ('orders', 'invoices', 'feed', 'admin')


class GiftSupplierContact(models.Model):
    """A person of a supplier and what that person may do on our pages.

    The supplier is kept as it was when the contact was made: who moves a person to another company
    does not open that company's orders.
    """

    _name = 'gift.supplier.contact'
    _description = 'Contact of a supplier'
    _rec_name = 'partner_id'
    _order = 'supplier_id, id'

    partner_id = fields.Many2one(
        'res.partner', string="Person", required=True, ondelete='cascade', index=True
    )
    supplier_id = fields.Many2one(
        'res.partner', string="Supplier", required=True, readonly=True, ondelete='cascade',
        index=True,
    )  # fmt: skip
    email = fields.Char(related='partner_id.email')
    active = fields.Boolean(default=True)
    may_orders = fields.Boolean(string="Orders", default=True, help="Sees and answers orders.")
    may_invoices = fields.Boolean(string="Invoices", help="Sends invoices and sees their state.")
    may_feed = fields.Boolean(string="Prices and stock", help="Sends price lists and stock.")
    may_admin = fields.Boolean(
        string="Administrator", help="Everything, and decides what colleagues may do."
    )
    access_ids = fields.One2many('gift.supplier.access', 'contact_id', string="Links")
    link_count = fields.Integer(string="Working links", compute='_compute_link_count')

    _partner_uniq = models.UniqueIndex('(partner_id)', "This person is a contact already.")

    @api.depends('access_ids.revoked_date', 'access_ids.date_end')
    def _compute_link_count(self):
        for contact in self:
            contact.link_count = len(contact.access_ids.filtered('is_working'))

    # === CHANGES === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base` to keep the supplier of that moment."""
        partners = self.env['res.partner']
        for vals in vals_list:
            partner = partners.browse(vals.get('partner_id'))
            vals['supplier_id'] = partner.commercial_partner_id.id
        contacts = super().create(vals_list)
        contacts._forget_rights()
        return contacts

    def write(self, vals):
        """Override of `base`: who may no longer do anything loses the links as well."""
        if {'partner_id', 'supplier_id'} & set(vals):
            raise UserError(
                self.env._("A contact stays the same person. Archive it and add another one.")
            )
        result = super().write(vals)
        if not vals.get('active', True):
            self.access_ids._revoke()
        self._forget_rights()
        return result

    def unlink(self):
        """Override of `base` to forget who sees orders."""
        self._forget_rights()
        return super().unlink()

    def _forget_rights(self):
        """Have the rules of orders, which are cached for each user, worked out anew."""
        self.partner_id.invalidate_recordset(['gift_sees_purchases'])
        self.env.registry.clear_cache()

    @api.constrains('partner_id')
    def _check_email(self):
        for contact in self:
            if not contact.partner_id.email:
                raise ValidationError(
                    self.env._(
                        "%s has no mail address. Enter one first: links and codes go there.",
                        contact.partner_id.display_name,
                    )
                )

    # === RIGHTS === #

    def _may(self, role):
        """Return whether the contact may do what belongs to ``role`` now.

        :param str role: one of ``ROLES``.
        """
        self.ensure_one()
        partner = self.partner_id
        is_person = self.active and partner.active and partner.email
        # A person who has left the supplier sees nothing, not of the new company either.
        if not is_person or partner.commercial_partner_id != self.supplier_id:
            return False
        return self.may_admin or self[f'may_{role}']

    @api.model
    def _find_for(self, partner, role):
        """Return the contact (sudo) of a person with a login who has that role, or nothing."""
        contacts_sudo = self.sudo()  # the person's own
        contact_sudo = contacts_sudo.search([('partner_id', '=', partner.id)], limit=1)
        return contact_sudo if contact_sudo and contact_sudo._may(role) else contacts_sudo

    @api.model
    def _get_for_order(self, order):
        """Return the contacts (sudo) who are written to about an order.

        When the order is addressed to one of them, only to that one.
        """
        contacts_sudo = self.sudo()  # called when an order is confirmed, by whoever may do that
        supplier = order.partner_id.commercial_partner_id
        contacts = contacts_sudo.search([('supplier_id', '=', supplier.id)])
        contacts = contacts.filtered(lambda contact: contact._may('orders'))
        addressed = contacts.filtered(lambda contact: contact.partner_id == order.partner_id)
        return addressed or contacts

    # === BUTTONS === #

    def action_send_link(self):
        """Button: mail a link that opens everything the contact may see."""
        self.check_access('write')
        for contact in self:
            if not any(contact._may(role) for role in ROLES):
                raise UserError(
                    self.env._(
                        "%s may not do anything yet. Choose what this contact may do first.",
                        contact.partner_id.display_name,
                    )
                )
            self.env['gift.supplier.access']._send_link(contact)
        return self._notify(self.env._("The link was mailed."))

    def action_revoke_links(self):
        """Button: take all links of the contact back."""
        self.check_access('write')
        self.access_ids._revoke()
        return self._notify(self.env._("The links do not open anything any more."))

    def _notify(self, message):
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'message': message,
                'type': 'success',
                'next': {'type': 'ir.actions.act_window_close'},
            },
        }
