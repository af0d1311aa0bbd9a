"""The picture of the gift card of the demo shop: a green card with a golden ribbon.

scripts/py addons/gift_store/artwork/gift_card.py FILE.jpg
"""

import math
import sys

import skia

WIDTH, HEIGHT = 1600, 1060
CARD = skia.Rect.MakeXYWH(100, 90, 1400, 880)
CORNER = 44
RIBBON_X, RIBBON_WIDTH = 250, 92
GOLD = (0xFFF3DFA8, 0xFFC79A45, 0xFFF0D692, 0xFFB58634)
GREEN = (0xFF3F7359, 0xFF2F5D46, 0xFF214634)


def draw():
    """Return the picture as a Skia image."""
    surface = skia.Surface(WIDTH, HEIGHT)
    canvas = surface.getCanvas()
    canvas.clear(0xFFF4F1EA)
    shape = skia.RRect.MakeRectXY(CARD, CORNER, CORNER)
    _shadow(canvas, shape)
    canvas.save()
    canvas.clipRRect(shape, True)
    _paper(canvas)
    _ribbon(canvas)
    canvas.restore()
    _frame(canvas)
    _bow(canvas, RIBBON_X, 330)
    return surface.makeImageSnapshot()


def _gold(start, end):
    return skia.GradientShader.MakeLinear([start, end], list(GOLD), [0, 0.42, 0.62, 1])


def _shadow(canvas, shape):
    paint = skia.Paint(
        AntiAlias=True,
        Color=0x40000000,
        MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 26),
    )
    canvas.save()
    canvas.translate(0, 22)
    canvas.drawRRect(shape, paint)
    canvas.restore()


def _paper(canvas):
    shader = skia.GradientShader.MakeLinear(
        [(CARD.left(), CARD.top()), (CARD.right(), CARD.bottom())], list(GREEN), [0, 0.5, 1]
    )
    canvas.drawPaint(skia.Paint(Shader=shader))
    dot = skia.Paint(AntiAlias=True, Color=0x14FFFFFF)
    for row in range(26):
        for column in range(40):
            x = CARD.left() + 20 + column * 36 + (row % 2) * 18
            canvas.drawCircle(x, CARD.top() + 16 + row * 36, 3.2, dot)


def _ribbon(canvas):
    left = RIBBON_X - RIBBON_WIDTH / 2
    band = skia.Rect.MakeXYWH(left, CARD.top(), RIBBON_WIDTH, CARD.height())
    canvas.drawRect(band, skia.Paint(Shader=_gold((left, 0), (left + RIBBON_WIDTH, 0))))


def _frame(canvas):
    line = skia.Paint(
        AntiAlias=True, Style=skia.Paint.kStroke_Style, StrokeWidth=3,
        Shader=_gold((440, 150), (1440, 910)),
    )  # fmt: skip
    canvas.drawRRect(skia.RRect.MakeRectXY(skia.Rect.MakeLTRB(440, 150, 1440, 910), 22, 22), line)


def _bow(canvas, x, y):
    for side in (-1, 1):
        _loop(canvas, x, y, side)
        _tail(canvas, x, y, side)
    knot = skia.Rect.MakeXYWH(x - 38, y - 42, 76, 84)
    paint = skia.Paint(AntiAlias=True, Shader=_gold((x - 38, y - 42), (x + 38, y + 42)))
    canvas.drawRRect(skia.RRect.MakeRectXY(knot, 24, 24), paint)


def _loop(canvas, x, y, side):
    path = skia.Path()
    path.moveTo(x, y)
    path.cubicTo(x + side * 60, y - 150, x + side * 190, y - 140, x + side * 176, y - 30)
    path.cubicTo(x + side * 168, y + 40, x + side * 70, y + 50, x, y)
    shade = skia.Paint(AntiAlias=True, Shader=_gold((x, y - 120), (x + side * 170, y + 40)))
    canvas.drawPath(path, shade)
    inner = skia.Path()
    inner.moveTo(x + side * 22, y - 14)
    inner.cubicTo(x + side * 70, y - 100, x + side * 150, y - 96, x + side * 142, y - 34)
    inner.cubicTo(x + side * 134, y + 10, x + side * 74, y + 18, x + side * 22, y - 14)
    canvas.drawPath(inner, skia.Paint(AntiAlias=True, Color=0x66705020))


def _tail(canvas, x, y, side):
    canvas.save()
    canvas.translate(x, y)
    canvas.rotate(side * -24)
    path = skia.Path()
    path.addPoly([(-26, 20), (26, 20), (34, 210), (0, 176), (-34, 210)], True)
    canvas.drawPath(
        path, skia.Paint(AntiAlias=True, Shader=_gold((-34, 0), (34, math.hypot(20, 190))))
    )
    canvas.restore()


if __name__ == "__main__":
    draw().save(sys.argv[1], skia.kJPEG, 88)
