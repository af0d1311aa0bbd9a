"""A list of recipients, from a file or a paste, as rows that say what is wrong with them."""

from dataclasses import dataclass, field

from babel import Locale, UnknownLocaleError

from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import email_normalize

from ..engine.errors import EngineError
from ..models.gift_parcel import MAX_CHARS, MAX_MESSAGE
from .address_form import check_address, clean

MAX_ROWS = 200
MAX_EMAIL = 200
FIELDS = (
    'name', 'street', 'street2', 'zip', 'city', 'state', 'country', 'email', 'phone', 'message',
)  # fmt: skip
SPELLINGS = {
    'first_name': ("First name", "Given name", "Vorname", "Prénom", "Nombre de pila"),
    'last_name': ("Last name", "Surname", "Family name", "Nachname", "Familienname"),
    'name': ("Name", "Recipient", "Full name", "Empfänger", "Nom", "Nombre", "Nome"),
    'street2': ("Street 2", "Address 2", "Flat", "Company", "Adresszusatz", "Zusatz"),
    'street': ("Street", "Address", "Straße", "Strasse", "Adresse", "Rue", "Calle", "Via"),
    'zip': ("Postcode", "ZIP", "Postal code", "PLZ", "Postleitzahl", "Code postal", "CAP"),
    'city': ("City", "Town", "Ort", "Stadt", "Ville", "Ciudad", "Città"),
    'state': ("State", "Region", "Province", "Bundesland", "Provincia"),
    'country': ("Country", "Land", "Pays", "País", "Paese"),
    'email': ("E-mail", "Email", "Mail"),
    'phone': ("Phone", "Telephone", "Mobile", "Telefon", "Téléphone", "Teléfono"),
    'message': ("Message", "Words", "Nachricht", "Botschaft", "Mensaje"),
}
LANGUAGES = ('en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'tr', 'cs', 'da', 'sv', 'ru', 'ar')
OTHER_CODES = {'uk': 'GB', 'usa': 'US', 'greatbritain': 'GB', 'england': 'GB', 'scotland': 'GB'}


@dataclass
class Row:
    """One person of the list: values of a `gift.parcel`, or sentences that say what is missing."""

    number: int
    cells: dict
    values: dict
    errors: dict
    same_as: int = 0  # number of an equal row before it
    is_known: bool = False  # the cart has that person already
    place: str = ''


@dataclass
class List:
    """A list as it was read."""

    rows: list = field(default_factory=list)
    repaired: int = 0
    has_headings: bool = True

    @property
    def right(self):
        """Return the rows that can be added."""
        return [row for row in self.rows if not row.errors]

    @property
    def wrong(self):
        """Return the rows that have to be mended first."""
        return [row for row in self.rows if row.errors]


def get_labels():
    """Return the headings of the columns in the language of the page."""
    _ = request.env._
    return {
        'name': _("Name"),
        'street': _("Street"),
        'street2': _("Street 2"),
        'zip': _("Postcode"),
        'city': _("City"),
        'state': _("State"),
        'country': _("Country"),
        'email': _("E-mail"),
        'phone': _("Phone"),
        'message': _("Message"),
    }


def read_list(cart_sudo, data, pasted, usual_country):
    """Return the :class:`List` of an untrusted file, or of what was pasted without one.

    :param bytes data: untrusted.
    :param usual_country: res.country (sudo) of rows that name none.
    :raise UserError: what is wrong with the file as a whole.
    """
    table = _read_table(data, pasted)
    targets = {name: (label, *SPELLINGS[name]) for name, label in get_labels().items()}
    targets = {name: targets.get(name, known) for name, known in SPELLINGS.items()}
    from ..engine.names import columns

    has_headings = columns.is_heading(table.rows[0], targets)
    body = table.rows[1:] if has_headings else table.rows
    if not body or len(body) > MAX_ROWS:
        raise UserError(
            request.env._(
                "A list can have between 1 and %s people. Please split a longer one.", MAX_ROWS
            )
        )
    if has_headings:
        places = columns.match(table.rows[0], targets)
    else:
        places = columns.guess(len(table.rows[0]), FIELDS)
    found = List(repaired=table.repaired, has_headings=has_headings)
    countries = Countries(usual_country)
    for number, cells in enumerate(body, start=1):
        named = {target: clean(cells[column]) for column, target in places.items()}
        found.rows.append(_read_row(number, named, countries))
    _mark_known(found.rows, cart_sudo)
    return found


def _read_table(data, pasted):
    from ..engine.names import table, workbook  # openpyxl is loaded on first use

    try:
        if not data:
            return table.read_pasted(pasted)
        if workbook.is_workbook(data):
            return workbook.read_workbook(data)
        return table.read_text(data)
    except EngineError as error:
        lists = request.env['gift.name.list']
        raise UserError(lists._get_error_sentence(error)) from error


def _read_row(number, cells, countries):
    names = [cells.pop('first_name', ''), cells.pop('last_name', '')]
    cells['name'] = cells.get('name') or ' '.join(filter(None, names))
    values = {name: cells.get(name, '') for name in MAX_CHARS}
    country = countries.find(cells.get('country', ''))
    state = countries.find_state(country, cells.get('state', ''))
    errors = check_address({**values, 'country_id': country, 'state_id': state})
    errors.update(_check_cells(cells, country, state))
    values.update(
        country_id=country.id,
        state_id=state.id,
        email=cells.get('email', ''),
        message=cells.get('message', ''),
    )
    shown = [values['street'], values['street2'], values['zip'], values['city'], state.name or '']
    place = ', '.join(filter(None, [*shown, country.name or '']))
    return Row(number, cells, values, errors, place=place)


def _check_cells(cells, country, state):
    """Return ``{field: sentence}`` of what was written and not understood."""
    _ = request.env._
    errors = {}
    email = cells.get('email')
    if cells.get('country') and not country:
        errors['country_id'] = _("We do not know the country “%s”.", cells['country'][:40])
    elif cells.get('state') and country.state_required and not state:
        errors['state_id'] = _("We do not know the state “%s” there.", cells['state'][:40])
    if email and (len(email) > MAX_EMAIL or not email_normalize(email)):
        errors['email'] = _("Please look at the e-mail address again.")
    if len(cells.get('message', '')) > MAX_MESSAGE:
        errors['message'] = _("Please use at most %s characters.", MAX_MESSAGE)
    return errors


def _get_identity(values):
    names = ('name', 'street', 'street2', 'zip', 'city', 'country_id')
    return tuple(
        str(values[name] or '').casefold() if name != 'country_id' else values[name] or 0
        for name in names
    )


def _mark_known(rows, cart_sudo):
    """Mark rows that are in the list twice, or in the cart already: a question, no error."""
    known = {
        _get_identity({**parcel.read(['name', 'street', 'street2', 'zip', 'city'])[0],
                       'country_id': parcel.country_id.id})
        for parcel in cart_sudo.gift_parcel_ids
    }  # fmt: skip
    seen = {}
    for row in rows:
        identity = _get_identity(row.values)
        row.is_known = identity in known
        row.same_as = seen.setdefault(identity, row.number)
        row.same_as = 0 if row.same_as == row.number else row.same_as


class Countries:
    """Countries and states by what people write: names in many languages, and codes."""

    def __init__(self, usual):
        self.usual = usual
        self.records = request.env['res.country'].sudo().search([])  # known to everyone
        self.by_code = {country.code: country for country in self.records if country.code}
        self._names = None
        self._states = {}

    def find(self, text):
        """Return the country of a cell: the usual one of an empty cell, or nothing."""
        from ..engine.names.columns import fold

        if not text:
            return self.usual
        folded = fold(text)
        code = OTHER_CODES.get(folded, text.strip().upper())
        if code in self.by_code:
            return self.by_code[code]
        if self._names is None:
            self._names = self._read_names(fold)
        return self._names.get(folded, self.records.browse())

    def _read_names(self, fold):
        """Return the countries by their folded names, in the languages of shop and visitor."""
        names = {}
        for locale in self._get_locales():
            for code, name in locale.territories.items():
                if code in self.by_code:
                    names.setdefault(fold(name), self.by_code[code])
        for lang, _label in request.env['res.lang'].get_installed():
            for country in self.records.with_context(lang=lang):
                names.setdefault(fold(country.name), self.by_code.get(country.code, country))
        return names

    def _get_locales(self):
        installed = [code for code, _label in request.env['res.lang'].get_installed()]
        asked = [code for code, _quality in request.httprequest.accept_languages][:5]
        for code in dict.fromkeys([*installed, *asked, *LANGUAGES]):
            try:
                yield Locale.parse(code.replace('-', '_'))
            except (ValueError, UnknownLocaleError):
                continue  # such as es_419 or nonsense of a browser

    def find_state(self, country, text):
        """Return the state of a cell, by its code or name; nothing where it is not known."""
        from ..engine.names.columns import fold

        if country not in self._states:
            self._states[country] = {
                key: state
                for state in country.state_ids
                for key in (fold(state.name), fold(state.code))
            }
        empty = request.env['res.country.state'].sudo()  # known to everyone
        return self._states[country].get(fold(text), empty) if text else empty
