"""Photos: from untrusted bytes to a print master and a screen copy of our own making.

What is kept was decoded and written by us: turned upright, converted to sRGB, first frame only,
without any metadata (a phone's GPS position among it). Decoding belongs into
:func:`ingest_isolated`: a short-lived process with limits on memory and time.
"""

import json
import os
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .errors import EngineError
from .photo_header import PhotoInfo, read_header

__all__ = [
    "MAX_BYTES",
    "MAX_PIXELS",
    "MAX_SIDE",
    "MIN_SIDE",
    "WORKING_SIDE",
    "Ingested",
    "PhotoInfo",
    "ingest",
    "ingest_isolated",
    "probe",
]

MAX_BYTES = 25 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_SIDE = 12_000
MIN_SIDE = 200
WORKING_SIDE = 1600

WORKER = Path(__file__).with_name("photo_worker.py")
CODES = {
    "unsupported_type", "heic", "too_large_bytes", "too_many_pixels", "too_small", "broken",
    "timeout",
}  # fmt: skip
# The child gets what it needs to find its libraries and none of the host's secrets.
PASSED_ON = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT")


@dataclass(frozen=True)
class Ingested:
    """A photo of our own making.

    :param bytes master: full resolution, for print (JPEG, or PNG where it has transparency)
    :param bytes working: at most 1600 px, for screens (JPEG, or WebP with transparency)
    :param int width_px: width of the master
    :param int detail_permille: see ``sharpness.detail_permille``
    """

    master: bytes
    master_mimetype: str
    working: bytes
    working_mimetype: str
    width_px: int
    height_px: int
    detail_permille: int = 1000


def probe(data):
    """Check a photo by its header alone and return its :class:`PhotoInfo`.

    :raises EngineError: ``unsupported_type``, ``heic``, ``too_large_bytes`` (max_mb),
        ``too_many_pixels`` (max_mp, max_side), ``too_small`` (min_side), ``broken``
    """
    if not data:
        raise EngineError("broken")
    if len(data) > MAX_BYTES:
        raise EngineError("too_large_bytes", max_mb=MAX_BYTES // 1024 // 1024)
    info = read_header(data)
    width, height = info.width_px, info.height_px
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise EngineError(
            "too_many_pixels",
            max_mp=MAX_PIXELS // 1_000_000,
            max_side=MAX_SIDE,
            width_px=width,
            height_px=height,
        )
    if min(width, height) < MIN_SIDE:
        raise EngineError("too_small", min_side=MIN_SIDE, width_px=width, height_px=height)
    return info


def ingest(data):
    """Decode, clean and re-encode a photo in this process. See :func:`ingest_isolated`.

    :raises EngineError: as :func:`probe`; ``broken`` for anything that does not decode to the end
    :rtype: Ingested
    """
    info = probe(data)
    from .photo_decode import decode, encode

    try:
        return encode(decode(data, info))
    except EngineError:
        raise
    except Exception as error:
        raise EngineError("broken") from error


def ingest_isolated(data, *, timeout_s=30, memory_mb=1500):
    """Do :func:`ingest` in a process of its own, so that no photo can harm the host.

    :param timeout_s: seconds, of processor time and by the clock
    :param memory_mb: limit of the child's address space
    :raises EngineError: as :func:`ingest`, and ``timeout``
    """
    probe(data)
    command = [sys.executable, "-B", str(WORKER), str(int(memory_mb)), str(max(1, int(timeout_s)))]
    environment = {key: os.environ[key] for key in PASSED_ON if key in os.environ}
    try:
        done = subprocess.run(
            command,
            input=bytes(data),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=timeout_s,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise EngineError("timeout") from None
    return _unpack(done)


def pack(ingested):
    """Return the worker's answer: length of a JSON header, the header, master, working copy."""
    header = {
        "master": len(ingested.master),
        "master_mimetype": ingested.master_mimetype,
        "working_mimetype": ingested.working_mimetype,
        "width_px": ingested.width_px,
        "height_px": ingested.height_px,
        "detail_permille": ingested.detail_permille,
    }
    return _framed(header) + ingested.master + ingested.working


def pack_error(error):
    """Return the worker's answer for an :class:`EngineError`."""
    return _framed({"code": error.code, "params": error.params})


def _framed(header):
    text = json.dumps(header).encode()
    return struct.pack(">I", len(text)) + text


def _unpack(done):
    """Read the worker's answer; a child that died without one was killed by its limits."""
    answer = done.stdout
    if done.returncode in (-24, 152):  # SIGXCPU
        raise EngineError("timeout")
    if done.returncode or len(answer) < 4:
        raise EngineError("broken")
    size = 4 + struct.unpack(">I", answer[:4])[0]
    header = json.loads(answer[4:size])
    code = header.get("code")
    if code:
        raise EngineError(code if code in CODES else "broken", **header["params"])
    middle = size + header.pop("master")
    return Ingested(master=answer[size:middle], working=answer[middle:], **header)
