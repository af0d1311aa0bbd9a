"""Untrusted XML: parsed without entities, types and network, within limits, read by path."""

import re
from decimal import Decimal

from lxml import etree

from .errors import InvoiceError

MAX_BYTES = 6_000_000  # with files inside in base 64, which nobody unpacks
MAX_NODES = 60_000
MAX_DEPTH = 30
MAX_TEXT = 200
NUMBER = re.compile(r'-?\d{1,12}(\.\d{1,10})?')
DAY = re.compile(r'(\d{4})-?(\d{2})-?(\d{2})')


def parse(data):
    """Return the root of an XML document.

    :param bytes data: untrusted
    :raise InvoiceError: ``xml_size``, ``xml_doctype``, ``xml_encoding``, ``xml_broken``
    """
    if len(data) > MAX_BYTES:
        raise InvoiceError('xml_size')
    upper = data.upper()
    # Other encodings than UTF-8 are refused, so that these words cannot hide.
    if b'<!DOCTYPE' in upper or b'<!ENTITY' in upper:
        raise InvoiceError('xml_doctype')
    try:
        data.decode('utf-8-sig')
    except UnicodeDecodeError:
        raise InvoiceError('xml_encoding') from None
    if b'\0' in data:
        raise InvoiceError('xml_encoding')
    parser = etree.XMLParser(
        encoding='utf-8', resolve_entities=False, no_network=True, load_dtd=False,
        dtd_validation=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise InvoiceError('xml_broken') from None
    _check_size(root)
    return root


def _check_size(root):
    depth = 0
    for count, (event, _node) in enumerate(etree.iterwalk(root, events=('start', 'end'))):
        depth += 1 if event == 'start' else -1
        if depth > MAX_DEPTH or count > 2 * MAX_NODES:
            raise InvoiceError('xml_size')


class Reader:
    """Reads values below one element by path, with the prefixes of one format."""

    def __init__(self, node, prefixes):
        self.node = node
        self.prefixes = prefixes

    def all(self, path):
        """Return a reader for each element of a path."""
        return [Reader(node, self.prefixes) for node in self.node.findall(path, self.prefixes)]

    def text(self, path, default=''):
        """Return the words of the first element of a path, on one line and not too long."""
        node = self.node.find(path, self.prefixes)
        words = ' '.join((node.text or '').split()) if node is not None else ''
        return words[:MAX_TEXT] or default

    def texts(self, *paths):
        """Return the words of all elements of these paths that have any."""
        found = [node.text for path in paths for node in self.node.findall(path, self.prefixes)]
        return tuple(' '.join(words.split())[:MAX_TEXT] for words in found if words)

    def need(self, path, name):
        """Return words that must be there.

        :raise InvoiceError: ``missing`` (name)
        """
        words = self.text(path)
        if not words:
            raise InvoiceError('missing', name=name)
        return words

    def number(self, path, name, default=None):
        """Return a decimal number.

        :raise InvoiceError: ``missing`` (name), ``number`` (name, value)
        """
        words = self.text(path)
        if not words and default is not None:
            return Decimal(default)
        words = self.need(path, name)
        if not NUMBER.fullmatch(words):
            raise InvoiceError('number', name=name, value=words[:30])
        return Decimal(words)

    def day(self, path, name):
        """Return a day as ``YYYY-MM-DD``, from ``YYYYMMDD`` as well.

        :raise InvoiceError: ``missing`` (name), ``date`` (value)
        """
        words = self.need(path, name)
        parts = DAY.fullmatch(words[:10])
        if not parts:
            raise InvoiceError('date', value=words[:30])
        return '-'.join(parts.groups())

    def amount_in(self, path, currency):
        """Return the sum of the elements of a path in that currency, ``None`` without any."""
        found = [
            reader.number('.', 'tax')
            for reader in self.all(path)
            if reader.node.get('currencyID', currency) == currency
        ]
        return sum(found, Decimal()) if found else None
