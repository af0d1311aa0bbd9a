"""Path data (``M L C l q c z``) as absolute curves, for what reshapes outlines."""

import re

TOKEN = re.compile(r"([MLClqcz])([^MLClqcz]*)")
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")


def curves(data):
    """Yield (command, points) with absolute points.

    ``M`` has one point; curves are ``q`` with three or ``c`` with four points, the first being
    where the pen stands; a straight line is a ``q`` with its control point in the middle; ``z``
    comes after the line back to the start and has none.
    """
    here = start = (0.0, 0.0)
    for command, arguments in TOKEN.findall(data):
        numbers = list(map(float, NUMBER.findall(arguments)))
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        if command.islower():
            points = [(here[0] + x, here[1] + y) for x, y in points]
        if command == "z":
            if here != start:
                yield _line(here, start)
            yield "z", []
            here = start
            continue
        if command == "M":
            start = points[0]
            yield "M", points
        elif command in "Ll":
            yield _line(here, points[0])
        else:
            yield command.lower(), [here, *points]
        here = points[-1]


def _line(start, end):
    return "q", [start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), end]
