"""Which designs a visitor may open: the customer's own, or those of this browser's session."""

from odoo.fields import Domain
from odoo.http import request

SESSION_KEY = 'gift_designs'
DESIGNS_PER_SESSION = 50
SAVED = Domain('saved_date', '!=', False)


def get_partner():
    """Return the partner of the user who is logged in, or ``None``."""
    user = request.env.user
    return None if user._is_public() else user.partner_id


def get_own_domain():
    """Return the domain of the designs the visitor may open."""
    partner = get_partner()
    if partner:
        return Domain('partner_id', '=', partner.id)
    remembered = request.session.get(SESSION_KEY, [])
    return Domain('partner_id', '=', False) & Domain('id', 'in', remembered)


def search_own_designs(domain, **options):
    """Return the visitor's designs (sudo) that were edited, last edited first."""
    designs_sudo = request.env['gift.design'].sudo()  # found by its owner or by the session
    own = get_own_domain() & SAVED & Domain(domain)
    return designs_sudo.search(own, order='saved_date desc, id desc', **options)


def count_own_designs():
    """Return how many designs the visitor's list has."""
    return request.env['gift.design'].sudo().search_count(get_own_domain() & SAVED)


def is_id(sent):
    """Return whether what was sent can be the id of a record."""
    text = str(sent or '')
    return text.isdecimal() and len(text) <= 10 and int(text) < 2**31


def get_own_designs(design_id):
    """Return the design (sudo) of that id when the visitor may open it, or an empty recordset.

    :param design_id: untrusted id.
    """
    designs_sudo = request.env['gift.design'].sudo()
    if not is_id(design_id):
        return designs_sudo
    return designs_sudo.search(Domain('id', '=', int(design_id)) & get_own_domain())


def remember_designs(designs):
    """Let a visitor's session open designs whose key was shown, newest last."""
    remembered = request.session.get(SESSION_KEY, [])
    added = [design_id for design_id in designs.ids if design_id not in remembered]
    if added and not get_partner():
        request.session[SESSION_KEY] = [*remembered, *added][-DESIGNS_PER_SESSION:]


def get_past_line(line_id):
    """Return the line (sudo) of a confirmed order of the customer, or an empty recordset.

    :param line_id: untrusted id.
    """
    lines_sudo = request.env['sale.order.line'].sudo()  # found by its customer
    partner = get_partner()
    if not partner or not is_id(line_id):
        return lines_sudo
    return lines_sudo.search(
        [
            ('id', '=', int(line_id)),
            ('state', '=', 'sale'),
            ('order_partner_id', '=', partner.id),
        ]
    )
