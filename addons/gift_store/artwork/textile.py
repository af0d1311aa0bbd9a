"""Things of cloth, seen from above: T-shirt, tote bag, cushion, blanket."""

import math

import bpy
import cloth
import materials
import studio
from shapes import tube

SHIRT_COLORS = {
    'white': ('#f4f2ee', None),
    'black': ('#1d1d1f', None),
    'heather': ('#b9b8b5', '#8f8f8e'),
    'navy': ('#232f49', None),
}


def _curve(start, control, end, steps=14):
    """Return points of a quadratic Bézier curve, without its end."""
    return [
        tuple(
            (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c
            for a, b, c in zip(start, control, end, strict=True)
        )
        for t in (k / steps for k in range(steps))
    ]


def _shirt_outline(neck_drop):
    """Return the outline of a T-shirt in mm, origin in the middle of the chest."""
    half = [
        *_curve((0, 300 - neck_drop), (72, 300 - neck_drop), (92, 308), 12),
        *_curve((92, 308), (160, 292), (232, 262), 10),
        *_curve((232, 262), (300, 200), (392, 92), 12),
        *_curve((392, 92), (345, 52), (306, 36), 8),
        *_curve((306, 36), (272, 96), (252, 118), 8),
        *_curve((252, 118), (246, -100), (254, -372), 30),
        *_curve((254, -372), (130, -380), (0, -380), 18),
    ]
    mirrored = [(-x, y) for x, y in reversed(half[1:])]
    return half + [(0, -380)] + mirrored


def _is_shirt_seam(x, y):
    x = abs(x)
    on_neck = x < 91 and y > 150
    on_hem = y < -371.5
    on_cuff = x > 305 and y < 36 + (x - 306) * 56 / 86 + 6
    return not (on_neck or on_hem or on_cuff)


def _shirt_edge(neck_drop):
    outline = cloth.resample(_shirt_outline(neck_drop), 4)
    edge = [(x, y) for x, y in outline if not _is_shirt_seam(x, y)]

    def distance(x, y):
        return min(math.hypot(x - a, y - b) for a, b in edge)

    return distance


def _sewn_cloth(color, melange):
    """Return a jersey material with a raised collar and hem and their stitches."""
    material = materials.fabric(color, grain=70, melange=melange, strength=0.18)
    nodes, links = material.node_tree.nodes, material.node_tree.links
    edge = nodes.new('ShaderNodeAttribute')
    edge.attribute_name = 'edge'
    scaled = nodes.new('ShaderNodeMath')
    scaled.operation = 'DIVIDE'
    scaled.inputs[1].default_value = 40
    links.new(edge.outputs['Fac'], scaled.inputs[0])
    ramp = materials._ramp(
        nodes,
        links,
        scaled.outputs[0],
        [
            (0.0, '#909090'),
            (0.03, '#ffffff'),
            (0.46, '#ffffff'),
            (0.49, '#000000'),
            (0.52, '#a0a0a0'),
            (0.56, '#a0a0a0'),
            (0.58, '#707070'),
            (0.60, '#a0a0a0'),
        ],
    )
    materials._bump(nodes, links, nodes['Principled BSDF'], ramp.outputs['Color'], 0.5, 0.02)
    return material


def tshirt(side):
    """Show a T-shirt (size M: 508 mm wide, 680 mm long) on the table."""
    ground = studio.flat_set(800, fill=0.94, center=(0, -0.36), low=0.72)
    front, back = _shirt_outline(84), _shirt_outline(18)
    if side == 'back':
        front, back = back, front
    obj = cloth.sewn('tshirt', front, back, 11, is_seam=_is_shirt_seam)
    cloth.attribute(obj, 'edge', _shirt_edge(18 if side == 'back' else 84))
    cloth.drop(
        obj,
        ground,
        frames=40,
        grow=0.018,
        pressure=0.12,
        stiffness=15,
        bending=5,
        noise=22,
        wave=0.75,
    )
    for name, (color, melange) in SHIRT_COLORS.items():
        obj.data.materials.clear()
        obj.data.materials.append(_sewn_cloth(color, melange))
        yield name, studio.area((0, -40 if side == 'front' else -10, 8), 280, 340, flat=True)


TOTE_COLORS = {'natural': '#efe5d0', 'black': '#242424', 'forest': '#3a5c4b'}


def _strap(name, y_top, x, rise, z):
    """Return a strap as a flat band that lies on the table above the bag."""
    points = [
        (-x, y_top - 40, z),
        (-x, y_top + 30, z),
        (-x + 6, y_top + rise * 0.6, z + 3),
        (-x + 42, y_top + rise * 0.96, z + 5),
        (0, y_top + rise * 1.02, z + 4),
        (x - 42, y_top + rise * 0.96, z + 5),
        (x - 6, y_top + rise * 0.6, z + 3),
        (x, y_top + 30, z),
        (x, y_top - 40, z),
    ]
    return tube(name, points, 13, None, ratio=0.09)


def tote():
    """Show a cotton bag, 380 mm wide and 420 mm high, with its straps."""
    ground = studio.flat_set(640, fill=0.86, center=(0, 0.86), low=0.72)
    outline = [(-190, -210), (190, -210), (193, 0), (190, 210), (-190, 210), (-193, 0)]
    bag = cloth.sewn('tote', outline, outline, 10, is_seam=lambda x, y: y < 209)
    cloth.attribute(bag, 'edge', lambda x, y: 210 - y)
    cloth.drop(
        bag,
        ground,
        frames=30,
        grow=0.012,
        pressure=0.5,
        stiffness=25,
        bending=6,
        noise=12,
        wave=1.0,
    )
    straps = [_strap('back strap', 205, 82, 195, 3), _strap('front strap', 205, 82, 170, 11)]
    for name, color in TOTE_COLORS.items():
        canvas = materials.fabric(color, grain=60, weave=26, strength=0.12)
        for obj in (bag, *straps):
            obj.data.materials.clear()
            obj.data.materials.append(canvas)
        yield name, studio.area((0, -14, 9), 260, 300, flat=True)


CUSHION_COLORS = {'natural': '#e9dfcd', 'grey': '#a3a5a3', 'mustard': '#cf9f3f'}


def cushion():
    """Show a linen cushion, 400 mm square."""
    ground = studio.flat_set(420, fill=0.80, low=0.85)
    ring = [
        (
            205 * (abs(math.cos(a)) ** 0.22) * math.copysign(1, math.cos(a)),
            205 * (abs(math.sin(a)) ** 0.22) * math.copysign(1, math.sin(a)),
        )
        for a in (2 * math.pi * k / 120 for k in range(120))
    ]
    obj = cloth.sewn('cushion', ring, ring, 9, gap_mm=8)
    cloth.drop(obj, ground, frames=46, grow=0.0, pressure=7.0, stiffness=30, bending=0.8)
    for name, color in CUSHION_COLORS.items():
        obj.data.materials.clear()
        obj.data.materials.append(materials.fabric(color, grain=60, weave=34, strength=0.12))
        yield name, studio.area((0, 0, 60), 260, 260, flat=True)


BLANKET_COLORS = {'cream': '#efe6d4', 'sage': '#a9b59c', 'grey': '#9b9c9e'}


def blanket():
    """Show a throw, 1000 mm wide and 1300 mm long, with fringes at both ends."""
    ground = studio.flat_set(1500, fill=0.93, low=0.7)
    outline = [(-500, -650), (500, -650), (500, 650), (-500, 650)]
    mesh = bpy.data.meshes.new('blanket')
    points, triangles = cloth.panel(outline, 20)
    mesh.from_pydata([(x / 100, y / 100, 0.12) for x, y in points], [], triangles)
    obj = studio.add('blanket', mesh)
    cloth.drop(obj, ground, frames=34, grow=0.02, stiffness=8, bending=7, noise=80, wave=0.34)
    ends = [v.co * 100 for v in obj.data.vertices if abs(v.co.y * 100) > 638]
    fringe = []
    for k in range(70):
        x = -495 + k * 990 / 69
        for sign in (-1, 1):
            near = min((p for p in ends if p.y * sign > 0), key=lambda p: abs(p.x - x))
            wave = 5 * math.sin(k * 2.3 + sign)
            fringe.append(
                tube(
                    'fringe',
                    [
                        (near.x, near.y - sign * 6, near.z),
                        (near.x + wave * 0.4, near.y + sign * 25, max(near.z * 0.6, 4)),
                        (near.x + wave, near.y + sign * 58, 3.5),
                    ],
                    3.4,
                    None,
                    resolution=6,
                )
            )
    for name, color in BLANKET_COLORS.items():
        wool = materials.fabric(color, grain=26, weave=9, strength=0.4)
        for part in (obj, *fringe):
            part.data.materials.clear()
            part.data.materials.append(wool)
        yield name, studio.area((0, 0, 8), 480, 620, flat=True)
