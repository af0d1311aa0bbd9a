"""Hostile SVG files, as staff might upload them."""

import gzip
import random

from .pictures import bases

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
SIZE = 'viewBox="0 0 100 100">'
SHAPE = '<path d="M10 10H90V90H10Z"/>'
EVIL = "//evil.invalid/x"
ENTITY = '<?xml version="1.0"?><!DOCTYPE svg [{}]>'


def svg(body, attributes="", before=""):
    """Return an SVG file with a shape in it, so that nothing else is wrong with it."""
    return f"{before}{HEAD}{attributes}{SIZE}{body}{SHAPE}</svg>".encode()


# === WHAT RUNS OR LOADS === #

ACTIVE = (
    "<script>window.giftPwned=1</script>", '<script href="//evil.invalid/x.js"/>',
    "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'><script>1</script></body></foreignObject>",
    '<image href="//evil.invalid/x.png" width="9" height="9"/>',
    '<image xlink:href="file:///etc/passwd" width="9" height="9"/>',
    '<image href="data:image/svg+xml;base64,PHN2Zy8+" width="9" height="9"/>',
    '<use href="//evil.invalid/x.svg#a"/>', '<use xlink:href="file:///etc/passwd#a"/>', '<use href="#nowhere"/>',
    '<style>@import url(//evil.invalid/x.css);</style>', "<style>*{fill:url(//evil.invalid/x#a)}</style>",
    '<style>@font-face{font-family:x;src:url(//evil.invalid/x.ttf)}</style>',
    '<a href="javascript:window.giftPwned=1"><path d="M0 0H9V9Z"/></a>',
    '<animate attributeName="href" values="javascript:1"/>', '<set attributeName="onload" to="alert(1)"/>',
    '<path d="M0 0H9V9Z" onclick="window.giftPwned=1"/>', '<path d="M0 0H9V9Z" oNlOaD="alert(1)"/>',
    '<g style="background:url(//evil.invalid/x)"/>', '<path d="M0 0H9V9Z" style="fill:url(javascript:1)"/>',
    '<path d="M0 0H9V9Z" fill="url(//evil.invalid/x#a)"/>', '<path d="M0 0H9V9Z" clip-path="url(#nowhere)"/>',
    '<filter id="f"><feImage href="//evil.invalid/x"/></filter><g filter="url(#f)"/>',
    '<filter id="f"><feTurbulence numOctaves="999999"/></filter>', "<text>window</text>", "<metadata><x/></metadata>",
    '<switch><g/></switch>', '<iframe src="//evil.invalid/x"/>', "<html><script>1</script></html>",
    '<handler type="application/ecmascript">1</handler>', '<?xml-stylesheet href="//evil.invalid/x.css"?>',
    '<x:script xmlns:x="http://www.w3.org/2000/svg">1</x:script>', "<![CDATA[<script>1</script>]]>", "<!-- <script> -->",
    '<script xmlns="http://www.w3.org/1999/xhtml">1</script>', '<path d="M0 0H9V9Z" xml:base="//evil.invalid/"/>',
)  # fmt: skip
# === NUMBERS AND PATHS === #
PATHS = (
    "M0 0", "", "M", "Z", "M0 0L", "MNaN NaN L1 1", "M1e999 0 H1", "M0 0H1e308V-1e308Z", "M0 0A0 0 0 0 0 9 9Z",
    "M0 0A1e9 1e9 0 1 1 9 9Z", "M0 0 9", "L9 9", "M0 0 X 9 9", "M0,0,,9", "M.1.1.1.1.1", "M0 0" + "L9 9" * 60_000,
    "M0 0" + "C1 1 2 2 3 3" * 40_000 + "Z", "M0 0H9V9Z" * 30_000, "M0 0a1 1 0 0 0 1 1" * 20_000, "M" + "9" * 5_000 + " 0H9",
    "M0 0H1e-300V1e-300Z", "M 0 0 \u0000", "M١ ٢", "m0 0q" * 900, "M0 0S1 1 2 2T3 3Z", "M0 0H100V100H0Z" + "M1 1h98v98h-98z" * 300,
)  # fmt: skip
SHAPES = (
    '<rect width="-1" height="9"/>', '<rect width="1e400" height="1e400"/>', '<circle r="NaN"/>', '<circle r="1e30"/>',
    '<ellipse rx="0" ry="1"/>', '<polygon points="1 2 3"/>', '<polygon points="' + "1 2 " * 60_000 + '"/>', '<line x1="a"/>',
    '<path d="M0 0H9V9Z" stroke="red" stroke-width="1e9"/>', '<path d="M0 0H9" stroke="red" stroke-dasharray="' + "0.001 " * 900 + '"/>',
    '<path d="M0 0H99" stroke="#000" stroke-width="1" stroke-dasharray="1e-9"/>', '<path d="M0 0H9V9Z" stroke="red" stroke-miterlimit="1e30"/>',
    '<path d="M0 0H9V9Z" transform="matrix(0 0 0 0 0 0)"/>', '<path d="M0 0H9V9Z" transform="scale(1e300)"/>',
    '<path d="M0 0H9V9Z" transform="rotate(NaN)"/>', '<path d="M0 0H9V9Z" transform="' + "rotate(1)" * 20_000 + '"/>',
    '<path d="M0 0H9V9Z" fill="' + "x" * 100_000 + '"/>', '<path d="M0 0H9V9Z" opacity="-7"/>', '<rect width="9px" height="9%"/>',
    '<path d="M0 0H9V9Z" style="' + "fill:red;" * 20_000 + '"/>', '<path d="M0 0H9V9Z" fill="currentColor"/>',
    '<linearGradient id="g"><stop offset="9"/></linearGradient><path d="M0 0H9V9Z" fill="url(#g)"/>',
    '<pattern id="p" width="1e-9" height="1e-9"><path d="M0 0H9"/></pattern><path d="M0 0H9V9Z" fill="url(#p)"/>',
)  # fmt: skip
BOXES = (
    'viewBox="0 0 0 0"', 'viewBox="NaN NaN NaN NaN"', 'viewBox="0 0 1e300 1e300"', 'viewBox="0 0 -9 -9"', 'viewBox="a"', 'viewBox=""',
    'viewBox="0 0 1e-300 1"', 'viewBox="1 2 3"', 'viewBox="0 0 1 100000"', 'width="1e9" height="1e9"', 'width="-1mm" height="2in"', "",
    'viewBox="' + "9" * 400 + ' 0 1 1"', 'viewBox="0 0 100 100" preserveAspectRatio="x"', 'viewBox="0 0 100 100" onload="window.giftPwned=1"',
)  # fmt: skip


def documents():
    """Files that attack the XML reader, or are none."""
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    yield svg("&a9;", before=ENTITY.format('<!ENTITY a0 "lol">' + levels))
    yield svg("&a;" * 5_000, before=ENTITY.format(f'<!ENTITY a "{"x" * 50_000}">'))
    yield svg("&a;", before=ENTITY.format('<!ENTITY a SYSTEM "file:///etc/passwd">'))
    yield svg("&a;", before=ENTITY.format('<!ENTITY a SYSTEM "http://127.0.0.1:9/x">'))
    yield svg("", before=ENTITY.format('<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;'))
    yield svg("", before='<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/x.dtd">')
    yield svg("", before=ENTITY.format('<!ENTITY a "&a;">'))
    yield svg('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>')
    yield svg("<g>" * 100_000 + "</g>" * 100_000)
    yield svg("<g>" * 300 + SHAPE + "</g>" * 300)
    yield svg("<g>" * 100_000)
    yield svg(SHAPE * 60_000)
    yield svg('<g id="a"><use href="#a"/></g>')
    yield svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g><use href="#a"/>')
    uses = "".join(f'<g id="u{n}">{f"<use href=#u{n - 1} />" * 10}</g>' for n in range(1, 9))
    doubled = uses.replace("=#", '="#').replace(" />", '"/>')
    yield svg(f'<g id="u0">{SHAPE}</g>{doubled}<use href="#u8"/>')
    yield svg("".join(f'<path id="p" d="M0 0H{n}V9Z"/>' for n in range(5_000)))
    yield svg("", attributes=" ".join(f'a{n}="x"' for n in range(20_000)) + " ")
    yield svg("", attributes='a="1" a="2" ')
    yield svg("", attributes='xmlns:a="' + "x" * 200_000 + '" ')
    for encoding in ("utf-16", "utf-32", "utf-7", "cp037"):
        yield svg("").decode().encode(encoding)
    yield b'<?xml version="1.0" encoding="utf-7"?>' + svg("+ADw-script+AD4-1+ADw-/script+AD4-")
    yield b'<?xml version="1.0" encoding="nonsense"?>' + svg("")
    yield b'<?xml version="9.9"?>' + svg("")
    yield gzip.compress(svg(""))
    yield gzip.compress(b" " * 50_000_000)
    yield from nonsense()


def nonsense():
    """Bytes that are no drawing at all."""
    yield from (
        b"",
        b"<",
        b"<svg",
        b"<svg/>",
        b"<svg></svg>",
        b"\0" * 5_000,
        b"\xff\xfe",
        b"<html/>",
        b"<svg>\0</svg>",
    )
    yield b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'/>"
    yield b"x" * 2_000_000
    yield HEAD.encode() + SIZE.encode() + b"<!--" + b"-" * 500_000
    yield from (bases()[name] for name in ("photo.png", "photo.jpg"))
    yield b"%PDF-1.7\n" + svg("")
    yield b"%!PS\n{}loop"


def mutated(rng, count):
    """Drawings that were valid, with bytes and pieces changed."""
    pieces = (*ACTIVE, *SHAPES)
    for number in range(count):
        chosen = "".join(rng.choice(pieces) for _n in range(3) if number % 2)
        data = bytearray(
            svg(f'<g fill="#123456"><circle cx="9" cy="9" r="{number}"/></g>{chosen[:9_000]}')
        )
        for _n in range(rng.choice((1, 3, 9))):
            data[rng.randrange(len(data))] = rng.choice(b"<>\"'/&;=# 09az\0\xff")
        if number % 5 == 0:
            del data[rng.randrange(len(data)) :]
        yield bytes(data)


def hostile_drawings(seed, *, mutations=110):
    """Yield (name, bytes) of SVG files, in the same order for the same seed."""
    cases = [svg(body) for body in (*ACTIVE, *SHAPES)]
    cases += [svg(f'<path d="{path}"/>') for path in PATHS]
    cases += [f"{HEAD}{box}>{SHAPE}</svg>".encode() for box in BOXES]
    cases += [*documents(), *mutated(random.Random(seed), mutations)]
    for number, data in enumerate(cases):
        yield f"drawing_{number}.svg", data
