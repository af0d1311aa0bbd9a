"""Hostile font files: real faces with their tables changed, and bytes that only look like one."""

import gzip
import io
import random
import struct
from pathlib import Path

from fontTools.ttLib import TTFont, newTable

MARK = "<script>window.giftPwned=1</script>"


def sources(folder, count=4):
    """Return the smallest of the shop's faces, as bytes."""
    files = sorted(Path(folder).glob("*.ttf"), key=lambda file: (file.stat().st_size, file.name))
    return [file.read_bytes() for file in files[:count]]


def saved(font, flavor=None):
    """Return a font as bytes; WOFF or WOFF2 when asked for."""
    buffer = io.BytesIO()
    font.flavor = flavor
    font.save(buffer)
    return buffer.getvalue()


def directory(data):
    """Return {tag: (place of its entry, offset, length)} of a font file."""
    count = struct.unpack(">H", data[4:6])[0]
    entries = {}
    for number in range(count):
        at = 12 + 16 * number
        tag, _sum, offset, length = struct.unpack(">4sIII", data[at : at + 16])
        entries[tag.decode("latin-1")] = (at, offset, length)
    return entries


def table_changes(data, rng):
    """Files with one table flipped, emptied, cut, far away, huge or on top of another."""
    for tag, (at, offset, length) in directory(data).items():
        flipped = bytearray(data)
        for _n in range(20):
            flipped[offset + rng.randrange(max(length, 1))] ^= 1 << rng.randrange(8)
        yield f"flip_{tag.strip()}", bytes(flipped)
        for name, entry in (
            ("empty", (offset, 0)), ("cut", (offset, length // 2)), ("far", (2**32 - 9, length)),
            ("huge", (offset, 2**32 - 1)), ("head", (0, length)),
        ):  # fmt: skip
            yield (
                f"{name}_{tag.strip()}",
                data[: at + 8] + struct.pack(">II", *entry) + data[at + 16 :],
            )


def crafted(data):
    """Fonts that are well formed and mean harm."""
    font = TTFont(io.BytesIO(data))
    for record in font["name"].names:
        record.string = MARK
    yield "names", saved(font)
    font = TTFont(io.BytesIO(data))
    font["head"].unitsPerEm = 16
    yield "tiny_em", saved(font)
    font = TTFont(io.BytesIO(data))
    if "glyf" in font:
        yield "loop", looped(font)
    font = TTFont(io.BytesIO(data))
    for table in font["cmap"].tables:
        table.cmap = dict.fromkeys(range(0x20, 0x800), font.getGlyphOrder()[0])
    yield "all_notdef", saved(font)
    svg = newTable("SVG ")
    svg.docList = [(f"<svg onload='alert(1)'>{MARK}</svg>", 1, 1)]
    font = TTFont(io.BytesIO(data))
    font["SVG "] = svg
    yield "svg_table", saved(font)
    for flavor in ("woff", "woff2"):
        packed = saved(TTFont(io.BytesIO(data)), flavor)
        yield flavor, packed
        yield f"{flavor}_cut", packed[: len(packed) // 2]
        yield f"{flavor}_size", packed[:16] + struct.pack(">I", 2**32 - 1) + packed[20:]
    yield "collection", b"ttcf" + struct.pack(">III", 0x10000, 2**31, 0) + data
    yield "no_glyphs", data[:4] + b"\0\0" + data[6:]


def looped(font):
    """Return a face whose composite glyphs are made of themselves."""
    from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

    name = font.getBestCmap()[ord("A")]
    part = GlyphComponent()
    part.glyphName, part.x, part.y, part.flags = name, 0, 0, 0x204
    glyph = Glyph()
    glyph.numberOfContours, glyph.components = -1, [part] * 8
    glyph.xMin = glyph.yMin = glyph.xMax = glyph.yMax = 0
    font["glyf"].glyphs[name] = glyph
    font["maxp"].recalc = lambda _font: None  # it would follow the loop
    font.recalcBBoxes = False
    return saved(font)


def nonsense():
    """Bytes that only begin like a font."""
    yield from ((f"magic_{n}", head + bytes(400)) for n, head in enumerate(
        (b"\0\1\0\0", b"OTTO", b"wOFF", b"wOF2", b"ttcf", b"true", b"typ1", b"%!PS-AdobeFont-1.0")
    ))  # fmt: skip
    yield "empty", b""
    yield "svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    yield "html", b"<script>window.giftPwned=1</script>"
    yield "gzip", gzip.compress(bytes(30_000_000))


def hostile_faces(seed, folder, count=120):
    """Return up to ``count`` (name, bytes), a sample of all that can be made of the faces."""
    rng = random.Random(seed)
    cases = []
    for number, data in enumerate(sources(folder)):
        made = [*table_changes(data, rng), *crafted(data)]
        cases += [(f"{number}_{name}.ttf", changed) for name, changed in made]
    chosen = rng.sample(cases, min(count, len(cases)))
    return [*chosen, *((f"{name}.ttf", data) for name, data in nonsense())]
