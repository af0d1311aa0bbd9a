"""What comes along with gifts: a message card with its envelope, and a wrapped box."""

import math

import materials
import studio
from shapes import round_rect, slab, tube

CARD_COLORS = {'white': '#fbf9f4', 'kraft': '#c9a77c', 'blush': '#edd3c8'}
ENVELOPES = {'white': '#b9c4ae', 'kraft': '#f1e9de', 'blush': '#f7f1e8'}


def card():
    """Show a folded card, 120 × 170 mm, that lies on its envelope."""
    studio.flat_set(190, fill=0.80, center=(0.03, 0.0), light=0.88, low=0.6)
    envelope = slab('envelope', [round_rect(176, 125, 2)], 0.9, None, bevel_mm=0.3)
    envelope.location.x, envelope.location.y = 0.16, -0.02
    envelope.rotation_euler.z = math.radians(78)
    flap = slab('flap', [[(-87, 61), (0, -18), (87, 61)]], 0.5, None, bevel_mm=0.2, z_mm=0.9)
    flap.location.x, flap.location.y = 0.16, -0.02
    flap.rotation_euler.z = math.radians(78)
    inside = slab('inside', [round_rect(120, 170, 0.6, 2)], 0.6, None, bevel_mm=0.25, z_mm=1.6)
    inside.rotation_euler.z = math.radians(-0.5)
    inside.location.x = 0.012
    front = slab('front', [round_rect(120, 170, 0.6, 2)], 0.7, None, bevel_mm=0.3, z_mm=3.4)
    for name, color in CARD_COLORS.items():
        paper = materials.fabric(color, grain=140, strength=0.1)
        cover = materials.fabric(ENVELOPES[name], grain=120, strength=0.1)
        for parts, material in (((front, inside), paper), ((envelope, flap), cover)):
            for part in parts:
                part.data.materials.clear()
                part.data.materials.append(material)
        yield name, studio.area((0, 0, 4), 108, 158, flat=True)


WRAPS = {'forest': ('#2f5446', '#e9dfcd'), 'kraft': ('#c39f72', '#b4513c')}


def wrap():
    """Show a wrapped box, 240 × 180 × 100 mm, with a ribbon and a bow."""
    studio.front_set(200, fill=0.60, elevation=34, center=(0, 0.52), light=0.9, focal=90)
    box = slab('box', [round_rect(240, 180, 1.4, 3)], 100, None, bevel_mm=1.2)
    bands = [
        slab('band', [round_rect(241.2, 24, 0.3, 2)], 100.8, None, bevel_mm=0.2),
        slab('band', [round_rect(24, 181.2, 0.3, 2)], 100.9, None, bevel_mm=0.2),
    ]
    bow = [_loop(-1), _loop(1), _tail(-1), _tail(1)]
    knot = slab('knot', [round_rect(30, 26, 10)], 22, None, bevel_mm=8, z_mm=103)
    parts = [box, *bands, *bow, knot]
    for part in parts:
        part.matrix_world = studio.turned(-28) @ part.matrix_world
    for name, (paper, ribbon) in WRAPS.items():
        box.data.materials.clear()
        box.data.materials.append(materials.fabric(paper, grain=90, strength=0.06))
        satin = materials.plain(ribbon, 0.36, sheen_weight=0.4)
        for part in (*bands, *bow, knot):
            part.data.materials.clear()
            part.data.materials.append(satin)
        yield name, None


def _loop(side):
    """Return one half of the bow."""
    points = [(0, 0, 108), (34, 16, 122), (74, 24, 142), (86, 6, 132), (66, -10, 112), (0, 0, 106)]
    return tube('loop', [(side * x, y, z) for x, y, z in points], 11, None, ratio=0.1)


def _tail(side):
    points = [(0, 0, 106), (26, -26, 109), (48, -50, 104), (62, -66, 103)]
    return tube('tail', [(side * x, y, z) for x, y, z in points], 11, None, ratio=0.1)
