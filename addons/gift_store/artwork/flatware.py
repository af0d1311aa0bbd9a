"""Things of wood, paper and cardboard, seen from above: cutting board, photo frame, notebook."""

import math

import materials
import studio
from shapes import circle, round_rect, slab, torus, tube


def board():
    """Show a cutting board, 380 × 240 mm and 18 mm thick, with a grip hole."""
    studio.flat_set(380, fill=0.84, low=0.8)
    hole = [(x + 158, y) for x, y in reversed(round_rect(22, 84, 10.9))]
    plate = slab('board', [round_rect(380, 240, 22), hole], 18, None, bevel_mm=3.2, segments=8)
    for name in ('oak', 'walnut'):
        plate.data.materials.clear()
        plate.data.materials.append(materials.wood(name))
        yield name, studio.area((-22, 0, 18), 250, 160, flat=True)


FRAME_COLORS = {'oak': None, 'white': '#f3f1ec', 'black': '#242322'}


def frame():
    """Show a standing picture frame, 230 × 290 mm outside, with a mat and a 130 × 180 mm picture."""
    studio.front_set(286, fill=0.76, elevation=9, center=(-0.02, 1.38), light=0.74, focal=90)
    outside, inside = (230, 290), (194, 254)
    rails = []
    for sign in (-1, 1):
        for axis in ('x', 'y'):
            rails.append((_rail(outside, inside, axis, sign), axis))
    opening = [(x, y) for x, y in reversed(round_rect(130, 180, 0.4, 2))]
    mat = slab(
        'mat',
        [round_rect(196, 256, 1, 2), opening],
        2.2,
        materials.plain('#fbf9f4', 0.85),
        bevel_mm=0.5,
        z_mm=6,
    )
    paper = slab(
        'paper',
        [round_rect(190, 250, 1, 2)],
        1,
        materials.plain('#fdfdfb', 0.55),
        bevel_mm=0.2,
        z_mm=4.6,
    )
    back = slab('back', [round_rect(206, 266, 1, 2)], 3, materials.plain('#6d5a45', 0.9), z_mm=1)
    stand = studio.standing(
        [mat, paper, back, *(rail for rail, _axis in rails)], 290, lean=12, turn=-26
    )
    for name, color in FRAME_COLORS.items():
        for rail, axis in rails:
            rail.data.materials.clear()
            rail.data.materials.append(
                materials.plain(color, 0.38)
                if color
                else materials.wood('oak', along=axis, scale=1.6)
            )
        yield name, studio.perspective((0, 0, 5.6), 130, 180, stand)


def _rail(outside, inside, axis, sign):
    """Return one mitred side of the frame."""
    (w, h), (iw, ih) = outside, inside
    if axis == 'x':
        points = [(-w / 2, h / 2), (w / 2, h / 2), (iw / 2, ih / 2), (-iw / 2, ih / 2)]
        points = [(x, sign * y) for x, y in points]
    else:
        points = [(w / 2, h / 2), (w / 2, -h / 2), (iw / 2, -ih / 2), (iw / 2, ih / 2)]
        points = [(sign * x, y) for x, y in points]
    return slab('rail', [points], 20, None, bevel_mm=0.7)


NOTEBOOK_COLORS = {'navy': '#26364f', 'forest': '#2f5446', 'blush': '#d9a79b', 'sand': '#d9cbb2'}


def notebook():
    """Show a linen-bound notebook, 148 × 210 mm, with an elastic band and a ribbon."""
    studio.flat_set(210, fill=0.76, center=(0, -0.03), low=0.75)
    cover = slab('cover', [_book(74, 105)], 3, None, bevel_mm=1.1, z_mm=11)
    back = slab('back', [_book(74, 105)], 3, None, bevel_mm=1.1)
    slab(
        'pages',
        [round_rect(141, 203, 4)],
        9,
        materials.plain('#f4eee0', 0.9),
        bevel_mm=0.3,
        z_mm=2.5,
    )
    hinge = slab(
        'hinge',
        [[(-63.5, -105), (-62, -105), (-62, 105), (-63.5, 105)]],
        0.5,
        None,
        bevel_mm=0.1,
        z_mm=13.7,
    )
    band = slab('band', [[(56, -106), (62, -106), (62, 106), (56, 106)]], 15.4, None, bevel_mm=0.5)
    ribbon = tube(
        'ribbon',
        [(-6, -95, 10), (-6, -106, 9), (-4, -116, 3), (-8, -126, 1.2)],
        2.6,
        None,
        ratio=0.12,
    )
    for name, color in NOTEBOOK_COLORS.items():
        linen = materials.fabric(color, grain=120, weave=62, strength=0.15)
        for part in (cover, back):
            part.data.materials.clear()
            part.data.materials.append(linen)
        dark = materials.plain('#1f1d1b' if name != 'navy' else '#131b29', 0.8)
        for part in (hinge, band, ribbon):
            part.data.materials.clear()
            part.data.materials.append(
                dark if part is not ribbon else materials.plain('#b4513c', 0.6)
            )
        yield name, studio.area((-3, 0, 14), 98, 150, flat=True)


def _book(half_width, half_height):
    """Return a cover outline: square at the spine, round at the fore-edge."""
    r = 7
    right = [
        (half_width - r + r * math.cos(a), half_height - r + r * math.sin(a))
        for a in (math.radians(9 * k) for k in range(11))
    ]
    top = right + [(-half_width + 1, half_height), (-half_width, half_height - 1)]
    return top + [(x, -y) for x, y in reversed(top)]


LEATHER = {
    'tan': ('#b3743f', '#96592c'),
    'brown': ('#5b3826', '#432719'),
    'black': ('#2a2827', '#1c1b1a'),
}


def keyring():
    """Show a leather tag, 34 × 92 mm, with a rivet and a steel ring."""
    studio.flat_set(126, fill=0.86, center=(0, 0.10), low=0.7)
    steel = materials.metal('#cfcdc8', 0.16)
    eye = list(reversed(circle(4.4, (0, 37))))
    tag = slab('tag', [round_rect(36, 92, 10), eye], 3.6, None, bevel_mm=1.1, segments=6)
    stitch = []
    seam = round_rect(29.5, 85.5, 7)
    for index in range(0, len(seam), 1):
        stitch += _stitches(seam[index], seam[(index + 1) % len(seam)], eye)
    torus('eyelet', (0, 37, 3.6), 5.2, 1.9, steel)
    torus('ring', (0, 49.5, 4.6), 15.5, 2.6, steel, rotation=(math.radians(7), 0, 0))
    torus('ring', (0.6, 50, 6.4), 15.5, 2.6, steel, rotation=(math.radians(7), math.radians(2), 0))
    for name, (color, dark) in LEATHER.items():
        tag.data.materials.clear()
        tag.data.materials.append(materials.leather(color, dark))
        thread = materials.plain('#e2cfae' if name != 'tan' else '#f1e3c8', 0.8)
        for part in stitch:
            part.data.materials.clear()
            part.data.materials.append(thread)
        yield name, studio.area((0, -8, 3.6), 26, 66, flat=True)


def _stitches(start, end, _eye):
    """Return short threads from ``start`` to ``end``, about 3 mm each."""
    length = math.hypot(end[0] - start[0], end[1] - start[1])
    count = max(1, round(length / 3.4)) if length > 2 else 0
    found = []
    for k in range(count):
        a, b = (k + 0.16) / count, (k + 0.84) / count
        p, q = ([s + (e - s) * t for s, e in zip(start, end, strict=True)] for t in (a, b))
        found.append(
            tube(
                'stitch',
                [(*p, 3.5), ((p[0] + q[0]) / 2, (p[1] + q[1]) / 2, 3.95), (*q, 3.5)],
                0.36,
                None,
                resolution=4,
            )
        )
    return found
