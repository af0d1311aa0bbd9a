from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.gift_personalization.models.working_days import WorkingDays

SHOWN_STATES = ('sent', 'purchase', 'cancel')


class PurchaseOrder(models.Model):
    """What suppliers see of orders, and how they hear of them."""

    _inherit = 'purchase.order'

    gift_was_sent = fields.Boolean(
        string="Seen by the supplier", readonly=True, copy=False,
        help="The order was sent or confirmed once; drafts are nobody's but ours.",
    )  # fmt: skip

    gift_cancelled_date = fields.Date(
        string="Cancelled on", readonly=True, copy=False,
        help="A line that was late by then stays late in the supplier's scorecard.",
    )  # fmt: skip

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `purchase` to note what suppliers may see."""
        for vals in vals_list:
            vals['gift_was_sent'] = vals.get('state') in ('sent', 'purchase')
        return super().create(vals_list)

    def write(self, vals):
        """Override of `purchase` to note what suppliers may see."""
        if vals.get('state') in ('sent', 'purchase'):
            vals = {**vals, 'gift_was_sent': True}
        return super().write(vals)

    def button_cancel(self):
        """Override of `purchase` to note the day, in the company's time zone."""
        result = super().button_cancel()
        for company, orders in self.grouped('company_id').items():
            orders.gift_cancelled_date = WorkingDays(company).today()
        return result

    @api.model
    def _gift_note_sent(self):
        """Note the orders that were sent before the addon was installed."""
        sent = Domain('state', 'in', ('sent', 'purchase'))
        sent |= Domain('state', '=', 'cancel') & Domain('date_approve', '!=', False)
        self.sudo().search(sent).write({'gift_was_sent': True})

    # === WHAT A SUPPLIER SEES === #

    @api.model
    def _gift_get_shown_domain(self, supplier):
        """Return the domain of the orders that a supplier may see; never drafts."""
        own = Domain('partner_id', 'child_of', supplier.id)
        return own & Domain('state', 'in', SHOWN_STATES) & Domain('gift_was_sent', '=', True)

    def _gift_is_shown(self):
        """Return whether suppliers may see the order as it is."""
        self.ensure_one()
        return self.state in SHOWN_STATES and self.gift_was_sent

    def _gift_get_shown_lines(self):
        """Return the lines that a supplier sees: goods, without sections and notes."""
        self.ensure_one()
        return self.order_line.filtered(lambda line: not line.display_type)

    def _gift_acknowledge(self, contact):
        """Note that a contact has got the order. Idempotent."""
        self.ensure_one()
        if self.acknowledged or self.state != 'purchase':
            return
        self.action_acknowledge()
        self.message_post(
            body=self.env._("%s has confirmed that the order has arrived.", contact.partner_id.name)
        )

    # === MAILS === #

    def button_approve(self, force=False):
        """Override of `purchase` to mail a link to the supplier's contacts."""
        result = super().button_approve(force=force)
        for order in self.filtered(lambda order: order.state == 'purchase'):
            order._gift_tell_supplier()
        return result

    def _gift_tell_supplier(self):
        """Mail each contact a link to the order, once for each confirmation."""
        self.ensure_one()
        contacts_sudo = self.env['gift.supplier.contact']._get_for_order(self)
        told = contacts_sudo.filtered(
            lambda contact: self.env['gift.notice']._claim(
                self, f'supplier-order-{contact.id}-{self.date_approve:%Y%m%d%H%M%S}'
            )
        )
        for contact_sudo in told:
            self.env['gift.supplier.access']._send_link(
                contact_sudo, self, template='mail_template_order'
            )
        if told:
            names = ', '.join(told.mapped('partner_id.name'))
            self.sudo().message_post(
                body=self.env._("The order was mailed with a link to %s.", names),
                subtype_xmlid='mail.mt_note',
            )
