"""Running text out of HTML: one row per paragraph, as legal texts are kept and printed."""

import re

from lxml import etree, html

TITLE, HEADING, ITEM = '= ', '# ', '- '
PREFIXES = {'h1': TITLE, 'h2': HEADING, 'h3': HEADING, 'h4': HEADING, 'h5': HEADING, 'li': ITEM}
BLOCKS = {
    *PREFIXES, 'p', 'div', 'section', 'article', 'ul', 'ol', 'table', 'tr', 'td', 'th', 'dl', 'dt',
    'dd', 'blockquote', 'address', 'header', 'footer', 'main', 'br', 'pre', 'h6',
}  # fmt: skip
SKIPPED = {'script', 'style', 'head', 'template', 'svg'}
BLANKS = re.compile(r'\s+')
KINDS = {TITLE: 'title', HEADING: 'heading', ITEM: 'item'}


def html_to_rows(markup):
    """Return the text of HTML as ``['= Title', '# Heading', 'Paragraph', '- Point', …]``."""
    text = str(markup or '').strip()
    if not text:
        return []
    try:
        root = html.fragment_fromstring(text, create_parent='div')
    except (etree.ParserError, ValueError):
        return []
    rows = [['', '']]
    _walk(root, rows)
    return [prefix + row for prefix, row in _cleaned(rows)]


def _walk(node, rows):
    if not isinstance(node.tag, str) or node.tag in SKIPPED:
        return
    is_block = node.tag in BLOCKS
    if is_block:
        rows.append([PREFIXES.get(node.tag, ''), ''])
    rows[-1][1] += node.text or ''
    for child in node:
        _walk(child, rows)
        rows[-1][1] += child.tail or ''
    if is_block:
        rows.append(['', ''])


def _cleaned(rows):
    """Return the rows with text; a point or heading whose text is in a block keeps its kind."""
    waiting = ''
    for prefix, text in rows:
        text = BLANKS.sub(' ', text).strip()
        if not text:
            waiting = prefix or waiting
            continue
        yield prefix or waiting, text
        waiting = ''


def rows_to_blocks(rows):
    """Return ``((kind, text), …)`` for the engine's leaflet."""
    return tuple(
        (KINDS.get(row[:2], 'text'), row[2:] if row[:2] in KINDS else row)
        for row in rows
        if row.strip()
    )
