from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

PREFIX = 'gift_supplier_portal.gs1_prefix'
LENGTH = 18


class GiftSupplierPallet(models.Model):
    """Parcels of a ship notice that stand on one pallet; its number is on a label of its own.

    The number is built like an SSCC (18 digits, the last one checks the others). It is one when the
    shop's GS1 prefix stands in the system parameter ``gift_supplier_portal.gs1_prefix``.
    """

    _name = 'gift.supplier.pallet'
    _description = "Supplier's pallet"
    _order = 'shipment_id desc, number'
    _rec_name = 'code'

    shipment_id = fields.Many2one(
        'gift.supplier.shipment', required=True, readonly=True, ondelete='cascade', index=True
    )
    company_id = fields.Many2one(related='shipment_id.company_id', store=True)
    number = fields.Integer(required=True, readonly=True)
    code = fields.Char(string="Number on the label", required=True, readonly=True)
    parcel_ids = fields.One2many('gift.supplier.parcel', 'pallet_id', readonly=True)

    _number_uniq = models.UniqueIndex('(shipment_id, number)', "Pallets are numbered.")
    _code_uniq = models.Constraint('UNIQUE(code)', "The number of a pallet is its own.")

    @api.model
    def _build_code(self, serial):
        """Return the 18 digits of a serial number, the check digit by GS1's modulo 10."""
        prefix = self.env['ir.config_parameter'].sudo().get_param(PREFIX) or ''
        prefix = prefix if prefix.isdecimal() and 7 <= len(prefix) <= 10 else ''
        digits = f'0{prefix}{serial:0{LENGTH - 2 - len(prefix)}d}'
        weighed = sum(
            int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(digits)
        )  # fmt: skip
        return f'{digits}{-weighed % 10}'

    def _prepare_label(self):
        """Return what the engine prints on the label: how many of what stand on the pallet."""
        self.ensure_one()
        label = self.parcel_ids[0]._prepare_label()
        totals = {}
        for entry in self.parcel_ids.line_ids:
            name = entry._get_product_name()
            totals[name] = totals.get(name, 0) + entry.quantity
        count = len(self.shipment_id.pallet_ids)
        return type(label)(
            code=self.code,
            order=label.order,
            parcel=f'{self.number} / {count} ({len(self.parcel_ids)})',
            sender=label.sender,
            book=label.book,
            fonts=label.fonts,
            address=label.address,
            rows=tuple((f'{total:g} ×', name) for name, total in totals.items()),
            labels={**label.labels, 'parcel': self.env._("Pallet (parcels)")},
            is_rtl=label.is_rtl,
            lang=label.lang,
        )


class GiftSupplierShipment(models.Model):
    _inherit = 'gift.supplier.shipment'

    pallet_ids = fields.One2many('gift.supplier.pallet', 'shipment_id', readonly=True)

    def _set_pallets(self, numbers):
        """Say which parcels stand on which pallet, in place of what was said before.

        :param dict numbers: ``{parcel: number}``; parcels that are left out stand on none.
        :raise UserError: when something of it has arrived.
        """
        self._lock_changeable()
        if any(parcel not in self.parcel_ids for parcel in numbers):
            raise UserError(self.env._("A parcel is none of this ship notice."))
        pallets_sudo = self.sudo().pallet_ids  # checked by the page
        known = {pallet.number: pallet for pallet in pallets_sudo}
        for number in sorted(set(numbers.values()) - set(known)):
            self.env.cr.execute("SELECT nextval('gift_supplier_pallet_id_seq')")
            serial = self.env.cr.fetchone()[0]
            values = {'shipment_id': self.id, 'number': number}
            known[number] = pallets_sudo.create(
                {**values, 'code': pallets_sudo._build_code(serial)}
            )  # fmt: skip
        for parcel in self.parcel_ids:
            parcel.pallet_id = known.get(numbers.get(parcel))
        self.sudo().pallet_ids.filtered(lambda pallet: not pallet.parcel_ids).unlink()

    def _build_pallet_labels(self):
        """Return the labels of the pallets as PDF bytes, nothing when there are none."""
        from odoo.addons.gift_personalization.engine.parcel_label import labels_pdf

        self.ensure_one()
        labels = [pallet._prepare_label() for pallet in self.pallet_ids]
        return labels_pdf(labels) if labels else b''


class GiftSupplierParcel(models.Model):
    _inherit = 'gift.supplier.parcel'

    pallet_id = fields.Many2one(
        'gift.supplier.pallet', string="Pallet", readonly=True, ondelete='set null', index=True
    )

    @api.model
    def action_receive(self, code):
        """Override: the label of a pallet receives all parcels on it that have not arrived yet."""
        if not self.env.user.has_group('stock.group_stock_user'):
            raise AccessError(self.env._("Only the stock team receives parcels."))
        pallets_sudo = self.env['gift.supplier.pallet'].sudo()  # checked above
        domain = [('code', '=', str(code).strip()), ('company_id', 'in', self.env.companies.ids)]
        parcels_sudo = pallets_sudo.search(domain).parcel_ids
        if not parcels_sudo:
            return super().action_receive(code)
        waiting = parcels_sudo.filtered(lambda parcel: not parcel.received_date)
        if not waiting:
            raise UserError(self.env._("Everything on this pallet was received already."))
        for parcel_sudo in waiting:
            parcel_sudo._receive()
        return waiting.sudo(False)
