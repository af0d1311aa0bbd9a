"""The photo studio: scene, backdrop, lights, camera, and the way from millimetres to picture shares.

One Blender unit is 100 mm, so a measure in mm is divided by ``MM``. The x axis points right, y away from
the camera, z up. ``front`` products stand on the table, ``flat`` products lie on it and are seen from above.
"""

import math

import bpy
from bpy_extras.object_utils import world_to_camera_view
from mathutils import Matrix, Vector

MM = 100.0
BACKDROP = '#f1e9de'


def linear(hex_color):
    """Return the linear RGBA of ``#rrggbb`` (sRGB transfer function, IEC 61966-2-1)."""
    parts = [int(hex_color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return (*[c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts], 1.0)


def reset():
    """Empty the scene and set the renderer up."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = 'CYCLES'
    scene.cycles.use_denoising = True
    scene.cycles.denoiser = 'OPENIMAGEDENOISE'
    scene.cycles.max_bounces = 6
    scene.cycles.adaptive_threshold = 0.03
    scene.render.use_persistent_data = True
    scene.cycles.sample_clamp_indirect = 4
    scene.cycles.caustics_reflective = False
    scene.cycles.caustics_refractive = False
    scene.view_settings.view_transform = 'Standard'
    scene.render.resolution_x = scene.render.resolution_y = 1000
    scene.render.image_settings.file_format = 'PNG'
    scene.world = bpy.data.worlds.new('world')
    scene.world.use_nodes = True


def add(name, mesh, material=None, smooth=True):
    """Link a mesh as an object and return it."""
    obj = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(obj)
    if material:
        mesh.materials.append(material)
    if smooth:
        mesh.polygons.foreach_set('use_smooth', [True] * len(mesh.polygons))
    return obj


def world_light(color, strength):
    background = bpy.context.scene.world.node_tree.nodes['Background']
    background.inputs[0].default_value = linear(color)
    background.inputs[1].default_value = strength


def softbox(location, target, size, energy, color='#ffffff', shape_y=None):
    """Add an area light (watts) at ``location`` that looks at ``target``."""
    data = bpy.data.lights.new('softbox', 'AREA')
    data.energy, data.size, data.color = energy, size, linear(color)[:3]
    if shape_y:
        data.shape, data.size_y = 'RECTANGLE', shape_y
    lamp = bpy.data.objects.new('softbox', data)
    lamp.location = location
    lamp.rotation_euler = (Vector(target) - Vector(location)).to_track_quat('-Z', 'Y').to_euler()
    bpy.context.scene.collection.objects.link(lamp)
    return lamp


def backdrop_material(color):
    material = bpy.data.materials.new('backdrop')
    material.use_nodes = True
    node = material.node_tree.nodes['Principled BSDF']
    node.inputs['Base Color'].default_value = linear(color)
    node.inputs['Roughness'].default_value = 0.9
    node.inputs['Specular IOR Level'].default_value = 0.1
    return material


def cyclorama(color=BACKDROP):
    """Add a table that bends up into a wall without an edge."""
    profile = [(-30.0, 0.0), (5.0, 0.0)]
    profile += [
        (5 + 5 * math.sin(a), 5 - 5 * math.cos(a))
        for a in [math.radians(d) for d in range(3, 91, 3)]
    ]
    profile.append((10.0, 40.0))
    verts = [(x, y, z) for y, z in profile for x in (-60, 60)]
    faces = [(2 * i, 2 * i + 1, 2 * i + 3, 2 * i + 2) for i in range(len(profile) - 1)]
    mesh = bpy.data.meshes.new('cyclorama')
    mesh.from_pydata(verts, [], faces)
    add('cyclorama', mesh, backdrop_material(color))


def table_top(color=BACKDROP):
    """Add an endless flat ground for products seen from above."""
    mesh = bpy.data.meshes.new('ground')
    mesh.from_pydata([(-60, -60, 0), (60, -60, 0), (60, 60, 0), (-60, 60, 0)], [], [(0, 1, 2, 3)])
    return add('ground', mesh, backdrop_material(color))


def camera(location, target, *, focal=110, shift=(0, 0)):
    """Add the camera; ``focal`` is the focal length in mm on a 36 mm sensor."""
    data = bpy.data.cameras.new('camera')
    data.lens = focal
    data.shift_x, data.shift_y = shift
    obj = bpy.data.objects.new('camera', data)
    obj.location = location
    obj.rotation_euler = (Vector(target) - Vector(location)).to_track_quat('-Z', 'Y').to_euler()
    bpy.context.scene.collection.objects.link(obj)
    bpy.context.scene.camera = obj
    return obj


def front_set(
    height_mm,
    *,
    fill=0.62,
    elevation=7,
    center=None,
    backdrop=BACKDROP,
    light=1.0,
    focal=120,
):
    """Light and frame a product that stands on the table and is ``height_mm`` high."""
    height = height_mm / MM
    cyclorama(backdrop)
    world_light('#fffaf3', 0.72 * light)
    s = height
    softbox((-2.4 * s, -1.6 * s, 2.6 * s), (0, 0, 0.5 * s), 1.8 * s, 62 * light * s * s, '#fffaf4')
    softbox(
        (2.8 * s, -1.2 * s, 1.5 * s),
        (0, 0, 0.5 * s),
        1.6 * s,
        26 * light * s * s,
        '#f6f9ff',
        shape_y=2.6 * s,
    )
    softbox((0.4 * s, 2.2 * s, 3.2 * s), (0, 0, 0.4 * s), 2.2 * s, 60 * light * s * s)
    frame = height / fill
    distance = frame * focal / 36
    x, z = center or (0.0, height / 2)
    a = math.radians(elevation)
    camera((x, -distance * math.cos(a), z + distance * math.sin(a)), (x, 0, z), focal=focal)


def flat_set(size_mm, *, fill=0.78, center=(0.0, 0.0), backdrop=BACKDROP, light=1.0, low=1.0):
    """Light and frame a product that lies on the table, ``size_mm`` long.

    ``low``: below 1 the key light comes in flatter and draws more relief.
    """
    s = size_mm / MM
    ground = table_top(backdrop)
    world_light('#fffaf3', 0.52 * light)
    softbox((-1.5 * s, 1.1 * s, 1.5 * s * low), (0, 0, 0), 1.1 * s, 37 * light * s * s, '#fffaf4')
    softbox((1.7 * s, -0.9 * s, 1.6 * s), (0, 0, 0), 1.6 * s, 7 * light * s * s, '#f6f9ff')
    softbox((0, 1.9 * s, 1.2 * s), (0, 0, 0), 1.4 * s, 4 * light * s * s)
    frame = s / fill
    focal = 120
    x, y = center
    camera((x, y - 0.001, frame * focal / 36), (x, y, 0), focal=focal)
    return ground


def standing(objects, height_mm, *, lean, turn):
    """Stand flat parts up on the table as one piece: leaned back and turned, in degrees.

    :return: the matrix from the lying piece, whose middle is the origin, to the standing one.
    """
    upright = Matrix.Rotation(math.radians(90 - lean), 4, 'X')
    lowest = height_mm / MM / 2 * math.cos(math.radians(lean))
    stand = (
        Matrix.Rotation(math.radians(turn), 4, 'Z') @ Matrix.Translation((0, 0, lowest)) @ upright
    )
    for obj in objects:
        obj.matrix_world = stand @ obj.matrix_world
    return stand


def turned(degrees):
    """Return the matrix that turns a thing on the table about the upright axis."""
    return Matrix.Rotation(math.radians(degrees), 4, 'Z')


def area(center_mm, width_mm, height_mm, *, flat=False):
    """Return the picture shares of a rectangle that faces the camera.

    :param center_mm: centre (x, y, z) in mm; the height runs along y for ``flat`` products, else along z.
    """
    scene = bpy.context.scene
    bpy.context.view_layer.update()
    x, y, z = (c / MM for c in center_mm)
    w, h = width_mm / MM / 2, height_mm / MM / 2
    corners = [
        (x + i * w, y + (j * h if flat else 0), z + (0 if flat else j * h))
        for i in (-1, 1)
        for j in (-1, 1)
    ]
    points = [world_to_camera_view(scene, scene.camera, Vector(c)) for c in corners]
    left, right = min(p.x for p in points), max(p.x for p in points)
    top, bottom = 1 - max(p.y for p in points), 1 - min(p.y for p in points)
    return {
        'x': round(left, 5),
        'y': round(top, 5),
        'width': round(right - left, 5),
        'height': round(bottom - top, 5),
    }


def cylinder(center_mm, radius_mm, width_mm, height_mm):
    """Return :func:`area` of a surface round an upright cylinder, and how it is bent.

    :param center_mm: middle (x, y, z) of the cylinder at half the surface's height.
    :param width_mm: along the arc, about the side that faces the camera.
    """
    x, y, z = center_mm
    half = width_mm / radius_mm / 2

    def point(turn, side):
        place = (
            x + radius_mm * math.sin(turn),
            y - radius_mm * math.cos(turn),
            z + side * height_mm / 2,
        )
        found = world_to_camera_view(
            bpy.context.scene, bpy.context.scene.camera, Vector([c / MM for c in place])
        )
        return found.x, 1 - found.y

    flat = area((x, y - radius_mm, z), width_mm, height_mm)
    corners = [point(turn, side) for turn, side in ((-half, 1), (half, 1), (half, -1), (-half, -1))]
    (_, y0), (_, y1), (_, y2), (_, y3) = corners
    down = (y2 + y3 - y0 - y1) / 2
    bent = {
        'corners': [round(share, 5) for corner in corners for share in corner],
        'angle': round(math.degrees(2 * half), 2),
        'top': round((point(0, 1)[1] - (y0 + y1) / 2) / down, 5),
        'bottom': round((point(0, -1)[1] - (y2 + y3) / 2) / down, 5),
    }
    return {**flat, 'cylinder': bent}


def perspective(center_mm, width_mm, height_mm, stand):
    """Return the picture shares of a flat rectangle that ``stand`` has put at an angle.

    :return: its upright bounds, and its corners clockwise from the top left.
    """
    x, y, z = center_mm
    bpy.context.view_layer.update()
    corners = []
    for i, j in ((-1, 1), (1, 1), (1, -1), (-1, -1)):
        place = Vector(((x + i * width_mm / 2) / MM, (y + j * height_mm / 2) / MM, z / MM))
        found = world_to_camera_view(bpy.context.scene, bpy.context.scene.camera, stand @ place)
        corners += [(found.x, 1 - found.y)]
    xs, ys = zip(*corners, strict=True)
    return {
        'x': round(min(xs), 5),
        'y': round(min(ys), 5),
        'width': round(max(xs) - min(xs), 5),
        'height': round(max(ys) - min(ys), 5),
        'perspective': {'corners': [round(share, 5) for corner in corners for share in corner]},
    }


def render(path, size_px, samples):
    scene = bpy.context.scene
    scene.cycles.samples = samples
    scene.render.resolution_x = scene.render.resolution_y = size_px
    scene.render.filepath = str(path)
    bpy.ops.render.render(write_still=True)
