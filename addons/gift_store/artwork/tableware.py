"""Things that stand on the table: mug, bottle, candle."""

import math

import materials
import studio
from shapes import lathe, tube

MUG_COLORS = {'white': '#f7f5f1', 'black': '#1b1b1d', 'coral': '#d9674b', 'forest': '#2f5d48'}


def mug(side):
    """Show a 330 ml ceramic mug, 82 mm wide and 95 mm high; the inside and the handle are coloured."""
    outer, inner = materials.ceramic(), materials.ceramic()
    lathe(
        'mug',
        [
            (0, 1.5),
            (30, 1.5),
            (31.5, 0),
            (34, 0),
            (36.5, 1.2),
            (39.8, 5),
            (41, 10),
            (41, 50),
            (41, 88),
            (40.8, 93),
            (40.2, 94.8),
            (39.4, 95.2),
        ],
        outer,
    )
    lathe(
        'inside',
        [
            (39.4, 95.2),
            (38.4, 94.8),
            (37.6, 93),
            (37.4, 88),
            (37.4, 50),
            (37.2, 12),
            (34, 7),
            (26, 5.5),
            (0, 5.2),
        ],
        inner,
    )
    sign = -1 if side == 'back' else 1
    points = [(39, 76), (50, 79), (63, 74), (68.5, 60), (67, 42), (57, 26), (46, 20), (39, 20)]
    tube('handle', [(sign * x, 0, z) for x, z in points], 5.6, inner, ratio=1.35)
    studio.front_set(95, fill=0.56, elevation=9, center=(sign * 0.135, 0.47))
    for name, color in MUG_COLORS.items():
        materials.recolor(inner, color)
        yield name, studio.cylinder((0, 0, 48.5), 41, 58, 72)


BOTTLE_COLORS = {
    'steel': None,
    'black': '#232427',
    'forest': '#2c5442',
    'sand': '#d8c3a5',
    'coral': '#cf6046',
}


def bottle():
    """Show an insulated 500 ml bottle, 70 mm wide and 246 mm high with its cap."""
    steel = materials.metal('#c9c9c7', 0.3, brushed=(1, 1, 60))
    paint = materials.coated('#ffffff')
    cap = materials.coated('#2a2a2c')
    body = lathe(
        'body',
        [
            (0, 1),
            (30, 1),
            (32, 0),
            (33.5, 0.8),
            (35, 4),
            (35, 10),
            (35, 90),
            (35, 158),
            (34, 170),
            (30, 181),
            (25, 188),
            (22.5, 193),
            (22, 197),
            (22, 200),
            (21, 200.5),
        ],
        paint,
    )
    lathe('ring', [(22.4, 199.2), (23.4, 199.4), (23.4, 203.4), (22.4, 203.8)], steel)
    lathe(
        'cap',
        [
            (22.6, 204),
            (23.6, 204.4),
            (24, 206),
            (24, 226),
            (23.6, 229),
            (22, 231),
            (18, 232),
            (0, 232.2),
        ],
        cap,
    )
    tube(
        'loop',
        [(-13, 0, 231), (-13, 0, 240), (-6, 0, 245.5), (6, 0, 245.5), (13, 0, 240), (13, 0, 231)],
        3.2,
        cap,
    )
    studio.front_set(246, fill=0.80, elevation=5, center=(0, 1.20))
    for name, color in BOTTLE_COLORS.items():
        body.data.materials[0] = paint if color else steel
        if color:
            materials.recolor(paint, color)
        yield name, studio.cylinder((0, 0, 92), 35, 44, 118)


GLASS_COLORS = {'amber': '#e0a058', 'clear': '#ffffff', 'smoke': '#9fa29e'}


def candle():
    """Show a soy candle in a glass with a paper label, 80 mm wide and 90 mm high."""
    glass = materials.glass()
    lathe(
        'glass',
        [
            (0, 0.6),
            (34, 0.6),
            (37, 0.2),
            (39, 1.6),
            (40, 5),
            (40, 45),
            (40, 88),
            (39.6, 89.8),
            (38.8, 90),
            (38, 89.6),
            (37.6, 88),
            (37.6, 45),
            (37.4, 10),
            (34, 7.5),
            (0, 7.2),
        ],
        glass,
    )
    lathe(
        'wax',
        [
            (0, 7.6),
            (34, 7.8),
            (37.1, 10.4),
            (37.3, 45),
            (37.3, 66),
            (36.6, 66.8),
            (33, 66.2),
            (20, 65.6),
            (0, 65.4),
        ],
        materials.wax(),
    )
    tube('wick', [(0, 0, 64), (0.4, 0, 71), (1.4, 0, 77)], 0.9, materials.plain('#4a3a2c', 0.9))
    steps = [math.radians(a) for a in range(-58, 59, 2)]
    ring = [(40.25 * math.sin(a), -40.25 * math.cos(a)) for a in steps]
    _label(ring, 14, 60)
    studio.front_set(90, fill=0.58, elevation=8, center=(0, 0.44))
    for name, color in GLASS_COLORS.items():
        materials.recolor(glass, color)
        yield name, studio.cylinder((0, 0, 37), 40.3, 56, 42)


def _label(ring, bottom, top):
    import bpy

    mesh = bpy.data.meshes.new('label')
    verts = [(x / studio.MM, y / studio.MM, z / studio.MM) for x, y in ring for z in (bottom, top)]
    faces = [(2 * i, 2 * i + 2, 2 * i + 3, 2 * i + 1) for i in range(len(ring) - 1)]
    mesh.from_pydata(verts, [], faces)
    studio.add('label', mesh, materials.fabric('#faf6ee', grain=60, strength=0.05))
