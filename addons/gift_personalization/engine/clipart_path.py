"""Path data and transforms of untrusted SVG, checked number by number."""

import math
import re

from .errors import EngineError
from .geometry import IDENTITY, multiply, rotate, scale, translate

MAX_NUMBER = 1e6
MAX_SEGMENTS = 3000
NUMBER = re.compile(r"[\s,]*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?)")
FLAG = re.compile(r"[\s,]*([01])")
LETTER = re.compile(r"[\s,]*([A-Za-z])")
END = re.compile(r"[\s,]*\Z")
FUNCTION = re.compile(r"[\s,]*([a-zA-Z]+)\s*\(([^()]*)\)")
ARGUMENTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "A": 7, "Z": 0}


def bounded(text):
    """Return the number in ``text``.

    :raises EngineError: ``svg_number`` for one that is not finite or too large
    """
    try:
        value = float(text)
    except ValueError:
        value = math.inf
    if not abs(value) <= MAX_NUMBER:
        raise EngineError("svg_number", number=str(text)[:40])
    return value


def read_path(data):
    """Return path data as ``[(letter, numbers), …]`` with one entry per segment.

    :raises EngineError: ``svg_path`` for anything but path data, ``svg_complex`` above the limit
    """
    segments, at, letter = [], 0, None
    while not END.match(data, at):
        found = LETTER.match(data, at)
        if found:
            letter, at = found[1], found.end()
        elif letter in (None, "Z", "z"):
            raise EngineError("svg_path")
        if letter.upper() not in ARGUMENTS or (not segments and letter.upper() != "M"):
            raise EngineError("svg_path")
        numbers, at = _read_numbers(data, at, letter.upper())
        segments.append((letter, numbers))
        if len(segments) > MAX_SEGMENTS:
            raise EngineError("svg_complex")
        letter = {"M": "L", "m": "l"}.get(letter, letter)
    return segments


def _read_numbers(data, at, command):
    numbers = []
    for index in range(ARGUMENTS[command]):
        pattern = FLAG if command == "A" and index in (3, 4) else NUMBER
        found = pattern.match(data, at)
        if not found:
            raise EngineError("svg_path")
        numbers.append(bounded(found[1]))
        at = found.end()
    return numbers, at


def build_path(segments):
    """Return the ``skia.Path`` of what :func:`read_path` gave."""
    return _Builder().build(segments)


class _Builder:
    def __init__(self):
        import skia

        self.skia = skia
        self.path = skia.Path()
        self.here = self.start = (0.0, 0.0)
        self.control = None  # (letter, x, y) of the last curve, for S and T

    def build(self, segments):
        for letter, numbers in segments:
            command = letter.upper()
            if letter.islower():
                numbers = self._absolute(command, numbers)
            getattr(self, f"_draw_{command.lower()}")(numbers)
            if command not in "CSQT":
                self.control = None
        return self.path

    def _absolute(self, command, numbers):
        x, y = self.here
        if command == "H":
            return [numbers[0] + x]
        if command == "V":
            return [numbers[0] + y]
        if command == "A":
            return [*numbers[:5], numbers[5] + x, numbers[6] + y]
        return [value + (y if index % 2 else x) for index, value in enumerate(numbers)]

    def _draw_m(self, numbers):
        self.here = self.start = tuple(numbers)
        self.path.moveTo(*numbers)

    def _draw_l(self, numbers):
        self.here = tuple(numbers)
        self.path.lineTo(*numbers)

    def _draw_h(self, numbers):
        self._draw_l((numbers[0], self.here[1]))

    def _draw_v(self, numbers):
        self._draw_l((self.here[0], numbers[0]))

    def _draw_c(self, numbers):
        self.path.cubicTo(*numbers)
        self.control = ("C", *numbers[2:4])
        self.here = tuple(numbers[4:])

    def _draw_s(self, numbers):
        self._draw_c([*self._reflected("C"), *numbers])

    def _draw_q(self, numbers):
        self.path.quadTo(*numbers)
        self.control = ("Q", *numbers[:2])
        self.here = tuple(numbers[2:])

    def _draw_t(self, numbers):
        self._draw_q([*self._reflected("Q"), *numbers])

    def _draw_a(self, numbers):
        radius_x, radius_y, turn, large, sweep, x, y = numbers
        sizes, sweeps = self.skia.Path.ArcSize, self.skia.PathDirection
        self.path.arcTo(
            abs(radius_x),
            abs(radius_y),
            turn,
            sizes.kLarge_ArcSize if large else sizes.kSmall_ArcSize,
            sweeps.kCW if sweep else sweeps.kCCW,
            x,
            y,
        )
        self.here = (x, y)

    def _draw_z(self, _numbers):
        self.path.close()
        self.here = self.start

    def _reflected(self, kind):
        if not self.control or self.control[0] != kind:
            return self.here
        return 2 * self.here[0] - self.control[1], 2 * self.here[1] - self.control[2]


# === TRANSFORMS === #


def read_transform(text):
    """Return the engine matrix of an SVG ``transform``.

    :raises EngineError: ``svg_transform``
    """
    matrix, at = IDENTITY, 0
    while not END.match(text, at):
        found = FUNCTION.match(text, at)
        if not found:
            raise EngineError("svg_transform")
        at = found.end()
        numbers = [bounded(part) for part in re.split(r"[\s,]+", found[2].strip()) if part]
        matrix = multiply(matrix, _function(found[1], numbers))
    return matrix


def _function(name, numbers):
    count = len(numbers)
    if name == "matrix" and count == 6:
        return tuple(numbers)
    if name == "translate" and count in (1, 2):
        return translate(*numbers, *[0.0] * (2 - count))
    if name == "scale" and count in (1, 2):
        return scale(numbers[0], numbers[-1])
    if name == "rotate" and count in (1, 3):
        turn = rotate(round(numbers[0] * 1000))
        if count == 1:
            return turn
        x, y = numbers[1:]
        return multiply(multiply(translate(x, y), turn), translate(-x, -y))
    if name in ("skewX", "skewY") and count == 1:
        slope = math.tan(math.radians(numbers[0]))
        if abs(slope) <= MAX_NUMBER:
            return (1.0, 0.0, slope, 1.0, 0.0, 0.0) if name[-1] == "X" else (
                1.0, slope, 0.0, 1.0, 0.0, 0.0
            )  # fmt: skip
    raise EngineError("svg_transform")
