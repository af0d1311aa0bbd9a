"""Segments: the contours of a Skia path as lines and curves, and as polygons."""

import math

CONIC_POW2 = 2


def contour_segments(path):
    """Yield per contour its segments: tuples of 2 (line), 3 (quadratic) or 4 (cubic) points."""
    import skia

    segments, start, verbs = [], None, skia.Path.Verb
    steps = skia.Path.Iter(path, True)  # closes every contour
    while True:
        verb, points = steps.next()
        points = [(point.x(), point.y()) for point in points]
        if verb in (verbs.kMove_Verb, verbs.kDone_Verb):
            if segments:
                yield segments
            if verb == verbs.kDone_Verb:
                return
            segments, start = [], points[0]
        elif verb == verbs.kConic_Verb:
            segments += _conic(points, steps.conicWeight())
        elif verb != verbs.kClose_Verb:
            if len(points) > 2 or points[0] != points[1]:
                segments.append(tuple(points))
        elif segments and segments[-1][-1] != start:
            segments.append((segments[-1][-1], start))


def path_of(contours):
    """Return the ``skia.Path`` of contours as :func:`contour_segments` yields them."""
    import skia

    path = skia.Path()
    draw = {2: path.lineTo, 3: path.quadTo, 4: path.cubicTo}
    for segments in contours:
        path.moveTo(*segments[0][0])
        for segment in segments:
            draw[len(segment)](*(value for point in segment[1:] for value in point))
        path.close()
    return path


def flattened(segments, tolerance):
    """Return a contour as (x, y) points, the first not repeated; chords stay within tolerance."""
    points = [segments[0][0]]
    for segment in segments:
        points += _chords(segment, tolerance)
    return _without_repeats(points)


def area(points):
    """Return the area of a polygon, negative where it winds the other way."""
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def _conic(points, weight):
    import skia

    points = [skia.Point(*point) for point in points]
    made = skia.Path.ConvertConicToQuads(*points, weight, CONIC_POW2)
    made = [(point.x(), point.y()) for point in made]
    return [tuple(made[at : at + 3]) for at in range(0, len(made) - 2, 2)]


def _chords(segment, tolerance):
    """Return points along a segment after its first one; a chord stays within ``tolerance``."""
    if len(segment) == 2:
        return [segment[1]]
    bend = max(
        math.hypot(a[0] - 2 * b[0] + c[0], a[1] - 2 * b[1] + c[1])
        for a, b, c in zip(segment, segment[1:], segment[2:], strict=False)
    )
    # Wang's bound: (degree · (degree − 1) / 8) · |second difference| / tolerance.
    degree = len(segment) - 1
    count = max(1, math.ceil(math.sqrt(degree * (degree - 1) / 8 * bend / tolerance)))
    at = _on_quadratic if degree == 2 else _on_cubic
    return [at(*segment, step / count) for step in range(1, count)] + [segment[-1]]


def _on_quadratic(start, control, end, time):
    rest = 1 - time
    a, b, c = rest * rest, 2 * rest * time, time * time
    return (
        a * start[0] + b * control[0] + c * end[0],
        a * start[1] + b * control[1] + c * end[1],
    )


def _on_cubic(start, first, second, end, time):
    rest = 1 - time
    a, b, c, d = rest**3, 3 * rest * rest * time, 3 * rest * time * time, time**3
    return (
        a * start[0] + b * first[0] + c * second[0] + d * end[0],
        a * start[1] + b * first[1] + c * second[1] + d * end[1],
    )


def _without_repeats(points):
    kept = [point for at, point in enumerate(points) if not at or point != points[at - 1]]
    return kept[:-1] if len(kept) > 1 and kept[0] == kept[-1] else kept
