"""Draw the pictures that stand for customers' photos: ``demo/photos/<scene>.jpg``.

    python scenes.py

Needs skia-python. Every scene is drawn on a board of 1000 × 1000 and written at 2400 × 2400 px.
"""

import math
import random
from pathlib import Path

import skia

SIZE = 2400
FOLDER = Path(__file__).resolve().parent.parent / 'demo' / 'photos'


def paint(color, alpha=1.0, blur=0):
    found = skia.Paint(AntiAlias=True, Color=skia.Color4f(skia.Color(*rgb(color))))
    found.setAlphaf(alpha)
    if blur:
        found.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
    return found


def rgb(color):
    return [int(color[index : index + 2], 16) for index in (1, 3, 5)]


def sky(canvas, *colors, bottom=1000):
    shader = skia.GradientShader.MakeLinear(
        [(0, 0), (0, bottom)],
        [skia.Color(*rgb(color)) for color in colors],
    )
    canvas.drawRect(skia.Rect(0, 0, 1000, bottom), skia.Paint(Shader=shader, AntiAlias=True))


def shape(canvas, points, color, *, smooth=False, alpha=1.0):
    """Fill the polygon, or the soft line through the points closed at the lower edge."""
    path = skia.Path()
    path.moveTo(*points[0])
    if smooth:
        for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False):
            path.cubicTo((x1 + x2) / 2, y1, (x1 + x2) / 2, y2, x2, y2)
        path.lineTo(1000, 1000)
        path.lineTo(0, 1000)
    else:
        for point in points[1:]:
            path.lineTo(*point)
    path.close()
    canvas.drawPath(path, paint(color, alpha))


def sun(canvas, x, y, radius, color):
    canvas.drawCircle(x, y, radius * 2.4, paint(color, 0.35, 60))
    canvas.drawCircle(x, y, radius, paint(color))


def cloud(canvas, x, y, scale, alpha=0.9):
    for dx, dy, radius in ((0, 0, 34), (38, -18, 44), (84, -6, 38), (120, 4, 26)):
        canvas.drawCircle(x + dx * scale, y + dy * scale, radius * scale, paint('#fffaf2', alpha))
    canvas.drawRoundRect(
        skia.Rect(x - 34 * scale, y, x + 146 * scale, y + 34 * scale),
        17 * scale,
        17 * scale,
        paint('#fffaf2', alpha),
    )


def seaside(canvas):
    sky(canvas, '#f6b98f', '#fbe3c0', '#fdf2dc', bottom=620)
    sun(canvas, 660, 430, 84, '#fff3d0')
    cloud(canvas, 140, 210, 1.1, 0.75)
    cloud(canvas, 640, 130, 0.8, 0.6)
    sky_sea = ['#4f9aa8', '#3d8595', '#2e6f80', '#245c6d']
    for number, color in enumerate(sky_sea):
        y = 560 + number * 70
        shape(
            canvas,
            [(x, y + 9 * math.sin(x / 70 + number * 2)) for x in range(0, 1001, 50)],
            color,
            smooth=True,
        )
    for y, width in ((585, 150), (612, 120), (640, 170), (676, 110), (706, 140)):
        canvas.drawRoundRect(
            skia.Rect(660 - width, y, 660 + width, y + 7), 4, 4, paint('#fff3d0', 0.55)
        )
    shape(canvas, [(300, 585), (470, 585), (440, 640), (335, 640)], '#8c3f2c')
    shape(canvas, [(378, 300), (378, 570), (250, 570)], '#fff8ec')
    shape(canvas, [(392, 340), (392, 570), (500, 570)], '#f2d9b8')
    canvas.drawRect(skia.Rect(380, 290, 389, 590), paint('#5c3b2a'))
    shape(canvas, [(0, 870), (260, 830), (560, 890), (1000, 850)], '#ecd3a5', smooth=True)
    shape(canvas, [(0, 930), (320, 900), (700, 950), (1000, 915)], '#dfc08c', smooth=True)


def mountains(canvas):
    sky(canvas, '#7fb1cf', '#bfdbe4', '#f7e9d3', bottom=700)
    sun(canvas, 250, 250, 62, '#fff6da')
    cloud(canvas, 560, 190, 1.0)
    shape(
        canvas,
        [
            (0, 640),
            (170, 420),
            (300, 520),
            (520, 230),
            (700, 470),
            (820, 360),
            (1000, 600),
            (1000, 1000),
            (0, 1000),
        ],
        '#7990a8',
    )
    shape(
        canvas, [(520, 230), (600, 338), (560, 330), (535, 372), (505, 340), (452, 322)], '#fbfaf6'
    )
    shape(canvas, [(820, 360), (884, 444), (846, 436), (820, 460), (772, 408)], '#fbfaf6')
    shape(
        canvas, [(0, 650), (240, 560), (520, 670), (760, 560), (1000, 640)], '#5a7f78', smooth=True
    )
    shape(canvas, [(0, 760), (300, 680), (640, 780), (1000, 700)], '#44695a', smooth=True)
    shape(canvas, [(0, 880), (400, 800), (700, 860), (1000, 810)], '#2f5248', smooth=True)
    dice = random.Random(7)
    for _number in range(34):
        x, y = dice.uniform(0, 1000), dice.uniform(770, 960)
        height = dice.uniform(60, 110) * (y - 500) / 400
        for part in range(3):
            top, half = y - height * (1 - part * 0.27), height * (0.16 + part * 0.07)
            shape(
                canvas,
                [(x, top), (x - half, top + height * 0.46), (x + half, top + height * 0.46)],
                '#1f3d36' if dice.random() > 0.4 else '#28493f',
            )


def flowers(canvas):
    sky(canvas, '#a8d3e6', '#e2f0ea', '#fbf4df', bottom=640)
    sun(canvas, 770, 190, 70, '#fff1c4')
    cloud(canvas, 120, 180, 1.2)
    cloud(canvas, 480, 270, 0.7, 0.7)
    for color, heights in (
        ('#9cc08b', (560, 500, 560, 520)),
        ('#7fab6d', (650, 600, 680, 620)),
        ('#64955a', (760, 720, 790, 740)),
    ):
        shape(canvas, list(zip((0, 330, 680, 1000), heights, strict=True)), color, smooth=True)
    shape(canvas, [(640, 545), (760, 545), (760, 630), (640, 630)], '#f6ead6')
    shape(canvas, [(620, 550), (700, 480), (780, 550)], '#b4513c')
    canvas.drawRect(skia.Rect(686, 580, 714, 630), paint('#7c4a32'))
    dice = random.Random(3)
    for _number in range(150):
        x, y = dice.uniform(0, 1000), dice.uniform(740, 1000)
        size = 5 + (y - 700) / 26
        canvas.drawRect(skia.Rect(x - 1.6, y, x + 1.6, y + size * 3), paint('#3f6f3c'))
        color = dice.choice(('#e2674a', '#f3c34f', '#fff7ea', '#c65b8a'))
        for turn in range(5):
            angle = turn * math.tau / 5
            canvas.drawCircle(
                x + size * 0.62 * math.cos(angle),
                y + size * 0.62 * math.sin(angle),
                size * 0.52,
                paint(color),
            )
        canvas.drawCircle(x, y, size * 0.42, paint('#f8d66d' if color != '#f3c34f' else '#b5742f'))


def fox(canvas):
    sky(canvas, '#23415a', '#35617a', '#7fa5a3')
    dice = random.Random(11)
    for _number in range(70):
        canvas.drawCircle(
            dice.uniform(0, 1000),
            dice.uniform(0, 560),
            dice.uniform(1.5, 4.5),
            paint('#fff4d6', dice.uniform(0.4, 1)),
        )
    sun(canvas, 790, 190, 74, '#fff0cb')
    shape(canvas, [(0, 700), (300, 640), (700, 720), (1000, 650)], '#2a5148', smooth=True)
    shape(canvas, [(0, 860), (400, 800), (1000, 870)], '#1d3d37', smooth=True)
    orange, dark, cream = '#d9703a', '#3a2418', '#fbeedd'
    tail = skia.Path()
    tail.moveTo(600, 850)
    tail.cubicTo(840, 880, 880, 690, 790, 600)
    tail.cubicTo(780, 700, 720, 740, 590, 740)
    canvas.drawPath(tail, paint(orange))
    canvas.drawCircle(796, 632, 44, paint(cream))
    canvas.drawOval(skia.Rect(350, 560, 650, 900), paint(orange))
    canvas.drawOval(skia.Rect(420, 620, 580, 890), paint(cream))
    for sign in (-1, 1):
        ear = [(500 + sign * 190, 190), (500 + sign * 52, 330), (500 + sign * 182, 400)]
        shape(canvas, ear, orange)
        shape(
            canvas, [(500 + sign * 172, 240), (500 + sign * 92, 330), (500 + sign * 168, 372)], dark
        )
    face = skia.Path()
    face.moveTo(310, 400)
    face.cubicTo(340, 280, 660, 280, 690, 400)
    face.cubicTo(690, 500, 580, 600, 500, 640)
    face.cubicTo(420, 600, 310, 500, 310, 400)
    canvas.drawPath(face, paint(orange))
    for sign in (-1, 1):
        cheek = skia.Path()
        cheek.moveTo(500, 640)
        cheek.cubicTo(500 + sign * 90, 596, 500 + sign * 196, 500, 500 + sign * 188, 424)
        cheek.cubicTo(500 + sign * 130, 430, 500 + sign * 50, 480, 500, 560)
        cheek.close()
        canvas.drawPath(cheek, paint(cream))
        canvas.drawOval(skia.Rect(482 + sign * 84, 408, 518 + sign * 84, 454), paint(dark))
        canvas.drawCircle(506 + sign * 84, 422, 6, paint('#ffffff'))
        canvas.drawOval(skia.Rect(476 + sign * 66, 856, 524 + sign * 66, 908), paint(dark))
    canvas.drawOval(skia.Rect(470, 596, 530, 646), paint(dark))


SCENES = {'seaside': seaside, 'mountains': mountains, 'flowers': flowers, 'fox': fox}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, draw in SCENES.items():
        surface = skia.Surface(SIZE, SIZE)
        canvas = surface.getCanvas()
        canvas.scale(SIZE / 1000, SIZE / 1000)
        draw(canvas)
        surface.makeImageSnapshot().save(str(FOLDER / f'{name}.jpg'), skia.kJPEG, 86)


if __name__ == '__main__':
    main()
