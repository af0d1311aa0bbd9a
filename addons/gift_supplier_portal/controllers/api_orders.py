import hashlib

from odoo import http
from odoo.fields import Domain
from odoo.http import content_disposition, request

from .api import DOCUMENT, ROOT, ROUTE, Problem, answer_download, answer_get, respond

PER_PAGE = 50
MAX_ID = 2**31 - 1


def find_order(connector, order_id):
    """Return the order (sudo) of the connector's supplier; never a draft.

    :raise Problem: the same for an order of somebody else and one that does not exist.
    """
    orders_sudo = request.env['purchase.order'].sudo()  # narrowed to the supplier's own
    own = get_order_domain(connector)
    order_sudo = orders_sudo.search(own & Domain('id', '=', order_id)) if is_id(order_id) else None
    if not order_sudo:
        raise Problem(404, "There is no such order.")
    return order_sudo


def find_by_order(connector, model, record_id):
    """Return the record (sudo) of an order of the connector's supplier.

    :param str model: one with an ``order_id``.
    """
    records_sudo = request.env[model].sudo()  # its order is checked
    record_sudo = records_sudo.browse(record_id if is_id(record_id) else []).exists()
    if not record_sudo:
        raise Problem(404, "There is nothing with this id.")
    find_order(connector, record_sudo.order_id.id)
    return record_sudo


def get_order_domain(connector):
    """Return the domain of the orders that the machine sees: once confirmed, of its supplier."""
    orders = request.env['purchase.order']
    domain = orders._gift_get_shown_domain(connector.supplier_id)
    return (
        domain & Domain('state', 'in', ('purchase', 'cancel')) & Domain('date_approve', '!=', False)
    )


def is_id(number):
    """Return whether the database can hold such an id."""
    return 0 < number <= MAX_ID


class GiftSupplierApiOrders(http.Controller):
    """What a supplier's machine reads."""

    @http.route(f'{ROOT}/openapi.json', **{**ROUTE, 'methods': ['GET'], 'readonly': True})
    def document(self, **_query):
        """Hand out the description of this API."""
        return respond(DOCUMENT)

    @http.route(f'{ROOT}/orders', **ROUTE, methods=['GET'])
    def orders(self, **query):
        """List orders by id, a page at a time."""
        return answer_get('orders', lambda connector: self._list(connector, query))

    @http.route(f'{ROOT}/orders/<int:order_id>', **ROUTE, methods=['GET'])
    def order(self, order_id, **_query):
        """Tell all about an order."""
        return answer_get(
            'orders', lambda connector: find_order(connector, order_id)._gift_prepare_message()
        )

    @http.route(f'{ROOT}/orders/<int:order_id>/artwork', **ROUTE, methods=['GET'])
    def artwork(self, order_id, **_query):
        """List the artwork of an order."""

        def act(connector):
            order = find_order(connector, order_id)
            packages = order.order_line.gift_package_ids.sorted('id')
            return {'artwork': [package._gift_prepare_artwork() for package in packages]}

        return answer_get('orders', act)

    @http.route(f'{ROOT}/artwork/<int:artwork_id>/package', **ROUTE, methods=['POST'])
    def package(self, artwork_id, **_query):
        """Hand out the files of a line; it is noted who has got them."""

        def act(connector):
            package = find_by_order(connector, 'gift.supplier.package', artwork_id)
            if package.order_id.state != 'purchase':
                raise Problem(404, "There is nothing with this id.")
            data, name = package._build_zip(), f'{package._get_stem()}.zip'
            sha256 = hashlib.sha256(data).hexdigest()
            package._log_download(connector.contact_id, name, sha256)
            return self._send(data, name, 'application/zip', sha256)

        return answer_download('orders', act)

    @http.route(f'{ROOT}/shipments/<int:shipment_id>', **ROUTE, methods=['GET'])
    def shipment(self, shipment_id, **_query):
        """Tell about a ship notice."""

        def act(connector):
            shipment = find_by_order(connector, 'gift.supplier.shipment', shipment_id)
            return shipment._prepare_message()

        return answer_get('orders', act)

    @http.route(f'{ROOT}/shipments/<int:shipment_id>/labels', **ROUTE, methods=['GET'])
    def labels(self, shipment_id, **_query):
        """Hand out the labels of the parcels."""

        def act(connector):
            shipment = find_by_order(connector, 'gift.supplier.shipment', shipment_id)
            data = shipment._build_labels()
            sha256 = hashlib.sha256(data).hexdigest()
            return self._send(data, f'{shipment.name}-labels.pdf', 'application/pdf', sha256)

        return answer_get('orders', act)

    @http.route(f'{ROOT}/shipments/<int:shipment_id>/pallet-labels', **ROUTE, methods=['GET'])
    def pallet_labels(self, shipment_id, **_query):
        """Hand out the labels of the pallets."""

        def act(connector):
            shipment = find_by_order(connector, 'gift.supplier.shipment', shipment_id)
            data = shipment._build_pallet_labels()
            if not data:
                raise Problem(404, "No parcel stands on a pallet yet.")
            sha256 = hashlib.sha256(data).hexdigest()
            return self._send(data, f'{shipment.name}-pallets.pdf', 'application/pdf', sha256)

        return answer_get('orders', act)

    @http.route(f'{ROOT}/<path:rest>', **ROUTE)
    def nothing(self, **_query):
        """Answer for addresses and methods that are none."""
        problem = Problem(404, "There is nothing at this address with this method.")
        return respond(problem.prepare(), 404)

    # === HELPERS === #

    def _list(self, connector, query):
        status, after = query.pop('status', 'open'), query.pop('after', '0')
        if query or status not in ('open', 'all') or not (after.isdecimal() and after.isascii()):
            raise Problem(400, "The list knows status=open or all, and after=<id of an order>.")
        domain = get_order_domain(connector) & Domain('id', '>', min(int(after[:12]), MAX_ID))
        if status == 'open':
            domain &= Domain('state', '=', 'purchase') & Domain('receipt_status', '!=', 'full')
        orders_sudo = request.env['purchase.order'].sudo()  # the supplier's own, by the domain
        found = orders_sudo.search(domain, order='id', limit=PER_PAGE + 1)
        page = found[:PER_PAGE]
        return {
            'orders': [order._gift_prepare_summary() for order in page],
            'next': page[-1].id if len(found) > PER_PAGE else None,
        }

    def _send(self, data, name, kind, sha256):
        return request.make_response(
            data,
            [
                ('Content-Type', kind),
                ('Content-Length', str(len(data))),
                ('Content-Disposition', content_disposition(name)),
                ('Digest-SHA-256', sha256),
                ('X-Content-Type-Options', 'nosniff'),
                ('Cache-Control', 'private, no-store'),
            ],
        )
