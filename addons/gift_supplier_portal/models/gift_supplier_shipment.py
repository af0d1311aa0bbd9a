from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.gift_base.insert import insert_once


class GiftSupplierShipment(models.Model):
    """What a supplier says has left: parcels with what lies in them.

    Nobody writes it; it comes from the supplier's page by :meth:`_announce`.
    """

    _name = 'gift.supplier.shipment'
    _inherit = ['gift.state.mixin']
    _description = 'Ship notice'
    _order = 'id desc'
    _state_transitions = {'arrived': ('announced',)}

    name = fields.Char(string="Ship notice", required=True, readonly=True)
    order_id = fields.Many2one(
        'purchase.order', required=True, readonly=True, ondelete='cascade', index=True
    )
    company_id = fields.Many2one(related='order_id.company_id', store=True)
    supplier_id = fields.Many2one(related='order_id.partner_id', string="Supplier", store=True)
    contact_name = fields.Char(string="Announced by", readonly=True)
    reference = fields.Char(required=True, readonly=True, help="A second click has the same.")
    state = fields.Selection(
        [('announced', "On its way"), ('arrived', "Arrived"), ('cancelled', "Cancelled")],
        required=True, default='announced', readonly=True, index=True,
    )  # fmt: skip
    carrier = fields.Char(readonly=True)
    arrival_date = fields.Date(string="Expected on", readonly=True)
    parcel_ids = fields.One2many('gift.supplier.parcel', 'shipment_id', readonly=True)

    _name_uniq = models.Constraint('UNIQUE(name)', "Each ship notice has a number of its own.")
    _reference_uniq = models.UniqueIndex('(order_id, reference)', "A ship notice counts once.")

    # === ANNOUNCING === #

    @api.model
    def _announce(self, order, contact, reference, values, parcels):
        """Keep what a supplier ships. Idempotent by ``reference``.

        The order's row is written first: of two simultaneous notices the second one sees what the
        first one ships, so that together they cannot ship more than was ordered.

        :param order: purchase.order in sudo that the contact may see.
        :param dict values: ``carrier``, ``arrival_date``.
        :param list parcels: ``[(tracking, {line: quantity}), …]``, typed.
        :return: the ship notice (sudo).
        :raise UserError: with the line and how many may still be shipped; nothing is kept then.
        """
        shipments_sudo = self.sudo()  # checked by the page
        order._gift_lock_answers()
        domain = [('order_id', '=', order.id), ('reference', '=', reference)]
        known = shipments_sudo.search(domain)
        if known:
            return known
        parcels = [
            (tracking, {line: count for line, count in content.items() if count > 0})
            for tracking, content in parcels
        ]
        parcels = [entry for entry in parcels if entry[1]]
        self._check_content(order, parcels)
        insert_once(
            shipments_sudo,
            {
                'name': self.env['ir.sequence'].sudo().next_by_code('gift.supplier.shipment'),
                'order_id': order.id,
                'company_id': order.company_id.id,
                'supplier_id': order.partner_id.id,
                'contact_name': contact.partner_id.name,
                'reference': reference,
                'state': 'announced',
                'carrier': values.get('carrier') or None,
                'arrival_date': values.get('arrival_date') or None,
            },
        )
        order.invalidate_recordset(['gift_shipment_ids'])  # written beside the ORM
        shipment_sudo = shipments_sudo.search(domain)
        shipment_sudo.parcel_ids._create_for(shipment_sudo, parcels)
        order.message_post(
            body=self.env._(
                "%(name)s has announced %(shipment)s with %(count)s parcels.",
                name=contact.partner_id.name,
                shipment=shipment_sudo.name,
                count=len(parcels),
            )
        )
        shipment_sudo._ship_to_customer()
        return shipment_sudo

    @api.model
    def _check_content(self, order, parcels):
        """Refuse what cannot be shipped.

        :raise UserError: with the line and the reason.
        """
        if order.state != 'purchase':
            raise UserError(self.env._("This order is not confirmed: nothing can be shipped."))
        if not parcels:
            raise UserError(self.env._("Please enter how many pieces lie in the parcels."))
        totals = {}
        for _tracking, content in parcels:
            for line, count in content.items():
                totals[line] = totals.get(line, 0) + count
        for line, count in totals.items():
            line._gift_check_shippable(count)

    # === CUSTOMER === #

    def _ship_to_customer(self):
        """Tell the customers whose gifts the supplier sends to them, with the tracking number."""
        self.ensure_one()
        if self.order_id._is_dropshipped():
            for parcel in self.parcel_ids:
                parcel._deliver_to_customer()

    # === PAPERS === #

    def _build_labels(self):
        """Return the labels of the parcels as PDF bytes."""
        from odoo.addons.gift_personalization.engine.parcel_label import labels_pdf

        self.ensure_one()
        return labels_pdf([parcel._prepare_label() for parcel in self.parcel_ids])

    def _build_packing_list(self):
        """Return what is shipped as PDF bytes; no price stands on it."""
        from odoo.addons.gift_personalization.engine.gift_receipt import ReceiptData, receipt_pdf

        self.ensure_one()
        rows = [
            (f'{entry.quantity:g} ×', f'{parcel.number}: {entry._get_product_name()}')
            for parcel in self.parcel_ids
            for entry in parcel.line_ids
        ]
        facts = [
            (self.env._("Order"), self.order_id.name),
            (self.env._("Carrier"), self.carrier or ''),
            (self.env._("From"), self.supplier_id.name),
            (self.env._("Parcels"), str(len(self.parcel_ids))),
        ]
        return receipt_pdf(
            ReceiptData(
                code=self.name,
                shop=self.company_id.name,
                facts=tuple(facts),
                rows=tuple(rows),
                labels={
                    'title': self.env._("Packing list"),
                    'code': self.env._("Ship notice"),
                    'note': '',
                },
                **self._prepare_paper(),
            )
        )

    def _build_slips(self):
        """Return the gift receipts of what goes to customers as PDF bytes, without any price."""
        from odoo.addons.gift_personalization.engine.outputs.pdf import joined

        self.ensure_one()
        if not self.order_id._is_dropshipped():
            return b''
        pickings = self.parcel_ids.line_ids.purchase_line_id.move_ids.picking_id
        pages = [
            picking._gift_build_receipt()
            for picking in pickings.filtered(lambda picking: picking.state != 'cancel')
        ]
        return joined(pages) if pages else b''

    def _prepare_paper(self):
        """Return what every paper needs: faces, the language and its direction of reading."""
        job = self.env['gift.job']
        fonts = job._get_paper_fonts()
        book = self.env['gift.font'].sudo()._get_font_book(fonts)  # a part of the catalogue
        return {
            'book': book,
            'fonts': fonts,
            'is_rtl': job._is_paper_rtl(),
            'lang': job._get_paper_lang(),
        }


class PurchaseOrder(models.Model):
    _inherit = 'purchase.order'

    gift_shipment_ids = fields.One2many(
        'gift.supplier.shipment', 'order_id', string="Ship notices", readonly=True
    )


class PurchaseOrderLine(models.Model):
    _inherit = 'purchase.order.line'

    gift_parcel_line_ids = fields.One2many(
        'gift.supplier.parcel.line', 'purchase_line_id', string="Announced", readonly=True
    )

    def _gift_get_all_open_moves(self):
        """Return all open moves of the receipts in which the lines arrive, of other lines too."""
        moves = self.move_ids.picking_id.move_ids
        return moves.filtered(lambda move: move.state not in ('done', 'cancel'))

    def _gift_get_shippable(self):
        """Return how many pieces were neither received nor announced."""
        self.ensure_one()
        on_way = self.gift_parcel_line_ids.filtered(
            lambda entry: (
                entry.parcel_id.shipment_id.state == 'announced'
                and not entry.parcel_id.received_date
            )
        )
        left = self.product_qty - self.qty_received - sum(on_way.mapped('quantity'))
        return max(0.0, self.product_uom_id.round(left))

    def _gift_check_shippable(self, count):
        """Refuse more than is open, and gifts whose files were not accepted.

        :raise UserError: with the line.
        """
        self.ensure_one()
        name = self.product_id.display_name
        left = self._gift_get_shippable()
        if self.product_uom_id.compare(count, left) > 0:
            raise UserError(
                self.env._(
                    "Only %(left)g of %(line)s are still to be shipped, not %(count)g.",
                    left=left,
                    line=name,
                    count=count,
                )  # fmt: skip
            )
        if self.gift_revision_hash and self._gift_get_package().state != 'accepted':
            raise UserError(
                self.env._("Please look at the artwork of %s and accept its files first.", name)
            )
