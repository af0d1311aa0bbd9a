"""Which lists of names a visitor may open: by key, as their owner, or in this session."""

from odoo.fields import Domain
from odoo.http import request

from .own_designs import get_partner

SESSION_KEY = 'gift_name_lists'
LISTS_PER_SESSION = 20


def find_own_list(key):
    """Return the list (sudo) that a key opens for this visitor, or an empty recordset.

    The list of a customer opens for that customer alone, whoever knows its key.
    """
    list_sudo = request.env['gift.name.list']._find_by_key(key)
    partner = get_partner()
    if list_sudo.partner_id and list_sudo.partner_id != partner:
        return list_sudo.browse()
    if list_sudo and partner and list_sudo.id in request.session.get(SESSION_KEY, []):
        list_sudo._claim(partner)
    return list_sudo.with_context(lang=request.env.lang)


def search_own_lists():
    """Return the visitor's lists (sudo), last changed first; a login takes those of the session."""
    lists_sudo = request.env['gift.name.list'].sudo()  # found by its owner or by the session
    remembered = Domain('id', 'in', request.session.get(SESSION_KEY, []))
    ownerless = remembered & Domain('partner_id', '=', False)
    partner = get_partner()
    if not partner:
        return lists_sudo.search(ownerless)
    lists_sudo.search(ownerless)._claim(partner)
    return lists_sudo.search([('partner_id', '=', partner.id)])


def remember_list(list_sudo):
    """Let the session find the list again, newest last."""
    remembered = [known for known in request.session.get(SESSION_KEY, []) if known != list_sudo.id]
    request.session[SESSION_KEY] = [*remembered, list_sudo.id][-LISTS_PER_SESSION:]
