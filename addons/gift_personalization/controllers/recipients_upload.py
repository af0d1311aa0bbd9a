from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from ..const import NAME_UPLOADS_PER_CALLER, NAMES_REQUEST_LIMIT_BYTES, UPLOAD_WINDOW_S
from ..models.sale_order_parcel import MAX_PARCELS
from .own_designs import is_id
from .portal import PAGE_HEADERS
from .recipient_rows import FIELDS, MAX_ROWS, get_labels, read_list
from .recipients import GiftRecipients
from .shared import count_attempt

READ_LIMIT_BYTES = 2 * 1024 * 1024 + 1


class GiftRecipientsUpload(GiftRecipients):
    """Many recipients at once: a file or a paste, looked at before anything is stored.

    Nothing is kept between the pages: the rows travel in the form and are read and checked anew.
    """

    @http.route(
        '/shop/recipients/upload',
        type='http',
        auth='public',
        methods=['GET', 'POST'],
        website=True,
        sitemap=False,
        max_content_length=NAMES_REQUEST_LIMIT_BYTES,
    )
    def upload_recipients(self, file=None, pasted='', **_post):
        """Ask for a list, and show what was understood."""
        cart_sudo = self._get_cart()
        if not cart_sudo:
            return request.redirect('/shop/cart')
        if request.httprequest.method == 'GET':
            return self._render_upload(cart_sudo)
        pasted = pasted if isinstance(pasted, str) else ''
        try:
            count_attempt('recipients-upload', NAME_UPLOADS_PER_CALLER, UPLOAD_WINDOW_S)
            data = file.read(READ_LIMIT_BYTES) if hasattr(file, 'read') else b''
            found = self._read(cart_sudo, data, pasted)
        except UserError as error:
            return self._render_upload(cart_sudo, error=str(error), pasted=pasted)
        return self._render_upload(cart_sudo, found)

    def _read(self, cart_sudo, data, pasted):
        countries_sudo = request.env['res.country'].sudo()  # known to everyone
        usual = countries_sudo.browse(self._get_usual_country(cart_sudo))
        return read_list(cart_sudo, data, pasted, usual)

    def _render_upload(self, cart_sudo, found=None, error='', pasted=''):
        return request.render(
            'gift_personalization.recipients_upload',
            {
                'order': cart_sudo,
                'found': found,
                'rows_text': self._write_rows(found.rows) if found else '',
                'pasted': self._write_rows(found.wrong) if found and found.wrong else pasted,
                'gifts': self._get_gifts(cart_sudo),
                'seen': str(len(cart_sudo.gift_parcel_ids)),
                'labels': get_labels(),
                'max_rows': MAX_ROWS,
                'max_parcels': MAX_PARCELS,
                'error': error,
            },
            headers=PAGE_HEADERS,
        )

    def _write_rows(self, rows):
        """Return rows as a text that is read like the list they come from."""
        from ..engine.names.table import write_csv

        lines = [[row.cells.get(name, '') for name in FIELDS] for row in rows]
        labels = get_labels()
        headings = [labels[name] for name in FIELDS]
        return write_csv([headings, *lines], delimiter='\t').decode('utf-8-sig')

    def _get_gifts(self, cart_sudo):
        """Return the lines (sudo) of the cart of which everyone could get one."""
        return cart_sudo._gift_get_sendable_lines().filtered(
            lambda line: (
                not line.gift_parcel_id
                and not line._gift_is_compound()
                and line.product_template_id.gift_extra != 'wrap'
            )
        )

    # === SAVING === #

    @http.route(
        '/shop/recipients/upload/add',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
        max_content_length=NAMES_REQUEST_LIMIT_BYTES,
    )
    def add_recipients(self, rows='', gift='', seen='', **post):
        """Add the people that were chosen on the page of the list, all of them or none."""
        cart_sudo = self._get_cart()
        if not cart_sudo:
            return request.redirect('/shop/cart')
        try:
            found = self._read(cart_sudo, b'', rows if isinstance(rows, str) else '')
        except UserError as error:
            return self._render_upload(cart_sudo, error=str(error))
        chosen = [row for row in found.right if post.get(f'row-{row.number}') == '1']
        line_sudo = self._get_gifts(cart_sudo).filtered(
            lambda line: is_id(gift) and line.id == int(gift)
        )
        errors = self._try(
            lambda: cart_sudo._gift_add_parcels(
                [row.values for row in chosen],
                line=line_sudo,
                seen=int(seen) if is_id(seen) else -1,
            )
        )
        if errors:
            return self._render_upload(cart_sudo, found, error=errors[''])
        return request.redirect('/shop/recipients?done=uploaded')

    @http.route(
        '/shop/recipients/upload/template.csv',
        type='http',
        auth='public',
        methods=['GET'],
        website=True,
        sitemap=False,
    )
    def recipients_template(self, **_kwargs):
        """Download an empty list with the headings and one example."""
        from ..engine.names.table import write_csv

        _ = request.env._
        labels = get_labels()
        example = {
            'name': _("Ada Green"),
            'street': _("Maple Street 3"),
            'zip': '10115',
            'city': "Berlin",
            'country': 'DE',
            'email': 'ada@example.com',
            'message': _("With love"),
        }
        content = write_csv(
            [[labels[name] for name in FIELDS], [example.get(name, '') for name in FIELDS]]
        )
        return request.make_response(
            content,
            [
                ('Content-Type', 'text/csv; charset=utf-8'),
                ('Content-Disposition', 'attachment; filename="recipients.csv"'),
                ('X-Content-Type-Options', 'nosniff'),
                *PAGE_HEADERS,
            ],
        )

    def _get_done_message(self, done):
        """Override to tell that the people of a list were added."""
        if done == 'uploaded':
            return request.env._("The people of your list were added.")
        return super()._get_done_message(done)
