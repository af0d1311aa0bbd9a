"""Meshes: turned bodies, bevelled slabs, tubes and cloth."""

import math

import bmesh
import bpy
from mathutils import Vector
from studio import MM, add


def lathe(name, profile_mm, material, *, steps=160, levels=2):
    """Turn a profile ``[(radius, z), …]`` in mm about the z axis; corners are kept by doubled points."""
    mesh = bpy.data.meshes.new(name)
    verts, faces = [], []
    n = len(profile_mm)
    for k in range(steps):
        angle = 2 * math.pi * k / steps
        verts += [
            (r / MM * math.cos(angle), r / MM * math.sin(angle), z / MM) for r, z in profile_mm
        ]
    for k in range(steps):
        for i in range(n - 1):
            a, b = k * n + i, ((k + 1) % steps) * n + i
            faces.append((a, b, b + 1, a + 1))
    mesh.from_pydata(verts, [], faces)
    bm = bmesh.new()
    bm.from_mesh(mesh)
    bmesh.ops.remove_doubles(bm, verts=bm.verts, dist=1e-5)
    bmesh.ops.recalc_face_normals(bm, faces=bm.faces)
    bm.to_mesh(mesh)
    bm.free()
    obj = add(name, mesh, material)
    if levels:
        subsurf = obj.modifiers.new('subsurf', 'SUBSURF')
        subsurf.levels = subsurf.render_levels = levels
    return obj


def round_rect(width, height, radius, steps=12):
    """Return the outline of a rounded rectangle about the origin, counter-clockwise."""
    points = []
    for cx, cy, start in ((1, 1, 0), (-1, 1, 90), (-1, -1, 180), (1, -1, 270)):
        x, y = cx * (width / 2 - radius), cy * (height / 2 - radius)
        points += [
            (
                x + radius * math.cos(math.radians(start + 90 * k / steps)),
                y + radius * math.sin(math.radians(start + 90 * k / steps)),
            )
            for k in range(steps + 1)
        ]
    return points


def circle(radius, center=(0, 0), steps=96, clockwise=False):
    sign = -1 if clockwise else 1
    return [
        (
            center[0] + radius * math.cos(sign * 2 * math.pi * k / steps),
            center[1] + radius * math.sin(sign * 2 * math.pi * k / steps),
        )
        for k in range(steps)
    ]


def slab(name, outlines_mm, thickness_mm, material, *, bevel_mm=1.0, z_mm=0.0, segments=4):
    """Extrude outlines (the first is the rim, the others are holes) to a plate with rounded edges."""
    curve = bpy.data.curves.new(name, 'CURVE')
    curve.dimensions = '2D'
    curve.fill_mode = 'BOTH'
    bevel = bevel_mm / MM
    curve.extrude = thickness_mm / MM / 2 - bevel
    curve.bevel_depth = bevel
    curve.bevel_resolution = segments
    curve.offset = -bevel
    for outline in outlines_mm:
        spline = curve.splines.new('POLY')
        spline.points.add(len(outline) - 1)
        for point, (x, y) in zip(spline.points, outline, strict=True):
            point.co = (x / MM, y / MM, 0, 1)
        spline.use_cyclic_u = True
    source = bpy.data.objects.new(name + '-curve', curve)
    bpy.context.scene.collection.objects.link(source)
    bpy.context.view_layer.update()
    mesh = bpy.data.meshes.new_from_object(source)
    bpy.data.objects.remove(source)
    obj = add(name, mesh, material, smooth=True)
    obj.location.z = (z_mm + thickness_mm / 2) / MM
    mesh.set_sharp_from_angle(angle=math.radians(40))
    return obj


def tube(name, points_mm, radius_mm, material, *, cyclic=False, ratio=1.0, resolution=16):
    """Sweep a round (or, with ``ratio``, oval) section along a smooth curve through the points."""
    curve = bpy.data.curves.new(name, 'CURVE')
    curve.dimensions = '3D'
    curve.resolution_u = resolution
    if ratio == 1.0:
        curve.bevel_depth = radius_mm / MM
        curve.bevel_resolution = 8
    else:
        section = bpy.data.curves.new(name + '-section', 'CURVE')
        section.dimensions = '2D'
        spline = section.splines.new('POLY')
        outline = circle(radius_mm, steps=32)
        spline.points.add(len(outline) - 1)
        for point, (x, y) in zip(spline.points, outline, strict=True):
            point.co = (x / MM, y * ratio / MM, 0, 1)
        spline.use_cyclic_u = True
        shape = bpy.data.objects.new(name + '-section', section)
        bpy.context.scene.collection.objects.link(shape)
        shape.hide_render = True
        curve.bevel_mode = 'OBJECT'
        curve.bevel_object = shape
    spline = curve.splines.new('BEZIER')
    spline.bezier_points.add(len(points_mm) - 1)
    for point, co in zip(spline.bezier_points, points_mm, strict=True):
        point.co = Vector(co) / MM
        point.handle_left_type = point.handle_right_type = 'AUTO'
    spline.use_cyclic_u = cyclic
    obj = bpy.data.objects.new(name, curve)
    curve.materials.append(material)
    bpy.context.scene.collection.objects.link(obj)
    return obj


def torus(name, center_mm, radius_mm, thickness_mm, material, *, rotation=(0, 0, 0)):
    bpy.ops.mesh.primitive_torus_add(
        major_radius=radius_mm / MM,
        minor_radius=thickness_mm / MM / 2,
        major_segments=96,
        minor_segments=24,
        location=[c / MM for c in center_mm],
        rotation=rotation,
    )
    obj = bpy.context.object
    obj.name = name
    obj.data.materials.append(material)
    obj.data.polygons.foreach_set('use_smooth', [True] * len(obj.data.polygons))
    return obj
