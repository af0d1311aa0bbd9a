"""Reading and showing the form of an address, for givers and for recipients."""

import re

from odoo.http import request

from ..models.gift_parcel import MAX_CHARS
from .own_designs import is_id

CONTROL = re.compile(r'[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+')


def clean(text):
    """Return a text of a form on one line, without characters that cannot be printed."""
    return ' '.join(CONTROL.sub(' ', str(text or '')).split())


def read_address(post, only=None):
    """Return ``(values, {field: sentence})`` of a form that was sent.

    :param only: names of the fields that are asked for; all when not given.
    """
    values = {name: clean(post.get(name)) for name in MAX_CHARS}
    country = _find('res.country', post.get('country_id'))
    state = _find('res.country.state', post.get('state_id'))
    state = state if state.country_id == country else state.browse()
    errors = check_address({**values, 'country_id': country, 'state_id': state}, only)
    return {**values, 'country_id': country.id, 'state_id': state.id}, errors


def prepare_form(values, errors=None):
    """Return what the fields of an address need to be shown."""
    countries_sudo = request.env['res.country'].sudo()  # everyone may read them on the page
    return {
        'values': values,
        'errors': errors or {},
        'max_chars': MAX_CHARS,
        'countries': countries_sudo.search([]),
        'country': countries_sudo.browse(values.get('country_id')),
    }


def _find(model, sent):
    records_sudo = request.env[model].sudo()  # countries are known to everyone
    return records_sudo.browse(int(sent)).exists() if is_id(sent) else records_sudo


def check_address(values, only=None):
    """Return ``{field: sentence}`` of what is missing or too long.

    :param dict values: texts, and records of country and state.
    """
    _ = request.env._
    required = request.env['gift.parcel']._get_required_fields(values['country_id'])
    required = required & only if only else required
    sentences = {
        'name': _("Please enter the name of the recipient."),
        'street': _("Please enter street and number."),
        'city': _("Please enter the city."),
        'zip': _("Please enter the postcode: it is needed in this country."),
        'country_id': _("Please choose the country."),
        'state_id': _("Please choose the state or region: it is needed in this country."),
    }
    errors = {name: sentences[name] for name in sentences if name in required and not values[name]}
    for name, limit in MAX_CHARS.items():
        if len(values[name]) > limit:
            errors[name] = _("Please use at most %s characters.", limit)
    return errors
