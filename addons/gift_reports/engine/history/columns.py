"""Which column of an export holds what: guessed from headings and cells, or told."""

from dataclasses import dataclass

from ..errors import EngineError
from .values import fold, read_date, read_number

# Names of columns in English, German, French, Spanish, Italian and Dutch, folded.
NAMES = {
    "invoice": (
        "invoiceno invoice invoicenumber invoiceid orderid order orderno ordernumber "
        "ordername transactionid transaction receipt receiptno rechnungsnummer rechnung "
        "rechnungsnr belegnummer beleg bestellnummer auftragsnummer auftrag numerofacture "
        "facture numerocommande commande numerofactura factura pedido numeropedido fattura "
        "ordine factuurnummer factuur"
    ),
    "sku": (
        "stockcode sku article articleno articlenumber artikel artikelnummer artikelnr item "
        "itemcode itemno productid productcode product reference ref codearticle "
        "codeproduit codigo articolo"
    ),
    "description": (
        "description productname itemname bezeichnung artikelbezeichnung beschreibung "
        "designation libelle descripcion descrizione omschrijving title name"
    ),
    "quantity": (
        "quantity qty menge anzahl stuck stuckzahl units unitssold quantite qte cantidad "
        "quantita aantal pieces pcs lineitemquantity"
    ),
    "date": (
        "date invoicedate orderdate purchasedate transactiondate saledate day timestamp "
        "datetime createdat datum rechnungsdatum bestelldatum belegdatum auftragsdatum "
        "kaufdatum datefacture datecommande fecha fechafactura data datafattura "
        "factuurdatum"
    ),
    "price": (
        "price unitprice itemprice preis einzelpreis stuckpreis verkaufspreis prix "
        "prixunitaire precio preciounitario prezzo prezzounitario prijs lineitemprice"
    ),
    "total": (
        "total linetotal totalprice amount lineamount netamount value revenue sales "
        "turnover betrag umsatz summe gesamt gesamtpreis gesamtbetrag montant montanttotal "
        "importe importo totaal dollars spend"
    ),
    "customer": (
        "customerid customer customerno customernumber customeremail client clientid userid "
        "user buyer buyerid email member memberid kundennummer kundennr kunde kundenid "
        "debitor debitornr codeclient numeroclient cliente idcliente klant klantnummer"
    ),
    "country": "country land pays pais paese shippingcountry destination",
}
NAMES = {field: tuple(names.split()) for field, names in NAMES.items()}
EQUAL, PART, CONTENT = 1000, 700, 400
DOUBT = 3  # a heading whose cells say otherwise counts a third
SURE_PERMILLE = 500
HEADING_ROWS = 10  # a title may stand above the headings
MAX_COLUMNS = 100


@dataclass(frozen=True)
class Mapping:
    """Columns of an export.

    :param tuple headings: texts of the first row; empty when the export has none
    :param dict columns: field (see ``NAMES``) to the place of its column, from 0
    :param dict confidence: field to permille: 1000 told or named so, 700 part of a name, 400 seen
        from the cells alone; a third where the cells do not fit
    :param int skipped: rows up to and with the headings
    """

    headings: tuple
    columns: dict
    confidence: dict
    skipped: int

    @property
    def missing(self):
        """Return the fields without which nothing can be read, in the order of ``NAMES``."""
        needed = [field for field in ("date", "customer") if field not in self.columns]
        has_money = "price" in self.columns or "total" in self.columns
        return tuple(needed if has_money else [*needed, "price"])


def guess(rows, date, told=None):
    """Return the :class:`Mapping` of the first rows of an export.

    :param rows: list of lists of cells
    :param date: the class `datetime.date`
    :param told: ``{field: heading or place}``, which is not questioned; a place of None says that
        there is no such column
    :raises EngineError: ``history_column`` (field, column) when a told column is not there
    """
    skipped = _find_headings(rows)
    headings = tuple(_text(cell) for cell in rows[skipped - 1]) if skipped else ()
    body = rows[skipped:]
    columns = {field: _place(field, where, headings) for field, where in (told or {}).items()}
    none = {field for field, place in columns.items() if place is None}
    columns = {field: place for field, place in columns.items() if place is not None}
    confidence = dict.fromkeys(columns, EQUAL)
    for score, place, field in _candidates(headings, body, date):
        if field not in columns and field not in none and place not in columns.values():
            columns[field], confidence[field] = place, score
    if "date" not in columns and "date" not in none:
        _find_by_cells(body, date, columns, confidence)
    return Mapping(headings, columns, confidence, skipped)


def _find_headings(rows):
    """Return how many rows end with the headings: the row with most known names, 0 for none."""
    counts = []
    for number, row in enumerate(rows[:HEADING_ROWS], start=1):
        known = {field for cell in row for _score, field in _by_name(_text(cell))}
        counts.append((len(known), -number))
    best, number = max(counts, default=(0, 0))
    if best >= 2:
        return -number
    first = rows[0] if rows else ()
    is_text = first and all(_text(cell) and read_number(cell) is None for cell in first)
    return 1 if is_text and len(first) > 1 and not any(_is_date_text(cell) for cell in first) else 0


def _is_date_text(cell):
    return hasattr(cell, "year") or _text(cell)[:1].isdigit()


def _place(field, where, headings):
    if where is None:
        return None
    if isinstance(where, int):
        if 0 <= where < MAX_COLUMNS:
            return where
    else:
        folded = [fold(heading) for heading in headings]
        if fold(where) in folded:
            return folded.index(fold(where))
    raise EngineError("history_column", field=field, column=where)


def _candidates(headings, body, date):
    """Return (score, place, field) of what headings may mean, best first."""
    found = []
    for place, heading in enumerate(headings[:MAX_COLUMNS]):
        for score, field in _by_name(heading):
            fits = _fits(field, [row[place] for row in body if place < len(row)], date)
            found.append((score if fits else score // DOUBT, place, field))
    return sorted(found, key=lambda row: (-row[0], row[1], row[2]))


def _by_name(heading):
    """Yield (score, field) of a heading: the name itself, or names that are part of it."""
    plain = fold(heading)
    parts = []
    for field, names in NAMES.items():
        if plain in names:
            yield EQUAL, field
            return
        longest = max((len(name) for name in names if len(name) > 3 and name in plain), default=0)
        if longest:
            parts.append((longest, field))
    for place, (_length, field) in enumerate(sorted(parts, reverse=True)):
        yield PART - place, field


def _fits(field, cells, date):
    filled = [cell for cell in cells if _text(cell)]
    if not filled or field not in ("date", "quantity", "price", "total"):
        return True
    if field == "date":
        right = sum(bool(read_date(cell, date) or read_date(cell, date, "mdy")) for cell in filled)
    else:
        right = sum(
            read_number(cell) is not None or read_number(cell, ",") is not None for cell in filled
        )
    return 1000 * right >= SURE_PERMILLE * len(filled)


def _find_by_cells(body, date, columns, confidence):
    """Take the first column that holds dates which are no plain numbers."""
    for place in range(max((len(row) for row in body), default=0)):
        if place in columns.values():
            continue
        cells = [row[place] for row in body if place < len(row) and _text(row[place])]
        dates = [cell for cell in cells if read_number(cell) is None]
        if dates and len(dates) == len(cells) and _fits("date", dates, date):
            columns["date"], confidence["date"] = place, CONTENT
            return


def _text(cell):
    return "" if cell is None else str(cell).strip()
