from datetime import date

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.gift_personalization.controllers.own_designs import is_id
from odoo.addons.gift_personalization.controllers.request_complaint import PHOTO_HEADERS

from .visitor import find_by_order, render_nothing, render_page

MAX_REASON = 500


class GiftSupplierDefects(http.Controller):
    """Defects of a supplier's deliveries, and what the supplier answers."""

    @http.route(
        '/supplier/<string:key>/defect/<int:defect_id>',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
        readonly=True,
    )
    def defect(self, key, defect_id, done='', **_kwargs):
        """Show one defect."""
        visitor, defect_sudo = self._find_defect(key, defect_id)
        if not defect_sudo:
            return render_nothing(key)
        return self._render_defect(visitor, defect_sudo, done=str(done)[:20])

    @http.route(
        '/supplier/<string:key>/defect/<int:defect_id>/answer',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def answer_defect(self, key, defect_id, answer='', day='', reason='', **_post):
        """Keep the supplier's answer: a replacement by a day, a credit, or why it is disputed."""
        visitor, defect_sudo = self._find_defect(key, defect_id)
        if not defect_sudo:
            return render_nothing(key)
        if not visitor.is_unlocked:
            return request.redirect(f'{visitor.path}/unlock?back=defect/{defect_sudo.id}')
        entered = {'answer': str(answer), 'day': str(day), 'reason': str(reason)[:MAX_REASON]}
        try:
            with request.env.cr.savepoint():
                defect_sudo._answer(
                    visitor.contact,
                    entered['answer'],
                    date=self._read_day(day),
                    reason=' '.join(entered['reason'].replace('\0', '').split()),
                )
        except UserError as error:
            defect_sudo.invalidate_recordset()
            return self._render_defect(
                visitor, defect_sudo, error=str(error), entered=entered, status=409
            )
        return request.redirect(f'{visitor.path}/defect/{defect_sudo.id}?done=answered')

    # === PHOTOS === #

    @http.route(
        '/supplier/<string:key>/defect/<int:defect_id>/photo/<int:photo_id>.jpg',
        type='http',
        auth='public',
        methods=['GET'],
        sitemap=False,
        website=True,
        readonly=True,
    )
    def supplier_photo(self, key, defect_id, photo_id, **_kwargs):
        """Return a photo of a defect to its supplier."""
        _visitor, defect_sudo = self._find_defect(key, defect_id)
        photo_sudo = defect_sudo.photo_ids.filtered(lambda photo: photo.id == photo_id)
        if not photo_sudo:
            return render_nothing(key)
        return self._send_photo(photo_sudo)

    @http.route(
        '/gift/defect/photo/<int:photo_id>.jpg',
        type='http',
        auth='user',
        methods=['GET'],
        sitemap=False,
        readonly=True,
    )
    def photo(self, photo_id, **_kwargs):
        """Return a photo of a defect to who may read the defect."""
        photo = request.env['gift.supplier.defect.photo'].browse(is_id(photo_id) and photo_id)
        try:
            photo.check_access('read')
        except AccessError:
            raise request.not_found() from None
        if not photo.exists():
            raise request.not_found()
        return self._send_photo(photo.sudo())  # checked above

    def _send_photo(self, photo_sudo):
        asset_sudo = photo_sudo.asset_id
        headers = [('Content-Type', asset_sudo.mimetype), *PHOTO_HEADERS]
        return request.make_response(asset_sudo._get_bytes('screen'), headers)

    # === HELPERS === #

    def _find_defect(self, key, defect_id):
        """Return ``(visitor, defect)``; the defect (sudo) is empty for who may not see it."""
        return find_by_order(key, 'orders', 'gift.supplier.defect', defect_id)

    def _read_day(self, entered):
        try:
            day = date.fromisoformat(str(entered))
        except ValueError:
            return None
        return day if 2000 <= day.year <= 2100 else None

    def _render_defect(self, visitor, defect_sudo, *, status=200, **values):
        values = {
            'defect': defect_sudo,
            'is_unlocked': visitor.is_unlocked,
            'entered': {},
            **values,
        }
        return render_page(visitor, 'page_defect', values, status=status)
