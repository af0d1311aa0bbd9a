"""Drawing a display list on a Skia canvas: shared by the raster and the PDF output."""

from ..display import Gradient, GroupItem, ImageItem
from ..geometry import bounds, multiply
from .halftone import dot_box
from .paths import skia_matrix, skia_path

TILE_MODES = {"pad": "kClamp", "repeat": "kRepeat", "reflect": "kMirror"}
LAYER_MARGIN = 1e6


def draw_items(canvas, items, draw_image, ink=None):
    """Draw items whose coordinates are the canvas's own.

    :param draw_image: callable (canvas, ImageItem) that draws a photo, clipped
    :param ink: ``#rrggbb`` that replaces every fill
    """
    for item in items:
        if isinstance(item, GroupItem):
            _draw_group(canvas, item, draw_image, ink)
        elif isinstance(item, ImageItem):
            draw_image(canvas, item)
        else:
            _draw_path(canvas, item, ink)


def covered_rows(items, matrix, height):
    """Return the rows (top, bottom) that each item may touch; all others stay empty.

    :param matrix: coordinates of the items to pixels
    :param height: rows of the picture
    """
    found = []
    for item in items:
        if isinstance(item, GroupItem):
            found += covered_rows(item.items, multiply(matrix, item.matrix), height)
            continue
        is_photo = isinstance(item, ImageItem)
        edges = skia_path(item.clip if is_photo else item.d).getBounds()
        far = dot_box(item).cell_um if is_photo and item.halftone else 0.0
        box = (edges.left(), edges.top() - far, edges.right(), edges.bottom() + far)
        _x0, top, _x1, bottom = bounds(matrix if is_photo else multiply(matrix, item.matrix), box)
        # A pixel more on both sides: antialiasing reaches no further.
        top, bottom = max(0, int(top) - 1), min(height, int(bottom) + 2)
        if top < bottom:
            found.append((top, bottom))
    return found


def _draw_group(canvas, group, draw_image, ink):
    import skia

    canvas.save()
    canvas.concat(skia_matrix(group.matrix))
    if group.mask:
        canvas.saveLayer(None, None)
    draw_items(canvas, group.items, draw_image, ink)
    if group.mask:
        canvas.saveLayer(None, skia.Paint(BlendMode=skia.BlendMode.kDstIn))
        draw_items(canvas, group.mask, draw_image)
        canvas.restore()
        canvas.restore()
    canvas.restore()


def _draw_path(canvas, item, ink):
    canvas.save()
    canvas.concat(skia_matrix(item.matrix))
    canvas.drawPath(skia_path(item.d), _paint(item, ink))
    canvas.restore()


def _paint(item, ink):
    import skia

    paint = skia.Paint(AntiAlias=True)
    if isinstance(item.fill, Gradient) and not ink:
        paint.setShader(_shader(item.fill))
    else:
        paint.setColor(skia_color(ink or item.fill))
    paint.setAlphaf(item.opacity)
    return paint


def skia_color(color):
    """Return the opaque Skia colour of ``#rrggbb``."""
    return 0xFF000000 | int(color[1:], 16)


def _shader(gradient):
    import skia

    colors = [
        (round(opacity * 255) << 24) | int(color[1:], 16)
        for _offset, color, opacity in gradient.stops
    ]
    offsets = [stop[0] for stop in gradient.stops]
    mode = getattr(skia.TileMode, TILE_MODES[gradient.extend])
    matrix = skia_matrix(gradient.matrix)
    points = gradient.points
    if gradient.kind == "linear":
        ends = [skia.Point(*points[:2]), skia.Point(*points[2:])]
        return skia.GradientShader.MakeLinear(ends, colors, offsets, mode, 0, matrix)
    return skia.GradientShader.MakeTwoPointConical(
        skia.Point(*points[:2]),
        points[2],
        skia.Point(*points[3:5]),
        points[5],
        colors,
        offsets,
        mode,
        0,
        matrix,
    )
