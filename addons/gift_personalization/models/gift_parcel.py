from odoo import api, fields, models
from odoo.exceptions import UserError

MAX_NAME = 120
MAX_MESSAGE = 200
MAX_CHARS = {
    'name': MAX_NAME,
    'street': 200,
    'street2': 200,
    'zip': 24,
    'city': 120,
    'phone': 40,
}
OCCASIONS = [
    ('birthday', "Birthday"),
    ('wedding', "Wedding"),
    ('anniversary', "Anniversary"),
    ('birth', "Birth"),
    ('christmas', "Christmas"),
    ('thanks', "Thank you"),
    ('other', "Another occasion"),
]
ADDRESS_FIELDS = ('name', 'street', 'street2', 'zip', 'city', 'state_id', 'country_id', 'phone')


class GiftParcel(models.Model):
    """One recipient within an order: where a part of its lines goes.

    The lines name their parcel; a part of a quantity is a line of its own, so a parcel can never
    hold more than was ordered. What names no parcel goes to the order's own delivery address.
    The address is kept here and not in the giver's address book: it may be the recipient's secret.
    """

    _name = 'gift.parcel'
    _description = 'Parcel of a recipient'
    _order = 'order_id, id'

    order_id = fields.Many2one(
        'sale.order', required=True, readonly=True, ondelete='cascade', index=True
    )
    company_id = fields.Many2one(related='order_id.company_id', store=True, index=True)
    name = fields.Char(string="Recipient", required=True)
    street = fields.Char()
    street2 = fields.Char()
    zip = fields.Char(string="Postcode")
    city = fields.Char()
    country_id = fields.Many2one('res.country')
    state_id = fields.Many2one('res.country.state')
    phone = fields.Char()
    partner_id = fields.Many2one(
        'res.partner',
        string="Delivery address",
        readonly=True,
        copy=False,
        ondelete='restrict',
        help="Made from the address when the goods are ordered; what deliveries are sent to.",
    )
    occasion = fields.Selection(OCCASIONS)
    hide_sender = fields.Boolean(
        string="Giver stays unknown",
        help="Papers in the parcel do not say who it is from.",
    )
    message = fields.Char(
        string="Words for the recipient",
        help="They stand on the gift receipt in the parcel.",
    )
    line_ids = fields.One2many('sale.order.line', 'gift_parcel_id', string="Gifts", readonly=True)
    picking_ids = fields.One2many(
        'stock.picking', 'gift_parcel_id', string="Deliveries", readonly=True
    )

    # === ADDRESS === #

    @api.model
    def _get_required_fields(self, country):
        """Return the names of the fields that an address in that country cannot do without."""
        return {
            *('name', 'street', 'city', 'country_id'),
            *(['state_id'] if country.state_required else []),
            *(['zip'] if country.zip_required else []),
        }

    def _has_address(self):
        """Return whether the parcel can be sent."""
        self.ensure_one()
        return all(self[name] for name in self._get_required_fields(self.country_id))

    def _get_virtual_partner(self):
        """Return a partner with the address that is not stored, to ask carriers and taxes."""
        self.ensure_one()
        return self.env['res.partner'].new(self._prepare_partner())

    def _prepare_partner(self):
        """Return the values of the partner that deliveries are sent to.

        Without an e-mail address, so that no mail of a delivery can reach the recipient, and
        without a parent: the giver's name must not stand on the label.
        """
        self.ensure_one()
        return {
            **{
                name: self[name]
                for name in ADDRESS_FIELDS
                if name not in ('state_id', 'country_id')
            },
            'state_id': self.state_id.id,
            'country_id': self.country_id.id,
            'company_id': self.company_id.id,
            'type': 'delivery',
            'lang': self.order_id.partner_id.lang,
        }

    def _ensure_partner(self):
        """Return the stored partner of the parcel's address; makes it once. Call it in sudo."""
        self.ensure_one()
        if not self.partner_id:
            self.order_id._gift_lock_rows()
            self.invalidate_recordset(['partner_id'])
        if not self.partner_id:
            self.partner_id = self.env['res.partner'].create(self._prepare_partner())
        return self.partner_id

    def write(self, vals):
        """Override to let the stored partner follow a corrected address."""
        result = super().write(vals)
        if set(ADDRESS_FIELDS) & set(vals):
            for parcel_sudo in self.sudo().filtered('partner_id'):
                parcel_sudo.partner_id.write(parcel_sudo._prepare_partner())
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ordered(self):
        ordered = self.filtered(
            lambda parcel: parcel.order_id.state == 'sale' and parcel._get_goods()
        )
        if ordered:
            raise UserError(
                self.env._(
                    "The parcel for %s belongs to a confirmed order. Cancel its lines instead.",
                    ordered[0].name,
                )
            )

    def _get_address_text(self):
        """Return the address in lines, as its country writes it, without the name."""
        self.ensure_one()
        if not self.country_id:
            return ''
        address = self._get_virtual_partner()._display_address(without_company=True)
        return '\n'.join(line for line in address.splitlines() if line.strip())

    # === CONTENT === #

    def _get_occasion_label(self):
        """Return the translated occasion for papers, or an empty string."""
        self.ensure_one()
        if self.occasion in (False, 'other'):
            return ''
        return dict(self._fields['occasion']._description_selection(self.env))[self.occasion]

    def _get_goods(self):
        """Return the lines that are sent with the parcel."""
        self.ensure_one()
        goods = self.line_ids.filtered(lambda line: line._gift_is_sendable())
        return goods.with_prefetch(self.order_id.order_line.ids)  # read once for all parcels

    def action_gift_receipt(self):
        """Button: the gift receipts of the parcel."""
        self.check_access('read')
        pickings_sudo = self.sudo().picking_ids  # the route checks who may print them
        return pickings_sudo.filtered(lambda p: p.state != 'cancel').action_gift_receipt()

    def _get_trackings(self):
        """Return what has left, see `stock.picking`."""
        self.ensure_one()
        return [picking._gift_get_tracking() for picking in self.picking_ids._gift_get_sent()]
