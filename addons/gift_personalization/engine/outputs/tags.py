"""Tags of a document: its paragraphs in reading order, for screen readers. The drawing has none.

The structure is read from the pages' own content, so files that are joined keep it.
"""

import re

# As :func:`marked` writes them: a paragraph or heading begins with its tag and goes on with Span.
LINES = re.compile(
    rb"/(P|H1|H2|Span|Figure) <</MCID (\d+)(?:/Alt <([0-9a-f]*)>/BBox \[([-\d. ]+)\])?>> BDC"
)


def marked(number, tag, content):
    """Return the content of a line with its number on the page.

    :param str tag: what begins with it; empty: the one before goes on
    """
    return f"/{tag or 'Span'} <</MCID {number}>> BDC {content} EMC"


def pictured(number, alt, box):
    """Return what stands for a picture in reading order; it is drawn elsewhere.

    :param str alt: what it shows, in words
    :param box: its edges in points of the page: left, bottom, right, top
    """
    edges = " ".join(f"{edge:.2f}" for edge in box)
    text = ("\ufeff" + alt).encode("utf-16-be").hex()
    return f"/Figure <</MCID {number}/Alt <{text}>/BBox [{edges}]>> BDC EMC"


def unread(content):
    """Return content that screen readers pass over."""
    return f"/Artifact BMC {content} EMC"


def add_tags(pdf, lang, page_langs=()):
    """Give a PDF whose pages have marked lines their structure; others stay as they are.

    :param str lang: BCP 47, or empty where it is not known
    :param page_langs: the languages of the pages where files of several ones are joined
    """
    import pikepdf

    langs = [*page_langs] or [lang] * len(pdf.pages)
    pages = [
        (page.obj, own) for page, own in zip(pdf.pages, langs, strict=True)
        if "/StructParents" in page.obj
    ]  # fmt: skip
    if not pages:
        return
    body = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document)
    )
    parents, paragraphs = pikepdf.Array(), []
    for number, (page, own) in enumerate(pages):
        page.StructParents = number
        first = len(paragraphs)
        lines = _paragraphs(pdf, page, body, paragraphs)
        if own != lang:
            for paragraph in paragraphs[first:]:
                paragraph.Lang = own
        parents.extend([number, pdf.make_indirect(pikepdf.Array(lines))])
    body.K = pikepdf.Array(paragraphs)
    tree = pikepdf.Dictionary(
        Type=pikepdf.Name.StructTreeRoot,
        K=body,
        ParentTree=pdf.make_indirect(pikepdf.Dictionary(Nums=parents)),
        ParentTreeNextKey=len(pages),
    )
    pdf.Root.StructTreeRoot = pdf.make_indirect(tree)
    body.P = pdf.Root.StructTreeRoot
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    if lang:
        pdf.Root.Lang = lang


def _paragraphs(pdf, page, body, paragraphs):
    """Add the page's paragraphs to the document's; return that of each of its lines."""
    import pikepdf

    lines = []
    for kind, number, alt, box in LINES.findall(page.Contents.read_bytes()):
        if kind != b"Span" or not lines:
            tag = pikepdf.Name(f"/{'P' if kind == b'Span' else kind.decode()}")
            element = pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem, S=tag, P=body, Pg=page, K=pikepdf.Array()
            )
            if alt:
                element.Alt = pikepdf.String(bytes.fromhex(alt.decode()).decode("utf-16"))
                edges = pikepdf.Array([float(edge) for edge in box.split()])
                element.A = pikepdf.Dictionary(O=pikepdf.Name.Layout, BBox=edges)
            paragraphs.append(pdf.make_indirect(element))
        paragraphs[-1].K.append(int(number))
        lines.append(paragraphs[-1])
    return lines
