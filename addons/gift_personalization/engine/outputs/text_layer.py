"""Text of a document that is drawn as outlines: invisible, to be searched, copied and read aloud.

The outlines are what is seen; behind them lies the same text in a font without shapes, cluster by
cluster in its true place, as scanned documents carry what was recognised. A code of that font is a
cluster, so ligatures and joined letters come out as they were written.
"""

import io
from dataclasses import dataclass
from functools import cache

from .tags import marked, pictured

FONT = "GiftText"
# Characters that mean something to the layout and nothing to a reader.
SILENT = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad\u200e\u200f"))


@dataclass(frozen=True)
class Stretch:
    """Clusters of a line from the left to the right: (text, x in em, width in em).

    :param str tag: what begins with it (``P``, ``H1``, ``H2``); empty: the one before goes on
    """

    x_um: float
    baseline_um: float
    size_um: float
    clusters: tuple
    tag: str = "P"


@dataclass(frozen=True)
class Figure:
    """A picture among the words, in reading order.

    :param str alt: what it shows
    """

    x_um: float
    y_um: float
    width_um: float
    height_um: float
    alt: str


def stretches(line, x, baseline, size, tag="P"):
    """Return the :class:`Stretch` of a ``shaping.Line`` at (x, baseline) in a list, or []."""
    clusters = tuple(found for run_x, run in line.runs for found in _clusters(line, run_x, run))
    if not any(text.strip() for text, _x, _width in clusters):
        return []
    return [Stretch(x, baseline, size, clusters, tag)]


def _clusters(line, x, run):
    visual = tuple(dict.fromkeys(glyph[3] for glyph in run.glyphs))
    starts = sorted(visual)
    ends = dict(zip(starts, [*starts[1:], min(run.item.end, len(line.text))], strict=True))
    for start in visual:
        yield line.text[start : ends[start]].translate(SILENT), x, run.advances[start]
        x += run.advances[start]


def add_text_layer(pdf, page, words, matrix):
    """Give a page its text and return the content (str) that writes it.

    :param words: :class:`Stretch` and :class:`Figure` in reading order
    :param matrix: from µm to points of the page, without a turn
    """
    import pikepdf

    codes = _Codes()
    parts = [_part(number, word, codes, matrix) for number, word in enumerate(words)]
    page.obj.StructParents = 0
    page.obj.Resources.Font = pikepdf.Dictionary({f"/{FONT}": _font(pdf, codes)})
    return f" q BT 3 Tr {' '.join(parts)} ET Q"


def _part(number, word, codes, matrix):
    if isinstance(word, Stretch):
        return marked(number, word.tag, _written(word, codes, matrix))
    scale, _b, _c, flipped, left, top = matrix
    x, y = left + word.x_um * scale, top + word.y_um * flipped
    edges = x, y + word.height_um * flipped, x + word.width_um * scale, y
    return pictured(number, word.alt, edges)


class _Codes:
    """Numbers the clusters of a page; one that is set wider elsewhere is another."""

    def __init__(self):
        self.known = {}

    def of(self, text, width):
        """Return (code, its width in thousandths of an em)."""
        step = max(round(width * 100) * 10, 0)
        return self.known.setdefault((text, step), len(self.known) + 1), step

    @property
    def texts(self):
        """Return the texts in the order of their codes."""
        return [text for text, _step in self.known]

    @property
    def widths(self):
        """Return the widths in the order of their codes."""
        return [step for _text, step in self.known]


def _written(stretch, codes, matrix):
    scale, _b, _c, flipped, left, top = matrix
    size = stretch.size_um * scale
    x, y = left + stretch.x_um * scale, top + stretch.baseline_um * flipped
    shown, pen = [], 0
    for text, at, width in stretch.clusters:
        if text:
            code, step = codes.of(text, width)
            lag = pen - round(at * 1000)
            shown.append(f"{lag or ''}<{code:04x}>")
            pen += step - lag
    return f"/{FONT} {size:.3f} Tf 1 0 0 1 {x:.3f} {y:.3f} Tm [{''.join(shown)}] TJ"


def _font(pdf, codes):
    import pikepdf

    name = pikepdf.Name(f"/{FONT}")
    program = pdf.make_stream(_shapeless())
    program.Length1 = len(_shapeless())
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=name,
        Flags=4,
        FontBBox=[0, -250, 1000, 1000],
        ItalicAngle=0,
        Ascent=800,
        Descent=-200,
        CapHeight=700,
        StemV=80,
        FontFile2=program,
    )
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=pikepdf.Dictionary(Registry="Adobe", Ordering="Identity", Supplement=0),
        FontDescriptor=pdf.make_indirect(descriptor),
        DW=500,
        W=[1, codes.widths],
        CIDToGIDMap=pdf.make_stream(b"\0\0" * (len(codes.widths) + 1)),
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=name,
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=[pdf.make_indirect(descendant)],
            ToUnicode=pdf.make_stream(_to_unicode(codes.texts)),
        )
    )


def _to_unicode(texts):
    """Return the map from codes to texts (bytes) that readers of a PDF use."""
    pairs = [
        f"<{code:04x}> <{text.encode('utf-16-be').hex()}>" for code, text in enumerate(texts, 1)
    ]
    blocks = [pairs[start : start + 100] for start in range(0, len(pairs), 100)]
    mapped = "\n".join(
        f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar" for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
        f"{mapped}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()


@cache
def _shapeless():
    """Return a TrueType font (bytes) whose only glyph is empty."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    builder = FontBuilder(1000)
    builder.setupGlyphOrder([".notdef"])
    builder.setupCharacterMap({})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph()})
    builder.setupHorizontalMetrics({".notdef": (500, 0)})
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": FONT, "styleName": "Regular"})
    builder.setupOS2()
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    buffer = io.BytesIO()
    builder.save(buffer)
    return buffer.getvalue()
