from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.gift_personalization.models.guarded import guarded


class GiftSupplierParcel(models.Model):
    """A parcel of a supplier; its name is the code on its label, by which it is received."""

    _name = 'gift.supplier.parcel'
    _description = "Supplier's parcel"
    _order = 'shipment_id desc, number'

    name = fields.Char(string="Parcel", required=True, readonly=True)
    shipment_id = fields.Many2one(
        'gift.supplier.shipment', required=True, readonly=True, ondelete='cascade', index=True
    )
    order_id = fields.Many2one(related='shipment_id.order_id')
    company_id = fields.Many2one(related='shipment_id.company_id', store=True)
    number = fields.Integer(required=True, readonly=True)
    tracking = fields.Char(string="Tracking number", readonly=True)
    line_ids = fields.One2many('gift.supplier.parcel.line', 'parcel_id', readonly=True)
    received_date = fields.Datetime(string="Received on", readonly=True)
    received_by_id = fields.Many2one('res.users', string="Received by", readonly=True)

    _name_uniq = models.Constraint('UNIQUE(name)', "The code of a parcel is unique.")

    @api.model
    def _create_for(self, shipment, parcels):
        """Store the parcels of a ship notice.

        :param list parcels: ``[(tracking, {line: quantity}), …]``.
        """
        return self.create(
            [
                {
                    'name': f'{shipment.name}-{number:02d}',
                    'shipment_id': shipment.id,
                    'number': number,
                    'tracking': tracking,
                    'line_ids': [
                        fields.Command.create({'purchase_line_id': line.id, 'quantity': count})
                        for line, count in content.items()
                    ],
                }
                for number, (tracking, content) in enumerate(parcels, 1)
            ]
        )

    def _prepare_label(self):
        """Return what the engine prints on the label. Customers' names stand on no other paper."""
        from odoo.addons.gift_personalization.engine.parcel_label import LabelData

        self.ensure_one()
        order = self.order_id
        receiver = order.dest_address_id or order.picking_type_id.warehouse_id.partner_id
        receiver = receiver or order.company_id.partner_id
        address = [receiver.name or order.company_id.name]
        address += (receiver._display_address(without_company=True) or '').splitlines()
        return LabelData(
            code=self.name,
            order=order.name,
            parcel=f'{self.number} / {len(self.shipment_id.parcel_ids)}',
            sender=self.shipment_id.supplier_id.name,
            address=tuple(line for line in dict.fromkeys(address) if line.strip()),
            rows=tuple(
                (f'{entry.quantity:g} ×', entry._get_product_name()) for entry in self.line_ids
            ),
            labels={
                'to': self.env._("To"),
                'order': self.env._("Order"),
                'parcel': self.env._("Parcel"),
                'more': self.env._("and more, see the packing list"),
            },
            **self.shipment_id._prepare_paper(),
        )

    # === RECEIPT === #

    @api.model
    def action_receive(self, code):
        """Receive the parcel of a scanned label: its pieces arrive in stock, once.

        :param str code: of the label.
        :return: the parcel.
        :raise UserError: with what to do.
        """
        if not self.env.user.has_group('stock.group_stock_user'):
            raise AccessError(self.env._("Only the stock team receives parcels."))
        parcels_sudo = self.sudo()  # checked above; nobody writes parcels
        domain = [('name', '=', str(code).strip().upper())]
        domain.append(('company_id', 'in', self.env.companies.ids))
        parcel_sudo = parcels_sudo.search(domain)
        if not parcel_sudo:
            raise UserError(self.env._("“%s” is no label of an announced parcel.", str(code)[:40]))
        parcel_sudo._receive()
        return parcel_sudo.sudo(False)

    def _receive(self):
        self.ensure_one()
        shipment = self.shipment_id
        self.order_id._gift_lock_answers()
        self.invalidate_recordset(['received_date'])
        if self.received_date or shipment.state == 'cancelled':
            raise UserError(self.env._("%s was received or cancelled already.", self.name))
        if self.order_id._is_dropshipped():
            raise UserError(
                self.env._("%s goes to the customer and does not come to us.", self.name)
            )
        self._finish_moves()
        self.write({'received_date': fields.Datetime.now(), 'received_by_id': self.env.uid})
        if all(parcel.received_date for parcel in shipment.parcel_ids):
            shipment._gift_update_state('arrived')

    def _finish_moves(self, **values):
        """Finish the receipts (or deliveries) of exactly what lies in the parcel.

        :param values: written on the pickings before they are finished.
        :return: the finished pickings.
        """
        pickings = self.env['stock.picking']
        self.line_ids.purchase_line_id._gift_get_all_open_moves().picked = False
        for entry in self.line_ids:
            pickings |= entry._pick()
        pickings.write(values)
        for picking in pickings:
            result = picking.with_context(skip_backorder=True).button_validate()
            if result is not True:
                raise UserError(self.env._("%s needs a decision in stock first.", picking.name))
        return pickings

    def _deliver_to_customer(self):
        """Let the customer follow a parcel that the supplier has sent; never raises."""
        self.ensure_one()
        with guarded(self.order_id, self.env._("The customer could not be told of a parcel")):
            for entry in self.line_ids:
                job = entry.purchase_line_id.gift_sale_line_id.gift_job_ids
                note = self.env._("%s has made it.", self.shipment_id.supplier_id.name)
                job._update_stage(('in_production',), 'made', note)
                job._update_stage(('made',), 'packed', note)
            pickings = self._finish_moves(carrier_tracking_ref=self.tracking)
            self.write({'received_date': fields.Datetime.now(), 'picking_ids': pickings.ids})
            if all(parcel.received_date for parcel in self.shipment_id.parcel_ids):
                self.shipment_id._gift_update_state('arrived')
