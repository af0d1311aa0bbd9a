import hashlib
import io
import zipfile

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from .orders import GiftSupplierOrders
from .visitor import find_by_order, render_nothing

MIMETYPES = {
    'zip': 'application/zip',
    'pdf': 'application/pdf',
    'png': 'image/png',
    'jpg': 'image/jpeg',
    'svg': 'application/octet-stream',  # never shown by a browser
    'dxf': 'application/octet-stream',
    'txt': 'text/plain; charset=utf-8',
}
MAX_REASON = 500


class GiftSupplierArtwork(GiftSupplierOrders):
    """Artwork that was released to a supplier. Each download is noted, so it is a form."""

    @http.route(
        '/supplier/<string:key>/artwork/<int:package_id>/download',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def download(self, key, package_id, name='', **_post):
        """Hand out one file of the artwork, or all of it as a ZIP when no name is sent."""
        visitor, package_sudo = self._find_package(key, package_id)
        if not package_sudo:
            return render_nothing(key)
        order_sudo = package_sudo.order_id
        if not visitor.is_unlocked:
            return self._go_unlock(visitor, order_sudo)
        try:
            data = package_sudo._get_checked().get(name) if name else package_sudo._build_zip()
        except UserError as error:
            return self._render_order(visitor, order_sudo, error=str(error), status=409)
        if data is None:
            return render_nothing(key)
        name = name or f'{package_sudo._get_stem()}.zip'
        package_sudo._log_download(visitor.contact, name, hashlib.sha256(data).hexdigest())
        return self._send(data, name)

    @http.route(
        '/supplier/<string:key>/order/<int:order_id>/artwork',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def download_all(self, key, order_id, **_post):
        """Hand out the valid artwork of all lines of an order, a folder for each line."""
        visitor, order_sudo = self._find(key, order_id)
        if not order_sudo:
            return render_nothing(key)
        if not visitor.is_unlocked:
            return self._go_unlock(visitor, order_sudo)
        packages = order_sudo._gift_get_shown_lines().gift_package_ids
        packages = packages.filtered(lambda package: package.state != 'withdrawn')
        try:
            data = self._build_zip(packages)
        except UserError as error:
            return self._render_order(visitor, order_sudo, error=str(error), status=409)
        name = f"{order_sudo.name.replace('/', '-')}.zip"
        for package in packages:
            package._log_download(visitor.contact, name, hashlib.sha256(data).hexdigest())
        return self._send(data, name)

    @http.route(
        '/supplier/<string:key>/artwork/<int:package_id>/answer',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def answer_artwork(self, key, package_id, verdict='', sha256='', reason='', **_post):
        """Keep whether the supplier can make it from these files."""
        visitor, package_sudo = self._find_package(key, package_id)
        if not package_sudo or verdict not in ('accepted', 'rejected'):
            return render_nothing(key)
        order_sudo = package_sudo.order_id
        if not visitor.is_unlocked:
            return self._go_unlock(visitor, order_sudo)
        try:
            with request.env.cr.savepoint():
                package_sudo._answer(
                    visitor.contact,
                    is_accepted=verdict == 'accepted',
                    sha256=str(sha256),
                    reason=' '.join(str(reason).replace('\0', '').split())[:MAX_REASON],
                )
        except UserError as error:
            return self._render_order(visitor, order_sudo, error=str(error), status=409)
        return request.redirect(f'{visitor.path}/order/{order_sudo.id}?done=artwork')

    # === HELPERS === #

    def _find_package(self, key, package_id):
        """Return ``(visitor, package)``; the package (sudo) is empty for who may not see it."""
        visitor, package_sudo = find_by_order(key, 'orders', 'gift.supplier.package', package_id)
        return visitor, package_sudo.filtered(lambda package: package.order_id.state == 'purchase')

    def _build_zip(self, packages):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, 'w', zipfile.ZIP_STORED) as archive:
            for package in packages:
                archive.writestr(
                    zipfile.ZipInfo(f'{package._get_stem()}.zip'), package._build_zip()
                )
        return buffer.getvalue()

    def _send(self, data, name):
        return request.make_response(
            data,
            [
                ('Content-Type', MIMETYPES.get(name.rpartition('.')[2], MIMETYPES['svg'])),
                ('Content-Length', str(len(data))),
                ('Content-Disposition', content_disposition(name)),
                ('X-Content-Type-Options', 'nosniff'),
                ('Content-Security-Policy', "default-src 'none'"),
                ('Cache-Control', 'private, no-store'),
                ('X-Robots-Tag', 'noindex'),
            ],
        )
