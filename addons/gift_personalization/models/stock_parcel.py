from odoo import api, fields, models


class StockMove(models.Model):
    """Each recipient of an order gets deliveries of its own."""

    _inherit = 'stock.move'

    def _gift_get_parcel(self):
        """Return the parcel (sudo) of the goods, also of a replacement."""
        moves_sudo = self.sudo()  # stock users have no rights on order lines
        lines_sudo = moves_sudo._gift_get_replaced_line() or moves_sudo.sale_line_id
        return lines_sudo.gift_parcel_id[:1]

    def _key_assign_picking(self):
        """Override of `stock` to keep the goods of recipients apart."""
        return (*super()._key_assign_picking(), self._gift_get_parcel())

    def _get_new_picking_values(self):
        """Override of `stock_delivery` to send a parcel by its own delivery method."""
        values = super()._get_new_picking_values()
        carrier = self._gift_get_parcel().carrier_id
        return (
            {**values, 'carrier_id': carrier.id} if carrier and values.get('carrier_id') else values
        )

    def _search_picking_for_assignation_domain(self):
        """Override of `stock` to join only deliveries to the same recipient."""
        domain = super()._search_picking_for_assignation_domain()
        return [*domain, ('gift_parcel_id', '=', self._gift_get_parcel().id or False)]


class StockPicking(models.Model):
    _inherit = 'stock.picking'

    gift_parcel_id = fields.Many2one(
        'gift.parcel',
        string="Recipient's parcel",
        compute='_compute_gift_parcel_id',
        store=True,
        compute_sudo=True,
        index='btree_not_null',
    )

    @api.depends(
        'move_ids.sale_line_id.gift_parcel_id', 'move_ids.gift_job_id', 'move_ids.gift_request_id'
    )
    def _compute_gift_parcel_id(self):
        for picking in self:
            picking.gift_parcel_id = picking.move_ids._gift_get_parcel()

    def _send_confirmation_email(self):
        """Override of `stock` so that no mail or text message spoils a surprise.

        The carriers' labels are made as ever; Odoo's message goes to the address of the delivery,
        which is the recipient's. The giver hears of it by our own mails.
        """
        surprises = self.filtered(lambda picking: picking.sudo().gift_parcel_id)
        if surprises:
            super(
                StockPicking, surprises.with_context(skip_sms=True, gift_surprise=True)
            )._send_confirmation_email()
        return super(StockPicking, self - surprises)._send_confirmation_email()

    def message_post_with_source(self, *args, **kwargs):
        """Override of `mail` to keep Odoo's shipping mail of a surprise back."""
        if self.env.context.get('gift_surprise') and kwargs.get('subtype_id'):
            return self.env['mail.message']
        return super().message_post_with_source(*args, **kwargs)

    def send_to_shipper(self):
        """Override of `stock_delivery`: what its parcel holds decides whether the way is free."""
        parcel = self.sudo().gift_parcel_id  # whoever ships may
        picking = self
        if self.sale_id.gift_is_divided:
            picking = self.with_context(gift_parcel_only=parcel.id)
        return super(StockPicking, picking).send_to_shipper()

    def _get_matching_delivery_lines(self):
        """Override of `stock_delivery` to charge a parcel at its own line of delivery costs."""
        lines = super()._get_matching_delivery_lines()
        if not self.sale_id.gift_is_divided:
            return lines
        parcel_sudo = self.sudo().gift_parcel_id  # whoever ships may
        return lines.filtered(lambda line: line.sudo().gift_parcel_id == parcel_sudo)

    def _prepare_sale_delivery_line_vals(self):
        """Override of `stock_delivery` to keep on the line for whom it is."""
        values = super()._prepare_sale_delivery_line_vals()
        if not self.sale_id.gift_is_divided:
            return values
        parcel_sudo = self.sudo().gift_parcel_id  # whoever ships may
        return {**values, 'name': parcel_sudo._get_delivery_name(values['name'])}

    def _add_delivery_cost_to_so(self):
        """Override of `stock_delivery` to make one line for one parcel, also the second time."""
        parcel_sudo = self.sudo().gift_parcel_id  # whoever ships may
        picking = self
        if self.sale_id.gift_is_divided:
            picking = self.with_context(gift_late_parcel=parcel_sudo.id)
        return super(StockPicking, picking)._add_delivery_cost_to_so()
