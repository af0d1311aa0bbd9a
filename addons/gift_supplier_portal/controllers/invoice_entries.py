"""What a supplier enters about an invoice, untrusted, to typed values."""

from datetime import date

from odoo.exceptions import UserError
from odoo.http import request

MAX_NUMBER = 10**9
MAX_NUMBER_TEXT, MAX_TEXT = 60, 200
EXTRA_ROWS = 3
KINDS = ('invoice', 'credit')


def read_header(post):
    """Return what stands at the top of an invoice.

    :raise UserError: for what cannot be read.
    """
    _ = request.env._
    kind = post.get('kind')
    return {
        'kind': kind if kind in KINDS else 'invoice',
        'number': read_text(post.get('number'), MAX_NUMBER_TEXT),
        'invoice_date': read_day(post.get('date')),
        'amount_tax': read_amount(_("the taxes"), post.get('tax') or '0'),
        'amount_total': read_amount(_("the total"), post.get('total')),
    }


def read_rows(order_sudo, post):
    """Return values of lines: pieces of the order's own lines, and further costs.

    :raise UserError: for what cannot be read.
    """
    _ = request.env._
    rows = []
    for line in order_sudo._gift_get_shown_lines():
        entered = post.get(f'quantity_{line.id}')
        quantity = read_amount(line.name, entered) if entered else 0
        if quantity:
            rows.append(
                {
                    'purchase_line_id': line.id,
                    'name': line.product_id.display_name or line.name,
                    'quantity': quantity,
                    'price_unit': read_amount(line.name, post.get(f'price_{line.id}')),
                }
            )
    for number in range(EXTRA_ROWS):
        text = read_text(post.get(f'extra_{number}'), MAX_TEXT)
        entered = post.get(f'extra_amount_{number}')
        if not text and not entered:
            continue
        if not text or not entered:
            raise UserError(_("Further costs need both a text and an amount."))
        amount = read_amount(text, entered)
        rows.append({'name': text, 'quantity': 1, 'price_unit': amount, 'is_extra': True})
    return rows


def read_assignments(invoice_sudo, post):
    """Return ``[(line, line of the order), …]`` of a file that has lines; only own ids count."""
    known = {str(line.id): line for line in invoice_sudo.order_id._gift_get_shown_lines()}
    none = invoice_sudo.env['purchase.order.line']
    return [(line, known.get(post.get(f'line_{line.id}'), none)) for line in invoice_sudo.line_ids]


def read_text(entered, length):
    """Return words on one line, cut at a length."""
    return ' '.join(str(entered or '').replace('\0', '').split())[:length]


def read_amount(name, entered):
    """Return a number that is not below zero.

    :param str name: what it is the number of
    :raise UserError: for anything else.
    """
    try:
        number = float(str(entered or '').replace(',', '.'))
    except ValueError:
        number = -1
    if not 0 <= number < MAX_NUMBER:  # neither infinite nor no number
        raise UserError(
            request.env._(
                "“%(entered)s” is no number for %(name)s. Please correct it.",
                entered=str(entered or '')[:20],
                name=name,
            )
        )
    return number


def read_day(entered):
    """Return a day.

    :raise UserError: for what is none.
    """
    try:
        day = date.fromisoformat(str(entered or ''))
    except ValueError:
        day = None
    if not day or not 2000 <= day.year <= 2100:
        raise UserError(request.env._("Please enter the date of your invoice."))
    return day
