from odoo import fields, models


class GiftSupplierReceipt(models.TransientModel):
    """Receives parcels of suppliers by the code on their labels, one after the other."""

    _name = 'gift.supplier.receipt'
    _description = "Receive suppliers' parcels"

    code = fields.Char(string="Scan the label")
    message = fields.Char(readonly=True)
    parcel_ids = fields.Many2many('gift.supplier.parcel', string="Received last", readonly=True)

    def action_receive(self):
        """Button: receive the parcel that was scanned, and wait for the next one."""
        self.ensure_one()
        parcel = self.env['gift.supplier.parcel'].action_receive(self.code or '')
        parcel_sudo = parcel.sudo()  # received by who may, several of a pallet
        content = ', '.join(
            f'{entry.quantity:g} × {entry.purchase_line_id.product_id.display_name}'
            for entry in parcel_sudo.line_ids
        )
        names = ', '.join(parcel_sudo.mapped('name'))
        self.write(
            {
                'code': False,
                'parcel_ids': [fields.Command.set(parcel.ids)],
                'message': self.env._(
                    "%(parcel)s has arrived: %(content)s", parcel=names, content=content
                ),
            }
        )
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Receive parcels"),
            'res_model': self._name,
            'res_id': self.id,
            'view_mode': 'form',
            'target': 'new',
        }

    def action_report_defect(self):
        """Button: report what is wrong with pieces of what was received last."""
        self.ensure_one()
        return self.env['gift.supplier.defect.report']._open(parcels=self.parcel_ids)
