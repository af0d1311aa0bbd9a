"""Reading an uploaded SVG file in a process of its own: no drawing can harm the host."""

import json
import os
import subprocess
import sys
from pathlib import Path

from .clipart import parse_drawing
from .clipart_svg import MAX_BYTES
from .errors import EngineError
from .photo import PASSED_ON

WORKER = Path(__file__).with_name("clipart_worker.py")


def read_svg_isolated(data, *, timeout_s=10, memory_mb=1500):
    """Do :func:`clipart_svg.read_svg` in a child process.

    :param timeout_s: seconds, of processor time and by the clock
    :param memory_mb: limit of the child's address space
    :raises EngineError: as :func:`clipart_svg.read_svg`; ``svg_complex`` above the limits
    """
    if len(data) > MAX_BYTES:
        raise EngineError("svg_size")
    command = [sys.executable, "-B", str(WORKER), str(memory_mb), str(timeout_s)]
    try:
        done = subprocess.run(
            command,
            input=bytes(data),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=timeout_s,
            env={key: os.environ[key] for key in PASSED_ON if key in os.environ},
            check=False,
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):  # a child without an answer met its limits
        raise EngineError("svg_complex") from None
    if "code" in answer:
        raise EngineError(answer["code"], **answer["params"])
    return parse_drawing(answer["drawing"].encode())
