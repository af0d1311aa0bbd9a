import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.gift_supplier_defect import CAUSES, MAX_PHOTOS

PHOTOS = [f'photo_{number}' for number in range(1, MAX_PHOTOS + 1)]


class GiftSupplierDefectReport(models.TransientModel):
    """Asks what is wrong with pieces that have arrived."""

    _name = 'gift.supplier.defect.report'
    _description = 'Report a defect'

    picking_id = fields.Many2one('stock.picking', string="Receipt", readonly=True)
    parcel_ids = fields.Many2many('gift.supplier.parcel', string="Parcels", readonly=True)
    choice_ids = fields.Many2many('stock.move', compute='_compute_choice_ids')
    move_id = fields.Many2one(
        'stock.move', string="Product", required=True, domain="[('id', 'in', choice_ids)]"
    )
    quantity = fields.Float(string="Pieces", required=True, default=1, digits='Product Unit')
    cause = fields.Selection(CAUSES, string="What is wrong", required=True)
    note = fields.Char(help="The supplier reads it. Please name no customer.")
    photo_1 = fields.Binary(string="Photo", attachment=False)
    photo_2 = fields.Binary(string="Second photo", attachment=False)
    photo_3 = fields.Binary(string="Third photo", attachment=False)
    reference = fields.Char(
        default=lambda self: self.env['gift.supplier.defect']._make_reference(), readonly=True
    )

    @api.depends('picking_id', 'parcel_ids')
    def _compute_choice_ids(self):
        for wizard in self:
            lines_sudo = wizard.parcel_ids.sudo().line_ids.purchase_line_id  # names of products
            moves = wizard.picking_id.move_ids or lines_sudo.move_ids.sudo(False)
            moves = moves.filtered(
                lambda move: move.sudo().purchase_line_id and move.state != 'cancel'
            )
            wizard.choice_ids = moves

    @api.onchange('choice_ids')
    def _onchange_choice_ids(self):
        if len(self.choice_ids) == 1:
            self.move_id = self.choice_ids

    @api.model
    def _open(self, *, picking=None, parcels=None):
        """Return the window that asks what is wrong with a receipt or a parcel."""
        self.env['gift.supplier.defect']._check_reporter()
        return {
            'type': 'ir.actions.act_window',
            'name': self.env._("Report a defect"),
            'res_model': self._name,
            'view_mode': 'form',
            'target': 'new',
            'context': {
                'default_picking_id': picking and picking.id,
                'default_parcel_ids': parcels and [fields.Command.set(parcels.ids)],
            },
        }

    def action_report(self):
        """Button: report it; the supplier gets one mail. A second click reports nothing more."""
        self.ensure_one()
        defects = self.env['gift.supplier.defect']
        defects._check_reporter()
        if self.move_id not in self.choice_ids:
            raise UserError(self.env._("Please choose a product of this receipt."))
        line_sudo = self.move_id.sudo().purchase_line_id  # checked above
        defect_sudo = defects._report(
            line_sudo,
            {
                'quantity': self.quantity,
                'cause': self.cause,
                'source': 'receipt',
                'note': ' '.join((self.note or '').split())[:500] or None,
                'picking_id': self.move_id.picking_id.id or None,
                'parcel_id': self._get_parcel(line_sudo).id or None,
            },
            self._ingest_photos(),
            reference=self.reference,
        )
        return {
            'type': 'ir.actions.act_window',
            'res_model': 'gift.supplier.defect',
            'res_id': defect_sudo.id,
            'view_mode': 'form',
            'target': 'current',
        }

    def _get_parcel(self, line_sudo):
        """Return the parcel (sudo) in which pieces of the line lie, when one was scanned."""
        return self.parcel_ids.sudo().filtered(
            lambda parcel: line_sudo in parcel.line_ids.purchase_line_id
        )[:1]

    def _ingest_photos(self):
        """Return the photos as assets, decoded and written anew; the files sent are not kept."""
        assets_sudo = self.env['gift.asset'].sudo()  # the stock team makes no designs
        for name in PHOTOS:
            data = self.with_context(bin_size=False)[name]
            if data:
                assets_sudo |= assets_sudo._ingest_photo(base64.b64decode(data))
        self.write(dict.fromkeys(PHOTOS, False))
        return assets_sudo
