"""The sRGB profile that print PDFs carry: ICC version 2, made here from the published figures.

IEC 61966-2-1: primaries adapted to D50 (Bradford) and the transfer curve. Nobody's copyright.
"""

import struct
from functools import lru_cache

DESCRIPTION = "sRGB IEC61966-2.1"
RIGHTS = "No copyright, use freely"
D50 = (0.9642, 1.0, 0.8249)
WHITE = (0.95045, 1.0, 1.08905)
PRIMARIES = {
    "rXYZ": (0.43607, 0.22249, 0.01392),
    "gXYZ": (0.38515, 0.71687, 0.09708),
    "bXYZ": (0.14307, 0.06061, 0.71410),
}
CURVE_POINTS = 1024
HEADER_SIZE = 128


@lru_cache(maxsize=1)
def srgb_profile():
    """Return the profile's bytes, always the same."""
    tags = {
        "desc": _description(DESCRIPTION),
        "cprt": b"text" + bytes(4) + RIGHTS.encode() + b"\0",
        "wtpt": _xyz(WHITE),
        **{name: _xyz(values) for name, values in PRIMARIES.items()},
        "rTRC": _curve(),
    }
    offset = HEADER_SIZE + 4 + 12 * (len(tags) + 2)
    table, body, places = b"", b"", {}
    for name, data in tags.items():
        places[name] = (offset + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    places["gTRC"] = places["bTRC"] = places["rTRC"]
    for name, (at, size) in places.items():
        table += struct.pack(">4sII", name.encode(), at, size)
    size = HEADER_SIZE + 4 + len(table) + len(body)
    return _header(size) + struct.pack(">I", len(places)) + table + body


def _header(size):
    head = struct.pack(">I4sI4s4s4s", size, bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ")
    head += struct.pack(">6H", 2010, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    head += b"".join(_fixed(value) for value in D50)
    return head.ljust(HEADER_SIZE, b"\0")


def _description(text):
    ascii_text = text.encode() + b"\0"
    unicode_part, script_part = bytes(8), bytes(70)
    return b"desc" + bytes(4) + struct.pack(">I", len(ascii_text)) + ascii_text + (
        unicode_part + script_part
    )  # fmt: skip


def _xyz(values):
    return b"XYZ " + bytes(4) + b"".join(_fixed(value) for value in values)


def _fixed(value):
    return struct.pack(">i", round(value * 65536))


def _curve():
    steps = [_linear(step / (CURVE_POINTS - 1)) for step in range(CURVE_POINTS)]
    values = [round(value * 65535) for value in steps]
    return b"curv" + bytes(4) + struct.pack(f">I{CURVE_POINTS}H", CURVE_POINTS, *values)


def _linear(value):
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
