"""Hostile pictures: bombs, forgeries, truncations, bit flips, polyglots, broken metadata."""

import io
import random
import struct
import zlib
from functools import cache

from PIL import Image

SIDE = (260, 220)
REQUEST_BYTES = 26 * 1024 * 1024
SCRIPT = b"<html><script>window.giftPwned=1;alert(1)</script></html>"


def photo(seed=1, size=SIDE, mode="RGB"):
    """Return a picture with noise in it, the same for the same seed."""
    small = Image.frombytes("L", (16, 16), random.Random(seed).randbytes(256))
    return small.resize(size).convert(mode)


def encoded(image, kind, **options):
    """Return a picture as bytes."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


@cache
def bases():
    """Return small valid photos by name; what is hostile is made of them."""
    return {
        "photo.jpg": encoded(photo(), "JPEG", quality=80),
        "progressive.jpg": encoded(photo(2), "JPEG", progressive=True),
        "photo.png": encoded(photo(3), "PNG"),
        "alpha.png": encoded(photo(4, mode="RGBA"), "PNG"),
        "photo.webp": encoded(photo(5), "WEBP", quality=60),
        "lossless.webp": encoded(photo(6), "WEBP", lossless=True),
        "alpha.webp": encoded(photo(7, mode="RGBA"), "WEBP"),
    }


# === PARTS OF FILES === #


def chunk(kind, data=b"", crc=None):
    """Return a chunk of a PNG file."""
    total = zlib.crc32(kind + data) if crc is None else crc
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", total)


def png(width, height, *, depth=8, color=0, interlace=0, rows=None, before=b"", after=b""):
    """Return a PNG file; its rows are zeros when not given."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}.get(color, 1)
    line = 1 + (width * depth * channels + 7) // 8
    packer = zlib.compressobj(1)
    data = b"".join(packer.compress(bytes(line)) for _row in range(rows or 0)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, interlace)
    parts = chunk(b"IHDR", header), before, chunk(b"IDAT", data), after, chunk(b"IEND")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def segment(marker, data):
    """Return a segment of a JPEG file."""
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def after_start(jpeg, *parts):
    """Return a JPEG file with segments put behind its first marker."""
    return jpeg[:2] + b"".join(parts) + jpeg[2:]


def resized_jpeg(jpeg, width, height):
    """Return a JPEG file that says it has another size."""
    at = next(i for i in range(len(jpeg)) if jpeg[i] == 0xFF and jpeg[i + 1] in (0xC0, 0xC2))
    return jpeg[: at + 5] + struct.pack(">HH", height, width) + jpeg[at + 9 :]


def riff(*chunks):
    """Return a WebP file of (kind, data)."""
    body = b"".join(k + struct.pack("<I", len(d)) + d + b"\0" * (len(d) % 2) for k, d in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def canvas(width, height, flags=0):
    """Return the head of an extended WebP file."""
    sizes = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"VP8X", bytes([flags, 0, 0, 0]) + sizes


# === KINDS === #


def bombs():
    """Files that say, or are, far more than they weigh."""
    jpeg = bases()["photo.jpg"]
    webp = bases()["photo.webp"]
    yield "164mp.png", png(12_800, 12_800, rows=12_800)
    yield "900mp.png", png(30_000, 30_000, depth=1, rows=30_000)
    yield "2e31.png", png(2**31 - 1, 2**31 - 1)
    yield "wide.png", png(12_000, 1, rows=1)
    yield "strip.png", png(12_000, 200, rows=200)
    yield "50mp.png", png(7_000, 7_100, color=2, rows=7_100)
    yield "limit.png", png(11_900, 4_200, depth=16, color=6, rows=4_200)
    yield "interlaced.png", png(7_000, 7_000, interlace=1, rows=9_000)
    yield "rowless.png", png(7_000, 7_000, color=6)
    yield "1x1.png", png(1, 1, rows=1)
    yield "0x0.png", png(0, 0)
    for width, height in ((65_000, 65_000), (65_535, 1), (9_000, 5_500), (0, 300), (12_000, 4_166)):
        yield f"{width}x{height}.jpg", resized_jpeg(jpeg, width, height)
    yield "progressive_50mp.jpg", resized_jpeg(bases()["progressive.jpg"], 7_000, 7_000)
    yield "two_sizes.jpg", after_start(jpeg, segment(0xC0, jpeg[:0] + b"\x08\x01\x00\x01\x00\x01"))
    yield "size_twice.jpg", jpeg[:-2] + resized_jpeg(jpeg, 65_000, 65_000)[2:]
    yield "many_scans.jpg", many_scans()
    yield "liar.webp", riff(canvas(300, 300), (b"VP8 ", big_vp8(webp)))
    yield "canvas.webp", riff(canvas(2**24, 2**24), (b"VP8 ", webp[20:]))
    yield "big.webp", riff((b"VP8 ", big_vp8(webp)))
    yield "lossless.webp", riff((b"VP8L", b"\x2f" + struct.pack("<I", 0xFFFFFFF) + bytes(64)))
    for kind in ("profile", "text"):
        yield f"{kind}.png", text_bomb(kind)
    yield from other_bombs()


def other_bombs():
    """Bombs in formats that are not printed from."""
    for name, kind in (("b.gif", "GIF"), ("b.tif", "TIFF"), ("b.bmp", "BMP"), ("b.ico", "ICO")):
        yield name, encoded(photo(size=(256, 256)), kind)
    yield "65535.gif", b"GIF89a" + b"\xff\xff\xff\xff\x80\0\0" + bytes(6) + b",\0\0\0\0\xff\xff\xff"
    yield "huge.bmp", b"BM" + struct.pack("<IIIIiiHHI", 99, 0, 54, 40, 60_000, -60_000, 1, 1, 0)
    yield "huge.tif", b"II*\0\x08\0\0\0" + struct.pack("<H", 0xFFFF) + b"\0\1\4\0" * 4_000
    yield "loop.tif", b"II*\0\x08\0\0\0\0\0" + struct.pack("<I", 8)
    yield "huge.avif", b"\0\0\0\x20ftypavif\0\0\0\0avifmif1miaf" + bytes(400)
    yield "phone.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(400)
    yield "huge.icns", b"icns" + struct.pack(">I", 2**31) + b"ic10" + struct.pack(">I", 2**31)
    yield "huge.psd", b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 56, 300_000, 300_000, 32, 3)


def many_scans():
    """Return a small progressive JPEG whose scans stand in it 3,000 times."""
    jpeg = bases()["progressive.jpg"]
    first = jpeg.index(b"\xff\xda")
    last = jpeg.rindex(b"\xff\xda")
    return jpeg[:first] + jpeg[first:last] + jpeg[last:-2] * 3_000 + jpeg[-2:]


def big_vp8(webp):
    """Return the frame of a lossy WebP file with the largest size it can say."""
    frame = bytearray(webp[20:])
    frame[6:10] = struct.pack("<HH", 16_383, 16_383)
    return bytes(frame)


def text_bomb(kind):
    """Return a PNG whose profile or text is 120 MB when unpacked."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _mb in range(120)) + packer.flush()
    head = b"iCCP" if kind == "profile" else b"zTXt"
    return png(*SIDE, color=2, rows=SIDE[1], before=chunk(head, b"x\0\0" + packed))


def animations():
    """Files with thousands of frames."""
    frame = photo(8, (210, 210))
    for kind, name in (("WEBP", "a.webp"), ("GIF", "a.gif"), ("PNG", "a.png")):
        frames = [photo(n, (210, 210)) for n in range(12)]
        yield name, encoded(frame, kind, save_all=True, append_images=frames)
    control = struct.pack(">IIIIIHHBB", 0, 60_000, 60_000, 0, 0, 1, 1, 0, 0)
    many = b"".join(chunk(b"fcTL", control) + chunk(b"fdAT", bytes(20)) for _n in range(10_000))
    head = chunk(b"acTL", struct.pack(">II", 2**31 - 1, 0))
    yield "10000.png", png(*SIDE, color=2, rows=SIDE[1], before=head, after=many)
    one = bases()["photo.webp"][12:]
    part = (b"ANMF", bytes(6) + b"\xff\0\0\xff\0\0" + bytes(4) + one)
    loop = (b"ANIM", bytes(6))
    yield "10000.webp", riff(canvas(*SIDE, flags=2), loop, *[part] * 4_000)
    body = b"!\xf9\4\0\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0"
    yield "10000.gif", b"GIF89a\xff\0\xff\0\x80\0\0\0\0\0\xff\xff\xff" + body * 10_000 + b";"
    yield "mpo.jpg", bases()["photo.jpg"] * 400


def truncated(rng, each):
    """Files cut at their structure's edges and anywhere else."""
    for name, data in bases().items():
        places = [1, 2, 3, 8, 12, 16, 20, 24, 33, len(data) - 1, len(data) - 12]
        places += [rng.randrange(24, len(data)) for _n in range(max(0, each - len(places)))]
        for at in places[:each]:
            yield f"cut_{at}_{name}", data[:at]


def flipped(rng, each):
    """Valid files with a few bits, bytes or runs of bytes changed."""
    for name, data in bases().items():
        for number in range(each):
            changed = bytearray(data)
            reach = len(data) if number % 3 else min(len(data), 700)
            for _n in range(rng.choice((1, 2, 5, 40))):
                changed[rng.randrange(reach)] ^= 1 << rng.randrange(8)
            if number % 7 == 6:
                at = rng.randrange(len(changed))
                changed[at:at] = rng.randbytes(rng.randrange(1, 400))
            yield f"flip_{number}_{name}", bytes(changed)


def polyglots():
    """Files that are something else as well, or only look like a photo."""
    jpeg, gif = bases()["photo.jpg"], encoded(photo(), "GIF")
    yield "js.gif", b"GIF89a/*" + bytes(300) + b"*/=1;window.giftPwned=1;alert(1)//"
    yield "js_in.gif", gif + b"<script>window.giftPwned=1</script>"
    yield "html.jpg", after_start(jpeg, segment(0xFE, SCRIPT))
    yield "html_first.jpg", SCRIPT + jpeg
    yield "php.jpg", after_start(jpeg, segment(0xE1, b"Exif\0\0<?php system('id'); ?>"))
    yield "pdf.jpg", b"%PDF-1.4\n%" + jpeg + b"\n%%EOF"
    yield "pdf_in.jpg", after_start(jpeg, segment(0xFE, b"%PDF-1.7 /JS (app.alert(1))"))
    yield "zip.jpg", jpeg + b"PK\x03\x04" + bytes(200) + b"PK\x05\x06" + bytes(18)
    yield "zip.png", bases()["photo.png"] + b"PK\x05\x06" + bytes(18)
    yield "html.png", png(*SIDE, rows=SIDE[1], before=chunk(b"tEXt", b"Comment\0" + SCRIPT))
    yield "html.webp", riff((b"VP8 ", bases()["photo.webp"][20:]), (b"XMP ", SCRIPT))
    yield "svg.jpg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    yield "svg.png", b"\x89PNG\r\n\x1a\n<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
    yield "eps.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 400 400\n(id) system\nshowpage"
    yield "eps_dos.jpg", b"\xc5\xd0\xd3\xc6" + bytes(26) + b"%!PS\n{}loop"
    yield "mvg.jpg", b"push graphic-context\nimage over 0,0 0,0 'https://evil.invalid/x.png'\npop"
    yield "ffmpeg.jpg", b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\nfile:///etc/passwd\n"
    yield "elf.jpg", b"\x7fELF" + bytes(500)
    yield "html.jpg", SCRIPT
    yield "empty.jpg", b""
    yield "blank.jpg", b" " * 1000
    yield "zeros.jpg", bytes(4000)
    yield "magic.jpg", b"\xff\xd8\xff"
    yield "fill.jpg", b"\xff\xd8" + b"\xff" * 2_000_000
    yield "riff.webp", b"RIFF\xff\xff\xff\xffWEBPVP8 \xff\xff\xff\xff" + bytes(40)


def profiles(rng):
    """Colour spaces, profiles and EXIF data that are broken or far too large."""
    jpeg = bases()["photo.jpg"]
    cmyk = photo(9, mode="CMYK")
    yield "cmyk.jpg", encoded(cmyk, "JPEG")
    yield "cmyk_profile.jpg", encoded(cmyk, "JPEG", icc_profile=rng.randbytes(3000))
    yield "profile.jpg", encoded(photo(), "JPEG", icc_profile=rng.randbytes(60_000))
    yield "profile.png", encoded(photo(), "PNG", icc_profile=b"acsp" * 500)
    yield "profile.webp", encoded(photo(), "WEBP", icc_profile=rng.randbytes(900))
    yield "profile_16m.jpg", encoded(photo(), "JPEG", icc_profile=bytes(16_000_000))
    yield (
        "profile_parts.jpg",
        after_start(
            jpeg,
            *(segment(0xE2, b"ICC_PROFILE\0" + bytes([n, 255]) + bytes(9)) for n in range(256)),
        ),
    )
    for value in (0, 3, 5, 6, 8, 9, 255, 65_535):
        tags = struct.pack("<HHHIHH", 1, 0x112, 3, 1, value, 0) + bytes(4)
        yield f"turned_{value}.jpg", after_start(jpeg, segment(0xE1, exif(tags)))
    loop = struct.pack("<HHHII", 1, 0x8769, 4, 1, 8) + struct.pack("<I", 8)
    yield "exif_loop.jpg", after_start(jpeg, segment(0xE1, exif(loop)))
    huge = struct.pack("<HHHII", 1, 0x112, 2, 2**32 - 1, 2**32 - 1) + bytes(4)
    yield "exif_huge.jpg", after_start(jpeg, segment(0xE1, exif(huge)))
    many = struct.pack("<H", 5000) + rng.randbytes(60_000)
    yield "exif_many.jpg", after_start(jpeg, segment(0xE1, exif(many)))
    yield "exif.png", png(*SIDE, rows=SIDE[1], before=chunk(b"eXIf", exif(loop)[6:]))
    yield "segments.jpg", after_start(jpeg, *[segment(0xE1, b"Exif\0\0" + bytes(90))] * 20_000)
    yield "arithmetic.jpg", jpeg.replace(b"\xff\xc0", b"\xff\xc9")
    yield "sof3.jpg", jpeg.replace(b"\xff\xc0", b"\xff\xc3")
    yield "no_tables.jpg", jpeg.replace(b"\xff\xdb", b"\xff\xec").replace(b"\xff\xc4", b"\xff\xec")
    for depth, color in ((1, 0), (16, 6), (8, 3), (2, 3), (8, 4), (7, 9)):
        yield f"depth_{depth}_{color}.png", png(*SIDE, depth=depth, color=color, rows=SIDE[1])
    yield "unknown_chunk.png", png(*SIDE, rows=SIDE[1], before=chunk(b"EVIL", bytes(9)))
    yield "bad_crc.png", png(*SIDE, rows=SIDE[1], before=chunk(b"gAMA", bytes(4), crc=1))
    yield "two_heads.png", png(*SIDE, rows=SIDE[1], before=png(60_000, 60_000)[8:33])
    yield "length.png", png(*SIDE, rows=9)[:33] + struct.pack(">I", 2**32 - 1) + b"IDAT" + bytes(99)


def exif(tags):
    """Return EXIF data with one directory."""
    return b"Exif\0\0II*\0\x08\0\0\0" + tags


def too_large():
    """Files above the limits of the route and of the photo."""
    jpeg = bases()["photo.jpg"]
    yield "25mb.jpg", jpeg + bytes(25 * 1024 * 1024 + 1 - len(jpeg))
    yield "26mb.jpg", jpeg + bytes(REQUEST_BYTES + 100)


GROUPS = ("bomb", "animation", "truncated", "flipped", "polyglot", "profile", "size")
# Those that are made and read in a moment.
QUICK = ("truncated", "flipped", "polyglot")


def hostile_pictures(seed, *, flips=40, cuts=11, groups=GROUPS):
    """Yield (group, file name, bytes), in the same order for the same seed."""
    makers = {
        "bomb": lambda _rng: bombs(),
        "animation": lambda _rng: animations(),
        "truncated": lambda rng: truncated(rng, cuts),
        "flipped": lambda rng: flipped(rng, flips),
        "polyglot": lambda _rng: polyglots(),
        "profile": profiles,
        "size": lambda _rng: too_large(),
    }
    for group in groups:
        for name, data in makers[group](random.Random(f"{seed} {group}")):
            yield group, name, data
