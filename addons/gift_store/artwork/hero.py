"""Photograph the picture of the home page: a few finished gifts together on a table.

    python hero.py FOLDER_OF_THE_SET_UP'S_FONTS [--size 1400] [--samples 32] [--out FOLDER]

Names are drawn with the fonts of the set-up and laid on the products as thin layers.
"""

import argparse
import math
import sys
import tempfile
from pathlib import Path

import bpy
from mathutils import Euler
from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import flatware
import studio
import tableware
from studio import MM

TARGET = HERE.parent / 'static' / 'src' / 'img'
PX_PER_MM = 12


def place(generator, variant, location_mm, rotation=(0, 0, 0)):
    """Build a product in one variant, without its studio, at a place on the table."""
    before = set(bpy.data.objects)
    for name, _area in generator:
        if name == variant:
            break
    pivot = bpy.data.objects.new('pivot', None)
    bpy.context.scene.collection.objects.link(pivot)
    for obj in set(bpy.data.objects) - before - {pivot}:
        if obj.type in ('LIGHT', 'CAMERA') or obj.name.startswith(('cyclorama', 'ground')):
            bpy.data.objects.remove(obj)
        elif obj.parent is None:
            obj.parent = pivot
    pivot.location = [c / MM for c in location_mm]
    pivot.rotation_euler = Euler([math.radians(a) for a in rotation])
    return pivot


def lettering(fonts, lines, width_mm, height_mm, path):
    """Draw centred lines ``(text, font key, size in mm, middle in mm, colour)`` on nothing."""
    image = Image.new('RGBA', (int(width_mm * PX_PER_MM), int(height_mm * PX_PER_MM)))
    draw = ImageDraw.Draw(image)
    for text, key, size, middle, color in lines:
        font = ImageFont.truetype(str(fonts / f'{key}.ttf'), int(size * PX_PER_MM))
        draw.text((image.width / 2, middle * PX_PER_MM), text, font=font, fill=color, anchor='mm')
    image.save(path)
    return path


def layer_material(path, roughness):
    material = bpy.data.materials.new('lettering')
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    texture = nodes.new('ShaderNodeTexImage')
    texture.image = bpy.data.images.load(str(path))
    node = nodes['Principled BSDF']
    node.inputs['Roughness'].default_value = roughness
    links.new(texture.outputs['Color'], node.inputs['Base Color'])
    links.new(texture.outputs['Alpha'], node.inputs['Alpha'])
    return material


def layer(points, pivot, material):
    """Lay a strip over ``points``: pairs of lower and upper edge, in mm, from left to right."""
    mesh = bpy.data.meshes.new('layer')
    verts = [[c / MM for c in corner] for pair in points for corner in pair]
    count = len(points) - 1
    mesh.from_pydata(verts, [], [(2 * i, 2 * i + 2, 2 * i + 3, 2 * i + 1) for i in range(count)])
    uv = mesh.uv_layers.new()
    for loop in mesh.loops:
        uv.data[loop.index].uv = ((loop.vertex_index // 2) / count, loop.vertex_index % 2)
    obj = studio.add('layer', mesh, material)
    obj.parent = pivot


def around(radius, width_mm, bottom, top):
    """Return the strip of a label on the front of an upright cylinder."""
    reach = width_mm / radius / 2
    angles = [-reach + 2 * reach * k / 40 for k in range(41)]
    return [
        [(radius * math.sin(a), -radius * math.cos(a), z) for z in (bottom, top)] for a in angles
    ]


def flat(center, width, height, z):
    x, y = center
    return [
        [(x + i * width / 2, y - height / 2, z), (x + i * width / 2, y + height / 2, z)]
        for i in (-1, 1)
    ]


def build(fonts, scratch):
    def print_on(name, strip, pivot, lines, size, roughness):
        path = lettering(fonts, lines, *size, scratch / f'{name}.png')
        layer(strip, pivot, layer_material(path, roughness))

    board = place(flatware.board(), 'oak', (-30, 122, 119), (79, 0, 0))
    print_on(
        'board',
        flat((-22, 0), 250, 160, 18.15),
        board,
        [
            ('The Larsens', 'great-vibes', 46, 68, '#4a2a10'),
            ('ESTABLISHED 2019', 'montserrat', 9, 112, '#4a2a10'),
        ],
        (250, 160),
        0.7,
    )
    mug = place(tableware.mug('front'), 'forest', (-112, -8, 0), (0, 0, -8))
    print_on(
        'mug',
        around(41.12, 58, 12, 84),
        mug,
        [
            ('Emma', 'dancing-script', 27, 30, '#1f3557'),
            ('Sunday pancakes since 1987', 'lato', 4.9, 51, '#1d1d1f'),
        ],
        (58, 72),
        0.2,
    )
    bottle = place(tableware.bottle(), 'coral', (170, 10, 0), (0, 0, 4))
    print_on(
        'bottle',
        around(35.1, 44, 33, 151),
        bottle,
        [
            ('Noah', 'playfair-display', 15, 48, '#faf6f2'),
            ('first to the summit', 'lato', 4.4, 66, '#faf6f2'),
        ],
        (44, 118),
        0.35,
    )
    candle = place(tableware.candle(), 'clear', (42, -62, 0), (0, 0, 5))
    print_on(
        'candle',
        around(40.4, 56, 16, 58),
        candle,
        [
            ('Thank you, Sofia', 'playfair-display', 6.4, 14, '#2b2724'),
            ('for a hundred cups of coffee', 'lato', 3.2, 24, '#2b2724'),
            ('and one very good idea', 'lato', 3.2, 28.6, '#2b2724'),
        ],
        (56, 42),
        0.8,
    )


def photograph(size_px, samples, path):
    studio.cyclorama()
    studio.world_light('#fffaf3', 0.64)
    studio.softbox((-4.6, -3.4, 5.4), (0, 0, 0.9), 3.4, 285, '#fffaf4')
    studio.softbox((5.0, -2.6, 3.0), (0, 0, 0.9), 3.0, 92, '#f6f9ff', shape_y=4.5)
    studio.softbox((0.6, 4.4, 6.0), (0, 0.5, 0.8), 4.0, 240)
    distance, tilt, height = 5.5 * 100 / 36, math.radians(9), 1.10
    studio.camera(
        (0.28, -distance * math.cos(tilt), height + distance * math.sin(tilt)),
        (0.28, 0, height),
        focal=100,
    )
    scene = bpy.context.scene
    scene.cycles.samples = samples
    scene.render.resolution_x, scene.render.resolution_y = size_px, size_px * 5 // 7
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('fonts', type=Path)
    parser.add_argument('--size', type=int, default=1400)
    parser.add_argument('--samples', type=int, default=32)
    parser.add_argument('--out', type=Path, default=TARGET)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        studio.reset()
        build(args.fonts, scratch)
        photograph(args.size, args.samples, scratch / 'raw.png')
        image = Image.open(scratch / 'raw.png').convert('RGB')
    image.save(args.out / 'hero.webp', quality=82, method=6)
    image.resize((800, 571)).save(args.out / 'hero-800.webp', quality=80, method=6)


if __name__ == '__main__':
    main()
