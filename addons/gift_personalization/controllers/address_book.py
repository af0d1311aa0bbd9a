"""Addresses a customer may send gifts to without typing them again."""

from ..models.gift_parcel import ADDRESS_FIELDS
from .own_designs import get_partner, is_id

MOST = 30


def get_saved_addresses(cart_sudo):
    """Return ``[(key, record), …]``: the customer's own contacts, then recipients of past orders.

    Nothing for visitors. Every record is of the customer who is logged in.

    :param cart_sudo: the visitor's cart, for its environment.
    """
    partner = get_partner()
    if not partner:
        return []
    contacts = _search_contacts(cart_sudo, partner)
    parcels = _search_parcels(cart_sudo, partner)
    entries = [('c', record) for record in contacts] + [('r', record) for record in parcels]
    distinct = {}
    for kind, record in entries:
        distinct.setdefault(_get_content(record), (f'{kind}{record.id}', record))
    return list(distinct.values())[:MOST]


def find_saved_address(cart_sudo, key):
    """Return the values of a saved address, or an empty dict.

    :param key: untrusted key of :func:`get_saved_addresses`.
    """
    if not is_id(str(key)[1:]):
        return {}
    known = dict(get_saved_addresses(cart_sudo))
    return get_address(known[key]) if key in known else {}


def get_address(record):
    """Return the address of a contact or a parcel as values of a `gift.parcel`."""
    return {
        name: record[name].id if name.endswith('_id') else record[name] or ''
        for name in ADDRESS_FIELDS
    }


def _search_contacts(cart_sudo, partner):
    contacts = cart_sudo.env['res.partner'].search(
        [
            ('id', 'child_of', partner.commercial_partner_id.id),
            ('type', 'in', ('delivery', 'other')),
            ('name', '!=', False),
        ],
        order='id desc',
        limit=MOST,
    )
    return contacts.filtered(_is_complete)


def _search_parcels(cart_sudo, partner):
    parcels = cart_sudo.env['gift.parcel'].search(
        [
            ('order_id.partner_id', '=', partner.id),
            ('order_id.state', '=', 'sale'),
            ('asks_address', '=', False),  # that address is not the customer's to use
        ],
        order='id desc',
        limit=MOST,
    )
    return parcels.filtered(_is_complete)


def _is_complete(record):
    required = record.env['gift.parcel']._get_required_fields(record.country_id)
    return all(record[name] for name in required)


def _get_content(record):
    return tuple(str(record[name] or '') for name in ADDRESS_FIELDS)
