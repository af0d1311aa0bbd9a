"""Rows of a price list by what their columns mean; cells that cannot be read become issues."""

from dataclasses import dataclass, field

from .feed_cells import find_mark, find_month_first, read_day, read_number

# What a column can mean, and the headings by which it is known, in the languages of suppliers.
SPELLINGS = {
    "code": (
        "Your item number", "Supplier code", "Supplier number", "Vendor code",
        "Vendor product code", "Item number", "Item no", "Article number", "Article", "SKU",
        "Part number", "Code",
        "Lieferantenartikelnummer", "Lieferantennummer", "Artikelnummer", "Artikel-Nr.", "Art.-Nr.",
        "Référence fournisseur", "Code article", "Código de proveedor", "Codice fornitore",
        "Codice articolo", "Artikelcode", "Numer katalogowy", "Kod", "رقم الصنف",
    ),
    "reference": (
        "Our reference", "Internal reference", "Reference", "Customer reference", "Ihre Referenz",
        "Unsere Nummer", "Interne Referenz", "Referenz", "Kundennummer Artikel", "Notre référence",
        "Référence", "Referencia", "Riferimento", "Referentie", "Indeks", "المرجع",
    ),
    "name": (
        "Name", "Product", "Product name", "Description", "Bezeichnung", "Produkt", "Artikelname",
        "Beschreibung", "Désignation", "Produit", "Descripción", "Producto", "Descrizione",
        "Prodotto", "Omschrijving", "Nazwa", "المنتج",
    ),
    "price": (
        "Price", "Unit price", "Net price", "Cost", "Preis", "Einzelpreis", "Nettopreis",
        "Einkaufspreis", "EK",
        "Prix", "Prix unitaire", "Precio", "Prezzo", "Prijs", "Cena", "السعر",
    ),
    "currency": (
        "Currency", "Währung", "Devise", "Monnaie", "Moneda",
        "Divisa", "Valuta", "Waluta", "العملة",
    ),
    "min_quantity": (
        "Minimum quantity", "Min. quantity", "Min qty", "MOQ", "Minimum order", "Mindestmenge",
        "Mindestbestellmenge", "Ab Menge", "Staffelmenge", "Quantité minimale", "Cantidad mínima",
        "Quantità minima", "Minimale hoeveelheid", "Minimalna ilość", "الحد الأدنى",
    ),
    "delay": (
        "Lead time", "Lead time (days)", "Delivery time", "Days", "Lieferzeit", "Lieferzeit (Tage)",
        "Wiederbeschaffungszeit", "Délai", "Délai de livraison", "Plazo de entrega", "Plazo",
        "Tempi di consegna", "Levertijd", "Czas dostawy", "مدة التوريد",
    ),
    "stock": (
        "Stock", "Stock quantity", "In stock", "On hand", "Quantity available", "Quantity",
        "Bestand",
        "Lagerbestand", "Lager", "Verfügbar", "Menge", "Quantité en stock", "Existencias",
        "Giacenza", "Voorraad", "Stan magazynowy", "المخزون",
    ),
    "available_from": (
        "Available from", "Available on", "Next delivery", "Back in stock", "Verfügbar ab",
        "Lieferbar ab", "Disponible à partir du", "Disponible desde", "Disponibile dal",
        "Beschikbaar vanaf", "Dostępne od", "متوفر من",
    ),
    "date_start": (
        "Valid from", "Price valid from", "Start date", "Gültig ab", "Preis gültig ab",
        "Valable à partir du", "Válido desde", "Valido dal", "Geldig vanaf", "Ważne od",
        "صالح من",
    ),
}  # fmt: skip
FIELDS = tuple(SPELLINGS)
MAX_DELAY = 730
MAX_TEXT = 200
SYMBOLS = {"€": "EUR", "£": "GBP", "EURO": "EUR"}


@dataclass(frozen=True)
class Row:
    """What stands in a row; ``None`` where its cell is empty or cannot be read.

    :param int number: where it stands in the file, 1 for the first
    :param tuple issues: ``(column, code, what was written)``
    """

    number: int
    code: str = ""
    reference: str = ""
    name: str = ""
    price: float | None = None
    currency: str = ""
    min_quantity: float | None = None
    delay: int | None = None
    stock: float | None = None
    available_from: str | None = None
    date_start: str | None = None
    issues: tuple = field(default=())


def read_rows(cells, numbers, places, *, is_workbook=False):
    """Yield a :class:`Row` for each row of cells.

    :param cells: tuples of str, without the headings
    :param numbers: where each row stands in the file
    :param dict places: ``{meaning: column}``, of :data:`FIELDS`
    :param bool is_workbook: numbers of a workbook were written by a program, with a dot
    """
    mark = "." if is_workbook else find_mark(_pick(cells, places, ("price", "stock")))
    month_first = find_month_first(_pick(cells, places, ("available_from", "date_start")))
    for number, row in zip(numbers, cells, strict=True):
        found = {name: row[column] for name, column in places.items() if column < len(row)}
        yield _read(number, found, mark, month_first)


def _pick(cells, places, names):
    columns = [places[name] for name in names if name in places]
    return (row[column] for row in cells for column in columns if column < len(row))


def _read(number, found, mark, month_first):
    values, issues = {}, []
    for name in ("code", "reference", "name"):
        values[name] = " ".join(found.get(name, "").split())[:MAX_TEXT]
    currency = found.get("currency", "").strip().upper()
    values["currency"] = SYMBOLS.get(currency, currency)[:20]
    readers = {
        **dict.fromkeys(("price", "min_quantity", "stock"), lambda text: read_number(text, mark)),
        "delay": lambda text: _read_delay(text, mark),
        **dict.fromkeys(
            ("available_from", "date_start"), lambda text: read_day(text, month_first=month_first)
        ),
    }
    for name, read in readers.items():
        text = found.get(name, "")
        if not text:
            continue
        values[name], code = read(text)
        if code is None and name == "price" and not values[name]:
            code = "zero"
        if code:
            issues.append((name, code, text[:60]))
    return Row(number, **values, issues=tuple(issues))


def _read_delay(text, mark):
    number, code = read_number(text, mark)
    if code:
        return None, code
    if number != int(number) or number > MAX_DELAY:
        return None, "delay"
    return int(number), None
