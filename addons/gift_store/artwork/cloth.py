"""Cloth: panels cut from an outline, sewn, and dropped on the table by Blender's cloth simulation."""

import math

import bmesh
import bpy
from mathutils import Vector
from mathutils.geometry import delaunay_2d_cdt
from studio import MM, add


def resample(outline_mm, step_mm):
    """Return points at about equal steps along the closed outline; corners are kept."""
    points = []
    for (x1, y1), (x2, y2) in zip(outline_mm, outline_mm[1:] + outline_mm[:1], strict=True):
        count = max(1, round(math.hypot(x2 - x1, y2 - y1) / step_mm))
        points += [(x1 + (x2 - x1) * k / count, y1 + (y2 - y1) * k / count) for k in range(count)]
    return points


def panel(outline_mm, step_mm):
    """Triangulate the inside of an outline evenly; return ``(points, triangles)`` in mm."""
    rim = resample(outline_mm, step_mm)
    xs, ys = [p[0] for p in rim], [p[1] for p in rim]
    row = step_mm * math.sqrt(3) / 2
    inner = [
        (min(xs) + step_mm * (i + 0.5 * (j % 2)), min(ys) + row * j)
        for j in range(int((max(ys) - min(ys)) / row) + 1)
        for i in range(int((max(xs) - min(xs)) / step_mm) + 1)
    ]
    inner = [
        p
        for p in inner
        if min((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 for q in rim) > (0.6 * step_mm) ** 2
    ]
    count = len(rim)
    edges = [(i, (i + 1) % count) for i in range(count)]
    points, _e, triangles, *_rest = delaunay_2d_cdt(
        [Vector(p) for p in rim + inner], edges, [], 1, 1e-6
    )
    return [tuple(p) for p in points], [tuple(t) for t in triangles]


def sewn(name, front_mm, back_mm, step_mm, *, gap_mm=4.0, is_seam=None, material=None):
    """Return two panels as one object, joined where ``is_seam(x, y)`` says so (everywhere by default)."""
    mesh = bpy.data.meshes.new(name)
    verts, faces = [], []
    for outline, z in ((back_mm, 0.0), (front_mm, gap_mm)):
        points, triangles = panel(outline, step_mm)
        base = len(verts)
        verts += [(x / MM, y / MM, (2.0 + z) / MM) for x, y in points]
        faces += [tuple(base + i for i in (t if z else reversed(t))) for t in triangles]
    mesh.from_pydata(verts, [], faces)
    bm = bmesh.new()
    bm.from_mesh(mesh)
    rim = [v for v in bm.verts if v.is_boundary]
    joined = [v for v in rim if not is_seam or is_seam(v.co.x * MM, v.co.y * MM)]
    for vert in joined:
        vert.co.z = (2.0 + gap_mm / 2) / MM
    bmesh.ops.remove_doubles(bm, verts=joined, dist=0.2 / MM)
    bm.to_mesh(mesh)
    bm.free()
    return add(name, mesh, material)


def drop(
    obj,
    ground,
    *,
    frames=40,
    pressure=0.0,
    grow=0.02,
    stiffness=15,
    bending=0.6,
    noise=0.0,
    wave=1.7,
):
    """Simulate and bake the cloth: it grows by ``grow`` (folds), is inflated by ``pressure``, and falls."""
    from mathutils import noise as noises

    for vert in obj.data.vertices:
        vert.co.z += noise * (noises.noise(vert.co * wave) + 1) / MM
    ground.modifiers.new('collision', 'COLLISION')
    ground.collision.thickness_outer = 0.004
    ground.collision.cloth_friction = 25
    modifier = obj.modifiers.new('cloth', 'CLOTH')
    settings = modifier.settings
    settings.quality = 6
    settings.mass = 0.25
    settings.tension_stiffness = settings.compression_stiffness = stiffness
    settings.shear_stiffness = stiffness / 2
    settings.bending_stiffness = bending
    settings.air_damping = 3
    settings.shrink_min = -grow
    if pressure:
        settings.use_pressure = True
        settings.uniform_pressure_force = pressure
    modifier.collision_settings.distance_min = 0.006
    modifier.collision_settings.use_self_collision = True
    modifier.collision_settings.self_distance_min = 0.008
    modifier.point_cache.frame_end = frames
    scene = bpy.context.scene
    for frame in range(1, frames + 1):
        scene.frame_set(frame)
    bpy.context.view_layer.objects.active = obj
    bpy.ops.object.modifier_apply(modifier='cloth')
    finish(obj)


def finish(obj, thickness_mm=0.8, iterations=8):
    """Smooth the cloth and give it a thickness."""
    smooth = obj.modifiers.new('smooth', 'SMOOTH')
    smooth.factor, smooth.iterations = 0.5, iterations
    subsurf = obj.modifiers.new('subsurf', 'SUBSURF')
    subsurf.levels = subsurf.render_levels = 2
    solid = obj.modifiers.new('solidify', 'SOLIDIFY')
    solid.thickness = thickness_mm / MM
    obj.data.polygons.foreach_set('use_smooth', [True] * len(obj.data.polygons))


def attribute(obj, name, function):
    """Store ``function(x, y)`` (mm, before the simulation) at each vertex for the material."""
    layer = obj.data.attributes.new(name, 'FLOAT', 'POINT')
    layer.data.foreach_set('value', [function(v.co.x * MM, v.co.y * MM) for v in obj.data.vertices])
