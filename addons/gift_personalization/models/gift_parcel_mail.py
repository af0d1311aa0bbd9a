from odoo import fields, models

from .guarded import guarded


class GiftParcel(models.Model):
    """Who hears of a parcel: nobody but the giver, unless the giver has chosen otherwise."""

    _inherit = 'gift.parcel'

    tell_recipient = fields.Boolean(
        string="Recipient hears when it is on its way",
        help="By a mail that names neither the gift nor a price and shows no picture.",
    )

    def _tell_shipped(self, picking):
        """Tell the recipient once that a delivery has left, where the giver wants it. In sudo."""
        self.ensure_one()
        if self.tell_recipient and self.email and picking.picking_type_code == 'outgoing':
            with guarded(self.order_id, self.env._("A recipient could not be told")):
                self._send_once(f'shipped-{picking.id}', 'mail_template_parcel_shipped')


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    def _send_confirmation_email(self):
        """Override of `stock` to tell recipients what their givers want them to know."""
        result = super()._send_confirmation_email()
        for picking_sudo in self.sudo().filtered('gift_parcel_id'):  # whoever ships may tell
            picking_sudo.gift_parcel_id._tell_shipped(picking_sudo)
        return result
