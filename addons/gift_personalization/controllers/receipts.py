from odoo import http
from odoo.http import request

from ..engine.outputs.pdf import joined
from .own_designs import is_id
from .production import GiftProduction

MAX_DELIVERIES = 200


class GiftReceipts(GiftProduction):
    """Gift receipts for whoever packs the parcels."""

    @http.route('/gift/deliveries/receipts.pdf', type='http', auth='user', methods=['GET'])
    def receipts(self, ids='', **_kwargs):
        """Return one PDF with the gift receipts of the deliveries ``ids`` (comma separated)."""
        pickings = self._get_deliveries(ids)
        pages = [picking._gift_build_receipt() for picking in pickings]
        name = f"{pickings[0].name.replace('/', '-')}_receipt.pdf"
        return self._send(joined(pages), 'application/pdf', name)

    def _get_deliveries(self, ids):
        """Return the outgoing deliveries that the user may see; 404 when there is none."""
        numbers = [int(part) for part in str(ids).split(',') if is_id(part)][:MAX_DELIVERIES]
        pickings = request.env['stock.picking']
        packs = self._is_operator() or request.env.user.has_group('stock.group_stock_user')
        if not numbers or not packs:
            raise request.not_found()
        domain = [
            ('id', 'in', numbers),
            ('picking_type_code', '=', 'outgoing'),
            ('company_id', 'in', request.env.companies.ids),
        ]
        found_sudo = pickings.sudo().search(domain)  # who packs is checked above
        if not found_sudo:
            raise request.not_found()
        return found_sudo.sorted(lambda picking: numbers.index(picking.id))
