from datetime import date

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .orders import GiftSupplierOrders
from .visitor import render_nothing

KINDS = ('accept', 'change', 'substitute', 'decline')
MAX_PARTS = 5
MAX_TEXT = 500
MAX_NUMBER = 10**9


class GiftSupplierAnswers(GiftSupplierOrders):
    """The form by which a contact answers all open lines of an order at once."""

    @http.route(
        '/supplier/<string:key>/order/<int:order_id>/answer',
        type='http',
        auth='public',
        methods=['POST'],
        website=True,
        sitemap=False,
    )
    def answer(self, key, order_id, reference='', **post):
        """Keep the answer to every open line, or say what is missing."""
        visitor, order_sudo = self._find(key, order_id)
        if not order_sudo:
            return render_nothing(key)
        if not visitor.is_unlocked:
            return self._go_unlock(visitor, order_sudo)
        try:
            if not reference.isalnum() or len(reference) > 64:
                raise UserError(request.env._("Reload the page and answer again, please."))
            with request.env.cr.savepoint():
                entries = self._read_entries(order_sudo, post)
                request.env['gift.supplier.answer']._receive(
                    order_sudo, visitor.contact, reference, entries
                )
        except UserError as error:
            order_sudo.invalidate_recordset()
            return self._render_order(
                visitor, order_sudo, error=str(error), entered=post, status=409
            )
        return request.redirect(f'{visitor.path}/order/{order_sudo.id}?done=answered')

    # === READING === #

    def _read_entries(self, order_sudo, post):
        """Return ``{line: typed values}`` of the lines that were answered.

        Ids are taken from the order's own lines, so that nothing else can be named.

        :raise UserError: for what cannot be read.
        """
        entries = {}
        rest = 'accept' if post.get('accept_rest') == '1' else ''
        for line in order_sudo._gift_get_shown_lines():
            kind = post.get(f'kind_{line.id}') or rest
            if kind in KINDS and line._gift_get_answer_state() == 'open':
                entries[line] = {'kind': kind, **self._read_values(line, kind, post)}
        return entries

    def _read_values(self, line, kind, post):
        if kind == 'accept':
            return {}
        values = {'reason': self._read_text(post.get(f'reason_{line.id}'))}
        if kind == 'decline':
            return values
        price = post.get(f'price_{line.id}')
        if price:
            values['price'] = self._read_number(line, price)
        if kind == 'substitute':
            values['substitute'] = self._read_text(post.get(f'substitute_{line.id}'))
        values['deliveries'] = self._read_deliveries(line, post)
        return values

    def _read_deliveries(self, line, post):
        """Return ``[(quantity, date), …]`` of the rows that are filled in."""
        rows = []
        for number in range(MAX_PARTS):
            quantity = post.get(f'quantity_{line.id}_{number}')
            day = post.get(f'date_{line.id}_{number}')
            if quantity and day:
                rows.append((self._read_number(line, quantity), self._read_date(line, day)))
            elif quantity or day:
                raise UserError(
                    request.env._("A part of %s needs both a quantity and a date.", line.name)
                )
        return rows

    def _read_text(self, entered):
        return ' '.join(str(entered or '').replace('\0', '').split())[:MAX_TEXT]

    def _read_number(self, line, entered):
        try:
            number = float(str(entered).replace(',', '.'))
        except ValueError:
            number = -1
        if not 0 <= number < MAX_NUMBER:  # neither infinite nor no number
            raise UserError(
                request.env._(
                    "“%(entered)s” is no number for %(line)s.",
                    entered=str(entered)[:20],
                    line=line.name,
                )  # fmt: skip
            )
        return number

    def _read_date(self, line, entered):
        try:
            day = date.fromisoformat(str(entered))
        except ValueError:
            day = None
        if not day or not 2000 <= day.year <= 2100:
            raise UserError(
                request.env._(
                    "“%(entered)s” is no date for %(line)s.",
                    entered=str(entered)[:20],
                    line=line.name,
                )  # fmt: skip
            )
        return day
