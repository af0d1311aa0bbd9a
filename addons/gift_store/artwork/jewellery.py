"""Small things seen from above: pendant, ornament."""

import math

import bpy
import materials
import studio
from mathutils import Vector
from shapes import circle, slab, torus, tube

METALS = {'gold': '#e7b75f', 'silver': '#d8d8d8', 'rose': '#dd9c82'}
RIBBONS = {'red': '#a32a33', 'green': '#2f5d48', 'gold': '#c19a48'}


def pendant():
    """Show an engraved disc, 24 mm wide and 1.6 mm thick, on a fine chain."""
    studio.flat_set(44, fill=0.80, center=(0, 0.055), low=0.9, light=0.96)
    studio.softbox((0.3, 0.25, 1.6), (0, 0, 0), 0.45, 0.55)
    disc = slab(
        'disc',
        [circle(12), list(reversed(circle(1.15, (0, 10.0), 32)))],
        1.6,
        None,
        bevel_mm=0.45,
        segments=8,
        z_mm=0.5,
    )
    bail = torus(
        'bail', (0, 11.6, 2.0), 2.1, 0.75, None, rotation=(math.radians(16), math.radians(74), 0)
    )
    links = [bail]
    for sign in (-1, 1):
        links += _chain(
            [(sign * x, y) for x, y in [(0.8, 13.6), (5, 18), (12, 24.5), (20, 34), (26, 48)]]
        )
    for name, color in METALS.items():
        polished = materials.metal(color, 0.13)
        satin = materials.metal(color, 0.26, brushed=(3, 60, 3))
        _dress(disc, satin)
        for part in links:
            _dress(part, polished)
        yield name, studio.area((0, -1.3, 2.1), 17, 15, flat=True)


def _dress(obj, material):
    obj.data.materials.clear()
    obj.data.materials.append(material)


def _chain(points_mm):
    """Return cable-chain links along a line through the points; every second one stands on edge."""
    dense = []
    for (x1, y1), (x2, y2) in zip(points_mm, points_mm[1:], strict=False):
        count = max(2, round(math.hypot(x2 - x1, y2 - y1) / 1.22))
        dense += [(x1 + (x2 - x1) * k / count, y1 + (y2 - y1) * k / count) for k in range(count)]
    ring = torus('link', (0, 0, 0), 0.72, 0.34, None)
    ring.data.transform(_stretch(1.28))
    found = [ring]
    for index, ((x1, y1), (x2, y2)) in enumerate(zip(dense, dense[1:], strict=False)):
        obj = ring if index == 0 else bpy.data.objects.new('link', ring.data)
        if index:
            bpy.context.scene.collection.objects.link(obj)
        obj.location = Vector(((x1 + x2) / 2, (y1 + y2) / 2, 0.95)) / studio.MM
        obj.rotation_euler = (math.radians(18 if index % 2 else 80), 0, 0)
        obj.rotation_mode = 'XYZ'
        turn = math.atan2(y2 - y1, x2 - x1)
        obj.rotation_euler.z = turn
    return found


def _stretch(factor):
    from mathutils import Matrix

    return Matrix.Diagonal((factor, 1, 1, 1))


def ornament():
    """Show a porcelain disc, 84 mm wide, with a satin ribbon and a bow."""
    studio.flat_set(126, fill=0.84, center=(0, 0.21), low=0.8)
    slab(
        'disc',
        [circle(42), list(reversed(circle(2.4, (0, 36.6), 40)))],
        4.4,
        materials.ceramic('#f8f6f2'),
        bevel_mm=1.9,
        segments=10,
    )
    loop = [
        (-0.6, 36, 3.4),
        (-5, 48, 5.4),
        (-9, 64, 2.4),
        (-6, 82, 2.2),
        (0, 90, 2.2),
        (6, 82, 2.2),
        (9, 64, 2.4),
        (5, 48, 5.4),
        (0.6, 36, 4.6),
    ]
    parts = [tube('loop', loop, 1.5, None, ratio=0.22)]
    parts += [
        tube('bow', [(sign * x, y, z) for x, y, z in bow], 2.4, None, ratio=0.16)
        for sign in (-1, 1)
        for bow in (
            [(0, 46, 6), (9, 52, 8), (19, 54, 6), (20, 48, 6), (11, 45.5, 7.5), (0, 45, 6.6)],
            [(0, 45, 6.4), (6, 38, 6.6), (11, 30, 5.9), (17, 24, 5.4)],
        )
    ]
    parts.append(
        tube('knot', [(-2.6, 45.4, 8), (0, 46, 9.2), (2.6, 45.4, 8)], 2.4, None, ratio=0.7)
    )
    for name, color in RIBBONS.items():
        satin = materials.plain(color, 0.34)
        for part in parts:
            _dress(part, satin)
        yield name, studio.area((0, -4, 4.4), 60, 56, flat=True)
