"""Painted shapes to the outlines of a drawing: strokes widened, overlaps melted, holes cut."""

from .clipart import MAX_BYTES, MAX_PARTS, SIDE, Drawing
from .errors import EngineError
from .geometry import multiply, scale, translate
from .outputs.paths import skia_matrix

WORK_SIDE = 1000.0  # Skia's path operations are at their best at such coordinates
MAX_COORDINATE = 1e6
MIN_PART = 0.003  # of the drawing's longer side: smaller contours are slivers of the operations
WHITE = "#ffffff"


class Painter:
    """Collects shapes in the order they are painted.

    :param view_box: (x, y, width, height) that the file shows; what lies outside is cut off
    """

    def __init__(self, view_box):
        import skia

        self.skia = skia
        self.shapes = []
        x, y, width, height = view_box or (0.0, 0.0, WORK_SIDE, WORK_SIDE)
        unit = WORK_SIDE / max(width, height)
        self.matrix = multiply(scale(unit, unit), translate(-x, -y))
        self.window = skia.Path().addRect(0, 0, width * unit, height * unit) if view_box else None

    def paint(self, path, style, matrix):
        """Add the fill and the stroke of a path.

        :param dict style: ``fill``, ``stroke`` (colour or ``None``), ``evenodd``, ``width``,
            ``cap``, ``join``, ``miter``
        """
        if not all(abs(value) <= MAX_COORDINATE for value in matrix):
            raise EngineError("svg_number", number="transform")
        if style["fill"]:
            rules = self.skia.PathFillType
            filled = self.skia.Path(path)
            filled.setFillType(rules.kEvenOdd if style["evenodd"] else rules.kWinding)
            self._add(style["fill"], filled, matrix)
        if style["stroke"]:
            self._add(style["stroke"], self._widened(path, style, matrix), matrix)

    def _widened(self, path, style, matrix):
        paint = self.skia.Paint(
            Style=self.skia.Paint.kStroke_Style,
            StrokeWidth=style["width"],
            StrokeCap=getattr(self.skia.Paint, f"k{style['cap'].title()}_Cap"),
            StrokeJoin=getattr(self.skia.Paint, f"k{style['join'].title()}_Join"),
            StrokeMiter=style["miter"],
        )
        widened = self.skia.Path()
        paint.getFillPath(path, widened, None, 4 * max(1e-6, *map(abs, matrix[:4])))
        return widened

    def _add(self, color, path, matrix):
        path.transform(skia_matrix(matrix))
        box = path.getBounds()
        edges = (box.left(), box.top(), box.right(), box.bottom())
        if not path.isFinite() or not all(abs(edge) <= MAX_COORDINATE for edge in edges):
            raise EngineError("svg_number", number="coordinates")
        path = self._tried(self.skia.Simplify, path)
        if self.window and not self.window.getBounds().contains(box):
            path = self._combined(path, self.window, "kIntersect_PathOp")
        if not path.isEmpty():
            self.shapes.append((color, path))

    def _combined(self, first, second, operation):
        return self._tried(self.skia.Op, first, second, getattr(self.skia.PathOp, operation))

    def _tried(self, operation, *arguments):
        try:
            return operation(*arguments)
        except RuntimeError:  # Skia gave up on the outlines
            raise EngineError("svg_complex") from None

    # === RESULT === #

    def drawing(self):
        """Return the :class:`clipart.Drawing` of everything painted.

        :raises EngineError: ``svg_empty`` or ``svg_complex``
        """
        colors = {color for color, _path in self.shapes} - {WHITE}
        if not colors:
            raise EngineError("svg_empty")
        single = len(colors) == 1
        parts = [("", self._melted())] if single else self._layers()
        return self._placed("single" if single else "full", parts)

    def _melted(self):
        """Return one path: colour adds, white takes away."""
        result = self.skia.Path()
        for color, path in self.shapes:
            operation = "kDifference_PathOp" if color == WHITE else "kUnion_PathOp"
            result = self._combined(result, path, operation)
        return result

    def _layers(self):
        layers = []
        for color, path in self.shapes:
            if layers and layers[-1][0] == color:
                path = self._combined(layers.pop()[1], path, "kUnion_PathOp")
            layers.append((color, path))
        return layers

    def _placed(self, colors, parts):
        """Return the drawing in integer units, its outlines touching all four sides."""
        boxes = [path.computeTightBounds() for _fill, path in parts if not path.isEmpty()]
        if not boxes or len(parts) > MAX_PARTS:
            raise EngineError("svg_complex" if boxes else "svg_empty")
        left, top = min(box.left() for box in boxes), min(box.top() for box in boxes)
        width = max(box.right() for box in boxes) - left
        height = max(box.bottom() for box in boxes) - top
        if min(width, height) < WORK_SIDE / 1000:
            raise EngineError("svg_empty")
        unit = SIDE / max(width, height)
        matrix = multiply(scale(unit, unit), translate(-left, -top))
        outlined = [(fill, self._outline(path, matrix)) for fill, path in parts]
        drawing = Drawing(
            colors=colors,
            width=max(1, min(SIDE, round(width * unit))),
            height=max(1, min(SIDE, round(height * unit))),
            parts=tuple((fill, data) for fill, data in outlined if data),
        )
        if not drawing.parts:
            raise EngineError("svg_empty")
        if len(drawing.to_json()) > MAX_BYTES:
            raise EngineError("svg_complex")
        return drawing

    def _outline(self, path, matrix):
        """Return path data (nonzero winding) in integer units, without slivers."""
        moved = self.skia.Path(path)
        moved.transform(skia_matrix(matrix))
        return "".join(_Contours(moved).data())


class _Contours:
    """Writes the contours of a path as relative commands with whole numbers."""

    def __init__(self, path):
        import skia

        self.path = skia.Path
        self.contours = []  # pairs of start and segments
        self.here = None
        iterator = skia.Path.Iter(path, True)
        verb, points = iterator.next()
        while verb != skia.Path.kDone_Verb:
            self._add(verb, points, iterator)
            verb, points = iterator.next()

    def _add(self, verb, points, iterator):
        if verb == self.path.kMove_Verb:
            self.here = _whole(points[0])
            self.contours.append((self.here, []))
        elif verb == self.path.kLine_Verb:
            self._append("l", points[1:])
        elif verb == self.path.kQuad_Verb:
            self._append("q", points[1:])
        elif verb == self.path.kCubic_Verb:
            self._append("c", points[1:])
        elif verb == self.path.kConic_Verb:
            quads = self.path.ConvertConicToQuads(*points, iterator.conicWeight(), 1)
            for index in range(1, len(quads) - 1, 2):
                self._append("q", quads[index : index + 2])

    def _append(self, letter, points):
        points = [_whole(point) for point in points]
        if any(point != self.here for point in points):
            self.contours[-1][1].append((letter, points))
            self.here = points[-1]

    def data(self):
        """Yield path data of every contour that is no sliver, wound for the nonzero rule."""
        kept = [contour for contour in self.contours if _spread(*contour) > MIN_PART * SIDE]
        outlines = [_flattened(*contour) for contour in kept]
        for index, contour in enumerate(kept):
            others = outlines[:index] + outlines[index + 1 :]
            depth = sum(_lies_in(outlines[index], other) for other in others)
            is_hole = depth % 2 == 1
            if (_area(outlines[index]) < 0) != is_hole:
                contour = _reversed(*contour)
            yield _contour_data(*contour)


# === CONTOURS === #


def _whole(point):
    return round(point.x()), round(point.y())


def _spread(start, segments):
    points = [start, *(point for _letter, points in segments for point in points)]
    return max(max(axis) - min(axis) for axis in zip(*points, strict=True))


def _flattened(start, segments):
    """Return the corners of a contour with the middle of each curve."""
    corners = [start]
    for letter, points in segments:
        if letter != "l":
            corners.append(_middle(corners[-1], points))
        corners.append(points[-1])
    return corners


def _middle(start, points):
    shares = (1, 2, 1) if len(points) == 2 else (1, 3, 3, 1)
    return tuple(
        sum(share * value for share, value in zip(shares, axis, strict=True)) / sum(shares)
        for axis in zip(start, *points, strict=True)
    )


def _area(corners):
    """Return twice the signed area."""
    following = corners[1:] + corners[:1]
    return sum(x * ny - nx * y for (x, y), (nx, ny) in zip(corners, following, strict=True))


def _lies_in(corners, outline):
    """Return whether most corners lie inside; contours may touch, they never cross."""
    return 2 * sum(_contains(outline, x, y) for x, y in corners) > len(corners)


def _contains(outline, x, y):
    inside = False
    for (from_x, from_y), (to_x, to_y) in zip(outline, outline[1:] + outline[:1], strict=True):
        if (from_y > y) != (to_y > y):
            inside ^= x < (to_x - from_x) * (y - from_y) / (to_y - from_y) + from_x
    return inside


def _reversed(start, segments):
    starts = [start, *(points[-1] for _letter, points in segments)]
    turned = [
        (letter, [*reversed(points[:-1]), starts[index]])
        for index, (letter, points) in enumerate(segments)
    ]
    return starts[-1], turned[::-1]


def _contour_data(start, segments):
    parts, here = [f"M{start[0]} {start[1]}"], start
    for letter, points in segments:
        numbers = " ".join(f"{x - here[0]} {y - here[1]}" for x, y in points)
        parts.append(letter + numbers.replace(" -", "-"))
        here = points[-1]
    return "".join(parts) + "z"
