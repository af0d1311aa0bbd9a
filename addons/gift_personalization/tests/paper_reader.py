"""Reads the tags of a PDF with pypdf, which did not write them, as a screen reader meets them."""

import io

from pypdf import PdfReader

PAINTING = {
    b'Tj',
    b'TJ',
    b"'",
    b'"',
    b'Do',
    b'S',
    b's',
    b'f',
    b'F',
    b'f*',
    b'B',
    b'b',
    b'sh',
    b'BI',
}
HIDDEN = '/Artifact'


class Paper:
    """A PDF as assistive technology knows it; `problems` lists what it would stumble over."""

    def __init__(self, data):
        self.pdf = PdfReader(io.BytesIO(data))
        self.root = self.pdf.trailer['/Root']
        self.problems = []
        self.elements = []  # in reading order
        self.title = (self.pdf.metadata or {}).get('/Title') or ''
        self.lang = self.root.get('/Lang') or ''
        self._check_document()
        if '/StructTreeRoot' in self.root:
            self._walk(self.root['/StructTreeRoot']['/K'])
            owners = self._read_owners()
            for number, page in enumerate(self.pdf.pages, 1):
                self._check_page(number, page, owners)
            self._check_figures()

    @property
    def tags(self):
        """Return the kinds of elements in reading order."""
        return [str(element['/S']) for element in self.elements]

    @property
    def figures(self):
        """Return what the pictures show, in words."""
        return [str(e.get('/Alt', '')) for e in self.elements if e['/S'] == '/Figure']

    @property
    def langs(self):
        """Return the languages in the order in which they begin."""
        return list(dict.fromkeys(str(e.get('/Lang', self.lang)) for e in self.elements))

    @property
    def text(self):
        return '\n'.join(page.extract_text() for page in self.pdf.pages)

    # === CHECKS === #

    def _check_document(self):
        wanted = {
            "a title": self.title,
            "a language": self.lang,
            "a structure": '/StructTreeRoot' in self.root,
            "the mark that it is tagged": self.root.get('/MarkInfo', {}).get('/Marked'),
            "its title in the window": self.root.get('/ViewerPreferences', {}).get(
                '/DisplayDocTitle'
            ),
        }
        self.problems += [f"it lacks {what}" for what, found in wanted.items() if not found]

    def _walk(self, element):
        element = element.get_object()
        kids = element.get('/K', [])
        kids = kids if isinstance(kids, list) else [kids]
        if kids and all(isinstance(kid, int) for kid in kids):
            self.elements.append(element)
            return
        for kid in kids:
            self._walk(kid)

    def _read_owners(self):
        """Return ``{parents' number: the element of each mark}``."""
        numbers = self.root['/StructTreeRoot']['/ParentTree']['/Nums']
        return {
            int(number): [element.get_object() for element in elements.get_object()]
            for number, elements in zip(numbers[::2], numbers[1::2], strict=True)
        }

    def _check_page(self, number, page, owners):
        """Everything is either in the structure once, or passed over."""
        marks, bare = self._read_marks(page)
        if bare:
            self.problems.append(f"page {number} paints {bare} outside of any mark")
        known = owners.get(int(page.get('/StructParents', -1)), [])
        own = [
            (int(mark), element)
            for element in self.elements
            if element['/Pg'].indirect_reference == page.indirect_reference
            for mark in element['/K']
        ]
        if marks != sorted(mark for mark, _element in own) or len(known) != len(marks):
            self.problems.append(f"page {number}: marks {marks} are not those of the structure")
        if any(known[mark] is not element for mark, element in own if mark < len(known)):
            self.problems.append(f"page {number}: a mark belongs to another element")

    def _read_marks(self, page):
        """Return the numbers of the marks of a page, and what it paints outside of them."""
        marks, bare, open_marks = [], set(), []
        for operands, operator in page.get_contents().operations:
            if operator in (b'BMC', b'BDC'):
                open_marks.append(operands[0])
                if operator == b'BDC' and operands[0] != HIDDEN:
                    marks.append(int(operands[1]['/MCID']))
            elif operator == b'EMC':
                open_marks.pop()
            elif operator in PAINTING and not open_marks:
                bare.add(operator)
        return sorted(marks), sorted(bare)

    def _check_figures(self):
        for element in self.elements:
            if element['/S'] == '/Figure':
                if not str(element.get('/Alt', '')).strip():
                    self.problems.append("a picture has no words")
                if len(element.get('/A', {}).get('/BBox', ())) != 4:
                    self.problems.append("a picture has no place")
